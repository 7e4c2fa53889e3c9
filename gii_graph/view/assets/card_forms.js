// A card taken along: as Markdown for an article, and as a drawing.

/**
 * Text that no reader of Markdown takes for markup.
 * @param {string} text
 */
const plainMarkdown = (text) => text.replace(/[\\`*_{}[\]<>()#+!|~$&^:-]/g, "\\$&").replace(/\s+/g, " ");

/** @param {CardRow} row */
const cellsOf = (row) => row.cells ?? (row.whole ? [row.whole] : []);

/**
 * The lines behind a card, in the order of their marks.
 * @param {Card} card
 */
const cardLines = ({ rows }) => [...new Set(rows.flatMap((row) => cellsOf(row).flatMap(({ evidence = [] }) => evidence)))];

/** @param {Card} card */
function cardMarkdown(card) {
  const lines = cardLines(card);
  /** @param {CardCell} cell */
  const cellText = ({ text, evidence = [] }) => plainMarkdown(text) + evidence.map((number) => `[^${lines.indexOf(number) + 1}]`).join("");
  const rows = card.rows.map((row) => [plainMarkdown(row.label), ...cellsOf(row).map(cellText), ...Array.from({ length: card.heads.length - cellsOf(row).length }, () => "")]);
  const table = [["", ...card.heads.map(plainMarkdown)], card.heads.reduce((rule) => [...rule, "---"], ["---"]), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  const notes = lines.map((number, i) => {
    const line = lineOf(number);
    const address = line.address ? ` <${line.address.replace(/[\s<>]/g, encodeURIComponent)}>` : "";
    return `[^${i + 1}]: ${plainMarkdown(sourceName(line))}: ${plainMarkdown(plainQuote(line.quote))}${address}`;
  });
  return [`**${plainMarkdown(card.title)}**`, "", ...table, "", ...notes, "", plainMarkdown(byId("sources").textContent ?? ""), ""].join("\n");
}

const CARD = { width: 900, side: 30, label: 210, step: 18, letter: 6.9 };

/**
 * Text in lines that fit a width.
 * @param {string} text
 * @param {number} width in pixels
 */
function linesOfText(text, width) {
  const most = Math.max(Math.floor(width / CARD.letter), 4);
  const lines = [""];
  for (const word of text.split(/\s+/).flatMap((one) => one.match(new RegExp(`.{1,${most}}`, "gu")) ?? [])) {
    const last = lines[lines.length - 1];
    if ([...last, ...word].length + 1 > most && last !== "") lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines;
}

/**
 * A card as a drawing of its own: title, table, the sentences behind it, and the source.
 * @param {Card} card
 * @param {string | null} paper
 */
const cardDrawing = (card, paper) => forPaper(() => {
  const lines = cardLines(card);
  const colours = palette();
  const column = (CARD.width - 2 * CARD.side - CARD.label) / Math.max(card.heads.length, 1);
  /** @type {SVGElement[]} */
  const marks = [];
  let y = 44;
  marks.push(chartText(CARD.side, y, card.title, { "font-size": 20, "font-weight": 650 }));
  y += 34;
  card.heads.forEach((head, i) => marks.push(chartText(CARD.side + CARD.label + i * column, y, cutShort(head, Math.floor(column / CARD.letter)), { "font-weight": 650 })));
  for (const row of card.rows) {
    y += 12;
    marks.push(chartLine(CARD.side, y, CARD.width - CARD.side, y, { stroke: colours.shore }));
    y += CARD.step;
    const cells = cellsOf(row);
    const wide = row.whole ? column * card.heads.length : column;
    const columns = [{ x: CARD.side, texts: linesOfText(row.label, CARD.label - 14), marks: [], more: { fill: colours.quiet } },
      ...cells.map(({ text, evidence = [] }, i) => ({ x: CARD.side + CARD.label + i * column, texts: linesOfText(text, wide - 40), marks: evidence.map((number) => lines.indexOf(number) + 1), more: {} }))];
    for (const { x, texts, marks: notes, more } of columns) {
      texts.forEach((text, i) => marks.push(filled(chartText(x, y + i * CARD.step, text, more), {}, i === texts.length - 1 && notes.length > 0 ? [s("tspan", { "font-size": 9, dy: -4, fill: colours.kinds.cluster }, ` ${notes.join(" ")}`)] : [])));
    }
    y += CARD.step * (Math.max(...columns.map(({ texts }) => texts.length)) - 1);
  }
  y += 34;
  lines.forEach((number, i) => {
    const line = lineOf(number);
    for (const text of linesOfText([`${i + 1}  ${sourceName(line)}: ${plainQuote(line.quote)}`, line.address ?? ""].join(" "), (CARD.width - 2 * CARD.side) * 1.08)) {
      marks.push(chartText(CARD.side, y, text, { "font-size": 11, fill: colours.quiet }));
      y += 16;
    }
  });
  y += 14;
  marks.push(chartText(CARD.side, y, byId("sources").textContent ?? "", { "font-size": 11, fill: colours.quiet }));
  const height = y + 24;
  return s("svg", { xmlns: SVG_NAMESPACE, viewBox: `0 0 ${CARD.width} ${height}`, width: CARD.width, height, "font-family": FONT.replaceAll('"', "'") },
    s("title", {}, card.title), paper ? s("rect", { width: CARD.width, height, fill: paper }) : null, marks);
});
