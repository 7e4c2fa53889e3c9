// Oxigraph in the page: unpacked at the first question, at work in a worker of its own, and ended where it takes too long.

const engineLimits = { seconds: 30 };
/** @type {Worker | null} */
let engineWorker = null;
let lastRequest = 0;
/** @type {((why: string) => void) | null} */
let stopEngine = null;

/** @returns {Promise<Worker>} */
async function startedWorker() {
  /** @type {EngineData} */
  const engine = readBlock("engine-data");
  const script = await new Response(new Blob([Uint8Array.from(atob(engine.script), (sign) => sign.charCodeAt(0))]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  const address = URL.createObjectURL(new Blob([script, "\n", engine.worker], { type: "text/javascript" }));
  const worker = new Worker(address);
  engineWorker = worker;
  await request(worker, { engine });
  URL.revokeObjectURL(address);
  return worker;
}

/**
 * What the worker answers; one that fails, or is stopped, ends, and the next question has a new one.
 * @param {Worker} worker
 * @param {Partial<EngineRequest>} asked
 * @returns {Promise<EngineReply>}
 */
function request(worker, asked) {
  const id = (lastRequest += 1);
  return new Promise((resolve, reject) => {
    const rest = setTimeout(() => stopEngine?.(`Stopped after ${plural(engineLimits.seconds, "second")}: the question takes longer than a page may. Ask for less, or ask it by the command.`), 1000 * engineLimits.seconds);
    /** @param {string} why */
    const end = (why) => {
      clearTimeout(rest);
      worker.terminate();
      engineWorker = stopEngine = null;
      reject(new Error(why));
    };
    stopEngine = end;
    worker.onerror = (event) => { event.preventDefault(); end(`The engine does not run in this browser (${event.message || "no reason given"}).`); };
    worker.onmessage = ({ data }) => {
      if (data.id !== id) return;
      if (data.broken) return void end(`The engine gave up: the question is too much for it (${data.error}).`);
      clearTimeout(rest);
      stopEngine = null;
      if (data.error === undefined) resolve(data);
      else reject(new Error(data.error));
    };
    worker.postMessage({ ...asked, id });
  });
}

/**
 * The engine's answer to a query, in one form of results; raises its complaint.
 * @param {string} query
 * @param {string} form
 */
const engineReply = async (query, form) => request(engineWorker ?? await startedWorker(), { query, form });

/**
 * The answer to a query as the command gives it: known prefixes declared, columns as written, rows in order.
 * @param {string} text
 * @returns {Promise<OwnAnswer>}
 */
async function engineAnswer(text) {
  const tokens = tokensOf(text);
  const form = formOf(tokens);
  const isGraph = form === "CONSTRUCT" || form === "DESCRIBE";
  const { answer, milliseconds } = await engineReply(prefixLine(text) + text, isGraph ? "application/n-triples" : "json");
  if (answer.truth !== undefined) return { text: String(answer.truth), milliseconds };
  if (answer.text !== undefined) return { text: [...new Set(answer.text.split("\n"))].filter(Boolean).sort().join("\n"), milliseconds };
  const { columns = [], rows = [] } = answer;
  const written = tokens.filter(({ kind }) => kind === "variable").map((token) => token.text.slice(1));
  if (asksForAll(tokens)) columns.sort((a, b) => written.indexOf(a) - written.indexOf(b));
  const label = stableLabels();
  const terms = rows.map((row) => columns.map((name) => label(row[name])));
  if (!isOrdered(tokens) && terms.length <= MOST_SORTED) terms.sort((a, b) => compareKeys(a.map(sortKey), b.map(sortKey)));
  const cells = terms.map((row) => row.map(cellOf));
  return { table: { columns, rows: cells, subjects: cells.map(subjectOfCells), notes: [] }, milliseconds };
}
const MOST_SORTED = 10_000;

/** Labels for the blank nodes that a query makes, in the order in which they are met (stable_rows.py). */
function stableLabels() {
  /** @type {Map<string, string>} */
  const labels = new Map();
  /** @type {(term: ResultTerm | undefined) => ResultTerm | undefined} */
  const labelled = (term) => {
    if (term?.type !== "bnode" || !/^[0-9a-f]{24,32}$/.test(String(term.value))) return term;
    if (!labels.has(String(term.value))) labels.set(String(term.value), `g${labels.size}`);
    return { ...term, value: /** @type {string} */ (labels.get(String(term.value))) };
  };
  return labelled;
}

const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMERIC = new Set(["integer", "decimal", "double", "float", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"].map((name) => XSD + name));
const NUMBER_FORM = /^(?:[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN)$/;

/** @param {ResultTerm | undefined} term @returns {(string | number)[]} */
function sortKey(term) {
  if (!term) return [0];
  if (term.type === "bnode") return [1, String(term.value).length, String(term.value)];
  if (term.type === "uri") return [2, String(term.value)];
  if (term.type === "triple") return [4, ...["subject", "predicate", "object"].flatMap((part) => sortKey(/** @type {Record<string, ResultTerm>} */ (term.value)[part]))];
  const value = String(term.value);
  const written = [value, term["xml:lang"] ?? "", term["its:dir"] ?? "", term.datatype ?? `${XSD}string`];
  const number = NUMERIC.has(term.datatype ?? "") ? Number(value.replace("INF", "Infinity")) : NaN;
  return Number.isNaN(number) ? [3, 1, ...written] : [3, 0, number, ...written];
}

/**
 * @param {(string | number)[][]} a the keys of a row
 * @param {(string | number)[][]} b
 */
function compareKeys(a, b) {
  for (let column = 0; column < a.length; column++) {
    for (let part = 0; part < a[column].length; part++) {
      const [one, other] = [a[column][part], b[column][part]];
      if (one === other) continue;
      if (typeof one === "number" && typeof other === "number") return one - other;
      return inOrder(String(one), String(other));
    }
  }
  return 0;
}

/**
 * By code points, as Python compares text.
 * @param {string} a
 * @param {string} b
 */
function inOrder(a, b) {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return (a.codePointAt(at) ?? -1) - (b.codePointAt(at) ?? -1);
}

/** @param {ResultTerm | undefined} term @returns {Cell} */
function cellOf(term) {
  if (!term) return { kind: "", text: "", shown: "" };
  const text = term.type === "triple" ? tripleText(term) : String(term.value);
  if (term.type === "uri") return { kind: "i", text, shown: shortIri(text) };
  if (term.type === "bnode") return { kind: "o", text: `_:${text}`, shown: `_:${text}` };
  const kind = term.type === "triple" ? "o" : NUMERIC.has(term.datatype ?? "") && NUMBER_FORM.test(text) ? "n" : "t";
  return { kind, text, shown: text };
}

/** @param {ResultTerm} term @returns {string} as N-Triples writes it */
function tripleText(term) {
  if (term.type === "uri") return `<${term.value}>`;
  if (term.type === "bnode") return `_:${term.value}`;
  if (term.type === "triple") return `<<( ${["subject", "predicate", "object"].map((part) => tripleText(/** @type {Record<string, ResultTerm>} */ (term.value)[part])).join(" ")} )>>`;
  const type = term["xml:lang"] ? `@${term["xml:lang"]}` : term.datatype && term.datatype !== `${XSD}string` ? `^^<${term.datatype}>` : "";
  return `${JSON.stringify(term.value)}${type}`;
}

const longestFirst = Object.entries(askData?.prefixes ?? {}).sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1));

/** @param {string} iri */
function shortIri(iri) {
  const fitting = longestFirst.find(([, namespace]) => iri.startsWith(namespace) && /^[A-Za-z0-9_][A-Za-z0-9_-]*$/.test(iri.slice(namespace.length)));
  return fitting ? `${fitting[0]}:${iri.slice(fitting[1].length)}` : `<${iri}>`;
}

/** @type {Map<string, GraphNode[]>} */
const nodesByLabel = new Map();
for (const node of nodes.values()) nodesByLabel.set(node.label, [...(nodesByLabel.get(node.label) ?? []), node]);

/**
 * What the cells of a row name: nodes, the ties between them, and the sentences on these.
 * @param {Cell[]} cells
 * @returns {Subject}
 */
function subjectOfCells(cells) {
  const named = new Set(cells.flatMap(({ kind, text }) => (kind === "i" ? [nodeOfIri(text)] : kind === "t" ? nodesByLabel.get(text) ?? [] : [])).flatMap((node) => (node ? [node.key] : [])));
  const between = [...named].flatMap((key) => nodeAt(key).edges.filter((edge) => edge.from === key && named.has(edge.to)));
  const lines = between.length > 0 ? between.flatMap(({ mentions }) => mentions.flatMap(({ evidence: numbers = [] }) => numbers)) : [...named].flatMap((key) => nodeAt(key).evidence ?? []);
  return { nodes: named, edges: new Set(between.map(({ key }) => key)), lines: [...new Set(lines)] };
}

/**
 * Sentences on what a query names and neither the vocabulary nor the graph has.
 * @param {string} text
 */
async function unknownTerms(text) {
  const base = askData?.base ?? "";
  const surelyKnown = new Set([GII, base, ...(queryHelp?.terms ?? []).map((name) => GII + name)]);
  /** @param {string} iri */
  const isOurs = (iri) => (iri.startsWith(GII) || iri.startsWith(base)) && !/[<>"{}|^`\\\s]/.test(iri);
  const said = [];
  for (const [written, iri] of [...termsSought(text)].filter(([, one]) => isOurs(one) && !surelyKnown.has(one))) {
    const used = `{ <${iri}> ?p ?o } UNION { ?s <${iri}> ?o } UNION { ?s ?p <${iri}> }`;
    if ((await engineReply(`ASK { ${used} UNION { GRAPH ?graph { ${used} } } }`, "json")).answer.truth) continue;
    const near = await nearestTerm(iri, base);
    const hint = near ? `; did you mean ${near}?` : await otherBase(iri, base);
    said.push(`Warning: ${unknownWords(iri, written, hint)}`);
  }
  return said;
}

/**
 * @param {string} iri
 * @param {string} written
 * @param {string} hint
 */
const unknownWords = (iri, written, hint) => (queryHelp?.unknown ?? "").replace("{where}", iri.startsWith(GII) ? "vocabulary" : "graph").replace("{written}", () => written).replace("{hint}", () => hint);

/**
 * Where the instances of the graph have their IRIs, where that is not where this one would have its.
 * @param {string} iri
 * @param {string} base
 */
async function otherBase(iri, base) {
  if (iri.startsWith(GII)) return ".";
  const { answer } = await engineReply(`SELECT ?cluster { ?cluster a <${GII}Cluster> } ORDER BY ?cluster LIMIT 1`, "json");
  const [other] = (answer.rows ?? []).map(({ cluster }) => String(cluster?.value)).filter((cluster) => !cluster.startsWith(base));
  return other ? `; its clusters have IRIs such as <${other}>.` : ".";
}

/**
 * @param {string} iri
 * @param {string} base
 */
async function nearestTerm(iri, base) {
  if (iri.startsWith(GII)) {
    const near = closest(iri.slice(GII.length), queryHelp?.terms ?? []);
    return near && shortIri(GII + near);
  }
  const slash = iri.indexOf("/", base.length);
  const folder = slash < 0 ? base : iri.slice(0, slash + 1);
  const { answer } = await engineReply(`SELECT DISTINCT ?s { ?s a ?kind FILTER(STRSTARTS(STR(?s), "${folder}")) }`, "json");
  const near = closest(iri.slice(folder.length), (answer.rows ?? []).map(({ s: term }) => String(term?.value).slice(folder.length)));
  return near && shortIri(folder + near);
}
