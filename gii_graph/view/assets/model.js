// The network as the page carries it: nodes and edges by key, each knowing its facts and its neighbours.

const readBlock = (id) => JSON.parse(document.getElementById(id).textContent);

const facts = readBlock("facts-data");
const nodes = new Map();
const edges = new Map();

function readNetwork() {
  const drawn = readBlock("network-data");
  for (const { id, label, shape, group, x, y } of drawn.nodes) {
    nodes.set(id, { profiles: [], economies: [], names: [], ...facts.nodes[id], key: id, kind: group, label, shape, x, y, edges: [] });
  }
  drawn.edges.forEach(({ id, from, to, kind }, place) => {
    const edge = { key: id, from, to, kind, mentions: facts.edges[place] };
    edges.set(id, edge);
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

const FIGURES = {
  rank: { label: "Rank by size", ordinal: true },
  intensityRank: { label: "Rank by intensity", ordinal: true },
  nationalRank: { label: "Rank in its economy", ordinal: true },
  patentsPerMillion: { label: "PCT applications", unit: "per million inhabitants, over five years" },
  articlesPerMillion: { label: "Scientific articles", unit: "per million inhabitants, over five years" },
  patentCollaborationShare: { label: "PCT applications filed with others", unit: "%" },
  articleCollaborationShare: { label: "Articles published with others", unit: "%" },
};

// What nodes can be sized and coloured by. `best` tells which end of the scale is the large, strong one.
const MEASURES = {
  rank: { label: "Rank by size", figure: "rank", best: "low" },
  intensity: { label: "Rank by intensity", figure: "intensityRank", best: "low" },
  patents: { label: "PCT applications per million", figure: "patentsPerMillion", best: "high" },
  articles: { label: "Articles per million", figure: "articlesPerMillion", best: "high" },
  degree: { label: "Number of neighbours", best: "high" },
};

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
  return profileOf(node, edition)?.figures[MEASURES[name].figure];
}

const wholeFormat = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
const formatNumber = (value) => wholeFormat.format(value);
const plural = (count, one, many = `${one}s`) => `${formatNumber(count)} ${count === 1 ? one : many}`;

function ordinal(number) {
  const ending = { one: "st", two: "nd", few: "rd", other: "th" }[new Intl.PluralRules("en", { type: "ordinal" }).select(number)];
  return `${formatNumber(number)}${ending}`;
}

function formatShare({ share, below }) {
  if (share !== undefined) return `${formatNumber(share)}%`;
  return below === undefined ? "" : `<${formatNumber(below)}%`;
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
