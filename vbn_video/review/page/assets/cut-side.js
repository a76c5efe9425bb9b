// One end of what is kept: its time, why it stands there and how sure that is, the sound around it, where else it could be.

import { clock, US } from "./clock.js";
import { CutStrip } from "./cut-strip.js";
import { el } from "./dom.js";
import { named } from "./named.js";
import { number, texts } from "./texts.js";
import { shownTime, TimeField } from "./time-field.js";

const AROUND_US = 12 * US;
const HEARD_US = 2 * US;
const STEPS = [[-US, "−1 s"], [-US / 10, "−0,1"], [US / 10, "+0,1"], [US, "+1 s"]];

export class CutSide extends EventTarget {
  #us;

  /** `index` of the kept span, `name` of the end (`start`, `end`), `title` as a heading. */
  constructor({ cut, peaks, index, name, title }) {
    super();
    const span = cut.kept[index];
    this.#us = span[`${name}_us`];
    this.side = span[name];
    this.where = { index, name };
    const id = `cut-${name}-${index}`;
    this.time = new TimeField({ id, label: texts(`cut.time_${name}`), us: this.#us, latest: { us: cut.duration_us, key: "cut.too_late" }, moved: (us) => this.#move(us) });
    this.closeup = new CutStrip({ detail: () => [this.#us - AROUND_US, this.#us + AROUND_US] });
    this.closeup.addEventListener("seek", (event) => this.dispatchEvent(new CustomEvent("seek", { detail: event.detail })));
    this.closeup.addEventListener("moved", (event) => this.dispatchEvent(new CustomEvent("moved", { detail: event.detail })));
    const doubtful = this.side.doubtful;
    this.element = el("section", { class: "panel cut-side", "data-doubtful": doubtful ? "" : null, "aria-labelledby": `${id}-title` },
      el("h2", { id: `${id}-title` }, title),
      el("p", { class: "sure" }, this.#sure(cut.sure)),
      this.closeup.element,
      el("div", { class: "cut-row" }, this.time.element, el("span", { class: "steps", role: "group", "aria-label": texts("cut.steps") }, STEPS.map(([us, shown]) => this.#step(us, shown)))),
      el("div", { class: "cut-row" }, this.#hear("cut"), this.#hear("kept"), this.#hear("across")),
      this.side.words ? el("p", { class: "said" }, el("span", { class: "unseen" }, `${texts("cut.words")} `), this.#words(this.side.words)) : null,
      this.side.why ? el("p", { class: "quiet" }, texts("cut.because", { why: this.side.why })) : null,
      this.#places());
    this.closeup.cut = cut;
    this.closeup.peaks = peaks;
  }

  set nowUs(us) {
    if (Math.abs(us - this.#us) < 2 * AROUND_US) this.closeup.nowUs = us;
  }

  focus() { this.time.input.focus(); }

  #sure(limit) {
    if (this.side.yours) return texts("cut.yours");
    const values = { reason: this.side.reason, sure: number(Math.round(100 * this.side.confidence)), limit: number(Math.round(100 * limit)) };
    const sentence = texts("cut.sure", values);
    if (!this.side.doubtful) return sentence;
    return [el("strong", { class: "bad" }, texts("cut.doubtful")), ` ${sentence} `, el("button", { type: "button", class: "small", onclick: () => this.#move(this.#us) }, texts("cut.confirm"))];
  }

  /** The words around it; where the cut is, a bar that is read as a word. */
  #words(words) {
    return words.split("|").flatMap((part, index) => [index ? el("span", { class: "cut-mark" }, el("span", { "aria-hidden": "true" }, "|"), el("span", { class: "unseen" }, ` ${texts("cut.here")} `)) : null, part]);
  }

  #step(us, shown) {
    const what = texts(us < 0 ? "cut.earlier" : "cut.later", { seconds: number(Math.abs(us) / US, Math.abs(us) < US ? 1 : 0) });
    return el("button", { type: "button", class: "small number", onclick: () => this.time.step(us) }, named(shown.replace(",", number(0.1, 1)[1]), what));
  }

  #hear(what) {
    const outside = this.where.name === "start" ? [this.#us - HEARD_US, this.#us] : [this.#us, this.#us + HEARD_US];
    const inside = this.where.name === "start" ? [this.#us, this.#us + HEARD_US] : [this.#us - HEARD_US, this.#us];
    const span = { cut: outside, kept: inside, across: [this.#us - HEARD_US, this.#us + HEARD_US] }[what];
    return el("button", { type: "button", class: "small", onclick: () => this.dispatchEvent(new CustomEvent("hear", { detail: [Math.max(span[0], 0), span[1]] })) }, texts(`cut.hear_${what}`));
  }

  #places() {
    const { candidates } = this.side;
    if (!candidates.length) return null;
    const list = el("ul", { class: "places" }, candidates.map((place) => el("li", {}, this.#place(place))));
    return el("details", { open: this.side.doubtful }, el("summary", {}, texts("cut.elsewhere")), list);
  }

  #place(place) {
    const isHere = Math.abs(place.cut_us - this.#us) < 1000;
    const label = el("span", { class: "place-time number" }, texts("cut.place", { time: clock(place.at_us), percent: number(Math.round(100 * place.probability)) }), isHere ? ` · ${texts("cut.chosen")}` : null);
    const choose = el("button", { type: "button", class: "place", "aria-pressed": String(isHere), onclick: () => this.#move(place.cut_us) },
      el("img", { src: place.still, alt: "", loading: "lazy", width: "160", height: "90" }), label, el("span", { class: "place-words" }, this.#words(place.words)), place.why ? el("span", { class: "quiet place-why" }, place.why) : null);
    const hear = el("button", { type: "button", class: "small", onclick: () => this.dispatchEvent(new CustomEvent("hear", { detail: [Math.max(place.at_us - 2 * HEARD_US, 0), place.at_us + 2 * HEARD_US] })) }, named(texts("cut.hear"), texts("cut.at", { time: shownTime(place.at_us) })));
    return [choose, hear];
  }

  #move(us) {
    this.dispatchEvent(new CustomEvent("moved", { detail: { ...this.where, us } }));
  }
}
