// The filters, each whole in one entry: how it stands in the address, what it lets pass, its words, its control.

/** @type {(values: (number | undefined)[]) => number} */
const maximumOf = (values) => values.reduce((/** @type {number} */ most, value) => Math.max(most, value ?? 0), 0);
const lastRank = maximumOf([...nodes.values()].flatMap((node) => node.profiles.map((profile) => profile.figures.rank)));
const lastPartner = maximumOf([...edges.values()].filter(isTie).flatMap((edge) => edge.mentions.map((mention) => mention.rank)));
const largestShare = maximumOf([...edges.values()].flatMap((edge) => edge.mentions.map((mention) => mention.share)));

/**
 * A whole number in the address.
 * @param {number} low
 * @param {number} high
 * @returns {Codec<number>}
 */
const numberIn = (low, high) => ({
  read: (text) => (/^\d{1,6}$/.test(text) && Number(text) >= low && Number(text) <= high ? Number(text) : undefined),
  write: String,
});

/** @type {Record<FilterName, Filter>} */
const FILTERS = {
  edition: {
    start: null,
    read: (text) => facts.editions.find((edition) => String(edition) === text),
    write: String,
    isOn: (edition) => edition !== null,
    words: (edition) => `edition ${edition}`,
    edge: (_, { edition }, mentions) => edition === null || mentions.length > 0,
    prepare() {
      fillSelect("edition", [["", "All editions"], ...facts.editions.map((edition) => pairOf(String(edition), String(edition)))]);
      fieldOf("edition").hidden = facts.editions.length < 2;
    },
    render: (edition) => { byId("edition").value = edition === null ? "" : String(edition); },
  },
  rank: {
    start: 0,
    ...numberIn(0, lastRank),
    isOn: (rank) => rank > 0,
    words: (rank) => `clusters ranked ${ordinal(rank)} or better`,
    node: (node, { rank, edition }) => rank === 0 || !((profileOf(node, edition)?.figures.rank ?? 0) > rank),
    prepare: () => prepareSlider("rank", lastRank),
    render: (rank) => renderSlider("rank", rank, rank === 0 ? "any" : `${ordinal(rank)} or better`),
  },
  partners: {
    start: 0,
    ...numberIn(0, lastPartner),
    isOn: (partners) => partners > 0,
    words: (partners) => (partners === 1 ? "first partners only" : `partners named ${ordinal(partners)} or better`),
    edge: (edge, { partners }, mentions) => !isTie(edge) || partners === 0 || mentions.some(({ rank }) => rank !== undefined && rank <= partners),
    prepare: () => prepareSlider("partners", lastPartner),
    render: (partners) => renderSlider("partners", partners, partners === 0 ? "any" : partners === 1 ? "first only" : `${ordinal(partners)} or better`),
  },
  share: {
    start: 0,
    ...numberIn(0, 100),
    isOn: (share) => share > 0,
    words: (share) => `shares of ${share}% or more`,
    edge: (edge, { share: least }, mentions) => isTie(edge) || least === 0 || mentions.some(({ share }) => share !== undefined && share >= least),
    prepare: () => prepareSlider("share", Math.min(100, Math.ceil(largestShare))),
    render: (share) => renderSlider("share", share, share === 0 ? "any" : `${share}% or more`),
  },
  hide: {
    start: [],
    read: (text) => HIDEABLE.filter((kind) => text.split(",").includes(kind)),
    write: (kinds) => kinds.join(","),
    isOn: (hidden) => hidden.length > 0,
    words: (hidden) => `no ${hidden.map((/** @type {ShownKind} */ kind) => KINDS[kind].many.toLowerCase()).join(", ")}`,
    node: (node, { hide, edition }) => !hide.includes(isAgent(node) ? node.kind : profileOf(node, edition) ? "cluster" : "partner"),
    edge: (edge, { hide }) => !hide.includes(edge.kind),
    prepare: () => byId("kinds").replaceChildren(...HIDEABLE.filter(isPresent).map(kindBox)),
    render: (hidden) => { for (const kind of HIDEABLE.filter(isPresent)) kindInput(kind).checked = !hidden.includes(kind); },
  },
};
const FILTER_LIST = Object.values(FILTERS);
const FILTER_NAMES = /** @type {FilterName[]} */ (Object.keys(FILTERS));

/** The choices that let everything pass. */
const unfiltered = () => Object.fromEntries(FILTER_NAMES.map((name) => [name, FILTERS[name].start]));

/** @param {GraphNode} node @param {Choices} choices */
const nodePasses = (node, choices) => FILTER_LIST.every((filter) => filter.node?.(node, choices) ?? true);

/**
 * Whether an edge passes the filters by itself, its ends aside.
 * @param {GraphEdge} edge
 * @param {Choices} choices
 */
function edgePasses(edge, choices) {
  const mentions = mentionsOf(edge, choices.edition);
  return FILTER_LIST.every((filter) => filter.edge?.(edge, choices, mentions) ?? true);
}

/**
 * The words of the filters that are on.
 * @param {Choices} choices
 */
const filterWords = (choices) => FILTER_NAMES.filter((name) => FILTERS[name].isOn(choices[name])).map((name) => FILTERS[name].words(choices[name]));
