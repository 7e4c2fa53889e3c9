// A question of the reader's own: an editor that completes terms and names, and what the engine in the page answers.

const own = { text: "", answer: /** @type {OwnAnswer | null} */ (null), said: "", count: 0, isRunning: false };
/** Answers that the page does not carry, by question and values. @type {Map<string, GraphAnswer>} */
const engineAnswers = new Map();
const OPENING_QUERY = "SELECT ?cluster ?label {\n  ?cluster a gii:Cluster ;\n    rdfs:label ?label .\n}\nORDER BY ?label";

/** @param {string} text */
function openOwn(text) {
  own.text = text;
  ask("own");
}

function ownFacts() {
  const editor = h("textarea", { id: "sparql", "data-ask": "sparql", rows: 8, spellcheck: "false", autocapitalize: "off", "aria-label": "Query in SPARQL", "aria-autocomplete": "list", "aria-controls": "completions" });
  editor.value = own.text || OPENING_QUERY;
  const list = h("ul", { class: "results", id: "completions", role: "listbox", "aria-label": "Completions", hidden: true });
  editor.addEventListener("input", () => { own.text = editor.value; });
  completing(editor, list);
  return [
    h("p", { class: "eyebrow" }, h("button", { type: "button", class: "text-button", "data-ask": "questions", click: () => ask("questions") }, "All questions")),
    h("h2", {}, "Your own question"),
    h("p", { class: "remarks" }, "In SPARQL. The prefixes gii:, rdfs:, skos: and others need no declaration; terms and names are completed as you type. Nothing leaves this page."),
    h("div", { class: "path-field" }, editor, list),
    h("div", { class: "actions" },
      h("button", { type: "button", class: "run", id: "run", "data-ask": "run", title: "Ctrl+Enter", click: runOwn }, "Ask"),
      h("button", { type: "button", class: "text-button", id: "stop", "data-ask": "stop", hidden: true, click: () => stopEngine?.("Stopped.") }, "Stop")),
    h("div", { id: "own-answer" }, ...ownResult()),
  ];
}

/** @returns {Child[]} */
function ownResult() {
  const { answer, said } = own;
  if (own.isRunning) return [h("p", { class: "answer-count", role: "status" }, said)];
  if (!answer) return [said ? h("pre", { class: "slip", role: "alert" }, said) : null];
  if (answer.table) return [answerFacts(answer.table, { query: () => own.text }, answer.milliseconds)];
  const text = answer.text ?? "";
  return [h("div", { class: "actions" }, copyButton("Copy", () => text, "Answer copied")), h("pre", { class: "graph-answer", tabindex: 0, role: "region", "aria-label": "Answer" }, text)];
}

function renderOwn() {
  const place = document.getElementById("own-answer");
  if (!place) return;
  place.replaceChildren();
  filled(place, {}, ownResult());
  const stop = /** @type {HTMLElement} */ (document.getElementById("stop"));
  const hadFocus = document.activeElement === stop;
  stop.hidden = !own.isRunning;
  if (hadFocus && stop.hidden) document.getElementById("run")?.focus();
}

async function runOwn() {
  if (own.isRunning) return;
  const text = /** @type {HTMLTextAreaElement} */ (document.getElementById("sparql")).value;
  Object.assign(own, { text, answer: null, said: engineWorker ? "Asking …" : "Unpacking the engine …", isRunning: true });
  renderOwn();
  try {
    own.answer = await engineAnswer(text);
    if (own.answer.table) own.answer.table.notes = await unknownTerms(text);
    own.said = "";
  } catch (error) {
    own.answer = null;
    own.said = slipOf(text, /** @type {Error} */ (error).message);
  }
  own.isRunning = false;
  own.count += 1;
  refresh();
  renderOwn();
  if (own.answer?.table) flyToSelection();
  announce(own.answer?.table ? plural(own.answer.table.rows.length, "row") : "");
}

/**
 * @param {string} text
 * @param {string} complaint of the engine
 */
function slipOf(text, complaint) {
  const form = formOf(tokensOf(text));
  if (form && queryHelp?.updates.includes(form)) return `This is an update (${form}), and a page only reads.`;
  if (complaint.startsWith("The service ")) return "The query asks another endpoint (SERVICE), and this page asks nobody: all that it knows is in it.";
  if (!complaint.startsWith("error at ") && !/variable that is unbound/.test(complaint)) return complaint;
  const shift = prefixLine(text).length;
  return diagnosed(text, complaint.replace(/^error at 1:(\d+)/, (_, column) => `error at 1:${Number(column) - shift}`));
}

/**
 * Ask the engine a shipped question with values that the page carries no answer for.
 * @param {Question} question
 * @param {string} wanted
 */
async function askEngine(question, wanted) {
  try {
    const { table } = await engineAnswer(boundText(question));
    if (!table) return;
    table.notes = await premisesOf(question);
    engineAnswers.set(wanted, table);
  } catch (error) {
    announce(/** @type {Error} */ (error).message);
    const place = document.getElementById("answer");
    if (place && answerRead === wanted) place.replaceChildren(h("pre", { class: "slip", role: "alert" }, /** @type {Error} */ (error).message));
    return;
  }
  if (answerRead !== wanted) return;
  answerRead = answerDrawn = "";
  refresh();
  flyToSelection();
}

/** What the answer lacks or leaves out, in the command's words. @param {Question} question */
async function premisesOf(question) {
  const said = [...(question.needs ?? [])];
  for (const [name, sentence] of question.leavesOut ?? []) {
    const left = /** @type {Question} */ (questions.get(name));
    const takes = new Set(left.parameters.map(([parameter]) => parameter));
    const { table } = await engineAnswer(boundText(left, new Map([...chosenTerms(question)].filter(([parameter]) => takes.has(parameter)))));
    const count = table?.rows.length ?? 0;
    if (count > 0) said.push(sentence.replace("{rows}", plural(count, "row")));
  }
  return said.length > 0 ? [`Note: ${said.join(" ")}`] : [];
}

const MOST_COMPLETIONS = 8;

/**
 * What may stand for the word before the caret: [what it becomes, what it is].
 * @param {string} word
 * @returns {[string, string][]}
 */
function completionsOf(word) {
  if (word.length < 2 || word.startsWith("?")) return [];
  const [prefix, local] = word.includes(":") ? [word.slice(0, word.indexOf(":")), word.slice(word.indexOf(":") + 1)] : [null, word];
  /** @type {[string, string][]} */
  const terms = prefix === null || prefix === "gii" ? (queryHelp?.terms ?? []).filter((term) => term.toLowerCase().startsWith(local.toLowerCase())).map((term) => [`gii:${term}`, "Term"]) : [];
  /** @type {[string, string][]} */
  const words = prefix === null ? [...SPARQL_WORDS].filter((keyword) => keyword.startsWith(word.toUpperCase())).map((keyword) => [keyword, "SPARQL"]) : [];
  /** @type {[string, string][]} */
  const names = prefix === "gii" || local === "" ? [] : answersTo(local).map((node) => [shortIri(node.key.includes(":") ? node.key : (askData?.base ?? "") + node.key), node.label]);
  const fitting = names.filter(([name]) => prefix === null || name.startsWith(`${prefix}:`));
  return [...terms, ...words, ...fitting].filter(([text]) => text !== word).slice(0, MOST_COMPLETIONS);
}

/**
 * Complete the word before the caret from a list: arrows choose, Enter takes, Escape leaves it.
 * @param {HTMLTextAreaElement} editor
 * @param {HTMLElement} list
 */
function completing(editor, list) {
  /** @type {[string, string][]} */
  let results = [];
  let marked = 0;
  const wordStart = () => editor.selectionStart - (/[\w:?$-]*$/.exec(editor.value.slice(0, editor.selectionStart)) ?? [""])[0].length;
  const close = () => { results = []; list.hidden = true; editor.removeAttribute("aria-activedescendant"); };
  const draw = () => {
    list.hidden = results.length === 0;
    list.replaceChildren(...results.map(([text, kind], at) => h("li", { role: "option", id: `completion-${at}`, "aria-selected": String(at === marked), mousedown: (/** @type {Event} */ event) => event.preventDefault(), click: () => take(at) }, h("span", { class: "result-name" }, text), h("span", { class: "result-kind" }, kind))));
    if (results.length === 0) { close(); return; }
    editor.setAttribute("aria-activedescendant", `completion-${marked}`);
    const item = /** @type {HTMLElement} */ (list.children[marked]);
    list.scrollTop = Math.min(item.offsetTop, Math.max(list.scrollTop, item.offsetTop + item.offsetHeight - list.clientHeight));
  };
  /** @param {number} at */
  const take = (at) => {
    editor.setRangeText(`${results[at][0]} `, wordStart(), editor.selectionStart, "end");
    own.text = editor.value;
    close();
  };
  editor.addEventListener("input", () => {
    marked = 0;
    results = completionsOf(editor.value.slice(wordStart(), editor.selectionStart));
    draw();
  });
  editor.addEventListener("blur", close);
  editor.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { close(); runOwn(); }
    else if (results.length === 0) return;
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") { marked = (marked + (event.key === "ArrowDown" ? 1 : -1) + results.length) % results.length; draw(); }
    else if (event.key === "Enter") take(marked);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}
