// The captions: the recording, the transcript beside it, and two passes through it, by doubts and by reading along.

import { clock, toProgramme, toRecording, US } from "./clock.js";
import { offerBetterModel } from "./better-model.js";
import { CaptionWave } from "./caption-wave.js";
import { settleConflict } from "./captions-conflict.js";
import { CaptionsList } from "./captions-list.js";
import { CaptionsModel } from "./captions-model.js";
import { DoubtsPanel } from "./doubts-panel.js";
import { el, icon, isTyping } from "./dom.js";
import { teachGlossary } from "./glossary-dialog.js";
import { offerEdits } from "./offered-edits.js";
import { RATES } from "./player.js";
import { ReadingPanel } from "./reading-panel.js";
import { searchAndReplace } from "./search-dialog.js";
import { askSpeaker } from "./speaker-dialog.js";
import { number, texts } from "./texts.js";
import { askTimes } from "./times-dialog.js";

const PAUSE = "M7 4 V16 M13 4 V16";
const PLAY = "M5 3 L16 10 L5 17 Z";
const SKIP_US = 3 * US;
const TOLERANCE_US = US / 100;
/** So long nobody has typed before a question is asked. */
const REST_MS = 1500;

class CaptionsPlace extends HTMLElement {
  #context;
  #off = [];
  #pass = "doubts";
  #asked = Promise.resolve();
  /** The captions that are asked about, by when they begin. */
  #inQuestion = new Set();
  #typedAtMs = -REST_MS;

  set context(context) { this.#context = context; }

  get keys() {
    const key = (shortcut, name) => [shortcut.replaceAll("Shift", texts("captions.shift")), texts(`captions.key_${name}`)];
    return [
      { title: texts("captions.keys_doubts"), keys: [key("1 2 3 4", "choose"), key("Shift+1 …", "choose_everywhere"), key("Enter", "right"), key("Shift+Enter", "everywhere"), key("→", "take_over"), key(texts("captions.space"), "write_number"), key("PageDown PageUp", "skip")] },
      { title: texts("captions.keys_sound"), keys: [key("F1", "replay"), key("F2", "play"), ...(this.#context.project.model?.is_better_here ? [key("F4", "hear_better")] : []), key("J K L", "jkl")] },
      { title: texts("captions.keys_text"), keys: [key("↑ ↓", "rows"), key("Enter", "edit"), key("Shift+Enter", "line"), key("Ctrl+Enter", "split"), key("Esc", "cancel"), key("Ctrl+Z Ctrl+Y", "undo"), key("Ctrl+H", "search")] },
    ];
  }

  async connectedCallback() {
    const { key, api, announce, dialog, player, project } = this.#context;
    this.model = new CaptionsModel(key, api);
    this.classList.add("captions-place");
    try {
      await this.model.load();
      if (!this.isConnected) return;
    } catch (error) {
      this.append(el("p", { class: "refused" }, error.message));
      return;
    }
    this.#follows();
    this.list = new CaptionsList(this.model);
    const hear = (startUs, endUs) => this.#hear(startUs, endUs);
    this.doubts = new DoubtsPanel({ model: this.model, list: this.list, key, api, announce, dialog, hear, isBetterHere: Boolean(project.model?.is_better_here) });
    this.reading = new ReadingPanel({ model: this.model });
    this.#build();
    this.#connect();
    this.list.draw();
    this.reading.draw();
    this.#undoable();
    player.skipsCut = true;
    if (this.model.document.heard || !project.has.captions) {
      this.#showDraft();
      return;
    }
    if (this.#context.atUs === null) this.#showPass("doubts", { plays: false });
    this.wave.load(key);
    if (this.#context.atUs !== null) this.#open(this.#context.atUs);
    try {
      await this.doubts.load();
      if (!this.isConnected) return;
      if (this.#context.atUs === null) this.#showPass(this.doubts.count_left ? "doubts" : "reading", { plays: false });
    } catch (error) {
      if (this.#context.atUs === null) this.#showPass("reading", { plays: false });
      announce(error.message);
    }
    if (project.model?.is_base) this.#offerModel();
    const offer = () => this.#offerEdits();
    this.model.addEventListener("loaded", offer);
    this.#off.push(() => this.model.removeEventListener("loaded", offer));
    await this.#offerEdits();
  }

  disconnectedCallback() {
    this.#context.player.pause();
    this.#context.player.skipsCut = false;
    for (const off of this.#off) off();
  }

  /** Before another place is shown: what is being written is sent first. */
  async leave() {
    await this.list?.commit();
    if (!this.list?.hasUnsaved) return true;
    return this.#context.dialog.confirm(texts("captions.not_saved"), texts("captions.leave_unsaved"), texts("captions.leave_do"));
  }

  /** The captions keep to the cut that they were made for until they are made anew: so do sound and picture here. */
  #follows() {
    const { cut } = this.model.document;
    if (!cut) return;
    this.#context.project = { ...this.#context.project, kept: cut.kept, intro_us: cut.intro_us };
    this.#context.player.project = this.#context.project;
    if (this.wave) this.wave.project = this.#context.project;
    if (this.recut) this.recut.hidden = !cut.is_earlier;
  }

  #build() {
    const { player, project } = this.#context;
    this.playButton = el("button", { type: "button", class: "play", onclick: () => player.toggle() });
    this.#drawPlay(false);
    this.rate = el("select", { "aria-label": texts("captions.rate"), onchange: () => { player.rate = Number(this.rate.value); } },
      RATES.map((rate) => el("option", { value: rate, selected: rate === player.rate }, `${number(rate, 2)} ×`)));
    this.now = el("span", { class: "now number" });
    this.wave = new CaptionWave({ model: this.model, list: this.list, player, project, seek: (us) => this.#seek(us) });
    this.tabs = ["doubts", "reading"].map((pass) => el("button", { type: "button", "aria-pressed": "false", "data-pass": pass, onclick: () => this.#showPass(pass) }, texts(`captions.pass_${pass}`)));
    this.undoButton = el("button", { type: "button", onclick: () => this.#undo() }, texts("captions.undo"));
    this.redoButton = el("button", { type: "button", onclick: () => this.#redo() }, texts("captions.redo"));
    const search = el("button", { type: "button", onclick: () => this.#search() }, texts("captions.search"));
    const glossary = el("button", { type: "button", onclick: () => this.#teach() }, texts("captions.glossary_button"));
    this.notice = el("div", { class: "notice panel", hidden: true });
    this.recut = el("p", { class: "recut panel", hidden: !this.model.document.cut?.is_earlier }, texts("captions.recut"));
    this.side = el("section", { class: "side", "aria-label": texts("captions.side") }, player.element, this.wave.element,
      el("div", { class: "transport" }, this.playButton, this.rate, this.now, el("div", { class: "passes", role: "group", "aria-label": texts("captions.passes") }, this.tabs)), this.doubts.element, this.reading.element);
    this.pane = el("div", { class: "pane" }, this.list.element);
    const text = el("section", { class: "text", "aria-label": texts("captions.transcript") }, el("div", { class: "tools" }, this.undoButton, this.redoButton, search, glossary), this.pane);
    this.append(el("h1", { class: "unseen" }, texts("frame.captions")), this.recut, this.notice, el("div", { class: "beside" }, this.side, text));
  }

  #connect() {
    const { api, key, player, status, saved, announce } = this.#context;
    const on = (target, name, handler, options) => {
      target.addEventListener(name, handler, options);
      this.#off.push(() => target.removeEventListener(name, handler, options));
    };
    on(this.model, "saving", () => status(texts("frame.saving")));
    on(this.model, "settled", () => { saved(); this.#undoable(); });
    on(this.model, "conflict", (event) => this.#conflict(event.detail));
    on(this.model, "loaded", () => this.#follows());
    on(this.model, "spliced", () => this.wave.draw());
    on(this.list, "hear", (event) => this.#hear(this.model.cues[event.detail].start_us));
    on(this.list, "current", () => this.wave.draw());
    on(this.list, "edit", () => { if (this.#pass === "reading") this.#pauseForTyping(); });
    on(this.list, "typing", () => { this.#typedAtMs = performance.now(); this.#pauseForTyping(); });
    on(this.list, "closed", () => this.#resume());
    on(this.list, "act", (event) => this.#act(event.detail));
    on(this.list, "overtaken", (event) => this.#conflict(event.detail));
    on(this.list, "refused", (event) => this.#refused(event.detail));
    on(this.doubts, "typing", () => player.pause());
    on(this.doubts, "undo", () => this.#undo());
    on(this.doubts, "read", () => this.#showPass("reading"));
    on(this.doubts, "settle", (event) => this.#settle(event.detail));
    on(this.doubts, "replace", (event) => this.list.send({ kind: "replace", ...event.detail }));
    on(this.doubts, "hear-better", (event) => this.#hearBetter(event.detail));
    on(this.reading, "read-from", (event) => this.#read(event.detail));
    on(this.reading, "again", () => this.#again());
    on(this.reading, "until", (event) => api.send("POST", `/api/projects/${key}/captions/read`, { until_us: event.detail }).catch(() => {}));
    for (const name of ["play", "pause", "time"]) on(player, name, () => this.#follow(name === "play"));
    on(this, "keydown", (event) => this.#editHeard(event), { capture: true });
    on(document.body, "keydown", (event) => { if (event.target.matches("body, main")) this.#editHeard(event); });
    on(window, "keydown", (event) => this.#key(event));
    on(window, "resize", () => this.wave.draw());
    on(window, "pagehide", () => { if (this.list.unsent) this.model.editAtEnd(this.list.unsent.intent, this.list.unsent.base); });
    on(window, "beforeunload", (event) => { if (this.model.isSaving || this.list.hasUnsaved) event.preventDefault(); });
    this.#off.push(api.on("candidate", (found) => {
      if (found.project !== key) return;
      if (found.error) announce(found.error);
      else this.doubts.offer(this.#programme(found.start_us), this.#programme(found.end_us), found.text);
    }));
    this.#off.push(api.on("changed", (change) => this.#changed(change)));
  }

  #programme(us) { return toProgramme(us, this.#context.project) ?? 0; }

  /** Plays a stretch of the programme, in the recording that it comes from. */
  #hear(startUs, endUs = null) {
    const { player, project } = this.#context;
    const start = toRecording(Math.max(startUs, project.intro_us), project);
    if (start === null) return;
    const end = endUs === null ? null : toRecording(endUs, project) ?? start + endUs - startUs;
    player.play(start, end);
  }

  /** The current caption again, from a little before. */
  #again() { this.#hear((this.model.cues[this.list.current]?.start_us ?? 0) - 1.5 * US); }

  #seek(us) {
    const at = toRecording(us, this.#context.project);
    if (at !== null) this.#context.player.seek(at);
  }

  get #readsAlong() { return this.#pass === "reading" && this.#context.player.isPlaying && !this.list.isEditing; }

  /** Enter while reading along: the caption that is heard, whatever row or button the focus is on. */
  #editHeard(event) {
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
    if (event.key !== "Enter" || !plain || !this.#readsAlong || isTyping(event)) return;
    if (event.target.closest(".tools, .notice, dialog")) return;
    event.preventDefault();
    event.stopPropagation();
    this.list.edit(this.list.current, { atEnd: true });
  }

  #drawPlay(plays) {
    this.playButton.dataset.plays = String(plays);
    this.playButton.replaceChildren(icon(plays ? PAUSE : PLAY), el("span", { class: "unseen" }, texts(plays ? "captions.pause" : "captions.play")));
  }

  #follow(begins) {
    const { player, project } = this.#context;
    const at = toProgramme(player.nowUs, project);
    if (this.playButton.dataset.plays !== String(player.isPlaying)) this.#drawPlay(player.isPlaying);
    this.now.textContent = at === null ? texts("captions.cut_here") : `${clock(at, { tenths: true })}`;
    if (at === null) return;
    const index = this.#cueAt(at);
    this.list.play(index, { follows: this.#readsAlong, begins });
    if (this.#readsAlong && !document.querySelector("dialog[open]")) this.reading.heard(at);
    this.wave.draw(at);
  }

  #cueAt(us) {
    const { cues } = this.model;
    let [low, high] = [0, cues.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cues[middle].start_us <= us) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  #showPass(pass, { plays = true } = {}) {
    this.#pass = pass;
    for (const tab of this.tabs) tab.setAttribute("aria-pressed", String(tab.dataset.pass === pass));
    this.side.dataset.pass = pass;
    this.doubts.element.hidden = pass !== "doubts";
    this.reading.element.hidden = pass !== "reading";
    if (pass === "doubts") {
      this.doubts.show({ plays });
      if (!plays && this.doubts.doubt) this.#seek(this.doubts.doubt.start_us);
    } else this.#context.player.pause();
    requestAnimationFrame(() => this.wave.draw());
  }

  /** The caption that the address names by its time: it is corrected and heard, and the doubts wait until they are gone to. */
  #open(atUs) {
    this.#showPass("reading");
    const index = Math.max(this.#cueAt(atUs + TOLERANCE_US), 0);
    const cue = this.model.cues[index];
    if (!cue) return;
    this.list.edit(index);
    this.#hear(cue.start_us, cue.end_us);
  }

  #read(fromUs) {
    this.list.select(Math.max(this.#cueAt(fromUs), 0), { focus: true });
    this.#hear(fromUs);
  }

  #pauseForTyping() {
    const { player } = this.#context;
    if (player.isPlaying) {
      this.list.isWaitedFor = this.#pass === "reading" && !player.hasEnd;
      player.pause();
    }
  }

  #resume() {
    if (this.list.isWaitedFor && !this.list.isEditing) this.#hear(this.model.cues[this.list.current]?.start_us ?? 0);
    this.list.isWaitedFor = false;
  }

  async #settle(keys) {
    const { api, key, status, saved } = this.#context;
    status(texts("frame.saving"));
    try {
      const { document } = await api.send("POST", `/api/projects/${key}/doubts/settle`, { keys });
      Object.assign(this.model.document, { undo: document.undo, redo: document.redo });
      this.#undoable();
      saved();
    } catch (error) {
      this.#refused(error);
    }
  }

  async #hearBetter(doubt) {
    const { api, key, project } = this.#context;
    const start = toRecording(doubt.start_us, project);
    const end = toRecording(doubt.end_us, project) ?? start + doubt.end_us - doubt.start_us;
    try {
      await api.send("POST", `/api/projects/${key}/hear`, { start_us: start, end_us: end });
    } catch (error) {
      this.#refused(error);
    }
  }

  /** What stands under a caption's field. */
  async #act({ kind, editor }) {
    const cue = editor.index;
    const words = editor.wordsBefore;
    await this.list.commit();
    const intent = {
      split: { kind: "split", cue, words }, join: { kind: "join", cue }, word_on: { kind: "move_word", cue, to: "next" }, word_back: { kind: "move_word", cue, to: "previous" },
      delete: { kind: "delete", cue },
    }[kind];
    if (kind === "times") await askTimes({ ...this.#context, model: this.model, cue, hear: (start, end) => this.#hear(start, end) });
    else if (kind === "speaker") await this.#nameSpeaker(cue);
    else await this.list.send(intent);
    if (kind === "split" || kind === "join") {
      this.list.edit(cue);
      return;
    }
    this.list.select(Math.min(cue, this.model.cues.length - 1), { focus: true });
    this.#resume();
  }

  async #nameSpeaker(cue) {
    const name = await askSpeaker({ ...this.#context, model: this.model, cue });
    if (name !== null) await this.list.send({ kind: "speaker", cue, name });
  }

  async #undo() { await this.#backOrForth(() => this.model.undo(), "undo"); }
  async #redo() { await this.#backOrForth(() => this.model.redo(), "redo"); }

  async #backOrForth(work, name) {
    const label = this.model.document[name];
    if (!label) return;
    await this.list.commit();
    try {
      const [first] = await work();
      const at = first ? Math.min(first.at, this.model.cues.length - 1) : null;
      if (at !== null) this.list.select(at);
      if (this.#pass === "doubts") {
        await this.doubts.load();
        this.doubts.show({ plays: false, focus: this.side.contains(document.activeElement), cue: at });
      }
      this.#context.saved(texts(`captions.${name}_done`, { what: label }));
    } catch (error) {
      this.#refused(error);
    }
  }

  #undoable() {
    const { undo, redo } = this.model.document;
    for (const [button, label, name] of [[this.undoButton, undo, "undo"], [this.redoButton, redo, "redo"]]) {
      button.disabled = !label;
      button.title = label ?? "";
      button.setAttribute("aria-label", label ? texts(`captions.${name}_what`, { what: label }) : texts(`captions.${name}`));
    }
  }

  /** What is being written is sent; whoever wrote it is still there when a dialog is closed. */
  async #leaveField() {
    const wasEditing = this.list.isEditing;
    if (this.#readsAlong) this.#context.player.pause();
    await this.list.commit();
    if (wasEditing) this.list.select(this.list.current, { focus: true });
  }

  async #search() {
    await this.#leaveField();
    const places = await searchAndReplace({ ...this.#context, model: this.model });
    if (places?.length) await this.list.send({ kind: "replace", places, settle: [] });
  }

  async #teach() {
    await this.#leaveField();
    try {
      const file = await teachGlossary(this.#context);
      if (file) this.#context.announce(texts("captions.glossary_added", { file }));
    } catch (error) {
      this.#refused(error);
    }
  }

  /** What was changed on the page and the captions lack is offered: they were made anew, or saved from an older copy. */
  #offerEdits() {
    const { key, api, announce } = this.#context;
    return offerEdits({ key, api, announce, model: this.model, notice: this.notice, refused: (error) => this.#refused(error) });
  }

  #key(event) {
    if (document.querySelector("dialog[open]")) return;
    const { player } = this.#context;
    const isText = isTyping(event);
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey;
    if (event.key === "F1") this.#pass === "doubts" && this.doubts.doubt ? this.doubts.play() : this.#again();
    else if (event.key === "F2") player.toggle();
    else if (event.key === "F4" && plain) this.doubts.hearBetter();
    else if (event.ctrlKey && !event.altKey && event.key.toLowerCase() === "h") this.#search();
    else if (event.ctrlKey && !event.altKey && !isText && event.key.toLowerCase() === "z") event.shiftKey ? this.#redo() : this.#undo();
    else if (event.ctrlKey && !event.altKey && !isText && event.key.toLowerCase() === "y") this.#redo();
    else if (plain && !isText && event.key === "k") player.toggle();
    else if (plain && !isText && event.key === "j") player.seek(Math.max(player.nowUs - SKIP_US, 0));
    else if (plain && !isText && event.key === "l") player.seek(player.nowUs + SKIP_US);
    else if (plain && event.key === " " && event.target.closest?.("li[data-cue]") && !isText) player.toggle();
    else return;
    event.preventDefault();
  }

  #refused(error) {
    this.#context.status(error.message || texts("frame.waits_server"), "bad");
    this.#context.announce(error.message);
  }

  /** The file was changed elsewhere meanwhile, in the same place: one question after another, each once the keys rest. */
  #conflict(conflict) {
    const { model, list } = this;
    const { start_us: start } = conflict.was;
    if (this.#inQuestion.has(start)) return;
    this.#inQuestion.add(start);
    const refused = (error) => this.#refused(error);
    const settle = () => settleConflict(conflict, { model, list, refused, dialog: this.#context.dialog });
    this.#asked = this.#asked.then(() => this.#rest()).then(settle).catch(refused).finally(() => this.#inQuestion.delete(start));
  }

  async #rest() {
    for (let left; (left = this.#typedAtMs + REST_MS - performance.now()) > 0; ) await new Promise((done) => setTimeout(done, left));
  }

  async #changed({ project, document, revision }) {
    if (project !== this.#context.key || document !== "captions" || revision === this.model.document.revision) return;
    if (!(await this.model.loadOnceSaved(revision))) return;
    this.#undoable();
    this.#context.announce(texts("captions.changed_elsewhere"));
  }

  /** While the run still hears: what was heard so far, to be read and not yet corrected. */
  #showDraft() {
    const { api, key, project } = this.#context;
    this.notice.hidden = false;
    this.notice.textContent = texts(["running", "waiting"].includes(project.run?.state) ? "captions.still_heard" : "captions.none_yet");
    for (const element of [this.doubts.element, this.reading.element, ...this.tabs, this.undoButton, this.redoButton]) element.hidden = true;
    this.list.element.inert = true;
    this.#off.push(api.on("heard", (heard) => {
      if (heard.project !== key) return;
      this.list.element.append(el("li", {}, el("span", { class: "time number" }, clock(heard.start_us)), el("span", { class: "said" }, heard.text)));
    }));
    this.#off.push(api.on("run", (run) => {
      if ((run.project === key || run.key === key) && ["done", "failed", "stopped"].includes(run.state)) this.#context.reload();
    }));
    if (project.model?.is_base) this.#offerModel();
  }

  #offerModel() {
    const goOn = () => {
      if (this.#pass === "doubts" && this.doubts.doubt) this.doubts.field.focus();
      else this.tabs.find((tab) => tab.dataset.pass === this.#pass).focus();
    };
    offerBetterModel({ ...this.#context, kept: this.model.document.kept_models, notice: this.notice, goOn, refused: (error) => this.#refused(error) });
  }
}

customElements.define("x-captions-place", CaptionsPlace);
