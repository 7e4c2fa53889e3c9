// The camera: where it stands, so that what is looked at is seen beside the panels.

let near = false;
let byHand = false; // whether the reader has moved it since it last flew somewhere
let fitted = true; // whether all is seen, so that it can stay so when the room changes
let room = ""; // the size of the picture and what lies over it, as last fitted
/** @type {Bounds | null} what the last view of everything shows, in scene units */
let openingFrame = null;
let openingScale = 1; // that of the last view of everything; what is near is measured against it

/**
 * The smallest box around discs, in scene units.
 * @param {(Point & { radius: number })[]} discs at least one
 * @returns {Bounds}
 */
function boundsOf(discs) {
  /** @type {(pick: (disc: Point & { radius: number }) => number, outer: (...values: number[]) => number) => number} */
  const edge = (pick, outer) => outer(...discs.map(pick));
  return {
    left: edge((n) => n.x - n.radius, Math.min), right: edge((n) => n.x + n.radius, Math.max),
    top: edge((n) => n.y - n.radius, Math.min), bottom: edge((n) => n.y + n.radius, Math.max),
  };
}

// All land, for a map on which nothing has a place.
const LAND_BOUNDS = { left: -1900, right: 1900, top: -950, bottom: 750 };

/**
 * What is to be seen at the opening: nodes and groups, or the land of an empty map; null where there is nothing.
 * @param {SceneNode[]} sceneNodes
 */
const openingBounds = (sceneNodes) => (sceneNodes.length > 0 ? boundsOf([...sceneNodes, ...scene.hulls.values()]) : state.view === "map" ? LAND_BOUNDS : null);

/**
 * Where the camera must stand to show a box, with room for labels, beside what lies over the picture.
 * @param {Bounds} box
 * @param {number} closest
 * @returns {CameraSpot}
 */
function spotFor(box, closest) {
  const inset = insets();
  const wide = Math.max(stage.clientWidth - inset.left - inset.right, 120);
  const high = Math.max(stage.clientHeight - inset.top - inset.bottom, 120);
  const margin = 14;
  let over = { left: 40, right: 40, top: 20, bottom: 20 };
  let scale = 1;
  // Labels keep their size on the screen, so how far they stick out is known only at a scale: twice comes near enough.
  for (let turn = 0; turn < 3; turn++) {
    scale = Math.min(
      Math.max(wide - 2 * margin - over.left - over.right, wide / 3) / Math.max(box.right - box.left, 1),
      Math.max(high - 2 * margin - over.top - over.bottom, high / 3) / Math.max(box.bottom - box.top, 1),
      closest,
    );
    over = labelsOver(box, scale, { x: wide * (isNarrow() ? (state.view === "map" ? 0.2 : 0.16) : 0.14), y: high * 0.1 });
  }
  const x = (box.left + box.right) / 2 - (inset.left - inset.right + over.left - over.right) / 2 / scale;
  const y = (box.top + box.bottom) / 2 - (inset.top - inset.bottom + over.top - over.bottom) / 2 / scale;
  return [x, y, scale];
}

/**
 * How far the labels of nodes in a box stick out of it on each side at a scale, in pixels, up to a limit.
 * @param {Bounds} box
 * @param {number} scale
 * @param {Point} most
 * @returns {Bounds}
 */
function labelsOver(box, scale, most) {
  const over = { left: 0, right: 0, top: 0, bottom: 0 };
  for (const { key, box: label } of placeLabels(scene, scale)) {
    const node = scene.nodes.get(key) ?? scene.hulls.get(key);
    if (!node || node.x < box.left || node.x > box.right || node.y < box.top || node.y > box.bottom) continue;
    over.left = Math.max(over.left, box.left * scale - label.left);
    over.right = Math.max(over.right, label.right - box.right * scale);
    over.top = Math.max(over.top, box.top * scale - label.top);
    over.bottom = Math.max(over.bottom, label.bottom - box.bottom * scale);
  }
  const limited = Object.entries(over).map(([side, reach]) => [side, Math.min(reach, side === "left" || side === "right" ? most.x : most.y)]);
  return /** @type {any} */ (Object.fromEntries(limited));
}

/** What lies over the picture on each side, in pixels: panels at its sides, on a narrow screen a bar above and a sheet below. */
function insets() {
  const whole = stage.getBoundingClientRect();
  const controls = byId("controls");
  const [side, sheet] = [controls, factsPanel].map((panel) => panel.getBoundingClientRect());
  const narrow = isNarrow();
  const below = narrow && sheet.left <= whole.left; // in a window that is low as well, it stands beside the picture
  const told = byId("story").getBoundingClientRect();
  const bar = byId("edition-bar").getBoundingClientRect();
  return {
    left: narrow ? 0 : Math.max(controls.open ? side.right - whole.left : 0, told.right - whole.left, 0),
    right: sheet.width > 0 && !below ? whole.right - sheet.left : 0,
    top: narrow && told.width > 0 ? told.bottom - whole.top : narrow && side.width > 0 ? Math.min(side.bottom - whole.top, CLOSED_CONTROLS) : bar.width > 0 ? bar.bottom - whole.top : 0,
    bottom: sheet.width > 0 && below ? Math.min(whole.bottom - sheet.top, whole.height * 0.6) : 0,
  };
}

const CLOSED_CONTROLS = 56; // they lie over everything while they are open on a narrow screen, so this is what counts there
const isNarrow = () => matchMedia("(max-width: 720px)").matches;

/** The part of the picture that nothing lies over, in its pixels. */
function freeFrame() {
  const inset = insets();
  return { left: inset.left, right: stage.clientWidth - inset.right, top: inset.top, bottom: stage.clientHeight - inset.bottom };
}

/**
 * Whether a node is seen: inside the free part, and not at its very edge.
 * @param {SceneNode} node
 */
function isClear(node) {
  const frame = freeFrame();
  const { x, y } = network.canvasToDOM(node);
  const reach = Math.min(node.radius * network.getScale(), 60) + 12;
  return x - reach >= frame.left && x + reach <= frame.right && y - reach >= frame.top && y + reach <= frame.bottom;
}

/**
 * The camera that shows a point in the middle of the free part.
 * @param {Point} given
 * @param {number} scale
 * @returns {CameraSpot}
 */
function spotAt({ x, y }, scale) {
  const inset = insets();
  return [x - (inset.left - inset.right) / 2 / scale, y - (inset.top - inset.bottom) / 2 / scale, scale];
}

/**
 * @param {CameraSpot} given
 * @param {{ still?: boolean, hand?: boolean }} [given1]
 */
function moveCamera([x, y, scale], { still = false, hand = false } = {}) {
  byHand = hand;
  const animation = still || stillWish.matches ? false : { duration: 450, easingFunction: "easeInOutQuad" };
  if (animation) isMoving = true;
  network.moveTo({ position: { x, y }, scale, animation });
  if (!animation) cameraMoved();
}

/** The nodes farthest out on each side of what is seen; null where all is seen. */
function seenNow() {
  const all = [...scene.nodes.values()].filter((node) => node.kind === "cluster");
  const seen = all.filter(isClear);
  if (!byHand || seen.length === 0 || seen.length === all.length) return null;
  /** @param {(node: SceneNode) => number} pick */
  const least = (pick) => seen.reduce((best, node) => (pick(node) < pick(best) ? node : best)).key;
  return [...new Set([least(({ x }) => x), least(({ x }) => -x), least(({ y }) => y), least(({ y }) => -y)])].sort();
}

/** @type {() => CameraSpot} */
const cameraNow = () => [network.getViewPosition().x, network.getViewPosition().y, network.getScale()];

/**
 * The free part of the picture in scene units.
 * @param {CameraSpot} given
 * @returns {Bounds}
 */
function frameSeen([x, y, scale]) {
  const { left, right, top, bottom } = freeFrame();
  const [across, down] = [stage.clientWidth / 2, stage.clientHeight / 2];
  return { left: x + (left - across) / scale, right: x + (right - across) / scale, top: y + (top - down) / scale, bottom: y + (bottom - down) / scale };
}

/**
 * What the last view of everything shows, in pixels at its scale or a nearer one; null at one farther away.
 * @param {number} scale
 * @returns {Bounds | null}
 */
function openingFrameAt(scale) {
  if (!openingFrame || scale < 0.99 * openingScale) return null;
  const { left, right, top, bottom } = openingFrame;
  return { left: left * scale, right: right * scale, top: top * scale, bottom: bottom * scale };
}

/**
 * The camera that shows everything; from now on names keep within what it shows.
 * @param {Bounds} box of everything
 */
function openingSpot(box) {
  openingFrame = null; // how far names would stick out is found without it
  const spot = spotFor(box, 1.8);
  openingFrame = frameSeen(spot);
  openingScale = spot[2];
  labels.scale = 0;
  return spot;
}

/** @param {{ still?: boolean, hand?: boolean }} [options] */
function fitAll(options) {
  const all = [...scene.nodes.values()];
  // Agents that are only there because the reader is near go when all is seen again.
  const lasting = state.agents === "auto" ? all.filter((node) => node.kind === "cluster") : all;
  const box = openingBounds(lasting.length > 0 ? lasting : all);
  if (!box) return;
  const before = openingScale;
  const spot = openingSpot(box);
  const change = openingScale / before;
  fitted = true;
  if (Math.abs(change - 1) > 0.01) refresh(); // discs and curves are made for the scale at which all is seen
  moveCamera(spot, options);
}

const roomNow = () => JSON.stringify([stage.clientWidth, stage.clientHeight, insets()]);

/** After the room has changed, show again what the reader was looking at: all, or what is selected. */
function refit() {
  if (!isPicture(state) || roomNow() === room) return;
  room = roomNow();
  if (fitted) fitAll({ still: true });
  else keepSelectionClear();
}

/** @param {Iterable<string | null>} keys */
const drawnOf = (keys) => [...keys].flatMap((key) => scene.nodes.get(key ?? "") ?? []);

/** Nearer than this, everybody's organizations appear. */
const nearScale = () => Math.max(0.85, openingScale * 1.5);

/**
 * Show what is selected: a node in the middle with its neighbours around it, a tie or a path as a whole.
 * @param {{ still?: boolean, hand?: boolean }} [options]
 */
function flyToSelection(options) {
  if (!scene.focus || !isPicture(state)) return;
  const around = drawnOf(scene.focus.nodes);
  const closest = nearScale() * 0.98;
  const middle = state.to === null ? scene.nodes.get(state.selected ?? "") : undefined;
  if (around.length === 0) return;
  fitted = false;
  if (!middle) {
    moveCamera(spotFor(boundsOf(around), closest), options);
    return;
  }
  /** @param {"x" | "y"} axis */
  const reach = (axis) => Math.max(...around.map((node) => Math.abs(node[axis] - middle[axis]) + node.radius));
  const [wide, high] = [reach("x"), reach("y")];
  const [, , close] = spotFor({ left: middle.x - wide, right: middle.x + wide, top: middle.y - high, bottom: middle.y + high }, closest);
  let scale = Math.max(close, Math.min(openingScale * 0.5, closest));
  for (let turn = 0; turn < 8 && !namesFit(middle, scale); turn++) scale *= 0.92;
  moveCamera(spotAt(middle, scale), options);
}

/**
 * Whether the names of what is selected are within the free part, with a node in its middle.
 * @param {SceneNode} middle
 * @param {number} scale
 */
function namesFit(middle, scale) {
  const { left, right } = freeFrame();
  const shift = (left + right) / 2 - middle.x * scale;
  return placeLabels(scene, scale).every(({ key, box }) => !scene.nodes.get(key)?.named || (box.left + shift >= left && box.right + shift <= right));
}

/** Move only if what is selected is not seen: so that it is, with its neighbours unless that would take the reader far away. */
function keepSelectionClear() {
  if (!scene.focus || !isPicture(state)) return;
  const around = drawnOf(scene.focus.nodes);
  const ends = edges.has(state.selected ?? "") ? around : drawnOf([state.selected, state.to]);
  if (ends.length === 0 || around.every(isClear)) return;
  const spot = spotFor(boundsOf(around), network.getScale());
  fitted = false;
  if (spot[2] >= 0.5 * network.getScale()) moveCamera(spot);
  else if (!ends.every(isClear)) moveCamera(spotFor(boundsOf(ends), network.getScale()));
}

/**
 * Zoom around the middle of the free part.
 * @param {number} factor
 */
function zoomBy(factor) {
  const before = network.getScale();
  const scale = Math.min(Math.max(before * factor, openingScale / 4), 8);
  const frame = freeFrame();
  fitted = false;
  moveCamera(spotAt(network.DOMtoCanvas({ x: (frame.left + frame.right) / 2, y: (frame.top + frame.bottom) / 2 }), scale), { hand: true });
}

/** After any movement: remember the spot, and show or hide what only the near view shows. */
function cameraMoved() {
  rememberSeen(seenNow());
  renderInsets();
  renderLegend(shownBy(state, near)); // its discs are as large as those of the picture
  const nowNear = state.view === "network" && network.getScale() >= nearScale() * (near ? 0.92 : 1);
  if (nowNear !== near) {
    near = nowNear;
    refresh();
  }
}
