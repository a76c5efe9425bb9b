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

class Api extends EventTarget {
  #stream = null;

  async get(path) {
    return (await this.#ask(path, { method: "GET" })).document;
  }

  /** Sends a change; `{document, revision}`. Waits where a run holds the project, and where the server is away. */
  async send(method, path, body, { revision = null, keepalive = false, waits = true } = {}) {
    const headers = { "Content-Type": "application/json", "X-VBN-Video": "review" };
    if (revision) headers["If-Match"] = `"${revision}"`;
    const request = { method, headers, body: JSON.stringify(body ?? {}), keepalive };
    for (let left = MOST_RETRIES; ; left -= 1) {
      try {
        const answer = await this.#ask(path, request);
        this.#waits(null);
        return answer;
      } catch (error) {
        const isBusy = error.status === 423 || error.status === 0;
        if (!isBusy || !waits || left === 0) throw error;
        this.#waits(error);
        await new Promise((done) => setTimeout(done, RETRY_MS));
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
    this.#stream.addEventListener("error", () => this.dispatchEvent(new CustomEvent("away")));
  }

  on(name, handler) {
    const listener = (event) => handler(event.detail);
    this.addEventListener(name, listener);
    return () => this.removeEventListener(name, listener);
  }

  #waits(error) {
    this.dispatchEvent(new CustomEvent("waits", { detail: error }));
  }

  async #ask(path, request) {
    let answer;
    try {
      answer = await fetch(path, { credentials: "same-origin", cache: "no-store", ...request });
    } catch {
      throw new ApiError("", 0);
    }
    const document = answer.headers.get("content-type")?.startsWith("application/json") ? await answer.json() : null;
    if (!answer.ok) throw new ApiError(document?.error?.message ?? answer.statusText, answer.status, document?.current);
    const revision = answer.headers.get("etag")?.replace(/^W\//, "").replaceAll('"', "") ?? document?.revision ?? null;
    return { document, revision };
  }
}

export const api = new Api();
