// Search and replace: every place is shown before anything is changed.

import { clock } from "./clock.js";
import { el } from "./dom.js";
import { counted, texts } from "./texts.js";

const MOST_SHOWN = 300;

/** The places that a person chose to have replaced, as runs of words: `[{cue, first, count, text}]`; none where it was left. */
export async function searchAndReplace({ model, dialog }) {
  const wanted = el("input", { type: "text", id: "search-for", autofocus: true, autocomplete: "off" });
  const instead = el("input", { type: "text", id: "replace-by", autocomplete: "off" });
  const whole = el("input", { type: "checkbox", id: "whole-words" });
  const exact = el("input", { type: "checkbox", id: "exact-case" });
  const count = el("p", { role: "status", class: "quiet" });
  const list = el("ol", { class: "previews" });
  let boxes = [];
  let places = [];
  const draw = () => {
    places = search(model, wanted.value, { replacement: instead.value, whole: whole.checked, exact: exact.checked });
    count.textContent = wanted.value ? counted("captions.found", places.length) : "";
    boxes = places.slice(0, MOST_SHOWN).map((_place, index) => el("input", { type: "checkbox", checked: true, id: `found-${index}` }));
    list.replaceChildren(...boxes.map((box, index) => el("li", {}, box, el("label", { for: box.id }, preview(model, places[index])))));
  };
  for (const field of [wanted, instead, whole, exact]) field.addEventListener("input", draw);
  const row = (field, key) => el("div", { class: "field" }, el("label", { for: field.id }, texts(`captions.${key}`)), field);
  const tick = (field, key) => el("div", { class: "tick" }, field, el("label", { for: field.id }, texts(`captions.${key}`)));
  const content = [row(wanted, "search_for"), row(instead, "replace_by"), tick(whole, "whole_words"), tick(exact, "exact_case"), count, list];
  const answer = await dialog.show(texts("captions.search"), content, [{ text: texts("captions.replace_chosen"), value: "yes", primary: true }, { text: texts("frame.close"), value: "" }], { wide: true });
  if (answer !== "yes" || !wanted.value) return [];
  return joined(model, places.filter((_place, index) => !boxes[index] || boxes[index].checked));
}

function search(model, wanted, { replacement, whole, exact }) {
  if (!wanted.trim()) return [];
  const escaped = wanted.trim().replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+");
  const pattern = new RegExp(whole ? `(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])` : escaped, exact ? "gu" : "giu");
  const found = [];
  model.cues.forEach((cue, index) => {
    const text = cue.lines.join(" ");
    for (const match of text.matchAll(pattern)) found.push({ cue: index, from: match.index, to: match.index + match[0].length, replacement });
  });
  return found;
}

function preview(model, { cue, from, to, replacement }) {
  const text = model.cues[cue].lines.join(" ");
  return [el("span", { class: "time number" }, clock(model.cues[cue].start_us)), ` ${text.slice(0, from)}`, el("del", {}, text.slice(from, to)), replacement ? el("ins", {}, replacement) : null, text.slice(to)];
}

/** Matches within words as runs of whole words; those that share a word become one. */
function joined(model, places) {
  const runs = [];
  for (const cue of new Set(places.map((place) => place.cue))) {
    const text = model.cues[cue].lines.join(" ");
    let ends = 0;
    const words = text.split(/\s+/).filter(Boolean).map((word) => {
      const start = text.indexOf(word, ends);
      ends = start + word.length;
      return { start, end: ends };
    });
    const own = places.filter((place) => place.cue === cue).map((place) => ({ ...place, first: words.findIndex(({ end }) => end > place.from), last: words.findLastIndex(({ start }) => start < place.to) }));
    for (let at = 0; at < own.length;) {
      let until = at + 1;
      while (until < own.length && own[until].first <= own[until - 1].last) until += 1;
      const [first, last] = [own[at].first, own[until - 1].last];
      let changed = text.slice(words[first].start, words[last].end);
      for (const place of own.slice(at, until).reverse()) {
        const offset = words[first].start;
        changed = changed.slice(0, place.from - offset) + place.replacement + changed.slice(place.to - offset);
      }
      runs.push({ cue, first, count: last - first + 1, text: changed.replace(/\s+/g, " ").trim() });
      at = until;
    }
  }
  return runs;
}
