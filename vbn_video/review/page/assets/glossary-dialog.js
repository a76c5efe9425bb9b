// What the corrections teach: words for the word list, each with the places that it would put right, here and in other meetings.

import { clock } from "./clock.js";
import { el } from "./dom.js";
import { counted, texts } from "./texts.js";

const MOST_PLACES = 3;

/** Asks which corrections become entries of the word list, and writes them; the list's file, or null where nothing was written. */
export async function teachGlossary({ key, api, dialog }) {
  const { entries, file } = await api.get(`/api/projects/${key}/glossary`);
  const boxes = entries.map((entry, index) => el("input", { type: "checkbox", checked: entry.times > 1 && !entry.ambiguous, id: `entry-${index}` }));
  const rows = entries.map((entry, index) => el("li", {}, boxes[index], el("div", {}, el("label", { for: boxes[index].id }, el("del", {}, entry.heard), " ", el("ins", {}, entry.right)),
    entry.ambiguous ? el("p", { class: "bad" }, texts("captions.glossary_ambiguous", { heard: entry.heard })) : null, entry.meetings.map(places))));
  const own = { right: el("input", { type: "text", id: "own-right", autocomplete: "off" }), heard: el("input", { type: "text", id: "own-heard", autocomplete: "off" }) };
  const field = (name) => el("div", { class: "field" }, el("label", { for: own[name].id }, texts(`captions.glossary_own_${name}`)), own[name]);
  const content = [el("p", {}, texts(entries.length ? "captions.glossary_how" : "captions.glossary_nothing", { file })), el("ol", { class: "previews" }, rows),
    el("fieldset", {}, el("legend", {}, texts("captions.glossary_own")), field("right"), field("heard"))];
  let written = null;
  /** Writes what was chosen; why not, where it was not written. */
  const work = async () => {
    const [right, heard] = [own.right.value.trim(), own.heard.value.trim()];
    if (heard && !right) return texts("captions.glossary_own_missing");
    const chosen = entries.filter((_entry, index) => boxes[index].checked).map((entry) => ({ heard: entry.heard, right: entry.right }));
    if (right) chosen.push({ heard: heard || right, right });
    try {
      if (chosen.length) written = (await api.send("POST", `/api/projects/${key}/glossary`, { entries: chosen })).document.file;
      return "";
    } catch (error) {
      return error.message;
    }
  };
  await dialog.show(texts("captions.glossary"), content, [{ text: texts("captions.glossary_add"), value: "yes", primary: true }, { text: texts("frame.cancel"), value: "" }], { wide: true, work });
  return written;
}

function places({ name, count, places: found }) {
  const shown = found.slice(0, MOST_PLACES).map(({ start_us: start, text }) => `${clock(start)} ${text}`).join(" · ");
  return el("p", { class: "quiet" }, counted("captions.glossary_places", count, { name }), shown ? `: ${shown}` : "");
}
