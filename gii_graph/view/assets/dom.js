// Making elements. Text is always text: nothing here, or anywhere in this script, reads markup from a string.

/**
 * The element of the page with this id.
 * @template {keyof PageElements} Id
 * @param {Id} id
 * @returns {PageElements[Id]}
 */
const byId = (id) => /** @type {any} */ (document.getElementById(id));

const SVG_NAMESPACE = "http://www.w3.org/2000/svg";

/**
 * @template {Element} Filled
 * @param {Filled} element
 * @param {Attributes} attributes
 * @param {Child[]} children
 */
function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, /** @type {EventListener} */ (value));
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(.../** @type {(Node | string)[]} */ (children.flat(5).filter((child) => child !== null && child !== undefined && child !== "")));
  return element;
}

/**
 * An HTML element; an attribute that is a function listens to the event of its name.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 */
const h = (tag, attributes = {}, ...children) => filled(document.createElement(tag), attributes, children);

/**
 * An SVG element.
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 */
const s = (tag, attributes = {}, ...children) => filled(document.createElementNS(SVG_NAMESPACE, tag), attributes, children);

/**
 * Give the focus to the first element inside another that matches a selector.
 * @param {HTMLElement} whole
 * @param {string} selector
 */
function focusIn(whole, selector) {
  /** @type {HTMLElement | null} */
  const part = whole.querySelector(selector);
  part?.focus({ preventScroll: true });
}

const announcer = byId("announce");
/** @param {string} text */
const announce = (text) => { announcer.textContent = text; };

/**
 * The outline of a node's shape around a point, the same on screen, in the legend and in exports.
 * @param {string} shape
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {Attributes} attributes
 */
function shapeOf(shape, x, y, radius, attributes) {
  if (shape === "dot") return s("circle", { cx: x, cy: y, r: radius, ...attributes });
  if (shape === "square") return s("rect", { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius, ...attributes });
  return s("path", { d: `M${x} ${y - radius}L${x + radius} ${y}L${x} ${y + radius}L${x - radius} ${y}Z`, ...attributes });
}

/** @type {Record<string, string>} */
const SHAPES = { cluster: "dot", partner: "dot", organization: "square", person: "diamond" };

/**
 * A node's mark as a small drawing beside its name.
 * @param {GraphNode} node
 */
function kindMark(node) {
  const colour = palette().kinds[node.kind];
  const hollow = isPartnerOnly(node);
  return s("svg", { class: "mark", viewBox: "0 0 14 14", "aria-hidden": "true" },
    shapeOf(SHAPES[kindOf(node)], 7, 7, node.kind === "cluster" ? 5.5 : 4.8,
      { fill: hollow ? "none" : colour, stroke: colour, "stroke-width": hollow ? 1.8 : 0 }));
}

/**
 * An edge's line style as a small drawing.
 * @param {GraphEdge} edge
 * @param {number | undefined} rank
 */
function lineMark(edge, rank) {
  const colour = palette().ties[activityOf(edge)];
  return s("svg", { class: "line-mark", viewBox: "0 0 30 10", "aria-hidden": "true" },
    s("line", { x1: 1, y1: 5, x2: isTie(edge) ? 22 : 29, y2: 5, stroke: colour, "stroke-width": isTie(edge) ? widthFor(rank) : 1.2, "stroke-dasharray": isDashed(edge) ? "5 4" : null }),
    isTie(edge) ? s("path", { d: "M21 1.500L29 5L21 8.500Z", fill: colour }) : null);
}
