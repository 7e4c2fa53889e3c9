// A story beside the picture: steps with text, each with a state that it shows. Part of the page only where one is told.

const storyPanel = byId("story");
const SWIPE = 50; // pixels
let storyShown = "";

/** The elements that text of a story becomes. */
const STORY_MARKS = /** @type {const} */ (["p", "ul", "ol", "em", "strong", "code"]);

/**
 * @param {StoryPart} part
 * @returns {Child}
 */
function storyPart(part) {
  if (typeof part === "string") return part;
  const [mark, ...rest] = part;
  if (mark === "a") return storyLink(String(rest[0]), rest.slice(1));
  const tag = STORY_MARKS.find((one) => one === mark);
  if (!tag) return null;
  return h(tag, {}, tag === "ul" || tag === "ol" ? rest.map((one) => h("li", {}, [.../** @type {StoryPart[]} */ (one)].map(storyPart))) : rest.map(storyPart));
}

/**
 * A link out, or to a state that is shown without leaving the step.
 * @param {string} address
 * @param {StoryPart[]} parts
 */
function storyLink(address, parts) {
  if (!address.startsWith("#")) return /^https?:/.test(address) ? h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, parts.map(storyPart)) : parts.map(storyPart);
  return h("a", { href: address, click: (/** @type {Event} */ event) => {
    event.preventDefault();
    showState(address, state.step);
  } }, parts.map(storyPart));
}

/**
 * Show what an address says, in the reader's own colours and frame.
 * @param {string} address
 * @param {number | null} step
 */
function showState(address, step) {
  const { selected } = state;
  const next = stateFromHash(address);
  choose({ ...next, theme: next.theme === "auto" ? state.theme : next.theme, embed: state.embed, step });
  if (next.see) return;
  if (next.selected !== null) flyToSelection();
  else if (selected !== null && isPicture(state)) fitAll();
}

/** @param {number} number */
function goToStep(number) {
  const step = story?.steps[number];
  if (!step) return;
  showState(step.state, number);
  storyPanel.scrollTop = 0;
  storyPanel.focus({ preventScroll: true });
  announce(`${number + 1} of ${story.steps.length}: ${step.title || facts.title}`);
}

function renderStory() {
  storyPanel.hidden = state.step === null;
  const wanted = JSON.stringify([state.step, isDark()]);
  if (!story || wanted === storyShown) return;
  storyShown = wanted;
  storyPanel.replaceChildren();
  if (state.step === null) return;
  const number = state.step;
  const { title, blocks, state: address } = story.steps[number];
  const unread = unreadIn(address);
  filled(storyPanel, {}, [
    h("h2", {}, title || story.title || facts.title),
    blocks.map(storyPart),
    unread.length > 0 ? h("p", { class: "unit" }, `This step asks for ${unread.join(", ")}, which this picture does not have.`) : null,
    h("div", { class: "story-way" },
      h("button", { type: "button", "data-step": "back", disabled: number === 0, click: () => goToStep(number - 1) }, "Back"),
      h("span", { class: "unit" }, `${number + 1} of ${story.steps.length}`),
      h("button", { type: "button", "data-step": "next", disabled: number === story.steps.length - 1, click: () => goToStep(number + 1) }, "Next")),
    h("button", { type: "button", class: "text-button", click: () => { choose({ step: null }); pictureFrame().focus(); } }, "Leave the story"),
  ]);
}

function prepareStory() {
  if (!story) return;
  byId("controls").open = false;
  onChange(renderStory);
  storyPanel.addEventListener("keydown", ({ key, target }) => {
    if (target !== storyPanel || state.step === null) return;
    if (key === "ArrowRight" || key === "PageDown") goToStep(state.step + 1);
    else if (key === "ArrowLeft" || key === "PageUp") goToStep(state.step - 1);
  });
  let start = 0;
  storyPanel.addEventListener("touchstart", ({ touches }) => { start = touches[0].clientX; }, { passive: true });
  storyPanel.addEventListener("touchend", ({ changedTouches }) => {
    const by = changedTouches[0].clientX - start;
    if (state.step !== null && Math.abs(by) > SWIPE) goToStep(state.step + (by < 0 ? 1 : -1));
  });
  // Before the picture is opened, which leaves room for it.
  const opening = stateFromHash(location.hash || story.steps[0].state);
  state = { ...state, step: opening.step };
  renderStory();
}

prepareStory();
