// On a narrow screen the facts are a sheet at the foot of the picture, which a finger or the button on it draws up.

const SHEET = { low: 0.52, high: 0.92 }; // parts of the stage's height
const TAP = 6; // pixels; a finger that moves less has tapped

let sheetHeight = SHEET.low;

/** @param {number} height as a part of the stage's */
function setSheet(height) {
  sheetHeight = Math.min(Math.max(height, 0.2), SHEET.high);
  factsPanel.style.setProperty("--sheet", `${(100 * sheetHeight).toFixed(1)}%`);
  factsPanel.querySelector(".grip")?.setAttribute("aria-expanded", String(sheetHeight > SHEET.low));
}

/** The button on top of the sheet; it is dragged or pressed, and seen on a narrow screen only. */
function grip() {
  const button = h("button", { type: "button", class: "grip", "aria-label": "Draw the facts up", "aria-expanded": String(sheetHeight > SHEET.low) });
  let start = { y: 0, height: 0, moved: false };
  button.addEventListener("pointerdown", (event) => {
    start = { y: event.clientY, height: sheetHeight, moved: false };
    button.setPointerCapture(event.pointerId);
  });
  button.addEventListener("pointermove", (event) => {
    if (!button.hasPointerCapture(event.pointerId)) return;
    const by = start.y - event.clientY;
    start.moved ||= Math.abs(by) > TAP;
    if (start.moved) setSheet(start.height + by / stageHeight());
  });
  button.addEventListener("click", () => { if (!start.moved) setSheet(sheetHeight > SHEET.low ? SHEET.low : SHEET.high); });
  return button;
}

const stageHeight = () => factsPanel.parentElement?.clientHeight || 1;
