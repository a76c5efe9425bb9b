// The second pass: the recording is read along with, faster than it was said; it waits while one writes.

import { clock } from "./clock.js";
import { el } from "./dom.js";
import { texts } from "./texts.js";

const TELL_EVERY_US = 5_000_000;

export class ReadingPanel extends EventTarget {
  #told = -1;

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

  /** The programme was heard up to here, without a gap since where it was read to. */
  heard(programmeUs) {
    if (programmeUs <= this.untilUs || programmeUs > this.untilUs + 3 * TELL_EVERY_US) return;
    if (programmeUs - Math.max(this.#told, this.untilUs) < TELL_EVERY_US) return;
    this.#told = programmeUs;
    this.model.document.read_until_us = programmeUs;
    this.draw();
    this.dispatchEvent(new CustomEvent("until", { detail: programmeUs }));
  }

  #from() {
    const cue = this.model.cues.findLast((one) => one.start_us <= this.untilUs) ?? this.model.cues[0];
    return cue?.start_us ?? 0;
  }
}
