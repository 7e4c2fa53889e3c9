// While the picture is dragged or zoomed, what lies under the nodes is drawn once, with room around it, and moved as an
// image; names stay on their side of their nodes. When it rests, everything is drawn anew, sharp and in place.

// Fewer lines are drawn as fast as an image of them.
const MANY_LINES = 250;
const LAYER_MARGIN = 0.35; // of the picture's size, on each side
const LAYER_STRETCH = 1.7; // farther than this from its scale, the image is made anew
const REST_AFTER = 140; // milliseconds

/** @type {{ scene: Scene, canvas: HTMLCanvasElement, scale: number, box: Bounds } | null} */
let layer = null;
let isMoving = false;
let restTimer = 0;

/** Note that the reader moves the picture, by wheel or finger; it rests soon after the last of these. */
function keepMoving() {
  isMoving = true;
  clearTimeout(restTimer);
  restTimer = setTimeout(rest, REST_AFTER);
}

function rest() {
  clearTimeout(restTimer);
  isMoving = false;
  layer = null;
  network.redraw();
}

/** The part of the scene that the picture shows, in scene units. */
function seenBox() {
  const [from, to] = [network.DOMtoCanvas({ x: 0, y: 0 }), network.DOMtoCanvas({ x: stage.clientWidth, y: stage.clientHeight })];
  return { left: from.x, top: from.y, right: to.x, bottom: to.y };
}

/** @param {Bounds} box of what is seen */
function layerAround(box) {
  const scale = network.getScale();
  const [across, down] = [LAYER_MARGIN * (box.right - box.left), LAYER_MARGIN * (box.bottom - box.top)];
  const wide = { left: box.left - across, right: box.right + across, top: box.top - down, bottom: box.bottom + down };
  const canvas = h("canvas", { width: Math.ceil((wide.right - wide.left) * scale), height: Math.ceil((wide.bottom - wide.top) * scale) });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.scale(scale, scale);
  context.translate(-wide.left, -wide.top);
  paintUnder(context, scale);
  return { scene, canvas, scale, box: wide };
}

/**
 * Whether an image of what lies under the nodes can still be shown.
 * @param {Bounds} box of what is seen
 */
function layerServes(box) {
  if (!layer || layer.scene !== scene) return false;
  const stretch = network.getScale() / layer.scale;
  const { left, right, top, bottom } = layer.box;
  return stretch < LAYER_STRETCH && stretch > 1 / LAYER_STRETCH && box.left >= left && box.right <= right && box.top >= top && box.bottom <= bottom;
}

/**
 * Draw what lies under the nodes, while moving from an image of it.
 * @param {CanvasRenderingContext2D} context in scene units
 */
function paintLayer(context) {
  if (!isMoving || linesOf(scene).length < MANY_LINES) {
    paintUnder(context, network.getScale());
    return;
  }
  const box = seenBox();
  if (!layerServes(box)) layer = layerAround(box);
  const { canvas, box: whole } = /** @type {NonNullable<typeof layer>} */ (layer);
  context.drawImage(canvas, whole.left, whole.top, whole.right - whole.left, whole.bottom - whole.top);
}

/**
 * Names on their way: each as far from its node as it was where they were last placed.
 * @param {{ scale: number, placed: PlacedLabel[] }} last
 * @param {number} scale
 */
const movedLabels = (last, scale) => last.placed.flatMap((label) => {
  const owner = scene.nodes.get(label.key) ?? scene.hulls.get(label.key);
  if (!owner) return []; // a rank on a line
  const [dx, dy] = [owner.x * (scale - last.scale), owner.y * (scale - last.scale)];
  const { left, right, top, bottom } = label.box;
  const { leader } = label;
  /** @type {(point: Point) => Point} */
  const moved = ({ x, y }) => ({ x: x + dx, y: y + dy });
  return [{ ...label, box: { left: left + dx, right: right + dx, top: top + dy, bottom: bottom + dy }, leader: leader && { from: moved(leader.from), to: moved(leader.to) } }];
});
