// The network as the page carries it: nodes and edges by key, each knowing its facts and its neighbours.

/** @param {string} id */
const readBlock = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "null");

/** @type {Facts} */
const facts = readBlock("facts-data");
/** @type {Map<string, GraphNode>} */
const nodes = new Map();
/** @type {Map<string, GraphEdge>} */
const edges = new Map();

/**
 * The node of a key that is one of ours.
 * @param {string} key
 */
const nodeAt = (key) => /** @type {GraphNode} */ (nodes.get(key));
/**
 * The edge of a key that is one of ours.
 * @param {string} key
 */
const edgeAt = (key) => /** @type {GraphEdge} */ (edges.get(key));

function readNetwork() {
  /** @type {DrawnNetwork} */
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
    nodeAt(from).edges.push(edge);
    if (to !== from) nodeAt(to).edges.push(edge);
  });
}

/** @param {NodeKind} kind */
const nodesOfKind = (kind) => [...nodes.values()].filter((node) => node.kind === kind);

/**
 * The nearest of the clusters that list an agent: the one it stands by.
 * @param {GraphNode} node
 */
function homeOf(node) {
  if (node.kind === "cluster" || node.edges.length === 0) return undefined;
  const clusters = node.edges.map((edge) => nodeAt(edge.to));
  /** @param {Point} spot */
  const distance = ({ x, y }) => Math.hypot(node.x - x, node.y - y);
  return clusters.reduce((best, one) => (distance(one) < distance(best) ? one : best));
}

/** The layout is wider than high: for an upright screen it is turned over its diagonal and stretched, agents staying by their cluster. */
function standUpright() {
  const clusters = [...nodes.values()].filter((node) => node.kind === "cluster");
  /** @param {"x" | "y"} axis */
  const spread = (axis) => Math.max(...clusters.map((node) => node[axis])) - Math.min(...clusters.map((node) => node[axis]));
  const wanted = (0.8 * innerHeight * spread("y")) / (innerWidth * Math.max(spread("x"), 1));
  const stretch = Math.min(Math.max(wanted, 1), 1.8);
  const turned = [...nodes.values()].map((node) => ({ node, spot: { x: node.y, y: node.x + (homeOf(node) ?? node).x * (stretch - 1) } }));
  for (const { node, spot } of turned) Object.assign(node, spot);
}

readNetwork();
if (nodes.size > 1 && innerHeight > 1.2 * innerWidth) standUpright();

/** @type {Record<ShownKind, { one: string, many: string, verb?: string }>} */
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
/** @type {ShownKind[]} */
const HIDEABLE = ["partner", "organization", "person", "patent-tie", "article-tie", "filing", "publication"];

// What nodes can be sized and coloured by: figures of profiles, what they imply, the degree, and computed measures.
/** @type {Record<string, Measure>} */
const MEASURES = Object.fromEntries(/** @type {Measure[]} */ ([
  ...facts.scales.filter(({ derived }) => !derived),
  { name: "degree", label: "Number of neighbours", kind: "whole" },
  ...facts.scales.filter(({ derived }) => derived),
  ...facts.measures.filter(({ scale }) => scale).map(({ name, label, about }, _, all) => ({ name, label: all.filter((one) => one.label === label).length > 1 ? `${label} (${about})` : label, kind: "number", derived: true })),
])
  .map((measure) => [measure.name, measure]));
/**
 * Whether the lowest value is the strongest, as with ranks.
 * @param {string} name
 */
const isRank = (name) => MEASURES[name].kind === "rank";

// What the area of a disc can stand for: a magnitude, which a rank is not.
const MAGNITUDES = Object.keys(MEASURES).filter((name) => !isRank(name));

/** @param {{ kind: EdgeKind }} edge */
const isTie = (edge) => edge.kind.endsWith("-tie");
/** @param {{ kind: string }} node */
const isAgent = (node) => node.kind !== "cluster";
/** @param {GraphNode} node */
const isPartnerOnly = (node) => node.kind === "cluster" && node.profiles.length === 0;
/** @param {GraphNode} node */
const kindOf = (node) => /** @type {ShownKind} */ (isPartnerOnly(node) ? "partner" : node.kind);
/**
 * @param {GraphEdge} edge
 * @param {string} key
 */
const otherEnd = (edge, key) => (edge.from === key ? edge.to : edge.from);

/**
 * The profile of an edition, or the latest where no edition is asked for.
 * @param {GraphNode} node
 * @param {number | null} edition
 */
function profileOf(node, edition) {
  return edition === null ? node.profiles.at(-1) : node.profiles.find((profile) => profile.edition === edition);
}

/**
 * The mentions of an edge in an edition, or all.
 * @param {GraphEdge} edge
 * @param {number | null} edition
 */
function mentionsOf(edge, edition) {
  return edition === null ? edge.mentions : edge.mentions.filter((mention) => mention.edition === edition);
}

/**
 * The cluster whose profile states an edge.
 * @param {GraphEdge} edge
 */
const statedBy = (edge) => nodeAt(isTie(edge) ? edge.from : edge.to);

/**
 * Whether an edge is stated only by editions before the latest profile of the cluster that states it.
 * @param {GraphEdge} edge
 */
function isEnded(edge) {
  const stated = edge.mentions.at(-1)?.edition;
  const newest = statedBy(edge).profiles.at(-1)?.edition;
  return stated !== undefined && newest !== undefined && stated < newest;
}

/**
 * The mention that stands for an edge: that of the latest edition asked for.
 * @param {GraphEdge} edge
 * @param {number | null} edition
 */
const mentionOf = (edge, edition) => mentionsOf(edge, edition).at(-1);

/**
 * @param {GraphNode} node
 * @param {string} name
 * @param {number | null} edition
 */
function measureOf(node, name, edition) {
  if (name === "degree") return node.degree;
  return node.values[name] ?? profileOf(node, edition)?.figures[name];
}

// What the picture opens with: of these the one that the latest figures of most clusters have, else the neighbours.
const OPENING_SIZES = ["patentApplications", "patentsPerMillion", "articlesPerMillion", "scientificArticles"];
/** @param {string} name */
const knownCount = (name) => nodesOfKind("cluster").filter((node) => measureOf(node, name, null) !== undefined).length;
const openingSizes = OPENING_SIZES.filter((name) => MAGNITUDES.includes(name) && knownCount(name) > 0).sort((a, b) => knownCount(b) - knownCount(a));
const SIZES = [...openingSizes, "degree", ...MAGNITUDES.filter((name) => name !== "degree" && !openingSizes.includes(name))];

const wholeFormat = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const middleFormat = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
const smallFormat = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });
/** @param {number} value */
const formatNumber = (value) => (Math.abs(value) < 1 ? smallFormat : Math.abs(value) < 100 ? middleFormat : wholeFormat).format(value);
/**
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
const plural = (count, one, many = `${one}s`) => `${formatNumber(count)} ${count === 1 ? one : many}`;

/** @param {number} number */
function ordinal(number) {
  /** @type {Record<string, string>} */
  const endings = { one: "st", two: "nd", few: "rd", other: "th" };
  const ending = endings[new Intl.PluralRules("en", { type: "ordinal" }).select(number)];
  return `${formatNumber(number)}${ending}`;
}

/** @param {{ share?: number, below?: number }} given */
function formatShare({ share, below }) {
  if (share !== undefined) return `${formatNumber(share)}%`;
  return below === undefined ? "" : `<${formatNumber(below)}%`;
}

/**
 * A value of something to size or colour by, as people read it.
 * @param {string} name
 * @param {number} value
 */
function formatMeasure(name, value) {
  const { kind } = MEASURES[name];
  return kind === "rank" ? ordinal(value) : kind === "share" ? `${formatNumber(value)}%` : formatNumber(value);
}

/**
 * A line of evidence as {file, line, quote}.
 * @param {number} number
 */
function lineOf(number) {
  const [file, line, quote] = facts.evidence[number];
  return { file: facts.files[file], line, quote, address: facts.addresses[file] };
}

/** @param {{ file: string, line: number | null }} given */
const sourceName = ({ file, line }) => (line === null ? file : `${file}, line ${line}`);

/**
 * The number of the line that a text names as `sourceName` does.
 * @param {string} text
 */
function lineNamed(text) {
  const number = facts.evidence.findIndex((_, place) => sourceName(lineOf(place)) === text);
  return number < 0 ? undefined : number;
}

/**
 * A name as a search compares it: no marks, case, dashes or spaces.
 * @param {string} text
 */
const folded = (text) => text.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/**
 * Fewest steps between two nodes over the given edges, as [[node, edge or null], ...]; null where there is no way.
 * @param {string} from
 * @param {string} to
 * @param {(edge: GraphEdge) => boolean} usable
 */
function shortestPath(from, to, usable) {
  /** @type {Map<string, GraphEdge | null>} */
  const reached = new Map([[from, null]]);
  const queue = [from];
  for (let i = 0; i < queue.length && !reached.has(to); i++) {
    for (const edge of nodeAt(queue[i]).edges) {
      const next = otherEnd(edge, queue[i]);
      if (!usable(edge) || reached.has(next)) continue;
      reached.set(next, edge);
      queue.push(next);
    }
  }
  if (!reached.has(to)) return null;
  /** @type {Path} */
  const steps = [];
  for (let key = to; ;) {
    const edge = reached.get(key) ?? null;
    steps.unshift([key, edge]);
    if (edge === null) return steps;
    key = otherEnd(edge, key);
  }
}
