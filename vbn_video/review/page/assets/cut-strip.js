// The whole recording on one strip: slides, speech, sound, and what of it is kept. Its words stand in the list below it.

import { clock } from "./clock.js";
import { el } from "./dom.js";
import { texts } from "./texts.js";
import { colour, drawPeaks, prepare } from "./waveform.js";

const STILLS = 44;
const SPEECH = 6;
const RULER = 18;
const GRIP = 7;
const GRIP_OF_A_FINGER = 22;
const LEAST_STILL = 64;
const TICKS_US = [10, 30, 60, 300, 600, 900, 1800, 3600].map((seconds) => seconds * 1_000_000);

export class CutStrip extends EventTarget {
  #cut = null;
  #peaks = new Int8Array();
  #stills = new Map();
  #dragged = null;
  #window;
  #drawn = null;
  #nowUs = 0;

  /** `window()` gives the stretch that is shown, [from, to); by itself the whole recording. */
  constructor({ detail = null } = {}) {
    super();
    this.#window = detail;
    this.element = el("canvas", { class: detail ? "closeup" : "strip", "aria-hidden": "true" });
    this.element.addEventListener("pointerdown", (event) => this.#press(event));
    this.element.addEventListener("pointermove", (event) => this.#move(event));
    this.element.addEventListener("pointerup", (event) => this.#release(event));
    this.element.addEventListener("pointercancel", () => { this.#dragged = null; this.draw(); });
  }

  /** Where the player stands; only the line is drawn anew. */
  set nowUs(us) {
    this.#nowUs = us;
    if (!this.#drawn || this.#dragged || !this.element.isConnected) return;
    const [from, to] = this.#shown;
    const { context, width, height } = prepare(this.element);
    if (width !== this.#drawn.width) {
      this.draw();
      return;
    }
    context.drawImage(this.#drawn.canvas, 0, 0, width, height);
    this.#line({ context, height }, ((us - from) / (to - from)) * width, colour("--raps"), 2);
  }

  set cut(cut) { this.#cut = cut; this.draw(); }
  set peaks(peaks) { this.#peaks = peaks; this.draw(); }

  get #shown() { return this.#window ? this.#window() : [0, this.#cut.duration_us]; }

  /** The ends that can be moved: of the spans that are shown as they were recorded. */
  get #edges() {
    const kept = this.#cut.kept.map((span, index) => ({ span, index })).filter(({ span }) => !span.card);
    return kept.flatMap(({ span, index }) => [{ index, name: "start", us: span.start_us }, { index, name: "end", us: span.end_us }]);
  }

  draw() {
    if (!this.#cut || !this.element.isConnected) return;
    const drawn = prepare(this.element);
    if (!drawn.width) return;
    const [from, to] = this.#shown;
    const x = (us) => ((us - from) / (to - from)) * drawn.width;
    const isWhole = !this.#window;
    const top = isWhole ? STILLS : 0;
    const bottom = drawn.height - RULER;
    this.#sound(drawn, x, top + SPEECH, bottom, [from, to]);
    this.#speech(drawn, x, top);
    if (isWhole) this.#slides(drawn, x);
    this.#cutAway(drawn, x, top, bottom);
    this.#ruler(drawn, x, bottom, [from, to]);
    for (const edge of this.#edges) this.#edge(drawn, x, edge, top, bottom);
    this.#keep(drawn.width);
    if (this.#dragged) this.#line(drawn, x(this.#dragged.us), colour("--raps"), 3);
    this.#line(drawn, x(this.#nowUs), colour("--raps"), 2);
  }

  /** A copy of all that stands, for the frames in which only the player has moved. */
  #keep(width) {
    const canvas = this.#drawn?.canvas ?? document.createElement("canvas");
    canvas.width = this.element.width;
    canvas.height = this.element.height;
    canvas.getContext("2d").drawImage(this.element, 0, 0);
    this.#drawn = { canvas, width };
  }

  #sound({ context, width }, x, top, bottom, [from, to]) {
    context.save();
    context.translate(0, top);
    drawPeaks({ context, width, height: bottom - top }, this.#peaks, from, to, colour("--wave"));
    context.restore();
  }

  #speech({ context }, x, top) {
    context.fillStyle = colour("--bar");
    for (const [start, end] of this.#cut.speech) context.fillRect(x(start), top + 1, Math.max(x(end) - x(start), 0.5), SPEECH - 2);
  }

  #slides({ context, width }, x) {
    const slides = this.#cut.slides;
    let shownUntil = 0;
    slides.forEach((slide, index) => {
      const left = x(slide.start_us);
      const right = index + 1 < slides.length ? x(slides[index + 1].start_us) : width;
      context.fillStyle = colour("--edge");
      context.fillRect(left, 0, 1, STILLS);
      if (right - left < 24 && left < shownUntil + LEAST_STILL) return;
      const image = this.#still(slide.still);
      if (!image) return;
      const across = (STILLS - 4) * (image.naturalWidth / image.naturalHeight);
      context.save();
      context.beginPath();
      context.rect(left + 2, 2, Math.max(right - left - 4, 1), STILLS - 4);
      context.clip();
      context.drawImage(image, left + 2, 2, across, STILLS - 4);
      context.restore();
      shownUntil = left;
    });
  }

  #still(address) {
    if (!address) return null;
    if (!this.#stills.has(address)) {
      const image = new Image();
      image.addEventListener("load", () => this.draw());
      image.src = address;
      this.#stills.set(address, image);
    }
    const image = this.#stills.get(address);
    return image.complete && image.naturalWidth ? image : null;
  }

  /** What is not kept: paler, and hatched, so that it is told without colour. */
  #cutAway({ context, width }, x, top, bottom) {
    let at = 0;
    const gaps = [];
    for (const span of this.#cut.kept) {
      if (span.start_us > at) gaps.push([at, span.start_us, ""]);
      if (span.card) gaps.push([span.start_us, span.end_us, texts("cut.card")]);
      at = span.end_us;
    }
    if (at < this.#cut.duration_us) gaps.push([at, this.#cut.duration_us, ""]);
    for (const { start_us: start, end_us: end } of this.#cut.silenced) gaps.push([start, end, texts("cut.silent")]);
    for (const [start, end, name] of gaps) {
      const [left, right] = [Math.max(x(start), 0), Math.min(x(end), width)];
      if (right <= left) continue;
      context.save();
      context.beginPath();
      context.rect(left, 0, right - left, bottom);
      context.clip();
      context.globalAlpha = 0.72;
      context.fillStyle = colour("--sand");
      context.fillRect(left, 0, right - left, bottom);
      context.globalAlpha = 1;
      context.strokeStyle = colour("--edge");
      context.lineWidth = 1;
      context.beginPath();
      for (let at = left - bottom; at < right; at += 9) {
        context.moveTo(at, bottom);
        context.lineTo(at + bottom, 0);
      }
      context.stroke();
      this.#name(context, name || texts("cut.cut"), (left + right) / 2, (top + bottom) / 2, right - left);
      context.restore();
    }
  }

  #name(context, name, x, y, room) {
    context.font = '600 13px "Atkinson Hyperlegible Next", sans-serif';
    const across = context.measureText(name).width;
    if (across + 12 > room) return;
    context.fillStyle = colour("--paper");
    context.fillRect(x - across / 2 - 5, y - 10, across + 10, 20);
    context.fillStyle = colour("--ink");
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(name, x, y);
  }

  #ruler({ context, width }, x, top, [from, to]) {
    const step = TICKS_US.find((one) => (one / (to - from)) * width > 70) ?? TICKS_US.at(-1);
    context.font = '12px "Atkinson Hyperlegible Next", sans-serif';
    context.textBaseline = "top";
    context.textAlign = "left";
    for (let at = Math.ceil(Math.max(from, 0) / step) * step; at < Math.min(to, this.#cut.duration_us); at += step) {
      context.fillStyle = colour("--line");
      context.fillRect(x(at), top, 1, RULER);
      context.fillStyle = colour("--mute");
      if (x(at) < width - 34) context.fillText(clock(at), x(at) + 4, top + 3);
    }
  }

  #edge({ context, width }, x, { index, name, us }, top, bottom) {
    const at = x(us);
    if (at < -8 || at > width + 8) return;
    const doubtful = this.#cut.kept[index][name].doubtful;
    context.fillStyle = colour(doubtful ? "--bad" : "--bar");
    context.fillRect(at - 1.5, 0, 3, bottom);
    const inwards = name === "start" ? 1 : -1;
    context.fillRect(Math.min(at, at + inwards * 10), top, 10, 16);
    context.fillStyle = colour("--paper");
    context.font = '700 12px "Atkinson Hyperlegible Next", sans-serif';
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(doubtful ? "?" : name === "start" ? "›" : "‹", at + inwards * 5, top + 8);
  }

  #line({ context, height }, x, fill, across) {
    context.fillStyle = fill;
    context.fillRect(x - across / 2, 0, across, height);
  }

  #at(event) {
    const { left, width } = this.element.getBoundingClientRect();
    const [from, to] = this.#shown;
    const grip = event.pointerType === "touch" ? GRIP_OF_A_FINGER : GRIP;
    return { us: Math.round(from + ((event.clientX - left) / width) * (to - from)), grip: (grip / width) * (to - from) };
  }

  #press(event) {
    if (event.button !== 0 || !this.#cut) return;
    const { us, grip } = this.#at(event);
    const near = this.#edges.filter((edge) => Math.abs(edge.us - us) <= grip);
    const [edge] = near.sort((one, other) => Math.abs(one.us - us) - Math.abs(other.us - us));
    this.element.setPointerCapture(event.pointerId);
    this.#dragged = edge ? { ...edge, from: edge.us } : { index: null, us };
    event.preventDefault();
  }

  #move(event) {
    if (!this.#cut) return;
    const { us, grip } = this.#at(event);
    if (!this.#dragged) {
      this.element.dataset.grips = String(this.#edges.some((edge) => Math.abs(edge.us - us) <= grip));
      return;
    }
    if (this.#dragged.index === null) return;
    this.#dragged.us = Math.min(Math.max(us, 0), this.#cut.duration_us);
    this.draw();
  }

  #release(event) {
    const dragged = this.#dragged;
    this.#dragged = null;
    if (!dragged) return;
    const { us, grip } = this.#at(event);
    if (dragged.index === null || Math.abs(dragged.us - dragged.from) < grip / 4) this.dispatchEvent(new CustomEvent("seek", { detail: Math.max(us, 0) }));
    else this.dispatchEvent(new CustomEvent("moved", { detail: { index: dragged.index, name: dragged.name, us: dragged.us } }));
    this.draw();
  }
}
