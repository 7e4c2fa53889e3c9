// How things look: sizes, colours, line styles, and the scene made of them. The legend reads the same values.

// All that carries meaning stands out from paper and from land by 3 : 1 or more (WCAG 2.2, 1.4.11).
/** @type {Record<"light" | "dark", Palette>} */
const PALETTES = {
  light: {
    paper: "#fbfaf7", ink: "#1c2733", halo: "#fbfaf7", quiet: "#5b6672", aside: "#737b83", focus: "#1c2733",
    land: "#f0ede6", shore: "#ddd7ca",
    kinds: { cluster: "#17566b", organization: "#7d5fa8", person: "#b8487a" },
    ties: { patents: "#b34f15", articles: "#2b6cb0" },
    scale: ["#4f8f7b", "#3d858d", "#2f7191", "#2a5081", "#252f66"],
    groups: ["#0072b2", "#9a6700", "#007a5a", "#b0407f", "#2b8493", "#7a4f2b", "#6b6f12", "#5a4fa2"],
    other: "#7c868f",
  },
  dark: {
    paper: "#12181f", ink: "#e9edf1", halo: "#12181f", quiet: "#9aa7b4", aside: "#6b7884", focus: "#ffffff",
    land: "#1d2630", shore: "#2b3743",
    kinds: { cluster: "#58b3c9", organization: "#b39bdb", person: "#ec8fb5" },
    ties: { patents: "#f09a5b", articles: "#7ab5f2" },
    scale: ["#5a7fc0", "#4f97c4", "#55b0b3", "#97ceb6", "#e6f3e0"],
    groups: ["#4ba3de", "#f0c23e", "#3dc79b", "#e292bf", "#8fe0ea", "#d2a679", "#d8d764", "#a69bee"],
    other: "#8d98a2",
  },
};

const darkWish = matchMedia("(prefers-color-scheme: dark)");
const stillWish = matchMedia("(prefers-reduced-motion: reduce)");
const isDark = () => state.theme === "dark" || (state.theme === "auto" && darkWish.matches);
let onPaper = false;
const contrastWish = matchMedia("(prefers-contrast: more), (forced-colors: active)");

/** The colours of now; who wishes for more contrast gets what is usually quiet in ink. */
function palette() {
  const colours = PALETTES[isDark() && !onPaper ? "dark" : "light"];
  return contrastWish.matches ? { ...colours, quiet: colours.ink, aside: colours.quiet, shore: colours.quiet } : colours;
}

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

// In units of the scene: of the largest value, of what is too small to be drawn by area, of what is not known.
const CLUSTER_RADIUS = { most: 28, least: 5, unknown: 7.5, same: 17 };
const MOST_NAMED = 60; // so many nodes around a selection are named even where names meet
// Pixels at the opening, so that a disc can be seen; on the map neighbours would soon meet.
const LEAST_ON_SCREEN = { network: 4, map: 2.3 };
const MAP_SHRINK = 0.45;
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
 * The lowest and highest value of a measure over all clusters, of their latest editions or, where one is chosen, of all:
 * a size and a colour mean the same in each. Null where none is stated.
 * @param {string} name
 * @param {number | null} edition
 * @returns {Extent | null}
 */
function measureRange(name, edition) {
  const values = [...nodes.values()]
    .filter((node) => node.kind === "cluster")
    .flatMap((node) => (edition === null ? [null] : facts.editions).flatMap((one) => measureOf(node, name, one) ?? []));
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
 * The radius by which a disc's area is to the largest one's as its value is to the largest value.
 * @param {number | undefined} value
 * @param {Extent | null} range
 */
function radiusFor(value, range) {
  if (value === undefined || range === null || range.high <= 0) return CLUSTER_RADIUS.unknown;
  return Math.max(CLUSTER_RADIUS.most * Math.sqrt(Math.max(value, 0) / range.high), CLUSTER_RADIUS.least);
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
    const radius = size === "same" ? CLUSTER_RADIUS.same : radiusFor(measureOf(node, size, edition), range);
    return Math.max(shrink * radius, LEAST_ON_SCREEN[view === "map" ? "map" : "network"] / openingScale);
  };
}

/**
 * Groups by falling size, each with its colour; what is beyond the palette shares one grey.
 * @param {string} name
 * @param {Palette} colours
 * @returns {{ valueOf: (node: GraphNode) => string | number | undefined, colourOf: Map<string | number, string>, ordered: (string | number)[] }}
 */
function groupColours(name, colours) {
  /** @param {GraphNode} node */
  const valueOf = (node) => (name === "economy" ? node.economies[0] : node.community);
  /** @type {Map<string | number, number>} */
  const counts = new Map();
  for (const node of nodes.values()) {
    const group = valueOf(node);
    if (node.kind === "cluster" && group !== undefined) counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  const ordered = [...counts.keys()].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || (a < b ? -1 : 1));
  return { valueOf, colourOf: new Map(ordered.slice(0, colours.groups.length).map((group, i) => [group, colours.groups[i]])), ordered };
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
  const { valueOf, colourOf } = groupColours(colour, colours);
  return (node) => colourOf.get(valueOf(node) ?? valueOf(homeOf(node) ?? node) ?? "") ?? colours.other;
}

/** @param {{ kind: EdgeKind }} edge */
const isDashed = (edge) => activityOf(edge) === "articles";
const AGENT_RADIUS = 7;

/** @param {number | undefined} rank */
const widthFor = (rank) => [2.6, 1.7, 1.1][Math.min(rank ?? 3, 3) - 1];

/**
 * @param {GraphNode} node
 * @param {Choices} choices
 * @returns {Point | null}
 */
function positionOf(node, choices) {
  if (isGrouped(choices)) return spotInGroup(node, choices.groups);
  if (choices.view !== "map") return { x: node.x, y: node.y };
  return node.map ? { x: node.map[0], y: node.map[1] } : null;
}

/**
 * The side of its cluster on which an agent stands, where its label has most room.
 * @param {GraphNode} node
 * @param {Point} given1
 * @param {Choices} choices
 */
function outwards(node, { x, y }, choices) {
  const cluster = homeOf(node);
  const home = cluster && positionOf(cluster, choices);
  if (!home) return "below";
  const [dx, dy] = [x - home.x, y - home.y];
  if (Math.abs(dx) > 0.5 * Math.abs(dy)) return dx > 0 ? "right" : "left";
  return dy > 0 ? "below" : "above";
}

/**
 * A radius in pixels.
 * @param {SceneNode | Hull} node
 * @param {number} scale
 */
const screenRadius = (node, scale) => node.radius * scale;

/**
 * The colours and the rim of a node: what a selection leaves aside is a small empty ring.
 * @param {SceneNode} node
 * @param {Scene} onIt
 */
function lookOf({ quiet, hollow, selected, colour, rim }, { colours }) {
  if (quiet) return { background: colours.paper, border: colours.aside, width: 1.2 };
  return { background: hollow ? colours.paper : colour, border: selected ? colours.focus : hollow ? colour : rim, width: selected ? 3.2 : hollow ? 2 : 1.4 };
}

/**
 * A node or a group of a scene that is drawn in it.
 * @param {Scene} onIt
 * @param {string} key
 */
const drawnAt = (onIt, key) => /** @type {SceneNode | Hull} */ (onIt.nodes.get(key) ?? onIt.hulls.get(key));

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
    const spot = positionOf(node, choices);
    if (!spot) continue;
    const radius = radiusOf(node);
    const prominence = Math.min(radius / growth(choices) / CLUSTER_RADIUS.most, 1);
    sceneNodes.set(key, { ...sceneNode(node, spot, shown.focus, radius, colourOf(node)), prominence, rim });
  }
  const sceneEdges = shown.edges
    .filter((edge) => sceneNodes.has(edge.from) && sceneNodes.has(edge.to))
    .map((edge) => sceneEdge(edge, choices, shown, colours));
  const composed = { nodes: sceneNodes, edges: sceneEdges, hulls: hullsAround(sceneNodes, choices, colours), merged: mergedEdges(shown.merged, colours), colours, view: choices.view, focus: shown.focus, missing: shown.nodes.size - sceneNodes.size };
  if (choices.view === "map") bundle(sceneEdges);
  keepClear(composed, openingScale);
  return composed;
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
    key: node.key, label: isAgent(node) ? titleCased(node.label, node.kind) : node.label, kind: node.kind, shape: node.shape, x, y, radius, colour, quiet,
    hollow: isPartnerOnly(node),
    side: outwards(node, { x, y }, state),
    selected: node.key === state.selected || node.key === state.to,
    named: focus !== null && !quiet && !isAgent(node) && focus.nodes.size <= MOST_NAMED,
    weight: radius + (isAgent(node) ? 0 : 100) + (isPartnerOnly(node) ? 0 : 20) + node.degree / 10 + (focus?.nodes.has(node.key) ? 1000 : 0) + (node.key === state.selected ? 1000 : 0),
  };
}

/**
 * @param {GraphEdge} edge
 * @param {Choices} given1
 * @param {Shown} given2
 * @param {Palette} colours
 */
function sceneEdge(edge, { edition, view }, { focus }, colours) {
  const quiet = focus !== null && !focus.edges.has(edge.key);
  const rank = mentionOf(edge, edition)?.rank;
  return {
    key: edge.key, from: edge.from, to: edge.to, kind: edge.kind, curve: CURVES[edge.kind], dashes: isDashed(edge), rank, quiet,
    strong: focus !== null && !quiet,
    laps: view === "map" ? lapsBetween(nodeAt(edge.from), nodeAt(edge.to)) : undefined,
    ended: edition === null && isEnded(edge),
    arrow: isTie(edge),
    colour: colours.ties[activityOf(edge)],
    width: isTie(edge) ? widthFor(rank) : 1.1,
  };
}
