// A card for each question: its candidates with why, and what can be said of it.

const ASKED = { record: "Which record is it?", same: "Is it the same organisation as this other name?", kind: "Is it a person or an organization?" };
const VERDICTS = ["accept", "close", "reject"];

/**
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} children
 */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

class Cards {
  /**
   * @param {Answers} answers
   * @param {(number: number, answer: Answer) => void} answer what is done with an answer given by the mouse or a field
   */
  constructor(answers, answer) {
    this.answers = answers;
    this.answer = answer;
  }

  /**
   * @param {number} number
   * @param {boolean} isCurrent
   */
  card(number, isCurrent) {
    const question = this.answers.questions[number];
    const where = question.place ? `, ${question.place}` : "";
    const article = element("article", { "data-question": String(number), tabindex: "-1" },
      element("h2", {}, question.name, where), element("p", { class: "quiet" }, ASKED[question.kind]));
    article.classList.toggle("decided", !this.answers.isOpen(number));
    if (isCurrent) article.setAttribute("aria-current", "true");
    const lines = question.candidates.map((candidate, at) => this.#line(number, candidate, at + 1));
    article.append(lines.length ? element("ol", {}, ...lines) : element("p", {}, question.reason), this.#wholes(number));
    return article;
  }

  /**
   * @param {number} number
   * @param {ReviewCandidate} candidate
   * @param {number} key the digit that accepts it
   */
  #line(number, candidate, key) {
    const answer = this.answers.of(number);
    const name = candidate.address
      ? element("a", { href: candidate.address, rel: "noreferrer noopener", target: "_blank" }, candidate.short)
      : candidate.short;
    const score = candidate.score === null ? "" : `${candidate.score.toFixed(2)} `;
    const buttons = VERDICTS.map((verdict) => {
      const button = this.#choice(verdict, answer.verdicts[candidate.iri] === verdict, () => this.answer(number, judged(this.answers.of(number), candidate.iri, verdict)));
      button.setAttribute("aria-label", `${verdict} ${candidate.name || candidate.short}`);
      return button;
    });
    return element("li", {}, element("kbd", {}, String(key)),
      element("div", {}, score, element("b", {}, candidate.name || candidate.short), " ", name, element("div", { class: "quiet" }, candidate.reason)), ...buttons);
  }

  /** @param {number} number */
  #wholes(number) {
    const { kind, candidates } = this.answers.questions[number];
    const answer = this.answers.of(number);
    const options = kind === "kind" ? ["person", "organization"] : kind === "record" ? ["none"] : [];
    const buttons = options.map((whole) => {
      const pressed = answer.whole === whole;
      return this.#choice(whole === "none" ? "there is none" : whole, pressed, () => this.answer(number, answeredWhole(this.answers.of(number), { whole: pressed ? "" : whole })));
    });
    if (candidates.length > 1) {
      buttons.push(this.#choice("different: none of these", false, () => this.answer(number, different(this.answers.questions[number], this.answers.of(number)))));
    }
    const fields = kind === "kind" ? [] : [
      this.#field("same as", answer.whole.startsWith("same-as ") ? answer.whole.slice(8) : "", (text) => this.answer(number, answeredWhole(this.answers.of(number), { whole: text ? `same-as ${text}` : "" }))),
    ];
    if (kind === "record") {
      fields.push(this.#field("another identifier", answer.identifier, (text) => this.answer(number, answeredWhole(this.answers.of(number), { identifier: text }))));
    }
    fields.push(this.#field("note", answer.note, (text) => this.answer(number, { ...this.answers.of(number), note: text })));
    return element("div", { class: "bar" }, ...buttons, ...fields);
  }

  /**
   * @param {string} label
   * @param {boolean} pressed
   * @param {() => void} act
   */
  #choice(label, pressed, act) {
    const button = element("button", { type: "button", "aria-pressed": String(pressed) }, label);
    button.addEventListener("click", act);
    return button;
  }

  /**
   * @param {string} label
   * @param {string} value
   * @param {(text: string) => void} act
   */
  #field(label, value, act) {
    const input = /** @type {HTMLInputElement} */ (element("input", { type: "text", "data-field": label, value }));
    input.addEventListener("change", () => act(clean(input.value)));
    return element("label", {}, `${label} `, input);
  }
}

/**
 * An answer by which no candidate is the same.
 * @param {ReviewQuestion} question
 * @param {Answer} answer
 * @returns {Answer}
 */
function different(question, answer) {
  return { ...answer, verdicts: Object.fromEntries(question.candidates.map(({ iri }) => [iri, "reject"])), whole: "", identifier: "" };
}
