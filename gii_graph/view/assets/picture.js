// The picture on the screen: vis-network draws the scene; here it is fed, moved and listened to.

const stage = document.getElementById("picture");
const landOutline = readBlock("land-data");
const land = new Path2D(landOutline);

let scene = { nodes: new Map(), edges: [], colours: palette(), view: "network", missing: 0 };
let labels = { scale: 0, placed: [] };
let focusedKey = null;
let near = false;
let openingScale = 1; // that of the last view of everything; what is near is measured against it

const drawnNodes = new vis.DataSet();
const drawnEdges = new vis.DataSet();
const network = new vis.Network(stage, { nodes: drawnNodes, edges: drawnEdges }, { ...readBlock("network-options"), autoResize: true });

/** Lines keep a visible width however far the picture is zoomed out at the opening. */
const lineBoost = () => Math.min(Math.max(1 / openingScale, 1), 2.4);

function visNode(node) {
  const { colours } = scene;
  const opacity = node.quiet ? 0.14 : 1;
  const fill = node.hollow ? faded(colours.paper, opacity) : faded(node.colour, opacity);
  const edge = node.selected ? colours.focus : node.hollow ? node.colour : node.rim;
  const border = faded(edge, opacity);
  return {
    id: node.key, x: node.x, y: node.y, shape: node.shape, size: node.radius,
    borderWidth: (node.selected ? 3.2 : node.hollow ? 2 : 1.4) * (scene.view === "map" ? 0.6 : 1), borderWidthSelected: 0,
    color: { background: fill, border },
  };
}

function visEdge(edge) {
  const boost = lineBoost();
  return {
    id: edge.key, from: edge.from, to: edge.to, width: edge.width * boost,
    color: { color: faded(edge.colour, edge.opacity), inherit: false },
    dashes: edge.dashes ? [5 * boost, 4 * boost] : false,
    arrows: { to: { enabled: edge.arrow, scaleFactor: 0.42 * boost * (scene.view === "map" ? 0.6 : 1) } },
    smooth: { enabled: true, type: "curvedCW", roundness: edge.curve },
  };
}

const signatures = new Map();

/** Make a vis data set hold exactly these items, touching only what differs. */
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
  if (labels.scale !== scale) labels = { scale, placed: placeLabels(scene, scale) };
  return labels.placed;
}

network.on("beforeDrawing", (context) => {
  if (scene.view !== "map") return;
  context.fillStyle = scene.colours.land;
  context.strokeStyle = scene.colours.shore;
  context.lineWidth = 1 / network.getScale();
  context.fill(land, "evenodd");
  context.stroke(land);
  paintLeaders(context);
});

/** On the map, hair lines from nodes that had to make room to where they truly are. */
function paintLeaders(context) {
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

const leadersOf = (onIt) => [...onIt.nodes.keys()].map((key) => nodes.get(key).map).filter((spot) => spot?.length === 4);

network.on("afterDrawing", (context) => {
  const scale = network.getScale();
  paintLabels(context, labelsNow(), scale, scene.colours);
  if (scene.nodes.has(focusedKey)) paintRing(context, scene.nodes.get(focusedKey), scale);
});

function paintRing(context, node, scale) {
  context.beginPath();
  context.arc(node.x, node.y, node.radius + 6 / scale, 0, 2 * Math.PI);
  context.strokeStyle = scene.colours.focus;
  context.lineWidth = 2.5 / scale;
  context.setLineDash([]);
  context.stroke();
}

/** The smallest box around nodes, in scene units; null without any. */
function boundsOf(sceneNodes) {
  if (sceneNodes.length === 0) return null;
  const edge = (pick, outer) => outer(...sceneNodes.map(pick));
  return {
    left: edge((n) => n.x - n.radius, Math.min), right: edge((n) => n.x + n.radius, Math.max),
    top: edge((n) => n.y - n.radius, Math.min), bottom: edge((n) => n.y + n.radius, Math.max),
  };
}

/** Where the camera must stand to show a box, with room for labels, beside what lies over the picture. */
function spotFor(box, closest) {
  const inset = insets();
  const wide = Math.max(stage.clientWidth - inset.left - inset.right, 120);
  const high = Math.max(stage.clientHeight - inset.top - inset.bottom, 120);
  const margin = 14;
  let over = { left: 40, right: 40, top: 20, bottom: 20 };
  let scale;
  // Labels keep their size on the screen, so how far they stick out is known only at a scale: twice comes near enough.
  for (let turn = 0; turn < 3; turn++) {
    scale = Math.min(
      Math.max(wide - 2 * margin - over.left - over.right, wide / 3) / Math.max(box.right - box.left, 1),
      Math.max(high - 2 * margin - over.top - over.bottom, high / 3) / Math.max(box.bottom - box.top, 1),
      closest,
    );
    over = labelsOver(box, scale, { x: wide * 0.1, y: high * 0.1 });
  }
  const x = (box.left + box.right) / 2 - (inset.left - inset.right + over.left - over.right) / 2 / scale;
  const y = (box.top + box.bottom) / 2 - (inset.top - inset.bottom + over.top - over.bottom) / 2 / scale;
  return [x, y, scale];
}

/** How far the labels of nodes in a box stick out of it on each side at a scale, in pixels, up to a limit. */
function labelsOver(box, scale, most) {
  const over = { left: 0, right: 0, top: 0, bottom: 0 };
  for (const { key, box: label } of placeLabels(scene, scale)) {
    const node = scene.nodes.get(key);
    if (!node || node.x < box.left || node.x > box.right || node.y < box.top || node.y > box.bottom) continue;
    over.left = Math.max(over.left, box.left * scale - label.left);
    over.right = Math.max(over.right, label.right - box.right * scale);
    over.top = Math.max(over.top, box.top * scale - label.top);
    over.bottom = Math.max(over.bottom, label.bottom - box.bottom * scale);
  }
  const limited = Object.entries(over).map(([side, reach]) => [side, Math.min(reach, side === "left" || side === "right" ? most.x : most.y)]);
  return Object.fromEntries(limited);
}

/** What lies over the picture on each side, in pixels. */
function insets() {
  const sides = { left: 0, right: 0, top: 0, bottom: 0 };
  const whole = stage.getBoundingClientRect();
  for (const [id, side] of [["controls", "left"], ["facts", "right"]]) {
    const box = document.getElementById(id).getBoundingClientRect();
    if (box.width === 0 || (id === "controls" && !document.getElementById(id).open)) continue;
    if (box.width > whole.width * 0.7) sides.bottom = Math.max(sides.bottom, Math.min(whole.bottom - box.top, whole.height * 0.6));
    else sides[side] = side === "left" ? box.right - whole.left : whole.right - box.left;
  }
  return sides;
}

function moveCamera([x, y, scale], { still = false } = {}) {
  const animation = still || stillWish.matches ? false : { duration: 450, easingFunction: "easeInOutQuad" };
  network.moveTo({ position: { x, y }, scale, animation });
  if (!animation) cameraMoved();
}

const cameraNow = () => [network.getViewPosition().x, network.getViewPosition().y, network.getScale()];

function fitAll(options) {
  const all = [...scene.nodes.values()];
  // Agents that are only there because the reader is near go when all is seen again.
  const lasting = state.agents === "auto" ? all.filter((node) => node.kind === "cluster") : all;
  const box = boundsOf(lasting.length > 0 ? lasting : all);
  if (!box) return;
  const spot = spotFor(box, 1.8);
  openingScale = spot[2];
  moveCamera(spot, options);
}

function flyTo(keys) {
  const found = keys.map((key) => scene.nodes.get(key)).filter(Boolean);
  if (found.length > 0) moveCamera(spotFor(boundsOf(found), Math.max(1.25, openingScale)));
}

function zoomBy(factor) {
  const [x, y, scale] = cameraNow();
  moveCamera([x, y, Math.min(Math.max(scale * factor, openingScale / 4), 8)]);
}

const NEAR_SCALE = 0.85;

/** After any movement: remember the spot, and show or hide what only the near view shows. */
function cameraMoved() {
  rememberCamera(cameraNow());
  const threshold = Math.max(NEAR_SCALE, openingScale * 1.5);
  const nowNear = state.view === "network" && network.getScale() >= threshold * (near ? 0.92 : 1);
  if (nowNear !== near) {
    near = nowNear;
    refresh();
  }
}

network.on("animationFinished", cameraMoved);
network.on("dragEnd", cameraMoved);
let wheelRest = 0;
network.on("zoom", () => {
  hideTooltip();
  clearTimeout(wheelRest);
  wheelRest = setTimeout(cameraMoved, 140);
});

// vis-network would otherwise keep a selection of its own beside ours.
network.on("click", ({ nodes: [node], edges: [edge] }) => {
  network.unselectAll();
  select(node ?? edge ?? null);
});

const tooltip = document.getElementById("tooltip");
network.on("hoverNode", ({ node, event }) => showTooltip(describeNode(nodes.get(node)), event));
network.on("hoverEdge", ({ edge, event }) => showTooltip(describeEdge(edges.get(edge)), event));
network.on("blurNode", hideTooltip);
network.on("blurEdge", hideTooltip);
network.on("dragStart", hideTooltip);

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
