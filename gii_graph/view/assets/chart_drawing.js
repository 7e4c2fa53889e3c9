// How charts are drawn: plain SVG of our own, the same on the page, in a saved drawing and on paper.

const CHART_TEXT = 12;
const NAME_STEP = 14;
const WIDE_CHART = 640; // pixels; narrower ones have names on one side
const CHART_ROOM = 200; // for names at a side

/** @type {(x: number, y: number, words: string, more?: Attributes) => SVGElement} */
const chartText = (x, y, words, more = {}) => s("text", { x: x.toFixed(1), y: (y + 4).toFixed(1), "font-size": CHART_TEXT, fill: palette().ink, ...more }, words);

/** @type {(x1: number, y1: number, x2: number, y2: number, more?: Attributes) => SVGElement} */
const chartLine = (x1, y1, x2, y2, more = {}) => s("line", { x1: x1.toFixed(1), y1: y1.toFixed(1), x2: x2.toFixed(1), y2: y2.toFixed(1), stroke: palette().aside, "stroke-width": 1, ...more });

/**
 * Numbers moved apart so that each is a gap from the next, in their order: those that would meet move away from their
 * middle together, as little as needed (isotonic regression by pooling neighbours).
 * @param {number[]} spots in rising order
 * @param {number} gap
 * @param {number} low below which none goes
 */
function spreadOut(spots, gap, low) {
  /** @type {{ sum: number, count: number }[]} */
  const blocks = [];
  spots.forEach((spot, i) => {
    let block = { sum: spot - i * gap, count: 1 };
    for (let last = blocks.at(-1); last && last.sum / last.count > block.sum / block.count; last = blocks.at(-1)) {
      blocks.pop();
      block = { sum: last.sum + block.sum, count: last.count + block.count };
    }
    blocks.push(block);
  });
  const moved = blocks.flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count));
  return moved.map((spot, i) => Math.max(spot, low) + i * gap);
}

/**
 * A function from value to place: a rank's first is at the far end; a rate is by its logarithm where all are above zero
 * and far apart.
 * @param {number[]} values
 * @param {MeasureKind} kind
 * @param {number} start where the weakest stands
 * @param {number} end where the strongest stands
 * @param {boolean} [mayBeLogarithmic]
 * @returns {{ at: (value: number) => number, ticks: number[] }}
 */
function chartScale(values, kind, start, end, mayBeLogarithmic = true) {
  const [low, high] = [values.reduce((a, b) => Math.min(a, b), Infinity), values.reduce((a, b) => Math.max(a, b), -Infinity)];
  const isLogarithmic = mayBeLogarithmic && kind !== "rank" && low > 0 && high > 4 * low;
  /** @param {number} value */
  const measure = (value) => (isLogarithmic ? Math.log(value) : value);
  const [from, to] = kind === "rank" ? [high, low] : [low, high];
  const span = measure(to) - measure(from) || 1;
  return { at: (value) => start + ((end - start) * (measure(value) - measure(from))) / span, ticks: isLogarithmic ? logTicks(low, high) : evenTicks(low, high, kind) };
}

/**
 * @param {number} low
 * @param {number} high
 */
function logTicks(low, high) {
  const all = [];
  for (let power = 10 ** Math.floor(Math.log10(low)); power <= high; power *= 10) all.push(...[1, 2, 5].map((digit) => digit * power));
  const within = all.filter((tick) => tick >= low && tick <= high);
  return within.length > 6 ? within.filter((tick) => /^1/.test(String(tick))) : within;
}

/**
 * @param {number} low
 * @param {number} high
 * @param {MeasureKind} kind
 */
function evenTicks(low, high, kind) {
  const rough = (high - low) / 4 || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max([1, 2, 5, 10].map((digit) => digit * power).find((size) => size >= rough) ?? 1, kind === "rank" ? 1 : 0);
  const ticks = kind === "rank" && low <= 1 ? [1] : [];
  for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step) if (!ticks.includes(tick)) ticks.push(tick);
  return ticks;
}

/**
 * Whether a cluster has gained, lost or kept what a figure says of it.
 * @param {ChartSeries} series
 * @param {MeasureKind} kind
 * @returns {"risen" | "fallen" | "same"}
 */
function directionOf({ points }, kind) {
  const change = (points[points.length - 1].value - points[0].value) * (kind === "rank" ? -1 : 1);
  return change > 0 ? "risen" : change < 0 ? "fallen" : "same";
}

/** @type {Record<"risen" | "fallen" | "same", (colours: Palette) => string>} */
const DIRECTION_COLOURS = { risen: ({ kinds }) => kinds.cluster, fallen: ({ ties }) => ties.patents, same: ({ aside }) => aside };

/**
 * Lines from edition to edition, with names at the first and the last.
 * @param {ChartSeries[]} series
 * @param {Facts["figures"][number]} figure
 * @param {number} width
 * @returns {ChartDrawing}
 */
function drawCourses(series, figure, width) {
  const isWide = width >= WIDE_CHART;
  const [top, left, right] = [54, isWide ? CHART_ROOM : 56, width - (isWide ? CHART_ROOM : 160)];
  const high = Math.min(Math.max(series.length * (NAME_STEP + 1), 320), 3000);
  const years = facts.editions;
  const [first, last] = [years[0], years[years.length - 1]];
  /** @param {number} edition */
  const x = (edition) => left + ((right - left) * years.indexOf(edition)) / Math.max(years.length - 1, 1);
  const y = chartScale(series.flatMap(({ points }) => points.map(({ value }) => value)), figure.kind, top + high, top, false).at;
  /** @param {number} edition */
  const ends = (edition) => endLabels(series, edition, y, top);
  const labels = { from: ends(first), to: ends(last) };
  const frame = [
    ...years.map((edition) => s("g", {}, chartLine(x(edition), top - 12, x(edition), top + high + 6, { stroke: palette().shore }), chartText(x(edition), top - 24, String(edition), { "text-anchor": "middle", "font-weight": 650 }))),
    ...directionKey(width, isWide),
  ];
  const items = series.map((one) => {
    const { node, points } = one;
    const colour = node.key === state.selected ? palette().focus : DIRECTION_COLOURS[directionOf(one, figure.kind)](palette());
    const path = points.map(({ edition, value }, i) => `${i === 0 ? "M" : "L"}${x(edition).toFixed(1)} ${y(value).toFixed(1)}`).join("");
    const stated = points.map(({ edition, value }) => `${figureWords(figure, value)} in ${edition}`);
    const words = `${node.label}: ${stated.join(", ")}`;
    /** @type {(side: -1 | 1, at: { y: number, value: number } | undefined, edition: number) => Child} */
    const name = (side, at, edition) => at && [
      chartLine(x(edition) + side * 5, y(at.value), x(edition) + side * 16, at.y, { stroke: palette().shore }),
      chartText(x(edition) + side * 19, at.y, endWords(figure, node, at.value, side, isWide), { "text-anchor": side < 0 ? "end" : "start", "font-weight": node.key === state.selected ? 700 : null })];
    return { key: node.key, words, mark: s("g", {},
      s("path", { d: path, fill: "none", stroke: "transparent", "stroke-width": 12 }),
      s("path", { d: path, fill: "none", stroke: colour, "stroke-width": node.key === state.selected ? 3.5 : 1.8 }),
      points.map(({ edition, value }) => s("circle", { cx: x(edition).toFixed(1), cy: y(value).toFixed(1), r: 3.6, fill: colour })),
      name(-1, labels.from.get(node.key), first), name(1, labels.to.get(node.key), last)) };
  });
  return { width, height: top + high + 20, frame, items };
}

/**
 * What stands at an end of a line: on a narrow screen only a number before it.
 * @type {(figure: Facts["figures"][number], node: GraphNode, value: number, side: -1 | 1, isWide: boolean) => string}
 */
function endWords(figure, node, value, side, isWide) {
  const number = figureWords(figure, value);
  const label = cutShort(node.label, isWide ? 24 : 16);
  return side > 0 ? `${number}  ${label}` : isWide ? `${label}  ${number}` : number;
}

/**
 * @param {string} text
 * @param {number} most
 */
const cutShort = (text, most) => ([...text].length > most ? `${[...text].slice(0, most - 1).join("")}…` : text);

/**
 * Where the names of an edition stand, moved off each other.
 * @param {ChartSeries[]} series
 * @param {number} edition
 * @param {(value: number) => number} y
 * @param {number} low
 * @returns {Map<string, { y: number, value: number }>}
 */
function endLabels(series, edition, y, low) {
  const ends = series.flatMap(({ node, points }) => points.filter((point) => point.edition === edition).map(({ value }) => ({ key: node.key, value })))
    .sort((a, b) => y(a.value) - y(b.value) || (a.key < b.key ? -1 : 1));
  const spots = spreadOut(ends.map(({ value }) => y(value)), NAME_STEP, low);
  return new Map(ends.map(({ key, value }, i) => [key, { y: spots[i], value }]));
}

/**
 * @param {number} width
 * @param {boolean} isWide
 */
const directionKey = (width, isWide) => [...Object.entries({ risen: "Risen", fallen: "Fallen", same: "Unchanged" })].map(([direction, words], i) => {
  const x = (isWide ? width / 2 - 135 : 10) + i * 90;
  const colour = DIRECTION_COLOURS[/** @type {"risen" | "fallen" | "same"} */ (direction)](palette());
  return s("g", {}, chartLine(x, 8, x + 16, 8, { stroke: colour, "stroke-width": 2.5 }), chartText(x + 22, 8, words));
});

/**
 * Dots by two figures.
 * @param {{ node: GraphNode, x: number, y: number }[]} dots
 * @param {Facts["figures"]} figures to the right and upwards
 * @param {number} width
 * @returns {ChartDrawing}
 */
function drawDots(dots, [across, up], width) {
  const [left, right, top, bottom] = [64, width - 30, 20, width >= WIDE_CHART ? 540 : 420];
  const [xs, ys] = [chartScale(dots.map(({ x }) => x), across.kind, left + 20, right - 20), chartScale(dots.map(({ y }) => y), up.kind, bottom - 20, top + 20)];
  const colours = palette();
  const frame = dots.length === 0 ? [] : [
    chartLine(left, bottom, right, bottom), chartLine(left, top, left, bottom),
    ...xs.ticks.map((tick) => s("g", {}, chartLine(xs.at(tick), top, xs.at(tick), bottom, { stroke: colours.shore }), chartText(xs.at(tick), bottom + 16, figureWords(across, tick), { "text-anchor": "middle", fill: colours.quiet }))),
    ...ys.ticks.map((tick) => s("g", {}, chartLine(left, ys.at(tick), right, ys.at(tick), { stroke: colours.shore }), chartText(left - 8, ys.at(tick), figureWords(up, tick), { "text-anchor": "end", fill: colours.quiet }))),
    chartText(right, bottom + 36, `${across.short} →`, { "text-anchor": "end", "font-weight": 650 }),
    chartText(left - 56, 6, `↑ ${up.short}`, { "font-weight": 650 }),
  ];
  const placed = dots.map(({ x, y }) => ({ left: xs.at(x) - 6, right: xs.at(x) + 6, top: ys.at(y) - 6, bottom: ys.at(y) + 6 }));
  const byWeight = [...dots].sort((a, b) => Number(b.node.key === state.selected) - Number(a.node.key === state.selected) || ys.at(a.y) + -xs.at(a.x) - (ys.at(b.y) - xs.at(b.x)));
  const named = new Map(byWeight.map(({ node, x, y }) => [node.key, freeName(node.label, xs.at(x), ys.at(y), right, placed)]));
  const items = dots.map(({ node, x, y }) => {
    const spot = named.get(node.key);
    const isChosen = node.key === state.selected;
    return { key: node.key, words: `${node.label}: ${across.short} ${figureWords(across, x)}, ${up.short} ${figureWords(up, y)}`, mark: s("g", {},
      s("circle", { cx: xs.at(x).toFixed(1), cy: ys.at(y).toFixed(1), r: 14, fill: "transparent" }),
      s("circle", { cx: xs.at(x).toFixed(1), cy: ys.at(y).toFixed(1), r: isChosen ? 7 : 5, fill: isChosen ? colours.focus : colours.kinds.cluster, stroke: colours.paper, "stroke-width": 1.4 }),
      spot ? chartText(spot.x, spot.y, cutShort(node.label, 26), { "text-anchor": spot.anchor, "font-weight": isChosen ? 700 : null }) : null) };
  });
  return { width, height: bottom + 50, frame, items };
}

const LETTER = 6.6; // pixels across, at most, of a letter of a name

/**
 * Where a name stands beside its dot without lying over another dot or name; null where it nowhere can.
 * @param {string} label
 * @param {number} x
 * @param {number} y
 * @param {number} right
 * @param {Bounds[]} placed what is there already; the name is added
 */
function freeName(label, x, y, right, placed) {
  const wide = LETTER * [...cutShort(label, 26)].length;
  const spots = [{ anchor: "start", x: x + 9, y, left: x + 9 }, { anchor: "end", x: x - 9, y, left: x - 9 - wide }, { anchor: "middle", x, y: y - 14, left: x - wide / 2 }, { anchor: "middle", x, y: y + 14, left: x - wide / 2 }];
  const spot = spots.find(({ left, y: at }) => left > 66 && left + wide < right + 24 && placed.every((box) => left >= box.right || left + wide <= box.left || at - 7 >= box.bottom || at + 7 <= box.top));
  if (!spot) return null;
  placed.push({ left: spot.left, right: spot.left + wide, top: spot.y - 7, bottom: spot.y + 7 });
  return spot;
}

/**
 * A bar for each cluster, with a part for each of those listed first.
 * @param {{ node: GraphNode, listed: { edge: GraphEdge, mention: Mention }[] }[]} bars
 * @param {EdgeKind} kind
 * @param {number} width
 * @returns {ChartDrawing}
 */
function drawShares(bars, kind, width) {
  const isWide = width >= WIDE_CHART;
  const [left, right, top, step] = [isWide ? CHART_ROOM : 120, width - (isWide ? 170 : 60), 26, 22];
  const colours = palette();
  const most = Math.max(...bars.map(({ listed }) => summed(listed)), 10);
  const whole = Math.min(Math.ceil(most / 10) * 10, 100);
  /** @param {number} share */
  const x = (share) => left + ((right - left) * share) / whole;
  const ticks = [0, whole / 2, whole];
  const frame = ticks.map((tick) => s("g", {}, chartLine(x(tick), top - 6, x(tick), top + bars.length * step, { stroke: colours.shore }), chartText(x(tick), 8, `${formatNumber(tick)}%`, { "text-anchor": "middle", fill: colours.quiet })));
  const items = bars.map(({ node, listed }, row) => {
    const y = top + row * step + step / 2;
    let sum = 0;
    const parts = listed.map(({ mention: { share = 0 } }) => {
      const part = s("rect", { x: (x(sum) + (sum > 0 ? 1 : 0)).toFixed(1), y: y - 7, width: Math.max(x(sum + share) - x(sum) - 1, 0).toFixed(1), height: 14, fill: colours.ties[activityOf({ kind })] });
      sum += share;
      return part;
    });
    const shares = listed.map(({ edge, mention }) => `${nodeAt(edge.from).label} ${formatShare(mention)}`);
    const words = `${node.label}: ${shares.join(", ")}`;
    const isChosen = node.key === state.selected;
    const figures = isWide ? listed.map(({ mention }) => formatShare(mention)).join(" + ") : `${formatNumber(sum)}%`;
    return { key: node.key, words, mark: s("g", {}, s("rect", { x: 0, y: y - step / 2, width, height: step, fill: "transparent" }),
      chartText(left - 8, y, cutShort(node.label, isWide ? 28 : 17), { "text-anchor": "end", "font-weight": isChosen ? 700 : null }), parts, chartText(x(sum) + 6, y, figures, { fill: colours.quiet })) };
  });
  return { width, height: top + bars.length * step + 12, frame, items };
}
