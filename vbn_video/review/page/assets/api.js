// What is asked of the server, and what it tells: JSON with revisions, and one stream of events.

/** The server refused, in a sentence; `current` is what stands there now where the change was made for something else. */
export class ApiError extends Error {
  constructor(message, status, current = null) {
    super(message);
    this.status = status;
    this.current = current;
  }
}

const RETRY_MS = 1000;
const MOST_RETRIES = 600;
const NOT_LET_IN = 403;
const LEAVING_MS = 1000;

class Api extends EventTarget {
  #stream = null;
  #key = null;
  #port = 0;
  #resuming = null;
  #waiting = new Set();
  /** The server was gone: until it has proved that it is ours again, nothing is asked but that. */
  #isAway = false;
  /** When the page was last about to be left: its stream ends then, and the server is there all the same for the last words. */
  #leftAtMs = -LEAVING_MS;

  constructor() {
    super();
    addEventListener("beforeunload", () => { this.#leftAtMs = performance.now(); });
  }

  /** Asks for the key by which the next server on this port is known, should this one be killed. */
  async begin() {
    const { document } = await this.#ask("/api/resume-key", { method: "GET" });
    if (!crypto.subtle) return;
    this.#port = document.port;
    this.#key = await crypto.subtle.importKey("raw", new TextEncoder().encode(document.key), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  }

  async get(path) {
    if (this.#isAway) await this.#resume();
    try {
      return (await this.#ask(path, { method: "GET" })).document;
    } catch (error) {
      if (error.status !== NOT_LET_IN || !(await this.#resume())) throw error;
      return (await this.#ask(path, { method: "GET" })).document;
    }
  }

  /** Sends a change; `{document, revision}`. Waits where a run holds the project, and where the server is away. */
  async send(method, path, body, { revision = null, keepalive = false, waits = true } = {}) {
    const headers = { "Content-Type": "application/json", "X-VBN-Video": "review" };
    if (revision) headers["If-Match"] = `"${revision}"`;
    const request = { method, headers, body: JSON.stringify(body ?? {}), keepalive };
    const answer = await this.#sendUntilAnswered(path, request, waits).finally(() => this.#waiting.delete(request));
    this.#waits(null);
    return answer;
  }

  async #sendUntilAnswered(path, request, waits) {
    let isLetIn = false;
    for (let left = MOST_RETRIES; ; ) {
      try {
        return await this.#ask(path, request);
      } catch (error) {
        if (error.status === NOT_LET_IN && !isLetIn && (isLetIn = await this.#resume())) continue;
        const isBusy = error.status === 423 || error.status === 0;
        if (!isBusy || !waits || left === 0) throw error;
        this.#waiting.add(request);
        this.#waits(error);
        if (error.status === 423) left -= 1;
        do await pause(); while (error.status === 0 && !(await this.#resume()));
      }
    }
  }

  /** Opens the stream of events; each is told to those who listen here, by its name. */
  listen() {
    this.#stream = new EventSource("/api/events");
    for (const name of ["run", "heard", "changed", "candidate", "end"]) {
      this.#stream.addEventListener(name, (event) => {
        this.dispatchEvent(new CustomEvent(name, { detail: JSON.parse(event.data || "{}") }));
      });
    }
    this.#stream.addEventListener("end", () => this.#stream.close());
    this.#stream.addEventListener("open", () => this.#waits(null));
    this.#stream.addEventListener("error", () => {
      if (performance.now() - this.#leftAtMs > LEAVING_MS) this.#listenAgain();
      else setTimeout(() => this.#listenAgain(), LEAVING_MS);
    });
  }

  async #listenAgain() {
    this.#stream.close();
    this.#isAway = true;
    this.dispatchEvent(new CustomEvent("away"));
    do await pause(); while (!(await this.#resume()));
    this.listen();
    this.dispatchEvent(new CustomEvent("resumed"));
  }

  /** Whether our server is there: one attempt for all who wait for it. */
  #resume() {
    this.#resuming ??= this.#shakeHands().catch(() => false).finally(() => { this.#resuming = null; });
    return this.#resuming;
  }

  /**
   * The server proves that it knows the key, and then this page: whoever else has taken the port meanwhile is sent nothing. The
   * next server gives a cookie of its own, and looks through its folder, so that it knows the meeting's key again.
   */
  async #shakeHands() {
    if (!this.#key) {
      this.#isAway = false;
      return true;
    }
    const nonce = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const asked = await fetch(`/api/resume?nonce=${nonce}`, { credentials: "omit", cache: "no-store" });
    if (!asked.ok) return false;
    const { proof, challenge } = await asked.json();
    if (proof !== (await this.#sign("server", nonce))) return false;
    const own = new URLSearchParams({ challenge, proof: await this.#sign("page", challenge) });
    await this.#fetch(`/api/resume?${own}`, { method: "POST", headers: { "Content-Type": "application/json", "X-VBN-Video": "review" }, body: "{}" });
    await this.#fetch("/api/desk", { method: "GET" });
    this.#isAway = false;
    return true;
  }

  async #sign(side, text) {
    const signed = await crypto.subtle.sign("HMAC", this.#key, new TextEncoder().encode(`${side}:${this.#port}:${text}`));
    return [...new Uint8Array(signed)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  on(name, handler) {
    const listener = (event) => handler(event.detail);
    this.addEventListener(name, listener);
    return () => this.removeEventListener(name, listener);
  }

  /** Why a change is not saved yet; null once none is on its way any more. */
  #waits(error) {
    if (error || !this.#waiting.size) this.dispatchEvent(new CustomEvent("waits", { detail: error }));
  }

  async #ask(path, request) {
    if (this.#isAway) throw new ApiError("", 0);
    return this.#fetch(path, request);
  }

  async #fetch(path, request) {
    let answer;
    try {
      answer = await fetch(path, { credentials: "same-origin", cache: "no-store", ...request });
    } catch {
      this.#isAway = true;
      throw new ApiError("", 0);
    }
    const document = answer.headers.get("content-type")?.startsWith("application/json") ? await answer.json() : null;
    if (!answer.ok) throw new ApiError(document?.error?.message ?? answer.statusText, answer.status, document?.current);
    const revision = answer.headers.get("etag")?.replace(/^W\//, "").replaceAll('"', "") ?? document?.revision ?? null;
    return { document, revision };
  }
}

function pause() {
  return new Promise((done) => setTimeout(done, RETRY_MS));
}

export const api = new Api();
