// One document of a meeting (its cut, chapters, words about it): loaded, changed one change after another, and in conflict said.

import { ApiError } from "./api.js";
import { el } from "./dom.js";
import { texts } from "./texts.js";

export class PlaceDocument extends EventTarget {
  #context;
  #name;
  #queue = Promise.resolve();
  #unsaved = 0;
  #off = () => {};
  value = null;

  /** `name` is the document's own in its address: `cut`, `chapters`, `meeting`, `publication`. */
  constructor(context, name) {
    super();
    this.#context = context;
    this.#name = name;
  }

  get address() { return `/api/projects/${this.#context.key}/${this.#name}`; }
  get isSaving() { return this.#unsaved > 0; }

  async load() {
    this.value = await this.#context.api.get(this.address);
    this.#tell();
  }

  /** From here on a change that was made elsewhere is shown, unless one of ours is on its way. */
  follow(isBusy = () => false) {
    this.#off = this.#context.api.on("changed", async ({ project, document, revision }) => {
      if (project !== this.#context.key || document !== this.#name || this.isSaving || isBusy()) return;
      if (revision === this.value?.revision) return;
      await this.load();
      this.#context.announce(texts("places.changed_elsewhere"));
    });
    const keep = (event) => { if (this.isSaving || isBusy()) event.preventDefault(); };
    addEventListener("beforeunload", keep);
    const off = this.#off;
    this.#off = () => { off(); removeEventListener("beforeunload", keep); };
  }

  leave() { this.#off(); }

  /** When all that was sent has been answered. */
  settled() { return this.#queue; }

  /**
   * Sends a change for the revision that stands here then; the new document, or null where the person kept what stood there.
   * `body` may be a function of that document; `shown(document)` shows either version where they are in conflict.
   */
  send(method, body, { path = "", mine = null, shown = null } = {}) {
    this.#unsaved += 1;
    const sent = this.#queue.then(() => this.#send(method, path, body, { mine, shown }));
    this.#queue = sent.then(() => {}, () => {});
    return sent.finally(() => { this.#unsaved -= 1; });
  }

  async #send(method, path, body, { mine, shown }) {
    const { api, status, saved } = this.#context;
    status(texts("frame.saving"));
    const content = typeof body === "function" ? body(this.value) : body;
    try {
      const { document } = await api.send(method, this.address + path, content, { revision: this.value.revision });
      this.value = document;
      saved();
      this.#tell();
      return document;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 412 && error.current) return this.#decide(error.current, () => this.#send(method, path, body, { mine, shown }), { mine, shown });
      this.refused(error);
      throw error;
    }
  }

  /** It was changed elsewhere meanwhile: both versions beside each other, and the person says which is right. */
  async #decide(current, again, { mine, shown }) {
    const mineShown = mine ?? (shown ? shown(this.value) : el("p", {}, texts("places.your_change")));
    this.value = current;
    const theirs = shown ? shown(current) : el("p", {}, texts("places.their_change"));
    const answer = await this.#context.dialog.choose(texts("places.conflict"), texts("places.conflict_what"), mineShown, theirs);
    if (answer === "mine") return again();
    this.#context.status("");
    this.#tell();
    return null;
  }

  /** Says why something was refused. */
  refused(error) {
    const sentence = error.message || texts("frame.waits_server");
    this.#context.status(sentence, "bad");
    this.#context.announce(sentence);
  }

  #tell() { this.dispatchEvent(new Event("changed")); }
}
