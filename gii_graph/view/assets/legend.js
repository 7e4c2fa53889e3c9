// The legend: it explains all that is drawn now, on the page and in exports alike.

/**
 * The legend as groups of {title, entries: [{mark, label}]}, for the page and for exports alike.
 * @param {Shown} shown
 * @param {number} scale of the picture, in pixels per unit
 * @returns {LegendGroup[]}
 */
function legendGroups(shown, scale) {
  const kinds = new Set([...shown.nodes].map((key) => kindOf(nodeAt(key))));
  const lines = new Map(shown.edges.map((edge) => [edge.kind, edge]));
  return [
    { title: "Nodes", entries: [...NODE_KINDS.filter((kind) => kinds.has(kind)).map(nodeEntry), ...stateEntries(shown)] },
    { title: "Ties", entries: [...[...lines.values()].map(lineEntry), ...([...lines.values()].some(isTie) ? widthEntries(shown) : [])] },
    { title: state.size === "same" ? "" : `Size: ${measureLabel(state.size)}`, entries: sizeEntries(shown, scale) },
    { title: state.colour === "kind" ? "" : `Colour: ${colourLabel()}`, entries: colourEntries() },
  ].filter(({ entries }) => entries.length > 0);
}

/**
 * What something is sized or coloured by: whether it is derived, and of which edition where each cluster may have another.
 * @param {string} name
 */
function measureLabel(name) {
  const ofProfile = facts.scales.some((one) => one.name === name);
  const edition = ofProfile && facts.editions.length > 1 ? (state.edition === null ? ", latest edition" : `, ${state.edition}`) : "";
  return `${MEASURES[name].label}${edition}${MEASURES[name].derived ? ", derived" : ""}`;
}

const colourLabel = () => (state.colour in MEASURES ? measureLabel(state.colour) : state.colour === "economy" ? "Economy" : "Community (Louvain)");

/** @type {(NodeKind | "partner")[]} */
const NODE_KINDS = ["cluster", "partner", "organization", "person"];
/** @type {Record<NodeKind | "partner", string>} */
const NODE_LABELS = { cluster: "Cluster with own figures", partner: "Named as a partner only", organization: "Organization", person: "Person" };

/**
 * @param {NodeKind | "partner"} kind
 * @returns {LegendEntry}
 */
function nodeEntry(kind) {
  const colours = palette();
  const colour = state.colour === "kind" ? colours.kinds[kind === "partner" ? "cluster" : kind] : colours.quiet;
  const hollow = kind === "partner";
  const mark = { shape: SHAPES[kind], radius: SHAPES[kind] === "dot" ? 6.5 : 5, fill: hollow ? "none" : colour, stroke: hollow ? colour : "none" };
  return { mark, label: NODE_LABELS[kind] };
}

/** @type {Record<EdgeKind, string>} */
const LINE_LABELS = { "patent-tie": "Names as patent partner", "article-tie": "Names as article partner", filing: "Filed patents in", publication: "Published articles in" };
/** @type {(edge: GraphEdge) => LegendEntry} */
const lineEntry = (edge) => ({ mark: { line: palette().ties[activityOf(edge)], dashes: isDashed(edge) ? DASHES.article : [], width: isTie(edge) ? 2.2 : 1.2, arrow: isTie(edge) }, label: LINE_LABELS[edge.kind] });

/** @type {(shown: Shown) => LegendEntry[]} */
const widthEntries = ({ focus, edges: shown, merged }) => [
  ...(merged.length > 0 ? [{ mark: { line: palette().quiet, dashes: [], width: 2.6 }, label: "Several ties between two groups" }] : []),
  ...(state.edition === null && shown.some(isEnded) ? [{ mark: { line: palette().quiet, dashes: DASHES.ended, width: 1.7 }, label: "Not named in the latest edition" }] : []),
  { mark: { widths: [1, 2, 3].map(widthFor), line: palette().quiet }, label: "Named first, second, third" },
  ...([...(focus?.edges ?? [])].some((key) => isTie(edgeAt(key))) ? [{ mark: { number: "1", fill: palette().ties.patents, ink: palette().paper }, label: "Rank among its partners" }] : []),
];

/**
 * What a selection and the map add to the look of nodes.
 * @param {Shown} given
 * @returns {LegendEntry[]}
 */
function stateEntries({ nodes: shown, focus }) {
  const { kinds, focus: ring, quiet } = palette();
  const moved = state.view === "map" && [...shown].some((key) => nodeAt(key).map?.length === 4);
  return [
    ...(isGrouped(state) ? [{ mark: { shape: "dot", radius: 7, fill: "none", stroke: palette().aside }, label: state.groups === "economy" ? "Clusters of one economy" : "Clusters of one community" }] : []),
    ...(focus ? [{ mark: { shape: "dot", radius: 5.5, fill: kinds.cluster, stroke: ring }, label: state.selected === null ? "In the answer" : "Selected, with its ties" }] : []),
    ...(moved ? [{ mark: { leader: quiet }, label: "Moved aside; the dot is the true place" }] : []),
  ];
}

/**
 * Discs of round values, each inside the next, as large as the picture draws them.
 * @param {Shown} shown
 * @param {number} scale of the picture, in pixels per unit
 * @returns {LegendEntry[]}
 */
function sizeEntries(shown, scale) {
  const range = state.size === "same" ? null : measureRange(state.size, state.edition);
  if (range === null || range.high <= 0) return [];
  const fill = palette().quiet;
  /** @param {number} value */
  const radius = (value) => radiusFor(value, range) * growth(state) * scale;
  const largest = roundBelow(Math.min(range.high, range.high * (LEGEND_RADIUS / radius(range.high)) ** 2));
  const values = [largest, roundBelow(largest / 4), roundBelow(largest / 16)].filter((value, i, all) => value > 0 && (i === 0 || radius(value) < 0.8 * radius(all[i - 1])));
  const nested = values.map((value) => ({ radius: radius(value), label: formatMeasure(state.size, value) }));
  const unknown = { mark: { shape: "dot", radius: Math.min(CLUSTER_RADIUS.unknown * growth(state) * scale, LEGEND_RADIUS), fill: "none", stroke: fill }, label: "Not known" };
  return [{ mark: { nested, line: fill }, label: "" }, ...(unsized(shown) ? [unknown] : [])];
}

const LEGEND_RADIUS = 44; // pixels; more has no room in the legend

/**
 * The largest of 1, 2 and 5 times a power of ten that is no larger.
 * @param {number} value above 0
 */
function roundBelow(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([5, 2, 1].find((digit) => digit * power <= value) ?? 1);
}

/** @param {Shown} shown */
const unsized = (shown) => [...shown.nodes].some((key) => !isAgent(nodeAt(key)) && measureOf(nodeAt(key), state.size, state.edition) === undefined);

/** @returns {LegendEntry[]} */
function colourEntries() {
  const colours = palette();
  if (state.colour === "kind") return [];
  /** @type {(fill: string, label: string) => LegendEntry} */
  const dot = (fill, label) => ({ mark: { shape: "dot", radius: 6, fill, stroke: "none" }, label });
  if (state.colour in MEASURES) {
    const range = measureRange(state.colour, state.edition);
    if (range === null) return [];
    const ends = isRank(state.colour) ? [range.high, range.low] : [range.low, range.high];
    return [{ mark: { ramp: colours.scale }, label: ends.map((value) => formatMeasure(state.colour, value)).join(" to ") }, dot(colours.other, "Not known")];
  }
  const { colourOf, ordered } = groupColours(state.colour, colours);
  const named = [...colourOf].map(([group, colour]) => dot(colour, state.colour === "community" ? `Community ${group}` : String(group)));
  const rest = ordered.length - colourOf.size;
  return [...named, dot(colours.other, rest > 0 ? `${plural(rest, "other", "others")}, not stated` : "Not stated")];
}

/** @param {LegendMark} mark */
function legendMark(mark) {
  const y = 8;
  if (mark.nested) return mark.nested.flatMap(({ radius, label }, i, all) => nestedMark(radius, label, i, all[0].radius, mark.line));
  if (mark.ramp) return mark.ramp.map((fill, i) => s("rect", { x: 2 + i * 7, y: 3, width: 7, height: 10, fill }));
  if (mark.widths) return mark.widths.map((width, i) => s("line", { x1: 2 + i * 13, x2: 12 + i * 13, y1: y, y2: y, stroke: mark.line, "stroke-width": width }));
  if (mark.number) return [s("circle", { cx: 20, cy: y, r: 7.5, fill: mark.fill }), s("text", { x: 20, y: y + 3.7, "text-anchor": "middle", "font-size": 10.5, "font-weight": 700, fill: mark.ink }, mark.number)];
  if (mark.leader) return [s("line", { x1: 8, y1: y, x2: 30, y2: y, stroke: mark.leader }), s("circle", { cx: 31, cy: y, r: 2, fill: mark.leader })];
  if (mark.line) {
    return [
      s("line", { x1: 2, x2: mark.arrow ? 30 : 38, y1: y, y2: y, stroke: mark.line, "stroke-width": mark.width, "stroke-dasharray": mark.dashes?.join(" ") }),
      mark.arrow ? s("path", { d: "M29 4L38 8L29 12Z", fill: mark.line }) : null,
    ];
  }
  const radius = Math.min(mark.radius ?? 0, 13);
  return [shapeOf(mark.shape ?? "dot", 20, y, radius, { fill: mark.fill, stroke: mark.stroke, "stroke-width": 1.8 })];
}

const NESTED_WIDTH = 230;
const NESTED_STEP = 16;

/**
 * How high a mark of the legend is, in pixels.
 * @param {LegendMark} mark
 */
const markHeight = ({ nested, radius }) => (nested ? Math.max(2 * nested[0].radius, nested.length * NESTED_STEP) + 6 : 2 * Math.max(radius ?? 0, 8));

/**
 * One of several discs that stand on one line, its value to the right.
 * @param {number} radius
 * @param {string} label
 * @param {number} row
 * @param {number} largest
 * @param {string | undefined} colour
 */
function nestedMark(radius, label, row, largest, colour) {
  const [x, base] = [largest + 2, Math.max(2 * largest, NESTED_STEP) + 2];
  const y = 10 + row * NESTED_STEP;
  return [
    s("circle", { cx: x, cy: base - radius, r: radius, fill: "none", stroke: colour, "stroke-width": 1.3 }),
    s("path", { d: `M${x} ${base - 2 * radius}L${2 * largest + 12} ${y - 4}H${2 * largest + 18}`, fill: "none", stroke: colour, "stroke-width": 0.8 }),
    s("text", { x: 2 * largest + 22, y, "font-size": 12, fill: palette().ink }, label),
  ];
}

/** @param {Shown} shown */
function renderLegend(shown) {
  byId("legend").replaceChildren(...legendGroups(shown, network.getScale()).flatMap(({ title, entries }) => [
    h("h2", { class: "legend-title" }, title),
    h("ul", { class: "legend-list" }, entries.map(({ mark, label }) => h("li", {}, legendDrawing(mark), label))),
  ]));
}

/** @param {LegendMark} mark */
function legendDrawing(mark) {
  if (mark.nested) return s("svg", { class: "legend-nested", width: NESTED_WIDTH, height: markHeight(mark), role: "img", "aria-label": mark.nested.map(({ label }) => label).join(", ") }, legendMark(mark));
  const reach = Math.max(mark.radius ?? 0, 8);
  return s("svg", { class: "legend-mark", viewBox: `0 ${8 - reach} 40 ${2 * reach}`, width: 40, height: 2 * reach, "aria-hidden": "true" }, legendMark(mark));
}
