// The field of one caption: what is typed, what it may hold, and what can be done with it.

import { clock } from "./clock.js";
import { el } from "./dom.js";
import { number, texts } from "./texts.js";

/** What is typed is sent after such a rest. */
const SAVE_AFTER_MS = 800;
/** Rules whose measures stand under the field anyway. */
const MEASURED = new Set(["characters a line", "lines", "reading speed"]);

/** The field of one caption, with what it may hold beside what it holds. `list`: the captions' list that it stands in. */
export class CueEditor {
  #timer = 0;
  #sent;

  constructor(index, cue, list, unsaved) {
    this.index = index;
    this.list = list;
    /** What it is made for. */
    this.base = list.model.base(index);
    this.original = this.#sent = cue.lines.join("\n");
    this.field = el("textarea", { rows: Math.max(cue.lines.length, 2), spellcheck: "true", "aria-label": texts("captions.field", { time: clock(cue.start_us) }),
      "aria-describedby": "cue-measures", onkeydown: (event) => this.#key(event), oninput: () => this.#typed() }, unsaved ?? this.original);
    this.measures = el("p", { class: "measures number", id: "cue-measures" });
    const act = (key, kind) => el("button", { type: "button", onclick: () => this.list.dispatchEvent(new CustomEvent("act", { detail: { kind, editor: this } })) }, texts(`captions.${key}`));
    this.element = el("div", { class: "editor", onfocusout: (event) => this.#left(event) }, this.field, this.measures,
      el("div", { class: "acts" }, el("button", { type: "button", class: "primary", onclick: () => this.list.finish() }, el("span", {}, texts("captions.done")), el("kbd", { "aria-hidden": "true" }, "Enter")), act("split", "split"), act("join", "join"), act("word_back", "word_back"), act("word_on", "word_on"), act("times", "times"), act("speaker", "speaker"), act("delete", "delete")));
    this.#measure();
  }

  get text() { return this.field.value.replace(/[ \t]+\n/g, "\n").replace(/\n+$/, ""); }
  get wasSent() { return this.#sent !== this.original; }
  get intent() { return this.text === this.#sent ? null : { kind: "text", cue: this.base.cue, text: this.text }; }
  /** How many words stand before the caret. */
  get wordsBefore() { return this.field.value.slice(0, this.field.selectionStart).split(/\s+/).filter(Boolean).length; }

  focus(atEnd) {
    this.field.focus();
    const at = atEnd ? this.field.value.length : 0;
    this.field.setSelectionRange(at, at);
  }

  stop() { clearTimeout(this.#timer); }

  /** The captions of `from` were changed from here. */
  saved(from) {
    if (this.base.revision === from) this.base = this.list.model.base(this.index);
    this.#measure();
  }

  /** The captions are others; the field stays, beside the caption at `index`. */
  stay(index) {
    this.index = index;
    this.base = this.list.model.renewed(this.base, this.#sent);
    this.#measure();
  }

  /** What was sent was not taken. */
  notSaved() { this.#sent = this.base.was.lines.join("\n"); }

  /** What stands in the caption by now has been seen. */
  acknowledge() {
    this.stop();
    this.base = this.list.model.base(this.index);
    this.original = this.#sent = this.base.was.lines.join("\n");
  }

  #typed() {
    this.stop();
    this.#measure();
    this.list.dispatchEvent(new Event("typing"));
    this.#timer = setTimeout(() => {
      const { intent } = this;
      if (!intent || !intent.text.trim()) return;
      this.#sent = this.text;
      this.list.send(intent, this.base);
    }, SAVE_AFTER_MS);
  }

  #measure() {
    const { profile } = this.list.model.document;
    const cue = this.list.model.cues[this.index];
    const lines = this.field.value.split("\n");
    const seconds = (cue.end_us - cue.start_us) / 1e6;
    const speed = lines.join(" ").length / seconds;
    const one = (text, isBad) => el("span", { class: isBad ? "bad" : null }, text);
    const faults = this.list.model.violationsOf(this.index);
    this.measures.replaceChildren(
      ...lines.map((line, index) => one(texts("captions.line_length", { number: index + 1, length: line.length, limit: profile.characters_a_line }), line.length > profile.characters_a_line)),
      one(texts("captions.speed", { speed: number(speed, 1), limit: number(profile.speed) }), speed > profile.speed),
      one(texts("captions.duration", { seconds: number(seconds, 1) }), false),
      lines.length > profile.lines ? one(texts("captions.too_many_lines", { limit: profile.lines }), true) : "",
      ...faults.filter(({ sentence, rule }) => sentence && !MEASURED.has(rule)).map(({ sentence }) => el("span", { class: "proof" }, sentence)),
    );
  }

  #left(event) {
    if (this.element.contains(event.relatedTarget) || !this.element.isConnected || !document.hasFocus()) return;
    if (event.relatedTarget?.closest("dialog")) return;
    this.list.commit();
    this.list.dispatchEvent(new Event("closed"));
  }

  #key(event) {
    const { field } = this;
    const caret = field.selectionStart === field.selectionEnd ? field.selectionStart : -1;
    if (event.key === "Enter" && event.ctrlKey) this.list.dispatchEvent(new CustomEvent("act", { detail: { kind: "split", editor: this } }));
    else if (event.key === "Enter" && !event.shiftKey) this.list.isWaitedFor ? this.list.finish() : this.list.next(1);
    else if (event.key === "Escape") this.list.cancel();
    else if (event.key === "ArrowUp" && caret >= 0 && !field.value.slice(0, caret).includes("\n") && this.index > 0) this.list.next(-1, { atEnd: true });
    else if (event.key === "ArrowDown" && caret >= 0 && !field.value.slice(caret).includes("\n")) this.list.next(1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
