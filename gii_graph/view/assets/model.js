// The network as the page carries it: nodes and edges by key, each knowing its facts and its neighbours.

const readBlock = (id) => JSON.parse(document.getElementById(id).textContent);

const facts = readBlock("facts-data");
const nodes = new Map();
const edges = new Map();

function readNetwork() {
  const drawn = readBlock("network-data");
  drawn.nodes.forEach(({ id, label, shape, group, x, y }, place) => {
    const known = facts.nodes[place];
    const values = Object.fromEntries((known.measured ?? []).map(([number, value]) => [facts.measures[number].name, value]));
    nodes.set(id, { profiles: [], economies: [], names: [], ...known, values, key: id, kind: group, label, shape, x, y, edges: [] });
  });
  const keys = [...nodes.keys()];
  drawn.edges.forEach(([source, kind, target], place) => {
    const [from, to] = [keys[source], keys[target]];
    const edge = { key: `${from} ${kind} ${to}`, from, to, kind, mentions: facts.edges[place] };
    edges.set(edge.key, edge);
    nodes.get(from).edges.push(edge);
    if (to !== from) nodes.get(to).edges.push(edge);
  });
}

/** The nearest of the clusters that list an agent: the one it stands by. */
function homeOf(node) {
  if (node.kind === "cluster" || node.edges.length === 0) return undefined;
  const clusters = node.edges.map((edge) => nodes.get(edge.to));
  const distance = ({ x, y }) => Math.hypot(node.x - x, node.y - y);
  return clusters.reduce((best, one) => (distance(one) < distance(best) ? one : best));
}

/** The layout is wider than high: for an upright screen it is turned over its diagonal and stretched, agents staying by their cluster. */
function standUpright() {
  const clusters = [...nodes.values()].filter((node) => node.kind === "cluster");
  const spread = (axis) => Math.max(...clusters.map((node) => node[axis])) - Math.min(...clusters.map((node) => node[axis]));
  const wanted = (0.8 * innerHeight * spread("y")) / (innerWidth * Math.max(spread("x"), 1));
  const stretch = Math.min(Math.max(wanted, 1), 1.8);
  const turned = [...nodes.values()].map((node) => [node, { x: node.y, y: node.x + (homeOf(node) ?? node).x * (stretch - 1) }]);
  for (const [node, spot] of turned) Object.assign(node, spot);
}

readNetwork();
if (nodes.size > 1 && innerHeight > 1.2 * innerWidth) standUpright();

const KINDS = {
  cluster: { one: "Cluster", many: "Clusters" },
  partner: { one: "Cluster named as a partner", many: "Partners without a profile" },
  organization: { one: "Organization", many: "Organizations" },
  person: { one: "Person", many: "Persons" },
  "patent-tie": { one: "Patent tie", many: "Patent ties", verb: "names as patent partner" },
  "article-tie": { one: "Article tie", many: "Article ties", verb: "names as article partner" },
  filing: { one: "Filing", many: "Filings", verb: "filed patents in" },
  publication: { one: "Publication", many: "Publications", verb: "published articles in" },
};
const HIDEABLE = ["partner", "organization", "person", "patent-tie", "article-tie", "filing", "publication"];

// What nodes can be sized and coloured by: figures of profiles, what they imply, the degree, and computed measures.
const MEASURES = Object.fromEntries([
  ...facts.scales.filter(({ derived }) => !derived),
  { name: "degree", label: "Number of neighbours", kind: "whole" },
  ...facts.scales.filter(({ derived }) => derived),
  ...facts.measures.filter(({ scale }) => scale).map(({ name, label, about }, _, all) => ({ name, label: all.filter((one) => one.label === label).length > 1 ? `${label} (${about})` : label, kind: "number", derived: true })),
].map((measure) => [measure.name, measure]));
/** Whether the lowest value is the strongest, as with ranks. */
const isRank = (name) => MEASURES[name].kind === "rank";

const isTie = (edge) => edge.kind.endsWith("-tie");
const isAgent = (node) => node.kind !== "cluster";
const isPartnerOnly = (node) => node.kind === "cluster" && node.profiles.length === 0;
const kindOf = (node) => (isPartnerOnly(node) ? "partner" : node.kind);
const otherEnd = (edge, key) => (edge.from === key ? edge.to : edge.from);

/** The profile of an edition, or the latest where no edition is asked for. */
function profileOf(node, edition) {
  return edition === null ? node.profiles.at(-1) : node.profiles.find((profile) => profile.edition === edition);
}

/** The mentions of an edge in an edition, or all. */
function mentionsOf(edge, edition) {
  return edition === null ? edge.mentions : edge.mentions.filter((mention) => mention.edition === edition);
}

/** The mention that stands for an edge: that of the latest edition asked for. */
const mentionOf = (edge, edition) => mentionsOf(edge, edition).at(-1);

function measureOf(node, name, edition) {
  if (name === "degree") return node.degree;
  return node.values[name] ?? profileOf(node, edition)?.figures[name];
}

const wholeFormat = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
const smallFormat = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });
const formatNumber = (value) => (Math.abs(value) < 1 ? smallFormat : wholeFormat).format(value);
const plural = (count, one, many = `${one}s`) => `${formatNumber(count)} ${count === 1 ? one : many}`;

function ordinal(number) {
  const ending = { one: "st", two: "nd", few: "rd", other: "th" }[new Intl.PluralRules("en", { type: "ordinal" }).select(number)];
  return `${formatNumber(number)}${ending}`;
}

function formatShare({ share, below }) {
  if (share !== undefined) return `${formatNumber(share)}%`;
  return below === undefined ? "" : `<${formatNumber(below)}%`;
}

/** A value of something to size or colour by, as people read it. */
function formatMeasure(name, value) {
  const { kind } = MEASURES[name];
  return kind === "rank" ? ordinal(value) : kind === "share" ? `${formatNumber(value)}%` : formatNumber(value);
}

/** A line of evidence as {file, line, quote}. */
function lineOf(number) {
  const [file, line, quote] = facts.evidence[number];
  return { file: facts.files[file], line, quote };
}

/** A name as a search compares it: no marks, case, dashes or spaces. */
const folded = (text) => text.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** Fewest steps between two nodes over the given edges, as [[node, edge or null], ...]; null where there is no way. */
function shortestPath(from, to, usable) {
  const reached = new Map([[from, null]]);
  const queue = [from];
  for (let i = 0; i < queue.length && !reached.has(to); i++) {
    for (const edge of nodes.get(queue[i]).edges) {
      const next = otherEnd(edge, queue[i]);
      if (!usable(edge) || reached.has(next)) continue;
      reached.set(next, edge);
      queue.push(next);
    }
  }
  if (!reached.has(to)) return null;
  const steps = [];
  for (let key = to, edge; ; key = otherEnd(edge, key)) {
    edge = reached.get(key);
    steps.unshift([key, edge]);
    if (edge === null) return steps;
  }
}
