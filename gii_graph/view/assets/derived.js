// Computed values in the panel: always marked, as no source states them.

const DERIVED = h("span", { class: "badge derived", title: "Computed from stated figures; no source states it" }, "derived");

/** @param {ImpliedFigure} implied */
const impliedText = ({ low, high }) => (high === undefined ? `${formatNumber(Math.ceil(low))} or more` : `${formatNumber(Math.ceil(low))} to ${formatNumber(Math.floor(high))}`);

/**
 * What the printed figures imply, marked as derived, with the arithmetic in words.
 * @param {ClusterProfile} given
 */
function impliedFacts({ implied = [] }) {
  if (implied.length === 0) return [];
  return [h("h4", {}, "Implied by these figures ", DERIVED.cloneNode(true)), h("dl", {}, implied.map((one) => factRow(one.label, [
    h("strong", {}, impliedText(one)),
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
  const values = asIntervals(measured.map(([number, value]) => ({ measure: facts.measures[number], value })));
  return [h("section", { class: "figures" },
    h("h3", {}, title, DERIVED.cloneNode(true)),
    [...new Set(values.map(({ measure }) => measure.about))].map((about) => [
      about ? h("h4", {}, about) : null,
      h("dl", {}, values.filter(({ measure }) => measure.about === about).map(({ measure, value, most }) => measuredRow(measure, value, most))),
    ]))];
}

// Of some measures only a lowest and a highest value can be said; they come as two that are called so.
const LOWEST = /-low(?=-|$)/;

/**
 * Values, those of a lowest and a highest as one.
 * @param {MeasuredValue[]} values
 * @returns {MeasuredValue[]}
 */
function asIntervals(values) {
  const byName = new Map(values.map((one) => [one.measure.name, one]));
  const highest = new Set();
  const whole = values.map((one) => {
    const upper = LOWEST.test(one.measure.name) ? byName.get(one.measure.name.replace(LOWEST, "-high")) : undefined;
    if (!upper) return one;
    highest.add(upper);
    return { ...one, most: upper.value, measure: { ...one.measure, label: one.measure.label.replace(/ low$/, "") } };
  });
  return whole.filter((one) => !highest.has(one));
}

/**
 * An interval as people write it, rounded outwards so that it holds what it held.
 * @param {number} low
 * @param {number} high
 */
function intervalText(low, high) {
  const step = 10 ** Math.max(Math.floor(Math.log10(Math.max(Math.abs(high), 1e-9))) - 2, -6);
  const [least, most] = step < 1 ? [Math.floor(low / step) * step, Math.ceil(high / step) * step] : [Math.floor(low), Math.ceil(high)];
  return `${formatNumber(least)} to ${formatNumber(most)}`;
}

/**
 * @param {MeasureWords} given
 * @param {number} value
 * @param {number} [most] the highest, where `value` is the lowest
 */
function measuredRow({ label, means, limit, source }, value, most) {
  const words = [means, limit, source && `Source: ${source}`].filter(Boolean);
  return factRow(label, [
    h("strong", {}, most === undefined ? formatNumber(value) : intervalText(value, most)),
    words.length === 0 ? null : h("details", { class: "evidence" }, h("summary", {}, "What it says"), words.map((text) => h("p", {}, text))),
  ]);
}
