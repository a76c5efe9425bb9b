// When a caption comes and goes: by the waveform's ear, in tenths of a second, by the arrow keys.

import { clock, parseClock, US } from "./clock.js";
import { el, set } from "./dom.js";
import { mark, texts } from "./texts.js";

const STEP_US = 100_000;
const EDGE_US = 700_000;

/** Asks for the times of a caption; each change is sent at once. */
export async function askTimes({ model, cue, dialog, hear, announce }) {
  const value = (side) => clock(model.cues[cue][`${side}_us`], { tenths: true, mark: mark() });
  const field = (side) => el("input", { type: "text", id: `time-${side}`, class: "number", inputmode: "decimal", value: value(side), autofocus: side === "start", "aria-describedby": `time-${side}-wrong` });
  const fields = { start: field("start"), end: field("end") };
  const said = (side) => el("span", { class: "bad", id: `time-${side}-wrong`, role: "alert" });
  const wrong = { start: said("start"), end: said("end") };
  const complain = (side, sentence) => {
    wrong[side].textContent = sentence;
    set(fields[side], { "aria-invalid": sentence ? "true" : null });
  };
  const send = async (side, us) => {
    const splices = await model.edit({ kind: "retime", cue, side, at_us: us }).catch((error) => { complain(side, error.message); return null; });
    if (!splices) return;
    complain(side, "");
    fields[side].value = value(side);
    announce(fields[side].value);
    listen(side);
  };
  const listen = (side) => {
    const at = model.cues[cue][`${side}_us`];
    hear(at - (side === "end" ? EDGE_US : 0), at + (side === "start" ? EDGE_US : 0));
  };
  for (const [side, input] of Object.entries(fields)) {
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && parseClock(input.value) === null) {
        event.preventDefault();
        complain(side, texts("captions.no_time", { text: input.value }));
      }
      const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      send(side, model.cues[cue][`${side}_us`] + step * (event.shiftKey ? US : STEP_US));
    });
    input.addEventListener("change", () => {
      const us = parseClock(input.value);
      if (us === null) complain(side, texts("captions.no_time", { text: input.value }));
      else send(side, us);
    });
  }
  const row = (side) => el("div", { class: "field" }, el("label", { for: `time-${side}` }, texts(`captions.time_${side}`)), fields[side],
    el("button", { type: "button", onclick: () => listen(side) }, texts(`captions.hear_${side}`)), wrong[side]);
  await dialog.show(texts("captions.times"), [el("p", { class: "quiet" }, texts("captions.times_how")), row("start"), row("end")], [{ text: texts("frame.close"), value: "", primary: true }]);
}
