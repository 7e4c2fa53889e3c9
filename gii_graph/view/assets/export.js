// Taking it along: the scene as SVG, as a large PNG, on paper; the ties shown as CSV.

const PNG_WIDTH = 3200;
const EXPORT_WIDTH = 1600;
const PRINT_WIDTH = 1100; // so that the smallest text is of about seven points on a sheet of A4 across
const EXPORT_MARGIN = { side: 60, top: 90, bottom: 60 };

/**
 * All that is shown as an SVG element with title, labels, legend and source.
 * @param {string | null} paper
 */
const drawingOf = (paper) => drawing(shownBy(state, near), byId("shown-counts").textContent, paper, null);

/** What is printed: the picture of what is chosen with its facts, the chart, or the whole table with where it is from. */
function printed() {
  if (!isPicture(state) && state.view !== "table") return stillOf(null);
  if (state.view === "table") {
    forPaper(() => renderTable(shownBy(state, near)));
    addRows(Infinity);
    return h("p", { class: "sources" }, byId("sources").textContent);
  }
  const shown = shownStill();
  forPaper(() => fillFacts(shownBy(state, near), state.selected, state.to));
  return forPaper(() => drawn(namedAsSeen(composeScene(state, shown)), shown, countWords(shown), null, null, PRINT_WIDTH));
}

/**
 * What Save takes along: the card or chart where one is shown, else the picture.
 * @param {string | null} paper
 */
function stillOf(paper) {
  const card = cardNow();
  return card ? cardDrawing(card, paper) : state.view === "charts" ? chartDrawing(paper) : drawingOf(paper);
}

/** What a picture that stands still shows: of a selection what belongs to it, as nobody can look at the rest. */
function shownStill() {
  const shown = shownBy(state, near);
  const { focus } = shown;
  if (!focus) return shown;
  return { ...shown, nodes: new Set([...shown.nodes].filter((key) => focus.nodes.has(key))), edges: shown.edges.filter(({ key }) => focus.edges.has(key)) };
}

/**
 * @param {Shown} shown
 * @param {string | null} counts what is shown, in words
 * @param {string | null} paper
 * @param {Size | null} size of the drawing, which else is as high as it needs
 */
const drawing = (shown, counts, paper, size) => forPaper(() => drawn(namedAsSeen(composeScene(state, shown)), shown, counts, paper, size));

/**
 * Have all named that is named on the screen, also where lines run under a name at another scale.
 * @param {Scene} onIt
 */
function namedAsSeen(onIt) {
  for (const { key } of labelsNow()) Object.assign(onIt.nodes.get(key) ?? {}, { overLines: true });
  return onIt;
}

/**
 * The middles of the lines as drawn at a scale: where they are bent most, they may reach beyond the nodes.
 * @param {Scene} onIt
 * @param {number} scale
 */
const middlesOf = (onIt, scale) => linesOf(onIt).map((edge) => {
  const { x, y } = along(courseOf(edge, onIt, scale), 0.5);
  return { x: x / scale, y: y / scale, radius: 0 };
});

/**
 * @param {Scene} onIt
 * @param {Shown} shown
 * @param {string | null} counts
 * @param {string | null} paper
 * @param {Size | null} size
 * @param {number} [whole] how wide the drawing is in its own units, in which text keeps its size
 */
function drawn(onIt, shown, counts, paper, size, whole = EXPORT_WIDTH) {
  const discs = onIt.nodes.size > 0 ? [...onIt.nodes.values()] : [{ x: 0.5, y: 0.5, radius: 0.5 }];
  const fixed = size && Math.round((whole * size.height) / size.width);
  /** @param {number} scale */
  const below = (scale) => legendHeight(legendGroups(shown, scale)) + EXPORT_MARGIN.bottom;
  const room = fixed ? Math.max(fixed - EXPORT_MARGIN.top - below(1) - 100, 100) : 1000;
  /** @param {Bounds} bounds */
  const scaleFor = ({ left, right, top, bottom }) => Math.min((whole - 2 * EXPORT_MARGIN.side - 240) / Math.max(right - left, 1), room / Math.max(bottom - top, 1), fixed ? 4 : 2);
  const box = boundsOf(fixed ? [...discs, ...middlesOf(onIt, scaleFor(boundsOf(discs)))] : discs);
  const scale = scaleFor(box);
  const legend = legendGroups(shown, scale);
  const middle = { high: fixed ? Math.max(fixed - EXPORT_MARGIN.top - below(scale), 200) : (box.bottom - box.top) * scale + 100, top: EXPORT_MARGIN.top };
  const height = fixed ?? Math.round(middle.top + middle.high + below(scale));
  const place = [whole / 2 - ((box.left + box.right) / 2) * scale, middle.top + middle.high / 2 - ((box.top + box.bottom) / 2) * scale];
  /** @type {(x: number, y: number, size: number, words: string | null, more?: Attributes) => SVGElement} */
  const text = (x, y, size, words, more = {}) => s("text", { x, y, "font-size": size, fill: onIt.colours.ink, ...more }, words);
  const quiet = { fill: onIt.colours.quiet };
  return s("svg", { xmlns: SVG_NAMESPACE, viewBox: `0 0 ${whole} ${height}`, width: size?.width ?? whole, height: size?.height ?? height, "font-family": FONT.replaceAll('"', "'") },
    s("title", {}, facts.title), s("desc", {}, counts),
    paper ? s("rect", { width: whole, height, fill: paper }) : null,
    // A drawing within the drawing cuts the land off at the frame.
    s("svg", { y: middle.top, width: whole, height: middle.high, viewBox: `0 ${middle.top} ${whole} ${middle.high}` },
      s("g", { transform: `translate(${place.map((value) => value.toFixed(2)).join(" ")})` }, sceneMarks(onIt, scale))),
    text(EXPORT_MARGIN.side, 46, 26, facts.title, { "font-weight": 650 }),
    text(EXPORT_MARGIN.side, 70, 14, counts, quiet),
    legendMarks(legend, middle.top + middle.high + 30, text, whole),
    text(EXPORT_MARGIN.side, height - 22, 12, byId("sources").textContent, quiet));
}

/**
 * @param {Scene} onIt
 * @param {number} scale
 */
const sceneMarks = (onIt, scale) => [
  onIt.view === "map" ? [landMark(onIt, scale), leaderMarks(onIt, scale)] : [],
  hullMarks(onIt, scale),
  s("g", { "clip-path": onIt.view === "map" ? "url(#map-edge)" : null }, linesOf(onIt).map((edge) => edgeMarks(edge, onIt, scale))),
  [...onIt.nodes.values()].map((node) => nodeMark(node, onIt, scale)),
  placeLabels(onIt, scale).map((label) => labelMarks(label, onIt)),
];

/** @param {LegendGroup[]} groups */
const legendHeight = (groups) => 30 + Math.max(0, ...groups.map(({ entries }) => entries.reduce((high, { mark }) => high + Math.max(24, markHeight(mark)), 0)));

/**
 * @param {LegendGroup[]} groups
 * @param {number} top
 * @param {(x: number, y: number, size: number, words: string | null, more?: Attributes) => SVGElement} text
 * @param {number} whole
 */
function legendMarks(groups, top, text, whole) {
  const step = (whole - 2 * EXPORT_MARGIN.side) / Math.max(groups.length, 1);
  return groups.map(({ title, entries }, column) => {
    const x = EXPORT_MARGIN.side + column * step;
    let y = top + 12;
    return s("g", {}, text(x, top, 13, title, { "font-weight": 650 }), entries.map(({ mark, label }) => {
      const group = s("g", { transform: `translate(${x} ${y})` }, legendMark(mark), text(50, 13, 13, label));
      y += Math.max(24, markHeight(mark));
      return group;
    }));
  });
}

/**
 * @param {Scene} onIt
 * @param {number} scale
 */
const landMark = ({ colours }, scale) => {
  const shore = { transform: `scale(${scale})`, stroke: colours.shore, "stroke-width": 1 / scale };
  return s("g", {},
    s("clipPath", { id: "map-edge" }, s("path", { d: MAP_PATHS.outline, transform: `scale(${scale})` })),
    s("path", { d: MAP_PATHS.land, fill: colours.land, "fill-rule": "evenodd", ...shore }),
    s("path", { d: MAP_PATHS.outline, fill: "none", ...shore }));
};

/**
 * @param {Scene} onIt
 * @param {number} scale
 */
const leaderMarks = (onIt, scale) => leadersOf(onIt).map((spot) => {
  const [x1, y1, x2, y2] = spot.map((value) => value * scale);
  return s("line", { x1, y1, x2, y2, stroke: onIt.colours.quiet, "stroke-width": 0.8 });
});

/**
 * @param {SceneEdge} edge
 * @param {Scene} onIt
 * @param {number} scale
 */
function edgeMarks(edge, onIt, scale) {
  /** @param {number} value */
  const number = (value) => value.toFixed(1);
  const line = { stroke: edge.colour, "stroke-width": edge.width, fill: "none", "stroke-dasharray": dashesOf(edge).join(" ") };
  return s("g", { "data-edge": edge.key }, coursesOf(edge, onIt, scale).flatMap(({ from, bend, to, angle }) => [
    s("path", { d: `M${number(from.x)} ${number(from.y)}Q${number(bend.x)} ${number(bend.y)} ${number(to.x)} ${number(to.y)}`, ...line }),
    edge.arrow ? s("path", { d: `M0 0L${-ARROW.length} ${-ARROW.half}L${-ARROW.length} ${ARROW.half}Z`, transform: `translate(${number(to.x)} ${number(to.y)}) rotate(${number((angle * 180) / Math.PI)})`, fill: edge.colour }) : null,
  ]));
}

/**
 * @param {SceneNode} node
 * @param {Scene} onIt
 * @param {number} scale
 */
function nodeMark(node, onIt, scale) {
  const { background, border, width } = lookOf(node, onIt);
  return shapeOf(node.shape, node.x * scale, node.y * scale, screenRadius(node, scale), { fill: background, stroke: border, "stroke-width": width, "data-node": node.key });
}

/**
 * @param {PlacedLabel} label
 * @param {Scene} given1
 */
function labelMarks(label, { colours }) {
  const style = { "font-size": label.style.size, "font-weight": label.style.weight, "text-anchor": { left: "start", right: "end", center: "middle" }[alignmentOf(label)] };
  const lines = () => label.lines.map((line, i) => s("tspan", { x: anchorOf(label).toFixed(1), y: baselineOf(label, i).toFixed(1) }, line));
  const halo = { fill: "none", stroke: colours.halo, "stroke-width": 4, "stroke-opacity": 0.92, "stroke-linejoin": "round", "aria-hidden": "true" };
  const under = label.disc ? s("circle", { cx: middleOf(label.box).x.toFixed(1), cy: middleOf(label.box).y.toFixed(1), r: RANK_RADIUS, fill: label.disc }) : s("text", { ...style, ...halo }, lines());
  const { leader } = label;
  const line = leader && s("line", { x1: leader.from.x.toFixed(1), y1: leader.from.y.toFixed(1), x2: leader.to.x.toFixed(1), y2: leader.to.y.toFixed(1), stroke: colours.quiet });
  return s("g", { "data-label": label.key }, line ?? null, under, s("text", { ...style, fill: label.colour }, lines()));
}

/** @param {Element} element */
const svgText = (element) => `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(element)}\n`;

/**
 * Instead of the page its drawing, as text, where the address asks for one of a size: `drawing=1920x1080`.
 * @param {string} hash
 */
function drawWhatIsAsked(hash) {
  const asked = /^(\d{2,5})x(\d{2,5})$/.exec(new URLSearchParams(hash.slice(1)).get("drawing") ?? "");
  if (!asked) return;
  const [width, height] = asked.slice(1).map(Number);
  const shown = shownStill();
  document.body.replaceChildren(h("pre", { id: "drawing" }, svgText(drawing(shown, countWords(shown) + noteWords(), "#ffffff", { width, height }))));
}

/** @param {string | null} paper */
async function pictureOf(paper) {
  const drawn = stillOf(paper);
  const [width, height] = ["width", "height"].map((name) => Number(drawn.getAttribute(name)));
  const address = URL.createObjectURL(new Blob([svgText(drawn)], { type: "image/svg+xml" }));
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = h("canvas", { width: PNG_WIDTH, height: Math.round((PNG_WIDTH * height) / width) });
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  return new Promise((resolve) => { canvas.toBlob(resolve, "image/png"); });
}

// As in formula_cells.py: full-width signs too, and what stands before a sign without being seen.
// eslint-disable-next-line no-control-regex
const FORMULA = /^[\t\r\n']|^[\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212]/;

// For the reader's spreadsheet, as `--excel` of the command writes: where decimals have a comma, columns have a semicolon.
const SEPARATORS = Intl.NumberFormat().format(1.5).includes(",") ? { column: ";", decimal: "," } : { column: ",", decimal: "." };

/**
 * A cell that a spreadsheet takes as text: never as a formula, whatever the graph says.
 * @param {unknown} value
 */
function csvCell(value) {
  const text = typeof value === "number" ? String(value).replace(".", SEPARATORS.decimal) : String(value ?? "");
  const harmless = typeof value !== "number" && FORMULA.test(text) ? `'${text}` : text;
  return /[",;\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/**
 * The table that is chosen, its heads first.
 * @returns {CellValue[][]}
 */
function tableRows() {
  const { rows, columns } = tableNow(shownBy(state, near));
  const cells = rows.map((row) => columns.map((column) => (cellText(column, row).startsWith("<") ? cellText(column, row) : column.value(row))));
  return [columns.map(({ label }) => label), ...cells];
}

/** @param {CellValue[][]} rows */
const csvText = (rows) => `\ufeff${rows.map((row) => row.map(csvCell).join(SEPARATORS.column)).join("\r\n")}\r\n`;

/**
 * @param {string | Blob | null} content
 * @param {string} type
 * @param {string} ending
 */
function save(content, type, ending) {
  const blob = content instanceof Blob ? content : new Blob([content ?? ""], { type });
  const link = h("a", { href: URL.createObjectURL(blob), download: `${fileName()}.${ending}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  // A frame without leave to save does nothing, and cannot be asked.
  announce(isFramed && origin === "null" ? `If ${link.download} does not arrive, this frame may not save: open the picture on its own` : `Saved ${link.download}`);
}

const fileName = () => facts.title.normalize("NFKD").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").toLowerCase().slice(0, 60) || "network";

/**
 * @param {string} text
 * @param {string} words that say it is done
 */
const copied = (text, words) => navigator.clipboard.writeText(text).then(() => announce(words), () => announce("This browser does not let the page copy"));

/** @type {Record<string, () => unknown>} */
const EXPORTS = {
  png: async () => save(await pictureOf("#ffffff"), "image/png", "png"),
  "png-transparent": async () => save(await pictureOf(null), "image/png", "png"),
  svg: () => save(svgText(stillOf(null)), "image/svg+xml", "svg"),
  csv: () => save(csvText(state.view === "charts" && chartNow() ? chartRows(shownBy(state, near)) : tableRows()), "text/csv;charset=utf-8", "csv"),
  print: () => print(),
  embed: () => copied(embedCode(), "Code copied"),
  link: () => navigator.clipboard.writeText(location.href).then(() => announce("Link copied"), () => announce("The link is in the address bar")),
};

function prepareExports() {
  const menu = byId("export-menu");
  for (const button of everyOne("[data-export]")) {
    button.addEventListener("click", () => {
      menu.open = false;
      EXPORTS[button.dataset.export ?? ""]();
    });
  }
  for (const button of everyOne("[data-for]")) {
    button.addEventListener("click", () => {
      menu.open = false;
      byId(/** @type {keyof PageElements} */ (button.dataset.for)).click();
    });
  }
  addEventListener("beforeprint", () => byId("print-picture").replaceChildren(printed()));
  addEventListener("afterprint", () => {
    byId("print-picture").replaceChildren();
    factsShown = "";
    refresh();
  });
  document.addEventListener("click", ({ target }) => { if (!menu.contains(/** @type {Node | null} */ (target))) menu.open = false; });
}
