// A caption that was changed elsewhere while it was changed here: both versions beside each other, and what was typed stays till then.

import { shownDuring } from "./captions-model.js";
import { el } from "./dom.js";
import { texts } from "./texts.js";

/** Asks which one stands, and sees to it. `was`: the caption as it stood when it was begun to be changed. */
export async function settleConflict({ intent, was }, { model, list, dialog, refused }) {
  const place = () => shownDuring(model.cues, was);
  const [first, count] = place();
  const shown = (lines) => el("p", {}, lines.join("\n"));
  const mine = shown(list.typedFor(first, intent.text).split("\n"));
  const theirs = count ? model.cues.slice(first, first + count).map((cue) => shown(cue.lines)) : shown([texts("captions.no_caption")]);
  const answer = await dialog.choose(texts("captions.conflict"), texts("captions.conflict_what"), mine, theirs);
  const [at, there] = place();
  const text = list.typedFor(at, intent.text);
  list.acknowledge(at);
  if (answer === "theirs") list.letGo(at);
  else if (answer === "mine") await putBack(text, was, [at, there], { model, list, refused });
  else if (there) list.keep(model.cues[at], text);
}

/** The typed text in the place of what is shown there now; where that is the same caption, as its words. */
async function putBack(text, was, [at, count], { model, list, refused }) {
  const before = model.cues.slice(at, at + count);
  if (count === 1 && before[0].start_us === was.start_us && before[0].end_us === was.end_us) {
    await list.send({ kind: "text", cue: at, text });
    return;
  }
  list.letGo(at);
  const lines = text.split("\n").filter((line) => line.trim());
  const after = lines.length ? [{ ...was, lines, speakers: lines.map((_line, index) => was.speakers?.[index] ?? "") }] : [];
  try {
    await model.editBy("", { splices: [{ at, before, after }] });
  } catch (error) {
    if (count) list.keep(model.cues[at], text);
    refused(error);
  }
}
