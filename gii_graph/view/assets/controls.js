// Controls: they show the present choices and change them.

/**
 * A value and its words.
 * @param {string} value
 * @param {string} label
 * @returns {[string, string]}
 */
const pairOf = (value, label) => [value, label];

/**
 * The part of the page that a control stands in with its label.
 * @param {keyof PageElements} id
 */
const fieldOf = (id) => /** @type {HTMLElement} */ (byId(id).closest(".field"));

/**
 * The elements that match a selector.
 * @param {string} selector
 */
const everyOne = (selector) => /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(selector));

/**
 * @param {"size" | "colour" | "edition"} id
 * @param {[string, string][]} options
 * @param {[string, string][]} [derived]
 */
function fillSelect(id, options, derived = []) {
  /** @param {[string, string][]} pairs */
  const items = (pairs) => pairs.map(([value, label]) => h("option", { value }, label));
  byId(id).replaceChildren(...items(options), ...(derived.length > 0 ? [h("optgroup", { label: "Derived, not stated by a source" }, items(derived))] : []));
  byId(id).addEventListener("change", () => choose({ [id]: CHOICES[id].read(byId(id).value) ?? CHOICES[id].start }));
}

/**
 * @param {"rank" | "partners" | "share"} id
 * @param {number} most
 */
function prepareSlider(id, most) {
  const slider = byId(id);
  filled(slider, { min: 0, max: most, step: 1 }, []);
  fieldOf(id).hidden = most === 0;
  slider.addEventListener("input", () => choose({ [id]: Number(slider.value) }, id));
}

/**
 * @param {"rank" | "partners" | "share"} id
 * @param {number} value
 * @param {string} words
 */
function renderSlider(id, value, words) {
  byId(id).value = String(value);
  byId(`${id}-value`).value = words;
}

function prepareControls() {
  /** @type {(names: string[], derived: boolean) => [string, string][]} */
  const measures = (names, derived) => names.map((name) => MEASURES[name]).filter((measure) => Boolean(measure.derived) === derived).map(({ name, label }) => pairOf(name, label));
  const all = Object.keys(MEASURES);
  fillSelect("size", [...measures(SIZES, false), ["same", "All the same"]], measures(SIZES, true));
  fillSelect("colour", [["kind", "Kind"], ["economy", "Economy"], ["community", "Community"], ...measures(all, false)], measures(all, true));
  for (const filter of FILTER_LIST) filter.prepare();
  for (const button of [byId("reset"), byId("reset-too")]) button.addEventListener("click", () => choose(unfiltered()));
  byId("analyses").hidden = facts.analyses.length === 0;
  filled(byId("analyses"), {}, facts.analyses.map(({ notes, measured }) => [measuredFacts(measured, "The network as a whole"), notes.map((note) => h("p", { class: "unit" }, note))]));
  for (const button of everyOne("[data-view]")) button.addEventListener("click", () => choose({ view: button.dataset.view, see: null }));
  for (const button of everyOne("[data-agents]")) button.addEventListener("click", () => choose({ agents: button.dataset.agents }));
  for (const button of everyOne("[data-groups]")) {
    button.hidden = button.dataset.groups !== "none" && groupSizes(button.dataset.groups ?? "").length === 0;
    button.addEventListener("click", () => choose({ groups: button.dataset.groups, open: [], see: null }));
  }
  for (const button of everyOne("[data-ties]")) button.addEventListener("click", () => choose({ ties: button.dataset.ties }));
  byId("ties-field").hidden = tieCount <= MANY_TIES;
  byId("ranking").hidden = rankedClusters.length === 0;
  byId("ranking").addEventListener("click", () => choose(isRankingShown() ? { list: "closed" } : { list: "open", ask: null, given: "", selected: null, to: null, view: isPicture(state) ? state.view : "network" }));
  byId("undo").addEventListener("click", undo);
  byId("redo").addEventListener("click", redo);
  byId("theme").addEventListener("click", () => choose({ theme: isDark() ? "light" : "dark" }));
  byId("zoom-in").addEventListener("click", () => zoomBy(1.4));
  byId("zoom-out").addEventListener("click", () => zoomBy(1 / 1.4));
  byId("fit").addEventListener("click", () => fitAll());
  prepareEditions();
  byId("sources").replaceChildren(
    "Data: WIPO, Global Innovation Index, cluster profiles. Places: GeoNames (CC BY 4.0). Land: Natural Earth.");
}

/** @param {ShownKind} kind */
const isPresent = (kind) => [...nodes.values()].some((node) => kindOf(node) === kind) || [...edges.values()].some((edge) => edge.kind === kind);

/** @param {ShownKind} kind */
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

/**
 * The box by which a kind is shown or hidden.
 * @param {ShownKind} kind
 */
const kindInput = (kind) => /** @type {HTMLInputElement} */ (document.getElementById(`kind-${kind}`));

/** @param {Shown} shown */
function renderControls(shown) {
  byId("size").value = state.size;
  byId("colour").value = state.colour;
  for (const name of FILTER_NAMES) FILTERS[name].render(state[name]);
  for (const button of everyOne("[data-view]")) button.setAttribute("aria-pressed", String(button.dataset.view === state.view));
  for (const button of everyOne("[data-agents]")) button.setAttribute("aria-pressed", String(button.dataset.agents === state.agents));
  for (const button of everyOne("[data-groups]")) button.setAttribute("aria-pressed", String(button.dataset.groups === state.groups));
  byId("groups-field").hidden = state.view !== "network" || groupSizes("economy").length + groupSizes("community").length === 0;
  renderGroupList();
  renderEditions();
  for (const button of everyOne("[data-ties]")) button.setAttribute("aria-pressed", String(button.dataset.ties === state.ties));
  byId("ranking").setAttribute("aria-pressed", String(isRankingShown()));
  byId("undo").disabled = steps.step === 0;
  byId("redo").disabled = steps.step >= steps.last;
  byId("theme").setAttribute("aria-pressed", String(isDark()));
  renderCounts(shown);
  renderFilterWords(filterWords(state));
  renderLegend(shown);
}

/**
 * How many of each kind are shown, in words.
 * @param {Shown} shown
 */
function countWords(shown) {
  /** @param {Iterable<string>} keys */
  const clusters = (keys) => [...keys].filter((key) => !isAgent(nodeAt(key))).length;
  const [all, drawn] = [clusters(nodes.keys()), clusters(shown.nodes)];
  return [
    all === drawn ? plural(all, "cluster") : `${formatNumber(drawn)} of ${plural(all, "cluster")}`,
    shown.nodes.size > drawn ? plural(shown.nodes.size - drawn, "organization or person", "organizations and persons") : "",
    plural(shown.edges.length + shown.merged.reduce((sum, { edges: together }) => sum + together.length, 0), "tie"),
  ].filter(Boolean).join(", ");
}

const noteWords = () => (facts.note ? `. ${facts.note}` : "");

/** @param {Shown} shown */
function renderCounts(shown) {
  const waiting = [...filtered(state).nodes].filter((key) => !shown.nodes.has(key)).length;
  const more = waiting > 0 && state.agents === "auto" ? `; ${plural(waiting, "organization or person appears", "organizations and persons appear")} with the cluster you select or come near` : "";
  byId("shown-counts").textContent = `${countWords(shown)}${more}${noteWords()}`;
}

/**
 * What the filters leave out, in words, also where they are folded away.
 * @param {string[]} words
 */
function renderFilterWords(words) {
  byId("filter-count").hidden = byId("filter-words").hidden = words.length === 0;
  byId("filter-count").textContent = `${words.length} on`;
  byId("filter-said").textContent = `Shown: ${words.join("; ")}.`;
}
