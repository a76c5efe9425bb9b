// The desk: every recording and project below the folder, how each stands, and one button that takes it on.

import { el } from "./dom.js";
import { named } from "./named.js";
import { counted, language, number, texts } from "./texts.js";

const BEGINS = ["new", "stopped", "failed"];
const AT_WORK = ["waiting", "running"];
const LOOKED_AT = ["draft", "changed", "published", "failed", "stopped", "running"];
const ANNOUNCED = ["done", "failed", "stopped"];

class Desk extends HTMLElement {
  #context;
  #off = [];
  #rows = new Map();

  set context(context) { this.#context = context; }

  get keys() { return []; }

  async connectedCallback() {
    const { api } = this.#context;
    this.classList.add("desk");
    this.heading = el("h1", { tabindex: "-1" }, texts("desk.title"));
    this.folder = el("p", { class: "quiet" });
    this.model = el("section", { class: "panel desk-model", hidden: true, "aria-label": texts("desk.model") });
    this.list = el("ul", { class: "desk-rows" });
    this.append(this.heading, this.folder, this.model, this.list);
    this.#off.push(api.on("run", (run) => this.#told(run)));
    await this.#load();
  }

  disconnectedCallback() {
    for (const off of this.#off) off();
  }

  async #load() {
    let desk;
    try {
      desk = await this.#context.api.get("/api/desk");
    } catch (error) {
      this.list.replaceChildren(el("li", { class: "refused" }, error.message || texts("frame.away")));
      return;
    }
    this.folder.textContent = desk.rows.length ? texts("desk.folder", { folder: desk.folder }) : texts("desk.nothing", { folder: desk.folder });
    this.#drawModel(desk.model);
    this.#rows.clear();
    this.list.replaceChildren(...desk.rows.map((row) => this.#item(row)));
  }

  #drawModel({ is_base: isBase, better }) {
    const best = better.find((one) => one.here) ?? better[0];
    this.model.hidden = !isBase || !best;
    if (this.model.hidden) return;
    const choice = el("input", { type: "checkbox", id: "desk-model", checked: best.here });
    this.better = () => (choice.checked ? best.name : null);
    const sentence = texts(best.here ? "desk.better_here" : "desk.better_away", { name: best.name, size: number(best.megabytes) });
    this.model.replaceChildren(el("p", {}, texts("desk.base_hears_badly")), el("p", { class: "desk-choice" }, choice, el("label", { for: "desk-model" }, sentence)));
  }

  #item(row) {
    const item = el("li", { class: "desk-row", "data-state": row.state });
    const shown = { row, item, buttons: el("div", { class: "buttons" }), work: el("div", { class: "desk-work" }), warnings: el("details", { class: "desk-warnings" }) };
    shown.title = el("h2", { id: `row-${row.key}` }, row.title || row.name);
    shown.state = el("p", { class: "desk-state" });
    item.append(
      el("div", { class: "desk-what" }, shown.title, el("p", { class: "quiet" }, date(row.date), row.title && row.title !== row.name ? ` · ${row.name}` : ""), shown.state, shown.work, shown.warnings),
      shown.buttons,
    );
    for (const key of new Set([row.key, row.project, row.recording])) if (key) this.#rows.set(key, shown);
    this.#draw(shown);
    return item;
  }

  #draw(shown) {
    const { row, item } = shown;
    item.dataset.state = row.state;
    shown.state.replaceChildren(el("strong", { class: `state state-${row.state}` }, texts(`desk.state_${row.state}`)), ` ${row.sentence ?? ""}`);
    shown.work.hidden = !AT_WORK.includes(row.state) || !row.run;
    if (!shown.work.hidden) this.#drawWork(shown);
    this.#drawWarnings(shown);
    const focused = shown.buttons.contains(document.activeElement) ? document.activeElement.dataset.act : null;
    shown.buttons.replaceChildren(...this.#acts(shown));
    if (focused) (shown.buttons.querySelector(`[data-act="${focused}"]`) ?? shown.buttons.querySelector("button, a") ?? shown.title).focus();
  }

  /** What the run is at, in words, and how far: only what has changed is touched, so that a screen reader is left in peace. */
  #drawWork(shown) {
    const { run } = shown.row;
    if (!shown.bar) {
      shown.doing = el("p", { id: `doing-${shown.row.key}` });
      shown.bar = el("progress", { max: "1", "aria-labelledby": `doing-${shown.row.key}` });
      shown.heard = el("p", { class: "quiet desk-heard", "aria-hidden": "true" });
      shown.work.replaceChildren(shown.doing, shown.bar, shown.heard);
    }
    const left = run.left_s === null ? "" : ` · ${texts("desk.left", { time: span(run.left_s) })}`;
    const doing = run.step ? `${texts(`desk.step_${run.step}`)}${left}` : texts(`desk.state_${run.state}`);
    if (shown.doing.textContent !== doing) shown.doing.textContent = doing;
    if (run.progress === null) shown.bar.removeAttribute("value");
    else shown.bar.value = run.progress;
    shown.heard.textContent = run.step === "transcribe" ? run.heard : "";
  }

  /** What the last runs warned of and still holds; open until it is published. */
  #drawWarnings({ row, warnings }) {
    const said = AT_WORK.includes(row.state) ? [] : row.warnings;
    warnings.hidden = !said.length;
    warnings.open = row.state !== "published";
    warnings.replaceChildren(el("summary", {}, named(counted("desk.warnings", said.length), row.title || row.name)), el("ul", {}, said.map((text) => el("li", {}, text))));
  }

  #acts({ row }) {
    const name = `row-${row.key}`;
    const button = (act, key, onclick, primary = false) =>
      el("button", { type: "button", "data-act": act, class: primary ? "primary" : null, "aria-describedby": name, onclick }, texts(key));
    const link = (place, key, primary) =>
      el("a", { class: primary ? "button primary" : "button", "data-act": place, href: `#/${row.project}/${place}`, "aria-describedby": name }, texts(key));
    const acts = [];
    if (row.project && LOOKED_AT.includes(row.state)) acts.push(link("captions", row.state === "published" ? "desk.open" : "desk.look_through", row.state === "draft"));
    if (row.project && row.state === "changed") acts.push(link("publish", "desk.publish_again", true));
    if (BEGINS.includes(row.state)) acts.push(button("begin", row.state === "new" ? "desk.begin" : "desk.go_on", () => this.#begin(row), true));
    if (AT_WORK.includes(row.state) && row.run) acts.push(button("stop", "desk.stop", () => this.#stop(row)));
    for (const one of row.publications) {
      if (/^https?:/.test(one.url) && row.state !== "running") {
        acts.push(el("a", { href: one.url, target: "_blank", rel: "noopener noreferrer", class: "button", "aria-describedby": name }, texts(`desk.see_${one.target}`)));
      }
    }
    return acts;
  }

  async #begin(row) {
    const model = row.state === "new" ? this.better?.() : null;
    await this.#ask("/api/runs", { key: row.project ?? row.key, until: "check", ...(model ? { model } : {}) });
  }

  async #stop(row) {
    await this.#ask(`/api/runs/${row.run.id}/stop`, {});
  }

  async #ask(path, body) {
    const { api, announce, dialog } = this.#context;
    try {
      this.#told((await api.send("POST", path, body, { waits: false })).document);
    } catch (error) {
      announce(error.message);
      await dialog.show(texts("desk.not_begun"), el("p", {}, error.message || texts("frame.away")), [{ text: texts("frame.close"), value: "", primary: true }]);
    }
  }

  #told(run) {
    const shown = this.#rows.get(run.key) ?? this.#rows.get(run.project);
    if (!shown) return;
    const before = shown.row.run?.state;
    shown.row.run = run;
    if (ANNOUNCED.includes(run.state) && run.state !== before) {
      this.#context.announce(texts(`desk.told_${run.state}`, { name: shown.title.textContent }));
      this.#load().then(() => this.#rows.get(run.key)?.buttons.querySelector("a, button")?.focus({ preventScroll: true }));
      return;
    }
    if (run.state !== before || AT_WORK.includes(run.state)) {
      const project = shown.row.project ?? run.project;
      const isNew = shown.row.state !== run.state || project !== shown.row.project;
      Object.assign(shown.row, { project, state: run.state, sentence: texts(`desk.sentence_${run.state}`) });
      if (isNew) this.#draw(shown);
      else this.#drawWork(shown);
    }
  }
}

function date(day) {
  return day ? new Date(`${day}T12:00:00`).toLocaleDateString(language, { day: "numeric", month: "long", year: "numeric" }) : "";
}

/** So many seconds in words that are no more exact than they are sure. */
function span(seconds) {
  if (seconds < 60) return texts("desk.under_a_minute");
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return texts(minutes === 1 ? "desk.minutes.one" : "desk.minutes.many", { count: number(minutes) });
  return texts("desk.hours", { time: `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}` });
}

customElements.define("x-desk", Desk);
