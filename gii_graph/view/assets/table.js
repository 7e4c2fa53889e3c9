// The tables: clusters, partners, and who files and publishes. Every profile and every mention is a row of its own,
// whatever its edition; the CSV export holds the same rows.

const tableView = byId("table-view");

/** @param {number[]} [evidence] */
const sourceOf = (evidence = []) => evidence.slice(0, 1).map((number) => sourceName(lineOf(number))).join("");

/**
 * A column of nodes, each a button that selects it.
 * @param {string} name
 * @param {string} label
 * @param {(row: Row) => string} keyOf
 * @returns {Column}
 */
const nodeColumn = (name, label, keyOf) => ({
  name, label,
  value: (row) => nodeAt(keyOf(row)).label,
  key: keyOf,
  mark: (row) => kindMark(nodeAt(keyOf(row))),
});

/** @type {Column} */
const TIE_COLUMN = { name: "tie", label: "Tie", value: ({ edge }) => edge && KINDS[edge.kind].one, key: ({ edge }) => edge?.key ?? "", mark: ({ edge }) => edge && lineMark(edge, 1) };
/** @type {Column} */
const EDITION_COLUMN = { name: "edition", label: "Edition", number: true, plain: true, value: ({ mention, profile }) => (profile ?? mention)?.edition };
/** @type {Column} */
const RANK_COLUMN = { name: "rank", label: "Rank", number: true, value: ({ mention }) => mention?.rank };

/**
 * The column of a figure of profiles.
 * @param {Facts["figures"][number]} figure
 * @returns {Column}
 */
const figureColumn = ({ name, short, kind }) => ({
  name, label: kind === "share" ? `${short}, %` : short, number: true,
  bar: kind !== "rank",
  value: ({ profile }) => profile?.figures[name] ?? profile?.figures[`${name}Below`],
  text: (value, { profile }) => `${profile?.figures[name] === undefined ? "<" : ""}${formatNumber(value)}`,
});

/** @type {Record<string, Table>} */
const TABLES = {
  clusters: {
    label: "Clusters",
    rows: (shown) => [...shown.nodes].map(nodeAt).filter((node) => !isAgent(node)).flatMap(profileRows),
    columns: [
      nodeColumn("cluster", "Cluster", ({ node }) => node?.key ?? ""),
      { name: "economy", label: "Economy", value: ({ node }) => node?.economies.join(", ") || undefined },
      EDITION_COLUMN,
      ...facts.figures.map(figureColumn),
      { name: "named", label: "Named by", number: true, value: ({ node }) => node?.edges.filter((edge) => isTie(edge) && edge.to === node.key).length },
      { name: "source", label: "Source", value: ({ profile }) => sourceOf(Object.values(profile?.evidence ?? {})[0]) || undefined },
    ],
  },
  partners: {
    label: "Partners",
    rows: () => filtered(state).edges.filter(isTie).flatMap(mentionRows),
    columns: [
      nodeColumn("from", "Cluster", ({ edge }) => edge?.from ?? ""),
      TIE_COLUMN,
      nodeColumn("to", "Names as partner", ({ edge }) => edge?.to ?? ""),
      EDITION_COLUMN,
      RANK_COLUMN,
      { name: "source", label: "Source", value: ({ mention }) => sourceOf(mention?.evidence) || undefined },
    ],
  },
  organizations: {
    label: "Applicants and publishers",
    rows: (shown) => everyListing(shown).flatMap(mentionRows),
    columns: [
      nodeColumn("from", "Organization or person", ({ edge }) => edge?.from ?? ""),
      TIE_COLUMN,
      nodeColumn("to", "Cluster", ({ edge }) => edge?.to ?? ""),
      EDITION_COLUMN,
      RANK_COLUMN,
      { name: "count", label: "Count", number: true, value: ({ mention }) => mention?.count },
      { name: "unit", label: "Unit", value: ({ edge, mention }) => (edge && mention?.count !== undefined ? unitOf(edge) : undefined) },
      { name: "share", label: "Share, %", number: true, bar: true, value: ({ mention }) => mention?.share ?? mention?.below, text: (value, { mention }) => `${mention?.share === undefined ? "<" : ""}${formatNumber(value)}` },
      { name: "printed", label: "As printed", value: ({ mention }) => mention?.name },
      { name: "source", label: "Source", value: ({ mention }) => sourceOf(mention?.evidence) || undefined },
    ],
  },
};

/**
 * The listings that the filters leave, also of those organizations that are not drawn now.
 * @param {Shown} shown
 */
const everyListing = (shown) => (state.agents === "none" ? [] : filtered(state).edges.filter((edge) => !isTie(edge) && shown.nodes.has(edge.to)));

/**
 * @param {GraphNode} node
 * @returns {Row[]}
 */
function profileRows(node) {
  const profiles = node.profiles.filter(({ edition }) => state.edition === null || edition === state.edition);
  return profiles.length > 0 ? profiles.map((profile) => ({ key: node.key, node, profile })) : [{ key: node.key, node }];
}

/**
 * @param {GraphEdge} edge
 * @returns {Row[]}
 */
function mentionRows(edge) {
  const mentions = mentionsOf(edge, state.edition);
  return mentions.length > 0 ? mentions.map((mention) => ({ key: edge.key, edge, mention })) : [{ key: edge.key, edge }];
}

/**
 * A cell as the table prints it.
 * @param {Column} column
 * @param {Row} row
 */
function cellText(column, row) {
  const value = column.value(row);
  if (value === undefined) return "";
  if (typeof value !== "number") return value;
  if (column.text) return column.text(value, row);
  return column.plain ? String(value) : formatNumber(value);
}

/**
 * The table chosen: its columns that say something, and its rows in the chosen order.
 * @param {Shown} shown
 */
function tableNow(shown) {
  const { rows: rowsOf, columns, label } = TABLES[state.table];
  const rows = sorted(rowsOf(shown), columns);
  return { label, rows, columns: columns.filter((column) => rows.length === 0 || rows.some((row) => column.value(row) !== undefined)) };
}

/**
 * @param {Row[]} rows
 * @param {Column[]} columns
 */
function sorted(rows, columns) {
  const wanted = state.sort.replace(/^-/, "");
  const column = columns.find(({ name }) => name === wanted);
  if (!column) return rows;
  const turn = state.sort.startsWith("-") ? -1 : 1;
  return rows.map((row) => ({ row, value: column.value(row) })).sort((a, b) => compareCells(a.value, b.value, turn)).map(({ row }) => row);
}

const collator = new Intl.Collator("en", { numeric: true });

/**
 * What is missing comes last, whichever way one sorts.
 * @param {CellValue} a
 * @param {CellValue} b
 * @param {number} turn
 */
function compareCells(a, b, turn) {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return turn * (typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b)));
}

// So many rows are made at once; the next ones when the reader comes near their place.
const ROWS_AT_ONCE = 150;
const moreRows = new IntersectionObserver((seen) => { if (seen.some(({ isIntersecting }) => isIntersecting)) addRows(); }, { root: tableView, rootMargin: "600px" });
/** @type {{ rows: Row[], columns: Column[], largest: Map<string, number>, body: HTMLElement, end: HTMLElement } | null} */
let unrolled = null;

/** Make rows that are not there yet: the next ones, or all. */
function addRows(count = ROWS_AT_ONCE) {
  if (!unrolled) return;
  const { rows, columns, largest, body, end } = unrolled;
  body.append(...rows.slice(body.children.length, body.children.length + count).map((row) => tableRow(row, columns, largest)));
  if (body.children.length < rows.length) return;
  moreRows.disconnect();
  end.remove();
}

/** @param {Shown} shown */
function renderTable(shown) {
  moreRows.disconnect();
  unrolled = null;
  if (state.view !== "table") {
    tableView.replaceChildren();
    return;
  }
  const { label, rows, columns } = tableNow(shown);
  const active = /** @type {HTMLElement | null} */ (document.activeElement);
  const focused = tableView.contains(active) ? active?.dataset.cell : undefined;
  const body = h("tbody", {});
  const end = h("div", { class: "table-end" });
  const largest = new Map(columns.filter(({ bar }) => bar).map((column) => [column.name, maximumOf(rows.map((row) => Number(column.value(row) ?? 0)))]));
  unrolled = { rows, columns, largest, body, end };
  tableView.replaceChildren(tableChoice(), h("table", { "aria-rowcount": rows.length + 1 },
    h("caption", {}, `${label}: ${plural(rows.length, "row")}`),
    h("thead", {}, h("tr", {}, columns.map(columnHead))), body), end);
  addRows(focused ? rows.length : ROWS_AT_ONCE);
  moreRows.observe(end);
  if (focused) focusIn(tableView, `[data-cell="${CSS.escape(focused)}"]`);
}

/** The buttons that choose the table. */
const tableChoice = () => h("div", { class: "segments small", role: "group", "aria-label": "Table" }, Object.entries(TABLES).map(([name, { label }]) =>
  h("button", { type: "button", "data-table": name, "data-cell": `table ${name}`, "aria-pressed": String(state.table === name), click: () => choose({ table: name, sort: "" }) }, label)));

/** @param {Column} column */
function columnHead({ name, label, number }) {
  const isSorted = state.sort.replace(/^-/, "") === name;
  const down = state.sort.startsWith("-");
  return h("th", { scope: "col", class: number ? "number" : null, "aria-sort": isSorted ? (down ? "descending" : "ascending") : "none" },
    h("button", { type: "button", "data-sort": name, "data-cell": `sort ${name}`, click: () => choose({ sort: isSorted && !down ? `-${name}` : name }) }, label, h("span", { class: "arrow", "aria-hidden": "true" }, isSorted ? (down ? " ↓" : " ↑") : "")));
}

/**
 * @param {Row} row
 * @param {Column[]} columns
 * @param {Map<string, number>} largest of each column with bars
 */
const tableRow = (row, columns, largest) => h("tr", { class: state.selected === row.key ? "chosen" : null }, columns.map((column) => {
  const text = cellText(column, row);
  const key = column.key?.(row);
  if (key) return h("td", {}, h("button", { type: "button", class: "name", "data-cell": `${row.key} ${row.mention?.edition ?? row.profile?.edition ?? ""} ${column.name}`, click: () => select(key) }, column.mark?.(row), text));
  const most = largest.get(column.name);
  const value = column.value(row);
  return h("td", { class: column.number ? "number" : null }, text, most && typeof value === "number" ? cellBar(value / most) : null);
}));

/** @param {number} share of the largest value of its column */
const cellBar = (share) => s("svg", { class: "cell-bar", viewBox: "0 0 100 3", preserveAspectRatio: "none", "aria-hidden": "true" },
  s("rect", { width: (100 * share).toFixed(1), height: 3, x: (100 - 100 * share).toFixed(1) }));
