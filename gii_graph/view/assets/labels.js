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

// A line may end after a space or a dash, and after each sign of a script that is written without spaces.
const BREAKS = /(?<=[\s–\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])(?!\p{M})/u;
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
/**
 * How long a text is in Latin letters; signs of East Asia are as wide as two.
 * @param {string} text
 */
const letters = (text) => text.length + (text.match(WIDE)?.length ?? 0);

/**
 * A name in lines of a readable length; what does not fit in three ends in an ellipsis.
 * @param {string} text
 * @param {number} longest
 */
function wrapped(text, longest) {
  const lines = [""];
  for (const word of text.split(BREAKS)) {
    if (letters((lines.at(-1) + word).trimEnd()) > longest && lines.at(-1) !== "") lines.push("");
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
const shortened = (line, most) => (letters(line) > most ? `${line.slice(0, most - 1)}…` : line);

/** Boxes as {left, top, right, bottom}; a grid finds those nearby without comparing all with all. */
class Boxes {
  /** @type {Map<string, (Bounds & { owner?: string })[]>} */
  #cells = new Map();

  /** @param {Bounds | null} [frame] outside of which no room is free */
  constructor(frame = null) {
    this.frame = frame;
  }

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
   * Whether a box meets one that is here, other than those of `owner`, or the frame.
   * @param {Bounds} box
   * @param {string | null} owner
   */
  meets(box, owner) {
    const { frame } = this;
    if (frame && (box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom)) return true;
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
function boxAt(node, scale, width, height, side, gap = LABEL_GAP) {
  const x = node.x * scale;
  const y = node.y * scale;
  const reach = node.radius * scale + gap;
  const middle = { left: x - width / 2, right: x + width / 2 };
  const level = { top: y - height / 2, bottom: y + height / 2 };
  if (side === "below") return { ...middle, top: y + reach, bottom: y + reach + height };
  if (side === "above") return { ...middle, top: y - reach - height, bottom: y - reach };
  const across = side.startsWith("right") ? { left: x + reach, right: x + reach + width } : { left: x - reach - width, right: x - reach };
  if (side.endsWith("above")) return { ...across, top: y - reach * 0.6 - height, bottom: y - reach * 0.6 };
  if (side.endsWith("below")) return { ...across, top: y + reach * 0.6, bottom: y + reach * 0.6 + height };
  return { ...level, ...across };
}

// Lines are marked on a grid of cells of this size, in pixels: near enough for a label to keep clear of them.
const LINE_CELL = 6;

/** @param {Point} point */
const cellAt = ({ x, y }) => Math.round(x / LINE_CELL) * 65536 + Math.round(y / LINE_CELL);

/**
 * The cells that lines run through, each with the numbers of its lines.
 * @param {Scene} scene
 * @param {number} scale
 */
function lineCells(scene, scale) {
  /** @type {LineCells} */
  const cells = new Map();
  linesOf(scene).forEach((edge, number) => {
    for (const course of coursesOf(edge, scene, scale)) markCells(cells, course, number);
  });
  return cells;
}

/**
 * @param {LineCells} cells
 * @param {Course} course
 * @param {number} number of its line
 */
function markCells(cells, course, number) {
  const steps = Math.min(Math.ceil(Math.hypot(course.to.x - course.from.x, course.to.y - course.from.y) / LINE_CELL), 400);
  for (let step = 0; step <= steps; step++) {
    const cell = cellAt(along(course, step / Math.max(steps, 1)));
    const here = cells.get(cell);
    if (!here) cells.set(cell, [number]);
    else if (here.at(-1) !== number) here.push(number);
  }
}

/**
 * What a box covers of lines: how many marked cells, and of how many lines.
 * @param {Bounds} box
 * @param {LineCells} cells
 */
function covered({ left, right, top, bottom }, cells) {
  let count = 0;
  const lines = new Set();
  for (let x = left; x < right + LINE_CELL; x += LINE_CELL) {
    for (let y = top; y < bottom + LINE_CELL; y += LINE_CELL) {
      const here = cells.get(cellAt({ x: Math.min(x, right), y: Math.min(y, bottom) })) ?? [];
      if (here.length > 0) count += 1;
      for (const number of here) lines.add(number);
    }
  }
  return { count, lines: lines.size };
}

// A name over two lines is hard to read: it goes elsewhere, or is left out.
const MOST_LINES_UNDER = 1;
const UNDER_MORE = 40;
/**
 * @param {Bounds} box
 * @param {LineCells} cells
 */
function lineCost(box, cells) {
  const { count, lines } = covered(box, cells);
  return count + UNDER_MORE * Math.max(lines - MOST_LINES_UNDER, 0);
}

/**
 * Where labels go at a scale, in pixels from the scene's origin: the heaviest nodes choose first, each takes the
 * free side with the fewest lines, and a label that is free on no side, or has several lines under it on each, is left
 * out until the reader zooms in. Where those of the selection are a crowd, they stand beside it, with lines to their nodes.
 * @param {Scene} scene
 * @param {number} scale
 */
function placeLabels(scene, scale) {
  const taken = new Boxes(scene.focus || onPaper ? null : openingFrameAt(scale));
  const drawn = [...scene.nodes.values()];
  for (const node of drawn) {
    const reach = node.radius * scale;
    if (!node.quiet) taken.add({ left: node.x * scale - reach, right: node.x * scale + reach, top: node.y * scale - reach, bottom: node.y * scale + reach, owner: node.key });
  }
  const lines = lineCells(scene, scale);
  /** @type {PlacedLabel[]} */
  const placed = [];
  for (const hull of scene.hulls.values()) placed.push(placedName(hull, scale, taken, scene, lines, placed));
  const add = (/** @type {PlacedLabel} */ label) => {
    taken.add({ ...label.box, owner: `label ${label.key}` });
    placed.push(label);
  };
  for (const crowd of crowdsOf(drawn.filter(({ named }) => named), scale)) crowdNames(crowd, scale, taken, scene).forEach(add);
  const columned = new Set(placed.map(({ key }) => key));
  for (const node of drawn.filter(({ key, quiet }) => !quiet && !columned.has(key)).sort((a, b) => b.weight - a.weight || (a.key < b.key ? -1 : 1))) {
    const label = placedLabel(node, scale, taken, scene, lines, placed);
    if (label) add(label);
  }
  return [...placed, ...placedRanks(scene, scale, taken)];
}

// Small capitals, as on maps: the name of an area, not of a place.
const IN_STRANGE_GROUP = 12;
/**
 * What it costs that a name lies in the disc of a group that it does not belong to.
 * @param {Bounds} box
 * @param {string} key of the group or the node that is named
 * @param {Map<string, Hull>} hulls
 * @param {number} scale
 */
function strangeGroups({ left, right, top, bottom }, key, hulls, scale) {
  let cost = 0;
  for (const hull of hulls.values()) {
    const [x, y, reach] = [hull.x * scale, hull.y * scale, hull.radius * scale];
    const distance = Math.hypot(x - Math.min(Math.max(x, left), right), y - Math.min(Math.max(y, top), bottom));
    if (distance < reach && hull.key !== key && !hull.members.includes(key)) cost += IN_STRANGE_GROUP;
  }
  return cost;
}

const GROUP_STYLE = { size: 11, weight: 700 };
// Where the name of a group may stand on its rim: from the top to both sides, in parts of a full turn, outside first.
const GROUP_TURNS = [0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.35, 0.4, 0.45, 0.5].flatMap((turn) => (turn === 0 || turn === 0.5 ? [turn] : [turn, -turn]));

/** @type {(one: Bounds, other: Bounds) => boolean} */
const overlap = (one, other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

/**
 * A box, moved sideways so that the frame holds it.
 * @param {Bounds} box
 * @param {Bounds | null} frame
 */
function movedInto(box, frame) {
  if (!frame) return box;
  const aside = Math.max(frame.left - box.left, 0) + Math.min(frame.right - box.right, 0);
  return { ...box, left: box.left + aside, right: box.right + aside };
}

/**
 * The name of a group beside its disc.
 * @param {Hull} hull
 * @param {number} scale
 * @param {Boxes} taken
 * @param {Scene} onIt
 * @param {LineCells} cells
 * @param {PlacedLabel[]} names of other groups, over which no name lies as long as it can lie anywhere else
 * @returns {PlacedLabel}
 */
function placedName(hull, scale, taken, { colours, hulls }, cells, names) {
  const font = fontOf(GROUP_STYLE);
  const name = hull.label.toLocaleUpperCase("en");
  const [width, height] = [textWidth(name, font) + 6, GROUP_STYLE.size * LINE_HEIGHT + 2];
  const candidates = [3, -18, 16, 30].flatMap((gap) => GROUP_TURNS.map((turn) => {
    const [cos, sin] = [Math.sin(2 * Math.PI * turn), -Math.cos(2 * Math.PI * turn)];
    const x = hull.x * scale + (hull.radius * scale + gap) * cos + (width / 2) * Math.sign(Math.round(2 * cos));
    const y = hull.y * scale + (hull.radius * scale + gap + height / 2) * sin;
    const box = movedInto({ left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 }, taken.frame);
    return { box, cost: 60 * Math.abs(turn) + (gap === 3 ? 0 : Math.abs(gap) / 2) + lineCost(box, cells) + strangeGroups(box, hull.key, hulls, scale) + (taken.meets(box, null) ? 500 : 0) + (names.some((name) => overlap(name.box, box)) ? 2000 : 0) };
  }));
  const { box } = candidates.reduce((best, candidate) => (candidate.cost < best.cost ? candidate : best));
  taken.add({ ...box, owner: hull.key });
  return { key: hull.key, lines: [name], style: GROUP_STYLE, font, side: "on", colour: colours.quiet, box };
}

/**
 * A name in its lines, with how it looks and the room that it takes.
 * @param {SceneNode} node
 * @param {Scene} scene
 */
function nameOf(node, { colours }) {
  const style = labelStyle(node);
  const font = fontOf(style);
  const lines = wrapped(node.label, longestLine());
  const [width, height] = [Math.max(...lines.map((line) => textWidth(line, font))) + 4, lines.length * style.size * LINE_HEIGHT + 2];
  return { key: node.key, lines, style, font, colour: node.hollow ? colours.quiet : colours.ink, width, height };
}

const SIDES = ["below", "above", "right", "left", "right below", "left below", "right above", "left above"];

/**
 * @param {SceneNode} node
 * @param {number} scale
 * @param {Boxes} taken
 * @param {Scene} scene
 * @param {LineCells} cells
 * @param {PlacedLabel[]} placed before it
 * @returns {PlacedLabel | null}
 */
function placedLabel(node, scale, taken, scene, cells, placed) {
  const { width, height, ...name } = nameOf(node, scene);
  const sides = [...new Set([node.side, ...SIDES])];
  // A cluster without ties stands in a row of others: its name stays close, or it is not clear whose it is.
  const free = (nodes.get(node.key)?.degree === 0 ? [1] : [1, 3, 5, 7])
    .flatMap((times) => sides.map((side) => ({ side, box: boxAt(node, scale, width, height, side, times * LABEL_GAP), cost: 1.5 * (times - 1) })))
    .filter(({ box }) => !taken.meets(box, node.key) && !placed.some(({ leader }) => leader && cutsThrough(leader, box)))
    .map((candidate) => ({ ...candidate, cost: candidate.cost + lineCost(candidate.box, cells) + strangeGroups(candidate.box, node.key, scene.hulls, scale) }))
    .filter(({ cost }) => node.named || node.overLines || cost < UNDER_MORE);
  const spot = cheapest(free);
  return spot && { ...name, side: spot.side, box: spot.box };
}

/**
 * @template {{ cost: number }} Candidate
 * @param {Candidate[]} candidates
 * @returns {Candidate | null} the first of the best
 */
const cheapest = (candidates) => candidates.reduce((/** @type {Candidate | null} */ best, candidate) => (best && best.cost <= candidate.cost ? best : candidate), null);

// In pixels: how near to each other, and how many together, nodes are a crowd; how far beside it its names stand.
const CROWD_OF_NAMES = { reach: 48, least: 5, aside: 26, between: 1 };

/**
 * The crowds among the nodes that are to be named: each of several that stand close.
 * @param {SceneNode[]} named
 * @param {number} scale
 */
function crowdsOf(named, scale) {
  /** @type {(one: SceneNode, other: SceneNode) => boolean} */
  const isNear = (one, other) => Math.hypot(one.x - other.x, one.y - other.y) * scale < CROWD_OF_NAMES.reach;
  /** @type {SceneNode[][]} */
  let crowds = [];
  for (const node of named.filter((one) => named.filter((other) => isNear(one, other)).length >= CROWD_OF_NAMES.least)) {
    const joined = crowds.filter((crowd) => crowd.some((other) => isNear(node, other)));
    crowds = [...crowds.filter((crowd) => !joined.includes(crowd)), [node, ...joined.flat()]];
  }
  return crowds;
}

/**
 * The names of a crowd in two columns beside it, each with a line to its node; those of its left half stand on the left.
 * @param {SceneNode[]} crowd
 * @param {number} scale
 * @param {Boxes} taken
 * @param {Scene} scene
 */
function crowdNames(crowd, scale, taken, scene) {
  const { left, right } = boundsOf(crowd);
  const across = [...crowd].sort((a, b) => a.x - b.x);
  const half = Math.ceil(across.length / 2);
  return [
    ...nameColumn(across.slice(0, half), "left", left * scale - CROWD_OF_NAMES.aside, scale, taken, scene),
    ...nameColumn(across.slice(half), "right", right * scale + CROWD_OF_NAMES.aside, scale, taken, scene),
  ];
}

/**
 * Names under each other, about as high as their nodes and no farther apart than the screen is high; no two of their lines
 * cross. Where there is no room for all, the heaviest nodes have theirs, and the others are named under the pointer.
 * @param {SceneNode[]} column
 * @param {Side} side of the crowd
 * @param {number} x of its inner edge in pixels
 * @param {number} scale
 * @param {Boxes} taken
 * @param {Scene} scene
 * @returns {PlacedLabel[]}
 */
function nameColumn(column, side, x, scale, taken, scene) {
  const names = column.map((node) => nameOf(node, scene));
  const [width, step] = [Math.max(...names.map((name) => name.width)), Math.max(...names.map((name) => name.height)) + CROWD_OF_NAMES.between];
  const middle = (column.reduce((sum, { y }) => sum + y, 0) / column.length) * scale;
  const frame = freeFrame();
  const most = onPaper ? 6 * column.length : Math.floor((frame.bottom - frame.top) / step) - 1;
  /** @type {number[]} the middles of free spots, around that of the nodes */
  const spots = [];
  for (let tried = 0; spots.length < column.length && tried < most; tried++) {
    const y = middle + step * Math.ceil(tried / 2) * (tried % 2 === 0 ? 1 : -1);
    if (!taken.meets({ left: side === "left" ? x - width : x, right: side === "left" ? x : x + width, top: y - step / 2, bottom: y + step / 2 }, null)) spots.push(y);
  }
  spots.sort((a, b) => a - b);
  const named = [...column].sort((a, b) => b.weight - a.weight).slice(0, spots.length).sort((a, b) => a.y - b.y);
  const lines = uncrossed(named.map((node, i) => ({ node, leader: { from: { x: node.x * scale, y: node.y * scale }, to: { x, y: spots[i] } } })));
  return lines.map(({ node, leader }) => {
    const { width: own, height, ...name } = nameOf(node, scene);
    const box = { left: side === "left" ? x - own : x, right: side === "left" ? x : x + own, top: leader.to.y - height / 2, bottom: leader.to.y + height / 2 };
    return { ...name, side, box, leader };
  });
}

/**
 * Exchange the ends of lines that cross until none do; each exchange makes them shorter.
 * @template {{ leader: Segment }} Line
 * @param {Line[]} lines
 */
function uncrossed(lines) {
  for (let isCrossed = true; isCrossed;) {
    isCrossed = false;
    for (const [i, { leader }] of lines.entries()) {
      for (const { leader: other } of lines.slice(0, i)) {
        if (!meet(leader, other)) continue;
        [leader.to, other.to] = [other.to, leader.to];
        isCrossed = true;
      }
    }
  }
  return lines;
}

/**
 * Whether a line runs through a box: over one of its diagonals.
 * @param {Segment} line
 * @param {Bounds} box
 */
const cutsThrough = (line, { left, right, top, bottom }) =>
  meet(line, { from: { x: left, y: top }, to: { x: right, y: bottom } }) || meet(line, { from: { x: left, y: bottom }, to: { x: right, y: top } });

/** @type {(one: Segment, other: Segment) => boolean} */
const meet = (one, other) => isParted(one, other) && isParted(other, one);

/**
 * Whether the ends of a segment lie on different sides of another's line.
 * @type {(one: Segment, other: Segment) => boolean}
 */
function isParted({ from, to }, other) {
  /** @param {Point} point */
  const side = ({ x, y }) => (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x);
  return side(other.from) * side(other.to) < 0;
}

const RANK_STYLE = { size: 11, weight: 700 };
const RANK_RADIUS = 8.5;
const MOST_RANKED = 60; // ties; an answer may be about more

/**
 * The rank of each tie in focus, on its line, nearer to the one who names.
 * @param {Scene} scene
 * @param {number} scale
 * @param {Boxes} taken
 */
function placedRanks(scene, scale, taken) {
  const ranked = scene.edges.filter((edge) => edge.strong && edge.arrow && edge.rank !== undefined);
  if (ranked.length > MOST_RANKED) return [];
  return ranked.flatMap((edge) => {
    const course = courseOf(edge, scene, scale);
    const boxes = [0.4, 0.5, 0.6, 0.3].map((t) => rankBox(along(course, t)));
    const box = boxes.find((candidate) => !taken.meets(candidate, null));
    if (!box) return [];
    taken.add({ ...box, owner: edge.key });
    return [{ key: edge.key, lines: [String(edge.rank)], style: RANK_STYLE, font: fontOf(RANK_STYLE), side: "on", colour: scene.colours.paper, disc: edge.colour, box }];
  });
}

/** @type {(point: Point) => Bounds} */
const rankBox = ({ x, y }) => ({ left: x - RANK_RADIUS, right: x + RANK_RADIUS, top: y - RANK_RADIUS, bottom: y + RANK_RADIUS });
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
  paintNameLines(context, labels, colours);
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
 * @param {CanvasRenderingContext2D} context in pixels
 * @param {PlacedLabel[]} labels
 * @param {Palette} colours
 */
function paintNameLines(context, labels, colours) {
  context.beginPath();
  for (const { leader } of labels) {
    if (!leader) continue;
    context.moveTo(leader.from.x, leader.from.y);
    context.lineTo(leader.to.x, leader.to.y);
  }
  context.setLineDash([]);
  context.lineWidth = 1;
  context.strokeStyle = colours.quiet;
  context.stroke();
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
