// The picture on the screen: vis-network draws the scene; here it is fed, moved and listened to.

const stage = byId("picture");
/** @type {{ land: string, outline: string }} in units of the map */
const MAP_PATHS = readBlock("land-data");
const land = new Path2D(MAP_PATHS.land);
const mapEdge = new Path2D(MAP_PATHS.outline);

/** @type {Scene} */
let scene = { nodes: new Map(), edges: [], hulls: new Map(), merged: [], colours: palette(), view: "network", focus: null, missing: 0 };
/** @type {{ scale: number, placed: PlacedLabel[] }} */
let labels = { scale: 0, placed: [] };
/** @type {string | null} */
let focusedKey = null;

const drawnNodes = new vis.DataSet();
const drawnEdges = new vis.DataSet();
const network = new vis.Network(stage, { nodes: drawnNodes, edges: drawnEdges }, { ...readBlock("network-options"), autoResize: true });

/** @param {SceneNode} node */
function visNode(node) {
  const { background, border, width } = lookOf(node, scene);
  return {
    id: node.key, x: node.x, y: node.y, shape: node.shape, size: node.radius,
    borderWidth: rimWidth(width, node), borderWidthSelected: 0,
    color: { background, border },
  };
}

/**
 * The width of a rim in pixels: on the map discs are small, and a rim that only parts them from others is thin.
 * @param {number} width
 * @param {SceneNode} node
 */
const rimWidth = (width, { quiet, hollow, selected }) => (scene.view === "map" && !quiet && !hollow && !selected ? 0.6 * width : width);

/** @param {SceneEdge} edge */
const visEdge = ({ key, from, to }) => ({ id: key, from, to, hidden: true, smooth: false }); // `paintLines` draws it

/** @type {Map<string, string>} */
const signatures = new Map();

/**
 * Make a vis data set hold exactly these items, touching only what differs.
 * @param {VisDataSet} dataSet
 * @param {{ id: string }[]} items
 */
function bringTo(dataSet, items) {
  const wanted = new Map(items.map((item) => [item.id, item]));
  dataSet.remove(dataSet.getIds().filter((id) => !wanted.has(id)));
  const changed = items.filter((item) => {
    const signature = JSON.stringify(item);
    const same = signatures.get(item.id) === signature && dataSet.get(item.id) !== null;
    signatures.set(item.id, signature);
    return !same;
  });
  if (changed.length > 0) dataSet.update(changed);
}

/** @param {Scene} next */
function drawScene(next) {
  scene = next;
  labels.scale = 0;
  bringTo(drawnEdges, []);
  bringTo(drawnNodes, [...scene.nodes.values()].sort((a, b) => Number(b.quiet) - Number(a.quiet)).map(visNode));
  bringTo(drawnEdges, [...scene.edges].sort((a, b) => Number(b.quiet) - Number(a.quiet)).map(visEdge));
  network.redraw();
}

function labelsNow() {
  const scale = network.getScale();
  if (labels.scale === scale) return labels.placed;
  if (isMoving && labels.scale !== 0) return movedLabels(labels, scale);
  labels = { scale, placed: placeLabels(scene, scale) };
  return labels.placed;
}

network.on("beforeDrawing", (context) => {
  paintLayer(context);
  paintLines(context, pointedEdges(), scene, network.getScale());
});

/**
 * Draw what lies under the nodes: land, groups and lines.
 * @param {CanvasRenderingContext2D} context in scene units
 * @param {number} scale
 */
function paintUnder(context, scale) {
  context.save();
  if (scene.view === "map") paintLand(context, scale);
  paintHulls(context, scene, scale);
  paintLines(context, linesOf(scene), scene, scale);
  context.restore();
  if (scene.view === "map") {
    paintLeaders(context, scale);
    paintInsetFrames(context, scale);
  }
}

/**
 * Draw the land, and let nothing that follows leave the map: a line over its edge ends there.
 * @param {CanvasRenderingContext2D} context in scene units
 * @param {number} scale
 */
function paintLand(context, scale) {
  context.fillStyle = scene.colours.land;
  context.strokeStyle = scene.colours.shore;
  context.lineWidth = 1 / scale;
  context.fill(land, "evenodd");
  context.stroke(land);
  context.stroke(mapEdge);
  context.clip(mapEdge);
}

/**
 * On the map, hair lines from nodes that had to make room to where they truly are.
 * @param {CanvasRenderingContext2D} context in scene units
 * @param {number} scale
 */
function paintLeaders(context, scale) {
  context.lineWidth = 1 / scale;
  context.setLineDash([]);
  context.strokeStyle = scene.colours.quiet;
  context.fillStyle = scene.colours.quiet;
  for (const [x, y, trueX, trueY] of leadersOf(scene)) {
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(trueX, trueY);
    context.stroke();
    context.beginPath();
    context.arc(trueX, trueY, 1.5, 0, 2 * Math.PI);
    context.fill();
  }
}

/** @param {Scene} onIt */
const leadersOf = (onIt) => [...onIt.nodes.keys()].map((key) => nodeAt(key).map ?? []).filter((spot) => spot.length === 4);

network.on("afterDrawing", (context) => {
  const scale = network.getScale();
  paintLabels(context, labelsNow(), scale, scene.colours);
  const focused = scene.nodes.get(focusedKey ?? "");
  if (focused) paintRing(context, focused, scale);
});

/**
 * @param {CanvasRenderingContext2D} context
 * @param {SceneNode} node
 * @param {number} scale
 */
function paintRing(context, node, scale) {
  context.beginPath();
  context.arc(node.x, node.y, node.radius + 6 / scale, 0, 2 * Math.PI);
  context.strokeStyle = scene.colours.focus;
  context.lineWidth = 2.5 / scale;
  context.setLineDash([]);
  context.stroke();
}

network.on("animationFinished", () => {
  rest();
  cameraMoved();
});
network.on("dragEnd", () => {
  rest();
  fitted = false;
  byHand = true;
  cameraMoved();
});
let wheelRest = 0;
network.on("zoom", () => {
  fitted = false;
  byHand = true;
  hideTooltip();
  keepMoving();
  clearTimeout(wheelRest);
  wheelRest = setTimeout(cameraMoved, 140);
});

// vis-network would otherwise keep a selection of its own beside ours.
network.on("click", ({ pointer, event }) => {
  network.unselectAll();
  select(pointedAt(pointer.DOM, event.pointerType === "touch" ? "touch" : "mouse"));
});

const tooltip = byId("tooltip");
network.on("dragStart", () => {
  isMoving = true;
  hideTooltip();
});

/**
 * @param {string} text
 * @param {MouseEvent} event
 */
function showTooltip(text, event) {
  tooltip.textContent = text;
  tooltip.hidden = false;
  const frame = stage.getBoundingClientRect();
  const left = Math.min(event.clientX - frame.left + 14, frame.width - tooltip.offsetWidth - 8);
  const top = Math.min(event.clientY - frame.top + 16, frame.height - tooltip.offsetHeight - 8);
  tooltip.style.left = `${Math.max(left, 8)}px`;
  tooltip.style.top = `${Math.max(top, 8)}px`;
  stage.classList.add("pointing");
}

function hideTooltip() {
  tooltip.hidden = true;
  stage.classList.remove("pointing");
}
