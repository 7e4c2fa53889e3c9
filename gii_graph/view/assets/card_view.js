// Cards on the page: the comparison beside the panels, one figure and one sentence within the panel.

const MOST_BOLD = 24; // letters; longer text is a list
const compareView = byId("compare-view");

/** @param {string} key */
function compareToo(key) {
  const compared = state.compare.filter((other) => other !== key);
  choose({ view: "compare", compare: [...compared, key].slice(-MOST_COMPARED), figure: null, sentence: null });
  const { length } = state.compare;
  announce(length > 1 ? `Compared: ${state.compare.map((one) => nodeAt(one).label).join(", ")}` : `${nodeAt(key).label}: now add another cluster`);
}

function renderComparison() {
  const hadFocus = compareView.contains(document.activeElement);
  compareView.hidden = state.view !== "compare";
  compareView.replaceChildren();
  if (compareView.hidden) return;
  const card = state.compare.length > 1 ? comparisonCard(state.compare.map(nodeAt)) : null;
  footnotes = card ? cardLines(card) : [];
  filled(compareView, {}, [
    h("h2", {}, card ? "Compared" : "Compare clusters"),
    compareField(),
    card ? comparisonTable(card) : h("p", { class: "notice" }, state.compare.length === 1 ? `${nodeAt(state.compare[0]).label}, and which other?` : "Add two or three clusters."),
    card ? cardActions(card) : null,
    card ? footnoteList() : null,
  ]);
  if (hadFocus) focusIn(compareView, "input");
}

/** The field that adds a cluster. */
function compareField() {
  const input = h("input", { type: "search", id: "compare-with", placeholder: "Add a cluster" });
  const list = h("ul", { class: "results", id: "compare-results", hidden: true });
  finder(input, list, (key) => (isAgent(nodeAt(key)) ? announce(`${nodeAt(key).label} is no cluster`) : compareToo(key)));
  return h("div", { class: "path-field compare-field" }, h("label", { class: "unseen", for: "compare-with" }, "Add a cluster to compare"), input, list);
}

/** @param {Card} card */
const comparisonTable = ({ title, heads, rows }) => h("table", { class: "comparison" },
  h("caption", { class: "unseen" }, title),
  h("thead", {}, h("tr", {}, h("td", {}), heads.map((head, i) => h("th", { scope: "col" },
    h("span", {}, head),
    h("button", { type: "button", class: "remove", "aria-label": `Leave ${head} out`, click: () => choose({ compare: state.compare.filter((_, place) => place !== i) }) }, cross()))))),
  h("tbody", {}, rows.map((row) => h("tr", {}, h("th", { scope: "row" }, row.label),
    row.whole ? h("td", { colspan: heads.length }, row.whole.text, evidence(row.whole.evidence))
      : cellsOf(row).map(({ text, evidence: lines }) => h("td", {}, h(text.length > MOST_BOLD ? "span" : "strong", {}, text), text === "" ? null : evidence(lines)))))));

/** @param {Card} card */
const cardActions = (card) => h("div", { class: "actions" },
  h("button", { type: "button", class: "text-button", "data-card": "markdown", click: () => copied(cardMarkdown(card), "Markdown copied") }, "Copy as Markdown"),
  h("button", { type: "button", class: "text-button", "data-card": "svg", click: () => EXPORTS.svg() }, "Save as drawing"),
  h("button", { type: "button", class: "text-button", "data-card": "png", click: () => EXPORTS.png() }, "Save as picture"),
  h("button", { type: "button", class: "text-button", "data-card": "embed", click: () => EXPORTS.embed() }, "Copy code to embed"));

/**
 * One figure, to check a fact by.
 * @param {NonNullable<ReturnType<typeof figureChosen>>} chosen
 */
function figureFacts({ node, profile, figure }) {
  const card = figureCard(node, profile, figure);
  const [value, ...rest] = card.rows.slice(0, 1).concat(card.rows.slice(2));
  return [
    h("p", { class: "eyebrow" }, kindMark(node), [node.label, profile.edition].filter(Boolean).join(" · ")),
    h("h2", {}, cellsOf(value)[0].text),
    h("p", {}, figure.label),
    (profile.evidence?.[figure.name] ?? profile.evidence?.[`${figure.name}Below`] ?? []).map((number) => openEvidence(number)),
    h("dl", {}, rest.filter((row) => cellsOf(row)[0].text !== "").map((row) => factRow(row.label, cellsOf(row)[0].text))),
    ...checkFacts(profile),
    cardActions(card),
    h("button", { type: "button", class: "text-button", click: () => choose({ figure: null }) }, `All facts of ${node.label}`),
  ];
}

/**
 * One sentence, with all that it states.
 * @param {number} number
 */
function sentenceFacts(number) {
  const line = lineOf(number);
  const stated = statedByLine(number);
  return [
    h("p", { class: "eyebrow" }, "One sentence"),
    h("h2", {}, sourceName(line)),
    openEvidence(number),
    h("h3", {}, "What it states"),
    h("ul", { class: "rows stated" }, stated.map(({ words, key }) => h("li", {}, h("button", { type: "button", class: "name", click: () => select(key, { fly: true }) }, words)))),
  ];
}

/**
 * @param {number} number of a line
 * @returns {{ words: string, key: string }[]}
 */
function statedByLine(number) {
  const ofNodes = [...nodes.values()].flatMap((node) => node.profiles.flatMap((profile) => facts.figures
    .filter(({ name }) => (profile.evidence?.[name] ?? profile.evidence?.[`${name}Below`])?.includes(number))
    .map((figure) => ({ key: node.key, words: [node.label, figure.label, figureText(profile.figures, figure.name, figure.kind)].join(": ") }))));
  const named = [...nodes.values()].filter((node) => node.evidence?.includes(number)).map((node) => ({ key: node.key, words: `${node.label}: name or economy` }));
  const ofEdges = [...edges.values()].filter((edge) => edge.mentions.some((mention) => mention.evidence?.includes(number))).map((edge) => ({ key: edge.key, words: describeEdge(edge) }));
  return [...named, ...ofNodes, ...ofEdges];
}
