// The query page: completes the word before the caret, and shows rows as a table. Without it the form still asks.
"use strict";
(() => {
/** @typedef {{type: string, value: unknown}} Term */
/** @typedef {Record<string, Term | undefined>} Row */

/** The element of the page with that id: query.html has each that is asked for. */
const part = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

const MOST_SHOWN = 12;
const MOST_ROWS = 1000;
const editor = /** @type {HTMLTextAreaElement} */ (part("query"));
const form = /** @type {HTMLFormElement} */ (editor.form);
const completions = part("completions");
/** @type {string[]} */
const words = JSON.parse(part("words").textContent ?? "[]");

/** Return the part of a word that ends at the caret, and where it starts. */
function begun() {
  const before = editor.value.slice(0, editor.selectionStart);
  const start = before.search(/[\w:?.-]+$/);
  return start < 0 ? null : { start, text: before.slice(start) };
}

/**
 * Return the words that go on as what is typed; variables are those of the query.
 * @param {string} text
 */
function fitting(text) {
  const wanted = text.toLowerCase();
  const local = wanted.includes(":") ? wanted : `:${wanted}`;
  const variables = [...new Set(editor.value.match(/\?\w+/g) ?? [])];
  const fits = (/** @type {string} */ word) => word.toLowerCase().startsWith(wanted) || (wanted.length > 1 && word.toLowerCase().includes(local));
  return [...variables, ...words].filter((word) => word !== text && fits(word)).slice(0, MOST_SHOWN);
}

/** @param {string} word */
function complete(word) {
  const typed = begun();
  if (typed === null) return;
  editor.setRangeText(word, typed.start, editor.selectionStart, "end");
  editor.focus();
  propose();
}

function propose() {
  const typed = begun();
  const buttons = (typed === null ? [] : fitting(typed.text)).map((word, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = word;
    if (at === 0) button.setAttribute("aria-current", "true");
    button.addEventListener("click", () => complete(word));
    const entry = document.createElement("li");
    entry.append(button);
    return entry;
  });
  completions.replaceChildren(...buttons);
}

/**
 * @param {"td" | "th"} kind
 * @param {string} text
 * @param {string} [address]
 */
function cell(kind, text, address) {
  const made = document.createElement(kind);
  if (kind === "th") made.scope = "col";
  if (address === undefined || !/^https?:/.test(address)) {
    made.textContent = text;
    return made;
  }
  const link = document.createElement("a");
  link.href = address;
  link.textContent = text;
  made.append(link);
  return made;
}

/**
 * @param {string[]} names
 * @param {Row[]} rows
 */
function table(names, rows) {
  const made = document.createElement("table");
  const head = made.createTHead().insertRow();
  head.append(...names.map((name) => cell("th", name)));
  const body = made.createTBody();
  for (const row of rows.slice(0, MOST_ROWS)) {
    body.insertRow().append(
      ...names.map((name) => {
        const term = row[name];
        if (term === undefined) return cell("td", "");
        const text = typeof term.value === "string" ? term.value : JSON.stringify(term.value);
        return cell("td", text, term.type === "uri" ? text : undefined);
      }),
    );
  }
  return made;
}

/** @param {string} text */
function preformatted(text) {
  const made = document.createElement("pre");
  made.textContent = text;
  return made;
}

/** @param {Response} response */
async function shown(response) {
  const type = response.headers.get("Content-Type") ?? "";
  if (!type.startsWith("application/sparql-results+json")) return preformatted(await response.text());
  const answer = await response.json();
  if ("boolean" in answer) return preformatted(String(answer.boolean));
  const rows = answer.results.bindings;
  const rest = rows.length > MOST_ROWS ? `, of which the first ${MOST_ROWS} are shown` : "";
  part("said").textContent = `${rows.length} rows${rest}.`;
  return table(answer.head.vars, rows);
}

/** @param {SubmitEvent} event */
async function ask(event) {
  event.preventDefault();
  const [said, problem, answer] = [part("said"), part("problem"), part("answer")];
  said.textContent = "Asked …";
  problem.textContent = "";
  answer.replaceChildren();
  try {
    const response = await fetch("/sparql", {
      method: "POST",
      headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json, text/turtle" },
      body: editor.value,
    });
    said.textContent = "";
    if (response.ok) answer.replaceChildren(await shown(response));
    else problem.textContent = await response.text();
  } catch (error) {
    said.textContent = "";
    problem.textContent = `The server does not answer (${error instanceof Error ? error.message : error}).`;
  }
}

form.addEventListener("submit", ask);
editor.addEventListener("input", propose);
editor.addEventListener("click", propose);
editor.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  // Tab leaves the editor as everywhere, unless a word is begun that goes on.
  const first = completions.querySelector("button");
  if (event.key === "Tab" && !event.shiftKey && first !== null && begun() !== null) {
    event.preventDefault();
    complete(first.textContent ?? "");
  }
  if (event.key === "Escape") completions.replaceChildren();
});
})();
