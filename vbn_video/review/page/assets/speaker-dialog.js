// Who speaks: a name for a whole turn, which is said before it is set; the meeting's people and the names in use are suggested.

import { clock } from "./clock.js";
import { el } from "./dom.js";
import { counted, texts } from "./texts.js";

/** Asks who speaks in a caption; the name, or null where none was set. */
export async function askSpeaker({ key, api, dialog, model, cue }) {
  const [turn, meeting] = await Promise.all([
    api.get(`/api/projects/${key}/captions/turn/${cue}`).catch(() => null),
    api.get(`/api/projects/${key}/meeting`).catch(() => null),
  ]);
  const { speakers = [], host = "" } = meeting?.values ?? {};
  const used = model.cues.flatMap((one) => one.speakers ?? []);
  const known = [...new Set([...speakers, host, ...used].filter(Boolean))];
  const field = el("input", { type: "text", id: "speaker-name", list: "speakers", autocomplete: "off", autofocus: true, value: model.cues[cue].speakers?.[0] ?? "",
    "aria-describedby": "speaker-turn" });
  const content = [el("p", {}, texts("captions.speaker_how")),
    turn ? el("p", { id: "speaker-turn" }, counted("captions.speaker_turn", turn.count, { start: clock(turn.start_us), end: clock(turn.end_us) })) : null,
    el("label", { for: "speaker-name" }, texts("captions.speaker_name")), field, el("datalist", { id: "speakers" }, known.map((name) => el("option", { value: name })))];
  const answer = await dialog.show(texts("captions.speaker"), content.filter(Boolean), [{ text: texts("captions.speaker_set"), value: "yes", primary: true }, { text: texts("frame.cancel"), value: "" }]);
  return answer === "yes" ? field.value.trim() : null;
}
