// A field for a time: typed as people write it, or moved by the arrow keys in tenths and whole seconds.

import { canBeReadTwoWays, clock, parseClock, US } from "./clock.js";
import { el } from "./dom.js";
import { mark, texts } from "./texts.js";

const STEP_US = 100_000;
const PAUSE_MS = 400;

export function shownTime(us) { return clock(us, { tenths: true, mark: mark() }); }

function whyNoTime(text) {
  return canBeReadTwoWays(text) ? texts("places.two_ways", { text, decimal: text.trim().replace(".", ",") }) : texts("places.no_time", { text });
}

/**
 * The field with its label; `moved(us)` is told once the keys have rested a moment, or the field is left.
 * `element` holds both, `us` shows another time. A later time than `latest.us` is refused with the sentence `latest.key`.
 */
export class TimeField {
  #us;
  #told;
  #timer = 0;

  constructor({ id, label, us, moved, hidden = false, labelled = null, latest = null }) {
    this.latest = latest;
    this.#us = us;
    this.#told = us;
    this.moved = moved;
    this.wrong = el("span", { class: "bad", id: `${id}-wrong`, role: "alert" });
    this.input = el("input", { type: "text", id, class: "number time-field", inputmode: "decimal", autocomplete: "off", spellcheck: "false", value: us === null ? "" : shownTime(us), "aria-describedby": `${id}-wrong` });
    if (labelled) this.input.setAttribute("aria-label", labelled);
    this.element = el("span", { class: "time-with-label" }, labelled ? null : el("label", { for: id, class: hidden ? "unseen" : null }, label), this.input, this.wrong);
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("change", () => this.#typed());
    this.input.addEventListener("blur", () => this.#tell());
  }

  get us() { return this.#us; }

  set us(us) {
    this.#us = us;
    this.#told = us;
    this.wrong.textContent = "";
    this.input.removeAttribute("aria-invalid");
    this.input.value = us === null ? "" : shownTime(us);
  }

  /** Moves it by so much, as the arrow keys do. */
  step(us) {
    this.#us = Math.max((this.#us ?? 0) + us, 0);
    this.input.value = shownTime(this.#us);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(), PAUSE_MS);
  }

  /** Says beside the field why its time can't be had; what was typed stays. */
  refuse(sentence) {
    this.wrong.textContent = sentence;
    this.input.setAttribute("aria-invalid", "true");
  }

  #key(event) {
    if (event.key === "Enter") {
      this.#typed();
      return;
    }
    const direction = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
    if (!direction || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.step(direction * (event.shiftKey && Math.abs(direction) === 1 ? US : STEP_US));
  }

  #typed() {
    const us = parseClock(this.input.value);
    if (us === null) {
      this.refuse(whyNoTime(this.input.value));
      return;
    }
    if (this.latest && us > this.latest.us) {
      this.refuse(texts(this.latest.key, { duration: clock(this.latest.us) }));
      return;
    }
    this.wrong.textContent = "";
    this.input.removeAttribute("aria-invalid");
    if (this.#us !== null && this.input.value === shownTime(this.#us)) return;
    this.#us = us;
    this.input.value = shownTime(us);
    this.#tell();
  }

  #tell() {
    clearTimeout(this.#timer);
    if (this.#us === this.#told) return;
    this.#told = this.#us;
    this.moved(this.#us);
  }
}
