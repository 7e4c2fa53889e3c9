// What the reader has chosen, kept in the address (the part after #) so that a link or a bookmark restores it.

const oneOf = (...values) => ({ read: (text) => (values.includes(text) ? text : undefined), write: String });
const numberIn = (low, high) => ({
  read: (text) => (/^\d{1,6}$/.test(text) && Number(text) >= low && Number(text) <= high ? Number(text) : undefined),
  write: String,
});
const itemKey = { read: (text) => (nodes.has(text) || edges.has(text) ? text : undefined), write: String };
const nodeKey = { read: (text) => (nodes.has(text) ? text : undefined), write: String };
const kindList = {
  read: (text) => HIDEABLE.filter((kind) => text.split(",").includes(kind)),
  write: (kinds) => kinds.join(","),
};
const cameraSpot = {
  read(text) {
    const spot = text.split(",").map(Number);
    const sound = spot.length === 3 && spot.every(Number.isFinite) && spot[2] > 0.01 && spot[2] < 20;
    return sound ? spot : undefined;
  },
  write: (spot) => spot.map((value) => Number(value.toPrecision(5))).join(","),
};

const maximumOf = (values) => values.reduce((most, value) => Math.max(most, value ?? 0), 0);
const lastRank = maximumOf([...nodes.values()].flatMap((node) => node.profiles.map((profile) => profile.figures.rank)));
const lastPartner = maximumOf([...edges.values()].filter(isTie).flatMap((edge) => edge.mentions.map((m) => m.rank)));
const tieCount = [...edges.values()].filter(isTie).length;
// A large network opens with each cluster's first partners, a small one with all.
const openingPartners = tieCount > 120 ? 1 : 0;

const CHOICES = {
  view: { start: "network", ...oneOf("network", "map", "table") },
  selected: { start: null, ...itemKey },
  to: { start: null, ...nodeKey },
  agents: { start: "auto", ...oneOf("auto", "all", "none") },
  size: { start: "rank" in MEASURES ? "rank" : "degree", ...oneOf("same", ...Object.keys(MEASURES)) },
  colour: { start: "kind", ...oneOf("kind", "economy", "community", ...Object.keys(MEASURES)) },
  edition: { start: null, read: (text) => facts.editions.find((edition) => String(edition) === text), write: String },
  rank: { start: 0, ...numberIn(0, lastRank) },
  partners: { start: openingPartners, ...numberIn(0, lastPartner) },
  share: { start: 0, ...numberIn(0, 100) },
  hide: { start: [], ...kindList },
  sort: { start: "", read: (text) => (/^-?[a-z]{2,12}$/.test(text) ? text : undefined), write: String },
  theme: { start: "auto", ...oneOf("auto", "light", "dark") },
  camera: { start: null, ...cameraSpot },
};

const openingState = () => Object.fromEntries(Object.entries(CHOICES).map(([name, { start }]) => [name, start]));

/** The state in an address; what it does not know or cannot read is ignored. */
function stateFromHash(hash) {
  const state = openingState();
  for (const [name, text] of new URLSearchParams(hash.replace(/^#/, ""))) {
    const value = Object.hasOwn(CHOICES, name) ? CHOICES[name].read(text) : undefined;
    if (value !== undefined) state[name] = value;
  }
  return state;
}

function hashFromState(state) {
  const chosen = new URLSearchParams();
  for (const [name, { start, write }] of Object.entries(CHOICES)) {
    const text = state[name] === null ? "" : write(state[name]);
    if (text !== (start === null ? "" : write(start))) chosen.set(name, text);
  }
  return String(chosen);
}

let state = openingState();
const past = [];
const listeners = [];
const onChange = (listener) => listeners.push(listener);

function enter(next) {
  const before = state;
  state = next;
  writeAddress();
  for (const listener of listeners) listener(before);
}

/** Take a choice, so that it can be undone. */
function choose(choice) {
  const next = { ...state, ...choice };
  if (hashFromState({ ...next, camera: null }) === hashFromState({ ...state, camera: null })) return;
  past.push(state);
  if (past.length > 200) past.shift();
  enter(next);
}

function undo() {
  if (past.length > 0) enter(past.pop());
}

/** Where the reader has moved the picture to: kept in the address, but no step of its own to undo. */
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
