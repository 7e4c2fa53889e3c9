// Controls and legend: they show the present choices and change them.

const byId = (id) => document.getElementById(id);

function fillSelect(id, options, derived = []) {
  const items = (all) => all.map(([value, label]) => h("option", { value }, label));
  byId(id).replaceChildren(...items(options), ...(derived.length > 0 ? [h("optgroup", { label: "Derived, not stated by a source" }, items(derived))] : []));
  byId(id).addEventListener("change", () => choose({ [id]: CHOICES[id].read(byId(id).value) ?? CHOICES[id].start }));
}

function prepareSlider(id, most) {
  const slider = byId(id);
  filled(slider, { min: 0, max: most, step: 1 }, []);
  slider.closest(".field").hidden = most === 0;
  slider.addEventListener("input", () => choose({ [id]: Number(slider.value) }));
}

function prepareControls() {
  const measures = (derived) => Object.values(MEASURES).filter((one) => Boolean(one.derived) === derived).map(({ name, label }) => [name, label]);
  fillSelect("size", [...measures(false), ["same", "All the same"]], measures(true));
  fillSelect("colour", [["kind", "Kind"], ["economy", "Economy"], ["community", "Community"], ...measures(false)], measures(true));
  fillSelect("edition", [["", "All editions"], ...facts.editions.map((edition) => [String(edition), String(edition)])]);
  byId("edition").closest(".field").hidden = facts.editions.length < 2;
  prepareSlider("rank", lastRank);
  prepareSlider("partners", lastPartner);
  prepareSlider("share", Math.min(100, Math.ceil(maximumOf([...edges.values()].flatMap((edge) => edge.mentions.map((m) => m.share))))));
  byId("kinds").replaceChildren(...HIDEABLE.filter(isPresent).map(kindBox));
  for (const id of ["reset", "reset-too"]) byId(id).addEventListener("click", () => choose({ edition: null, rank: 0, partners: 0, share: 0, hide: [] }));
  byId("analyses").hidden = facts.analyses.length === 0;
  byId("analyses").append(...facts.analyses.flatMap(({ notes, measured }) => [measuredFacts(measured, "The network as a whole"), notes.map((note) => h("p", { class: "unit" }, note))]).flat(2));
  for (const button of document.querySelectorAll("[data-view]")) button.addEventListener("click", () => choose({ view: button.dataset.view, camera: null }));
  for (const button of document.querySelectorAll("[data-agents]")) button.addEventListener("click", () => choose({ agents: button.dataset.agents }));
  byId("undo").addEventListener("click", undo);
  byId("theme").addEventListener("click", () => choose({ theme: isDark() ? "light" : "dark" }));
  byId("zoom-in").addEventListener("click", () => zoomBy(1.4));
  byId("zoom-out").addEventListener("click", () => zoomBy(1 / 1.4));
  byId("fit").addEventListener("click", () => fitAll());
  byId("sources").replaceChildren(
    "Data: WIPO, Global Innovation Index, cluster profiles. Places: GeoNames (CC BY 4.0). Land: Natural Earth.");
}

const isPresent = (kind) => [...nodes.values()].some((node) => kindOf(node) === kind) || [...edges.values()].some((edge) => edge.kind === kind);

function kindBox(kind) {
  const box = h("input", { type: "checkbox", id: `kind-${kind}`, "data-kind": kind });
  box.addEventListener("change", () => {
    const hide = new Set(state.hide);
    if (box.checked) hide.delete(kind);
    else hide.add(kind);
    choose({ hide: HIDEABLE.filter((one) => hide.has(one)) });
  });
  return h("label", { class: "check" }, box, KINDS[kind].many);
}

function renderControls(shown) {
  for (const id of ["size", "colour"]) byId(id).value = state[id];
  byId("edition").value = state.edition === null ? "" : String(state.edition);
  for (const id of ["rank", "partners", "share"]) byId(id).value = state[id];
  byId("rank-value").value = state.rank === 0 ? "any" : `${ordinal(state.rank)} or better`;
  byId("partners-value").value = state.partners === 0 ? "any" : state.partners === 1 ? "first only" : `${ordinal(state.partners)} or better`;
  byId("share-value").value = state.share === 0 ? "any" : `${state.share}% or more`;
  for (const box of document.querySelectorAll("[data-kind]")) box.checked = !state.hide.includes(box.dataset.kind);
  for (const button of document.querySelectorAll("[data-view]")) button.setAttribute("aria-pressed", String(button.dataset.view === state.view));
  for (const button of document.querySelectorAll("[data-agents]")) button.setAttribute("aria-pressed", String(button.dataset.agents === state.agents));
  const active = [state.edition !== null, state.rank > 0, state.partners > 0, state.share > 0, state.hide.length > 0].filter(Boolean).length;
  byId("filter-count").hidden = active === 0;
  byId("filter-count").textContent = `${active} on`;
  byId("undo").disabled = past.length === 0;
  byId("theme").setAttribute("aria-pressed", String(isDark()));
  renderCounts(shown);
  renderFilterWords();
  renderLegend(shown);
}

function renderCounts(shown) {
  const count = (some, all, one) => (some === all ? plural(all, one) : `${formatNumber(some)} of ${plural(all, one)}`);
  const text = `${count(shown.nodes.size, nodes.size, "node")}, ${count(shown.edges.length, edges.size, "tie")}`;
  byId("shown-counts").textContent = facts.note ? `${text}. ${facts.note}` : text;
}

/** What the filters leave out, in words, also where they are folded away. */
function renderFilterWords() {
  const { edition, rank, partners, share, hide } = state;
  const words = [
    edition === null ? "" : `edition ${edition}`,
    rank === 0 ? "" : `clusters ranked ${ordinal(rank)} or better`,
    partners === 0 ? "" : partners === 1 ? "first partners only" : `partners named ${ordinal(partners)} or better`,
    share === 0 ? "" : `shares of ${share}% or more`,
    hide.length === 0 ? "" : `no ${hide.map((kind) => KINDS[kind].many.toLowerCase()).join(", ")}`,
  ].filter(Boolean).join("; ");
  byId("filter-words").hidden = words === "";
  byId("filter-words").firstElementChild.textContent = `Shown: ${words}.`;
}
