// Groups: in the network view the clusters of an economy or of a community stand together, under one name, and the
// ties between two groups are one line until one of the groups is opened.

/** @type {Record<string, (node: GraphNode) => string | undefined>} */
const GROUPINGS = {
  economy: (node) => node.economies[0],
  community: (node) => (node.community === undefined ? undefined : String(node.community)),
};
const GROUPING_NAMES = Object.keys(GROUPINGS);

/** @type {(choices: Choices) => boolean} */
const isGrouped = ({ groups, view }) => groups !== "none" && view === "network";

/**
 * The name of the group that a node stands in; agents stand with their cluster.
 * @param {GraphNode} node
 * @param {string} by
 * @returns {string | undefined}
 */
const groupOf = (node, by) => GROUPINGS[by]?.(isAgent(node) ? homeOf(node) ?? node : node);

/** @param {string} name */
const groupWords = (name) => (state.groups === "community" ? `Community ${name}` : name);

/** What stands for a group among the keys of nodes and edges. */
const GROUP_MARK = "group ";
/** @param {string} key */
const isGroupKey = (key) => key.startsWith(GROUP_MARK);
/** @param {string} key */
const groupNamed = (key) => key.slice(GROUP_MARK.length);

/**
 * The groups of several clusters, by falling size.
 * @param {string} by
 * @returns {[string, number][]}
 */
function groupSizes(by) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const node of nodesOfKind("cluster")) {
    const name = groupOf(node, by);
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > 1).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

/**
 * Where a node stands among its group.
 * @param {GraphNode} node
 * @param {string} by
 * @returns {Point}
 */
function spotInGroup(node, by) {
  const home = isAgent(node) ? homeOf(node) : node;
  if (!home?.grouped) return { x: node.x, y: node.y };
  const at = 2 * GROUPING_NAMES.indexOf(by);
  return { x: home.grouped[at] + node.x - home.x, y: home.grouped[at + 1] + node.y - home.y };
}

/**
 * The end of a tie as seen from afar: its group, or the cluster where its group has no other in it.
 * @param {string} key
 * @param {Choices} choices
 * @param {Set<string>} large the groups of several clusters
 */
function seenFromAfar(key, { groups }, large) {
  const name = groupOf(nodeAt(key), groups);
  return name === undefined || !large.has(name) ? key : GROUP_MARK + name;
}

/**
 * Whether a tie belongs to a group that the reader has opened: then it is drawn, strong or not.
 * @param {GraphEdge} edge
 * @param {Choices} choices
 */
const isOpened = (edge, { groups, open }) => open.length > 0 && [edge.from, edge.to].some((key) => open.includes(groupOf(nodeAt(key), groups) ?? ""));


/**
 * The ties of a grouped picture: those within a group and of open ones by themselves, the others together, a line for
 * each two ends; of these the strongest only where only the strongest are asked for.
 * @param {GraphEdge[]} ties that the filters leave between clusters that are drawn
 * @param {Choices} choices
 * @returns {{ single: Set<GraphEdge>, merged: MergedTie[] }}
 */
function mergedTies(ties, choices) {
  const large = new Set(groupSizes(choices.groups).map(([name]) => name));
  const isCrowded = nodesOfKind("cluster").length > MOST_TIED_WITHIN;
  /** @type {Map<string, MergedTie>} */
  const pairs = new Map();
  /** @type {Set<GraphEdge>} */
  const single = new Set();
  for (const edge of ties) {
    const [from, to] = [edge.from, edge.to].map((key) => seenFromAfar(key, choices, large)).sort();
    if (isOpened(edge, choices) || (!isGroupKey(from) && !isGroupKey(to))) single.add(edge);
    else if (from === to) {
      if (!isCrowded || choices.ties === "all") single.add(edge);
    }
    if (from === to || single.has(edge)) continue;
    const key = `${MERGED_MARK}${from}\n${to}`;
    const pair = pairs.get(key) ?? { key, from, to, edges: [] };
    pairs.set(key, pair);
    pair.edges.push(edge);
  }
  const all = [...pairs.values()];
  return { single, merged: choices.ties === "all" ? all : strongestTies(all) };
}

const MERGED_MARK = "merged ";
// Of more clusters there is no room between the discs of a group: ties within it wait until it is opened or pointed at.
const MOST_TIED_WITHIN = 150;

/**
 * The maximum spanning forest of merged ties, by how many each stands for (Kruskal's algorithm).
 * @param {MergedTie[]} merged
 */
function strongestTies(merged) {
  /** @type {Map<string, string>} */
  const parents = new Map();
  /** @type {(key: string) => string} */
  const rootOf = (key) => {
    const parent = parents.get(key);
    return parent === undefined ? key : rootOf(parent);
  };
  return [...merged].sort((a, b) => b.edges.length - a.edges.length || (a.key < b.key ? -1 : 1)).filter(({ from, to }) => {
    const [one, other] = [rootOf(from), rootOf(to)];
    if (one !== other) parents.set(one, other);
    return one !== other;
  });
}

/**
 * The discs of groups around the clusters that are drawn.
 * @param {Map<string, SceneNode>} sceneNodes
 * @param {Choices} choices
 * @param {Palette} colours
 * @returns {Map<string, Hull>}
 */
function hullsAround(sceneNodes, choices, colours) {
  /** @type {Map<string, Hull>} */
  const hulls = new Map();
  if (!isGrouped(choices)) return hulls;
  const drawn = [...sceneNodes.values()].filter((node) => node.kind === "cluster");
  const colourOf = groupColours(choices.groups, colours).colourOf;
  for (const [name] of groupSizes(choices.groups)) {
    const members = drawn.filter((node) => groupOf(nodeAt(node.key), choices.groups) === name);
    if (members.length === 0) continue;
    const { left, right, top, bottom } = boundsOf(members);
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    const radius = Math.max(...members.map((node) => Math.hypot(node.x - x, node.y - y) + node.radius)) + Math.min(HULL_MARGIN / openingScale, HULL_ROOM);
    const colour = (choices.colour === choices.groups && colourOf.get(choices.groups === "community" ? Number(name) : name)) || colours.quiet;
    hulls.set(GROUP_MARK + name, { key: GROUP_MARK + name, label: groupWords(name), x, y, radius, colour, members: members.map(({ key }) => key), open: choices.open.includes(name) });
  }
  return hulls;
}

const HULL_MARGIN = 9; // pixels, at the opening
const RIM = 1.7; // pixels: enough to be seen where it lies between two of them
const HULL_ROOM = 70; // scene units: grouping.py keeps more than that free around each group

/**
 * Merged ties as they are drawn: the more ties, the wider.
 * @param {MergedTie[]} merged
 * @param {Palette} colours
 * @returns {SceneEdge[]}
 */
const mergedEdges = (merged, colours) => merged.map(({ key, from, to, edges }) => ({
  key, from, to, kind: "merged", curve: CURVES.merged, dashes: false, quiet: false, strong: false, ended: false, arrow: false,
  colour: colours.quiet, width: Math.min(1.2 + Math.log2(edges.length) * 0.6, 5), count: edges.length,
}));

/**
 * What a merged tie or a group is, in words.
 * @param {string} key
 */
function describeGroup(key) {
  const hull = scene.hulls.get(key);
  if (hull) return `${hull.label}\n${plural(hull.members.length, "cluster")}\n${hull.open ? "Click to merge its ties again" : "Click to see each of its ties"}`;
  const merged = shownBy(state, near).merged.find((one) => one.key === key);
  if (!merged) return "";
  /** @param {string} end */
  const name = (end) => (isGroupKey(end) ? groupWords(groupNamed(end)) : nodeAt(end).label);
  const patents = merged.edges.filter((edge) => activityOf(edge) === "patents").length;
  const words = [patents > 0 ? plural(patents, "patent tie") : "", patents < merged.edges.length ? plural(merged.edges.length - patents, "article tie") : ""];
  return `${name(merged.from)} and ${name(merged.to)}: ${words.filter(Boolean).join(", ")}\nClick to see each`;
}

/**
 * Open a group, so that its ties are drawn one by one, or close it again; of a merged tie, the smaller of its groups.
 * @param {string} key of a group or of a merged tie
 */
function toggleGroup(key) {
  const ends = isGroupKey(key) ? [key] : key.slice(MERGED_MARK.length).split("\n").filter(isGroupKey);
  const sizes = new Map(groupSizes(state.groups));
  const [name] = ends.map(groupNamed).sort((a, b) => (sizes.get(a) ?? 0) - (sizes.get(b) ?? 0));
  const isOpen = state.open.includes(name);
  choose({ open: isOpen ? state.open.filter((other) => other !== name) : [...state.open, name].sort() });
  announce(isOpen ? `${groupWords(name)}: ties merged` : `${groupWords(name)}: each tie drawn`);
}

/** The groups as buttons, for those who do not click on the picture. */
function renderGroupList() {
  const listed = isGrouped(state) ? groupSizes(state.groups) : [];
  const active = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.group;
  byId("group-list").hidden = listed.length === 0;
  byId("group-buttons").replaceChildren(...listed.map(([name, count]) => h("button", { type: "button", class: "group", "data-group": name, "aria-pressed": String(state.open.includes(name)), click: () => toggleGroup(GROUP_MARK + name) }, groupWords(name), h("span", { class: "unit" }, formatNumber(count)))));
  if (active !== undefined) focusIn(byId("group-buttons"), `[data-group="${CSS.escape(active)}"]`);
}

/**
 * @param {CanvasRenderingContext2D} context in scene units
 * @param {Scene} onIt
 * @param {number} scale
 */
function paintHulls(context, onIt, scale) {
  for (const { x, y, radius, colour, open } of onIt.hulls.values()) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fillStyle = faded(colour, 0.07);
    context.fill();
    context.strokeStyle = onIt.colours.aside;
    context.lineWidth = RIM / scale;
    context.setLineDash(open ? [2 / scale, 3 / scale] : []);
    context.stroke();
  }
  context.setLineDash([]);
}

/**
 * @param {Scene} onIt
 * @param {number} scale
 */
const hullMarks = (onIt, scale) => [...onIt.hulls.values()].map(({ key, x, y, radius, colour, open }) => s("circle", {
  "data-group": key, cx: x * scale, cy: y * scale, r: radius * scale, fill: colour, "fill-opacity": 0.07, stroke: onIt.colours.aside, "stroke-width": RIM, "stroke-dasharray": open ? "2 3" : null,
}));
