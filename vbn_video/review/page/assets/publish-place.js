// Publishing: what the check found, what is sent where, one button; then the links, ready to be copied.

import { clock, US } from "./clock.js";
import { el, steadily } from "./dom.js";
import { PlaceDocument } from "./place-document.js";
import { named } from "./named.js";
import { number, texts } from "./texts.js";

const ENDED = ["done", "failed", "stopped"];

class PublishPlace extends HTMLElement {
  #context;
  #off = [];
  #run = null;
  #asked = "";

  set context(context) { this.#context = context; }

  async connectedCallback() {
    this.classList.add("publish-place");
    this.document = new PlaceDocument(this.#context, "publication");
    try {
      await this.document.load();
      if (!this.isConnected) return;
    } catch (error) {
      this.append(el("h1", { class: "unseen" }, texts("frame.publish")), el("p", { class: "refused" }, error.message));
      return;
    }
    this.#run = this.#context.project.run ?? null;
    this.#build();
    this.#draw();
    this.#tellReview();
    const { api, key } = this.#context;
    const changed = () => steadily(() => this.#draw());
    this.document.addEventListener("changed", changed);
    this.#off.push(api.on("run", (run) => { if (run.project === key || run.key === key) this.#told(run); }));
    this.#off.push(api.on("changed", ({ project }) => { if (project === key && !this.#isRunning) this.document.load(); }));
  }

  disconnectedCallback() {
    this.document.leave();
    for (const off of this.#off) off();
  }

  get #isRunning() { return this.#run !== null && !ENDED.includes(this.#run.state); }

  #build() {
    this.links = el("section", { class: "panel links", "aria-labelledby": "links-title" });
    this.findings = el("section", { "aria-labelledby": "findings-title" });
    this.review = el("p", { class: "reviewed" });
    this.targets = el("section", { "aria-labelledby": "targets-title" });
    this.website = el("section", { class: "panel website", "aria-labelledby": "website-title", hidden: true });
    this.act = el("section", { class: "panel act", "aria-label": texts("publish.act") });
    this.append(el("h1", { class: "unseen" }, texts("frame.publish")), this.links, el("div", { class: "beside" }, el("div", {}, this.findings, this.review), el("div", { class: "publish-side" }, this.website, this.targets, this.act)));
  }

  #draw() {
    const document = this.document.value;
    this.#drawLinks(document);
    this.#drawFindings(document);
    this.targets.replaceChildren(el("h2", { id: "targets-title" }, texts("publish.targets")), ...document.targets.map((target) => this.#target(target)));
    this.#drawWebsite(document.website);
    this.#drawAct(document);
  }

  /** Asks for what the preset does not say yet, or for both; what is being typed is left alone while the rest is drawn anew. */
  #drawWebsite(website, { both = false } = {}) {
    const asked = website ? ["folder", "address"].filter((name) => both || !website[name]) : [];
    if (asked.join() === this.#asked || (!both && this.website.contains(document.activeElement))) return;
    this.#asked = asked.join();
    this.website.hidden = !asked.length;
    this.website.replaceChildren(el("h2", { id: "website-title" }, texts("publish.website")), el("form", { onsubmit: (event) => this.#keepWebsite(event), novalidate: true },
      asked.map((name) => el("div", { class: "website-field" }, el("label", { for: `website-${name}` }, texts(`publish.${name}`)),
        el("input", { type: "text", id: `website-${name}`, name, class: "wide-field", value: website[name], autocomplete: "off", spellcheck: "false", "aria-describedby": `website-${name}-hint website-wrong` }),
        el("p", { class: "quiet", id: `website-${name}-hint` }, texts(`publish.${name}_hint`)))),
      el("p", { class: "bad", id: "website-wrong", role: "alert" }), el("div", { class: "buttons" }, el("button", { type: "submit", id: "keep-website" }, texts("publish.keep")))));
  }

  #changeWebsite() {
    this.#drawWebsite(this.document.value.website, { both: true });
    this.website.querySelector("input")?.focus();
  }

  async #keepWebsite(event) {
    event.preventDefault();
    const { api, key, announce, status } = this.#context;
    const wrong = this.website.querySelector("#website-wrong");
    const sent = Object.fromEntries(new FormData(event.target));
    if (!Object.values(sent).some((value) => value.trim())) return;
    wrong.textContent = "";
    try {
      await api.send("POST", `/api/projects/${key}/website`, sent);
      this.#asked = null;
      event.target.replaceChildren();
      await this.document.load();
      status(texts("publish.kept"));
      announce(texts("publish.kept"));
      this.act.querySelector("#publish-now")?.focus();
    } catch (error) {
      wrong.textContent = error.message;
    }
  }

  /** How far a person has come with the captions: the check knows nothing of it, and it is in nobody's way. */
  async #tellReview() {
    const { api, key } = this.#context;
    try {
      const [captions, doubts] = [await api.get(`/api/projects/${key}/captions`), await api.get(`/api/projects/${key}/doubts`)];
      if (!captions.cues.length) return;
      const facts = { count: number(doubts.groups.length), until: clock(captions.read_until_us ?? 0), length: clock(captions.cues.at(-1).end_us) };
      steadily(() => this.review.replaceChildren(texts("publish.reviewed", facts), " ", el("a", { class: "button small", href: `#/${key}/captions` }, texts("publish.to_captions"))));
    } catch {
      steadily(() => this.review.replaceChildren());
    }
  }

  #drawLinks({ links }) {
    this.links.hidden = !links.length;
    const sent = (this.#run?.publications ?? []).map(({ target, state }) => texts(`publish.sent_${state}`, { name: links.find((link) => link.target === target)?.name ?? target }));
    this.links.replaceChildren(el("h2", { id: "links-title" }, texts("publish.links")), sent.length ? el("p", { class: "sent" }, sent.join(" ")) : "", el("ul", {}, links.map((link, index) => el("li", { class: "cut-row" },
      el("label", { for: `link-${index}` }, link.name), el("input", { type: "text", id: `link-${index}`, class: "wide-field", readonly: true, value: link.url, onfocus: (event) => event.target.select() }),
      el("button", { type: "button", class: "small", onclick: () => this.#copy(index) }, named(texts("publish.copy"), link.name)), /^https?:/.test(link.url)
        ? el("a", { class: "button small", href: link.url, target: "_blank", rel: "noopener noreferrer" }, named(texts("publish.open"), link.name))
        : [el("button", { type: "button", class: "small", onclick: () => this.#openFile() }, named(texts("publish.open"), link.name)), el("p", { class: "quiet" }, texts("publish.only_here"))]))));
  }

  /** A page of the web may not lead to a file: the server opens it. */
  async #openFile() {
    try {
      await this.#context.api.send("POST", `/api/projects/${this.#context.key}/publication/page`);
    } catch (error) {
      this.document.refused(error);
    }
  }

  async #copy(index) {
    const field = document.getElementById(`link-${index}`);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      this.#context.announce(texts("publish.copied"));
      this.#context.status(texts("publish.copied"));
    } catch {
      this.#context.status(texts("publish.copy_yourself"));
      this.#context.announce(texts("publish.copy_yourself"));
    }
  }

  #drawFindings({ checked, passed, findings, stale, report, problem }) {
    const looks = findings.filter((one) => one.severity === "look");
    const notes = findings.filter((one) => one.severity !== "look");
    const sentence = problem || (!checked ? texts("publish.not_checked") : stale ? texts("publish.stale") : passed ? texts("publish.passed") : texts("publish.must_look"));
    this.findings.replaceChildren(...[el("h2", { id: "findings-title" }, texts("publish.findings")), el("p", { class: looks.length ? "verdict bad" : "verdict" }, sentence),
      looks.length ? el("ul", { class: "findings panel" }, looks.map((one) => this.#finding(one))) : null,
      notes.length ? el("details", { open: !looks.length }, el("summary", {}, texts("publish.notes", { count: number(notes.length) })), el("ul", { class: "findings panel" }, notes.map((one) => this.#finding(one)))) : null,
      report ? el("p", {}, el("a", { class: "button small", href: report, target: "_blank", rel: "noopener" }, texts("publish.report"))) : null].filter(Boolean));
  }

  #finding(finding) {
    const { key } = this.#context;
    const at = finding.start_us === null ? null : el("span", { class: "number quiet" }, clock(finding.start_us));
    const mend = finding.place ? el("a", { class: "button small", href: `#/${key}/${finding.place}${finding.place === "captions" && at ? `?t=${finding.start_us / US}` : ""}` }, texts(`publish.mend_${finding.place}`)) : null;
    return el("li", {}, el("span", { class: "severity" }, texts(`publish.${finding.severity === "look" ? "look" : "note"}`)), el("span", { class: "finding-said" }, finding.message), at, mend);
  }

  #target(target) {
    const facts = [["publish.place", target.place], ["publish.visibility", target.visibility], ["publish.state", target.state]];
    return el("div", { class: "panel target" }, el("h3", {}, target.name), target.problem ? el("p", { class: "bad" }, target.problem) : null,
      el("dl", { class: "values" }, facts.map(([name, value]) => el("div", {}, el("dt", {}, texts(name)), el("dd", {}, value)))),
      el("ul", { class: "sends" }, target.sends.map(({ what, why }) => el("li", { "data-why": why }, el("span", {}, what), el("span", { class: "why" }, texts(`publish.why_${why}`))))),
      target.target === "website" && this.document.value.website?.folder ? el("button", { type: "button", class: "small", onclick: () => this.#changeWebsite() }, texts("publish.change_website")) : null,
      target.listed ? null : el("p", { class: "quiet" }, texts("publish.not_listed")));
  }

  #drawAct(document) {
    if (this.#isRunning) {
      this.#drawRun();
      return;
    }
    const looks = document.findings.some((one) => one.severity === "look");
    const withYoutube = document.targets.some((one) => one.target === "youtube");
    const asPublic = el("input", { type: "checkbox", id: "publish-public" });
    const despite = el("input", { type: "checkbox", id: "publish-despite" });
    const replace = el("input", { type: "checkbox", id: "publish-replace" });
    const isOut = document.targets.some((one) => one.published);
    const needsFolder = document.website && !document.website.folder && document.targets.some((one) => one.target === "website" && one.problem);
    const tick = (input, sentence) => el("div", { class: "tick" }, input, el("label", { for: input.id }, sentence));
    const warned = (this.#run?.steps ?? []).filter(({ name }) => name === "publish").flatMap(({ notices }) => notices.filter(({ level }) => level === "warning"));
    const failed = this.#run?.error ? el("p", { class: "bad", role: "alert" }, this.#run.error.message) : null;
    const stopped = this.#run?.state === "stopped" ? el("p", {}, texts("publish.stopped")) : null;
    const options = () => ({ public: asPublic.checked, despite_findings: despite.checked, replace: replace.checked });
    this.act.replaceChildren(failed ?? stopped ?? "", ...warned.map(({ text }) => el("p", { class: "bad", role: "alert" }, text)), withYoutube && document.can_be_public ? tick(asPublic, texts("publish.public", { visibility: document.visibility })) : "",
      looks && !document.stale ? tick(despite, texts("publish.despite")) : "", isOut ? tick(replace, texts("publish.replace")) : "",
      needsFolder ? el("p", { id: "folder-first", class: "bad" }, texts("publish.folder_first")) : "",
      el("div", { class: "buttons" }, el("button", { type: "button", class: "primary", id: "publish-now", disabled: needsFolder, "aria-describedby": needsFolder ? "folder-first" : null, onclick: () => this.#begin("publish", options()) }, texts(isOut ? "publish.again" : "publish.now")),
        document.stale || !document.checked ? el("button", { type: "button", onclick: () => this.#begin("check", {}) }, texts("publish.only_check")) : null,
        this.#context.project.ends_command ? el("button", { type: "button", id: "not-now", onclick: () => this.#endCommand() }, texts("publish.not_now")) : null));
  }

  /** The command that waits for this page ends, and nothing is published. */
  async #endCommand() {
    try {
      await this.#context.api.send("POST", "/api/end", {});
    } catch (error) {
      this.#context.status(error.message, "bad");
    }
  }

  #drawRun() {
    const run = this.#run;
    const left = run.left_s ? texts("publish.left", { minutes: number(Math.max(Math.ceil(run.left_s / 60), 1)) }) : "";
    const share = run.progress;
    this.act.replaceChildren(el("p", { id: "run-step", class: "number" }, this.#at(run), " ", left),
      el("progress", { "aria-labelledby": "run-step", max: "1", ...(share === null || share === undefined ? {} : { value: String(share) }) }), run.heard ? el("p", { class: "quiet" }, run.heard) : "",
      el("div", { class: "buttons" }, el("button", { type: "button", onclick: () => this.#stop() }, texts("publish.stop"))));
  }

  /** What a run is at, in words. */
  #at(run) {
    return run.step ? texts("publish.running", { step: texts(`publish.step_${run.step}`) }) : texts("publish.begun");
  }

  async #begin(until, options) {
    const { api, key, announce, status } = this.#context;
    try {
      const asked = Object.fromEntries(Object.entries(options).filter(([, value]) => value));
      const { document } = await api.send("POST", "/api/runs", { key, until, ...asked });
      this.#run = document;
      status("");
      announce(texts("publish.begun"));
      this.#draw();
    } catch (error) {
      this.document.refused(error);
    }
  }

  async #stop() {
    try {
      await this.#context.api.send("POST", `/api/runs/${this.#run.id}/stop`, {});
    } catch (error) {
      this.document.refused(error);
    }
  }

  async #told(run) {
    const wasAt = this.#run?.step;
    this.#run = run;
    if (!ENDED.includes(run.state)) {
      this.#drawAct(this.document.value);
      if (run.step !== wasAt) this.#context.announce(this.#at(run));
      return;
    }
    await this.document.load().catch((error) => this.document.refused(error));
    this.#draw();
    const sentence = run.error ? run.error.message : texts(run.state === "stopped" ? "publish.stopped" : this.document.value.links.length ? "publish.done" : "publish.checked");
    this.#context.announce(sentence);
    if (run.state === "done" && this.document.value.links.length) this.links.querySelector("input")?.focus();
  }
}

customElements.define("x-publish-place", PublishPlace);
