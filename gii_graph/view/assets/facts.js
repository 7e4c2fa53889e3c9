// The facts panel: all that the graph says of the selection, each figure with the line that says so.

const factsPanel = document.getElementById("facts");

function renderFacts(shown) {
  const { selected, to } = state;
  factsPanel.hidden = selected === null;
  if (selected === null) return factsPanel.replaceChildren();
  const edge = edges.get(selected);
  const content = edge ? edgeFacts(edge) : to !== null ? pathFacts(shown.focus) : nodeFacts(nodes.get(selected), shown);
  const close = h("button", { type: "button", class: "close", "aria-label": "Close", title: "Close (Esc)", click: deselect }, cross());
  return factsPanel.replaceChildren(close, ...content.flat().filter(Boolean));
}

const cross = () => s("svg", { class: "icon", viewBox: "0 0 20 20", "aria-hidden": "true" }, s("path", { d: "M5 5l10 10M15 5L5 15" }));

function nodeFacts(node, shown) {
  return [
    h("p", { class: "eyebrow" }, kindMark(node), [KINDS[kindOf(node)].one, ...node.economies].join(" · ")),
    h("h2", {}, node.label),
    node.names.length > 0 ? h("p", { class: "other-names" }, `Also printed as ${node.names.join("; ")}`) : null,
    evidence(node.evidence),
    linkList("Same in", node.links),
    linkList("Named after", node.cities),
    linkList("Related", node.related),
    shown.nodes.has(node.key) ? null : h("p", { class: "notice" }, "Not drawn now: a filter leaves it out."),
    state.view === "map" && !node.map ? h("p", { class: "notice" }, "Not on the map: its place is not known.") : null,
    node.decided === undefined ? null : h("p", { class: "other-names" }, `Taken as ${KINDS[node.kind].one.toLowerCase()}: ${facts.rules[node.decided]}`),
    nodeActions(node),
    isPartnerOnly(node) ? h("p", { class: "notice" }, "Known only as a partner: the graph holds no profile of its own.") : null,
    ...(isAgent(node) ? [] : profileFacts(node)),
    ...edgeLists(node, shown),
  ];
}

const REGISTERS = { ROR: "https://ror.org/", Wikidata: "https://www.wikidata.org/wiki/", GeoNames: "https://www.geonames.org/" };

function linkList(lead, links) {
  if (!links) return null;
  const anchors = links.map(([register, id]) =>
    h("a", { href: REGISTERS[register] + id, target: "_blank", rel: "noopener noreferrer" }, `${register} ${id}`));
  return h("p", { class: "links" }, `${lead} `, ...anchors);
}

function nodeActions(node) {
  return h("div", { class: "actions" },
    h("button", { type: "button", class: "text-button", click: () => flyTo([node.key, ...neighboursShown(node)]) }, "Centre"),
    h("button", { type: "button", class: "text-button", id: "path-from", click: () => askForPath(node) }, "Path to …"));
}

const neighboursShown = (node) => node.edges.map((edge) => otherEnd(edge, node.key));

function askForPath(node) {
  searchFor(`Path from ${node.label} to …`, (key) => {
    if (key !== node.key) choose({ selected: node.key, to: key });
  });
}

function profileFacts(node) {
  const profiles = state.edition === null ? [...node.profiles].reverse() : node.profiles.filter((one) => one.edition === state.edition);
  return profiles.map((profile) => h("section", { class: "figures" },
    h("h3", {}, profile.edition ? `Global Innovation Index ${profile.edition}` : "Profile"),
    h("dl", {}, Object.keys(FIGURES).map((name) => figureRow(profile, name))),
    ...fieldLists(profile)));
}

function figureRow(profile, name) {
  const text = figureText(profile.figures, name);
  if (text === null) return null;
  const lines = profile.evidence[name] ?? profile.evidence[`${name}Below`];
  return h("div", { class: "figure" }, h("dt", {}, FIGURES[name].label),
    h("dd", {}, h("strong", {}, text.value), text.unit ? h("span", { class: "unit" }, ` ${text.unit}`) : null, evidence(lines)));
}

/** A figure as {value, unit}; null where the profile does not state it. */
function figureText(figures, name) {
  const { ordinal: ranked, unit } = FIGURES[name];
  if (unit === "%") {
    const value = formatShare({ share: figures[name], below: figures[`${name}Below`] });
    return value ? { value, unit: "" } : null;
  }
  if (figures[name] === undefined) return null;
  const of = name === "nationalRank" && figures.clustersInEconomy ? `of ${formatNumber(figures.clustersInEconomy)} clusters` : "";
  return ranked ? { value: ordinal(figures[name]), unit: of } : { value: formatNumber(figures[name]), unit };
}

function fieldLists(profile) {
  return ["patents", "articles"].flatMap((activity) => {
    const rows = (profile.fields ?? []).filter((row) => row.activity === activity);
    if (rows.length === 0) return [];
    const title = activity === "patents" ? "Top technology fields, patents" : "Top subject fields, articles";
    return [h("h4", {}, title), h("dl", {}, rows.map(fieldRow))];
  });
}

const fieldRow = (row) => h("div", { class: "figure" }, h("dt", {}, row.field), h("dd", {}, h("strong", {}, formatShare(row)), evidence(row.evidence)));

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

function edgeLists(node, shown) {
  const left = new Set(shown.all.edges);
  return EDGE_LISTS.flatMap(({ kind, end, title }) => {
    const here = node.edges.filter((edge) => edge.kind === kind && edge[end] === node.key && left.has(edge));
    if (here.length === 0) return [];
    const rank = (edge) => mentionOf(edge, state.edition)?.rank ?? 99;
    here.sort((a, b) => rank(a) - rank(b) || (a.key < b.key ? -1 : 1));
    return [h("section", { class: "edges" }, h("h3", {}, lineMark(here[0], 1), title), h("ol", { class: "rows" }, here.map((edge) => edgeRow(edge, node))))];
  });
}

function edgeRow(edge, node) {
  const other = nodes.get(otherEnd(edge, node.key));
  const mentions = mentionsOf(edge, state.edition);
  const latest = mentions.at(-1) ?? {};
  return h("li", {},
    h("span", { class: "rank", title: "Rank in the list" }, latest.rank === undefined ? "–" : formatNumber(latest.rank)),
    h("div", { class: "row-body" },
      h("button", { type: "button", class: "name", click: () => select(other.key, { fly: true }) }, kindMark(other), other.label),
      mentions.map((mention) => mentionLine(mention, edge, mentions.length > 1))));
}

/** One edition's figures of an edge, with a bar for the share and the line of evidence. */
function mentionLine(mention, edge, withEdition) {
  const unit = activityOf(edge) === "patents" ? "PCT applications" : "articles";
  const parts = [
    withEdition && mention.edition ? `${mention.edition}:` : "",
    withEdition && mention.rank !== undefined ? `rank ${mention.rank}` : "",
    mention.count === undefined ? "" : `${formatNumber(mention.count)} ${unit}`,
  ].filter(Boolean);
  const share = formatShare(mention);
  return h("div", { class: "mention" },
    h("span", {}, parts.join(" "), parts.length > 0 && share ? " · " : "", share ? h("strong", {}, share) : null),
    mention.share === undefined ? null : shareBar(mention.share, edge),
    evidence(mention.evidence));
}

function shareBar(share, edge) {
  return s("svg", { class: "bar", viewBox: "0 0 100 4", preserveAspectRatio: "none", "aria-hidden": "true" },
    s("rect", { width: 100, height: 4, class: "bar-back" }),
    s("rect", { width: Math.min(share, 100), height: 4, fill: palette().ties[activityOf(edge)] }));
}

/** The lines of a source that state something: the sentence, the file and the line, opened on demand. */
function evidence(numbers) {
  if (!numbers) return null;
  return numbers.map((number) => {
    const [file, line, quote] = facts.evidence[number];
    return h("details", { class: "evidence" }, h("summary", {}, sourceName(file, line)), h("blockquote", {}, quoteText(quote)));
  });
}

const sourceName = (file, line) => (line === null ? file : `${file}, line ${line}`);

/** A source line as read; spans that it marks bold with ** are set bold, table cells are parted by dots. */
function quoteText(quote) {
  return quote.trim().replace(/\t+/g, " · ").split(/\*\*(.+?)\*\*/u).map((part, i) => (i % 2 === 1 ? h("b", {}, part) : part));
}

function edgeFacts(edge) {
  const [from, to] = [nodes.get(edge.from), nodes.get(edge.to)];
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

function edgeFigures(edge, mention) {
  const rows = [
    [isTie(edge) ? "Rank among its partners" : "Rank in the list", mention.rank === undefined ? "" : ordinal(mention.rank)],
    [activityOf(edge) === "patents" ? "PCT applications" : "Articles", mention.count === undefined ? "" : formatNumber(mention.count)],
    ["Share", formatShare(mention)],
    ["As printed", mention.name ?? ""],
  ];
  return rows.filter(([, text]) => text !== "").map(([label, text]) => h("div", { class: "figure" }, h("dt", {}, label), h("dd", {}, h("strong", {}, text))));
}

function openEvidence(number) {
  const [file, line, quote] = facts.evidence[number];
  return h("figure", { class: "evidence open" }, h("blockquote", {}, quoteText(quote)), h("figcaption", {}, sourceName(file, line)));
}

function pathFacts({ path }) {
  const [from, to] = [nodes.get(state.selected), nodes.get(state.to)];
  const heading = path === null ? "No path" : plural(path.length - 1, "step");
  return [
    h("p", { class: "eyebrow" }, "Shortest path"),
    h("h2", { id: "path-length" }, heading),
    path === null ? h("p", { class: "notice" }, `What is shown does not connect ${from.label} and ${to.label}.`) : null,
    h("ol", { class: "path" }, (path ?? []).map(([key, edge]) => h("li", {},
      edge ? h("button", { type: "button", class: "step", click: () => select(edge.key) }, lineMark(edge, 1), KINDS[edge.kind].one) : null,
      h("button", { type: "button", class: "name", click: () => select(key, { fly: true }) }, kindMark(nodes.get(key)), nodes.get(key).label)))),
  ];
}

function describeNode(node) {
  const size = state.size === "same" ? "rank" : state.size;
  const value = isAgent(node) ? undefined : measureOf(node, size, state.edition);
  const figure = value === undefined ? "" : `\n${MEASURES[size].label}: ${MEASURES[size].best === "low" ? ordinal(value) : formatNumber(value)}`;
  return `${node.label}\n${[KINDS[kindOf(node)].one, ...node.economies].join(", ")}${figure}`;
}

function describeEdge(edge) {
  const mention = mentionOf(edge, state.edition) ?? {};
  const unit = activityOf(edge) === "patents" ? "PCT applications" : "articles";
  const details = [
    mention.rank === undefined ? "" : `rank ${mention.rank}`,
    mention.count === undefined ? "" : `${formatNumber(mention.count)} ${unit}`,
    formatShare(mention),
    mention.edition ? String(mention.edition) : "",
  ].filter(Boolean);
  return `${nodes.get(edge.from).label} ${KINDS[edge.kind].verb} ${nodes.get(edge.to).label}${details.length > 0 ? `: ${details.join(", ")}` : ""}`;
}
