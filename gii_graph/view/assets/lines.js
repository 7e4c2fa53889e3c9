// The lines between nodes: drawn here, not by vis-network, so that they keep one width on the screen however far the
// reader zooms, and so that a thousand of them cost one stroke for each look instead of one each.

/** @type {Record<LineKind, number>} */
// Parallel edges bow apart; an edge the other way bows to the other side. Dashes tell articles from patents without colour.
const CURVES = { "patent-tie": 0.1, "article-tie": 0.22, filing: 0.08, publication: -0.08, merged: 0.04 };
const ARROW = { length: 8.5, half: 3.6 };
const DASHES = { article: [6, 4], ended: [1.5, 3.5] };

/**
 * The middle control point of the quadratic curve of an edge.
 * @param {Point} from
 * @param {Point} to
 * @param {number} curve how far it bows, as a part of its length; below 0 to the other side
 * @returns {Point}
 */
const bendOf = (from, to, curve) => ({
  x: (from.x + to.x) / 2 + (to.y - from.y) * curve,
  y: (from.y + to.y) / 2 - (to.x - from.x) * curve,
});

/**
 * A point on a curve.
 * @param {Course} course
 * @param {number} t from 0 at its start to 1 at its end
 * @returns {Point}
 */
const along = ({ from, bend, to }, t) => ({
  x: (1 - t) ** 2 * from.x + 2 * t * (1 - t) * bend.x + t ** 2 * to.x,
  y: (1 - t) ** 2 * from.y + 2 * t * (1 - t) * bend.y + t ** 2 * to.y,
});

/**
 * Where an edge runs at a scale, in pixels from the scene's origin: from the middle of one node to the rim of the other.
 * @param {SceneEdge} edge
 * @param {Scene} onIt
 * @param {number} scale
 * @param {number} [number] of its course, where it has several
 * @returns {Course}
 */
function courseOf(edge, onIt, scale, number = 0) {
  const laps = edge.laps?.[number] ?? NO_LAPS;
  const bundled = edge.bundle?.[number];
  /** @type {(key: string, aside: number) => Point & { radius: number }} */
  const spot = (key, aside) => {
    const node = drawnAt(onIt, key);
    return { x: (node.x + aside) * scale, y: node.y * scale, radius: screenRadius(node, scale) };
  };
  const [start, end] = [spot(edge.from, laps.from), spot(edge.to, laps.to)];
  const bend = bundled ? { x: bundled.x * scale, y: bundled.y * scale } : bendOf(start, end, edge.curve);
  const angle = Math.atan2(end.y - bend.y, end.x - bend.x);
  const reach = end.radius + (isGroupKey(edge.to) ? 0 : 1.5);
  const from = isGroupKey(edge.from) ? towards(start, bend, start.radius) : start;
  return { from, bend, to: { x: end.x - reach * Math.cos(angle), y: end.y - reach * Math.sin(angle) }, angle };
}

const NO_LAPS = { from: 0, to: 0 };

/**
 * All that is drawn of an edge: one course, or on the map two where it leaves over one edge and comes in at the other.
 * @param {SceneEdge} edge
 * @param {Scene} onIt
 * @param {number} scale
 */
const coursesOf = (edge, onIt, scale) => (edge.laps ?? [NO_LAPS]).map((_, number) => courseOf(edge, onIt, scale, number));

/**
 * The point at a distance from one point in the direction of another.
 * @param {Point} start
 * @param {Point} end
 * @param {number} distance
 * @returns {Point}
 */
function towards(start, end, distance) {
  const whole = Math.hypot(end.x - start.x, end.y - start.y) || 1;
  return { x: start.x + ((end.x - start.x) * distance) / whole, y: start.y + ((end.y - start.y) * distance) / whole };
}

/**
 * All lines of a scene that are drawn.
 * @param {Scene} onIt
 */
const linesOf = (onIt) => [...onIt.edges.filter(({ quiet }) => !quiet), ...onIt.merged];

// Where the usual curve would run through a disc or a name, another is looked for, in this order; more pairs take too long.
const OTHER_CURVES = [-0.1, 0.16, -0.16, 0.22, -0.22, 0.02, -0.05, 0.28, -0.28, 0.34, -0.34, 0.4, -0.4, 0.46, -0.46, 0.6, -0.6];
const MOST_ON_MAP = 0.22; // a longer way round would lead astray
const MOST_PAIRS = 150_000;

/**
 * Bend edges around the discs of nodes that they do not touch, and around names, as far as a curve can.
 * @param {Scene} onIt
 * @param {number} scale at which names are looked at
 */
function keepClear(onIt, scale) {
  const drawn = linesOf(onIt).filter(({ bundle, laps }) => !bundle && !laps);
  if (drawn.length * onIt.nodes.size > MOST_PAIRS) return;
  for (let round = 0; round < 2; round++) {
    const names = placeLabels(round === 0 ? { ...onIt, edges: [], merged: [] } : onIt, scale);
    /** @type {Map<string, Set<number>>} */
    const used = new Map(); // curves between two nodes, seen from the first of them
    for (const edge of drawn) {
      const curves = [CURVES[edge.kind], ...OTHER_CURVES].filter((curve) => Math.abs(curve) <= (onIt.view === "map" ? MOST_ON_MAP : 1));
      const pair = [edge.from, edge.to].sort().join(" ");
      const turn = pair.startsWith(`${edge.from} `) ? 1 : -1;
      const others = used.get(pair) ?? new Set();
      used.set(pair, others);
      edge.curve = clearest(edge, curves.filter((curve) => !others.has(turn * curve)), onIt, names, scale);
      others.add(turn * edge.curve);
    }
  }
}

/**
 * The curve that meets the fewest discs and names, the first of several.
 * @param {SceneEdge} edge
 * @param {number[]} curves
 * @param {Scene} onIt
 * @param {PlacedLabel[]} names
 * @param {number} scale
 */
function clearest(edge, curves, onIt, names, scale) {
  let best = { curve: curves[0], cost: Infinity };
  const isOwn = (/** @type {string} */ key) => key === edge.from || key === edge.to;
  const foreignHulls = [...onIt.hulls.values()].filter(({ key, members }) => !isOwn(key) && !members.some(isOwn));
  for (const curve of curves) {
    const course = courseOf({ ...edge, curve }, onIt, scale);
    /** @param {SceneNode | Hull} disc */
    const isMet = ({ x, y, radius }) => isNearCourse({ x: x * scale, y: y * scale }, course, radius * scale + 3);
    const discs = [...onIt.nodes.values()].filter((node) => !isOwn(node.key) && isMet(node));
    const hooks = [onIt.hulls.get(edge.from), onIt.hulls.get(edge.to)].filter((hull) => hull && Math.hypot(course.bend.x - hull.x * scale, course.bend.y - hull.y * scale) < hull.radius * scale);
    const cost = 50 * discs.length + 20 * hooks.length + 10 * foreignHulls.filter(isMet).length + names.filter(({ box }) => runsThrough(course, box)).length;
    if (cost < best.cost) best = { curve, cost };
    if (cost === 0) break;
  }
  return best.curve;
}

/**
 * Whether a curve comes near a point.
 * @param {Point} point
 * @param {Course} course
 * @param {number} reach
 */
function isNearCourse(point, course, reach) {
  const { from, bend, to } = course;
  const { x, y } = point;
  const mayMeet = x > Math.min(from.x, bend.x, to.x) - reach && x < Math.max(from.x, bend.x, to.x) + reach
    && y > Math.min(from.y, bend.y, to.y) - reach && y < Math.max(from.y, bend.y, to.y) + reach;
  return mayMeet && distanceTo(point, course) < reach;
}

/**
 * Whether a curve runs through a box.
 * @param {Course} course
 * @param {Bounds} box
 */
function runsThrough(course, { left, right, top, bottom }) {
  for (let step = 1; step < 24; step++) {
    const { x, y } = along(course, step / 24);
    if (x > left && x < right && y > top && y < bottom) return true;
  }
  return false;
}

/** @param {SceneEdge} edge */
const dashesOf = (edge) => (edge.ended ? DASHES.ended : edge.dashes ? DASHES.article : []);

/**
 * Draw edges, those of one look with one stroke.
 * @param {CanvasRenderingContext2D} context in scene units
 * @param {SceneEdge[]} edges
 * @param {Scene} onIt
 * @param {number} scale
 */
function paintLines(context, edges, onIt, scale) {
  /** @type {Map<string, { edge: SceneEdge, line: Path2D, heads: Path2D }>} */
  const looks = new Map();
  for (const edge of edges) {
    const name = `${edge.colour} ${edge.width} ${dashesOf(edge)}`;
    const look = looks.get(name) ?? { edge, line: new Path2D(), heads: new Path2D() };
    looks.set(name, look);
    for (const course of coursesOf(edge, onIt, scale)) {
      addCourse(look.line, course);
      if (edge.arrow) addHead(look.heads, course);
    }
  }
  context.save();
  context.scale(1 / scale, 1 / scale);
  context.lineCap = "butt";
  for (const { edge, line, heads } of looks.values()) {
    context.strokeStyle = context.fillStyle = edge.colour;
    context.lineWidth = edge.width;
    context.setLineDash(dashesOf(edge));
    context.stroke(line);
    context.fill(heads);
  }
  context.restore();
}

/**
 * @param {Path2D} path
 * @param {Course} course
 */
function addCourse(path, { from, bend, to }) {
  path.moveTo(from.x, from.y);
  path.quadraticCurveTo(bend.x, bend.y, to.x, to.y);
}

/**
 * @param {Path2D} path
 * @param {Course} course
 */
function addHead(path, { to, angle }) {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  path.moveTo(to.x, to.y);
  path.lineTo(to.x - ARROW.length * cos - ARROW.half * sin, to.y - ARROW.length * sin + ARROW.half * cos);
  path.lineTo(to.x - ARROW.length * cos + ARROW.half * sin, to.y - ARROW.length * sin - ARROW.half * cos);
  path.closePath();
}

/**
 * How far a point is from a curve, in pixels.
 * @param {Point} point
 * @param {Course} course
 */
function distanceTo(point, course) {
  let nearest = Infinity;
  let before = course.from;
  for (let step = 1; step <= 24; step++) {
    const next = along(course, step / 24);
    nearest = Math.min(nearest, distanceToSegment(point, before, next));
    before = next;
  }
  return nearest;
}

/**
 * @param {Point} point
 * @param {Point} a
 * @param {Point} b
 */
function distanceToSegment(point, a, b) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const square = dx * dx + dy * dy;
  const t = square === 0 ? 0 : Math.min(Math.max(((point.x - a.x) * dx + (point.y - a.y) * dy) / square, 0), 1);
  return Math.hypot(point.x - a.x - t * dx, point.y - a.y - t * dy);
}
