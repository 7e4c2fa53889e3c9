// Search among the names of names.js: no server, nothing sent.
"use strict";
(() => {
const LIMIT = 100;
/** @typedef {{label: string, kind: string, path: string, others: string[], keys: string[]}} Entry */

/** The element of the page with that id: the page of the search has each that is asked for. */
const part = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const field = /** @type {HTMLInputElement} */ (part("query"));
const count = part("search-count");
const results = part("search-results");

/** What all spellings of a name share: no marks, no case, dashes as spaces. */
const folded = (/** @type {string} */ text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
  .replace(/[\u2010-\u2015\u2212-]/g, " ").replace(/['\u2018\u2019\u02bc`]/g, "").replace(/\s+/g, " ").trim();

/** @type {Entry[]} */
const entries = giiGraphNames.map(([label, kind, path, ...others]) => ({
  label, kind: giiGraphKinds[kind], path, others, keys: [label, ...others].map(folded),
}));

/**
 * How well a name fits: 0 the same, 1 begins so, 2 a word begins so, 3 holds it, 4 holds all words; Infinity not at all.
 * @param {string} key
 * @param {string} wanted
 * @param {string[]} words
 */
function distance(key, wanted, words) {
  if (key === wanted) return 0;
  if (key.startsWith(wanted)) return 1;
  if (` ${key}`.includes(` ${wanted}`)) return 2;
  if (key.includes(wanted)) return 3;
  return words.every(word => key.includes(word)) ? 4 : Infinity;
}

/** @param {string} wanted */
function matching(wanted) {
  const words = wanted.split(" ");
  return entries
    .map(entry => ({entry, rank: Math.min(...entry.keys.map(key => distance(key, wanted, words)))}))
    .filter(({rank}) => rank < Infinity)
    .sort((one, other) => one.rank - other.rank || one.entry.label.length - other.entry.label.length
      || (one.entry.label < other.entry.label ? -1 : 1))
    .map(({entry}) => entry);
}

/** @param {Entry} entry */
function row(entry) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = `${entry.path.split("/").map(encodeURIComponent).join("/")}.html`;
  link.textContent = entry.label;
  const kind = document.createElement("span");
  kind.className = "relation";
  const others = entry.others.length ? `, also ${entry.others.slice(0, 3).join("; ")}` : "";
  kind.textContent = ` ${entry.kind}${others}`;
  item.append(link, kind);
  return item;
}

function search() {
  const wanted = folded(field.value);
  if (!wanted) {
    count.textContent = "Type a name.";
    results.replaceChildren();
    return;
  }
  const listed = matching(wanted);
  const shown = listed.slice(0, LIMIT);
  results.replaceChildren(...shown.map(row));
  const more = listed.length > shown.length ? `, the first ${LIMIT} shown` : "";
  count.textContent = listed.length === 1 ? "1 name" : `${listed.length} names${more}`;
}

field.value = new URLSearchParams(location.search).get("q") ?? "";
field.addEventListener("input", search);
search();
})();
