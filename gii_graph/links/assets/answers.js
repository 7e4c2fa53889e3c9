"use strict";
// What has been answered on the page of review: each answer can be taken back and brought again, and is kept in the
// browser until the questions are others. The scripts of the page are one program in one scope (review_page.py).

/** @typedef {{iri: string, short: string, address: string, name: string, score: number | null, reason: string, note: string}} ReviewCandidate */
/** @typedef {"record" | "same" | "kind"} QuestionKind */
/** @typedef {{kind: QuestionKind, subject: string, name: string, place: string, reason: string, candidates: ReviewCandidate[]}} ReviewQuestion */
/** @typedef {{columns: string[], author: string, id: string, questions: ReviewQuestion[]}} ReviewFacts */
/** What is said of one question, and on which day; an answer that is changed is another object.
 *  @typedef {{verdicts: Record<string, string>, whole: string, identifier: string, note: string, date: string}} Answer */
/** @typedef {{number: number, before: Answer, after: Answer}} AnswerChange */

/** @type {Answer} */
const UNANSWERED = Object.freeze({ verdicts: {}, whole: "", identifier: "", note: "", date: "" });

/** @param {string} text */
const clean = (text) => text.replace(/[\s\p{Cc}]+/gu, " ").trim();

/** The day where the person is, as ISO 8601 writes it. */
function today() {
  const now = new Date();
  return [now.getFullYear(), String(now.getMonth() + 1).padStart(2, "0"), String(now.getDate()).padStart(2, "0")].join("-");
}

/**
 * Whether an answer closes its question: a mere "no" to some candidates leaves the others open.
 * @param {ReviewQuestion} question
 * @param {Answer} answer
 */
function isDecided(question, answer) {
  const verdicts = Object.values(answer.verdicts);
  return answer.whole !== "" || answer.identifier !== "" || verdicts.some((verdict) => verdict !== "reject")
    || (verdicts.length > 0 && verdicts.length === question.candidates.length);
}

/**
 * An answer with a verdict on one candidate; the same verdict again takes it back. Only one record can be the same.
 * @param {Answer} answer
 * @param {string} iri
 * @param {string} verdict
 * @returns {Answer}
 */
function judged(answer, iri, verdict) {
  const verdicts = { ...answer.verdicts };
  if (verdicts[iri] === verdict) {
    delete verdicts[iri];
    return { ...answer, verdicts };
  }
  if (verdict === "reject") return { ...answer, verdicts: { ...verdicts, [iri]: verdict } };
  const refused = Object.fromEntries(Object.entries(verdicts).filter(([, given]) => given === "reject"));
  return { ...answer, verdicts: { ...refused, [iri]: verdict }, whole: "", identifier: "" };
}

/**
 * An answer that speaks of the subject as a whole (none, same-as NAME, person) or names another identifier.
 * @param {Answer} answer
 * @param {{whole?: string, identifier?: string}} said
 * @returns {Answer}
 */
function answeredWhole(answer, said) {
  const refused = Object.fromEntries(Object.entries(answer.verdicts).filter(([, given]) => given === "reject"));
  return { ...answer, verdicts: refused, whole: said.whole ?? "", identifier: said.identifier ?? "" };
}

class Answers {
  /** @param {ReviewFacts} facts */
  constructor(facts) {
    this.questions = facts.questions;
    this.key = `gii-graph review ${facts.id}`;
    this.author = facts.author;
    /** @type {Map<number, Answer>} */
    this.given = new Map();
    /** @type {AnswerChange[][]} */
    this.done = [];
    /** @type {AnswerChange[][]} */
    this.undone = [];
    this.isSaved = true;
    this.isKept = true;
    this.restored = this.#restore();
  }

  /** @param {number} number */
  of(number) {
    return this.given.get(number) ?? UNANSWERED;
  }

  /** @param {number} number */
  isOpen(number) {
    return !isDecided(this.questions[number], this.of(number));
  }

  /**
   * Answer questions in one step, which is taken back in one.
   * @param {[number, Answer][]} answered
   */
  change(answered) {
    const step = answered.map(([number, answer]) => ({ number, before: this.of(number), after: { ...answer, date: today() } }));
    this.done.push(step);
    this.undone = [];
    this.#put(step.map(({ number, after }) => [number, after]));
  }

  /** Take the last step back; the numbers of its questions. */
  undo() {
    const step = this.done.pop();
    if (!step) return [];
    this.undone.push(step);
    this.#put(step.map(({ number, before }) => [number, before]));
    return step.map(({ number }) => number);
  }

  /** Bring again what was taken back last; the numbers of its questions. */
  redo() {
    const step = this.undone.pop();
    if (!step) return [];
    this.done.push(step);
    this.#put(step.map(({ number, after }) => [number, after]));
    return step.map(({ number }) => number);
  }

  /** @param {[number, Answer][]} answered */
  #put(answered) {
    for (const [number, answer] of answered) {
      if (answer === UNANSWERED) this.given.delete(number);
      else this.given.set(number, answer);
    }
    this.isSaved = false;
    this.keep();
  }

  /** Keep all in the browser, so that nothing is lost when the page is closed. */
  keep() {
    try {
      localStorage.setItem(this.key, JSON.stringify({ author: this.author, isSaved: this.isSaved, given: [...this.given] }));
    } catch {
      this.isKept = false; // a private window, or storage that is full or switched off
    }
  }

  /** Read what an earlier visit kept; the number of its answers. */
  #restore() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key) ?? "null");
      if (!kept) return 0;
      this.author ||= kept.author;
      this.isSaved = kept.isSaved;
      this.given = new Map(kept.given);
    } catch {
      this.isKept = false;
    }
    return this.given.size;
  }

  /** Say that the answers are in a file now. */
  markSaved() {
    this.isSaved = true;
    this.keep();
  }

  /**
   * The open questions with one candidate that alone reaches a score.
   * @param {number} least
   * @returns {{number: number, candidate: ReviewCandidate}[]}
   */
  sure(least) {
    return this.questions.flatMap((question, number) => {
      if (question.kind !== "record" || !this.isOpen(number)) return [];
      const best = Math.max(-1, ...question.candidates.map((candidate) => candidate.score ?? -1));
      const top = question.candidates.filter((candidate) => candidate.score === best && candidate.address);
      return best >= least && top.length === 1 ? [{ number, candidate: top[0] }] : [];
    });
  }

  /**
   * The decisions as a table of those columns, as `gii-graph review --merge` reads it.
   * @param {string[]} columns
   */
  table(columns) {
    const rows = [...this.given].sort(([one], [other]) => one - other).flatMap(([number, answer]) => this.#rows(number, answer));
    const lines = [columns, ...rows.map((row) => columns.map((column) => clean(row[column] ?? "")))];
    return `${lines.map((cells) => cells.join("\t")).join("\n")}\n`;
  }

  /**
   * @param {number} number
   * @param {Answer} answer
   * @returns {Record<string, string>[]}
   */
  #rows(number, answer) {
    const question = this.questions[number];
    const about = { subject: question.subject, name: question.name, place: question.place, author: clean(this.author), date: answer.date, note: answer.note };
    const judgedRows = question.candidates.filter((candidate) => answer.verdicts[candidate.iri]).map((candidate) => ({
      ...about, candidate: candidate.short, candidate_name: candidate.name, reason: candidate.reason,
      score: candidate.score === null ? "" : candidate.score.toFixed(2), decision: answer.verdicts[candidate.iri],
    }));
    const whole = answer.whole ? [{ ...about, reason: question.kind === "kind" ? question.reason : "", decision: answer.whole }] : [];
    const named = answer.identifier ? [{ ...about, candidate: answer.identifier, reason: "named by a person", decision: "accept" }] : [];
    return [...judgedRows, ...whole, ...named];
  }
}
