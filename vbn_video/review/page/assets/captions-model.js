// The captions as the server has them: edits go to it one after another, and what it makes of each is applied here.

import { ApiError } from "./api.js";
import { texts } from "./texts.js";

export class CaptionsModel extends EventTarget {
  #key;
  #api;
  #queue = Promise.resolve();
  #waiting = [];
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

  /** The captions anew, once what was sent has been answered, unless they are those of `revision` by then; whether they were others. */
  async loadOnceSaved(revision) {
    const loaded = this.#queue.then(async () => {
      if (this.document.revision === revision) return false;
      await this.load();
      return true;
    });
    this.#queue = loaded.catch(() => {});
    return loaded;
  }

  /** What an edit of the caption is made for: the captions as they stand, and the caption in them. */
  base(cue) { return { revision: this.document.revision, cue, was: this.cues[cue] ?? null }; }

  /**
   * The same in the captions as they stand now, where the caption stands there still, with its words or with some of `texts`;
   * else as it was: then the server knows what was changed, and sees whether both can stand.
   */
  renewed(base, ...texts) {
    if (base.revision === this.document.revision) return base;
    const cue = this.cues.findIndex((one) => isSameTime(one, base.was));
    return cue >= 0 && [text(base.was), ...texts.map(words)].includes(text(this.cues[cue])) ? this.base(cue) : base;
  }

  /**
   * A change as a person means it; the splices that it made. What is asked for later waits for it. The change is made for the
   * captions of `base`, in which its cues are counted, whatever becomes of them until it is sent.
   */
  edit(intent, base = this.base(intent.cue)) { return this.#enqueue({ rest: "/edit", body: { ...intent }, base }); }
  /** A change that the server knows by itself, under an address of its own. */
  editBy(rest, body = {}) { return this.#enqueue({ rest, body, base: null }); }
  undo() { return this.editBy("/undo"); }
  redo() { return this.editBy("/redo"); }

  /** The last words before the page goes: sent without waiting for an answer. */
  editAtEnd(intent, { revision }) {
    this.#api.send("POST", this.#path("/edit"), intent, { revision, keepalive: true, waits: false }).catch(() => {});
  }

  /** The words of a cue over all its lines. */
  words(cue) { return this.cues[cue].lines.join(" ").split(/\s+/).filter(Boolean); }

  /** Each violation of a cue. */
  violationsOf(cue) { return this.#violations.get(cue) ?? []; }

  #violations = new Map();

  #path(rest) { return `/api/projects/${this.#key}/captions${rest}`; }

  #enqueue(sent) {
    this.#pending += 1;
    this.#waiting.push(sent);
    const work = () => {
      this.#waiting.shift();
      return this.#post(sent);
    };
    const done = this.#queue.then(work).finally(() => {
      this.#pending -= 1;
      if (this.#pending === 0) this.dispatchEvent(new Event("settled"));
    });
    this.#queue = done.catch(() => {});
    this.dispatchEvent(new Event("saving"));
    return done;
  }

  async #post(sent) {
    const revision = sent.base?.revision ?? this.document.revision;
    try {
      const { document } = await this.#api.send("POST", this.#path(sent.rest), sent.body, { revision });
      await this.#apply(document, revision, sent);
      return document.splices ?? [];
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 412) throw error;
      this.#take(error.current);
      this.dispatchEvent(new Event("loaded"));
      return this.#overtaken(sent);
    }
  }

  /** The captions are others by now: the change is made in them where its caption is the same, else the person decides. */
  async #overtaken(sent) {
    const base = sent.base && this.renewed(sent.base);
    if (sent.body.kind === "text" && base !== sent.base) return this.#post({ ...sent, base, body: { ...sent.body, cue: base.cue } });
    if (sent.body.kind !== "text") throw new ApiError(texts("captions.conflict_again"), 412);
    const isAgain = (one) => one.body.kind === "text" && one.base.was === sent.base.was;
    if (!this.#waiting.some(isAgain)) this.dispatchEvent(new CustomEvent("conflict", { detail: { intent: sent.body, was: sent.base.was } }));
    return [];
  }

  async #apply(answer, from, sent) {
    const isOfThese = from === this.document.revision;
    Object.assign(this.document, { revision: answer.revision, undo: answer.undo, redo: answer.redo });
    if (answer.cues) {
      this.#take({ ...this.document, ...answer });
      for (const one of this.#waiting) if (one.body.kind === "text") renew(one, this.renewed(one.base, sent.body.text ?? ""));
      this.dispatchEvent(new Event("loaded"));
    } else if (!isOfThese) {
      await this.load();
    } else {
      this.#setViolations(answer.violations ?? this.document.violations);
      const splices = answer.splices ?? [];
      for (const { at, before, after } of splices) this.cues.splice(at, before.length, ...after);
      for (const one of this.#waiting) if (one.base?.revision === from) this.#move(one, splices);
      this.dispatchEvent(new CustomEvent("spliced", { detail: { splices, from } }));
    }
  }

  /** What waits was meant for the captions before the splices: it is meant for those after them where its cues are the same. */
  #move(sent, splices) {
    const places = sent.body.places?.map((one) => ({ ...one, cue: moved(one.cue, splices, { isWhole: false }) }));
    const cue = sent.body.cue === undefined ? undefined : moved(sent.body.cue, splices);
    if (cue === null || places?.some((one) => one.cue === null)) return;
    if (places) sent.body.places = places;
    renew(sent, this.base(cue));
  }

  #take(document) {
    this.document = document;
    this.#setViolations(document.violations);
  }

  #setViolations(violations) {
    this.document.violations = violations;
    this.#violations = Map.groupBy ? Map.groupBy(violations, (one) => one.cue) : grouped(violations);
  }
}

/** A change, made for other captions than it was made for; its cue is counted in them. */
function renew(sent, base) {
  if (base === sent.base) return;
  sent.base = base;
  if (base.cue !== undefined) sent.body.cue = base.cue;
}

/** Where a cue stands after the splices; null where others stand in its place: with `isWhole`, one in the place of one is it. */
export function moved(cue, splices, { isWhole = true } = {}) {
  for (const { at, before, after } of splices) {
    if (cue >= at + before.length) cue += after.length - before.length;
    else if (cue >= at && !(isWhole && before.length === after.length)) return null;
  }
  return cue;
}

function isSameTime(cue, other) {
  return other !== null && cue.start_us === other.start_us && cue.end_us === other.end_us;
}

/** The cues that are shown while that one was: `[first, count]`; with none, where it would stand. */
export function shownDuring(cues, { start_us: start, end_us: end }) {
  const same = cues.findIndex((one) => one.start_us === start && one.end_us === end);
  if (same >= 0) return [same, 1];
  const first = cues.findIndex((one) => one.end_us > start);
  if (first < 0) return [cues.length, 0];
  let until = first;
  while (until < cues.length && cues[until].start_us < end) until += 1;
  return [first, until - first];
}

function text(cue) { return words(cue?.lines.join(" ") ?? ""); }

function words(line) { return line.split(/\s+/).filter(Boolean).join(" "); }

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
