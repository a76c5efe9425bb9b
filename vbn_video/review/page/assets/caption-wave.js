// The sound around the current caption, or around what is heard: as loud as it is, with the captions' edges.

import { toProgramme, toRecording, US } from "./clock.js";
import { el } from "./dom.js";
import { colour, drawPeaks, loadPeaks, prepare } from "./waveform.js";

const WINDOW_US = 14 * US;

export class CaptionWave {
  #peaks = new Int8Array();
  /** Where the window begins, on the programme's clock. */
  #fromUs = 0;

  /** `seek(us)`: goes to a moment of the programme. */
  constructor({ model, list, player, project, seek }) {
    Object.assign(this, { model, list, player, project, seek });
    this.element = el("canvas", { class: "wave", "aria-hidden": "true", onclick: (event) => this.#click(event) });
  }

  async load(key) {
    this.#peaks = await loadPeaks(key);
    this.draw();
  }

  /** `at`: what is heard, where that is known already. */
  draw(at = null) {
    const { model, list, player, project } = this;
    const cue = model.cues[list.current];
    if (!cue || !this.element.isConnected) return;
    const now = at ?? toProgramme(player.nowUs, project) ?? cue.start_us;
    const centre = player.isPlaying ? now : (cue.start_us + cue.end_us) / 2;
    this.#fromUs = centre - WINDOW_US / 2;
    const drawn = prepare(this.element);
    const x = (us) => ((us - this.#fromUs) / WINDOW_US) * drawn.width;
    drawn.context.fillStyle = colour("--now");
    drawn.context.fillRect(x(cue.start_us), 0, x(cue.end_us) - x(cue.start_us), drawn.height);
    const from = toRecording(centre, project);
    if (from !== null) drawPeaks(drawn, this.#peaks, from - WINDOW_US / 2, from + WINDOW_US / 2, colour("--wave"));
    drawn.context.fillStyle = colour("--edge");
    for (const one of model.cues.slice(Math.max(list.current - 6, 0), list.current + 8)) {
      drawn.context.fillRect(x(one.start_us), 0, 1, drawn.height);
      drawn.context.fillRect(x(one.end_us), drawn.height * 0.6, 1, drawn.height * 0.4);
    }
    drawn.context.fillStyle = colour("--raps");
    drawn.context.fillRect(x(now) - 1, 0, 2, drawn.height);
  }

  #click(event) {
    const { left, width } = this.element.getBoundingClientRect();
    this.seek(this.#fromUs + ((event.clientX - left) / width) * WINDOW_US);
  }
}
