// Ties on the map: over the shorter way around the Earth, and those between two regions together.

/**
 * Where a tie is drawn that goes over the edges of the map: once with its end, once with its beginning beyond them.
 * @param {GraphNode} from
 * @param {GraphNode} to
 * @returns {Laps[] | undefined} undefined where the shorter way is on the map
 */
function lapsBetween(from, to) {
  const [one, other] = [from, to].map((node) => ({ x: node.map?.[0] ?? 0, lap: (isAgent(node) ? homeOf(node) : node)?.lap ?? 0 }));
  if (one.lap === 0 || other.lap === 0) return undefined;
  const turn = one.x / one.lap - other.x / other.lap; // in turns around the Earth
  if (Math.abs(turn) <= 0.5) return undefined;
  const side = Math.sign(turn);
  return [{ from: 0, to: side * other.lap }, { from: -side * one.lap, to: 0 }];
}

// Clusters nearer than this, in units of the map, are of one region.
const REGION_REACH = 100;

/**
 * The regions of the clusters that have a place: those joined by short steps, each with its middle and its lap.
 * @typedef {Point & { lap: number, members: GraphNode[] }} Region
 * @type {Map<string, Region> | null}
 */
let regions = null;

/** Each cluster's region, by the cluster's key. */
function regionOf() {
  if (regions) return regions;
  regions = new Map();
  const placed = nodesOfKind("cluster").filter((node) => node.map);
  for (const node of placed) {
    if (regions.has(node.key)) continue;
    const region = regionAround(node, placed);
    for (const { key } of region.members) regions.set(key, region);
  }
  return regions;
}

/**
 * @param {GraphNode} first
 * @param {GraphNode[]} placed
 * @returns {Region}
 */
function regionAround(first, placed) {
  const members = [first];
  const left = new Set(placed);
  left.delete(first);
  for (const { map: [x, y] = [] } of members) {
    for (const other of left) {
      const [otherX, otherY] = other.map ?? [];
      if (Math.hypot(x - otherX, y - otherY) > REGION_REACH) continue;
      left.delete(other);
      members.push(other);
    }
  }
  /** @param {(node: GraphNode) => number} pick */
  const mean = (pick) => members.reduce((sum, node) => sum + pick(node), 0) / members.length;
  return { x: mean(({ map = [] }) => map[0]), y: mean(({ map = [] }) => map[1]), lap: mean(({ lap = 0 }) => lap), members };
}

const BUNDLE_CURVE = 0.16;
const FEW_TIES = 2; // fewer between two regions go their own ways

/**
 * Lay the ties between two regions together: all bend at one point between the middles of the two.
 * @param {SceneEdge[]} sceneEdges of a map
 */
function bundle(sceneEdges) {
  const at = regionOf();
  /** @type {Map<string, SceneEdge[]>} */
  const pairs = new Map();
  for (const edge of sceneEdges.filter(({ quiet }) => !quiet)) {
    const [one, other] = [edge.from, edge.to].map((key) => at.get(key)?.members[0].key);
    if (!one || !other || one === other) continue;
    const pair = [one, other].sort().join(" ");
    pairs.set(pair, [...(pairs.get(pair) ?? []), edge]);
  }
  for (const together of [...pairs.values()].filter(({ length }) => length >= FEW_TIES)) {
    for (const edge of together) edge.bundle = (edge.laps ?? [NO_LAPS]).map((laps) => bundleBend(edge, laps));
  }
}

/**
 * Where all ties between the regions of an edge's ends bend, whichever way they go.
 * @param {SceneEdge} edge
 * @param {Laps} laps
 */
function bundleBend(edge, laps) {
  const ends = [{ key: edge.from, turn: Math.sign(laps.from) }, { key: edge.to, turn: Math.sign(laps.to) }].map(({ key, turn }) => {
    const { x, y, lap, members } = /** @type {Region} */ (regionOf().get(key));
    return { x: x + turn * lap, y, first: members[0].key };
  });
  const [one, other] = ends[0].first < ends[1].first ? ends : [ends[1], ends[0]];
  return bendOf(one, other, one.x < other.x ? BUNDLE_CURVE : -BUNDLE_CURVE); // over the north, where the way is shorter
}
