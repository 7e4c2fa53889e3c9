// The legend: it explains all that is drawn now, on the page and in exports alike.

/**
 * The legend as groups of {title, entries: [{mark, label}]}, for the page and for exports alike.
 * @param {Shown} [shown]
 * @returns {LegendGroup[]}
 */
function legendGroups(shown = shownBy(state, near)) {
  const kinds = new Set([...shown.nodes].map((key) => kindOf(nodeAt(key))));
  const lines = new Map(shown.edges.map((edge) => [edge.kind, edge]));
  return [
    { title: "Nodes", entries: [...NODE_KINDS.filter((kind) => kinds.has(kind)).map(nodeEntry), ...stateEntries(shown)] },
    { title: "Ties", entries: [...[...lines.values()].map(lineEntry), ...([...lines.values()].some(isTie) ? widthEntries(shown) : [])] },
    { title: state.size === "same" ? "" : `Size: ${measureLabel(state.size)}`, entries: sizeEntries(shown) },
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
const NODE_LABELS = { cluster: "Cluster with a profile", partner: "Named as a partner only", organization: "Organization", person: "Person" };

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
const lineEntry = (edge) => ({ mark: { line: palette().ties[activityOf(edge)], dashes: isDashed(edge), width: isTie(edge) ? 2.2 : 1.2, arrow: isTie(edge) }, label: LINE_LABELS[edge.kind] });

/** @type {(shown: Shown) => LegendEntry[]} */
const widthEntries = ({ focus }) => [
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
    ...(focus ? [{ mark: { shape: "dot", radius: 5.5, fill: kinds.cluster, stroke: ring }, label: "Selected, with its ties" }] : []),
    ...(moved ? [{ mark: { leader: quiet }, label: "Moved aside; the dot is the true place" }] : []),
  ];
}

/**
 * @param {Shown} shown
 * @returns {LegendEntry[]}
 */
function sizeEntries(shown) {
  if (state.size === "same") return [];
  const range = measureRange(state.size, state.edition);
  if (range === null) return [];
  const middle = (range.low + range.high) / 2;
  const values = [...new Set([range.high, MEASURES[state.size].kind === "number" ? middle : Math.round(middle), range.low])];
  if (isRank(state.size)) values.reverse();
  const fill = palette().quiet;
  return values.map((value) => ({
    mark: { shape: "dot", radius: radiusFor(state.size, value, range) * 0.42, fill, stroke: "none" },
    label: formatMeasure(state.size, value),
  })).concat(unsized(shown) ? [{ mark: { shape: "dot", radius: radiusFor(state.size, undefined, range) * 0.42, fill: "none", stroke: fill }, label: "Not known" }] : []);
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
  if (mark.ramp) return mark.ramp.map((fill, i) => s("rect", { x: 2 + i * 7, y: 3, width: 7, height: 10, fill }));
  if (mark.widths) return mark.widths.map((width, i) => s("line", { x1: 2 + i * 13, x2: 12 + i * 13, y1: y, y2: y, stroke: mark.line, "stroke-width": width }));
  if (mark.number) return [s("circle", { cx: 20, cy: y, r: 7.5, fill: mark.fill }), s("text", { x: 20, y: y + 3.7, "text-anchor": "middle", "font-size": 10.5, "font-weight": 700, fill: mark.ink }, mark.number)];
  if (mark.leader) return [s("line", { x1: 8, y1: y, x2: 30, y2: y, stroke: mark.leader }), s("circle", { cx: 31, cy: y, r: 2, fill: mark.leader })];
  if (mark.line) {
    return [
      s("line", { x1: 2, x2: mark.arrow ? 30 : 38, y1: y, y2: y, stroke: mark.line, "stroke-width": mark.width, "stroke-dasharray": mark.dashes ? "5 4" : null }),
      mark.arrow ? s("path", { d: "M29 4L38 8L29 12Z", fill: mark.line }) : null,
    ];
  }
  const radius = Math.min(mark.radius ?? 0, 13);
  return [shapeOf(mark.shape ?? "dot", 20, y, radius, { fill: mark.fill, stroke: mark.stroke, "stroke-width": 1.8 })];
}

/** @param {Shown} shown */
function renderLegend(shown) {
  byId("legend").replaceChildren(...legendGroups(shown).flatMap(({ title, entries }) => [
    h("h2", { class: "legend-title" }, title),
    h("ul", { class: "legend-list" }, entries.map(({ mark, label }) => h("li", {}, legendDrawing(mark), label))),
  ]));
}

/** @param {LegendMark} mark */
function legendDrawing(mark) {
  const reach = Math.max(mark.radius ?? 0, 8);
  return s("svg", { class: "legend-mark", viewBox: `0 ${8 - reach} 40 ${2 * reach}`, width: 40, height: 2 * reach, "aria-hidden": "true" }, legendMark(mark));
}
