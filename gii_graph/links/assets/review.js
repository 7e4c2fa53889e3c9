// The page of review: which questions are shown, the keys, and the file of decisions.

const PAGE = 50; // cards that are made at once
const FIELD_KEYS = { s: "same as", i: "another identifier", "#": "note" };

/** @type {(id: string) => any} */
const control = (id) => document.getElementById(id);

/**
 * The key as the page's list of keys names it; empty where it is the browser's.
 * @param {KeyboardEvent} event
 */
function spokenKey(event) {
  if (event.ctrlKey || event.metaKey) return { z: "u", Z: "U", y: "U" }[event.key] ?? "";
  return event.altKey ? "" : event.key;
}

class ReviewPage {
  /** @param {ReviewFacts} facts */
  constructor(facts) {
    this.facts = facts;
    this.answers = new Answers(facts);
    this.cards = new Cards(this.answers, (number, answer) => {
      this.current = number;
      this.answers.change([[number, answer]]);
      this.refresh([number]);
    });
    this.shown = PAGE;
    this.current = -1;
    this.pending = "accept";
    /** @type {number[]} */
    this.listed = [];
    this.list();
    this.listen();
  }

  /** List the questions that the filters let through, anew. */
  list() {
    const wanted = control("search").value.trim().toLowerCase();
    const kind = control("kind").value;
    const openOnly = control("open-only").checked;
    this.listed = this.facts.questions.flatMap((question, number) => {
      const isWanted = !wanted || `${question.name} ${question.place}`.toLowerCase().includes(wanted);
      return isWanted && (!kind || question.kind === kind) && (!openOnly || this.answers.isOpen(number)) ? [number] : [];
    });
    if (!this.listed.includes(this.current)) this.current = this.listed[0] ?? -1;
    this.draw();
  }

  draw() {
    const at = this.listed.indexOf(this.current);
    while (at >= this.shown) this.shown += PAGE;
    const cards = this.listed.slice(0, this.shown).map((number) => this.cards.card(number, number === this.current));
    control("questions").replaceChildren(...cards);
    control("more").hidden = this.listed.length <= this.shown;
    control("empty").hidden = this.listed.length > 0;
    this.progress();
  }

  /**
   * Show anew what has changed; cards keep their places.
   * @param {number[]} numbers
   */
  refresh(numbers) {
    for (const number of numbers) {
      const old = this.element(number);
      const held = document.activeElement instanceof HTMLElement && old?.contains(document.activeElement) ? document.activeElement : null;
      const place = held ? [...old?.querySelectorAll("button, input") ?? []].indexOf(held) : -1;
      const fresh = this.cards.card(number, number === this.current);
      old?.replaceWith(fresh);
      if (place >= 0) /** @type {HTMLElement} */ (fresh.querySelectorAll("button, input")[place]).focus();
    }
    this.mark();
    this.progress();
  }

  /** @param {number} number */
  element(number) {
    return document.querySelector(`[data-question="${number}"]`);
  }

  /** Mark the card of the current question, and no other. */
  mark() {
    for (const card of document.querySelectorAll("article[aria-current]")) card.removeAttribute("aria-current");
    this.element(this.current)?.setAttribute("aria-current", "true");
    control("pending").textContent = this.pending === "accept" ? "" : `now a number: ${this.pending}`;
  }

  /** @param {number} number */
  goTo(number) {
    this.current = number;
    this.pending = "accept";
    if (!this.element(number)) this.draw();
    this.mark();
    const card = /** @type {HTMLElement | null} */ (this.element(number));
    card?.focus({ preventScroll: true });
    card?.scrollIntoView({ block: "start" });
  }

  /**
   * Go to the next question, or the one before; of those that are open, where one was answered.
   * @param {number} step
   * @param {boolean} openOnly
   */
  move(step, openOnly = false) {
    for (let at = this.listed.indexOf(this.current) + step; this.listed[at] !== undefined; at += step) {
      if (!openOnly || this.answers.isOpen(this.listed[at])) {
        this.goTo(this.listed[at]);
        return;
      }
    }
    this.goTo(this.current);
  }

  progress() {
    const { answers } = this;
    const total = this.facts.questions.length;
    const decided = this.facts.questions.filter((_, number) => !answers.isOpen(number)).length;
    control("bar").value = decided;
    const kept = answers.isKept ? "not saved as a file" : "not saved, and this browser keeps nothing";
    const notSaved = answers.isSaved ? "" : `, ${kept}`;
    control("progress").textContent = `${decided} of ${total} answered${notSaved}`;
    control("would").textContent = `${answers.sure(Number(control("score").value)).length} would be accepted`;
    control("undo").disabled = answers.done.length === 0;
    control("redo").disabled = answers.undone.length === 0;
  }

  /**
   * Answer the current question and go to the next that is open.
   * @param {Answer} answer
   */
  answer(answer) {
    this.answers.change([[this.current, answer]]);
    this.pending = "accept";
    this.refresh([this.current]);
    if (!this.answers.isOpen(this.current)) this.move(1, true);
  }

  acceptAll() {
    const score = control("score").value;
    const sure = this.answers.sure(Number(score));
    if (!sure.length) return;
    this.answers.change(sure.map(({ number, candidate }) => {
      const answer = judged(this.answers.of(number), candidate.iri, "accept");
      return [number, { ...answer, note: answer.note || `all from ${score} up were accepted` }];
    }));
    this.list();
  }

  /** @param {number[]} numbers */
  backTo(numbers) {
    if (!numbers.length) return;
    if (!this.listed.includes(numbers[0])) this.list();
    this.refresh(numbers);
    this.goTo(numbers[0]);
  }

  save() {
    if (!clean(this.answers.author)) {
      control("progress").textContent = "Please write your name first: a decision says whose it is.";
      control("author").focus();
      return;
    }
    const text = this.answers.table(this.facts.columns);
    const address = URL.createObjectURL(new Blob([text], { type: "text/tab-separated-values;charset=utf-8" }));
    const link = /** @type {HTMLAnchorElement} */ (element("a", { href: address, download: "decisions.tsv" }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
    this.answers.markSaved();
    this.progress();
  }

  /**
   * Do what a key says; whether it says anything.
   * @param {string} key
   */
  obey(key) {
    const act = this.pageKey(key) ?? this.questionKey(key);
    act?.();
    return act !== undefined;
  }

  /**
   * @param {string} key
   * @returns {(() => void) | undefined}
   */
  pageKey(key) {
    /** @type {Record<string, () => void>} */
    const acts = {
      j: () => this.move(1), l: () => this.move(1), ArrowDown: () => this.move(1),
      k: () => this.move(-1), ArrowUp: () => this.move(-1),
      u: () => this.backTo(this.answers.undo()), U: () => this.backTo(this.answers.redo()),
      "/": () => control("search").focus(),
      "?": () => { control("keys").open = !control("keys").open; },
    };
    return acts[key];
  }

  /**
   * @param {string} key
   * @returns {(() => void) | undefined}
   */
  questionKey(key) {
    const question = this.facts.questions[this.current];
    if (!question) return undefined;
    const answer = this.answers.of(this.current);
    const candidate = /^[1-9]$/.test(key) ? question.candidates[Number(key) - 1] : undefined;
    if (candidate) return () => this.answer(judged(answer, candidate.iri, this.pending));
    if (key in FIELD_KEYS) return this.fieldKey(FIELD_KEYS[/** @type {keyof FIELD_KEYS} */ (key)]);
    if (question.candidates.length && key === "d") return () => this.answer(different(question, answer));
    if (question.candidates.length && (key === "c" || key === "r")) {
      return () => { this.pending = key === "c" ? "close" : "reject"; this.mark(); };
    }
    const whole = question.kind === "kind" ? { p: "person", o: "organization" }[key] : question.kind === "record" ? { n: "none" }[key] : undefined;
    return whole ? () => this.answer(answeredWhole(answer, { whole })) : undefined;
  }

  /** @param {string} name */
  fieldKey(name) {
    const field = /** @type {HTMLInputElement | null | undefined} */ (this.element(this.current)?.querySelector(`[data-field="${name}"]`));
    return field ? () => field.focus() : undefined;
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const { target } = event;
    if ((target instanceof HTMLInputElement && target.type !== "checkbox") || target instanceof HTMLSelectElement) {
      // Enter and Escape lead from a field back to its question.
      if (event.key === "Enter" || event.key === "Escape") this.leaveField(target, event.key === "Enter");
    } else if (this.obey(spokenKey(event))) {
      event.preventDefault();
    }
  }

  /**
   * @param {HTMLInputElement | HTMLSelectElement} field
   * @param {boolean} isKept whether what was typed stands
   */
  leaveField(field, isKept) {
    const card = /** @type {HTMLElement | null} */ (field.closest("article"));
    if (!isKept && card && field instanceof HTMLInputElement) field.value = field.defaultValue;
    field.blur();
    if (isKept && card && !this.answers.isOpen(this.current) && field.dataset.field !== "note") this.move(1, true);
    else this.goTo(this.current);
  }

  listen() {
    control("author").value = this.answers.author;
    control("author").addEventListener("input", () => {
      this.answers.author = control("author").value;
      this.answers.keep();
    });
    const anew = () => { this.shown = PAGE; this.list(); };
    control("search").addEventListener("input", anew);
    for (const id of ["kind", "open-only"]) control(id).addEventListener("change", anew);
    control("score").addEventListener("input", () => this.progress());
    control("save").addEventListener("click", () => this.save());
    control("undo").addEventListener("click", () => this.backTo(this.answers.undo()));
    control("redo").addEventListener("click", () => this.backTo(this.answers.redo()));
    control("more").addEventListener("click", () => { this.shown += PAGE; this.draw(); });
    control("accept-all").addEventListener("click", () => this.acceptAll());
    addEventListener("keydown", (event) => this.onKey(event));
    addEventListener("beforeunload", (event) => { if (!this.answers.isSaved && !this.answers.isKept) event.preventDefault(); });
    const { restored } = this.answers;
    if (restored) control("restored").textContent = `${restored} ${restored === 1 ? "answer of an earlier visit is" : "answers of an earlier visit are"} here again.`;
  }
}

new ReviewPage(JSON.parse(control("facts").textContent));
