// Finding a node by its name as one types, whatever the spelling: in the search at the top and where a path is asked for.

const searchBox = byId("search");
const MOST_RESULTS = 12;

const searchIndex = [...nodes.values()].map((node) => ({
  node,
  names: [node.label, ...node.names].map(folded),
  words: [node.label, ...node.names].flatMap((name) => name.split(/[\s\p{P}]+/u).map(folded)).filter(Boolean),
}));

/**
 * How well a node answers: 0 is best, Infinity not at all. The last resort are words that a typing error keeps apart.
 * @param {{ names: string[], words: string[] }} entry
 * @param {string} wish
 * @param {string[]} parts
 */
function answerRank({ names, words }, wish, parts) {
  if (names.includes(wish)) return 0;
  if (names.some((name) => name.startsWith(wish))) return 1;
  if (words.some((word) => word.startsWith(wish))) return 2;
  if (names.some((name) => name.includes(wish))) return 3;
  if (parts.every((part) => names.some((name) => name.includes(part)))) return 4;
  return parts.every((part) => words.some((word) => isNear(part, word))) ? 5 : Infinity;
}

/**
 * Whether what was typed is the beginning of a word, but for typing errors: one in four letters, two in eight.
 * @param {string} typed
 * @param {string} word
 */
function isNear(typed, word) {
  const allowed = typed.length < 4 ? 0 : typed.length < 8 ? 1 : 2;
  return allowed > 0 && word.length >= typed.length - allowed && prefixDistance(typed, word) <= allowed;
}

/**
 * The fewest letters to change, add, drop or swap with the next, so that what was typed begins a word (optimal string
 * alignment).
 * @param {string} typed
 * @param {string} word
 */
function prefixDistance(typed, word) {
  let [older, before] = [/** @type {number[]} */ ([]), Array.from({ length: word.length + 1 }, (_, i) => i)];
  for (let i = 1; i <= typed.length; i++) {
    const row = [i];
    for (let j = 1; j <= word.length; j++) {
      row[j] = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + Number(typed[i - 1] !== word[j - 1]));
      if (i > 1 && j > 1 && typed[i - 1] === word[j - 2] && typed[i - 2] === word[j - 1]) row[j] = Math.min(row[j], older[j - 2] + 1);
    }
    [older, before] = [before, row];
  }
  return Math.min(...before);
}

/**
 * The nodes that a text may mean, the best first.
 * @param {string} text
 */
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

/**
 * A few words that tell nodes of like names apart.
 * @param {GraphNode} node
 */
function contextOf(node) {
  if (!isAgent(node)) return [KINDS[kindOf(node)].one.split(" ")[0], ...node.economies].join(" · ");
  return [KINDS[node.kind].one, nodes.get(node.edges[0]?.to)?.label].filter(Boolean).join(" · ");
}

/**
 * Make a field find nodes (ARIA's combobox with a list): what is taken goes to `take`.
 * @param {HTMLInputElement} input
 * @param {HTMLElement} list
 * @param {(key: string) => void} take
 */
function finder(input, list, take) {
  /** @type {GraphNode[]} */
  let results = [];
  let marked = -1;
  filled(input, { role: "combobox", autocomplete: "off", spellcheck: "false", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" }, []);
  filled(list, { role: "listbox", "aria-label": "Results" }, []);

  /** @param {boolean} isOpen */
  const open = (isOpen) => {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    if (isOpen && marked >= 0) input.setAttribute("aria-activedescendant", `${list.id}-${marked}`);
    else input.removeAttribute("aria-activedescendant");
  };
  const close = () => {
    input.value = "";
    results = [];
    open(false);
  };
  /** @param {number} number */
  const accept = (number) => {
    const { key } = results[number];
    close();
    take(key);
  };
  const show = () => {
    const answers = answersTo(input.value);
    results = answers.slice(0, MOST_RESULTS);
    marked = results.length > 0 ? 0 : -1;
    list.replaceChildren(...results.map((node, number) => resultItem(node, `${list.id}-${number}`, number === marked, () => accept(number))), ...resultHint(answers.length, input.value));
    open(list.children.length > 0);
    announce(input.value.trim() === "" ? "" : plural(answers.length, "result"));
  };
  /** @param {number} step */
  const move = (step) => {
    marked = (marked + step + results.length) % results.length;
    [...list.querySelectorAll("[role=option]")].forEach((item, number) => item.setAttribute("aria-selected", String(number === marked)));
    list.children[marked].scrollIntoView({ block: "nearest" });
    open(true);
  };
  input.addEventListener("input", show);
  input.addEventListener("focus", show);
  input.addEventListener("blur", () => open(false));
  input.addEventListener("keydown", (event) => {
    /** @type {Record<string, number>} */
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && results.length > 0) move(steps[event.key]);
    else if (event.key === "Enter" && marked >= 0) accept(marked);
    else if (event.key === "Escape" && input.value !== "") close();
    else if (event.key === "Escape") input.blur();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

/**
 * @param {GraphNode} node
 * @param {string} id
 * @param {boolean} isMarked
 * @param {() => void} accept
 */
const resultItem = (node, id, isMarked, accept) => h("li", { role: "option", id, "aria-selected": String(isMarked), mousedown: (/** @type {Event} */ event) => event.preventDefault(), click: accept },
  kindMark(node), h("span", { class: "result-name" }, node.label), h("span", { class: "result-kind" }, contextOf(node)));

/**
 * What stands under the results: that there are more, or none.
 * @param {number} count
 * @param {string} text
 */
function resultHint(count, text) {
  const words = count > MOST_RESULTS ? `${formatNumber(count - MOST_RESULTS)} more: type on` : count === 0 && text.trim() !== "" ? "Nothing is called that" : "";
  return words === "" ? [] : [h("li", { class: "hint", role: "presentation" }, words)];
}

finder(searchBox, byId("search-results"), (key) => {
  select(key, { fly: true });
  factsPanel.focus(); // where the answer stands
});
