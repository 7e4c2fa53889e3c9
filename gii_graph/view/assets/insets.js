// Insets: on the map of the world, the regions where clusters stand too close to be named are drawn again, enlarged.

const MOST_INSETS = 2;
const CROWD = 8; // clusters in a region, half of them without a name, that make it crowded
const INSET = { width: 330, height: 250, margin: 34, gap: 16, buttons: 60 }; // pixels; `buttons` is the room for zooming

/** @type {{ region: Region, canvas: HTMLCanvasElement, spot: CameraSpot }[]} */
let mapInsets = [];

/** The regions that need one, the most crowded first. */
function crowdedRegions() {
  if (state.view !== "map" || !fitted || scene.focus || isNarrow()) return [];
  const named = new Set(labelsNow().map(({ key }) => key));
  /** @param {Region} region */
  const nameless = ({ members }) => members.filter(({ key }) => scene.nodes.has(key) && !named.has(key)).length;
  return [...new Set(regionOf().values())]
    .filter((region) => region.members.length >= CROWD && nameless(region) >= region.members.length / 2)
    .sort((a, b) => nameless(b) - nameless(a)).slice(0, MOST_INSETS);
}

/**
 * Where insets can stand at the foot of the picture, from left to right: where they cover no node.
 * @returns {number[]} their left edges in pixels
 */
function insetSlots() {
  const { left, right } = freeFrame();
  const top = stage.clientHeight - INSET.height - 2 * INSET.gap;
  const spots = [...scene.nodes.values()].map((node) => network.canvasToDOM(node)).filter(({ y }) => y > top);
  const [first, last] = [left + INSET.gap, right - INSET.width - INSET.gap - INSET.buttons];
  /** @type {number[]} */
  const slots = [];
  for (let x = first; x <= last; x += 20) {
    const isFree = spots.every((spot) => spot.x < x - INSET.gap || spot.x > x + INSET.width + INSET.gap);
    if (isFree && x >= (slots.at(-1) ?? -Infinity) + INSET.width + INSET.gap) slots.push(x);
  }
  return slots;
}

/** Make the insets that are needed now, or none. */
function renderInsets() {
  const slots = insetSlots();
  const crowded = crowdedRegions().slice(0, slots.length).sort((a, b) => a.x - b.x);
  byId("insets").hidden = crowded.length === 0;
  mapInsets = crowded.map((region) => {
    const box = boundsOf(drawnOf(region.members.map(({ key }) => key)));
    const scale = Math.min((INSET.width - 2 * INSET.margin) / (box.right - box.left), (INSET.height - 2 * INSET.margin) / (box.bottom - box.top));
    const ratio = globalThis.devicePixelRatio;
    const canvas = h("canvas", { width: INSET.width * ratio, height: INSET.height * ratio });
    return { region, canvas, spot: [(box.left + box.right) / 2, (box.top + box.bottom) / 2, scale] };
  });
  byId("insets").replaceChildren(...mapInsets.map((inset, number) => {
    paintInset(inset);
    const button = h("button", { type: "button", class: "inset", "aria-label": `Go to the ${plural(inset.region.members.length, "cluster")} around ${centralOf(inset.region).label}` }, inset.canvas);
    button.style.left = `${slots[number]}px`;
    button.addEventListener("click", (event) => enterInset(inset, event));
    return button;
  }));
}

/**
 * The best known cluster of a region, by which it is called.
 * @param {Region} region
 */
const centralOf = ({ members }) => members.reduce((best, node) => (node.degree > best.degree ? node : best));

/**
 * @param {typeof mapInsets[number]} inset
 */
function paintInset({ region, canvas, spot: [x, y, scale] }) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const keys = new Set(region.members.map(({ key }) => key));
  const shrink = Math.min(1.6 * (openingScale / scale), 1); // discs hardly larger than on the map: the room is for names
  const own = new Map([...scene.nodes].filter(([key]) => keys.has(key)).map(([key, node]) => [key, { ...node, radius: node.radius * shrink }]));
  const part = { ...scene, nodes: new Map([...scene.nodes, ...own]) };
  const ratio = canvas.width / INSET.width;
  context.scale(ratio * scale, ratio * scale);
  context.translate(INSET.width / 2 / scale - x, INSET.height / 2 / scale - y);
  context.save();
  paintLand(context, scale);
  paintLines(context, linesOf(part).filter((edge) => keys.has(edge.from) || keys.has(edge.to)), part, scale);
  context.restore();
  for (const node of own.values()) paintNode(context, node, part, scale);
  const inside = { ...part, nodes: own, edges: part.edges.filter((edge) => keys.has(edge.from) && keys.has(edge.to)) };
  const [left, top] = [x * scale - INSET.width / 2, y * scale - INSET.height / 2];
  /** @param {PlacedLabel} label */
  const fits = ({ box }) => box.left > left && box.right < left + INSET.width && box.top > top && box.bottom < top + INSET.height;
  paintLabels(context, placeLabels(inside, scale).filter(fits), scale, scene.colours);
}

/**
 * @param {CanvasRenderingContext2D} context in scene units
 * @param {SceneNode} node
 * @param {Scene} onIt
 * @param {number} scale
 */
function paintNode(context, node, onIt, scale) {
  const { background, border, width } = lookOf(node, onIt);
  context.beginPath();
  context.arc(node.x, node.y, node.radius, 0, 2 * Math.PI);
  context.fillStyle = background;
  context.strokeStyle = border;
  context.lineWidth = width / scale;
  context.fill();
  context.stroke();
}

/**
 * Select the cluster that was clicked on, or go to the region.
 * @param {typeof mapInsets[number]} inset
 * @param {MouseEvent} event of a key, if it has no place
 */
function enterInset({ region, spot: [x, y, scale] }, event) {
  const spot = { x: x * scale + event.offsetX - INSET.width / 2, y: y * scale + event.offsetY - INSET.height / 2 };
  const keys = new Set(region.members.map(({ key }) => key));
  const near = { ...scene, nodes: new Map([...scene.nodes].filter(([key]) => keys.has(key))) };
  const key = event.detail === 0 ? null : nearestNode(spot, scale, REACH.mouse.node, near);
  if (key !== null) select(key);
  else showPart([...keys]);
}

/**
 * Frames on the map around what the insets show.
 * @param {CanvasRenderingContext2D} context in scene units
 * @param {number} scale
 */
function paintInsetFrames(context, scale) {
  context.strokeStyle = scene.colours.aside;
  context.lineWidth = 1 / scale;
  context.setLineDash([]);
  for (const { spot: [x, y, inner] } of mapInsets) context.strokeRect(x - INSET.width / 2 / inner, y - INSET.height / 2 / inner, INSET.width / inner, INSET.height / inner);
}
