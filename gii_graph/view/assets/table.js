// The table: one row for each edge shown, sortable; the CSV export holds the same rows.

const tableView = byId("table-view");

/** @type {Column[]} */
const COLUMNS = [
  { name: "from", label: "From", value: (edge) => nodeAt(edge.from).label },
  { name: "tie", label: "Tie", value: (edge) => KINDS[edge.kind].one },
  { name: "to", label: "To", value: (edge) => nodeAt(edge.to).label },
  { name: "edition", label: "Edition", number: true, plain: true, value: (edge, mention) => mention.edition },
  { name: "rank", label: "Rank", number: true, value: (edge, mention) => mention.rank },
  { name: "count", label: "Count", number: true, value: (edge, mention) => mention.count },
  { name: "unit", label: "Unit", value: (edge, mention) => (mention.count === undefined ? undefined : unitOf(edge)) },
  { name: "share", label: "Share, %", number: true, value: (edge, mention) => mention.share ?? mention.below, text: (value, { share }) => `${share === undefined ? "<" : ""}${formatNumber(Number(value))}` },
  { name: "source", label: "Source", value: (edge, mention) => sourceOf(mention) },
];

/** @param {Mention} mention */
function sourceOf({ evidence = [] }) {
  const [number] = evidence;
  return number === undefined ? "" : sourceName(lineOf(number));
}

/**
 * Rows of cells {value, text} in the chosen order.
 * @param {Shown} shown
 */
function tableRows(shown) {
  const rows = shown.edges.map((edge) => {
    const mention = mentionOf(edge, state.edition) ?? {};
    return { edge, cells: COLUMNS.map((column) => cellOf(column, edge, mention)) };
  });
  const wanted = state.sort.replace(/^-/, "");
  const place = COLUMNS.findIndex(({ name }) => name === wanted);
  if (place < 0) return rows;
  const turn = state.sort.startsWith("-") ? -1 : 1;
  return rows.sort((a, b) => compareCells(a.cells[place].value, b.cells[place].value, turn));
}

/**
 * @param {Column} column
 * @param {GraphEdge} edge
 * @param {Mention} mention
 */
function cellOf(column, edge, mention) {
  const value = column.value(edge, mention);
  if (value === undefined) return { value, text: "" };
  if (column.text) return { value, text: column.text(value, mention) };
  return { value, text: column.number && !column.plain ? formatNumber(Number(value)) : String(value) };
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

/** @param {Shown} shown */
function renderTable(shown) {
  if (state.view !== "table") {
    tableView.replaceChildren();
    return;
  }
  const rows = tableRows(shown);
  const active = /** @type {HTMLElement | null} */ (document.activeElement);
  const focused = tableView.contains(active) ? active?.dataset.cell : undefined;
  tableView.replaceChildren(h("table", {},
    h("caption", {}, `${plural(rows.length, "tie")} shown`),
    h("thead", {}, h("tr", {}, COLUMNS.map(columnHead))),
    h("tbody", {}, rows.map(tableRow))));
  if (focused) focusIn(tableView, `[data-cell="${CSS.escape(focused)}"]`);
}

/** @param {Column} given */
function columnHead({ name, label, number }) {
  const sorted = state.sort.replace(/^-/, "") === name;
  const down = state.sort.startsWith("-");
  return h("th", { scope: "col", class: number ? "number" : null, "aria-sort": sorted ? (down ? "descending" : "ascending") : "none" },
    h("button", { type: "button", "data-sort": name, click: () => sortBy(name, sorted && !down) }, label, h("span", { class: "arrow", "aria-hidden": "true" }, sorted ? (down ? " ↓" : " ↑") : "")));
}

/**
 * @param {string} name
 * @param {boolean} downward
 */
function sortBy(name, downward) {
  choose({ sort: downward ? `-${name}` : name });
  focusIn(tableView, `[data-sort=${name}]`);
}

/** @param {Row} given */
function tableRow({ edge, cells }) {
  const chosen = state.selected === edge.key;
  return h("tr", { class: chosen ? "chosen" : null }, cells.map(({ text }, place) => {
    const column = COLUMNS[place];
    const cell = `${edge.key} ${column.name}`;
    if (column.name === "from" || column.name === "to") {
      const key = edge[column.name];
      return h("td", {}, h("button", { type: "button", class: "name", "data-cell": cell, click: () => select(key) }, kindMark(nodeAt(key)), text));
    }
    if (column.name === "tie") return h("td", {}, h("button", { type: "button", class: "name", "data-cell": cell, click: () => select(edge.key) }, lineMark(edge, 1), text));
    return h("td", { class: column.number ? "number" : null }, text);
  }));
}
