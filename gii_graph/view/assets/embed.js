// In somebody's article: a slim bar, and a wheel and a finger that scroll the article, not the picture.

const isFramed = window.parent !== window;
const inArticle = () => isFramed || state.embed === "yes";

/** The code that puts this view into a page. */
function embedCode() {
  const address = new URL(addressOf({ ...state, embed: "yes" }), location.href);
  const frame = h("iframe", { src: address.href, title: facts.title, width: "100%", height: 520, loading: "lazy", style: "border:0" });
  // eslint-disable-next-line no-restricted-properties -- written from attributes, never read as markup
  return frame.outerHTML;
}

/** @param {WheelEvent} event */
function wheelInArticle(event) {
  if (!inArticle() || event.ctrlKey || event.metaKey) return;
  event.stopPropagation(); // so vis-network does not take it from the page
  announceBriefly("Hold Ctrl while you scroll to zoom");
}

let briefRest = 0;
/** @param {string} text */
function announceBriefly(text) {
  const note = byId("embed-note");
  note.textContent = text;
  note.hidden = false;
  clearTimeout(briefRest);
  briefRest = setTimeout(() => { note.hidden = true; }, 1500);
}

function renderEmbed() {
  document.documentElement.dataset.embed = state.embed;
  const whole = /** @type {HTMLAnchorElement} */ (byId("embed-open"));
  whole.href = addressOf({ ...state, embed: "no" });
  whole.target = "_blank";
  whole.rel = "noopener";
}

function prepareEmbed() {
  stage.addEventListener("wheel", wheelInArticle, { capture: true, passive: true });
  if (state.embed === "yes") byId("controls").open = false;
}
