// Questions put to the graph: the shipped ones with the answers that the page carries, lit up in the picture.

/** @type {AskData | null} */
const askData = readBlock("ask-data");
/** @type {Map<string, Question>} */
const questions = new Map((askData?.questions ?? []).map(({ text: [head, prologue, rest], ...question }) => [question.name, { ...question, text: head + askData?.prologues[prologue] + rest }]));
const hasEngine = document.getElementById("engine-data") !== null; // and with it its scripts
const everyNode = [...nodes.values()];
const ROWS_OF_ANSWER = 100; // so many are made at once

/** Whether the panel of questions takes the place of the facts now. */
const isAskShown = () => state.ask !== null && state.selected === null;
const questionNow = () => questions.get(state.ask ?? "");

/** @param {string} short a prefixed name, or an IRI in angle brackets */
function expandedIri(short) {
  if (short.startsWith("<")) return short.slice(1, -1);
  const colon = short.indexOf(":");
  return (askData?.prefixes[short.slice(0, colon)] ?? "") + short.slice(colon + 1);
}

/**
 * A cell of a carried answer.
 * @param {number} number of its term
 * @returns {Cell}
 */
function carriedCell(number) {
  const written = askData?.terms[number] ?? "";
  if (typeof written === "number") {
    const text = written >= 0 ? facts.evidence[written][2] : everyNode[-1 - written].label;
    return { kind: "t", text, shown: text };
  }
  const [kind, text] = [written.slice(0, 1), written.slice(1)];
  return kind === "i" ? { kind, text: expandedIri(text), shown: text } : { kind: /** @type {Cell["kind"]} */ (kind), text, shown: text };
}

/**
 * The number of the value given for each parameter of a question, -1 where it is left free.
 * @param {Question} question
 */
function chosenValues({ parameters }, given = state.given) {
  const values = new URLSearchParams(given);
  return parameters.map(([name, kind]) => (values.has(name) ? valuesOf(kind).findIndex(([value]) => value === values.get(name)) : -1));
}
/** @param {string} kind */
const valuesOf = (kind) => askData?.choices[kind] ?? [];

/**
 * What the page carries as the answer to a question with these values.
 * @param {Question} question
 * @returns {GraphAnswer | null}
 */
function carriedAnswer(question, given = state.given) {
  const chosen = String(chosenValues(question, given));
  const answer = question.answers.find(([values]) => String(values) === chosen);
  if (!answer) return null;
  const [, note, runs] = answer;
  const numbers = runs.flatMap((first, at) => (at % 2 === 0 ? Array.from({ length: runs[at + 1] }, (_, more) => first + more) : []));
  const width = question.columns.length;
  return {
    columns: question.columns,
    rows: numbers.map((number) => question.rows.slice(number * width, (number + 1) * width).map(carriedCell)),
    subjects: numbers.map((number) => subjectOf(question.about[question.subject[number]])),
    notes: question.notes[note] ? [`Note: ${question.notes[note]}`] : [],
  };
}

/**
 * What a row is about, by keys.
 * @param {[number[], number[], number[]]} given
 * @returns {Subject}
 */
function subjectOf([others, ties, lines]) {
  const lit = ties.map((number) => everyEdge[number]);
  return { nodes: new Set([...others.map((number) => everyNode[number].key), ...lit.flatMap(({ from, to }) => [from, to])]), edges: new Set(lit.map(({ key }) => key)), lines };
}

/** The answer shown, and the number of the row whose sentences are open. @type {{ answer: GraphAnswer | null, row: number | null }} */
const shownAnswer = { answer: null, row: null };

/** What the answer is about, or one row of it. @returns {Focus | null} */
function answerFocus() {
  readAnswer();
  const { answer, row } = shownAnswer;
  if (!answer || !isAskShown()) return null;
  const subjects = row === null ? answer.subjects : [answer.subjects[row]];
  const lit = new Set(subjects.flatMap((subject) => [...subject.nodes]));
  return lit.size === 0 ? null : { nodes: lit, edges: new Set(subjects.flatMap((subject) => [...subject.edges])), path: null };
}

/** Take the answer that the state asks for; it is needed before the picture is drawn. */
function readAnswer() {
  const question = isAskShown() ? questionNow() : undefined;
  const isOwn = isAskShown() && state.ask === "own";
  const wanted = question ? `${question.name} ${chosenValues(question)}` : isOwn ? `own ${own.count}` : "";
  if (wanted === answerRead) return;
  answerRead = wanted;
  const computed = isOwn ? own.answer?.table : hasEngine ? engineAnswers.get(wanted) : null;
  Object.assign(shownAnswer, { answer: (question && carriedAnswer(question)) ?? computed ?? null, row: null });
}
let answerRead = "";

/** The content of the panel. */
function askFacts() {
  const question = questionNow();
  return question ? questionFacts(question) : state.ask === "own" ? ownFacts() : questionList();
}

const questionList = () => [
  h("p", { class: "eyebrow" }, "Asked of the graph behind this picture"),
  h("h2", {}, "Ask"),
  hasEngine ? h("p", {}, h("button", { type: "button", class: "run", "data-ask": "own", click: () => openOwn(own.text) }, "Write your own question")) : null,
  h("ul", { class: "questions" }, [...questions.values()].map(({ name, question, withheld }) => h("li", {},
    h("button", { type: "button", class: "question", "data-ask": name, click: () => ask(name) }, question, withheld > 0 && !hasEngine ? h("span", { class: "unit" }, "Not in this page") : null)))),
];

/** @param {string | null} name */
function ask(name, given = "") {
  if (isNarrow()) byId("controls").open = false; // they would lie over it
  choose({ ask: name, given, selected: null, to: null });
  if (shownAnswer.answer) flyToSelection();
  announce(shownAnswer.answer ? `${questionNow()?.question} ${plural(shownAnswer.answer.rows.length, "row")}` : "");
}

/** @param {Question} question */
function questionFacts(question) {
  answerDrawn = "";
  return [
    h("p", { class: "eyebrow" }, h("button", { type: "button", class: "text-button", "data-ask": "questions", click: () => ask("questions") }, "All questions")),
    h("h2", {}, question.question),
    question.remarks ? h("p", { class: "remarks" }, withCode(question.remarks)) : null,
    question.parameters.length > 0 && (question.withheld === 0 || hasEngine) ? h("div", { class: "chosen" }, question.parameters.map((parameter) => parameterField(question, parameter))) : null,
    h("div", { id: "answer" }),
  ];
}

/** The answer that is drawn: the panel stays around it while values are chosen, so that a list can be typed in. */
let answerDrawn = "";

function renderAsk() {
  byId("ask-open").setAttribute("aria-pressed", String(state.ask !== null));
  const place = document.getElementById("answer");
  const question = questionNow();
  if (!place || !question || answerRead === answerDrawn) return;
  answerDrawn = answerRead;
  const { answer } = shownAnswer;
  place.replaceChildren();
  filled(place, {}, answer ? answerFacts(answer, { query: () => boundText(question), terminal: commandFor(question) }) : hasEngine ? [h("p", { class: "answer-count", role: "status" }, "Asking …")] : [h("p", { class: "notice" }, missingWords(question), " ", h("code", {}, commandFor(question)))]);
  if (!answer && hasEngine) askEngine(question, answerRead);
  const values = new URLSearchParams(state.given);
  /** @type {NodeListOf<HTMLSelectElement>} */
  const selects = factsPanel.querySelectorAll(".chosen select");
  for (const select of selects) select.value = values.get(select.id.replace("ask-", "")) ?? "";
}

/** A text in which what stands between backticks is code. @param {string} text @returns {Child[]} */
const withCode = (text) => text.split("`").map((part, at) => (at % 2 === 1 ? h("code", {}, part) : part));

/** @param {Question} question */
const missingWords = ({ withheld }) => withheld > 0
  ? `Its ${formatNumber(withheld)} rows are too many for this page. The command has them:`
  : "This page does not carry the answer for these values. The command has it:";

/**
 * @param {Question} question
 * @param {[string, string, string]} parameter
 */
function parameterField(question, [name, kind, purpose]) {
  const values = valuesOf(kind);
  const id = `ask-${name}`;
  const order = values.map(([value, , label]) => pairOf(value, label)).sort(([, a], [, b]) => collator.compare(a, b));
  const twice = new Set(order.filter(([, label], at) => label === order[at - 1]?.[1]).map(([, label]) => label));
  const select = h("select", { id, "data-ask": id, change: () => ask(question.name, String(withValue(question, name, select.value))) },
    h("option", { value: "" }, "Any"), order.map(([value, label]) => h("option", { value }, twice.has(label) ? `${label} (${value})` : label)));
  const offered = askData?.offered[kind] ?? 0;
  return h("div", { class: "field" }, h("label", { for: id }, `${name[0].toUpperCase()}${name.slice(1)}: ${purpose}`), select,
    values.length < offered ? h("p", { class: "unit" }, `${formatNumber(values.length)} of ${formatNumber(offered)} can be chosen in this page`) : null);
}

/**
 * The values chosen, with another one for a parameter.
 * @param {Question} question
 * @param {string} name
 * @param {string} value
 */
function withValue({ parameters }, name, value) {
  const chosen = new URLSearchParams(state.given);
  if (value === "") chosen.delete(name);
  else chosen.set(name, value);
  for (const other of [...chosen.keys()]) if (!parameters.some(([known]) => known === other)) chosen.delete(other);
  return chosen;
}

/** The terms chosen, by parameter. @param {Question} question @returns {Map<string, string>} */
function chosenTerms(question) {
  const chosen = chosenValues(question);
  return new Map(question.parameters.flatMap(([name, kind], at) => (chosen[at] >= 0 ? [[name, termOf(valuesOf(kind)[chosen[at]][1])]] : [])));
}

/** @param {string} written a literal, or an IRI in short */
const termOf = (written) => (written.startsWith('"') ? written : `<${expandedIri(written)}>`);

/**
 * The text of a question with the values chosen bound in it: what the command sends.
 * @param {Question} question
 */
function boundText(question, terms = chosenTerms(question)) {
  const bound = question.bound.find(({ names }) => names.length === terms.size && names.every((name) => terms.has(name)));
  if (!bound) return question.text;
  if (bound.text) return [...terms].reduce((text, [name, term]) => text.replaceAll(`<urn:gii-graph:chosen/${name}>`, term), bound.text);
  return (bound.at ?? []).reduceRight((text, [offset, name]) => `${text.slice(0, offset)} VALUES ?${name} { ${terms.get(name)} }${text.slice(offset)}`, question.text);
}

/** The command that gives the same answer. @param {Question} question */
function commandFor(question) {
  const chosen = chosenValues(question);
  const options = question.parameters.flatMap(([name, kind], at) => (chosen[at] >= 0 ? [`--param ${name}=${valuesOf(kind)[chosen[at]][0]}`] : []));
  return ["gii-graph query", question.name, ...options].join(" ");
}

/**
 * An answer with what can be done with it.
 * @param {GraphAnswer} answer
 * @param {{ query: () => string, terminal?: string }} source
 */
function answerFacts(answer, { query, terminal }, milliseconds = 0) {
  return [
    answer.notes.map((note) => h("p", { class: "notice" }, withCode(note))),
    h("p", { class: "answer-count", role: "status" }, plural(answer.rows.length, "row"), milliseconds > 0 ? ` in ${formatNumber(milliseconds)} ms` : null),
    h("div", { class: "actions" },
      copyButton("Copy as CSV", () => answerCsv(answer), "Answer copied as CSV"),
      h("button", { type: "button", class: "text-button", "data-ask": "save", click: () => save(answerCsv(answer), "text/csv;charset=utf-8", "csv") }, "Save as CSV"),
      copyButton("Copy query", query, "Query copied"),
      hasEngine && terminal ? h("button", { type: "button", class: "text-button", "data-ask": "change", click: () => openOwn(query()) }, "Change the query") : null),
    answer.rows.length > 0 ? answerTable(answer) : null,
    terminal ? h("p", { class: "terminal" }, "The same in a terminal: ", h("code", {}, terminal)) : null,
  ];
}

/**
 * @param {string} label
 * @param {() => string} text
 * @param {string} done
 */
const copyButton = (label, text, done) => h("button", { type: "button", class: "text-button", "data-ask": label, click: () => navigator.clipboard.writeText(text()).then(() => announce(done), () => announce("This browser does not let the page copy")) }, label);

/** @param {GraphAnswer} answer */
function answerTable(answer) {
  const numbers = answer.columns.map((_, column) => answer.rows.every((row) => row[column].kind === "n" || row[column].text === ""));
  const body = h("tbody", {});
  const more = h("button", { type: "button", class: "text-button", click: () => addAnswerRows(answer, numbers, body, more) });
  addAnswerRows(answer, numbers, body, more);
  return [
    h("div", { class: "answer", role: "region", "aria-label": "Answer", tabindex: 0 }, h("table", {},
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, h("span", { class: "unseen" }, "Source")), answer.columns.map((name, column) => h("th", { scope: "col", class: numbers[column] ? "number" : null, title: name }, columnWords(name))))),
      body)),
    more,
  ];
}

/** A name of a column in words: `articlesPerMillion` is "Articles per million". @param {string} name */
function columnWords(name) {
  const words = name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return words[0].toUpperCase() + words.slice(1);
}

/**
 * @param {GraphAnswer} answer
 * @param {boolean[]} numbers
 * @param {HTMLElement} body
 * @param {HTMLElement} more
 */
function addAnswerRows(answer, numbers, body, more) {
  const from = body.querySelectorAll(".answer-row").length;
  const rows = answer.rows.slice(from, from + ROWS_OF_ANSWER).map((row, at) => answerRow(answer, row, from + at, numbers));
  body.append(...rows.flat());
  const left = answer.rows.length - from - rows.length;
  more.hidden = left === 0;
  more.textContent = `Show ${formatNumber(Math.min(left, ROWS_OF_ANSWER))} more of ${formatNumber(left)}`;
  if (from > 0) rows[0]?.[0].querySelector("button")?.focus({ preventScroll: true });
}

/**
 * @param {GraphAnswer} answer
 * @param {Cell[]} row
 * @param {number} number
 * @param {boolean[]} numbers
 */
function answerRow(answer, row, number, numbers) {
  const subject = answer.subjects[number];
  const [first] = subject.nodes;
  const open = subject.lines.length === 0 ? "" : h("button", { type: "button", class: "sources-button", "aria-expanded": "false", "aria-label": `${plural(subject.lines.length, "sentence")} behind row ${number + 1}`, title: plural(subject.lines.length, "sentence"), click: () => toggleSources(answer, number, open) });
  const line = h("tr", { class: "answer-row", mouseenter: () => point(first ?? null), mouseleave: () => point(null) },
    h("td", {}, open), row.map((cell, column) => h("td", { class: numbers[column] ? "number" : null }, cellContent(cell, subject))));
  if (shownAnswer.row !== number || typeof open === "string") return [line];
  open.setAttribute("aria-expanded", "true");
  return [line, sourcesRow(answer, number)];
}

/**
 * A cell: a button where it names a node that its row is about.
 * @param {Cell} cell
 * @param {Subject} subject
 */
function cellContent({ kind, text, shown }, subject) {
  const named = kind === "i" ? [nodeOfIri(text)].filter((node) => node !== undefined) : [...subject.nodes].map(nodeAt).filter(({ label }) => label === text);
  if (named.length !== 1) return shown;
  return h("button", { type: "button", class: "name", click: () => select(named[0].key, { fly: true }) }, kindMark(named[0]), kind === "i" ? shown : named[0].label);
}

/** @param {string} iri */
const nodeOfIri = (iri) => nodes.get(iri.startsWith(askData?.base ?? "\0") ? iri.slice(askData?.base.length) : iri);

/**
 * Open or close the sentences under a row; while they are open, the row alone is lit.
 * @param {GraphAnswer} answer
 * @param {number} number
 * @param {string | HTMLElement} button
 */
function toggleSources(answer, number, button) {
  if (typeof button === "string") return;
  const isOpen = button.getAttribute("aria-expanded") === "true";
  factsPanel.querySelector(".answer-sources")?.remove();
  factsPanel.querySelector('.sources-button[aria-expanded="true"]')?.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-expanded", String(!isOpen));
  if (!isOpen) button.closest("tr")?.after(sourcesRow(answer, number));
  shownAnswer.row = isOpen ? null : number;
  refresh();
  if (!isOpen) flyToSelection();
}

/**
 * @param {GraphAnswer} answer
 * @param {number} number
 */
const sourcesRow = (answer, number) => h("tr", { class: "answer-sources" }, h("td", {}), h("td", { colspan: answer.columns.length }, answer.subjects[number].lines.map(citation)));

/** @param {number} number of a line: of the facts, or of those that only answers cite */
function citation(number) {
  if (number < facts.evidence.length) return openEvidence(number);
  const [file, line, quote] = /** @type {AskData} */ (askData).lines[number - facts.evidence.length];
  return citedText({ file, line, quote });
}

/**
 * An answer as the command writes CSV (RFC 4180).
 * @param {GraphAnswer} answer
 */
function answerCsv({ columns, rows }) {
  /** @param {string} text */
  const field = (text) => (/[",\r\n]/.test(text) || (text === "" && columns.length === 1) ? `"${text.replaceAll('"', '""')}"` : text);
  const cells = rows.map((row) => row.map(({ kind, text }) => field(kind === "t" && FORMULA.test(text) ? `'${text}` : text)));
  return [columns.map(field), ...cells].map((row) => `${row.join(",")}\r\n`).join("");
}

/** On top of the facts of what an answer led to. */
const backToAnswer = () => h("button", { type: "button", class: "text-button", click: () => { choose({ selected: null, to: null }); flyToSelection(); } }, "Back to the answer");

function prepareAsk() {
  byId("ask-open").hidden = questions.size === 0;
  byId("ask-open").addEventListener("click", () => {
    if (state.ask === null) ask("questions");
    else choose({ ask: null, given: "" });
    if (state.ask !== null) factsPanel.focus();
  });
}
