// The charts on the page: one at a time, its marks gone through by keyboard, its rows as a table below it.

const chartView = byId("chart-view");
let isChartTableOpen = false;

/** @type {() => Chart} */
const chartNow = () => CHARTS[state.chart];

/** @param {Shown} shown */
function renderCharts(shown) {
  const active = /** @type {HTMLElement | null} */ (document.activeElement);
  const focused = chartView.contains(active) ? active?.dataset.mark ?? active?.id : undefined;
  chartView.hidden = state.view !== "charts";
  chartView.replaceChildren();
  if (chartView.hidden) return;
  const chart = chartNow();
  filled(chartView, {}, chart ? [chartChoice(), chartFigure(chart, shown), chartTable(chart, shown)] : [h("p", { class: "empty" }, "This graph has no figures to chart.")]);
  if (focused) focusIn(chartView, focused === "chart" ? "#chart" : `[data-mark="${CSS.escape(focused)}"]`);
}

function chartChoice() {
  const select = h("select", { id: "chart", change: () => choose({ chart: select.value }) },
    Object.entries(CHARTS).map(([name, { label }]) => h("option", { value: name, selected: name === state.chart }, label)));
  return h("div", { class: "field chart-choice" }, h("label", { for: "chart" }, "Chart"), select);
}

/** How wide a chart is drawn, so that its text has its own size. */
function roomForChart() {
  const { paddingLeft, paddingRight } = getComputedStyle(chartView);
  return Math.min(Math.max(chartView.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight), CHART_WIDTH.least), CHART_WIDTH.most);
}

/**
 * @param {Chart} chart
 * @param {Shown} shown
 */
function chartFigure(chart, shown) {
  const { width, height, frame, items } = chart.draw(shown, roomForChart());
  const stop = items.some(({ key }) => key === state.selected) ? state.selected : items[0]?.key;
  const list = s("g", { role: "listbox", "aria-label": `${chart.label}: clusters`, keydown: walkMarks }, items.map(({ key, words, mark }) =>
    filled(mark, { class: "chart-mark", role: "option", "aria-label": words, "aria-selected": String(key === state.selected), tabindex: key === stop ? 0 : -1, "data-mark": key, click: () => select(key) }, [s("title", {}, words)])));
  return h("figure", { class: "chart" }, h("figcaption", {}, h("h2", {}, chart.label), h("p", { class: "unit" }, chartWords(chart))),
    items.length === 0 ? h("p", { class: "notice" }, "Nothing that is shown has these figures.") : s("svg", { viewBox: `0 0 ${width} ${height}` }, frame, list));
}

/**
 * The unit of a chart and the edition that it shows.
 * @param {Chart} chart
 */
function chartWords({ unit }) {
  const edition = facts.editions.length === 1 ? facts.editions[0] : state.edition;
  return edition === null ? unit : `${unit}. Edition ${edition}`;
}

/** @param {KeyboardEvent} event */
function walkMarks(event) {
  const marks = [.../** @type {Element} */ (event.currentTarget).querySelectorAll("[role=option]")].map((mark) => /** @type {SVGElement} */ (mark));
  const now = marks.indexOf(/** @type {any} */ (document.activeElement));
  const next = { ArrowDown: now + 1, ArrowRight: now + 1, ArrowUp: now - 1, ArrowLeft: now - 1, Home: 0, End: marks.length - 1 }[event.key];
  if (next !== undefined) {
    const mark = marks[Math.min(Math.max(next, 0), marks.length - 1)];
    for (const other of marks) other.setAttribute("tabindex", other === mark ? "0" : "-1");
    mark.focus();
  } else if ((event.key === "Enter" || event.key === " ") && now >= 0) select(marks[now].dataset.mark ?? null);
  else return;
  event.preventDefault();
}

/**
 * The rows behind a chart, made when they are asked for.
 * @param {Chart} chart
 * @param {Shown} shown
 */
function chartTable(chart, shown) {
  const body = h("div", {});
  const fill = () => {
    const { heads, rows } = chart.rows(shown);
    body.replaceChildren(h("table", {}, h("caption", { class: "unseen" }, chart.label), h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", {}, rows.map(({ key, cells }) => h("tr", { class: key === state.selected ? "chosen" : null }, cells.map((cell) => h("td", { class: typeof cell === "number" ? "number" : null }, typeof cell === "number" ? formatNumber(cell) : cell)))))));
  };
  if (isChartTableOpen) fill();
  const details = h("details", { class: "chart-table", open: isChartTableOpen, toggle: () => {
    isChartTableOpen = details.open;
    if (details.open && !body.firstChild) fill();
  } }, h("summary", {}, "Table behind the chart"), body);
  return details;
}

/** @param {Shown} shown */
const chartRows = (shown) => {
  const { heads, rows } = chartNow().rows(shown);
  return [heads, ...rows.map(({ cells }) => cells)];
};

const CHART_MARGIN = { side: 30, top: 84, bottom: 44 };

/**
 * The chart as a drawing of its own, with title, unit and source.
 * @param {string | null} paper
 */
const chartDrawing = (paper) => forPaper(() => {
  const chart = chartNow();
  const { width, height, frame, items } = chart.draw(shownBy(state, near), CHART_WIDTH.saved);
  const [wide, high] = [width + 2 * CHART_MARGIN.side, height + CHART_MARGIN.top + CHART_MARGIN.bottom];
  const quiet = { fill: palette().quiet };
  return s("svg", { xmlns: SVG_NAMESPACE, viewBox: `0 0 ${wide} ${high}`, width: wide, height: high, "font-family": FONT.replaceAll('"', "'") },
    s("title", {}, `${facts.title}: ${chart.label}`), s("desc", {}, chartWords(chart)),
    paper ? s("rect", { width: wide, height: high, fill: paper }) : null,
    chartText(CHART_MARGIN.side, 34, chart.label, { "font-size": 21, "font-weight": 650 }),
    chartText(CHART_MARGIN.side, 58, [chartWords(chart), facts.title].join(" · "), quiet),
    s("g", { transform: `translate(${CHART_MARGIN.side} ${CHART_MARGIN.top})` }, frame, items.map(({ mark }) => mark)),
    chartText(CHART_MARGIN.side, high - 20, byId("sources").textContent ?? "", quiet));
});
