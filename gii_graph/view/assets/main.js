// The parts at work: selecting, keyboard, and one refresh after every choice.

/** The part of the picture that takes the keyboard. */
const pictureFrame = () => /** @type {HTMLElement} */ (stage.firstElementChild);

/** @type {CameraSpot | null} */
let cameraBefore = null;

/**
 * Select a node or an edge, or nothing; `fly` moves the camera to it.
 * @param {string | null} key
 * @param {{ fly?: boolean }} [given1]
 */
function select(key, { fly = false } = {}) {
  if (key === null) {
    deselect();
    return;
  }
  if (!nodes.has(key) && !edges.has(key)) {
    toggleGroup(key);
    return;
  }
  if (state.selected === null) cameraBefore = cameraNow();
  if (isNarrow()) byId("controls").open = false; // they would lie over it
  choose({ selected: key, to: null });
  if (fly) flyToSelection();
  else keepSelectionClear();
  announce(nodes.has(key) ? `${describeNode(nodeAt(key))}, selected` : `${describeEdge(edgeAt(key))}, selected`);
}

/** Leave the selection and go back to where the reader stood before it. */
function deselect() {
  if (state.selected === null) return;
  choose({ selected: null, to: null });
  if (isPicture(state)) {
    if (cameraBefore) moveCamera(cameraBefore);
    else fitAll();
  }
  cameraBefore = null;
  announce("Nothing selected");
}

function refresh() {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
  renderEmbed();
  const shown = shownBy(state, near);
  drawScene(composeScene(state, shown));
  renderFacts(shown);
  renderAsk();
  renderTable(shown);
  renderCharts(shown);
  renderComparison();
  renderControls(shown);
  renderInsets();
  tableView.hidden = state.view !== "table";
  stage.hidden = !isPicture(state);
  byId("map-note").hidden = state.view !== "map" || scene.missing === 0;
  byId("map-note").textContent = `${plural(scene.missing, "node")} not on the map: no coordinates known`;
  byId("empty").hidden = shown.nodes.size > 0;
  byId("empty").textContent = nodes.size === 0 ? "This graph has no clusters, organizations or persons to show." : "The filters leave nothing to show.";
}

onChange((before, camera) => {
  if (before.view !== state.view || before.groups !== state.groups) {
    openView(camera);
    return;
  }
  refresh();
  if (camera) moveCamera(camera);
  else if (state.see && String(state.see) !== String(before.see)) showPart(state.see);
});

/**
 * Move to a part of the picture, by the nodes at its sides.
 * @param {string[]} keys
 * @param {{ still?: boolean }} [options]
 */
function showPart(keys, options) {
  const part = drawnOf(keys);
  if (part.length === 0) return;
  fitted = false;
  moveCamera(spotFor(boundsOf(part), 3), { ...options, hand: true });
}

/**
 * Draw with the camera where the reader was, where the address says, or so that all is seen.
 * @param {CameraSpot | null} camera
 */
function openView(camera) {
  const shown = shownBy(state, near);
  scene = composeScene(state, shown);
  renderFacts(shown); // these two take room from the picture
  renderEditions();
  stage.hidden = false;
  const box = openingBounds([...scene.nodes.values()]);
  if (!isPicture(state) || !box) {
    refresh();
    return;
  }
  const spot = openingSpot(box);
  refresh();
  fitted = !camera;
  room = roomNow();
  const { see } = state; // it is written anew with each move
  moveCamera(camera ?? spot, { still: true });
  if (camera) return;
  if (see) showPart(see, { still: true });
  else flyToSelection({ still: true });
}

/**
 * The node nearest in a direction from another, or the one nearest to the middle without one.
 * @param {SceneNode | undefined} from
 * @param {number} dx
 * @param {number} dy
 */
function nextNode(from, dx, dy) {
  const open = [...scene.nodes.values()].filter((node) => !node.quiet && node !== from);
  /** @param {SceneNode} node */
  const score = (node) => {
    const [x, y] = from ? [node.x - from.x, node.y - from.y] : [node.x - cameraNow()[0], node.y - cameraNow()[1]];
    const ahead = from ? x * dx + y * dy : 1;
    return ahead <= 0 ? Infinity : Math.hypot(x, y) * (from ? 1 + (1 - ahead / Math.hypot(x, y)) * 3 : 1);
  };
  const best = open.sort((a, b) => score(a) - score(b))[0];
  return best && score(best) < Infinity ? best : from;
}

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @param {string} key */
function walk(key) {
  const from = scene.nodes.get(focusedKey ?? "") ?? scene.nodes.get(state.selected ?? "");
  const next = nextNode(from, ...ARROWS[key]);
  if (!next) return;
  focusedKey = next.key;
  if (!isClear(next)) moveCamera(spotAt(next, network.getScale()));
  network.redraw();
  announce(describeNode(nodeAt(next.key)));
}

/** @param {KeyboardEvent} event */
function pictureKey(event) {
  if (event.key in ARROWS) walk(event.key);
  else if (event.key === "Enter" || event.key === " ") select(focusedKey);
  else if (event.key === "+" || event.key === "=") zoomBy(1.4);
  else if (event.key === "-") zoomBy(1 / 1.4);
  else if (event.key === "0") fitAll();
  else return;
  event.preventDefault();
}

/** @param {KeyboardEvent} event */
function pageKey(event) {
  const typing = /** @type {Element} */ (event.target).matches("input[type=search], select, textarea");
  if (event.key === "/" && !typing) {
    event.preventDefault();
    searchBox.focus();
  } else if (event.key === "Escape") {
    if (byId("export-menu").open) byId("export-menu").open = false;
    else if (state.sentence !== null) choose({ sentence: null });
    else deselect();
  } else if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !typing) {
    event.preventDefault();
    if (event.shiftKey) redo();
    else undo();
  }
}

function preparePicture() {
  const frame = pictureFrame();
  filled(frame, { role: "application", tabindex: 0, "aria-label": "Network picture. Arrow keys go from node to node, Enter selects, Escape goes back, plus and minus zoom, 0 shows all. The table view holds the same ties." }, []);
  frame.addEventListener("keydown", pictureKey);
  frame.addEventListener("blur", () => { focusedKey = null; network.redraw(); });
}

function start() {
  byId("app").hidden = false;
  if (matchMedia("(max-width: 720px)").matches) byId("controls").open = false;
  prepareControls();
  prepareExports();
  prepareAsk();
  preparePicture();
  addEventListener("keydown", pageKey);
  for (const wish of [darkWish, contrastWish]) wish.addEventListener("change", refresh);
  const address = location.hash || story?.steps[0].state || ""; // which opening the view writes anew
  state = stateFromHash(address);
  network.setSize("100%", "100%");
  prepareEmbed();
  openView(history.state?.camera ?? null);
  byId("controls").addEventListener("toggle", refit);
  network.on("resize", () => queueMicrotask(refit)); // once vis-network has moved its own camera
  const engine = hasEngine ? { limits: engineLimits, isStarted: () => engineWorker !== null, csv: async (/** @type {string} */ text) => { const { table, text: graph } = await engineAnswer(text); return table ? answerCsv(table) : graph ?? ""; }, slip: async (/** @type {string} */ text) => engineAnswer(text).then(() => "", (error) => slipOf(text, error.message)), unknown: unknownTerms, completions: completionsOf } : null;
  // For the browser's console, and for tests.
  globalThis.giiGraph = { network, shown: () => shownBy(state, near), state: () => state, engine, carried: (/** @type {string} */ name, given = "") => { const answer = carriedAnswer(/** @type {Question} */ (questions.get(name)), given); return answer && { csv: answerCsv(answer), notes: answer.notes, subjects: answer.subjects.map((subject) => ({ nodes: [...subject.nodes], edges: [...subject.edges], lines: subject.lines })) }; }, courses: (/** @type {string} */ key) => linesOf(scene).filter((edge) => edge.key === key).flatMap((edge) => coursesOf(edge, scene, network.getScale())), drawing: () => drawingOf(null), insets: () => mapInsets, isClear: (/** @type {string} */ key) => isClear(/** @type {SceneNode} */ (scene.nodes.get(key))), labels: labelsNow, keepMoving, freeFrame, lookOf: (/** @type {string} */ key) => lookOf(/** @type {SceneNode} */ (scene.nodes.get(key)), scene), isLayered: () => layer !== null, pointedAt, pointedEdges: (/** @type {string | null} */ key) => { pointed = key; return pointedEdges(); }, scene: () => scene, course: (/** @type {string} */ key) => courseOf(linesOf(scene).find((edge) => edge.key === key) ?? scene.edges[0], scene, network.getScale()) };
  drawWhatIsAsked(address);
}

// In a task of its own, so that the page answers between reading the network and drawing it.
setTimeout(start);
