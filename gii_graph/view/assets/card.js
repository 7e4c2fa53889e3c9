// Cards: clusters side by side, or one figure, each number with its sentences; as a page, a picture or Markdown.

const MOST_COMPARED = 3;
const MOST_NAMES = 3;

/** @type {(text: string, evidence?: number[]) => CardCell} */
const cardCell = (text, evidence = []) => ({ text, evidence });

/**
 * The edition of a cluster that is compared: the one chosen, else its latest.
 * @param {GraphNode} node
 */
const comparedProfile = (node) => profileOf(node, state.edition);

/**
 * Clusters side by side: their figures, what these imply, whom they name, and whom they have in common.
 * @param {GraphNode[]} clusters
 * @returns {Card}
 */
function comparisonCard(clusters) {
  const rows = [
    { label: "Edition", cells: clusters.map((node) => cardCell(String(comparedProfile(node)?.edition ?? ""))) },
    { label: "Economy", cells: clusters.map((node) => cardCell(node.economies.join(", "), node.evidence)) },
    ...facts.figures.map((figure) => ({ label: figure.label, cells: clusters.map((node) => figureCell(comparedProfile(node), figure)) })),
    ...impliedRows(clusters),
    ...CARD_LISTS.map(({ kind, end, title }) => ({ label: title, cells: clusters.map((node) => namesCell(node, kind, end)) })),
  ];
  const together = [
    { label: "Partners in common, patents", whole: commonCell(clusters, "patent-tie") },
    { label: "Partners in common, articles", whole: commonCell(clusters, "article-tie") },
    { label: "Who names whom of them", whole: betweenCell(clusters) },
  ];
  return {
    title: clusters.map(({ label }) => label).join(" and "),
    heads: clusters.map(({ label }) => label),
    rows: [...rows.filter((row) => cellsOf(row).some(({ text }) => text !== "")), ...together],
  };
}

/** @type {{ kind: EdgeKind, end: "from" | "to", title: string }[]} */
const CARD_LISTS = [
  { kind: "filing", end: "to", title: "Top PCT applicants" },
  { kind: "publication", end: "to", title: "Top publishing organizations" },
  { kind: "patent-tie", end: "from", title: "Names as patent partners" },
  { kind: "article-tie", end: "from", title: "Names as article partners" },
];

/**
 * @param {ClusterProfile | undefined} profile
 * @param {Facts["figures"][number]} figure
 */
const figureCell = (profile, { name, kind }) => (profile ? cardCell(figureText(profile.figures, name, kind), profile.evidence?.[name] ?? profile.evidence?.[`${name}Below`]) : cardCell(""));

/**
 * What the printed figures imply, where the graph holds it.
 * @param {GraphNode[]} clusters
 * @returns {CardRow[]}
 */
function impliedRows(clusters) {
  const labels = new Set(clusters.flatMap((node) => comparedProfile(node)?.implied?.map(({ label }) => label) ?? []));
  return [...labels].map((label) => ({
    label: `${label} (derived)`,
    cells: clusters.map((node) => {
      const implied = comparedProfile(node)?.implied?.find((one) => one.label === label);
      return implied ? cardCell(impliedText(implied), implied.evidence) : cardCell("");
    }),
  }));
}

/**
 * Those of an edition that a cluster lists first.
 * @param {GraphNode} node
 * @param {EdgeKind} kind
 * @param {"from" | "to"} end
 */
function namesCell(node, kind, end) {
  const edition = comparedProfile(node)?.edition;
  const named = node.edges.filter((edge) => edge.kind === kind && edge[end] === node.key)
    .flatMap((edge) => edge.mentions.filter((mention) => mention.edition === edition).map((mention) => ({ edge, mention })))
    .sort((a, b) => (a.mention.rank ?? 99) - (b.mention.rank ?? 99)).slice(0, MOST_NAMES);
  const words = named.map(({ edge, mention }) => [nodeAt(otherEnd(edge, node.key)).label, formatShare(mention)].filter(Boolean).join(" "));
  return cardCell(words.join("; "), [...new Set(named.flatMap(({ mention }) => mention.evidence ?? []))]);
}

/**
 * Whom all of these clusters name as a partner.
 * @param {GraphNode[]} clusters
 * @param {EdgeKind} kind
 */
function commonCell(clusters, kind) {
  const named = clusters.map((node) => new Map(node.edges.filter((edge) => edge.kind === kind && edge.from === node.key && mentionsOf(edge, state.edition).length > 0).map((edge) => [edge.to, edge])));
  const common = [...named[0].keys()].filter((key) => named.every((one) => one.has(key)));
  const lines = common.flatMap((key) => named.flatMap((one) => mentionsOf(/** @type {GraphEdge} */ (one.get(key)), state.edition).at(-1)?.evidence ?? []));
  return cardCell(common.map((key) => nodeAt(key).label).join("; ") || "none", [...new Set(lines)]);
}

/** @param {GraphNode[]} clusters */
function betweenCell(clusters) {
  const ties = clusters.flatMap((node) => node.edges.filter((edge) => isTie(edge) && edge.from === node.key && clusters.some(({ key }) => key === edge.to) && mentionsOf(edge, state.edition).length > 0));
  const words = ties.map((edge) => `${nodeAt(edge.from).label} ${KINDS[edge.kind].verb} ${nodeAt(edge.to).label}`);
  return cardCell(words.join("; ") || "none", [...new Set(ties.flatMap((edge) => mentionsOf(edge, state.edition).at(-1)?.evidence ?? []))]);
}

// What a number of a kind cannot say.
/** @type {Record<MeasureKind, string>} */
const CAVEATS = {
  rank: "A place in an order: it does not say how far apart two neighbours are, and a later edition may rank other clusters.",
  whole: "As the source counts it; names and bounds of a cluster may differ between editions.",
  number: "As the source counts it; names and bounds of a cluster may differ between editions.",
  share: "A rounded share: sums and differences of rounded shares carry the rounding of each.",
};
const RATE = /PerMillion$/;
const RATE_CAVEAT = "An intensity over the last five years: neither a count nor of one year, and by the inhabitants that the source takes.";

/**
 * What a printed number leaves open.
 * @param {Facts["figures"][number]} figure
 * @param {Record<string, number>} figures
 */
function boundsText({ name, kind }, figures) {
  const [value, below] = [figures[name], figures[`${name}Below`]];
  if (value === undefined) return below === undefined ? "" : `from 0% to less than ${formatNumber(below)}%`;
  if (kind === "rank" || (kind !== "share" && !RATE.test(name))) return "exact, as printed";
  const half = 0.5 / 10 ** (String(value).split(".")[1]?.length ?? 0);
  const unit = kind === "share" ? "%" : "";
  const text = (/** @type {number} */ end) => `${new Intl.NumberFormat("en", { maximumFractionDigits: 6 }).format(end)}${unit}`;
  return `${text(Math.max(value - half, 0))} to ${text(value + half)}, if rounded to the nearest`;
}

/**
 * One figure, to check a fact by: value, sentence, bounds, caveat.
 * @param {GraphNode} node
 * @param {ClusterProfile} profile
 * @param {Facts["figures"][number]} figure
 * @returns {Card}
 */
function figureCard(node, profile, figure) {
  const cell = figureCell(profile, figure);
  const sentences = (cell.evidence ?? []).map((number) => plainQuote(lineOf(number).quote)).join(" … ");
  return {
    title: `${node.label}: ${figure.label}`,
    heads: [String(profile.edition ?? "")],
    rows: [
      { label: "Value", cells: [cell] },
      { label: "Sentence", cells: [cardCell(sentences, cell.evidence)] },
      { label: "Bounds", cells: [cardCell(boundsText(figure, profile.figures))] },
      { label: "Caveat", cells: [cardCell(RATE.test(figure.name) ? RATE_CAVEAT : CAVEATS[figure.kind])] },
    ],
  };
}

/**
 * The figure that the address names of what is selected, such as "rank 2024".
 * @returns {{ node: GraphNode, profile: ClusterProfile, figure: Facts["figures"][number] } | null}
 */
function figureChosen() {
  const [name, edition] = (state.figure ?? "").split(" ");
  const node = nodes.get(state.selected ?? "");
  const figure = facts.figures.find((one) => one.name === name);
  const profile = node?.profiles.find((one) => String(one.edition ?? "") === (edition ?? ""));
  return node && profile && figure && figureText(profile.figures, name, figure.kind) !== "" ? { node, profile, figure } : null;
}

/** The card that is shown, if one is. */
function cardNow() {
  if (state.view === "compare" && state.compare.length > 1) return comparisonCard(state.compare.map(nodeAt));
  const chosen = figureChosen();
  return chosen ? figureCard(chosen.node, chosen.profile, chosen.figure) : null;
}
