// The first pass: from doubt to doubt, each heard, and decided by one key.

import { clock } from "./clock.js";
import { el } from "./dom.js";
import { find, inPlaceOf, parts } from "./captions-model.js";
import { counted, number, texts } from "./texts.js";

const BEFORE_US = 1_500_000;
const AFTER_US = 700_000;
const SECONDS_A_DECISION = 6;
const MOST_CANDIDATES = 4;
const REASONS = ["probability", "lexicon", "glossary", "second hearing", "beam", "reading speed"];

function plain(text) { return parts(text).core.toLowerCase(); }

export class DoubtsPanel extends EventTarget {
  #groups = [];
  #at = 0;
  /** Decisions in all, those of earlier days too: it stays while one works. */
  #total = 0;
  #isFound = false;
  /** What else a doubt may be: found by the server when it is come to, and heard by a better model. */
  #extra = new Map();
  #better = new Map();
  /** What a person wrote last for a word, by the word. */
  #written = new Map();

  constructor({ model, list, key, api, announce, dialog, hear, isBetterHere }) {
    super();
    Object.assign(this, { model, list, key, api, announce, dialog, hear, isBetterHere });
    this.count = el("h2", { class: "count number" });
    this.before = el("p", { class: "quiet" });
    this.now = el("p", { class: "doubt", id: "doubt" });
    this.after = el("p", { class: "quiet" });
    this.reasons = el("p", { class: "reasons quiet", id: "reasons" });
    this.candidates = el("ol", { class: "candidates", "aria-label": texts("captions.candidates") });
    this.field = el("input", { type: "text", id: "right-words", autocomplete: "off", spellcheck: "true", "aria-describedby": "doubt reasons",
      onkeydown: (event) => this.#key(event), oninput: () => this.#typed() });
    this.right = this.#button("is_right", () => this.#settle(), "Enter");
    this.here = this.#button("here", () => this.#here(this.field.value), "Enter");
    this.everywhere = this.#button("everywhere", () => this.#everywhere(this.field.value), `${texts("captions.shift")}+Enter`);
    this.card = el("div", { class: "card panel" }, this.count, el("div", { class: "context" }, this.before, this.now, this.after), this.reasons, this.candidates,
      el("div", { class: "write" }, el("label", { for: "right-words" }, texts("captions.write_right")), this.field),
      el("div", { class: "buttons" }, this.right, this.here, this.everywhere, this.#button("skip", () => this.#go(1), "PageDown"), this.#button("back", () => this.#go(-1), "PageUp")),
      el("div", { class: "buttons" }, this.#button("replay", () => this.play(), "F1"), isBetterHere ? this.#button("hear_better", () => this.hearBetter(), "F4") : null));
    this.done = el("div", { class: "panel done", tabindex: "-1", hidden: true });
    this.finding = el("p", { class: "panel", role: "status" }, texts("captions.finding_doubts"));
    this.card.hidden = true;
    this.element = el("div", { class: "doubts" }, this.finding, this.card, this.done);
    model.addEventListener("spliced", (event) => this.#follow(event.detail.splices));
  }

  get group() { return this.#groups[this.#at]; }
  get doubt() { return this.group?.doubts[0]; }
  get count_left() { return this.#groups.length; }

  /** Asks for the doubts; one that is asked again, since its decision was taken back, is due, else the one that was. */
  async load() {
    const found = await this.api.get(`/api/projects/${this.key}/doubts`);
    const [due, known] = [this.doubt, new Set(this.#groups.flatMap(({ doubts }) => doubts.map(({ key }) => key)))];
    this.#groups = found.groups.map((group) => ({ ...group, doubts: group.doubts.map((doubt) => ({ ...doubt })) }));
    this.#isFound = true;
    this.#total = Math.max(this.#total, this.#groups.length, this.#total ? 0 : found.settled + this.#groups.length);
    const where = (isWanted) => this.#groups.findIndex(({ doubts }) => doubts.some(isWanted));
    const again = due ? where(({ key }) => !known.has(key)) : -1;
    this.#at = again >= 0 ? again : Math.max(where(({ key }) => key === due?.key), 0);
    this.#mark();
  }

  /** Shows the doubt that is due, and plays it; `said` of the one before, the new one is announced, since the focus stays where it is. */
  show({ plays = true, focus = true, said = null, cue = null } = {}) {
    const { doubt } = this;
    this.finding.hidden = this.#isFound;
    if (!this.#isFound) return;
    this.card.hidden = !doubt;
    this.done.hidden = Boolean(doubt);
    if (!doubt) {
      if (said) this.announce(said);
      this.#showDone(focus);
      return;
    }
    this.#draw();
    this.list.select(cue ?? doubt.cue);
    this.field.value = "";
    this.#typed();
    if (focus) this.field.focus();
    if (focus) this.announce([said, texts("captions.doubt_of", this.#counted), doubt.text].filter(Boolean).join(". "));
    if (plays) this.play();
    this.#moreCandidates(doubt);
  }

  play() {
    const { doubt } = this;
    if (doubt) this.hear(doubt.start_us - BEFORE_US, doubt.end_us + AFTER_US);
  }

  /** Has the passage heard again by the best model that is here; what it hears becomes a candidate. */
  async hearBetter() {
    const { doubt } = this;
    if (!doubt || !this.isBetterHere) return;
    this.announce(texts("captions.hearing_better"));
    this.reasons.textContent = texts("captions.hearing_better");
    this.dispatchEvent(new CustomEvent("hear-better", { detail: doubt }));
  }

  /** What a better model heard in a passage of the programme. */
  offer(startUs, endUs, text) {
    const { doubt } = this;
    if (!doubt || doubt.start_us > endUs || doubt.end_us < startUs) return;
    this.#better.set(doubt.key, { text, source: "better model" });
    this.#draw();
    this.announce(texts("captions.heard_better", { text }));
  }

  #button(key, act, shortcut) {
    return el("button", { type: "button", onclick: act, "data-act": key }, el("span", {}, texts(`captions.${key}`)), el("kbd", { "aria-hidden": "true" }, shortcut));
  }

  get #counted() {
    return { number: number(this.#total - this.#groups.length + this.#at + 1), count: number(this.#total) };
  }

  #draw() {
    const { doubt, group } = this;
    const left = this.#groups.length - this.#at;
    const minutes = Math.ceil((left * SECONDS_A_DECISION) / 60);
    this.count.textContent = [texts("captions.doubt_of", this.#counted),
      counted("captions.minutes_left", minutes), group.doubts.length > 1 ? counted("captions.places", group.doubts.length) : null].filter(Boolean).join(" · ");
    const line = (cue) => this.model.cues[cue]?.lines.join(" ") ?? "";
    this.before.textContent = line(doubt.cue - 1);
    this.after.textContent = line(doubt.cue + 1);
    const words = this.model.words(doubt.cue);
    const [first, last] = [doubt.first, doubt.first + doubt.count];
    this.now.replaceChildren(words.slice(0, first).join(" "), " ", el("mark", {}, words.slice(first, last).join(" ")), " ", words.slice(last).join(" "));
    this.reasons.textContent = `${clock(doubt.start_us)} · ${doubt.reasons.filter((one) => REASONS.includes(one)).map((one) => texts(`captions.because_${one.replace(" ", "_")}`)).join(", ")}`;
    this.candidates.replaceChildren(...this.#candidates().map((candidate, index) => el("li", {},
      el("button", { type: "button", onclick: (event) => this.#choose(index, event.shiftKey) }, el("kbd", {}, index + 1), el("span", { class: "choice" }, candidate.text),
        el("span", { class: "quiet" }, texts(`captions.from_${candidate.source.replace(" ", "_")}`))))));
    this.candidates.hidden = !this.candidates.childElementCount;
  }

  #candidates() {
    const { doubt, group } = this;
    const found = [this.#written.get(plain(doubt.text)), this.#better.get(doubt.key), ...(this.#extra.get(doubt.key) ?? []), ...(doubt.candidates?.length ? doubt.candidates : group.candidates ?? [])].filter(Boolean);
    return found.filter((one, index) => found.findIndex((other) => other.text === one.text) === index && one.text !== doubt.text).slice(0, MOST_CANDIDATES);
  }

  async #moreCandidates(doubt) {
    if (doubt.candidates?.length || this.#extra.has(doubt.key)) return;
    this.candidates.setAttribute("aria-busy", "true");
    try {
      const found = await this.api.get(`/api/projects/${this.key}/doubts/${doubt.key}/candidates`);
      this.#extra.set(doubt.key, found.candidates ?? []);
      if (this.doubt === doubt && found.candidates?.length) this.#draw();
    } catch {
      this.#extra.set(doubt.key, []);
    }
    if (this.doubt === doubt) this.candidates.removeAttribute("aria-busy");
  }

  #typed() {
    const isTyped = this.field.value.trim() !== "";
    this.right.hidden = isTyped;
    this.here.hidden = !isTyped;
    this.everywhere.hidden = !isTyped;
    if (isTyped) this.dispatchEvent(new Event("typing"));
  }

  #key(event) {
    if (event.isComposing || event.altKey || event.metaKey) return;
    const isEmpty = this.field.value === "";
    const digit = /^Digit([1-4])$/.exec(event.code)?.[1];
    if (event.ctrlKey) {
      if (!(isEmpty && event.key === "z")) return;
      this.dispatchEvent(new Event("undo"));
    } else if (event.key === "Enter" && event.shiftKey) this.#everywhere(this.field.value);
    else if (event.key === "Enter") this.field.value.trim() ? this.#here(this.field.value) : this.#settle();
    else if (event.key === "PageDown") this.#go(1);
    else if (event.key === "PageUp") this.#go(-1);
    else if (event.key === "Escape" && !isEmpty) {
      this.field.value = "";
      this.#typed();
    } else if (isEmpty && event.key === "ArrowRight") this.#takeOver();
    else if (isEmpty && digit && this.#candidates()[digit - 1]) this.#choose(digit - 1, event.shiftKey);
    else return;
    event.preventDefault();
  }

  /** What stands there into the field, to be changed a little. */
  #takeOver() {
    this.field.value = this.doubt.text;
    this.field.setSelectionRange(this.field.value.length, this.field.value.length);
    this.#typed();
  }

  #choose(index, isEverywhere) {
    const { text } = this.#candidates()[index];
    if (isEverywhere) this.#everywhere(text);
    else this.#here(text);
  }

  /** It is right: at every place of the group. */
  #settle() {
    const { group } = this;
    const keys = group.doubts.map((doubt) => doubt.key);
    this.#drop(group);
    this.dispatchEvent(new CustomEvent("settle", { detail: keys }));
    this.show({ said: texts("captions.was_right", { text: group.text }) });
  }

  #here(text) {
    const { doubt, group } = this;
    const right = text.trim();
    if (!right) return;
    const place = { cue: doubt.cue, first: doubt.first, count: doubt.count, text: inPlaceOf(doubt.text, right) };
    this.#written.set(plain(doubt.text), { text: right, source: "written" });
    group.doubts.shift();
    if (!group.doubts.length) this.#groups.splice(this.#at, 1);
    this.#close(doubt);
    this.dispatchEvent(new CustomEvent("replace", { detail: { places: [place], settle: [doubt.key] } }));
    this.show();
  }

  /** The same at every place where the same was heard, after a look at each. */
  async #everywhere(text) {
    const { doubt, group } = this;
    const right = (text.trim() || doubt.text).trim();
    const places = find(this.model, doubt.text);
    const boxes = places.map((place) => el("input", { type: "checkbox", checked: true, id: `place-${place.cue}-${place.first}` }));
    const rows = places.map((place, index) => el("li", {}, boxes[index], el("label", { for: boxes[index].id }, this.#preview(place, right))));
    const answer = await this.dialog.show(counted("captions.everywhere_title", places.length, { heard: parts(doubt.text).core, right }),
      el("ol", { class: "previews" }, rows), [{ text: texts("captions.replace_chosen"), value: "yes", primary: true }, { text: texts("frame.cancel"), value: "" }], { wide: true });
    if (answer !== "yes") {
      this.field.focus();
      return;
    }
    const chosen = places.filter((_place, index) => boxes[index].checked).map((place) => ({ ...place, text: inPlaceOf(place.text, right) }));
    const settled = group.doubts.map((one) => one.key);
    this.#written.set(plain(doubt.text), { text: right, source: "written" });
    this.#drop(group);
    if (chosen.length) this.dispatchEvent(new CustomEvent("replace", { detail: { places: chosen, settle: settled } }));
    else this.dispatchEvent(new CustomEvent("settle", { detail: settled }));
    this.show();
  }

  #preview({ cue, first, count, text }, right) {
    const words = this.model.words(cue);
    return [el("span", { class: "time number" }, clock(this.model.cues[cue].start_us)), ` ${words.slice(0, first).join(" ")} `, el("del", {}, text), " ", el("ins", {}, inPlaceOf(text, right)),
      ` ${words.slice(first + count).join(" ")}`];
  }

  #drop(group) {
    this.#groups.splice(this.#groups.indexOf(group), 1);
    this.#at = Math.min(this.#at, Math.max(this.#groups.length - 1, 0));
    this.#mark();
  }

  #close(doubt) {
    this.#at = Math.min(this.#at, Math.max(this.#groups.length - 1, 0));
    this.#extra.delete(doubt.key);
    this.#mark();
  }

  #go(step) {
    if (!this.#groups.length) return;
    this.#at = (this.#at + step + this.#groups.length) % this.#groups.length;
    this.show();
  }

  #showDone(focus) {
    this.done.replaceChildren(el("h2", {}, texts("captions.no_doubts")), el("p", {}, texts("captions.no_doubts_next")),
      el("div", { class: "buttons" }, el("button", { type: "button", class: "primary", onclick: () => this.dispatchEvent(new Event("read")) }, texts("captions.read_along"))));
    if (focus) this.done.focus({ preventScroll: true });
  }

  /** Doubts go along with the captions that they are about; one whose words are gone is decided. */
  #follow(splices) {
    for (const { at, before, after } of splices) {
      for (const group of this.#groups) {
        group.doubts = group.doubts.filter((doubt) => {
          if (doubt.cue < at) return true;
          if (doubt.cue >= at + before.length) {
            doubt.cue += after.length - before.length;
            return true;
          }
          return this.#findAgain(doubt, at, after.length);
        });
      }
    }
    this.#groups = this.#groups.filter((group) => group.doubts.length);
    this.#at = Math.min(this.#at, Math.max(this.#groups.length - 1, 0));
    this.#mark();
    if (this.doubt && !this.card.hidden && this.element.isConnected) this.#draw();
  }

  #findAgain(doubt, at, count) {
    for (let cue = at; cue < at + count; cue += 1) {
      const words = this.model.words(cue);
      const places = [doubt.first, ...words.keys()].filter((first) => words.slice(first, first + doubt.count).join(" ") === doubt.text);
      if (places.length) {
        Object.assign(doubt, { cue, first: places[0] });
        return true;
      }
    }
    return false;
  }

  #mark() {
    const places = new Map();
    for (const { doubts } of this.#groups) for (const { cue, first, count } of doubts) places.set(cue, [...(places.get(cue) ?? []), { first, count }]);
    this.list.mark(places);
  }
}
