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
/** @type {Codec<CameraSpot>} */
const cameraSpot = {
  read(text) {
    const [x, y, scale, ...more] = text.split(",").map(Number);
    const sound = more.length === 0 && [x, y, scale].every(Number.isFinite) && scale > 0.01 && scale < 20;
    return sound ? [x, y, scale] : undefined;
  },
  write: (/** @type {CameraSpot} */ spot) => spot.map((value) => Number(value.toPrecision(5))).join(","),
};

/** @type {Record<keyof Choices, Choice<any>>} */
const CHOICES = {
  view: { start: "network", ...oneOf("network", "map", "table") },
  selected: { start: null, ...itemKey },
  to: { start: null, ...nodeKey },
  agents: { start: "auto", ...oneOf("auto", "all", "none") },
  size: { start: "rank" in MEASURES ? "rank" : "degree", ...oneOf("same", ...Object.keys(MEASURES)) },
  colour: { start: "kind", ...oneOf("kind", "economy", "community", ...Object.keys(MEASURES)) },
  ...FILTERS,
  sort: { start: "", read: (text) => (/^-?[a-z]{2,12}$/.test(text) ? text : undefined), write: String },
  theme: { start: "auto", ...oneOf("auto", "light", "dark") },
  camera: { start: null, ...cameraSpot },
};
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

let state = openingState();
/** @type {Choices[]} */
const past = [];
/** @type {((before: Choices) => void)[]} */
const listeners = [];
/** @param {(before: Choices) => void} listener */
const onChange = (listener) => { listeners.push(listener); };

/** @param {Choices} next */
function enter(next) {
  const before = state;
  state = next;
  writeAddress();
  for (const listener of listeners) listener(before);
}

/**
 * Take a choice, so that it can be undone.
 * @param {Partial<Choices>} choice
 */
function choose(choice) {
  const next = { ...state, ...choice };
  if (hashFromState({ ...next, camera: null }) === hashFromState({ ...state, camera: null })) return;
  past.push(state);
  if (past.length > 200) past.shift();
  enter(next);
}

function undo() {
  const before = past.pop();
  if (before) enter(before);
}

/**
 * Where the reader has moved the picture to: kept in the address, but no step of its own to undo.
 * @param {CameraSpot} spot
 */
function rememberCamera(spot) {
  state = { ...state, camera: spot };
  writeAddress();
}

let ownHash = "";
function writeAddress() {
  ownHash = hashFromState(state);
  history.replaceState(null, "", ownHash ? `#${ownHash}` : location.pathname + location.search);
}

addEventListener("hashchange", () => {
  if (location.hash.replace(/^#/, "") === ownHash) return;
  past.push(state);
  enter(stateFromHash(location.hash));
  openView();
});
