// The transcript: one row a caption, plain text; the one that is edited is a field.

import { moved, shownDuring } from "./captions-model.js";
import { clock } from "./clock.js";
import { CueEditor } from "./cue-editor.js";
import { el, set } from "./dom.js";
import { texts } from "./texts.js";

export class CaptionsList extends EventTarget {
  #rows = [];
  #current = 0;
  #playing = -1;
  #editing = null;
  #marked = new Map();
  /** The row that the pointer went down on: when a field is left, the rows below it move up under the pointer. */
  #pressed = null;
  /** What was typed and could not be saved, by the caption's times. */
  #unsaved = new Map();

  /** Whether Enter in a field ends the correcting, since the recording waits for that, or goes on to the next caption. */
  isWaitedFor = false;

  constructor(model) {
    super();
    this.model = model;
    this.element = el("ol", { class: "cues", "aria-label": texts("captions.list"), onkeydown: (event) => this.#key(event),
      onclick: (event) => this.#click(event), onpointerdown: (event) => { this.#pressed = event.target.closest("li"); }, onfocusin: (event) => this.#focusin(event) });
    model.addEventListener("loaded", () => this.draw());
    model.addEventListener("spliced", (event) => this.#spliced(event.detail));
  }

  get current() { return this.#current; }
  get isEditing() { return this.#editing !== null; }

  get hasUnsaved() { return this.#unsaved.size > 0; }

  /** Draws all of it; a field that is open stays open, with what is typed and the focus, in the caption's place. */
  draw() {
    const editing = this.#editing;
    if (editing) {
      const row = this.#rows[editing.index];
      const [first, count] = this.model.cues.length ? shownDuring(this.model.cues, editing.base.was) : [0, 0];
      if (count) {
        editing.stay(first);
        this.#current = first;
        this.#exchange(0, this.#rows.length, this.model.cues.map((_cue, index) => (index === first ? this.#numbered(row, index) : this.#row(index))));
        return;
      }
      this.#drop();
    }
    this.#rows = this.model.cues.map((_cue, index) => this.#row(index));
    this.element.replaceChildren(...this.#rows);
    this.#current = Math.min(this.#current, Math.max(this.#rows.length - 1, 0));
    this.#rows[this.#current]?.setAttribute("tabindex", "0");
  }

  /** Closes the field whose caption is there no more; what was typed into it is asked about. */
  #drop() {
    const editing = this.#editing;
    this.#editing = null;
    editing.stop();
    const { intent, base: { was } } = editing;
    if (intent) this.dispatchEvent(new CustomEvent("overtaken", { detail: { intent, was } }));
  }

  /** Marks words as doubtful: by cue, `[{first, count}]`. */
  mark(places) {
    const before = this.#marked;
    this.#marked = places;
    for (const cue of new Set([...before.keys(), ...places.keys()])) this.#redraw(cue);
  }

  /** Makes a caption the current one, and brings it into view where it is not: the page itself is moved only for what gets the focus. */
  select(index, { focus = false, scroll = true } = {}) {
    if (!this.#rows[index]) return;
    this.#rows[this.#current]?.removeAttribute("aria-current");
    this.#rows[this.#current]?.setAttribute("tabindex", "-1");
    this.#current = index;
    set(this.#rows[index], { "aria-current": "true", tabindex: "0" });
    if (scroll) this.#bringIntoView(this.#rows[index], focus);
    if (focus) this.#rows[index].focus({ preventScroll: true });
    this.dispatchEvent(new CustomEvent("current", { detail: index }));
  }

  /** The caption that is heard now; `follows`: it is the current one too, wherever the focus is, so that Enter corrects it. */
  play(index, { follows = false, begins = false } = {}) {
    if (index === this.#playing && !begins) return;
    this.#rows[this.#playing]?.classList.remove("playing");
    this.#playing = index;
    this.#rows[index]?.classList.add("playing");
    if (!follows || !this.#rows[index]) return;
    this.select(index, { scroll: false });
    this.#bringIntoView(this.#rows[index], true);
  }

  /** Opens a caption's field. */
  edit(index, { atEnd = false } = {}) {
    if (this.#editing?.index === index) return;
    this.commit();
    const cue = this.model.cues[index];
    if (!cue) return;
    this.select(index);
    this.#editing = new CueEditor(index, cue, this, this.#unsaved.get(timesOf(cue)));
    this.#rows[index].replaceChildren(this.#editing.element);
    this.#editing.focus(atEnd);
    this.#bringIntoView(this.#rows[index], true);
    this.dispatchEvent(new CustomEvent("edit", { detail: index }));
  }

  /** Sends what stands in the open field and closes it; the edit's end is waited for by who wants it. */
  commit() {
    const editing = this.#editing;
    if (!editing) return null;
    this.#editing = null;
    editing.stop();
    const { intent, base } = editing;
    if (!intent) {
      this.#redraw(editing.index);
      return null;
    }
    this.#rows[editing.index].replaceChildren(...this.#content(editing.index, editing.text.split("\n")));
    return this.send(intent, base);
  }

  cancel() {
    const editing = this.#editing;
    this.#editing = null;
    editing?.stop();
    if (editing) this.#unsaved.delete(timesOf(editing.base.was));
    if (editing?.wasSent) this.send({ kind: "text", cue: editing.base.cue, text: editing.original }, editing.base);
    this.#redraw(editing?.index);
    this.#rows[editing?.index]?.focus();
    this.dispatchEvent(new Event("closed"));
  }

  /** What is typed and not yet sent, and what it is made for: `{intent, base}`; null where nothing is. */
  get unsent() { return this.#editing?.intent ? this.#editing : null; }

  /** Sends a change; what was typed and is refused stays in its caption, marked, until it is saved or taken back. */
  async send(intent, base = this.model.base(intent.cue)) {
    const times = base.was && intent.kind === "text" ? timesOf(base.was) : null;
    try {
      const splices = await this.model.edit(intent, base);
      if (this.#unsaved.delete(times)) this.#redraw(this.#at(base.was));
      return splices;
    } catch (error) {
      if (times) this.keep(base.was, intent.text);
      this.dispatchEvent(new CustomEvent("refused", { detail: error }));
      return [];
    }
  }

  /** Keeps what was typed for a caption and is not saved: it stands there, marked, and in the field once that is opened again. */
  keep(was, text) {
    this.#unsaved.set(timesOf(was), text);
    if (this.#editing && isSameTimes(this.#editing.base.was, was)) this.#editing.notSaved();
    else this.#redraw(this.#at(was));
  }

  /** What is typed into the caption's field by now, where that is open; else `text`. */
  typedFor(index, text) { return this.#editing?.index === index ? this.#editing.text : text; }

  /** The person knows what stands in the caption by now: what is typed into its field from then on is in its place. */
  acknowledge(index) {
    if (this.#editing?.index === index) this.#editing.acknowledge();
  }

  /** What stands in the file is right: what is typed into the caption is let go of. */
  letGo(index) {
    if (this.model.cues[index]) this.#unsaved.delete(timesOf(this.model.cues[index]));
    if (this.#editing?.index === index) {
      this.#editing.stop();
      this.#editing = null;
      this.#rows[index].focus();
    }
    this.#redraw(index);
  }

  #at(was) { return this.model.cues.findIndex((cue) => isSameTimes(cue, was)); }

  #row(index) {
    return this.#numbered(el("li", { tabindex: "-1" }, this.#content(index)), index);
  }

  /** A row that can have the focus is named by what stands in it. */
  #numbered(row, index) {
    return set(row, { "data-cue": index, id: `cue-${index}`, "aria-labelledby": `cue-${index}` });
  }

  #content(index, typed = null) {
    const cue = this.model.cues[index];
    const unsaved = this.#unsaved.get(timesOf(cue));
    const lines = typed ?? unsaved?.split("\n") ?? cue.lines;
    const before = this.model.cues[index - 1]?.speakers?.at(-1);
    const named = [...new Set((cue.speakers ?? []).filter(Boolean))];
    const names = named.length === 1 && named[0] === before ? [] : named;
    const faults = [...(unsaved === undefined ? [] : [{ sentence: texts("captions.not_saved") }]), ...this.model.violationsOf(index)];
    return [
      el("span", { class: "time number" }, clock(cue.start_us), faults.length ? this.#fault(faults) : null),
      el("span", { class: "said" },
        names.length ? el("span", { class: "speaker" }, `${names.join(", ")}: `) : null,
        this.#marked.has(index) ? this.#withMarks(lines, this.#marked.get(index)) : lines.map((line) => el("span", { class: "line" }, line))),
    ];
  }

  #fault(faults) {
    const sentence = faults.map((one) => one.sentence).join(" ");
    return el("span", { class: "fault", title: sentence }, el("span", { class: "unseen" }, ` ${texts("captions.breaks_rule")} ${sentence} `), " ▲");
  }

  #withMarks(lines, places) {
    let word = 0;
    return lines.map((line) => el("span", { class: "line" }, line.split(" ").map((text, index) => {
      const isMarked = text && places.some(({ first, count }) => word >= first && word < first + count);
      if (text) word += 1;
      return [index ? " " : null, isMarked ? el("mark", {}, text) : text];
    })));
  }

  #redraw(index) {
    const row = this.#rows[index];
    if (!row || this.#editing?.index === index || !this.model.cues[index]) return;
    row.replaceChildren(...this.#content(index));
  }

  #spliced({ splices, from }) {
    const keptFocus = this.element.contains(document.activeElement) && !this.#editing;
    if (this.#editing && moved(this.#editing.index, splices) === null) this.#drop();
    let first = Infinity;
    for (const { at, before, after } of splices) {
      first = Math.min(first, at);
      const editing = this.#editing;
      const isInside = editing && editing.index >= at && editing.index < at + before.length;
      if (editing && editing.index >= at + before.length) editing.index += after.length - before.length;
      this.#exchange(at, before.length, after.map((_cue, index) => (isInside && at + index === editing.index ? this.#rows[at + index] : el("li", { tabindex: "-1" }))));
      if (this.#current >= at + before.length) this.#current += after.length - before.length;
    }
    if (first === Infinity) return;
    for (let index = first; index < this.#rows.length; index += 1) {
      if (this.#rows[index].dataset.cue !== String(index)) this.#numbered(this.#rows[index], index);
      if (!this.#rows[index].hasChildNodes()) this.#redraw(index);
    }
    for (const { at, after } of splices) for (let index = Math.max(at - 1, 0); index <= at + after.length; index += 1) this.#redraw(index);
    this.#current = Math.min(this.#current, this.#rows.length - 1);
    this.select(this.#current, { scroll: false, focus: keptFocus });
    this.#editing?.saved(from);
  }

  /** Puts rows in the places of others; one that stays is not touched, so that its field keeps the focus. */
  #exchange(at, count, fresh) {
    const gone = this.#rows.slice(at, at + count);
    let next = this.#rows[at + count] ?? null;
    this.#rows.splice(at, count, ...fresh);
    for (const row of gone) if (!fresh.includes(row)) row.remove();
    for (const row of fresh.toReversed()) {
      if (!row.isConnected || row.nextSibling !== next) this.element.insertBefore(row, next);
      next = row;
    }
  }

  #bringIntoView(row, movesPage) {
    const pane = this.element.parentElement;
    if (!pane || pane.scrollHeight <= pane.clientHeight) {
      if (movesPage) row.scrollIntoView({ block: "nearest" });
      return;
    }
    const [box, place] = [pane.getBoundingClientRect(), row.getBoundingClientRect()];
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    if (place.top >= top + 30 && place.bottom <= bottom - 60) return;
    pane.scrollTop += place.top - top - (bottom - top) / 3;
  }

  #focusin(event) {
    const row = event.target.closest("li");
    if (row && Number(row.dataset.cue) !== this.#current) this.select(Number(row.dataset.cue), { scroll: false });
  }

  #click(event) {
    const row = this.#pressed?.isConnected && !event.target.closest("button") ? this.#pressed : event.target.closest("li");
    this.#pressed = null;
    if (!row || this.#editing?.element.contains(event.target)) return;
    const index = Number(row.dataset.cue);
    if (event.target.closest(".time")) {
      this.select(index);
      this.dispatchEvent(new CustomEvent("hear", { detail: index }));
    } else if (getSelection()?.isCollapsed !== false) this.edit(index);
  }

  #key(event) {
    if (this.#editing || event.ctrlKey || event.altKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -this.#rows.length, End: this.#rows.length }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      this.select(Math.min(Math.max(this.#current + step, 0), this.#rows.length - 1), { focus: true });
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.edit(this.#current, { atEnd: true });
    }
  }

  /** Enter: the next caption's field; at the end, none. */
  next(step, { atEnd = false } = {}) {
    const index = this.#editing.index + step;
    this.commit();
    if (this.model.cues[index]) this.edit(index, { atEnd });
    else this.dispatchEvent(new Event("closed"));
  }

  /** Done with this one, and with no other: what is typed is sent, and its row is the current one. */
  finish() {
    const { index } = this.#editing;
    this.commit();
    this.select(index, { focus: true });
    this.dispatchEvent(new Event("closed"));
  }
}

function timesOf({ start_us: start, end_us: end }) { return `${start} ${end}`; }

function isSameTimes(cue, other) { return timesOf(cue) === timesOf(other); }
