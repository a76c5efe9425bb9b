// What a person changed on the page and the captions lack: offered again, all at once or each beside what stands there now.

import { clock } from "./clock.js";
import * as dialog from "./dialog.js";
import { el } from "./dom.js";
import { named } from "./named.js";
import { counted, texts } from "./texts.js";

/** Shows in `notice` what is offered, and hides it where nothing is any more. `refused(error)` says why something was not done. */
export async function offerEdits({ key, api, announce, model, notice, refused }) {
  const path = `/api/projects/${key}/captions/corrections`;
  const found = await api.get(path).catch(() => null);
  if (!found) return;
  const { lost, fitting } = found;
  let { revision } = found;
  const count = lost.filter((one) => one.fits).length + fitting.length;
  if (!lost.length && !fitting.length) {
    if (notice.dataset.shows === "offers") notice.hidden = true;
    return;
  }
  const again = () => offerEdits({ key, api, announce, model, notice, refused });
  const put = async () => {
    try {
      await model.editBy("/corrections");
      announce(counted("captions.corrections_done", count));
      await again();
    } catch (error) {
      refused(error);
    }
  };
  const choose = async ({ start_us: start, end_us: end }, putBack) => {
    const body = { places: [{ start_us: start, end_us: end }], put_back: putBack };
    try {
      if (putBack) {
        await model.editBy("/lost", body);
        revision = model.document.revision;
      } else await api.send("POST", `/api/projects/${key}/captions/lost`, body, { revision });
      return true;
    } catch (error) {
      refused(error);
      return false;
    }
  };
  notice.dataset.shows = "offers";
  notice.replaceChildren(
    ...(lost.length ? [el("p", {}, counted("captions.lost", lost.length))] : []),
    ...(fitting.length ? [el("p", {}, counted("captions.corrections_fit", fitting.length))] : []),
    el("div", { class: "buttons" },
      count ? el("button", { type: "button", class: "primary", onclick: put }, texts("captions.corrections_put")) : null,
      el("button", { type: "button", onclick: () => show(found, choose).then(again) }, texts("captions.corrections_show"))));
  notice.hidden = false;
}

/** Each of them; one that was lost with both versions and a button for either. */
function show({ lost, fitting }, choose) {
  const list = el("ol", { class: "previews" }, lost.map((one) => lostRow(one, choose)),
    fitting.map(({ heard, right }) => el("li", {}, el("span", {}), el("span", {}, el("del", {}, heard), " ", el("ins", {}, right)))));
  return dialog.show(texts("captions.corrections"), list, [{ text: texts("frame.close"), value: "", primary: true }], { wide: true });
}

function lostRow(one, choose) {
  const at = clock(one.start_us);
  const version = (heading, cues) => el("section", { class: "version" }, el("h3", {}, texts(heading)),
    cues.length ? cues.map((cue) => el("p", {}, el("span", { class: "time number" }, `${clock(cue.start_us, { tenths: true })}–${clock(cue.end_us, { tenths: true })}`), ` ${said(cue)}`)) : el("p", {}, texts("captions.no_caption")));
  const decide = async (putBack) => {
    if (!(await choose(one, putBack))) return;
    const next = row.nextElementSibling ?? row.previousElementSibling;
    (next?.querySelector("button") ?? row.closest("form").querySelector(".buttons .primary")).focus();
    row.remove();
  };
  const button = (text, putBack) => el("button", { type: "button", class: "small", onclick: () => decide(putBack) }, named(texts(text), at));
  const row = el("li", {}, el("span", {}), el("div", {}, el("div", { class: "versions" }, version("captions.lost_page", one.page), version("captions.lost_file", one.file)),
    el("div", { class: "row-buttons" }, button("captions.lost_put", true), " ", button("captions.lost_leave", false))));
  return row;
}

function said({ lines, speakers }) {
  return lines.map((line, index) => (speakers?.[index] ? `${speakers[index]}: ${line}` : line)).join("\n");
}
