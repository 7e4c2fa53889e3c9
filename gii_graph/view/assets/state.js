// What the reader has chosen, kept in the address (the part after #) so that a link or a bookmark restores it.

/**
 * One of a few words in the address.
 * @param {...string} values
 * @returns {Codec<string>}
 */
const oneOf = (...values) => ({ read: (text) => (values.includes(text) ? text : undefined), write: String });
/** @type {Codec<string>} */
const itemKey = { read: (text) => (nodes.has(text) || edges.has(text) ? text : undefined), write: String };
/** @type {Codec<string>} */
const nodeKey = { read: (text) => (nodes.has(text) ? text : undefined), write: String };
/** @type {Codec<string[]>} */
const nodeKeys = {
  read: (text) => (text.split(" ").every((key) => nodes.has(key)) ? text.split(" ") : undefined),
  write: (/** @type {string[]} */ keys) => keys.join(" "),
};

/** @type {Codec<string[]>} */
const clusterKeys = {
  read: (text) => (text.split(" ").every((key) => nodes.get(key)?.kind === "cluster") ? [...new Set(text.split(" "))].slice(0, MOST_COMPARED) : undefined),
  write: (/** @type {string[]} */ keys) => keys.join(" "),
};

/** @type {Codec<string[]>} */
const groupNames = {
  read: (text) => text.split("|").filter((name) => GROUPING_NAMES.some((by) => groupSizes(by).some(([other]) => other === name))),
  write: (/** @type {string[]} */ names) => names.join("|"),
};

const tieCount = [...edges.values()].filter(isTie).length;
// More are a texture: a larger network opens with its strongest ties, and with all of what is pointed at or selected.
const MANY_TIES = 120;
const MANY_PROFILES = 30; // of more clusters, a list is what one wants to see first

/** @type {StoryData | null} */
const story = readBlock("story-data");

/** @type {Record<keyof Choices, Choice<any>>} */
const CHOICES = {
  view: { start: "network", ...oneOf("network", "map", "table", "charts", "compare") },
  compare: { start: [], ...clusterKeys },
  chart: { start: Object.keys(CHARTS)[0] ?? "", ...oneOf(...Object.keys(CHARTS)) },
  selected: { start: null, ...itemKey },
  to: { start: null, ...nodeKey },
  figure: { start: null, read: (text) => (/^[A-Za-z]{2,40}( \d{4})?$/.test(text) ? text : undefined), write: String },
  sentence: { start: null, read: lineNamed, write: (/** @type {number} */ number) => sourceName(lineOf(number)) },
  agents: { start: "auto", ...oneOf("auto", "all", "none") },
  groups: { start: tieCount > MANY_TIES && groupSizes("economy").length > 1 ? "economy" : "none", ...oneOf("none", ...GROUPING_NAMES) },
  open: { start: [], ...groupNames },
  ties: { start: tieCount > MANY_TIES ? "strongest" : "all", ...oneOf("strongest", "all") },
  size: { start: SIZES[0], ...oneOf("same", ...SIZES) },
  colour: { start: "kind", ...oneOf("kind", "economy", "community", ...Object.keys(MEASURES)) },
  ...FILTERS,
  list: { start: nodesOfKind("cluster").filter((node) => node.profiles.length > 0).length > MANY_PROFILES && innerWidth > 720 && !facts.embed ? "open" : "closed", ...oneOf("open", "closed") },
  order: { start: "rank", read: (text) => (facts.figures.some(({ name }) => name === text) ? text : undefined), write: String },
  ask: { start: null, read: (text) => (text === "questions" || questions.has(text) || (text === "own" && hasEngine) ? text : undefined), write: String },
  given: { start: "", read: (text) => (text.length < 500 ? text : undefined), write: String },
  table: { start: "clusters", ...oneOf("clusters", "partners", "organizations") },
  sort: { start: "", read: (text) => (/^-?[A-Za-z]{2,40}$/.test(text) ? text : undefined), write: String },
  embed: { start: facts.embed ? "yes" : "no", read: (text) => (text === "no" ? "no" : "yes"), write: String },
  theme: { start: "auto", ...oneOf("auto", "light", "dark") },
  // Of the story; null where it is closed or there is none.
  step: { start: story ? 0 : null, read: (text) => (text === "" ? null : story && /^\d{1,3}$/.test(text) && Number(text) < story.steps.length ? Number(text) : undefined), write: String },
  // The nodes at the sides of what is seen, where that is a part: a link opens on the same part on any screen.
  see: { start: null, ...nodeKeys },
};
// What the panel shows in place of all facts, until something else is selected.
const WITHIN_PANEL = { figure: null, sentence: null };
const CHOICE_NAMES = /** @type {(keyof Choices)[]} */ (Object.keys(CHOICES));

/** @returns {Choices} */
const openingState = () => /** @type {any} */ (Object.fromEntries(CHOICE_NAMES.map((name) => [name, CHOICES[name].start])));

/**
 * The state in an address; what it does not know or cannot read is ignored.
 * @param {string} hash
 */
function stateFromHash(hash) {
  /** @type {Record<string, unknown>} */
  const read = {};
  const written = new URLSearchParams(hash.replace(/^#/, ""));
  for (const name of CHOICE_NAMES) {
    const value = written.getAll(name).map((text) => CHOICES[name].read(text)).filter((value) => value !== undefined).at(-1);
    if (value !== undefined) read[name] = value;
  }
  return { ...openingState(), ...read };
}

/**
 * What an address says and this picture does not know or cannot read.
 * @param {string} hash
 */
function unreadIn(hash) {
  return [...new URLSearchParams(hash.replace(/^#/, ""))]
    .filter(([name, text]) => {
      const choice = CHOICES[/** @type {keyof Choices} */ (name)];
      const value = choice?.read(text);
      return value === undefined || (Array.isArray(value) && choice.write(value) !== text);
    })
    .map((entry) => entry.join("="));
}

/** @param {Choices} state */
function hashFromState(state) {
  const chosen = new URLSearchParams();
  for (const name of CHOICE_NAMES) {
    const { start, write } = CHOICES[name];
    const text = state[name] === null ? "" : write(state[name]);
    if (text !== (start === null ? "" : write(start))) chosen.set(name, text);
  }
  return String(chosen);
}

/**
 * Whether these choices show nodes and lines, not a table or a chart.
 * @param {{ view: string }} choices
 */
const isPicture = ({ view }) => view === "network" || view === "map";

let state = openingState();
/** @type {((before: Choices, camera: CameraSpot | null) => void)[]} */
const listeners = [];
/** @param {(before: Choices, camera: CameraSpot | null) => void} listener */
const onChange = (listener) => { listeners.push(listener); };

/**
 * Where this step stands among those of this page, in the browser's own history: Back and Forward are undo and redo.
 * @type {{ step: number, last: number }}
 */
const steps = { step: 0, last: 0 };

/**
 * @param {Choices} next
 * @param {CameraSpot | null} camera where the reader stood in that state
 */
function enter(next, camera) {
  const before = state;
  state = next;
  for (const listener of listeners) listener(before, camera);
}

const SAME_MOVE = 1500; // milliseconds
/** @type {{ by: string, at: number }} */
const lastChoice = { by: "", at: 0 };

/**
 * Take a choice as a step that can be undone.
 * @param {Partial<Choices>} choice
 * @param {string} [by] the control that is moved: its moves with pauses of less than SAME_MOVE are one step
 */
function choose(choice, by = "") {
  const next = { ...state, ...("selected" in choice ? WITHIN_PANEL : {}), ...choice };
  if (hashFromState(next) === hashFromState(state)) return;
  const goesOn = by !== "" && by === lastChoice.by && performance.now() - lastChoice.at < SAME_MOVE;
  if (goesOn) {
    writeAddress(next);
  } else {
    writeAddress(state);
    steps.last = steps.step += 1;
    inHistory(() => history.pushState(historyEntry(null), "", addressOf(next)));
  }
  enter(next, null);
  // Counted from when the page has drawn: a slow page is no pause of the reader's.
  Object.assign(lastChoice, { by, at: Infinity });
  requestAnimationFrame(() => setTimeout(() => { lastChoice.at = performance.now(); }));
}

function undo() {
  if (steps.step > 0) history.back();
}

function redo() {
  if (steps.step < steps.last) history.forward();
}

/** @param {CameraSpot | null} camera */
const historyEntry = (camera) => ({ ...steps, camera });

/** @param {Choices} choices */
function addressOf(choices) {
  const hash = hashFromState(choices);
  return hash ? `#${hash}` : location.pathname + location.search;
}

/**
 * Write to the browser's history where a page may: not in every frame.
 * @param {() => void} write
 */
function inHistory(write) {
  try {
    write();
  } catch {
    steps.last = steps.step = 0; // so nothing is offered that could not be undone
  }
}

/** @param {Choices} choices */
const writeAddress = (choices) => inHistory(() => history.replaceState(historyEntry(cameraNow()), "", addressOf(choices)));

/**
 * Keep in the address what part is seen, without a step to undo.
 * @param {string[] | null} keys
 */
function rememberSeen(keys) {
  state = { ...state, see: keys };
  writeAddress(state);
}

addEventListener("popstate", ({ state: entry }) => {
  steps.step = entry?.step ?? steps.last + 1;
  steps.last = Math.max(steps.last, steps.step);
  Object.assign(lastChoice, { by: "" });
  enter(stateFromHash(location.hash), entry?.camera ?? null);
});
