// Editions in motion: a slider over the editions and a button that plays them; whatever is shown keeps its place.

const PLAY_EVERY = 1200; // milliseconds, within which choices are one step to undo
let playTimer = 0;

const editionSlider = byId("edition-step");
/** Behind the last edition stand all of them. */
const EDITION_STEPS = [...facts.editions, null];

function prepareEditions() {
  filled(editionSlider, { min: 0, max: facts.editions.length, step: 1 }, []);
  editionSlider.addEventListener("input", () => {
    const edition = EDITION_STEPS[Number(editionSlider.value)];
    stopPlaying();
    choose({ edition }, "edition");
  });
  byId("play").addEventListener("click", () => (playTimer ? stopPlaying() : play()));
  onChange(() => { if (facts.editions.indexOf(Number(state.edition)) < 0) stopPlaying(); });
}

/** From edition to edition up to the last; who wishes for no motion goes one further with each press. */
function play() {
  const isLast = state.edition === null || state.edition === facts.editions.at(-1);
  stepEdition(isLast ? 0 : facts.editions.indexOf(Number(state.edition)) + 1);
  if (stillWish.matches) return;
  playTimer = setInterval(() => {
    const next = facts.editions.indexOf(Number(state.edition)) + 1;
    if (next < facts.editions.length) stepEdition(next);
    if (next + 1 >= facts.editions.length) stopPlaying();
  }, PLAY_EVERY);
  renderEditions();
}

/** @param {number} number of the edition */
function stepEdition(number) {
  choose({ edition: facts.editions[number] }, "edition");
  announce(`Edition ${facts.editions[number]}: ${byId("shown-counts").textContent}`);
}

function stopPlaying() {
  clearInterval(playTimer);
  playTimer = 0;
  renderEditions();
}

function renderEditions() {
  const words = state.edition === null ? "All editions" : String(state.edition);
  byId("edition-bar").hidden = facts.editions.length < 2 || state.view === "table" || state.view === "compare";
  editionSlider.value = String(EDITION_STEPS.indexOf(state.edition));
  editionSlider.setAttribute("aria-valuetext", words);
  byId("edition-shown").value = words;
  byId("play").setAttribute("aria-label", stillWish.matches ? "Next edition" : playTimer ? "Stop" : "Play the editions");
  byId("play").replaceChildren(s("svg", { class: "icon", viewBox: "0 0 20 20", "aria-hidden": "true" }, s("path", { d: playTimer ? "M7 4v12M13 4v12" : stillWish.matches ? "M5 4l8 6-8 6zM15.5 4v12" : "M6 4l10 6-10 6z" })));
}
