// The text of a query, in a page that has the engine: its tokens, and why it is no SPARQL, as gii_graph/sparql says it.
// Its grammar, words and sentences come from there; the steps below are those of syntax.py, diagnosis.py and
// unknown_terms.py, and a test holds both equal.

/** @type {QueryHelp | null} */
const queryHelp = askData?.help ?? null;
const SPARQL_WORDS = new Set(queryHelp?.words ?? []);
const GII = queryHelp?.ontology ?? "";
/** @type {Record<string, string>} */
const CLOSING = { "{": "}", "(": ")", "[": "]" };
const TERM_KINDS = new Set(["iri", "string", "variable", "blank", "name", "number"]);

/**
 * The tokens of a query, without white space and comments.
 * @param {string} text
 */
function tokensOf(text) {
  const grammar = new RegExp(queryHelp?.token ?? "", "sy");
  /** @type {QueryToken[]} */
  const tokens = [];
  let brackets = 0;
  for (let match = grammar.exec(text); match !== null; match = grammar.exec(text)) {
    const [kind] = Object.entries(match.groups ?? {}).find(([, part]) => part !== undefined) ?? ["sign"];
    if (kind === "space" || kind === "comment") continue;
    const token = { kind, text: match[0], start: match.index };
    const before = tokens.at(-1);
    if (brackets > 0 && before && endsValue(before) && /^<[?$0-9'(+\-.!]/.test(token.text)) {
      Object.assign(token, { kind: "sign", text: "<" });
      grammar.lastIndex = token.start + 1;
    }
    if (token.kind === "sign") brackets += Number(token.text === "(") - Number(token.text === ")");
    tokens.push(token);
  }
  return tokens;
}

/** @param {QueryToken} token */
const endsValue = (token) => !["sign", "word"].includes(token.kind) || token.text === ")" || isWord(token, "TRUE", "FALSE");
/**
 * @param {QueryToken | undefined} token
 * @param {...string} words
 */
const isWord = (token, ...words) => token?.kind === "word" && words.includes(token.text.toUpperCase());

/** Where the question begins, behind its declarations. @param {QueryToken[]} tokens */
function prologueLength(tokens) {
  let position = 0;
  for (;;) {
    if (isWord(tokens[position], "PREFIX")) position += 3;
    else if (isWord(tokens[position], "BASE", "VERSION")) position += 2;
    else return position;
  }
}

/** What a query asks, or does: its keyword in capitals. @param {QueryToken[]} tokens */
function formOf(tokens) {
  const token = tokens[prologueLength(tokens)];
  return isWord(token, ...(queryHelp?.forms ?? []), ...(queryHelp?.updates ?? [])) ? token.text.toUpperCase() : null;
}

/** @param {QueryToken[]} tokens */
const declaredPrefixes = (tokens) => Object.fromEntries(tokens.flatMap((token, at) => (isWord(token, "PREFIX") && tokens[at + 1]?.kind === "name" && tokens[at + 2]?.kind === "iri" ? [[tokens[at + 1].text.slice(0, -1), tokens[at + 2].text.slice(1, -1)]] : [])));

/** The declarations of the known prefixes that a query uses and does not declare, on one line. @param {string} text */
function prefixLine(text) {
  const tokens = tokensOf(text);
  const declared = declaredPrefixes(tokens);
  const used = new Set(tokens.filter(({ kind }) => kind === "name").map((token) => token.text.split(":")[0]));
  return [...used].filter((name) => askData && Object.hasOwn(askData.prefixes, name) && !Object.hasOwn(declared, name)).sort().map((name) => `PREFIX ${name}: <${askData?.prefixes[name]}> `).join("");
}

/** The tokens outside of all braces. @param {QueryToken[]} tokens */
function outermost(tokens) {
  let depth = 0;
  return tokens.filter((token) => {
    const isBrace = token.kind === "sign" && (token.text === "{" || token.text === "}");
    if (isBrace) depth += token.text === "{" ? 1 : -1;
    return depth === 0 && !isBrace;
  });
}

/** @param {QueryToken[]} tokens */
const isOrdered = (tokens) => outermost(tokens).some(({ kind, text }) => kind === "word" && text.toUpperCase().startsWith("ORDER"));

/** @param {QueryToken[]} tokens */
function asksForAll(tokens) {
  const outer = outermost(tokens);
  const select = outer.findIndex((token) => isWord(token, "SELECT"));
  return select >= 0 && outer.slice(select + 1).find((token) => !isWord(token, "DISTINCT", "REDUCED"))?.text === "*";
}

/**
 * How many letters two words share in order (Ratcliff and Obershelp), as Python's difflib counts them.
 * @param {string} a
 * @param {string} b
 * @returns {number}
 */
function sharedLetters(a, b) {
  let [best, inA, inB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++) {
      let size = 0;
      while (i + size < a.length && j + size < b.length && a[i + size] === b[j + size]) size++;
      if (size > best) [best, inA, inB] = [size, i, j];
    }
  }
  return best === 0 ? 0 : best + sharedLetters(a.slice(0, inA), b.slice(0, inB)) + sharedLetters(a.slice(inA + best), b.slice(inB + best));
}

/**
 * The word that is most like another, if any is.
 * @param {string} wanted
 * @param {Iterable<string>} words
 */
function closest(wanted, words) {
  let [best, score] = [/** @type {string | null} */ (null), 0.6];
  for (const word of words) {
    const ratio = wanted.length + word.length === 0 ? 1 : (2 * sharedLetters(word, wanted)) / (wanted.length + word.length);
    if (ratio > score || (ratio === score && (best === null || word > best))) [best, score] = [word, ratio];
  }
  return best;
}

/**
 * @param {number} offset
 * @param {string} slip
 * @param {Record<string, string>} [words]
 * @returns {[number, string, string]}
 */
function slipAt(offset, slip, words = {}) {
  const fill = (/** @type {string} */ text) => text.replace(/\{(\w+)\}/g, (_, name) => words[name] ?? "");
  const [what, hint] = queryHelp?.slips[slip] ?? ["", ""];
  return [offset, fill(what), fill(hint)];
}

/**
 * Why a query is no SPARQL: the place, the line with a caret, what to try.
 * @param {string} text
 * @param {string} complaint what the engine said of it
 */
function diagnosed(text, complaint) {
  const tokens = tokensOf(text);
  const [offset, what, hint] = tokens.length === 0 ? slipAt(0, "empty") : openQuote(text, tokens) ?? unknownWord(tokens) ?? bracketSlip(tokens) ?? undeclaredPrefix(tokens) ?? missingDot(tokens) ?? ungrouped(tokens, complaint) ?? (formOf(tokens) === null ? slipAt(tokens[0].start, "no query") : parserPlace(text, complaint));
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", offset);
  // eslint-disable-next-line no-control-regex
  const line = text.slice(start, end < 0 ? undefined : end).replace(/\r$/, "").replace(/[\x00-\x1f\x7f-\x9f]/g, " ");
  const number = text.slice(0, offset).split("\n").length;
  return [`the query is wrong at line ${number}, column ${offset - start + 1}: ${what}`, line, `${" ".repeat(offset - start)}^`, ...(hint ? [hint] : [])].join("\n");
}

/**
 * @param {string} text
 * @param {QueryToken[]} tokens
 */
function openQuote(text, tokens) {
  for (const token of tokens) {
    if (token.kind === "sign" && (token.text === '"' || token.text === "'")) return slipAt(token.start, "text", { text: token.text });
    if (token.kind === "sign" && token.text === "<" && /^<\w+:[^\s>]*[\s"{}|^`\\]/.test(text.slice(token.start))) return slipAt(token.start, "iri");
  }
  return null;
}

/** @param {QueryToken[]} tokens */
function unknownWord(tokens) {
  const token = tokens.find(({ kind, text }) => kind === "word" && !SPARQL_WORDS.has(text.toUpperCase()));
  if (!token) return null;
  const near = closest(token.text.toUpperCase(), SPARQL_WORDS);
  const isName = token.text !== token.text.toUpperCase();
  return slipAt(token.start, [near ? "like a word" : "", isName ? "a name" : ""].filter(Boolean).join(", ") || "word", { text: token.text, near: near ?? "" });
}

/** @param {QueryToken[]} tokens */
function bracketSlip(tokens) {
  /** @type {QueryToken[]} */
  const open = [];
  for (const token of tokens.filter(({ kind }) => kind === "sign")) {
    if (Object.hasOwn(CLOSING, token.text)) open.push(token);
    else if (Object.values(CLOSING).includes(token.text)) {
      const opened = open.pop();
      if (!opened) return slipAt(token.start, "closes nothing", { text: token.text });
      if (CLOSING[opened.text] !== token.text) return slipAt(token.start, "closes another", { text: token.text, expected: CLOSING[opened.text] });
    }
  }
  const last = open.at(-1);
  return last ? slipAt(last.start, "never closed", { text: last.text, expected: CLOSING[last.text] }) : null;
}

/** @param {QueryToken[]} tokens */
function undeclaredPrefix(tokens) {
  const declared = { ...askData?.prefixes, ...declaredPrefixes(tokens) };
  const token = tokens.find(({ kind, text }, at) => kind === "name" && !Object.hasOwn(declared, text.split(":")[0]) && !isWord(tokens[at - 1], "PREFIX"));
  if (!token) return null;
  const prefix = token.text.split(":")[0];
  const near = closest(prefix, Object.keys(declared));
  return slipAt(token.start, near === null ? "prefix" : "like a prefix", { text: prefix, near: near ?? "" });
}

/** A fourth term in a row: two triples with nothing between them. @param {QueryToken[]} tokens */
function missingDot(tokens) {
  let [inRow, depth, listed] = [0, 0, ""];
  for (const token of tokens) {
    depth += Number(token.text === "{") - Number(token.text === "}");
    if (isWord(token, "SELECT", "BY")) listed = "{";
    else if (isWord(token, "VALUES")) listed = "}";
    else if (token.text === listed) listed = "";
    if (TERM_KINDS.has(token.kind) || token.text === "a") inRow += 1;
    else if (token.kind !== "language") inRow = token.text === ";" ? 1 : token.text === "," ? 2 : 0;
    if (inRow > 3 && depth > 0 && listed === "") return slipAt(token.start, "dot");
  }
  return null;
}

/**
 * The variable of the projection that no group fixes.
 * @param {QueryToken[]} tokens
 * @param {string} complaint
 */
function ungrouped(tokens, complaint) {
  if (!complaint.includes("variable that is unbound")) return null;
  const group = tokens.map((token) => isWord(token, "GROUP")).lastIndexOf(true);
  const grouped = new Set(group < 0 ? [] : tokens.slice(group).filter(({ kind }) => kind === "variable").map(({ text }) => text.slice(1)));
  let depth = 0;
  for (const token of tokens) {
    if (isWord(token, "WHERE") || token.text === "{") return null;
    depth += Number(token.text === "(") - Number(token.text === ")");
    if (token.kind === "variable" && depth === 0 && !grouped.has(token.text.slice(1))) return slipAt(token.start, "ungrouped", { text: token.text });
  }
  return null;
}

/**
 * @param {string} text
 * @param {string} complaint
 * @returns {[number, string, string]}
 */
function parserPlace(text, complaint) {
  const match = /^error at (\d+):(\d+): expected (.*)/s.exec(complaint);
  const length = text.trimEnd().length;
  if (!match) return [length, complaint || "this is no SPARQL", ""];
  const lines = text.split("\n");
  const row = Math.min(Number(match[1]), lines.length) - 1;
  const offset = lines.slice(0, row).reduce((sum, line) => sum + line.length + 1, 0) + Math.min(Number(match[2]) - 1, lines[row].length);
  const [what, hint] = expectedWords(match[3]);
  if (offset >= length) return [Math.max(0, length - 1), what || slipAt(0, "before the end")[1], hint];
  return [offset, what || slipAt(0, "here")[1], hint];
}

/** The sentences among what the parser expected, and the signs and keywords that a person can use. @param {string} expected */
function expectedWords(expected) {
  const listed = expected.replace(/^one of /, "");
  const [sentence] = [...listed.matchAll(/(?:^|, )([A-Z][a-z][^[",]*?)(?=, |$)/g)].map(([, words]) => words);
  const usable = [...listed.replace(/\[.*?\]/g, "").matchAll(/"([^"\\]+)"|\b([A-Z]{2,})\b/g)].map(([, sign, word]) => sign ?? word);
  const names = [...new Set(usable)].sort();
  const hint = names.length > 0 && names.length <= 12 && !sentence ? slipAt(0, "could stand", { text: names.join(" ") })[2] : "";
  return [sentence ? sentence[0].toLowerCase() + sentence.slice(1) : "", hint];
}

/** The IRIs that a query looks for, by how it writes them: none of a graph, an endpoint, a datatype or a template. @param {string} text */
function termsSought(text) {
  const tokens = tokensOf(text);
  const prefixes = { ...askData?.prefixes, ...declaredPrefixes(tokens) };
  /** @type {Map<string, string>} */
  const terms = new Map();
  /** @type {boolean[]} */
  const sought = [];
  tokens.slice(prologueLength(tokens)).forEach((token, at, question) => {
    const before = question[at - 1];
    if (token.kind === "sign" && ["{", "<<"].includes(token.text)) sought.push(token.text === "{" && !isWord(before, "CONSTRUCT"));
    else if (token.kind === "sign" && ["}", ">>"].includes(token.text)) sought.pop();
    else if (sought.every(Boolean) && before?.text !== "^^" && !isWord(before, "FROM", "NAMED", "GRAPH")) {
      const iri = iriOf(token, prefixes);
      if (iri !== null) terms.set(token.text, iri);
    }
  });
  return terms;
}

/**
 * @param {QueryToken} token
 * @param {Record<string, string>} prefixes
 */
function iriOf({ kind, text }, prefixes) {
  if (kind === "iri") return text.slice(1, -1);
  const colon = text.indexOf(":");
  const prefix = text.slice(0, colon);
  return kind === "name" && Object.hasOwn(prefixes, prefix) ? prefixes[prefix] + text.slice(colon + 1).replace(/\\(.)/g, "$1") : null;
}
