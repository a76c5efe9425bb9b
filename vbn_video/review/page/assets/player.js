// Plays the recording as it lies on this machine, its parts as one, on the recording's clock.

import { el } from "./dom.js";
import { US } from "./clock.js";
import { texts } from "./texts.js";

const PROXY_POLL_MS = 2000;
export const RATES = [0.75, 1, 1.25, 1.5, 1.75, 2];

export class Player extends EventTarget {
  #project = null;
  #part = -1;
  #untilUs = null;
  #waitingForProxy = 0;
  /** Whether what is cut is passed over, as in the published video. */
  skipsCut = false;

  constructor() {
    super();
    this.video = el("video", { preload: "metadata", playsinline: true, tabindex: "-1" });
    this.note = el("p", { class: "player-note", hidden: true });
    this.element = el("div", { class: "player" }, this.video, this.note);
    for (const name of ["play", "pause", "ratechange"]) this.video.addEventListener(name, () => this.#tell(name));
    this.video.addEventListener("seeked", () => this.#tell("time"));
    this.video.addEventListener("ended", () => this.#goOn());
    this.video.addEventListener("error", () => this.#cannotPlay());
    this.video.addEventListener("click", () => this.toggle());
    this.video.addEventListener("play", () => this.#follow());
  }

  set project(project) {
    const isLoaded = this.#project?.key === project.key && this.#part >= 0;
    this.#project = project;
    this.video.setAttribute("aria-label", texts("frame.recording"));
    if (!isLoaded && project.parts.length) this.#load(0);
  }

  /** The meeting's, null before it has one. */
  get key() { return this.#project?.key ?? null; }
  get rate() { return this.video.playbackRate; }
  set rate(rate) { this.video.playbackRate = this.video.defaultPlaybackRate = rate; }
  get isPlaying() { return !this.video.paused && !this.video.ended; }
  /** Whether it stops by itself before the end. */
  get hasEnd() { return this.#untilUs !== null; }
  get isMissing() { return this.#project.parts.every((part) => part.missing); }

  /** Where it stands, in microseconds of the recording. */
  get nowUs() {
    const part = this.#project?.parts[this.#part];
    return part ? part.start_us + Math.round(this.video.currentTime * US) - part.media_start_us : 0;
  }

  seek(us) {
    const { parts } = this.#project;
    if (!parts.length) return;
    const index = Math.max(parts.findLastIndex((part) => part.start_us <= us), 0);
    const at = Math.max(us - parts[index].start_us + parts[index].media_start_us, 0) / US;
    this.#untilUs = null;
    if (index !== this.#part) this.#load(index, at);
    else this.video.currentTime = at;
    this.#tell("time");
  }

  /** Plays from there, up to a time if one is named. */
  play(fromUs = null, untilUs = null) {
    if (fromUs !== null) this.seek(fromUs);
    this.#untilUs = untilUs;
    this.video.play().catch(() => {});
  }

  pause() { this.video.pause(); }
  toggle() { if (this.isPlaying) this.pause(); else this.play(); }

  close() {
    clearTimeout(this.#waitingForProxy);
    this.video.pause();
    this.video.removeAttribute("src");
    this.video.load();
  }

  #tell(name) { this.dispatchEvent(new Event(name)); }

  #load(index, at = 0) {
    const part = this.#project.parts[index];
    const plays = this.isPlaying;
    const { rate } = this;
    this.#part = index;
    this.note.hidden = !part.missing;
    if (part.missing) {
      this.note.textContent = texts("frame.recording_missing");
      this.video.removeAttribute("src");
      return;
    }
    this.#source(part.media + (part.proxy ? "?proxy=1" : ""), at, plays);
    this.rate = rate;
  }

  #source(address, at, plays) {
    this.video.src = address;
    this.video.addEventListener("loadedmetadata", () => {
      this.video.currentTime = at;
      if (plays) this.video.play().catch(() => {});
    }, { once: true });
  }

  /** The browser can't play what was recorded: a smaller copy that it can is asked for, and waited for. */
  async #cannotPlay() {
    const part = this.#project.parts[this.#part];
    if (!part || part.missing || !this.video.getAttribute("src")) return;
    const address = `${part.media}?proxy=1`;
    const at = this.video.currentTime;
    this.note.hidden = false;
    this.note.textContent = texts("frame.making_proxy");
    try {
      const answer = await fetch(address, { headers: { Range: "bytes=0-0" } });
      if (answer.status === 206 || answer.status === 200) {
        if (this.video.src.endsWith("?proxy=1") && this.#waitingForProxy === 0) {
          this.note.textContent = texts("frame.cannot_play");
          return;
        }
        this.#waitingForProxy = 0;
        this.note.hidden = true;
        part.proxy = true;
        this.#source(address, at, false);
      } else if (answer.status === 503 || answer.status === 202) {
        this.#waitingForProxy = setTimeout(() => this.#cannotPlay(), PROXY_POLL_MS);
      } else this.note.textContent = texts("frame.cannot_play");
    } catch {
      this.note.textContent = texts("frame.cannot_play");
    }
  }

  /** While it plays, tells the time at every frame, stops where it was asked to, and passes over what is cut. */
  #follow() {
    const step = () => {
      if (!this.isPlaying) return;
      const now = this.nowUs;
      this.#tell("time");
      if (this.#untilUs !== null && now >= this.#untilUs) {
        this.#untilUs = null;
        this.pause();
        return;
      }
      if (this.skipsCut) this.#passOver(now);
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  #passOver(now) {
    const { kept } = this.#project;
    if (!kept.length || kept.some(([start, end]) => now >= start - 2 * US && now < end)) return;
    const next = kept.find(([start]) => start > now);
    if (next) this.play(next[0]);
    else this.pause();
  }

  #goOn() {
    if (this.#part >= 0 && this.#part + 1 < this.#project.parts.length) {
      const next = this.#project.parts[this.#part + 1];
      this.play(next.start_us, this.#untilUs);
    } else this.#tell("pause");
  }
}
