// The cut: the whole recording on one strip, each end of what is kept with its reason, and a list of all that is kept and cut.

import { clock } from "./clock.js";
import { CutSide } from "./cut-side.js";
import { CutStrip } from "./cut-strip.js";
import { el, isTyping } from "./dom.js";
import { PlaceDocument } from "./place-document.js";
import { named } from "./named.js";
import { number, texts } from "./texts.js";
import { shownTime, TimeField } from "./time-field.js";
import { loadPeaks } from "./waveform.js";

const LEAST_US = 100_000;
const MOST_UNDONE = 60;
const SKIP_US = 3_000_000;

class CutPlace extends HTMLElement {
  #context;
  #off = [];
  #peaks = new Int8Array();
  /** Why the change that was sent last was refused; empty where it was not. */
  #refusal = "";
  #sides = [];
  #undo = [];
  #redo = [];

  set context(context) { this.#context = context; }

  get keys() {
    const key = (shortcut, name) => [shortcut, texts(`cut.key_${name}`)];
    return [
      { title: texts("cut.keys_time"), keys: [key("↑ ↓", "tenth"), key("Shift+↑ Shift+↓", "second"), key("Enter", "set")] },
      { title: texts("cut.keys_all"), keys: [key("K F2", "play"), key("J L", "skip"), key("Ctrl+Z Ctrl+Y", "undo")] },
    ];
  }

  async connectedCallback() {
    this.classList.add("cut-place");
    this.document = new PlaceDocument(this.#context, "cut");
    try {
      await this.document.load();
      if (!this.isConnected) return;
    } catch (error) {
      this.append(el("h1", { class: "unseen" }, texts("frame.cut")), el("p", { class: "refused" }, error.message));
      return;
    }
    [this.#undo, this.#redo] = this.#remembered();
    this.#build();
    this.#connect();
    this.#draw();
    this.#peaks = await loadPeaks(this.#context.key);
    this.strip.peaks = this.#peaks;
    for (const side of this.#sides) side.closeup.peaks = this.#peaks;
  }

  disconnectedCallback() {
    this.#context.player.pause();
    this.document.leave();
    for (const off of this.#off) off();
  }

  /** Before another place is shown: what was typed is sent first. */
  async leave() {
    if (this.contains(document.activeElement)) document.activeElement.blur();
    await this.document.settled();
    return true;
  }

  #build() {
    const { player } = this.#context;
    this.strip = new CutStrip();
    this.play = el("button", { type: "button", "aria-pressed": "false", onclick: () => player.toggle() }, texts("cut.play"));
    this.now = el("span", { class: "now number" });
    this.undoButton = el("button", { type: "button", onclick: () => this.#back() }, texts("places.undo"));
    this.redoButton = el("button", { type: "button", onclick: () => this.#forth() }, texts("places.redo"));
    this.resetButton = el("button", { type: "button", onclick: () => this.#reset() }, texts("cut.reset"));
    this.said = el("div", { class: "notice panel", hidden: true });
    this.summary = el("p", { class: "summary" });
    this.list = el("ol", { class: "spans panel" });
    this.ends = el("div", { class: "cut-sides" });
    this.add = this.#adding();
    const seen = el("section", { class: "side", "aria-label": texts("frame.recording") }, player.element, el("div", { class: "transport" }, this.play, this.now));
    const listed = el("section", { class: "cut-list", "aria-labelledby": "cut-list-title" }, el("h2", { id: "cut-list-title" }, texts("cut.list")), this.list, this.add.element);
    this.append(el("h1", { class: "unseen" }, texts("frame.cut")), el("div", { class: "tools" }, this.summary, this.undoButton, this.redoButton, this.resetButton), this.said, this.strip.element,
      el("div", { class: "beside" }, seen, listed), this.ends);
  }

  #adding() {
    const { player } = this.#context;
    const from = new TimeField({ id: "cut-from", label: texts("cut.from"), us: null, moved: () => {} });
    const to = new TimeField({ id: "cut-to", label: texts("cut.to"), us: null, moved: () => {} });
    const here = (field, name) => el("button", { type: "button", class: "small", onclick: () => { field.us = player.nowUs; } }, named(texts("cut.where_it_plays"), texts(name)));
    const wrong = el("p", { class: "bad", role: "alert" });
    const act = (name) => async () => {
      wrong.textContent = from.us === null || to.us === null || from.us >= to.us ? texts("cut.span_wrong") : "";
      if (wrong.textContent) return;
      await this.#change({ [name]: [[from.us, to.us]] }, texts(`cut.did_${name}`, { from: shownTime(from.us), to: shownTime(to.us) }));
    };
    const element = el("fieldset", { class: "adding" }, el("legend", {}, texts("cut.add")),
      el("div", { class: "cut-row" }, from.element, here(from, "cut.from_here"), to.element, here(to, "cut.to_here")), wrong,
      el("div", { class: "cut-row" },
        el("button", { type: "button", onclick: () => { if (from.us !== null) player.play(from.us, to.us); } }, texts("cut.hear")),
        el("button", { type: "button", onclick: act("cut") }, texts("cut.cut_out")), el("button", { type: "button", onclick: act("silence") }, texts("cut.only_silence"))));
    return { element, fields: [from, to] };
  }

  #connect() {
    const { player } = this.#context;
    const on = (target, name, handler) => {
      target.addEventListener(name, handler);
      this.#off.push(() => target.removeEventListener(name, handler));
    };
    on(this.document, "changed", () => this.#draw());
    on(this.strip, "seek", (event) => player.seek(event.detail));
    on(this.strip, "moved", (event) => this.#move(event.detail));
    for (const name of ["play", "pause", "time"]) on(player, name, () => this.#follow());
    on(window, "keydown", (event) => this.#key(event));
    on(window, "resize", () => this.#redraw());
    on(matchMedia("(prefers-color-scheme: dark)"), "change", () => this.#redraw());
    const isTypingTime = () => this.contains(document.activeElement) && document.activeElement.matches("input");
    this.document.follow({ isBusy: isTypingTime, isUnsaved: () => false });
  }

  #redraw() {
    this.strip.draw();
    for (const side of this.#sides) side.closeup.draw();
  }

  #follow() {
    const { player } = this.#context;
    this.play.setAttribute("aria-pressed", String(player.isPlaying));
    this.now.textContent = shownTime(player.nowUs);
    this.strip.nowUs = player.nowUs;
    for (const side of this.#sides) side.nowUs = player.nowUs;
  }

  #draw() {
    const cut = this.document.value;
    const focused = document.activeElement?.id;
    this.undoButton.disabled = !this.#undo.length;
    this.redoButton.disabled = !this.#redo.length;
    this.resetButton.disabled = !cut.edited && !cut.problem;
    const isThere = !cut.problem && cut.kept.length > 0;
    for (const element of [this.strip.element, this.list, this.add.element]) element.hidden = !isThere;
    for (const field of this.add.fields) field.latest = { us: cut.duration_us, key: "cut.too_late" };
    this.#tell(cut);
    this.#sides = [];
    if (!isThere) {
      this.list.replaceChildren();
      this.ends.replaceChildren();
      return;
    }
    this.#context.project.kept = cut.kept.map((span) => [span.start_us, span.end_us]);
    this.strip.cut = cut;
    this.list.replaceChildren(...this.#rows(cut));
    this.#drawSides(cut);
    this.#follow();
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  }

  /** What there is to know of the cut as a whole; what must be done stands in the notice. */
  #tell(cut) {
    const said = [];
    if (cut.problem) said.push(el("p", {}, cut.problem));
    else if (!cut.kept.length) said.push(el("p", {}, texts("cut.none")), el("button", { type: "button", class: "primary", onclick: () => this.#findAnew() }, texts("cut.find_now")));
    else if (cut.needs_run && cut.edited) said.push(el("p", {}, texts("cut.needs_run")));
    if (!cut.problem && (cut.breaks.length || cut.kept.some((span) => !span.card && (span.start.doubtful || span.end.doubtful)))) {
      said.push(el("p", {}, texts("cut.unsure")), el("button", { type: "button", class: "small", onclick: () => this.#sides.find((side) => side.side.doubtful)?.focus() }, texts("cut.to_unsure")));
    }
    said.push(...(cut.sentences ?? []).map((sentence) => el("p", {}, sentence)));
    this.said.hidden = !said.length;
    this.said.replaceChildren(...said);
    if (cut.problem || !cut.kept.length) {
      this.summary.textContent = "";
      return;
    }
    const kept = cut.kept.reduce((sum, span) => sum + span.end_us - span.start_us, 0);
    this.summary.textContent = texts(cut.edited ? "cut.summary_yours" : "cut.summary", { kept: clock(kept), whole: clock(cut.duration_us) });
  }

  #rows(cut) {
    const rows = [];
    let at = 0;
    cut.kept.forEach((span, index) => {
      if (span.start_us > at) rows.push(this.#gap(cut, at, span.start_us, index));
      rows.push(span.card ? this.#card(span) : this.#span(span, "cut.kept", []));
      at = span.end_us;
    });
    if (at < cut.duration_us) rows.push(this.#gap(cut, at, cut.duration_us, cut.kept.length));
    for (const one of cut.silenced) rows.push(this.#silence(one));
    return rows;
  }

  #span(span, kind, buttons, more = []) {
    const hear = el("button", { type: "button", class: "small", onclick: () => this.#context.player.play(span.start_us, span.end_us) }, named(texts("cut.hear"), texts("cut.span", { from: clock(span.start_us), to: clock(span.end_us) })));
    return el("li", { "data-kind": kind.split(".")[1] }, el("span", { class: "kind" }, texts(kind)), el("span", { class: "number span-time" }, `${clock(span.start_us)}–${clock(span.end_us)}`),
      el("span", { class: "number quiet" }, clock(span.end_us - span.start_us)), el("span", { class: "cut-row" }, hear, buttons), more);
  }

  /** What is cut out: before the meeting, after it, or a break in it, which may be none. */
  #gap(cut, startUs, endUs, index) {
    const span = { start_us: startUs, end_us: endUs };
    const isBreak = index > 0 && index < cut.kept.length;
    const doubt = cut.breaks.find((one) => one.start_us < endUs && startUs < one.end_us);
    const keep = el("button", { type: "button", class: "small", onclick: () => this.#keep(startUs, endUs) }, named(texts(doubt ? "cut.no_break" : "cut.keep"), texts("cut.span", { from: clock(startUs), to: clock(endUs) })));
    if (!doubt) return this.#span(span, isBreak ? "cut.break" : "cut.cut", [keep]);
    const yes = el("button", { type: "button", class: "small", onclick: () => this.#change({ cut: [[startUs, endUs]] }, texts("cut.did_cut", { from: shownTime(startUs), to: shownTime(endUs) })) }, texts("cut.is_break"));
    const question = el("span", { class: "break-doubt" }, el("strong", { class: "bad" }, texts("cut.break_doubt", { percent: number(Math.round(100 * doubt.confidence)) })), doubt.inside ? ` ${texts("cut.break_inside", { words: doubt.inside })}` : null);
    return this.#span(span, "cut.break", [yes, keep], question);
  }

  #card(span) {
    const keep = el("button", { type: "button", class: "small", onclick: () => this.#keep(span.start_us, span.end_us) }, texts("cut.keep"));
    return this.#span(span, "cut.card", [keep], el("span", { class: "quiet" }, span.card));
  }

  #silence(one) {
    const hear = el("button", { type: "button", class: "small", onclick: () => this.#change({ hear: [[one.start_us, one.end_us]] }, texts("cut.did_hear")) }, texts("cut.hear_again"));
    return this.#span(one, "cut.silent", [hear]);
  }

  #drawSides(cut) {
    const shown = cut.kept.map((span, index) => ({ span, index })).filter(({ span }) => !span.card);
    const title = (at, name) => {
      if (name === "start" && at === 0) return texts("cut.begins");
      if (name === "end" && at === shown.length - 1) return texts("cut.ends");
      return texts(name === "end" ? "cut.break_begins" : "cut.break_ends", { number: number(name === "end" ? at + 1 : at) });
    };
    this.#sides = shown.flatMap(({ index }, at) => ["start", "end"].map((name) => new CutSide({ cut, peaks: this.#peaks, index, name, title: title(at, name) })));
    this.ends.replaceChildren(...this.#sides.map((side) => side.element));
    for (const side of this.#sides) {
      side.addEventListener("moved", (event) => this.#move(event.detail));
      side.addEventListener("seek", (event) => this.#context.player.seek(event.detail));
      side.addEventListener("hear", (event) => this.#context.player.play(...event.detail));
      side.closeup.draw();
    }
  }

  /** An end is put elsewhere: the outer ones as such, the inner ones by cutting out or keeping what lies between. */
  async #move(moved) {
    this.#refusal = "";
    if ((await this.#put(moved)) || !this.#refusal) return;
    const { time } = this.#sides.find(({ where }) => where.index === moved.index && where.name === moved.name) ?? {};
    if (!time) return;
    time.input.value = shownTime(moved.us);
    time.refuse(this.#refusal);
  }

  #put({ index, name, us }) {
    const { kept } = this.document.value;
    const shown = kept.map((span, at) => (span.card ? -1 : at)).filter((at) => at >= 0);
    const span = kept[index];
    const label = texts(name === "start" ? "cut.did_start" : "cut.did_end", { time: shownTime(us) });
    if (name === "start" && index === shown[0]) return this.#change({ start_us: us }, label);
    if (name === "end" && index === shown.at(-1)) return this.#change({ end_us: us }, label);
    const was = span[`${name}_us`];
    const bound = name === "start" ? Math.max(us, (kept[index - 1]?.end_us ?? 0) + LEAST_US) : Math.min(us, (kept[index + 1]?.start_us ?? Infinity) - LEAST_US);
    const grows = name === "start" ? bound < was : bound > was;
    const between = bound === was ? [name === "start" ? was - LEAST_US : was, name === "start" ? was : was + LEAST_US] : [Math.min(was, bound), Math.max(was, bound)];
    return this.#change({ [grows ? "keep" : "cut"]: [between], is_move: true }, label);
  }

  #keep(startUs, endUs) {
    return this.#change({ keep: [[startUs, endUs]] }, texts("cut.did_keep", { from: shownTime(startUs), to: shownTime(endUs) }));
  }

  async #change(asked, label) {
    const before = this.#standing();
    const changed = await this.#send("", asked, label);
    if (!changed) {
      this.#draw();
      return null;
    }
    this.#undo = [...this.#undo, { ...before, label }].slice(-MOST_UNDONE);
    this.#redo = [];
    this.#remember();
    this.#draw();
    this.#context.announce([label, ...(changed.sentences ?? [])].join(" "));
    return changed;
  }

  async #send(path, asked, label) {
    const shown = (cut) => el("p", {}, (cut.kept ?? []).map((span) => `${shownTime(span.start_us)}–${shownTime(span.end_us)}`).join(", ") || texts("cut.nothing"));
    try {
      return await this.document.send("POST", asked, { path, mine: el("p", {}, label), shown });
    } catch (error) {
      this.#refusal = error.message;
      return null;
    }
  }

  #standing() {
    const { file, edited } = this.document.value;
    return { file, edited };
  }

  #back() { return this.#restore(this.#undo, this.#redo, "places.undone"); }
  #forth() { return this.#restore(this.#redo, this.#undo, "places.redone"); }

  async #restore(from, to, sentence) {
    await this.document.settled();
    const last = from.pop();
    if (!last) return;
    const { label, file, edited } = last;
    const before = this.#standing();
    const done = file === null ? await this.#send("/reset", {}, label) : await this.#send("", { whole: { file, edited } }, label);
    if (done) {
      if (before.file !== null) to.push({ ...before, label });
    } else from.push(last);
    this.#remember();
    this.#draw();
    if (done) this.#context.announce(texts(sentence, { what: label }));
  }

  async #reset() {
    const { dialog } = this.#context;
    if (!(await dialog.confirm(texts("cut.reset"), texts("cut.reset_what"), texts("cut.reset_yes")))) return;
    const before = this.#standing();
    const done = await this.#send("/reset", {}, texts("cut.reset"));
    if (!done) return;
    if (before.file !== null) this.#undo.push({ ...before, label: texts("cut.reset") });
    this.#remember();
    this.#draw();
    await this.#findAnew();
  }

  async #findAnew() {
    const { api, key, reload } = this.#context;
    try {
      let run = await api.send("POST", "/api/runs", { key, until: "plan" });
      run = run.document;
      this.said.replaceChildren(el("p", {}, texts("cut.finding")));
      const off = api.on("run", (told) => {
        if (told.id !== run.id || told.state === "running") return;
        off();
        if (told.error) this.document.refused(new Error(told.error.message));
        reload();
      });
      this.#off.push(off);
    } catch (error) {
      this.document.refused(error);
    }
  }

  get #store() { return `vbn-video cut ${this.#context.key}`; }

  #remember() {
    try {
      sessionStorage.setItem(this.#store, JSON.stringify([this.#undo, this.#redo]));
    } catch {
      // without room for it, undo lasts until the page is left
    }
  }

  #remembered() {
    try {
      return JSON.parse(sessionStorage.getItem(this.#store)) ?? [[], []];
    } catch {
      return [[], []];
    }
  }

  #key(event) {
    if (document.querySelector("dialog[open]") || event.altKey || event.metaKey) return;
    const { player } = this.#context;
    const isText = isTyping(event);
    if (event.key === "F2" || (event.key === "k" && !event.ctrlKey && !isText)) player.toggle();
    else if (event.key === "j" && !event.ctrlKey && !isText) player.seek(Math.max(player.nowUs - SKIP_US, 0));
    else if (event.key === "l" && !event.ctrlKey && !isText) player.seek(player.nowUs + SKIP_US);
    else if (event.ctrlKey && !isText && event.key.toLowerCase() === "z") event.shiftKey ? this.#forth() : this.#back();
    else if (event.ctrlKey && !isText && event.key.toLowerCase() === "y") this.#forth();
    else return;
    event.preventDefault();
  }
}

customElements.define("x-cut-place", CutPlace);
