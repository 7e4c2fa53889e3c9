// Which nodes and edges the present choices show.

/** Whether an edge passes the filters by itself, its ends aside. */
function edgePasses(edge, { edition, partners, share, hide }) {
  if (hide.includes(edge.kind)) return false;
  const mentions = mentionsOf(edge, edition);
  if (mentions.length === 0) return edition === null && (isTie(edge) ? partners === 0 : share === 0);
  if (isTie(edge)) return partners === 0 || mentions.some((mention) => mention.rank <= partners);
  return share === 0 || mentions.some((mention) => mention.share >= share);
}

function nodePasses(node, { edition, rank, hide }) {
  const profile = profileOf(node, edition);
  if (isAgent(node)) return !hide.includes(node.kind);
  if (!profile) return !hide.includes("partner");
  return rank === 0 || !(profile.figures.rank > rank);
}

/** All that the filters leave: a set of nodes and a list of edges. A node that only edges speak for goes with its last edge. */
function filtered(choices) {
  const passing = new Set([...nodes.values()].filter((node) => nodePasses(node, choices)).map((node) => node.key));
  const left = [...edges.values()].filter(
    (edge) => passing.has(edge.from) && passing.has(edge.to) && edgePasses(edge, choices),
  );
  const joined = new Set(left.flatMap((edge) => [edge.from, edge.to]));
  for (const key of passing) {
    const node = nodes.get(key);
    const standsAlone = node.edges.length === 0 || profileOf(node, choices.edition);
    if (!standsAlone && !joined.has(key)) passing.delete(key);
  }
  return { nodes: passing, edges: left };
}

/** The nodes that the selection is about, which are shown even where organizations are not; null without one. */
function inFocus(choices, all) {
  const { selected, to } = choices;
  if (selected === null) return null;
  const edge = edges.get(selected);
  if (edge) return { nodes: new Set([edge.from, edge.to]), edges: new Set([selected]), path: null };
  if (to !== null) return pathFocus(selected, to, all);
  const touching = all.edges.filter((one) => one.from === selected || one.to === selected);
  return {
    nodes: new Set([selected, ...touching.map((one) => otherEnd(one, selected))]),
    edges: new Set(touching.map((one) => one.key)),
    path: null,
  };
}

function pathFocus(from, to, all) {
  const usable = new Set(all.edges);
  const path = shortestPath(from, to, (edge) => usable.has(edge));
  const steps = path ?? [[from, null], [to, null]];
  return {
    nodes: new Set(steps.map(([key]) => key)),
    edges: new Set(steps.flatMap(([, edge]) => (edge ? [edge.key] : []))),
    path,
  };
}

/** Whether only the first partners are drawn because the network is large, not because the reader asked for it. */
const isOpeningThinned = ({ partners }) => partners > 0 && partners === openingPartners;

/** What is drawn: {nodes, edges, focus}. What is selected shows all its ties, also in a network thinned at the opening. `near` tells that the reader has zoomed in. */
function shownBy(choices, near) {
  const all = filtered(choices);
  const usable = choices.selected !== null && isOpeningThinned(choices) ? filtered({ ...choices, partners: 0 }) : all;
  const focus = inFocus(choices, usable);
  const withAgents = choices.agents === "all" || (choices.agents === "auto" && near);
  const alone = (node) => node.edges.length === 0;
  const visible = new Set();
  for (const key of all.nodes) {
    const node = nodes.get(key);
    if (!isAgent(node) || withAgents || alone(node) || focus?.nodes.has(key)) visible.add(key);
  }
  for (const key of focus?.nodes ?? []) if (usable.nodes.has(key)) visible.add(key);
  const chosen = new Set(all.edges);
  const drawn = (edge) => (chosen.has(edge) || focus?.edges.has(edge.key)) && visible.has(edge.from) && visible.has(edge.to);
  return { nodes: visible, edges: usable.edges.filter(drawn), focus };
}
