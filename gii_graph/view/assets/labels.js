// Labels: of a fixed size on the screen, with a halo, beside their node wherever they collide with nothing.

const FONT = '"Inter", "Segoe UI Variable Text", "Segoe UI", system-ui, -apple-system, "Noto Sans", sans-serif';
const LABEL_GAP = 5;
const LINE_HEIGHT = 1.22;
const longestLine = () => (innerWidth < 500 ? 15 : 26);
const MOST_LINES = 3;

/**
 * The larger a cluster is drawn, the larger its name.
 * @param {SceneNode} node
 */
function labelStyle(node) {
  if (node.kind !== "cluster") return { size: 11, weight: 500 };
  if (node.hollow) return { size: 12.5, weight: 500 };
  return { size: 12 + Math.round(5 * node.prominence) / 2, weight: node.prominence > 0.45 ? 650 : 560 };
}
/** @param {LabelStyle} given */
const fontOf = ({ size, weight }) => `${weight} ${size}px ${FONT}`;

const ruler = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
/** @type {Map<string, number>} */
const widths = new Map();

/**
 * @param {string} text
 * @param {string} font
 */
function textWidth(text, font) {
  const name = `${font}|${text}`;
  const known = widths.get(name);
  if (known !== undefined) return known;
  ruler.font = font;
  const { width } = ruler.measureText(text);
  widths.set(name, width);
  return width;
}

/**
 * A name in lines of a readable length; what does not fit in three ends in an ellipsis.
 * @param {string} text
 * @param {number} longest
 */
function wrapped(text, longest) {
  const lines = [""];
  for (const word of text.split(/(?<=[\s–])/u)) {
    if ((lines.at(-1) + word).trimEnd().length > longest && lines.at(-1) !== "") lines.push("");
    lines[lines.length - 1] += word;
  }
  const kept = lines.slice(0, MOST_LINES).map((line) => shortened(line.trim(), longest + 8));
  if (lines.length > MOST_LINES) kept[MOST_LINES - 1] = `${kept[MOST_LINES - 1].slice(0, longest - 1)}…`;
  return kept;
}

/**
 * @param {string} line
 * @param {number} most
 */
const shortened = (line, most) => (line.length > most ? `${line.slice(0, most - 1)}…` : line);

/** Boxes as {left, top, right, bottom}; a grid finds those nearby without comparing all with all. */
class Boxes {
  /** @type {Map<string, (Bounds & { owner?: string })[]>} */
  #cells = new Map();

  /** @param {Bounds} box */
  *#cellsOf({ left, top, right, bottom }) {
    for (let column = Math.floor(left / 120); column <= Math.floor(right / 120); column++) {
      for (let row = Math.floor(top / 60); row <= Math.floor(bottom / 60); row++) yield `${column},${row}`;
    }
  }

  /** @param {Bounds & { owner?: string }} box */
  add(box) {
    for (const cell of this.#cellsOf(box)) {
      if (!this.#cells.has(cell)) this.#cells.set(cell, []);
      this.#cells.get(cell)?.push(box);
    }
  }

  /**
   * Whether a box meets one that is here, other than those of `owner`.
   * @param {Bounds} box
   * @param {string | null} owner
   */
  meets(box, owner) {
    for (const cell of this.#cellsOf(box)) {
      for (const other of this.#cells.get(cell) ?? []) {
        const apart = box.right <= other.left || other.right <= box.left || box.bottom <= other.top || other.bottom <= box.top;
        if (!apart && other.owner !== owner) return true;
      }
    }
    return false;
  }
}

/**
 * @param {SceneNode} node
 * @param {number} scale
 * @param {number} width
 * @param {number} height
 * @param {Side} side
 */
function boxAt(node, scale, width, height, side) {
  const x = node.x * scale;
  const y = node.y * scale;
  const reach = node.radius * scale + LABEL_GAP;
  const middle = { left: x - width / 2, right: x + width / 2 };
  const level = { top: y - height / 2, bottom: y + height / 2 };
  if (side === "below") return { ...middle, top: y + reach, bottom: y + reach + height };
  if (side === "above") return { ...middle, top: y - reach - height, bottom: y - reach };
  const across = side.startsWith("right") ? { left: x + reach, right: x + reach + width } : { left: x - reach - width, right: x - reach };
  if (side.endsWith("above")) return { ...across, top: y - reach * 0.6 - height, bottom: y - reach * 0.6 };
  if (side.endsWith("below")) return { ...across, top: y + reach * 0.6, bottom: y + reach * 0.6 + height };
  return { ...level, ...across };
}

/**
 * Where labels go at a scale, in pixels from the scene's origin: the heaviest nodes choose first, each takes the first
 * free side, and a label that is free on no side is left out until the reader zooms in. The selected node's is never.
 * @param {Scene} scene
 * @param {number} scale
 */
function placeLabels(scene, scale) {
  const taken = new Boxes();
  const drawn = [...scene.nodes.values()];
  for (const node of drawn) {
    const reach = node.radius * scale;
    if (!node.quiet) taken.add({ left: node.x * scale - reach, right: node.x * scale + reach, top: node.y * scale - reach, bottom: node.y * scale + reach, owner: node.key });
  }
  const placed = [];
  for (const node of drawn.filter((one) => !one.quiet).sort((a, b) => b.weight - a.weight || (a.key < b.key ? -1 : 1))) {
    const label = placedLabel(node, scale, taken, scene);
    if (label) {
      taken.add({ ...label.box, owner: `label ${node.key}` });
      placed.push(label);
    }
  }
  return [...placed, ...placedRanks(scene, scale, taken)];
}

const SIDES = ["below", "above", "right", "left", "right below", "left below", "right above", "left above"];

/**
 * @param {SceneNode} node
 * @param {number} scale
 * @param {Boxes} taken
 * @param {Scene} scene
 */
function placedLabel(node, scale, taken, scene) {
  const style = labelStyle(node);
  const font = fontOf(style);
  const lines = wrapped(node.label, longestLine());
  const width = Math.max(...lines.map((line) => textWidth(line, font))) + 4;
  const height = lines.length * style.size * LINE_HEIGHT + 2;
  const sides = new Set([node.side, ...SIDES]);
  const free = [...sides].find((side) => !taken.meets(boxAt(node, scale, width, height, side), node.key));
  if (!free && !node.selected) return null;
  const side = free ?? node.side;
  const colour = node.hollow ? scene.colours.quiet : scene.colours.ink;
  return { key: node.key, lines, style, font, side, colour, box: boxAt(node, scale, width, height, side) };
}

const RANK_STYLE = { size: 11, weight: 700 };
const RANK_RADIUS = 8.5;

/**
 * The rank of each tie in focus, on its line, nearer to the one who names.
 * @param {Scene} scene
 * @param {number} scale
 * @param {Boxes} taken
 */
function placedRanks(scene, scale, taken) {
  const ranked = scene.edges.filter((edge) => edge.strong && edge.arrow && edge.rank !== undefined);
  return ranked.flatMap((edge) => {
    const [from, to] = [drawnAt(scene, edge.from), drawnAt(scene, edge.to)];
    const bend = bendOf(from, to, edge.curve);
    const boxes = [0.4, 0.5, 0.6, 0.3].map((t) => rankBox(along(from, bend, to, t), scale));
    const box = boxes.find((one) => !taken.meets(one, null));
    if (!box) return [];
    taken.add({ ...box, owner: edge.key });
    return [{ key: edge.key, lines: [String(edge.rank)], style: RANK_STYLE, font: fontOf(RANK_STYLE), side: "on", colour: scene.colours.paper, disc: edge.colour, box }];
  });
}

/**
 * @param {Point} from
 * @param {Point} bend
 * @param {Point} to
 * @param {number} t
 */
const along = (from, bend, to, t) => ({
  x: (1 - t) ** 2 * from.x + 2 * t * (1 - t) * bend.x + t ** 2 * to.x,
  y: (1 - t) ** 2 * from.y + 2 * t * (1 - t) * bend.y + t ** 2 * to.y,
});
/**
 * @param {Point} given
 * @param {number} scale
 */
const rankBox = ({ x, y }, scale) => ({ left: x * scale - RANK_RADIUS, right: x * scale + RANK_RADIUS, top: y * scale - RANK_RADIUS, bottom: y * scale + RANK_RADIUS });
/** @param {Bounds} given */
const middleOf = ({ left, right, top, bottom }) => ({ x: (left + right) / 2, y: (top + bottom) / 2 });

/** @param {PlacedLabel} given */
const alignmentOf = ({ side }) => (side.startsWith("right") ? "left" : side.startsWith("left") ? "right" : "center");
/** @param {PlacedLabel} label */
const anchorOf = (label) => ({ left: label.box.left + 2, right: label.box.right - 2, center: middleOf(label.box).x })[alignmentOf(label)];
/**
 * @param {PlacedLabel} label
 * @param {number} line
 */
const baselineOf = (label, line) => (label.disc ? middleOf(label.box).y + label.style.size * 0.36 : label.box.top + 1 + label.style.size * (0.98 + line * LINE_HEIGHT));

/**
 * @param {CanvasRenderingContext2D} context
 * @param {PlacedLabel[]} labels
 * @param {number} scale
 * @param {Palette} colours
 */
function paintLabels(context, labels, scale, colours) {
  context.save();
  context.scale(1 / scale, 1 / scale);
  context.lineJoin = "round";
  context.textBaseline = "alphabetic";
  for (const label of labels) {
    context.font = label.font;
    context.textAlign = alignmentOf(label);
    context.strokeStyle = faded(colours.halo, 0.92);
    context.lineWidth = 4;
    context.fillStyle = label.colour;
    if (label.disc) paintDisc(context, label);
    else label.lines.forEach((line, i) => context.strokeText(line, anchorOf(label), baselineOf(label, i)));
    label.lines.forEach((line, i) => context.fillText(line, anchorOf(label), baselineOf(label, i)));
  }
  context.restore();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {PlacedLabel} label
 */
function paintDisc(context, { box, disc, colour }) {
  const { x, y } = middleOf(box);
  context.beginPath();
  context.arc(x, y, RANK_RADIUS, 0, 2 * Math.PI);
  context.fillStyle = disc ?? colour;
  context.fill();
  context.fillStyle = colour;
}
