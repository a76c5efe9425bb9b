// The second pass: the recording is read along with, faster than it was said; it waits while one writes.

import { clock } from "./clock.js";
import { el } from "./dom.js";
import { texts } from "./texts.js";

const TELL_EVERY_US = 5_000_000;
const MOST_BETWEEN_US = 1_500_000;
const UNHEARD_US = 500_000;

export class ReadingPanel extends EventTarget {
  /** The stretch that is being heard without a gap, and how far it was heard without one since the beginning. */
  #begunUs = 0;
  #lastUs = -1;
  #heardUs = 0;

  constructor({ model }) {
    super();
    this.model = model;
    this.where = el("p", { class: "number" });
    this.onward = el("button", { type: "button", class: "primary", onclick: () => this.dispatchEvent(new CustomEvent("read-from", { detail: this.#from() })) });
    const again = el("button", { type: "button", onclick: () => this.dispatchEvent(new Event("again")) }, el("span", {}, texts("captions.replay")), el("kbd", { "aria-hidden": "true" }, "F1"));
    this.element = el("div", { class: "card panel" }, el("p", {}, texts("captions.reading_how")), this.where, el("div", { class: "buttons" }, this.onward, again));
    model.addEventListener("loaded", () => this.draw());
  }

  get untilUs() { return this.model.document.read_until_us ?? 0; }

  draw() {
    const isBegun = this.untilUs > 0;
    this.where.textContent = isBegun ? texts("captions.read_until", { time: clock(this.untilUs) }) : texts("captions.not_read");
    this.onward.textContent = isBegun ? texts("captions.read_on", { time: clock(this.#from()) }) : texts("captions.read_from_start");
  }

  /** The programme is being heard here: it is read up to here where no caption before it was passed over. */
  heard(programmeUs) {
    if (programmeUs < this.#lastUs || programmeUs > this.#lastUs + MOST_BETWEEN_US) this.#begunUs = programmeUs;
    this.#lastUs = programmeUs;
    this.#heardUs = Math.max(this.#heardUs, this.untilUs);
    if (programmeUs <= this.#heardUs || this.#isPassedOver(this.#heardUs, this.#begunUs)) return;
    this.#heardUs = programmeUs;
    if (programmeUs - this.untilUs < TELL_EVERY_US) return;
    this.model.document.read_until_us = programmeUs;
    this.draw();
    this.dispatchEvent(new CustomEvent("until", { detail: programmeUs }));
  }

  #isPassedOver(fromUs, untilUs) {
    return this.model.cues.some((cue) => cue.end_us - UNHEARD_US > fromUs && cue.start_us + UNHEARD_US < untilUs);
  }

  #from() {
    const cue = this.model.cues.findLast((one) => one.start_us <= this.untilUs) ?? this.model.cues[0];
    return cue?.start_us ?? 0;
  }
}
