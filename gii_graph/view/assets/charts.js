// Charts of the clusters that are shown: ranks and rates from edition to edition, one figure against another, and the
// shares of those listed first. Each has its rows as a table, and can be taken along as a drawing.

const CHART_WIDTH = { least: 300, most: 1060, saved: 960 };
const MOST_LISTED = 3;

/** @param {string} name */
const figureNamed = (name) => facts.figures.find((figure) => figure.name === name) ?? { name, label: name, short: name, kind: /** @type {MeasureKind} */ ("number") };

/**
 * The shown clusters that have a profile.
 * @param {Shown} shown
 */
const chartedClusters = (shown) => [...shown.nodes].map(nodeAt).filter((node) => !isAgent(node) && node.profiles.length > 0);

/**
 * What the profiles of clusters state of one figure, edition by edition.
 * @param {string} name
 * @param {GraphNode[]} clusters
 * @returns {ChartSeries[]}
 */
const seriesOf = (name, clusters) => clusters.map((node) => ({
  node,
  points: node.profiles.flatMap(({ edition, figures, evidence }) =>
    (edition === undefined || figures[name] === undefined ? [] : [{ edition, value: figures[name], evidence: evidence?.[name] ?? [] }])),
})).filter(({ points }) => points.length > 0);

/** @param {ChartSeries} series */
const hasMoved = ({ points }) => points.length > 1;

/**
 * A value of a figure as people read it.
 * @param {Facts["figures"][number]} figure
 * @param {number} value
 */
const figureWords = ({ name, kind }, value) => figureText({ [name]: value }, name, kind);

/**
 * A figure from edition to edition, a line for each cluster.
 * @param {string} name
 * @param {string} label
 * @returns {Chart}
 */
function courseChart(name, label) {
  const figure = figureNamed(name);
  return {
    label,
    unit: figure.label,
    fits: () => seriesOf(name, nodesOfKind("cluster")).some(hasMoved),
    rows(shown) {
      const heads = ["Cluster", ...facts.editions.flatMap((edition) => [String(edition), `Source ${edition}`])];
      const rows = seriesOf(name, chartedClusters(shown)).map(({ node, points }) => ({
        key: node.key,
        cells: [node.label, ...facts.editions.flatMap((edition) => {
          const point = points.find((one) => one.edition === edition);
          return [point?.value, point && sourceOf(point.evidence)];
        })],
      }));
      return { heads, rows: rows.sort((a, b) => compareCells(a.cells.at(-2), b.cells.at(-2), figure.kind === "rank" ? 1 : -1)) };
    },
    draw: (shown, width) => drawCourses(seriesOf(name, chartedClusters(shown)), figure, width),
  };
}

/**
 * One figure against another, a dot for each cluster.
 * @param {string} across
 * @param {string} up
 * @param {string} label
 * @returns {Chart}
 */
function scatterChart(across, up, label) {
  const figures = [figureNamed(across), figureNamed(up)];
  /** @param {GraphNode[]} clusters */
  const dotsOf = (clusters) => clusters.flatMap((node) => {
    const profile = profileOf(node, state.edition);
    const values = figures.map(({ name }) => profile?.figures[name]);
    return profile && values.every((value) => value !== undefined) ? [{ node, profile, x: Number(values[0]), y: Number(values[1]) }] : [];
  });
  return {
    label,
    unit: figures.map(({ label: words }, i) => `${i === 0 ? "To the right" : "Upwards"}: ${words}`).join(". "),
    fits: () => nodesOfKind("cluster").some(({ profiles }) => profiles.some((profile) => figures.every(({ name }) => profile.figures[name] !== undefined))),
    rows: (shown) => ({
      heads: ["Cluster", "Edition", ...figures.flatMap(({ short }) => [short, "Source"])],
      rows: dotsOf(chartedClusters(shown)).map(({ node, profile, x, y }) => ({
        key: node.key, cells: [node.label, String(profile.edition ?? ""), x, sourceOf(profile.evidence?.[across]), y, sourceOf(profile.evidence?.[up])],
      })).sort((a, b) => compareCells(a.cells[2], b.cells[2], figures[0].kind === "rank" ? 1 : -1)),
    }),
    draw: (shown, width) => drawDots(dotsOf(chartedClusters(shown)), figures, width),
  };
}

/**
 * The shares of those listed first in each cluster, side by side on one bar.
 * @param {EdgeKind} kind
 * @param {string} label
 * @returns {Chart}
 */
function shareChart(kind, label) {
  /** @param {GraphNode[]} clusters */
  const barsOf = (clusters) => clusters.map((node) => ({ node, listed: listedOf(node, kind) })).filter(({ listed }) => listed.length > 0)
    .sort((a, b) => summed(b.listed) - summed(a.listed) || (a.node.label < b.node.label ? -1 : 1));
  return {
    label,
    unit: `Percent of all ${kind === "filing" ? "PCT applications" : "articles"} of the cluster, as printed`,
    fits: () => [...edges.values()].some((edge) => edge.kind === kind && edge.mentions.some((mention) => formatShare(mention) !== "")),
    rows: (shown) => ({
      heads: ["Cluster", "Edition", "Rank", kind === "filing" ? "Applicant" : "Publisher", "Share, %", "Source"],
      rows: barsOf(chartedClusters(shown)).flatMap(({ node, listed }) => listed.map(({ edge, mention }) => ({
        key: node.key, cells: [node.label, String(mention.edition ?? ""), mention.rank, nodeAt(edge.from).label, mention.share ?? formatShare(mention), sourceOf(mention.evidence)],
      }))),
    }),
    draw: (shown, width) => drawShares(barsOf(chartedClusters(shown)), kind, width),
  };
}

/**
 * The first rows of a cluster's list in the edition chosen, or in its latest.
 * @param {GraphNode} node
 * @param {EdgeKind} kind
 */
function listedOf(node, kind) {
  const edition = profileOf(node, state.edition)?.edition;
  return node.edges.filter((edge) => edge.kind === kind && edge.to === node.key)
    .flatMap((edge) => edge.mentions.filter((mention) => mention.edition === edition && formatShare(mention) !== "").map((mention) => ({ edge, mention })))
    .sort((a, b) => (a.mention.rank ?? 99) - (b.mention.rank ?? 99)).slice(0, MOST_LISTED);
}

/** @param {{ mention: Mention }[]} listed */
const summed = (listed) => listed.reduce((sum, { mention }) => sum + (mention.share ?? 0), 0);

/** @type {Record<string, Chart>} */
const EVERY_CHART = {
  ranks: courseChart("rank", "Ranks by size, edition by edition"),
  intensityRanks: courseChart("intensityRank", "Ranks by intensity, edition by edition"),
  patentRates: courseChart("patentsPerMillion", "Patent intensity, edition by edition"),
  articleRates: courseChart("articlesPerMillion", "Article intensity, edition by edition"),
  sizes: scatterChart("rank", "intensityRank", "Intensity against size"),
  rates: scatterChart("patentsPerMillion", "articlesPerMillion", "Patents against articles"),
  applicants: shareChart("filing", "Shares of the first three applicants"),
  publishers: shareChart("publication", "Shares of the first three publishers"),
};
/** Those for which the graph has figures. */
const CHARTS = Object.fromEntries(Object.entries(EVERY_CHART).filter(([, chart]) => chart.fits()));
