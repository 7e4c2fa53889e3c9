// Search as you type, whatever the spelling.

const searchBox = byId("search");
const resultList = byId("search-results");
const MOST_RESULTS = 12;

const searchIndex = [...nodes.values()].map((node) => ({
  node,
  names: [node.label, ...node.names].map(folded),
  words: [node.label, ...node.names].flatMap((name) => name.split(/[\s\p{P}]+/u).map(folded)),
}));

/** @type {GraphNode[]} */
let results = [];
let marked = -1;
/** @type {(key: string) => void} */
let takeResult = (key) => select(key, { fly: true });

/**
 * How well a node answers: 0 is best, Infinity not at all.
 * @param {{ names: string[], words: string[] }} given
 * @param {string} wish
 * @param {string[]} parts
 */
function answerRank({ names, words }, wish, parts) {
  if (names.includes(wish)) return 0;
  if (names.some((name) => name.startsWith(wish))) return 1;
  if (words.some((word) => word.startsWith(wish))) return 2;
  if (names.some((name) => name.includes(wish))) return 3;
  return parts.every((part) => names.some((name) => name.includes(part))) ? 4 : Infinity;
}

/** @param {string} text */
function answersTo(text) {
  const wish = folded(text);
  const parts = text.split(/\s+/).map(folded).filter(Boolean);
  if (wish === "") return [];
  /** @param {{ rank: number, node: GraphNode }} answer */
  const order = ({ rank, node }) => rank * 1e6 + (isAgent(node) ? 1e5 : 0) - node.degree;
  return searchIndex
    .map((entry) => ({ node: entry.node, rank: answerRank(entry, wish, parts) }))
    .filter(({ rank }) => rank < Infinity)
    .sort((a, b) => order(a) - order(b) || (a.node.label < b.node.label ? -1 : 1))
    .map(({ node }) => node);
}

function showResults() {
  const found = answersTo(searchBox.value);
  results = found.slice(0, MOST_RESULTS);
  marked = results.length > 0 ? 0 : -1;
  const hint = found.length > results.length ? [h("li", { class: "hint", role: "presentation" }, `${formatNumber(found.length - results.length)} more: type on`)] : [];
  const nothing = found.length === 0 && searchBox.value.trim() !== "" ? [h("li", { class: "hint", role: "presentation" }, "Nothing is called that")] : [];
  resultList.replaceChildren(...results.map(resultItem), ...hint, ...nothing);
  openResults(resultList.children.length > 0);
  announce(searchBox.value.trim() === "" ? "" : plural(found.length, "result"));
}

/**
 * @param {GraphNode} node
 * @param {number} place
 */
function resultItem(node, place) {
  const item = h("li", { role: "option", id: `result-${place}`, "aria-selected": String(place === marked) },
    kindMark(node), h("span", { class: "result-name" }, node.label), h("span", { class: "result-kind" }, contextOf(node)));
  item.addEventListener("mousedown", (event) => event.preventDefault());
  item.addEventListener("click", () => take(place));
  return item;
}

/**
 * A few words that tell nodes of like names apart.
 * @param {GraphNode} node
 */
function contextOf(node) {
  if (!isAgent(node)) return node.economies.join(", ") || "Partner";
  return nodes.get(node.edges[0]?.to)?.label ?? KINDS[node.kind].one;
}

/** @param {boolean} open */
function openResults(open) {
  resultList.hidden = !open;
  searchBox.setAttribute("aria-expanded", String(open));
  if (open && marked >= 0) searchBox.setAttribute("aria-activedescendant", `result-${marked}`);
  else searchBox.removeAttribute("aria-activedescendant");
}

/** @param {number} place */
function mark(place) {
  marked = (place + results.length) % results.length;
  [...resultList.querySelectorAll("[role=option]")].forEach((item, i) => item.setAttribute("aria-selected", String(i === marked)));
  resultList.children[marked].scrollIntoView({ block: "nearest" });
  openResults(true);
}

/** @param {number} place */
function take(place) {
  const { key } = results[place];
  closeSearch();
  takeResult(key);
}

function closeSearch() {
  searchBox.value = "";
  results = [];
  openResults(false);
  searchBox.blur();
}

/**
 * Let the next answer go elsewhere, for instance to the other end of a path.
 * @param {string} purpose
 * @param {(key: string) => void} taker
 */
function searchFor(purpose, taker) {
  const usual = { placeholder: searchBox.placeholder, takeResult };
  searchBox.placeholder = purpose;
  searchBox.focus();
  const restore = () => {
    searchBox.placeholder = usual.placeholder;
    takeResult = usual.takeResult;
  };
  takeResult = (key) => {
    restore();
    taker(key);
  };
  searchBox.addEventListener("blur", () => setTimeout(restore), { once: true });
}

searchBox.addEventListener("input", showResults);
searchBox.addEventListener("focus", showResults);
searchBox.addEventListener("blur", () => openResults(false));
searchBox.addEventListener("keydown", (event) => {
  /** @type {Record<string, number>} */
  const moves = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in moves && results.length > 0) {
    event.preventDefault();
    mark(marked + moves[event.key]);
  } else if (event.key === "Enter" && marked >= 0) {
    event.preventDefault();
    take(marked);
  } else if (event.key === "Escape") {
    event.stopPropagation();
    closeSearch();
  }
});
