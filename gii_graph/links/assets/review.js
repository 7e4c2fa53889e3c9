"use strict";
(() => {
  /** @typedef {{iri: string, short: string, address: string, name: string, score: number | null, reason: string, note: string}} Candidate */
  /** @typedef {{kind: string, subject: string, name: string, place: string, reason: string, candidates: Candidate[]}} Question */
  /** @typedef {{verdicts: Map<string, string>, whole: string, identifier: string, note: string}} Answer */

  const PAGE = 50;
  const ASKED = { record: "Which record is it?", same: "Is it the same organisation as this other name?", kind: "Is it a person or an organization?" };

  /** @type {(id: string) => any} */
  const byId = (id) => document.getElementById(id);
  /** @type {{columns: string[], author: string, questions: Question[]}} */
  const facts = JSON.parse(byId("facts").textContent);
  /** @type {Map<Question, Answer>} */
  const answers = new Map();
  let shown = PAGE;
  let saved = true;

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

  /** @param {Question} question */
  const answerOf = (question) => answers.get(question) ?? { verdicts: new Map(), whole: "", identifier: "", note: "" };

  /** @param {Answer} answer */
  const isDecided = (answer) => answer.verdicts.size > 0 || answer.whole !== "" || answer.identifier !== "";

  /**
   * @param {Question} question
   * @param {(answer: Answer) => void} change
   */
  function decide(question, change) {
    const answer = answerOf(question);
    change(answer);
    answers.set(question, answer);
    saved = false;
    const old = document.querySelector(`[data-question="${facts.questions.indexOf(question)}"]`);
    old?.replaceWith(card(question));
    progress();
  }

  /**
   * @param {string} label
   * @param {boolean} pressed
   * @param {() => void} act
   */
  function choice(label, pressed, act) {
    const button = element("button", { type: "button", "aria-pressed": String(pressed) }, label);
    button.addEventListener("click", act);
    return button;
  }

  /**
   * @param {Question} question
   * @param {Candidate} candidate
   */
  function line(question, candidate) {
    const answer = answerOf(question);
    const name = candidate.address
      ? element("a", { href: candidate.address, rel: "noreferrer noopener", target: "_blank" }, candidate.short)
      : candidate.short;
    const score = candidate.score === null ? "" : `${candidate.score.toFixed(2)} `;
    const buttons = ["accept", "close", "reject"].map((verdict) => {
      const pressed = answer.verdicts.get(candidate.iri) === verdict;
      const button = choice(verdict, pressed, () => decide(question, (given) => judge(given, candidate, pressed ? "" : verdict)));
      button.setAttribute("aria-label", `${verdict} ${candidate.name || candidate.short}`);
      return button;
    });
    return element("li", {}, element("div", {}, score, name, ` ${candidate.name}`, element("div", { class: "quiet" }, candidate.reason)), ...buttons);
  }

  /**
   * @param {Answer} answer
   * @param {Candidate} candidate
   * @param {string} verdict
   */
  function judge(answer, candidate, verdict) {
    answer.verdicts.delete(candidate.iri);
    if (verdict === "accept" || verdict === "close") {
      // Only one record can be the same; what was refused stays refused.
      for (const [iri, other] of answer.verdicts) if (other !== "reject") answer.verdicts.delete(iri);
      answer.whole = "";
      answer.identifier = "";
    }
    if (verdict) answer.verdicts.set(candidate.iri, verdict);
  }

  /** @param {Question} question */
  function wholes(question) {
    const answer = answerOf(question);
    const options = question.kind === "kind" ? ["person", "organization"] : question.kind === "record" ? ["none"] : [];
    const buttons = options.map((whole) =>
      choice(whole === "none" ? "there is none" : whole, answer.whole === whole, () => decide(question, (given) => setWhole(given, answer.whole === whole ? "" : whole))),
    );
    if (question.candidates.length > 1) {
      buttons.push(choice("different: none of these", false, () => decide(question, (given) => question.candidates.forEach((one) => judge(given, one, "reject")))));
    }
    const fields = question.kind === "kind" ? [] : [
      field("same as", answer.whole.startsWith("same-as ") ? answer.whole.slice(8) : "", (text) => decide(question, (given) => setWhole(given, text ? `same-as ${text}` : ""))),
    ];
    if (question.kind === "record") {
      fields.push(field("another identifier", answer.identifier, (text) => decide(question, (given) => { setWhole(given, ""); given.identifier = text; })));
    }
    fields.push(field("note", answer.note, (text) => decide(question, (given) => { given.note = text; })));
    return element("div", { class: "bar" }, ...buttons, ...fields);
  }

  /**
   * @param {Answer} answer
   * @param {string} whole
   */
  function setWhole(answer, whole) {
    answer.whole = whole;
    answer.identifier = "";
    for (const [iri, verdict] of answer.verdicts) if (verdict !== "reject") answer.verdicts.delete(iri);
  }

  /**
   * @param {string} label
   * @param {string} value
   * @param {(text: string) => void} act
   */
  function field(label, value, act) {
    const input = /** @type {HTMLInputElement} */ (element("input", { type: "text" }));
    input.value = value;
    input.addEventListener("change", () => act(clean(input.value)));
    return element("label", {}, `${label} `, input);
  }

  /** @param {Question} question */
  function card(question) {
    const where = question.place ? `, ${question.place}` : "";
    const article = element("article", { "data-question": String(facts.questions.indexOf(question)) },
      element("h2", {}, question.name, where), element("p", { class: "quiet" }, ASKED[/** @type {keyof ASKED} */ (question.kind)]));
    if (isDecided(answerOf(question))) article.classList.add("decided");
    const lines = question.candidates.map((candidate) => line(question, candidate));
    article.append(lines.length ? element("ol", {}, ...lines) : element("p", {}, question.reason), wholes(question));
    return article;
  }

  function visibleQuestions() {
    const wanted = byId("search").value.trim().toLowerCase();
    const openOnly = byId("open-only").checked;
    return facts.questions.filter((question) =>
      (!openOnly || !isDecided(answerOf(question))) && (!wanted || `${question.name} ${question.place}`.toLowerCase().includes(wanted)));
  }

  function show() {
    const questions = visibleQuestions();
    byId("questions").replaceChildren(...questions.slice(0, shown).map(card));
    byId("more").hidden = questions.length <= shown;
    progress();
  }

  function progress() {
    const decided = facts.questions.filter((question) => isDecided(answerOf(question))).length;
    byId("progress").textContent = `${decided} of ${facts.questions.length} answered${saved ? "" : ", not saved"}`;
    byId("would").textContent = `${sure().length} would be accepted`;
  }

  /** The open questions with one candidate that alone reaches the score. */
  function sure() {
    const score = Number(byId("score").value);
    return facts.questions.flatMap((question) => {
      if (question.kind !== "record" || isDecided(answerOf(question))) return [];
      const best = Math.max(-1, ...question.candidates.map((candidate) => candidate.score ?? -1));
      const top = question.candidates.filter((candidate) => candidate.score === best && candidate.address);
      return best >= score && top.length === 1 ? [{ question, candidate: top[0] }] : [];
    });
  }

  /** @param {string} text */
  const clean = (text) => text.replace(/[\s\p{Cc}]+/gu, " ").trim();

  function rows() {
    const author = clean(byId("author").value);
    const now = new Date();
    const date = [now.getFullYear(), String(now.getMonth() + 1).padStart(2, "0"), String(now.getDate()).padStart(2, "0")].join("-");
    return [...answers].flatMap(([question, answer]) => {
      const about = { subject: question.subject, name: question.name, place: question.place, author, date, note: answer.note };
      const judged = question.candidates.filter((candidate) => answer.verdicts.has(candidate.iri)).map((candidate) => ({
        ...about, candidate: candidate.short, candidate_name: candidate.name, reason: candidate.reason,
        score: candidate.score === null ? "" : candidate.score.toFixed(2), decision: answer.verdicts.get(candidate.iri) ?? "",
      }));
      const whole = answer.whole ? [{ ...about, reason: question.kind === "kind" ? question.reason : "", decision: answer.whole }] : [];
      const named = answer.identifier ? [{ ...about, candidate: answer.identifier, reason: "named by a person", decision: "accept" }] : [];
      return /** @type {Record<string, string>[]} */ ([...judged, ...whole, ...named]);
    });
  }

  function save() {
    if (!clean(byId("author").value)) {
      byId("progress").textContent = "Please write your name first: a decision says whose it is.";
      byId("author").focus();
      return;
    }
    const lines = [facts.columns, ...rows().map((row) => facts.columns.map((column) => clean(row[column] ?? "")))];
    const text = `${lines.map((cells) => cells.join("\t")).join("\n")}\n`;
    const address = URL.createObjectURL(new Blob([text], { type: "text/tab-separated-values;charset=utf-8" }));
    const link = /** @type {HTMLAnchorElement} */ (element("a", { href: address, download: "decisions.tsv" }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
    saved = true;
    progress();
  }

  byId("author").value = facts.author;
  byId("save").addEventListener("click", save);
  byId("search").addEventListener("input", () => { shown = PAGE; show(); });
  byId("open-only").addEventListener("change", show);
  byId("score").addEventListener("input", progress);
  byId("more").addEventListener("click", () => { shown += PAGE; show(); });
  byId("accept-all").addEventListener("click", () => {
    for (const { question, candidate } of sure()) {
      const answer = answerOf(question);
      judge(answer, candidate, "accept");
      answer.note ||= `all from ${byId("score").value} up were accepted`;
      answers.set(question, answer);
      saved = false;
    }
    show();
  });
  addEventListener("beforeunload", (event) => { if (!saved) event.preventDefault(); });
  show();
})();
