// The clusters in their order, beside the picture: what a large network opens with.

const RANKING_COLUMNS = ["rank", "intensityRank", "patentsPerMillion", "articlesPerMillion"];
const rankedClusters = [...nodes.values()].filter((node) => node.profiles.some(({ figures }) => figures.rank !== undefined));

/** Whether the list takes the place of the facts now. */
const isRankingShown = () => state.list === "open" && state.selected === null && state.ask === null && isPicture(state) && rankedClusters.length > 0;

/**
 * The list: a row for each ranked cluster of the edition, or of its latest one.
 * @param {Shown} shown
 */
function rankingFacts(shown) {
  const columns = facts.figures.filter(({ name }) => RANKING_COLUMNS.includes(name)).map(figureColumn);
  /** @type {Row[]} */
  const rows = rankedClusters.filter(({ key }) => shown.nodes.has(key)).flatMap((node) => {
    const profile = profileOf(node, state.edition);
    return profile ? [{ key: node.key, node, profile }] : [];
  });
  const order = columns.find(({ name }) => name === state.order) ?? columns[0];
  const turn = order.bar ? -1 : 1; // ranks upwards, the rest from the largest
  rows.sort((a, b) => compareCells(order.value(a), order.value(b), turn) || compareCells(a.node?.label, b.node?.label, 1));
  // Ranks of different editions are no order of one: each then says which it is of.
  const isMixed = new Set(rows.map(({ profile }) => profile?.edition)).size > 1;
  const largest = new Map(columns.map((column) => [column.name, maximumOf(rows.map((row) => Number(column.value(row) ?? 0)))]));
  return [
    h("p", { class: "eyebrow" }, state.edition === null ? "Latest edition of each" : `Global Innovation Index ${state.edition}`),
    h("h2", {}, plural(rows.length, "cluster")),
    h("table", { class: "ranking" },
      h("thead", {}, h("tr", {}, columns.slice(0, 1).map((column) => rankingHead(column, order)), h("th", { scope: "col" }, "Cluster"), columns.slice(1).map((column) => rankingHead(column, order)))),
      h("tbody", {}, rows.map((row) => rankingRow(row, columns, largest, isMixed)))),
  ];
}

/**
 * @param {Column} column
 * @param {Column} order
 */
const rankingHead = (column, order) => h("th", { scope: "col", class: "number", "aria-sort": column === order ? (column.bar ? "descending" : "ascending") : "none" },
  h("button", { type: "button", "data-order": column.name, title: column.label, click: () => choose({ order: column.name }) }, RANKING_HEADS[column.name]));
/** @type {Record<string, string>} */
const RANKING_HEADS = { rank: "Size", intensityRank: "Intensity", patentsPerMillion: "PCT / m", articlesPerMillion: "Art. / m" };

/**
 * @param {Row} row
 * @param {Column[]} columns
 * @param {Map<string, number>} largest
 * @param {boolean} isMixed whether the rows are of several editions
 */
function rankingRow(row, columns, largest, isMixed) {
  const [first, ...rest] = columns.map((column) => {
    const value = column.value(row);
    const share = typeof value === "number" ? value / (largest.get(column.name) || 1) : 0;
    return h("td", { class: "number" }, cellText(column, row), column.bar ? cellBar(share) : null);
  });
  const name = h("button", { type: "button", class: "name", click: () => select(row.key, { fly: true }) }, row.node?.label ?? "");
  return h("tr", { mouseenter: () => point(row.key), mouseleave: () => point(null) }, first, h("th", { scope: "row" }, name, isMixed ? h("span", { class: "edition" }, String(row.profile?.edition ?? "")) : null), rest);
}
