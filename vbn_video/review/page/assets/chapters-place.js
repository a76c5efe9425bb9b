// The chapters: a row each with its picture, time, title and source; added where the player stands, named, moved, removed.

import { toProgramme, toRecording } from "./clock.js";
import { el, isTyping } from "./dom.js";
import { PlaceDocument } from "./place-document.js";
import { named } from "./named.js";
import { number, texts } from "./texts.js";
import { shownTime, TimeField } from "./time-field.js";

const PAUSE_MS = 700;
const SKIP_US = 3_000_000;

class ChaptersPlace extends HTMLElement {
  #context;
  #off = [];
  #rows = [];
  #undo = [];
  #redo = [];
  #timer = 0;
  #numbered = 0;

  set context(context) { this.#context = context; }

  get keys() {
    const key = (shortcut, name) => [shortcut, texts(`chapters.key_${name}`)];
    return [{ title: texts("frame.chapters"), keys: [key("A", "add"), key("K F2", "play"), key("J L", "skip"), key("↑ ↓", "move"), key("Ctrl+Z Ctrl+Y", "undo")] }];
  }

  async connectedCallback() {
    this.classList.add("chapters-place");
    this.document = new PlaceDocument(this.#context, "chapters");
    try {
      await this.document.load();
      if (!this.isConnected) return;
    } catch (error) {
      this.append(el("h1", { class: "unseen" }, texts("frame.chapters")), el("p", { class: "refused" }, error.message));
      return;
    }
    this.#build();
    this.#connect();
    this.#draw();
    this.#follow();
  }

  disconnectedCallback() {
    this.#context.player.pause();
    this.document.leave();
    for (const off of this.#off) off();
  }

  async leave() {
    if (this.contains(document.activeElement)) document.activeElement.blur();
    this.#now();
    await this.document.settled();
    if (!this.#untitled) return true;
    this.#untitled.title.focus();
    this.#context.announce(texts("chapters.no_title"));
    return false;
  }

  /** The first chapter without a title: until it has one, nothing is saved. */
  get #untitled() { return this.#rows.find(({ chapter }) => !chapter.title.trim()); }

  #build() {
    const { player } = this.#context;
    this.play = el("button", { type: "button", "aria-pressed": "false", onclick: () => player.toggle() }, texts("cut.play"));
    this.now = el("span", { class: "now number" });
    this.add = el("button", { type: "button", class: "primary", onclick: () => this.#addHere() }, texts("chapters.add"));
    this.undoButton = el("button", { type: "button", onclick: () => this.#back() }, texts("places.undo"));
    this.redoButton = el("button", { type: "button", onclick: () => this.#forth() }, texts("places.redo"));
    this.stale = el("p", { class: "notice panel", hidden: true });
    this.list = el("ol", { class: "chapters panel" });
    this.problems = el("ul", { class: "problems", "aria-live": "polite" });
    this.suggested = el("div", { class: "suggested" });
    const seen = el("section", { class: "side", "aria-label": texts("frame.recording") }, player.element, el("div", { class: "transport" }, this.play, this.now, this.add), this.suggested);
    const rows = el("section", { "aria-labelledby": "chapters-title" }, el("div", { class: "tools" }, el("h2", { id: "chapters-title" }, texts("frame.chapters")), this.undoButton, this.redoButton), this.problems, this.list);
    this.append(el("h1", { class: "unseen" }, texts("frame.chapters")), this.stale, el("div", { class: "beside" }, seen, rows));
  }

  #connect() {
    const { player } = this.#context;
    const on = (target, name, handler) => {
      target.addEventListener(name, handler);
      this.#off.push(() => target.removeEventListener(name, handler));
    };
    on(this.document, "changed", () => { if (!this.#timer) this.#draw(); });
    for (const name of ["play", "pause", "time"]) on(player, name, () => this.#follow());
    on(window, "keydown", (event) => this.#key(event));
    on(window, "pagehide", () => this.#now());
    this.document.follow({ isBusy: () => this.#timer !== 0 || this.#untitled !== undefined });
  }

  #follow() {
    const { player, project } = this.#context;
    const at = toProgramme(player.nowUs, project);
    this.play.setAttribute("aria-pressed", String(player.isPlaying));
    this.now.textContent = at === null ? texts("captions.cut_here") : shownTime(at);
    this.add.disabled = at === null;
    const current = at === null ? -1 : this.#rows.findLastIndex((row) => row.chapter.start_us <= at);
    this.#rows.forEach((row, index) => row.element.setAttribute("aria-current", String(index === current)));
  }

  #draw() {
    const { chapters, stale } = this.document.value;
    const focused = this.#focused();
    this.stale.hidden = !stale;
    this.stale.textContent = stale ? texts("chapters.stale") : "";
    this.#rows = chapters.map((chapter) => this.#row({ ...chapter }));
    this.list.replaceChildren(...this.#rows.map((row) => row.element));
    this.list.hidden = !chapters.length;
    this.#tell();
    this.#suggest();
    focused?.();
  }

  /** Puts the focus back where it stands now, into the row's field as it is drawn then; null where no row has it. */
  #focused() {
    const { activeElement } = document;
    const index = this.#rows.findIndex(({ element }) => element.contains(activeElement));
    if (index < 0) return null;
    const place = [...this.#rows[index].element.querySelectorAll("input, button")].indexOf(activeElement);
    const { selectionStart, selectionEnd } = activeElement;
    return () => {
      const field = this.#rows[index]?.element.querySelectorAll("input, button")[place];
      field?.focus({ preventScroll: true });
      if (field?.setSelectionRange && selectionStart !== null) field.setSelectionRange(selectionStart, selectionEnd);
    };
  }

  /** What the platforms' rules say of them, and what can be undone. */
  #tell() {
    const { problems } = this.document.value;
    const inOrder = texts(this.#rows.length ? "chapters.in_order" : "chapters.none");
    this.problems.replaceChildren(...(problems.length ? problems.map((problem) => el("li", { class: "bad" }, problem)) : [el("li", { class: "quiet" }, inOrder)]));
    this.undoButton.disabled = !this.#undo.length;
    this.redoButton.disabled = !this.#redo.length;
  }

  #row(chapter) {
    const { player, project } = this.#context;
    const id = `chapter-${(this.#numbered += 1)}`;
    const quoted = () => texts("chapters.quoted", { title: chapter.title });
    const shown = () => title.value.trim() || texts("chapters.untitled");
    const title = el("input", { type: "text", class: "title", id: `${id}-title`, value: chapter.title, maxlength: "500", autocomplete: "off", "aria-label": texts("chapters.title"), "aria-describedby": `${id}-said` });
    const said = el("span", { class: "quiet number", id: `${id}-said` });
    const longest = this.document.value.longest_title;
    const measure = () => {
      const length = [...title.value.trim()].length;
      said.textContent = !length ? texts("chapters.no_title") : length > longest ? texts("chapters.too_long", { length: number(length), limit: number(longest) }) : "";
      said.classList.toggle("bad", length === 0 || length > longest);
    };
    const time = new TimeField({ id: `${id}-time`, labelled: texts("chapters.time"), us: chapter.start_us, latest: { us: this.document.value.duration_us - 1, key: "chapters.too_late" }, moved: (us) => { chapter.start_us = us; this.#changed(texts("chapters.did_move", { title: shown(), time: shownTime(us) }), true); } });
    title.addEventListener("input", () => { chapter.title = title.value; measure(); this.#changed(texts("chapters.did_name", { title: shown() })); });
    title.addEventListener("keydown", (event) => { if (event.key === "Enter") this.#now(); });
    const hear = el("button", { type: "button", class: "small", onclick: () => player.play(chapter.recording_us ?? toRecording(Math.max(chapter.start_us, project.intro_us), project) ?? 0) }, named(texts("cut.hear"), quoted()));
    const here = el("button", { type: "button", class: "small", onclick: () => this.#moveHere(time) }, named(texts("cut.where_it_plays"), quoted()));
    const remove = el("button", { type: "button", class: "small", onclick: () => this.#remove(row) }, named(texts("chapters.remove"), quoted()));
    const element = el("li", {}, el("img", { src: chapter.still, alt: "", loading: "lazy", width: "128", height: "72" }),
      el("div", { class: "chapter-fields" }, el("div", { class: "cut-row" }, time.element, here, title), el("div", { class: "cut-row" }, hear, remove, el("span", { class: "quiet" }, chapter.source), said)));
    const row = { chapter, element, title };
    measure();
    return row;
  }

  #suggest() {
    const { suggestions } = this.document.value;
    const shown = suggestions.slice(0, 12);
    this.suggested.replaceChildren(...(shown.length ? [el("details", { open: true }, el("summary", {}, texts("chapters.could_be")),
      el("ul", {}, shown.map((one) => el("li", {}, el("span", { class: "number" }, shownTime(one.start_us)), el("span", {}, one.title), el("span", { class: "quiet" }, one.source),
        el("button", { type: "button", class: "small", onclick: () => this.#insert(one.start_us, one.title) }, named(texts("chapters.take"), texts("chapters.quoted", { title: one.title })))))))] : []));
  }

  #moveHere(time) {
    const { player, project } = this.#context;
    const at = toProgramme(player.nowUs, project);
    if (at === null) return;
    time.step(at - time.us);
  }

  #addHere() {
    const { player, project } = this.#context;
    const at = toProgramme(player.nowUs, project);
    if (at !== null) this.#insert(this.#rows.length ? at : 0, texts("chapters.new_title"), true);
  }

  #insert(startUs, title, names = false) {
    const { player } = this.#context;
    const chapter = { start_us: startUs, title, recording_us: player.nowUs, source: "", still: `/media/${this.#context.key}/still/${Math.round(player.nowUs)}.jpg` };
    const row = this.#row(chapter);
    this.#rows = [...this.#rows, row].sort((one, other) => one.chapter.start_us - other.chapter.start_us);
    this.list.hidden = false;
    this.list.replaceChildren(...this.#rows.map((one) => one.element));
    this.#changed(texts("chapters.did_add", { title, time: shownTime(startUs) }), true);
    if (names) {
      row.title.focus();
      row.title.select();
    }
  }

  #remove(row) {
    const index = this.#rows.indexOf(row);
    this.#rows = this.#rows.filter((one) => one !== row);
    row.element.remove();
    this.#changed(texts("chapters.did_remove", { title: row.chapter.title }), true);
    (this.#rows[Math.min(index, this.#rows.length - 1)]?.title ?? this.add).focus();
  }

  /** Something is otherwise: saved at once, or when the keys have rested a moment. */
  #changed(label, atOnce = false) {
    this.label = label;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#now(), atOnce ? 0 : PAUSE_MS);
  }

  #now() {
    if (!this.#timer) return;
    clearTimeout(this.#timer);
    this.#timer = 0;
    const typed = this.#rows.map(({ chapter }) => ({ start_us: chapter.start_us, title: chapter.title }));
    if (this.#untitled) return;
    const before = this.#standing();
    if (JSON.stringify(before) === JSON.stringify(typed)) return;
    this.#save(typed, this.label).then((done) => {
      if (!done) return;
      this.#undo.push({ chapters: before, label: this.label });
      this.#redo = [];
      this.#tell();
      this.#context.announce([this.label, ...this.document.value.problems].join(" "));
    });
  }

  #standing() { return this.document.value.chapters.map(({ start_us, title }) => ({ start_us, title })); }

  async #save(chapters, label) {
    const shown = (value) => el("ul", {}, value.chapters.map((one) => el("li", {}, `${shownTime(one.start_us)} ${one.title}`)));
    try {
      return await this.document.send("PUT", { chapters }, { mine: shown({ chapters }), shown });
    } catch {
      this.#context.announce(label);
      return null;
    }
  }

  #back() { return this.#restore(this.#undo, this.#redo, "places.undone"); }
  #forth() { return this.#restore(this.#redo, this.#undo, "places.redone"); }

  async #restore(from, to, sentence) {
    this.#now();
    await this.document.settled();
    const last = from.pop();
    if (!last) return;
    const before = { chapters: this.#standing(), label: last.label };
    if (await this.#save(last.chapters, last.label)) {
      to.push(before);
      this.#draw();
      this.#context.announce(texts(sentence, { what: last.label }));
    } else from.push(last);
  }

  #key(event) {
    if (document.querySelector("dialog[open]") || event.altKey || event.metaKey) return;
    const { player } = this.#context;
    const isText = isTyping(event);
    if (event.key === "F2" || (event.key === "k" && !event.ctrlKey && !isText)) player.toggle();
    else if (event.key === "j" && !event.ctrlKey && !isText) player.seek(Math.max(player.nowUs - SKIP_US, 0));
    else if (event.key === "l" && !event.ctrlKey && !isText) player.seek(player.nowUs + SKIP_US);
    else if (event.key === "a" && !event.ctrlKey && !isText && !this.add.disabled) this.#addHere();
    else if (event.ctrlKey && !isText && event.key.toLowerCase() === "z") event.shiftKey ? this.#forth() : this.#back();
    else if (event.ctrlKey && !isText && event.key.toLowerCase() === "y") this.#forth();
    else return;
    event.preventDefault();
  }
}

customElements.define("x-chapters-place", ChaptersPlace);
