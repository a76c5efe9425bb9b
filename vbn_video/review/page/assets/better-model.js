// With the smallest model reading takes longest: a better one is offered before the first correction.

import { el } from "./dom.js";
import { number, texts } from "./texts.js";

/**
 * Shows in `notice` that a better model can be fetched, unless these models were declined before (`kept`); `goOn()` puts the focus
 * where the person goes on with the captions as they are.
 */
export function offerBetterModel({ project, api, key, reload, kept, notice, goOn, refused }) {
  const { name, better: [best, ...others] = [] } = project.model;
  if (!best) return;
  const models = [name, ...[best, ...others].filter((one) => one.here).map((one) => one.name)].join(" ");
  if (kept === models) return;
  const take = async () => {
    try {
      await api.send("POST", "/api/runs", { key, until: "check", model: best.name, discard: ["captions.da.vtt"] });
      location.hash = "#/";
      reload();
    } catch (error) {
      refused(error);
    }
  };
  const keep = () => {
    notice.hidden = true;
    api.send("POST", `/api/projects/${key}/captions/keep`, { models }).catch(refused);
    goOn();
  };
  notice.replaceChildren(el("p", {}, texts("captions.better_model")), el("div", { class: "buttons" },
    el("button", { type: "button", class: "primary", onclick: take }, texts("captions.better_model_do", { name: best.name, size: number(best.megabytes) })),
    el("button", { type: "button", onclick: keep }, texts("captions.better_model_later"))));
  notice.hidden = false;
}
