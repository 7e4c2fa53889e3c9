// The facts panel: all that the graph says of the selection, each figure with the line that says so.

const factsPanel = byId("facts");

let factsShown = "";

/**
 * Show the facts of the selection; what the reader has opened there stays while nothing in it changes.
 * @param {Shown} shown
 */
function renderFacts(shown) {
  const { selected, to, view, list, order, ask: asked, figure, sentence } = state;
  const wanted = JSON.stringify([selected, to, view, list, order, asked, figure, sentence, ...FILTER_NAMES.map((name) => state[name]), isDark()]);
  if (wanted === factsShown) return;
  factsShown = wanted;
  const active = /** @type {HTMLElement | null} */ (document.activeElement);
  const hadFocus = factsPanel.contains(active);
  fillFacts(shown, selected, to);
  factsPanel.scrollTop = 0;
  if (hadFocus) (factsPanel.hidden || (selected === null && asked === null && sentence === null) ? pictureFrame() : factsPanel).focus();
  if (hadFocus && active?.dataset.ask) focusIn(factsPanel, `[data-ask="${CSS.escape(active.dataset.ask)}"]`);
}

/**
 * @param {Shown} shown
 * @param {string | null} selected
 * @param {string | null} to
 */
function fillFacts(shown, selected, to) {
  const { sentence } = state;
  factsPanel.hidden = selected === null && sentence === null && !isRankingShown() && !isAskShown();
  factsPanel.classList.toggle("asking", isAskShown());
  factsPanel.setAttribute("aria-label", isAskShown() ? "Questions and answers" : selected === null ? "Clusters in their order" : "Facts about the selection");
  if (factsPanel.hidden) {
    factsPanel.replaceChildren();
    return;
  }
  footnotes = [];
  const content = panelContent(shown, selected, to);
  const close = h("button", { type: "button", class: "close", "aria-label": "Close", title: "Close (Esc)", click: () => (sentence !== null ? choose({ sentence: null }) : isAskShown() ? choose({ ask: null, given: "" }) : selected === null ? choose({ list: "closed" }) : deselect()) }, cross());
  factsPanel.replaceChildren();
  filled(factsPanel, {}, [grip(), close, isAskShown() || state.ask === null ? null : backToAnswer(), content, footnoteList()]);
}

/**
 * What the panel shows: a sentence, questions, the ranking, one figure, a tie, a path, or all of a node.
 * @param {Shown} shown
 * @param {string | null} selected
 * @param {string | null} to
 */
function panelContent(shown, selected, to) {
  if (state.sentence !== null) return sentenceFacts(state.sentence);
  if (isAskShown()) return askFacts();
  if (selected === null) return rankingFacts(shown);
  const [edge, chosen] = [edges.get(selected), figureChosen()];
  if (edge) return edgeFacts(edge);
  if (chosen) return figureFacts(chosen);
  return to !== null && shown.focus ? pathFacts(shown.focus) : nodeFacts(nodeAt(selected), shown);
}

const cross = () => s("svg", { class: "icon", viewBox: "0 0 20 20", "aria-hidden": "true" }, s("path", { d: "M5 5l10 10M15 5L5 15" }));

/**
 * @param {GraphNode} node
 * @param {Shown} shown
 */
function nodeFacts(node, shown) {
  return [
    h("p", { class: "eyebrow" }, kindMark(node), [KINDS[kindOf(node)].one, ...node.economies].join(" · ")),
    h("h2", {}, node.label),
    node.names.length > 0 ? h("p", { class: "other-names" }, `Also printed as ${node.names.join("; ")}`) : null,
    node.evidence ? h("div", { class: "named-in" }, "Name and economy as stated", evidence(node.evidence)) : null,
    linkList("Same in", node.links),
    linkList("Named after", node.cities),
    linkList("Related", node.related),
    shown.nodes.has(node.key) ? null : h("p", { class: "notice" }, "Not drawn now: a filter leaves it out."),
    state.view === "map" && !node.map ? h("p", { class: "notice" }, "Not on the map: its place is not known.") : null,
    node.decided === undefined ? null : h("p", { class: "other-names" }, `Taken as ${KINDS[node.kind].one.toLowerCase()}: ${facts.rules[node.decided]}`),
    nodeActions(node),
    pathField(node),
    isPartnerOnly(node) ? h("p", { class: "notice" }, "Known only as a partner: the graph holds no profile of its own.") : null,
    ...(isAgent(node) ? [] : profileFacts(node)),
    ...edgeLists(node, shown),
    ...measuredFacts(node.measured, "Measures of its place in the network"),
    node.cite ? citations(node.cite.map((number) => facts.references[number])) : null,
  ];
}

/**
 * The references to the sources of a node, as `show --cite` writes them.
 * @param {Reference[]} references
 */
function citations(references) {
  const forms = {
    BibTeX: references.map((reference) => reference.bibtex).join("\n"),
    "CSL-JSON": `${JSON.stringify(references.map((reference) => reference.csl), null, 2)}\n`,
  };
  return h("details", { class: "cite" }, h("summary", {}, "Cite"),
    references.map((reference) => h("p", {}, reference.words)),
    Object.entries(forms).map(([name, text]) => h("details", {}, h("summary", {}, name), h("pre", {}, text))));
}

/**
 * @param {string} lead
 * @param {Link[] | undefined} links
 */
function linkList(lead, links) {
  if (!links) return null;
  const anchors = links.map(([register, id, name]) =>
    h("a", { href: facts.registers[register] + id, target: "_blank", rel: "noopener noreferrer" }, name ? `${name} (${register} ${id})` : `${register} ${id}`));
  return h("p", { class: "links" }, h("span", {}, lead), ...anchors);
}

/** @param {GraphNode} node */
function nodeActions(node) {
  return h("div", { class: "actions" },
    h("button", { type: "button", class: "text-button", click: () => flyToSelection() }, "Centre"),
    isAgent(node) ? null : h("button", { type: "button", class: "text-button", id: "compare", click: () => compareToo(node.key) }, "Compare"),
    h("button", { type: "button", class: "text-button", id: "sentences", "aria-pressed": String(sentencesOpen), click: toggleSentences }, "All sentences"));
}

// Whether the sentences behind the figures are open; it lasts from one selection to the next.
let sentencesOpen = false;

/** @param {Event} given */
function toggleSentences({ currentTarget }) {
  sentencesOpen = !sentencesOpen;
  /** @type {Element} */ (currentTarget).setAttribute("aria-pressed", String(sentencesOpen));
  /** @type {NodeListOf<HTMLDetailsElement>} */
  const quotes = factsPanel.querySelectorAll(".evidence:has(> blockquote)");
  for (const details of quotes) details.open = sentencesOpen;
}

/**
 * The field in which the other end of a path is found.
 * @param {GraphNode} node
 */
function pathField(node) {
  const input = h("input", { type: "search", id: "path-to", placeholder: `Path from ${node.label} to …` });
  const list = h("ul", { class: "results", id: "path-results", hidden: true });
  finder(input, list, (key) => showPath(node, key));
  return h("div", { class: "path-field" }, h("label", { class: "unseen", for: "path-to" }, `Path from ${node.label} to`), input, list);
}

/**
 * @param {GraphNode} node
 * @param {string} to
 */
function showPath(node, to) {
  if (to === node.key) return;
  choose({ selected: node.key, to });
  flyToSelection();
  const path = scene.focus?.path;
  announce(path ? `Path from ${node.label} to ${nodeAt(to).label}: ${path.map(([key]) => nodeAt(key).label).join(", ")}` : `No path from ${node.label} to ${nodeAt(to).label}`);
  factsPanel.focus();
}

/** @param {GraphNode} node */
function profileFacts(node) {
  const profiles = state.edition === null ? [...node.profiles].reverse() : node.profiles.filter((one) => one.edition === state.edition);
  return profiles.map((profile) => h("section", { class: "figures" },
    h("h3", {}, profile.edition ? `Global Innovation Index ${profile.edition}` : "Profile"),
    rankStrip(profile),
    changeFacts(node, profile),
    h("dl", {}, facts.figures.map((figure) => figureRow(profile, figure))),
    ...checkFacts(profile),
    ...fieldLists(profile),
    ...impliedFacts(profile)));
}

/**
 * Where a cluster stands by size among those of its edition that the graph has a rank of.
 * @param {ClusterProfile} profile
 */
function rankStrip({ edition, figures: { rank } }) {
  const last = Math.max(...rankedClusters.flatMap((node) => node.profiles.filter((profile) => profile.edition === edition).flatMap((profile) => profile.figures.rank ?? [])));
  if (rank === undefined || last < 2) return null;
  const x = (96 * (rank - 1)) / (last - 1) + 2;
  return h("div", { class: "strip" },
    s("svg", { viewBox: "0 0 100 8", preserveAspectRatio: "none", role: "img", "aria-label": `${ordinal(rank)}, the last known rank being the ${ordinal(last)}` },
      s("line", { x1: 2, x2: 98, y1: 4, y2: 4, class: "strip-line" }), s("rect", { x: x - 1, y: 0, width: 2, height: 8, class: "strip-mark" })),
    h("span", {}, "1st"), h("span", {}, ordinal(last)));
}

/**
 * What changed since the edition before, as far as both state it, each with both sentences.
 * @param {GraphNode} node
 * @param {ClusterProfile} profile
 */
function changeFacts(node, profile) {
  const before = node.profiles[node.profiles.indexOf(profile) - 1];
  if (!before?.edition) return null;
  const changes = facts.figures.flatMap(({ name, short, kind }) => {
    const [old, now] = [before.figures[name], profile.figures[name]];
    return old === undefined || now === undefined || old === now ? [] : [h("li", {}, `${short}: ${figureText(before.figures, name, kind)} to `, h("strong", {}, figureText(profile.figures, name, kind)), evidence(before.evidence?.[name]), evidence(profile.evidence?.[name]))];
  });
  return changes.length > 0 ? h("details", { class: "changes", open: true }, h("summary", {}, `Since ${before.edition}`), h("ul", {}, changes)) : null;
}

/**
 * What a ranking table counts, held against what the profile's own rows imply.
 * @param {ClusterProfile} profile
 */
const checkFacts = ({ checks = [] }) => checks.map(({ label, implied, verdict, evidence: lines }) => h("div", { class: "check-fact" },
  h("p", {}, `${label}: ${implied} by the rows of the profile; a ranking table counts ${verdict}.`), evidence(lines)));

// A figure that is read together with another: "25th of 26".
/** @type {Record<string, string>} */
const OUT_OF = { nationalRank: "clustersInEconomy" };

/**
 * @param {ClusterProfile} profile
 * @param {Facts["figures"][number]} given1
 */
function figureRow(profile, { name, label, kind }) {
  const text = figureText(profile.figures, name, kind);
  const told = Object.entries(OUT_OF).some(([other, whole]) => whole === name && profile.figures[other] !== undefined);
  if (text === "" || told) return null;
  const whole = profile.figures[OUT_OF[name]];
  const lines = profile.evidence?.[name] ?? profile.evidence?.[`${name}Below`];
  const card = h("button", { type: "button", class: "value", title: "Sentence, bounds and caveat of this figure", click: () => choose({ figure: [name, profile.edition].filter(Boolean).join(" ") }) }, h("strong", {}, text));
  return factRow(label, [card, whole === undefined ? null : h("span", { class: "unit" }, ` of ${formatNumber(whole)} clusters`), evidence(lines)]);
}

/**
 * A figure as people read it; empty where the profile does not state it.
 * @param {Record<string, number>} figures
 * @param {string} name
 * @param {MeasureKind} kind
 */
function figureText(figures, name, kind) {
  if (kind === "share") return formatShare({ share: figures[name], below: figures[`${name}Below`] });
  if (figures[name] === undefined) return "";
  return kind === "rank" ? ordinal(figures[name]) : formatNumber(figures[name]);
}

/**
 * @param {string} label
 * @param {Child} content
 */
const factRow = (label, content) => h("div", { class: "figure" }, h("dt", {}, label), h("dd", {}, content));

/** @param {ClusterProfile} profile */
function fieldLists(profile) {
  return ["patents", "articles"].flatMap((activity) => {
    const rows = (profile.fields ?? []).filter((row) => row.activity === activity);
    if (rows.length === 0) return [];
    const title = activity === "patents" ? "Top technology fields, patents" : "Top subject fields, articles";
    return [h("h4", {}, title), h("dl", {}, rows.map(fieldRow))];
  });
}

/** @param {FieldRow} row */
const fieldRow = (row) => factRow(row.field, [h("strong", {}, formatShare(row)), evidence(row.evidence)]);

/** @type {{ kind: EdgeKind, end: "from" | "to", title: string }[]} */
const EDGE_LISTS = [
  { kind: "filing", end: "to", title: "Top PCT applicants" },
  { kind: "publication", end: "to", title: "Top publishing organizations" },
  { kind: "patent-tie", end: "from", title: "Top patent partners" },
  { kind: "article-tie", end: "from", title: "Top article partners" },
  { kind: "patent-tie", end: "to", title: "Named as patent partner by" },
  { kind: "article-tie", end: "to", title: "Named as article partner by" },
  { kind: "filing", end: "from", title: "Top PCT applicant in" },
  { kind: "publication", end: "from", title: "Top publisher in" },
];

/**
 * @param {GraphNode} node
 * @param {Shown} shown
 */
function edgeLists(node, shown) {
  const drawn = new Set(shown.edges);
  return EDGE_LISTS.flatMap(({ kind, end, title }) => {
    const here = node.edges.filter((edge) => edge.kind === kind && edge[end] === node.key && (state.edition === null || mentionOf(edge, state.edition)));
    if (here.length === 0) return [];
    /** @param {GraphEdge} edge */
    const rank = (edge) => mentionOf(edge, state.edition)?.rank ?? 99;
    here.sort((a, b) => rank(a) - rank(b) || (a.key < b.key ? -1 : 1));
    return [h("section", { class: "edges" }, h("h3", {}, lineMark(here[0], 1), title), h("ol", { class: "rows" }, here.map((edge) => edgeRow(edge, node, drawn.has(edge)))))];
  });
}

/**
 * @param {GraphEdge} edge
 * @param {GraphNode} node
 * @param {boolean} drawn
 */
function edgeRow(edge, node, drawn) {
  const other = nodeAt(otherEnd(edge, node.key));
  const mentions = mentionsOf(edge, state.edition);
  const latest = mentions.at(-1) ?? {};
  return h("li", {},
    h("span", { class: "rank", title: "Rank in the list" }, latest.rank === undefined ? "–" : formatNumber(latest.rank)),
    h("div", { class: "row-body" },
      h("button", { type: "button", class: "name", click: () => select(other.key, { fly: true }) }, kindMark(other), other.label),
      drawn ? null : h("p", { class: "unit" }, "Not drawn: a filter leaves it out."),
      mentions.map((mention) => mentionLine(mention, edge, mentions.length > 1))));
}

/**
 * One edition's figures of an edge, with a bar for the share and the line of evidence.
 * @param {Mention} mention
 * @param {GraphEdge} edge
 * @param {boolean} withEdition
 */
function mentionLine(mention, edge, withEdition) {
  const unit = unitOf(edge);
  const parts = [
    withEdition && mention.edition ? `${mention.edition}:` : "",
    withEdition && mention.rank !== undefined ? `rank ${mention.rank}` : "",
    mention.count === undefined ? "" : `${formatNumber(mention.count)} ${unit}`,
  ].filter(Boolean);
  const share = formatShare(mention);
  return h("div", { class: "mention" },
    h("span", {}, parts.join(" "), parts.length > 0 && share ? " · " : "", share ? h("strong", {}, share) : null),
    evidence(mention.evidence),
    mention.share === undefined ? null : shareBar(mention.share, edge));
}

/**
 * @param {number} share
 * @param {GraphEdge} edge
 */
function shareBar(share, edge) {
  return s("svg", { class: "bar", viewBox: "0 0 100 4", preserveAspectRatio: "none", "aria-hidden": "true" },
    s("rect", { width: 100, height: 4, class: "bar-back" }),
    s("rect", { width: Math.min(share, 100), height: 4, fill: palette().ties[activityOf(edge)] }));
}

/**
 * The lines of a source that state something, as footnote marks: each opens the sentence with its file and line.
 * @param {number[] | undefined} numbers
 */
function evidence(numbers) {
  if (!numbers) return null;
  return numbers.map((number) => {
    const line = lineOf(number);
    return h("details", { class: "evidence", open: sentencesOpen },
      h("summary", { class: "footnote", "aria-label": `Source ${footnote(number)}: ${sourceName(line)}`, title: sourceName(line) }, formatNumber(footnote(number))),
      h("div", { class: "source-name" }, sourceName(line)), h("blockquote", {}, quoteText(line.quote)), lineLinks(number));
  });
}

/**
 * Where a line can be cited from: its address in this page, and the source's own.
 * @param {number} number
 */
function lineLinks(number) {
  const { address } = lineOf(number);
  return h("p", { class: "line-links" },
    state.sentence === number ? null : h("button", { type: "button", class: "text-button", click: () => choose({ sentence: number }) }, "This sentence alone"),
    address ? h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, "Source on the web") : null);
}

/** The lines that the panel refers to, in the order of their marks. @type {number[]} */
let footnotes = [];

/**
 * The mark of a line: the same wherever the panel refers to it.
 * @param {number} number of the line
 */
function footnote(number) {
  if (!footnotes.includes(number)) footnotes.push(number);
  return footnotes.indexOf(number) + 1;
}

/** What the marks stand for, at the foot of the panel. */
const footnoteList = () => footnotes.length === 0 ? null : h("section", { class: "footnotes" }, h("h3", {}, "Sources"),
  h("ol", {}, footnotes.map((number) => h("li", {}, h("span", { class: "rank" }, formatNumber(footnote(number))), sourceName(lineOf(number))))));

/**
 * A source line as plain text, without the marks of what it sets bold.
 * @param {string} quote
 */
const plainQuote = (quote) => quote.trim().replace(/\t+/g, " · ").replace(/\*\*(.+?)\*\*/gu, "$1");

/**
 * A source line as read; spans that it marks bold with ** are set bold, table cells are parted by dots.
 * @param {string} quote
 */
function quoteText(quote) {
  return quote.trim().replace(/\t+/g, " · ").split(/\*\*(.+?)\*\*/u).map((part, i) => (i % 2 === 1 ? h("b", {}, part) : part));
}

/** @param {GraphEdge} edge */
function edgeFacts(edge) {
  const [from, to] = [nodeAt(edge.from), nodeAt(edge.to)];
  /** @param {GraphNode} node */
  const end = (node) => h("button", { type: "button", class: "name big", click: () => select(node.key, { fly: true }) }, kindMark(node), node.label);
  return [
    h("p", { class: "eyebrow" }, lineMark(edge, 1), KINDS[edge.kind].one),
    h("h2", { class: "unseen" }, describeEdge(edge)),
    h("div", { class: "edge-ends" }, end(from), h("p", {}, KINDS[edge.kind].verb), end(to)),
    ...mentionsOf(edge, state.edition).map((mention) => h("section", { class: "figures" },
      h("h3", {}, mention.edition ? `Global Innovation Index ${mention.edition}` : "Mention"),
      h("dl", {}, edgeFigures(edge, mention)),
      (mention.evidence ?? []).map((number) => openEvidence(number)))),
    edge.mentions.length === 0 ? h("p", { class: "notice" }, "The graph states this tie without a row behind it.") : null,
  ];
}

/**
 * @param {GraphEdge} edge
 * @param {Mention} mention
 */
function edgeFigures(edge, mention) {
  const rows = [
    [isTie(edge) ? "Rank among its partners" : "Rank in the list", mention.rank === undefined ? "" : ordinal(mention.rank)],
    [activityOf(edge) === "patents" ? "PCT applications" : "Articles", mention.count === undefined ? "" : formatNumber(mention.count)],
    ["Share", formatShare(mention)],
    ["As printed", mention.name ?? ""],
  ];
  return rows.filter(([, text]) => text !== "").map(([label, text]) => factRow(label, h("strong", {}, text)));
}

/** @param {number} number */
const openEvidence = (number) => citedText(lineOf(number), lineLinks(number));

/**
 * @param {{ file: string, line: number | null, quote: string }} line
 * @param {Child} [links]
 */
const citedText = (line, links) => h("figure", { class: "evidence open" }, h("blockquote", {}, quoteText(line.quote)), h("figcaption", {}, sourceName(line)), links ?? null);

/** @param {Focus} focus */
function pathFacts({ path }) {
  const [from, to] = [nodeAt(state.selected ?? ""), nodeAt(state.to ?? "")];
  return [
    h("p", { class: "eyebrow" }, "Shortest path, whoever names whom"),
    h("h2", { id: "path-length" }, path === null ? "No path" : plural(path.length - 1, "step")),
    path === null ? h("p", { class: "notice" }, `What is shown does not connect ${from.label} and ${to.label}.`) : null,
    h("ol", { class: "path" }, (path ?? []).map(([key, edge]) => h("li", {},
      edge ? stepFacts(otherEnd(edge, key), key) : null,
      h("button", { type: "button", class: "name", click: () => select(key, { fly: true }) }, kindMark(nodeAt(key)), nodeAt(key).label)))),
    pathField(from),
  ];
}

/**
 * All that is stated between two nodes, in both directions, each with its rank, edition and sentence.
 * @param {string} one
 * @param {string} other
 */
const stepFacts = (one, other) => h("ul", { class: "steps" }, edgesBetween(one, other).map((edge) => h("li", {},
  h("button", { type: "button", class: "step", click: () => select(edge.key) }, lineMark(edge, mentionOf(edge, state.edition)?.rank),
    `${nodeAt(edge.from).label} ${KINDS[edge.kind].verb} ${nodeAt(edge.to).label}`),
  mentionsOf(edge, state.edition).map((mention) => h("div", { class: "mention" }, mentionWords(edge, mention), evidence(mention.evidence))))));

/**
 * The edges between two nodes that the filters leave.
 * @param {string} one
 * @param {string} other
 */
const edgesBetween = (one, other) => nodeAt(one).edges.filter((edge) => otherEnd(edge, one) === other && edgePasses(edge, state));

/** @param {GraphNode} node */
function describeNode(node) {
  const size = state.size === "same" ? CHOICES.size.start : state.size;
  const value = isAgent(node) ? undefined : measureOf(node, size, state.edition);
  const figure = value === undefined ? "" : `\n${measureLabel(size)}: ${formatMeasure(size, value)}`;
  return `${node.label}\n${[KINDS[kindOf(node)].one, ...node.economies].join(", ")}${figure}`;
}

/** @param {GraphEdge} edge */
function describeEdge(edge) {
  const mentions = mentionsOf(edge, state.edition).map((mention) => mentionWords(edge, mention)).filter(Boolean);
  const ended = state.edition === null && isEnded(edge) ? "\nNot named in the latest edition" : "";
  const stated = mentions.length > 0 ? `: ${mentions.join("; ")}` : "";
  return `${nodeAt(edge.from).label} ${KINDS[edge.kind].verb} ${nodeAt(edge.to).label}${stated}${ended}`;
}

/**
 * @param {GraphEdge} edge
 * @param {Mention} mention
 */
const mentionWords = (edge, mention) => [
  mention.rank === undefined ? "" : `rank ${mention.rank}`,
  mention.count === undefined ? "" : `${formatNumber(mention.count)} ${unitOf(edge)}`,
  formatShare(mention),
  mention.edition ? String(mention.edition) : "",
].filter(Boolean).join(", ");
