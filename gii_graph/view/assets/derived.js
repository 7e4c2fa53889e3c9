// Computed values in the panel: always marked, as no source states them.

const DERIVED = h("span", { class: "badge derived", title: "Computed from stated figures; no source states it" }, "derived");

/**
 * What the printed figures imply, marked as derived, with the arithmetic in words.
 * @param {ClusterProfile} given
 */
function impliedFacts({ implied = [] }) {
  if (implied.length === 0) return [];
  return [h("h4", {}, "Implied by these figures ", DERIVED.cloneNode(true)), h("dl", {}, implied.map((one) => factRow(one.label, [
    h("strong", {}, one.high === undefined ? `${formatNumber(Math.ceil(one.low))} or more` : `${formatNumber(Math.ceil(one.low))} to ${formatNumber(Math.floor(one.high))}`),
    h("details", { class: "evidence" }, h("summary", {}, "How"), h("p", {}, one.rule), evidence(one.evidence)),
  ])))];
}

/**
 * Computed measures, marked as derived, each with what it means and what it cannot say.
 * @param {Measured[] | undefined} measured
 * @param {string} title
 */
function measuredFacts(measured, title) {
  if (!measured || measured.length === 0) return [];
  const values = measured.map(([number, value]) => ({ measure: facts.measures[number], value }));
  return [h("section", { class: "figures" },
    h("h3", {}, title, DERIVED.cloneNode(true)),
    [...new Set(values.map(({ measure }) => measure.about))].map((about) => [
      about ? h("h4", {}, about) : null,
      h("dl", {}, values.filter(({ measure }) => measure.about === about).map(({ measure, value }) => measuredRow(measure, value))),
    ]))];
}

/**
 * @param {MeasureWords} given
 * @param {number} value
 */
function measuredRow({ label, means, limit, source }, value) {
  const words = [means, limit, source && `Source: ${source}`].filter(Boolean);
  return factRow(label, [
    h("strong", {}, formatNumber(value)),
    words.length === 0 ? null : h("details", { class: "evidence" }, h("summary", {}, "What it says"), words.map((text) => h("p", {}, text))),
  ]);
}
