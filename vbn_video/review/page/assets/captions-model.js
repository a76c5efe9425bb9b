// The captions as the server has them: edits go to it one after another, and what it makes of each is applied here.

import { ApiError } from "./api.js";

const IDLE_EDITS = new Set(["text"]);

export class CaptionsModel extends EventTarget {
  #key;
  #api;
  #queue = Promise.resolve();
  #pending = 0;

  constructor(key, api) {
    super();
    this.#key = key;
    this.#api = api;
  }

  get cues() { return this.document.cues; }
  get isSaving() { return this.#pending > 0; }

  async load() {
    this.#take(await this.#api.get(this.#path("")));
    this.dispatchEvent(new Event("loaded"));
  }

  /** A change as a person means it; the splices that it made. What is asked for later waits for it. */
  edit(intent) { return this.#enqueue(() => this.#post("/edit", intent)); }
  /** A change that the server knows by itself, under an address of its own. */
  editBy(rest, body = {}) { return this.#enqueue(() => this.#post(rest, body)); }
  undo() { return this.#enqueue(() => this.#post("/undo", {})); }
  redo() { return this.#enqueue(() => this.#post("/redo", {})); }

  /** The last words before the page goes: sent without waiting for an answer. */
  editAtEnd(intent) {
    this.#api.send("POST", this.#path("/edit"), intent, { revision: this.document.revision, keepalive: true, waits: false }).catch(() => {});
  }

  /** The words of a cue over all its lines. */
  words(cue) { return this.cues[cue].lines.join(" ").split(/\s+/).filter(Boolean); }

  /** Each violation of a cue. */
  violationsOf(cue) { return this.#violations.get(cue) ?? []; }

  #violations = new Map();

  #path(rest) { return `/api/projects/${this.#key}/captions${rest}`; }

  #enqueue(work) {
    this.#pending += 1;
    const done = this.#queue.then(work).finally(() => {
      this.#pending -= 1;
      if (this.#pending === 0) this.dispatchEvent(new Event("settled"));
    });
    this.#queue = done.catch(() => {});
    this.dispatchEvent(new Event("saving"));
    return done;
  }

  async #post(rest, body) {
    try {
      const { document } = await this.#api.send("POST", this.#path(rest), body, { revision: this.document.revision });
      this.#apply(document);
      return document.splices ?? [];
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 412) throw error;
      const mine = this.cues;
      this.#take(error.current);
      this.dispatchEvent(new Event("loaded"));
      this.dispatchEvent(new CustomEvent("conflict", { detail: { intent: body, mine, isIdle: IDLE_EDITS.has(body.kind) } }));
      return [];
    }
  }

  #apply(answer) {
    this.document.revision = answer.revision;
    this.document.undo = answer.undo;
    this.document.redo = answer.redo;
    if (answer.cues) {
      this.#take({ ...this.document, ...answer });
      this.dispatchEvent(new Event("loaded"));
      return;
    }
    const changed = this.#setViolations(answer.violations ?? this.document.violations, answer.splices ?? []);
    for (const { at, before, after } of answer.splices ?? []) this.cues.splice(at, before.length, ...after);
    this.dispatchEvent(new CustomEvent("spliced", { detail: { splices: answer.splices ?? [], changed } }));
  }

  #take(document) {
    this.document = document;
    this.#setViolations(document.violations, []);
  }

  #setViolations(violations) {
    this.document.violations = violations;
    this.#violations = Map.groupBy ? Map.groupBy(violations, (one) => one.cue) : grouped(violations);
  }
}

function grouped(violations) {
  const found = new Map();
  for (const one of violations) found.set(one.cue, [...(found.get(one.cue) ?? []), one]);
  return found;
}

/** Letters and figures of a word, and the punctuation before and after them. */
export function parts(text) {
  const match = /^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/su.exec(text);
  return match ? { before: match[1], core: match[2], after: match[3] } : { before: "", core: text, after: "" };
}

/** The words `right` where `there` stands: with the punctuation around it, and a capital where it had one. */
export function inPlaceOf(there, right) {
  const { before, core, after } = parts(there);
  const own = parts(right);
  const begins = core.charAt(0) !== core.charAt(0).toLowerCase();
  const capital = begins && own.core ? own.core.charAt(0).toUpperCase() + own.core.slice(1) : own.core;
  return (own.before || before) + capital + (own.after || after);
}

/** Where a run of words stands in the captions: `[{cue, first, count, text}]`, whatever its capitals and punctuation. */
export function find(model, run) {
  const wanted = run.split(/\s+/).map((word) => parts(word).core.toLowerCase()).filter(Boolean);
  if (!wanted.length) return [];
  const found = [];
  for (let cue = 0; cue < model.cues.length; cue += 1) {
    const words = model.words(cue);
    const plain = words.map((word) => parts(word).core.toLowerCase());
    for (let first = 0; first + wanted.length <= words.length; first += 1) {
      if (wanted.every((word, index) => plain[first + index] === word)) {
        found.push({ cue, first, count: wanted.length, text: words.slice(first, first + wanted.length).join(" ") });
      }
    }
  }
  return found;
}
