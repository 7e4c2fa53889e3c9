// The engine at work beside the page. This runs in a worker, behind Oxigraph's own script and in its scope.
{
  const MOST_ROWS = 100_000;
  /** @type {any} */
  let store = null;

  /** @param {string} packed gzip in base64 */
  const unpacked = (packed) => new Response(new Blob([Uint8Array.from(atob(packed), (sign) => sign.charCodeAt(0))]).stream().pipeThrough(new DecompressionStream("gzip")));

  /** @param {EngineData} engine */
  async function load({ wasm, graph, labelled }) {
    initSync({ module: await unpacked(wasm).arrayBuffer() });
    store = new Store();
    const quads = await unpacked(graph).text();
    if (!labelled) store.load(quads, { format: "application/n-quads" });
    else for (const quad of parse(quads, { format: "application/n-quads" })) store.add(quad); // blank nodes keep their labels
  }

  /** @param {EngineRequest} request */
  function answered({ query, form }) {
    const text = store.query(query, { results_format: form });
    if (form !== "json") return { text };
    const { head, results, boolean } = JSON.parse(text);
    if (boolean !== undefined) return { truth: boolean };
    if (results.bindings.length > MOST_ROWS) throw new Error(`The answer has ${results.bindings.length.toLocaleString("en")} rows, more than a page can show; add a LIMIT.`);
    return { columns: head.vars, rows: results.bindings };
  }

  /** @param {MessageEvent<EngineRequest>} event */
  self.onmessage = async ({ data }) => {
    const start = performance.now();
    try {
      if (data.engine) await load(data.engine);
      const answer = data.engine ? {} : answered(data);
      postMessage({ id: data.id, answer, milliseconds: performance.now() - start });
    } catch (error) {
      const broken = !(error instanceof Error) || error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
      postMessage({ id: data.id, error: error instanceof Error ? error.message : String(error), broken });
    }
  };
}
