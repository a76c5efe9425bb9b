// The words about the meeting, and the intro as it will look with them, drawn anew as one types.

import { el } from "./dom.js";
import { PlaceDocument } from "./place-document.js";
import { texts } from "./texts.js";

const SAVED_AFTER_MS = 800;
const DRAWN_AFTER_MS = 350;
const FIELDS = ["title", "theme", "date", "speakers", "host", "description"];
const ROWS = { agenda: ["time", "title"], links: ["title", "url"] };

class MeetingPlace extends HTMLElement {
  #context;
  #fields = {};
  #changed = new Set();
  #timers = { save: 0, draw: 0 };
  #off = [];

  set context(context) { this.#context = context; }

  async connectedCallback() {
    this.classList.add("meeting-place");
    this.document = new PlaceDocument(this.#context, "meeting");
    try {
      await this.document.load();
      if (!this.isConnected) return;
    } catch (error) {
      this.append(el("h1", { class: "unseen" }, texts("frame.meeting")), el("p", { class: "refused" }, error.message));
      return;
    }
    this.#build();
    const changed = () => { if (!this.#changed.size && !this.document.isSaving) this.#show(); };
    this.document.addEventListener("changed", changed);
    this.document.follow({ isBusy: () => this.#changed.size > 0 });
    const hidden = () => this.#save();
    addEventListener("pagehide", hidden);
    this.#off.push(() => removeEventListener("pagehide", hidden));
    this.#show();
  }

  disconnectedCallback() {
    this.document.leave();
    for (const off of this.#off) off();
  }

  async leave() {
    this.#save();
    await this.document.settled();
    return true;
  }

  #build() {
    this.notice = el("p", { class: "notice panel", hidden: true });
    this.published = el("p", { class: "quiet" }, texts("meeting.published"));
    this.intro = el("img", { class: "intro", alt: "", width: "640", height: "360" });
    this.noIntro = el("p", { class: "quiet", hidden: true }, texts("meeting.no_intro"));
    this.intro.addEventListener("load", () => { this.intro.hidden = false; this.noIntro.hidden = true; });
    this.intro.addEventListener("error", () => { this.intro.hidden = true; this.noIntro.hidden = false; });
    this.form = el("form", { class: "panel meeting-form", novalidate: true, onsubmit: (event) => { event.preventDefault(); this.#save(); } },
      FIELDS.map((name) => this.#field(name)), Object.keys(ROWS).map((name) => this.#table(name)));
    this.form.addEventListener("change", () => this.#save());
    this.append(el("h1", { class: "unseen" }, texts("frame.meeting")), this.notice,
      el("div", { class: "beside" }, el("section", { class: "side", "aria-labelledby": "intro-title" }, el("h2", { id: "intro-title" }, texts("meeting.intro")), this.intro, this.noIntro, this.published), this.form));
  }

  #field(name) {
    const id = `meeting-${name}`;
    const isLong = name === "speakers" || name === "description";
    const common = { id, name, autocomplete: "off", "aria-describedby": `${id}-how ${id}-wrong`, oninput: () => this.#typed(name) };
    const input = isLong ? el("textarea", { ...common, rows: name === "speakers" ? "3" : "4" }) : el("input", { ...common, type: name === "date" ? "date" : "text" });
    this.#fields[name] = { input, wrong: el("span", { class: "bad", id: `${id}-wrong` }) };
    return el("div", { class: "meeting-field" }, el("label", { for: id }, texts(`meeting.${name}`)), input, el("span", { class: "quiet", id: `${id}-how` }, texts(`meeting.${name}_how`)), this.#fields[name].wrong);
  }

  #table(name) {
    const rows = el("div", { class: "table-rows" });
    const add = el("button", { type: "button", class: "small", onclick: () => { const row = this.#row(name, {}); rows.append(row.element); row.first.focus(); this.#number(name); } }, texts(`meeting.add_${name}`));
    this.#fields[name] = { rows, add };
    return el("fieldset", {}, el("legend", {}, texts(`meeting.${name}`)), el("p", { class: "quiet", id: `meeting-${name}-how` }, texts(`meeting.${name}_how`)), rows, add);
  }

  #row(name, values) {
    const inputs = ROWS[name].map((key) => el("input", { type: "text", class: key === "time" ? "number time-field" : "wide-field", autocomplete: "off", value: values[key] ?? "", "data-key": key, placeholder: key === "time" ? "09:15" : null, oninput: () => this.#typed(name) }));
    const wrong = el("span", { class: "bad" });
    const remove = el("button", { type: "button", class: "small", onclick: () => { const beside = element.nextElementSibling ?? element.previousElementSibling; element.remove(); this.#number(name); this.#typed(name); this.#save(); (beside?.querySelector("input") ?? this.#fields[name].add).focus(); } }, texts("chapters.remove"));
    const element = el("div", { class: "cut-row table-row", role: "group" }, inputs, remove, wrong);
    return { element, first: inputs[0] };
  }

  /** Names the rows' fields by their place in the list. */
  #number(name) {
    [...this.#fields[name].rows.children].forEach((row, index) => {
      row.setAttribute("aria-label", texts(`meeting.row_${name}`, { number: index + 1 }));
      const wrong = row.querySelector(".bad");
      wrong.id = `meeting-${name}-${index}-wrong`;
      for (const input of row.querySelectorAll("input")) {
        input.setAttribute("aria-label", texts(`meeting.${name}_${input.dataset.key}`, { number: index + 1 }));
        input.setAttribute("aria-describedby", `meeting-${name}-how ${wrong.id}`);
      }
    });
  }

  #show() {
    const { values, problem, published } = this.document.value;
    this.notice.hidden = !problem;
    this.notice.textContent = problem;
    this.form.hidden = Boolean(problem);
    this.published.hidden = !published;
    if (!values) return;
    for (const name of FIELDS) {
      const { input } = this.#fields[name];
      const value = name === "speakers" ? values.speakers.join("\n") : values[name] ?? "";
      if (input.value !== value) input.value = value;
    }
    for (const name of Object.keys(ROWS)) {
      if (JSON.stringify(this.#value(name)) === JSON.stringify(values[name])) continue;
      this.#fields[name].rows.replaceChildren(...values[name].map((row) => this.#row(name, row).element));
      this.#number(name);
    }
    this.#problems();
    this.#draw();
  }

  /** What is wrong, beside the field that it is wrong in. */
  #problems() {
    for (const name of FIELDS) this.#wrong(this.#fields[name].input, this.#fields[name].wrong, "");
    for (const name of Object.keys(ROWS)) {
      for (const row of this.#fields[name].rows.children) for (const input of row.querySelectorAll("input")) this.#wrong(input, row.querySelector(".bad"), "");
    }
    for (const { key, sentence } of this.document.value.problems) {
      const [name, index, part] = key.split(".");
      const row = this.#fields[name]?.rows?.children[Number(index)];
      if (row) this.#wrong(row.querySelector(`[data-key="${part}"]`) ?? row.querySelector("input"), row.querySelector(".bad"), sentence);
      else if (this.#fields[name]?.input) this.#wrong(this.#fields[name].input, this.#fields[name].wrong, sentence);
    }
  }

  #wrong(input, place, sentence) {
    place.textContent = sentence;
    if (sentence) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }

  #value(name) {
    if (ROWS[name]) {
      const rows = [...this.#fields[name].rows.children].map((row) => Object.fromEntries([...row.querySelectorAll("input")].map((input) => [input.dataset.key, input.value.trim()])));
      const filled = rows.filter((row) => Object.values(row).some(Boolean));
      return name === "agenda" ? filled.map(({ title, time }) => ({ title, time: time || null })) : filled;
    }
    const { value } = this.#fields[name].input;
    if (name === "speakers") return value.split("\n").map((one) => one.trim()).filter(Boolean);
    if (name === "date") return value || null;
    return name === "description" ? value : value.trim();
  }

  #typed(name) {
    this.#changed.add(name);
    clearTimeout(this.#timers.save);
    this.#timers.save = setTimeout(() => this.#save(), SAVED_AFTER_MS);
    clearTimeout(this.#timers.draw);
    this.#timers.draw = setTimeout(() => this.#draw(), DRAWN_AFTER_MS);
  }

  #save() {
    clearTimeout(this.#timers.save);
    if (!this.#changed.size) return;
    const values = Object.fromEntries([...this.#changed].map((name) => [name, this.#value(name)]));
    this.#changed.clear();
    const shown = (value) => el("dl", { class: "values" }, Object.keys(values).map((name) => el("div", {}, el("dt", {}, texts(`meeting.${name}`)), el("dd", {}, this.#shown(value.values?.[name])))));
    this.document.send("PUT", { values }, { mine: shown({ values }), shown }).then((done) => {
      if (!done) this.#show();
      this.#problems();
      const { problems } = this.document.value;
      this.published.hidden = !this.document.value.published;
      this.#context.project.title = this.document.value.values?.title ?? "";
      if (problems.length) {
        this.#context.status(texts("meeting.not_all_saved"), "bad");
        this.#context.announce(problems.map(({ sentence }) => sentence).join(" "));
      }
    }, () => { for (const name of Object.keys(values)) this.#changed.add(name); });
  }

  #shown(value) {
    if (value === null || value === undefined || value === "" || value.length === 0) return "–";
    if (Array.isArray(value)) return value.map((one) => (typeof one === "string" ? one : Object.values(one).filter(Boolean).join(" "))).join("; ");
    return String(value);
  }

  #draw() {
    const words = new URLSearchParams({ title: this.#value("title"), theme: this.#value("theme"), date: this.#value("date") ?? "", speakers: this.#value("speakers").join("\n"), host: this.#value("host") });
    const address = `/media/${this.#context.key}/intro.jpg?${words}`;
    if (this.intro.getAttribute("src") !== address) this.intro.src = address;
    this.intro.alt = texts("meeting.intro_alt", { title: this.#value("title") });
  }
}

customElements.define("x-meeting-place", MeetingPlace);
