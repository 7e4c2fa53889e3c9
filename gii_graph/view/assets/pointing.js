// What is under the pointer: the nearest node within reach, else the nearest line; a finger reaches farther than a mouse.

const REACH = { mouse: { node: 6, line: 6 }, touch: { node: 22, line: 14 } };

/**
 * The key of what is pointed at, or null.
 * @param {Point} spot in pixels of the picture
 * @param {"mouse" | "touch"} by
 */
function pointedAt(spot, by) {
  const scale = network.getScale();
  const inScene = network.DOMtoCanvas(spot);
  const point = { x: inScene.x * scale, y: inScene.y * scale };
  const reach = REACH[by];
  return nearestNode(point, scale, reach.node) ?? nearestLine(point, scale, reach.line) ?? groupAt(point, scale);
}

/**
 * @param {Point} point in pixels from the scene's origin
 * @param {number} scale
 * @param {number} reach beyond a node's rim
 */
function nearestNode(point, scale, reach, onIt = scene) {
  let best = null;
  let least = reach;
  for (const node of onIt.nodes.values()) {
    const distance = Math.hypot(node.x * scale - point.x, node.y * scale - point.y) - screenRadius(node, scale);
    if (distance <= least) [best, least] = [node.key, distance];
  }
  return best;
}

/**
 * @param {Point} point
 * @param {number} scale
 * @param {number} reach
 */
function nearestLine(point, scale, reach) {
  let best = null;
  let least = reach;
  for (const edge of linesOf(scene)) {
    const distance = Math.min(...coursesOf(edge, scene, scale).map((course) => distanceTo(point, course)));
    if (distance <= least) [best, least] = [edge.key, distance];
  }
  return best;
}

/**
 * The group whose disc holds a point.
 * @param {Point} point
 * @param {number} scale
 */
const groupAt = ({ x, y }, scale) => [...scene.hulls.values()].find((hull) => Math.hypot(hull.x * scale - x, hull.y * scale - y) < screenRadius(hull, scale))?.key ?? null;

/** @param {string} key */
const describe = (key) => (nodes.has(key) ? describeNode(nodeAt(key)) : edges.has(key) ? describeEdge(edgeAt(key)) : describeGroup(key));

/** @type {string | null} */
let pointed = null;
let pointingDue = false;

/** The ties of the node under the pointer that are not drawn already, as far as the filters leave them. */
function pointedEdges() {
  if (isGroupKey(pointed ?? "")) return mergedOf(pointed ?? "");
  const node = nodes.get(pointed ?? "");
  if (!node || !scene.nodes.has(node.key)) return [];
  const drawn = new Set(scene.edges.filter(({ quiet }) => !quiet).map(({ key }) => key));
  return node.edges
    .filter((edge) => !drawn.has(edge.key) && scene.nodes.has(edge.from) && scene.nodes.has(edge.to) && edgePasses(edge, state))
    .map((edge) => sceneEdge(edge, state, { nodes: new Set(), edges: [], focus: null, merged: [] }, scene.colours));
}

/**
 * All merged ties of a group that are not drawn already.
 * @param {string} key
 */
function mergedOf(key) {
  const drawn = new Set(scene.merged.map((edge) => edge.key));
  const all = shownBy({ ...state, ties: "all" }, near).merged.filter((one) => (one.from === key || one.to === key) && !drawn.has(one.key));
  return mergedEdges(all, scene.colours);
}

/**
 * Follow the mouse: tell what is under it, and light up the ties of a node.
 * @param {MouseEvent} event
 */
function follow(event) {
  if (pointingDue || event.buttons !== 0) return;
  pointingDue = true;
  requestAnimationFrame(() => {
    pointingDue = false;
    const frame = stage.getBoundingClientRect();
    point(pointedAt({ x: event.clientX - frame.left, y: event.clientY - frame.top }, "mouse"), event);
  });
}

/**
 * @param {string | null} key
 * @param {MouseEvent} [event]
 */
function point(key, event) {
  if (key === null || !event) hideTooltip();
  else showTooltip(describe(key), event);
  if (key === pointed) return;
  pointed = key;
  network.redraw();
}

stage.addEventListener("mousemove", follow);
stage.addEventListener("mouseleave", () => point(null));
