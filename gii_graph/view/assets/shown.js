// Which nodes and edges the present choices show.

/**
 * All that the filters leave: a set of nodes and a list of edges. A node that only edges speak for goes with its last edge.
 * @param {Choices} choices
 */
function filtered(choices) {
  const passing = new Set([...nodes.values()].filter((node) => nodePasses(node, choices)).map((node) => node.key));
  const left = [...edges.values()].filter(
    (edge) => passing.has(edge.from) && passing.has(edge.to) && edgePasses(edge, choices),
  );
  const joined = new Set(left.flatMap((edge) => [edge.from, edge.to]));
  for (const key of passing) {
    const node = nodeAt(key);
    const standsAlone = node.edges.length === 0 || profileOf(node, choices.edition);
    if (!standsAlone && !joined.has(key)) passing.delete(key);
  }
  return { nodes: passing, edges: left };
}

/**
 * The nodes that the selection or an answer is about, which are shown even where organizations are not; null without one.
 * @param {Choices} choices
 * @param {Passing} all
 */
function inFocus(choices, all) {
  const { selected, to } = choices;
  if (selected === null) return answerFocus();
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

/**
 * @param {string} from
 * @param {string} to
 * @param {Passing} all
 */
function pathFocus(from, to, all) {
  const usable = new Set(all.edges);
  const path = shortestPath(from, to, (edge) => usable.has(edge));
  /** @type {Path} */
  const steps = path ?? [[from, null], [to, null]];
  return {
    nodes: new Set(steps.map(([key]) => key)),
    edges: new Set(steps.flatMap(([, edge]) => (edge ? [edge.key] : []))),
    path,
  };
}

const everyEdge = [...edges.values()];
const backbone = new Set(facts.backbone.map((number) => everyEdge[number]));

/**
 * What is drawn. What is selected shows all its ties, also where only the strongest are drawn.
 * @param {Choices} choices
 * @param {boolean} near whether the reader has zoomed in
 * @returns {Shown}
 */
function shownBy(choices, near) {
  const all = filtered(choices);
  const focus = inFocus(choices, all);
  const withAgents = choices.agents === "all" || (choices.agents === "auto" && near);
  const visible = new Set([...all.nodes].filter((key) => withAgents || standsByItself(nodeAt(key))));
  for (const key of focus?.nodes ?? []) if (all.nodes.has(key)) visible.add(key);
  const drawable = all.edges.filter((edge) => visible.has(edge.from) && visible.has(edge.to));
  const { single, merged } = isGrouped(choices) ? mergedTies(drawable.filter(isTie), choices) : { single: null, merged: [] };
  /** @param {GraphEdge} edge */
  const chosen = (edge) => !isTie(edge) || focus?.edges.has(edge.key) || ((single?.has(edge) ?? true) && (choices.ties === "all" || backbone.has(edge) || isOpened(edge, choices)));
  return { nodes: visible, edges: drawable.filter(chosen), focus, merged: focus === null ? merged : [] };
}

/**
 * Whether a node is shown although organizations and persons are not.
 * @param {GraphNode} node
 */
const standsByItself = (node) => !isAgent(node) || node.edges.length === 0;
