// Taking it along: the scene as SVG, as a large PNG, on paper; the ties shown as CSV.

const PNG_WIDTH = 3200;
const EXPORT_WIDTH = 1600;
const EXPORT_MARGIN = { side: 60, top: 90, bottom: 60 };

/** The middle control point of an edge, as vis-network bends it ("curvedCW"). */
function bendOf(from, to, curve) {
  const [dx, dy] = [to.x - from.x, from.y - to.y];
  const reach = Math.hypot(dx, dy) * (curve * 0.5 + 0.5);
  const angle = Math.atan2(dy, dx) + (curve * 0.5 + 0.5) * Math.PI;
  return { x: from.x + reach * Math.sin(angle), y: from.y + reach * Math.cos(angle) };
}

/** The whole scene as an SVG element with title, labels, legend and source. */
function sceneAsSvg(paper) {
  const box = boundsOf([...scene.nodes.values()]) ?? { left: 0, right: 1, top: 0, bottom: 1 };
  const legend = legendGroups();
  const scale = Math.min(
    (EXPORT_WIDTH - 2 * EXPORT_MARGIN.side - 160) / Math.max(box.right - box.left, 1),
    1100 / Math.max(box.bottom - box.top, 1), 2);
  const drawing = (box.bottom - box.top) * scale + 80;
  const height = Math.round(EXPORT_MARGIN.top + drawing + EXPORT_MARGIN.bottom + legendHeight(legend));
  const move = {
    x: EXPORT_WIDTH / 2 - ((box.left + box.right) / 2) * scale,
    y: EXPORT_MARGIN.top + drawing / 2 - ((box.top + box.bottom) / 2) * scale,
  };
  const drawn = s("g", { transform: `translate(${move.x.toFixed(2)} ${move.y.toFixed(2)})` },
    landMarks(scale), scene.edges.map((edge) => edgeMarks(edge, scale)), leaderMarks(scale), [...scene.nodes.values()].map((node) => nodeMark(node, scale)), placeLabels(scene, scale).map(labelMarks));
  return s("svg", { xmlns: SVG_NAMESPACE, viewBox: `0 0 ${EXPORT_WIDTH} ${height}`, width: EXPORT_WIDTH, height, "font-family": FONT.replaceAll('"', "'") },
    s("title", {}, facts.title), s("desc", {}, byId("shown-counts").textContent),
    paper ? s("rect", { width: EXPORT_WIDTH, height, fill: paper }) : null,
    heading(), s("svg", { y: EXPORT_MARGIN.top - 20, x: 0, width: EXPORT_WIDTH, height: drawing + 40, viewBox: `0 ${EXPORT_MARGIN.top - 20} ${EXPORT_WIDTH} ${drawing + 40}` }, drawn),
    legendMarks(legend, EXPORT_MARGIN.top + drawing + 40), sourceLine(height));
}

const exportText = (x, y, size, text, more = {}) => s("text", { x, y, "font-size": size, fill: scene.colours.ink, ...more }, text);
const heading = () => s("g", {}, exportText(EXPORT_MARGIN.side, 46, 26, facts.title, { "font-weight": 650 }), exportText(EXPORT_MARGIN.side, 70, 14, byId("shown-counts").textContent, { fill: scene.colours.quiet }));
const sourceLine = (height) => exportText(EXPORT_MARGIN.side, height - 22, 12, byId("sources").textContent, { fill: scene.colours.quiet });

const legendHeight = (groups) => 30 + 24 * Math.max(0, ...groups.map(({ entries }) => entries.length));

function legendMarks(groups, top) {
  const step = (EXPORT_WIDTH - 2 * EXPORT_MARGIN.side) / Math.max(groups.length, 1);
  return groups.map(({ title, entries }, column) => {
    const x = EXPORT_MARGIN.side + column * step;
    return s("g", { class: "legend" }, exportText(x, top, 13, title, { "font-weight": 650 }), entries.map(({ mark, label }, row) =>
      s("g", { transform: `translate(${x} ${top + 12 + row * 24})` }, legendMark(mark), exportText(50, 13, 13, label))));
  });
}

function landMarks(scale) {
  if (scene.view !== "map") return null;
  const { land: fill, shore: stroke } = scene.colours;
  return s("path", { d: readBlock("land-data"), transform: `scale(${scale})`, fill, stroke, "stroke-width": 1 / scale, "fill-rule": "evenodd" });
}

function leaderMarks(scale) {
  if (scene.view !== "map") return null;
  return leaders().map((spot) => {
    const [x1, y1, x2, y2] = spot.map((value) => value * scale);
    return s("line", { x1, y1, x2, y2, stroke: scene.colours.quiet, "stroke-width": 0.8 });
  });
}

function edgeMarks(edge, scale) {
  const scaled = (node) => ({ x: node.x * scale, y: node.y * scale, radius: node.radius * scale });
  const [from, to] = [scaled(scene.nodes.get(edge.from)), scaled(scene.nodes.get(edge.to))];
  const bend = bendOf(from, to, edge.curve);
  const angle = Math.atan2(to.y - bend.y, to.x - bend.x);
  const tip = { x: to.x - (to.radius + 1) * Math.cos(angle), y: to.y - (to.radius + 1) * Math.sin(angle) };
  const line = { stroke: edge.colour, "stroke-opacity": edge.opacity, "stroke-width": edge.width, fill: "none", "stroke-dasharray": edge.dashes ? "6 4" : null };
  const number = (value) => value.toFixed(1);
  return s("g", { "data-edge": edge.key },
    s("path", { d: `M${number(from.x)} ${number(from.y)}Q${number(bend.x)} ${number(bend.y)} ${number(tip.x)} ${number(tip.y)}`, ...line }),
    edge.arrow ? s("path", { d: "M0 0L-9 -4L-9 4Z", transform: `translate(${number(tip.x)} ${number(tip.y)}) rotate(${number((angle * 180) / Math.PI)})`, fill: edge.colour, "fill-opacity": edge.opacity }) : null);
}

function nodeMark(node, scale) {
  const opacity = node.quiet ? 0.14 : 1;
  const stroke = node.selected ? scene.colours.focus : node.hollow ? node.colour : scene.colours.paper;
  const attributes = { fill: node.hollow ? scene.colours.paper : node.colour, stroke, "stroke-width": node.selected ? 3 : node.hollow ? 2 : 1.2, opacity, "data-node": node.key };
  return shapeOf(node.shape, node.x * scale, node.y * scale, node.radius * scale, attributes);
}

function labelMarks(label) {
  const anchor = { left: "start", right: "end", center: "middle" }[alignmentOf(label)];
  const style = { "font-size": label.style.size, "font-weight": label.style.weight, "text-anchor": anchor };
  const lines = (more) => label.lines.map((line, i) => s("tspan", { x: anchorOf(label).toFixed(1), y: baselineOf(label, i).toFixed(1), ...more }, line));
  const halo = { fill: "none", stroke: scene.colours.halo, "stroke-width": 4, "stroke-opacity": 0.92, "stroke-linejoin": "round", "aria-hidden": "true" };
  return s("g", { "data-label": label.key }, s("text", { ...style, ...halo }, lines({})),
    s("text", { ...style, fill: label.hollow ? scene.colours.quiet : scene.colours.ink }, lines({})));
}

const svgText = (element) => `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(element)}\n`;

async function sceneAsPng(paper) {
  const drawing = sceneAsSvg(paper);
  const [width, height] = ["width", "height"].map((name) => Number(drawing.getAttribute(name)));
  const address = URL.createObjectURL(new Blob([svgText(drawing)], { type: "image/svg+xml" }));
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = h("canvas", { width: PNG_WIDTH, height: Math.round((PNG_WIDTH * height) / width) });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  return new Promise((resolve) => { canvas.toBlob(resolve, "image/png"); });
}

/** A cell that a spreadsheet takes as text: never as a formula, whatever the graph says. */
function csvCell(value) {
  const text = String(value ?? "");
  const harmless = typeof value !== "number" && /^[\s]*[=+\-@]|^[\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function tiesAsCsv() {
  const head = COLUMNS.map(({ label }) => label);
  const rows = tableRows(shownBy(state, near)).map(({ cells }) => cells.map(({ value, text }) => (text.startsWith("<") ? text : value)));
  return `\ufeff${[head, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

function save(content, type, ending) {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  const link = h("a", { href: URL.createObjectURL(blob), download: `${fileName()}.${ending}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  announce(`Saved ${link.download}`);
}

const fileName = () => facts.title.normalize("NFKD").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").toLowerCase().slice(0, 60) || "network";

const EXPORTS = {
  png: async () => save(await sceneAsPng(isDark() ? scene.colours.paper : "#ffffff"), "image/png", "png"),
  "png-transparent": async () => save(await sceneAsPng(null), "image/png", "png"),
  svg: () => save(svgText(sceneAsSvg(null)), "image/svg+xml", "svg"),
  csv: () => save(tiesAsCsv(), "text/csv;charset=utf-8", "csv"),
  print: () => print(),
  link: () => navigator.clipboard.writeText(location.href).then(() => announce("Link copied"), () => announce("The link is in the address bar")),
};

function prepareExports() {
  const menu = byId("export-menu");
  for (const button of document.querySelectorAll("[data-export]")) {
    button.addEventListener("click", () => {
      menu.open = false;
      EXPORTS[button.dataset.export]();
    });
  }
  addEventListener("beforeprint", () => { if (state.view !== "table") byId("print-picture").replaceChildren(sceneAsSvg(null)); });
  addEventListener("afterprint", () => byId("print-picture").replaceChildren());
  document.addEventListener("click", ({ target }) => { if (!menu.contains(target)) menu.open = false; });
}
