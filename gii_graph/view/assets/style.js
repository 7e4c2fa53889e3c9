// How things look: sizes, colours, line styles, and the scene made of them. The legend reads the same values.

/** @type {Record<"light" | "dark", Palette>} */
const PALETTES = {
  light: {
    paper: "#fbfaf7", ink: "#1c2733", halo: "#fbfaf7", quiet: "#66717d", focus: "#1c2733",
    land: "#ece8df", shore: "#ddd7ca",
    kinds: { cluster: "#17566b", organization: "#8467ad", person: "#b8487a" },
    ties: { patents: "#c2571a", articles: "#2b6cb0" },
    scale: ["#d9e8dc", "#93c9b4", "#4a9fa6", "#26698f", "#252f66"],
    groups: ["#0072b2", "#d98c00", "#00936b", "#b9578f", "#3f9fd6", "#c2571a", "#7a7a1e", "#5a4fa2"],
    other: "#9aa3ab",
  },
  dark: {
    paper: "#12181f", ink: "#e9edf1", halo: "#12181f", quiet: "#9aa7b4", focus: "#ffffff",
    land: "#1d2630", shore: "#2b3743",
    kinds: { cluster: "#58b3c9", organization: "#b39bdb", person: "#ec8fb5" },
    ties: { patents: "#f09a5b", articles: "#7ab5f2" },
    scale: ["#2c3a63", "#2f6a94", "#4a9fa6", "#93c9b4", "#e6f3e0"],
    groups: ["#4ba3de", "#f0b23e", "#3dc79b", "#e292bf", "#8fd0f5", "#f08a52", "#d8d764", "#a69bee"],
    other: "#7d8892",
  },
};

const darkWish = matchMedia("(prefers-color-scheme: dark)");
const stillWish = matchMedia("(prefers-reduced-motion: reduce)");
const isDark = () => state.theme === "dark" || (state.theme === "auto" && darkWish.matches);
let onPaper = false;
const palette = () => PALETTES[isDark() && !onPaper ? "dark" : "light"];

/**
 * Make something in the colours for paper, whatever the screen shows.
 * @template Made
 * @param {() => Made} make
 * @returns {Made}
 */
function forPaper(make) {
  onPaper = true;
  try {
    return make();
  } finally {
    onPaper = false;
  }
}

const CLUSTER_RADIUS = { least: 11, most: 28, same: 17 };
const MAP_SHRINK = 0.45;
const CROWDED = 150; // so many lines are drawn paler
/** @param {GraphEdge} edge */
const unitOf = (edge) => (activityOf(edge) === "patents" ? "PCT applications" : "articles");
/** @param {{ kind: EdgeKind }} edge */
const activityOf = (edge) => (edge.kind === "patent-tie" || edge.kind === "filing" ? "patents" : "articles");

/**
 * @param {string} hex
 * @param {number} opacity
 */
function faded(hex, opacity) {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  return `rgba(${red},${green},${blue},${opacity})`;
}

/**
 * @param {string[]} stops
 * @param {number} share
 */
function blended(stops, share) {
  const place = Math.min(Math.max(share, 0), 1) * (stops.length - 1);
  const low = Math.min(Math.floor(place), stops.length - 2);
  const mixed = [1, 3, 5].map((at) => {
    const [from, to] = [stops[low], stops[low + 1]].map((stop) => parseInt(stop.slice(at, at + 2), 16));
    return Math.round(from + (to - from) * (place - low));
  });
  return `#${mixed.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

/**
 * The lowest and highest value of a measure over all clusters of an edition; null where none is stated.
 * @param {string} name
 * @param {number | null} edition
 * @returns {Extent | null}
 */
function measureRange(name, edition) {
  const values = [...nodes.values()]
    .filter((node) => node.kind === "cluster")
    .flatMap((node) => measureOf(node, name, edition) ?? []);
  return values.length === 0 ? null : { low: Math.min(...values), high: Math.max(...values) };
}

/**
 * A value's place between weakest, 0, and strongest, 1.
 * @param {string} name
 * @param {number} value
 * @param {Extent} given2
 */
function strength(name, value, { low, high }) {
  if (high === low) return 1;
  const share = (value - low) / (high - low);
  return isRank(name) ? 1 - share : share;
}

/**
 * @param {string} name
 * @param {number | undefined} value
 * @param {Extent | null} range
 */
function radiusFor(name, value, range) {
  const { least, most } = CLUSTER_RADIUS;
  return value === undefined || range === null ? least : least + (most - least) * Math.sqrt(strength(name, value, range));
}

/** @type {number | null} */
let roomOnMap = null;

/** How much larger than usual clusters can be on the map before the two nearest touch. */
function mapRoom() {
  if (roomOnMap === null) {
    const spots = [...nodes.values()].filter((node) => node.kind === "cluster" && node.map).flatMap((node) => (node.map ? [node.map] : []));
    let nearest = Infinity;
    spots.forEach(([x, y], i) => {
      for (let j = 0; j < i; j++) nearest = Math.min(nearest, Math.hypot(x - spots[j][0], y - spots[j][1]));
    });
    roomOnMap = Math.min(Math.max((nearest / 2 - 1) / (CLUSTER_RADIUS.most * MAP_SHRINK), 1), 2.5);
  }
  return roomOnMap;
}

/**
 * Seen from afar, and alone, clusters grow into the room that is kept for their agents.
 * @param {Choices} given
 */
function growth({ agents, view }) {
  if (view === "map") return MAP_SHRINK * Math.min(Math.max(0.7 / openingScale, 1), mapRoom());
  return near || agents === "all" ? 1 : Math.min(Math.max(0.32 / openingScale, 1), 1.9);
}

/**
 * A function from node to radius, in units of the network view.
 * @param {Choices} choices
 * @returns {(node: GraphNode) => number}
 */
function radiusRule(choices) {
  const { size, edition, view } = choices;
  const range = size === "same" ? null : measureRange(size, edition);
  const shrink = growth(choices);
  return (node) => {
    if (isAgent(node)) return AGENT_RADIUS * (view === "map" ? 0.6 : 1);
    return shrink * (size === "same" ? CLUSTER_RADIUS.same : radiusFor(size, measureOf(node, size, edition), range));
  };
}

/**
 * Groups by falling size, each with its colour; what is beyond the palette shares one grey.
 * @param {string} name
 * @param {Palette} colours
 * @returns {{ groupOf: (node: GraphNode) => string | number | undefined, colourOf: Map<string | number, string>, ordered: (string | number)[] }}
 */
function groupColours(name, colours) {
  /** @param {GraphNode} node */
  const groupOf = (node) => (name === "economy" ? node.economies[0] : node.community);
  /** @type {Map<string | number, number>} */
  const counts = new Map();
  for (const node of nodes.values()) {
    const group = groupOf(node);
    if (node.kind === "cluster" && group !== undefined) counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  const ordered = [...counts.keys()].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || (a < b ? -1 : 1));
  return { groupOf, colourOf: new Map(ordered.slice(0, colours.groups.length).map((group, i) => [group, colours.groups[i]])), ordered };
}

/**
 * A function from node to colour.
 * @param {Choices} given
 * @param {Palette} colours
 * @returns {(node: GraphNode) => string}
 */
function colourRule({ colour, edition }, colours) {
  if (colour === "kind") return (node) => colours.kinds[node.kind];
  if (colour in MEASURES) {
    const range = measureRange(colour, edition);
    return (node) => {
      const value = node.kind === "cluster" ? measureOf(node, colour, edition) : undefined;
      return value === undefined || range === null ? colours.other : blended(colours.scale, strength(colour, value, range));
    };
  }
  const { groupOf, colourOf } = groupColours(colour, colours);
  return (node) => colourOf.get(groupOf(node) ?? groupOf(homeOf(node) ?? node) ?? "") ?? colours.other;
}

// Parallel edges bow apart; an edge the other way bows to the other side. Dashes tell articles from patents without colour.
/** @type {Record<EdgeKind, number>} */
const CURVES = { "patent-tie": 0.1, "article-tie": 0.22, filing: 0.08, publication: -0.08 };
/** @param {{ kind: EdgeKind }} edge */
const isDashed = (edge) => activityOf(edge) === "articles";
const AGENT_RADIUS = 7;

/** @param {number | undefined} rank */
const widthFor = (rank) => [2.6, 1.7, 1.1][Math.min(rank ?? 3, 3) - 1];

/**
 * @param {GraphNode} node
 * @param {string} view
 * @returns {Point | null}
 */
function positionOf(node, view) {
  if (view !== "map") return { x: node.x, y: node.y };
  return node.map ? { x: node.map[0], y: node.map[1] } : null;
}

/**
 * The middle control point of an edge, as vis-network bends it ("curvedCW").
 * @param {Point} from
 * @param {Point} to
 * @param {number} curve
 */
function bendOf(from, to, curve) {
  const [dx, dy] = [to.x - from.x, from.y - to.y];
  const reach = Math.hypot(dx, dy) * (curve * 0.5 + 0.5);
  const angle = Math.atan2(dy, dx) + (curve * 0.5 + 0.5) * Math.PI;
  return { x: from.x + reach * Math.sin(angle), y: from.y + reach * Math.cos(angle) };
}

/**
 * The side of its cluster on which an agent stands, where its label has most room.
 * @param {GraphNode} node
 * @param {Point} given1
 * @param {string} view
 */
function outwards(node, { x, y }, view) {
  const cluster = homeOf(node);
  const home = cluster && positionOf(cluster, view);
  if (!home) return "below";
  const [dx, dy] = [x - home.x, y - home.y];
  if (Math.abs(dx) > 0.5 * Math.abs(dy)) return dx > 0 ? "right" : "left";
  return dy > 0 ? "below" : "above";
}

/**
 * A node of a scene that is drawn in it.
 * @param {Scene} onIt
 * @param {string} key
 */
const drawnAt = (onIt, key) => /** @type {SceneNode} */ (onIt.nodes.get(key));

/**
 * The scene: everything to draw, with position, size and colour, in drawing order.
 * @param {Choices} choices
 * @param {Shown} shown
 */
function composeScene(choices, shown) {
  const colours = palette();
  const radiusOf = radiusRule(choices);
  const colourOf = colourRule(choices, colours);
  // The pale end of a scale needs a rim to be seen.
  const rim = choices.colour in MEASURES ? colours.quiet : colours.paper;
  /** @type {Map<string, SceneNode>} */
  const sceneNodes = new Map();
  for (const key of shown.nodes) {
    const node = nodeAt(key);
    const spot = positionOf(node, choices.view);
    if (!spot) continue;
    const radius = radiusOf(node);
    const prominence = (radius / growth(choices) - CLUSTER_RADIUS.least) / (CLUSTER_RADIUS.most - CLUSTER_RADIUS.least);
    sceneNodes.set(key, { ...sceneNode(node, spot, shown.focus, radius, colourOf(node)), prominence, rim });
  }
  const sceneEdges = shown.edges
    .filter((edge) => sceneNodes.has(edge.from) && sceneNodes.has(edge.to))
    .map((edge) => sceneEdge(edge, choices, shown, colours));
  return { nodes: sceneNodes, edges: sceneEdges, colours, view: choices.view, focus: shown.focus, missing: shown.nodes.size - sceneNodes.size };
}

/**
 * @param {GraphNode} node
 * @param {Point} given1
 * @param {Focus | null} focus
 * @param {number} radius
 * @param {string} colour
 */
function sceneNode(node, { x, y }, focus, radius, colour) {
  const quiet = focus !== null && !focus.nodes.has(node.key);
  return {
    key: node.key, label: node.label, kind: node.kind, shape: node.shape, x, y, radius, colour, quiet,
    hollow: isPartnerOnly(node),
    side: outwards(node, { x, y }, state.view),
    selected: node.key === state.selected || node.key === state.to,
    weight: radius + (isAgent(node) ? 0 : 100) + (isPartnerOnly(node) ? 0 : 20) + node.degree / 10 + (focus?.nodes.has(node.key) ? 1000 : 0),
  };
}

/**
 * @param {GraphEdge} edge
 * @param {Choices} given1
 * @param {Shown} given2
 * @param {Palette} colours
 */
function sceneEdge(edge, { edition, view }, { focus, edges: { length } }, colours) {
  const quiet = focus !== null && !focus.edges.has(edge.key);
  const strong = focus !== null && !quiet;
  const rank = mentionOf(edge, edition)?.rank;
  const base = isTie(edge) ? widthFor(rank) : 1.1;
  return {
    key: edge.key, from: edge.from, to: edge.to, kind: edge.kind, curve: CURVES[edge.kind], dashes: isDashed(edge), rank, quiet, strong,
    arrow: isTie(edge),
    colour: colours.ties[activityOf(edge)],
    opacity: quiet ? 0.07 : strong ? 0.95 : length > CROWDED ? 0.42 : 0.6,
    width: base * (view === "map" ? 0.7 : 1),
  };
}
