// YouTube's player with the face of a <video>: currentTime, play(), error, timeupdate. Nothing is asked of YouTube before the
// visitor has asked for the video, and no script of YouTube's runs in this page: the frame is spoken to by messages, as YouTube's
// own script for embedding speaks to it. Without this file, and where the frame does not answer, there is the link to YouTube.
(function () {
  "use strict";

  const YOUTUBE = "https://www.youtube-nocookie.com";
  const ASK_MS = 250;
  const PATIENCE_MS = 15000;

  function read(data) {
    try {
      return JSON.parse(data);
    } catch (error) {
      return null;
    }
  }

  class YoutubePlayer extends HTMLElement {
    #frame = null;
    #answered = false;
    #time = 0;
    #wanted = null;
    #asking = 0;
    #patience = 0;

    error = null;

    connectedCallback() {
      // A page from a folder sends no address of its own, and YouTube then plays nothing (its error 153).
      if (!location.protocol.startsWith("http")) {
        this.error = new Error("not served");
        return;
      }
      this.#offer(true);
      this.querySelector("button").addEventListener("click", () => {
        this.play();
        this.#frame.focus({ preventScroll: true });
      });
      window.addEventListener("message", (event) => { this.#hear(event); });
      document.addEventListener("securitypolicyviolation", (event) => {
        if (this.#frame && event.blockedURI.startsWith(YOUTUBE)) this.#giveUp();
      });
    }

    get currentTime() { return this.#time; }

    set currentTime(seconds) {
      this.#wanted = seconds;
      if (this.#answered) this.#seek();
    }

    play() {
      if (!this.#frame) this.#load();
      else if (this.#answered) this.#command("playVideo", []);
    }

    #load() {
      const frame = document.createElement("iframe");
      const address = new URL(this.dataset.frame);
      address.searchParams.set("origin", location.origin);
      if (this.#wanted !== null) address.searchParams.set("start", Math.floor(this.#wanted));
      frame.title = this.dataset.title;
      frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
      frame.referrerPolicy = "strict-origin-when-cross-origin";
      frame.src = address.href;
      this.#frame = frame;
      // Until its page has come the frame is this site's own, and a message addressed to YouTube is refused.
      frame.addEventListener("load", () => { this.#ask(); });
      this.#patience = setTimeout(() => { this.#giveUp(); }, PATIENCE_MS);
      this.querySelector("button").hidden = true;
      this.querySelector("img").after(frame);
    }

    #ask() {
      if (this.#answered) return;
      clearInterval(this.#asking);
      this.#say({ event: "listening" });
      this.#asking = setInterval(() => { this.#say({ event: "listening" }); }, ASK_MS);
    }

    #say(message) {
      if (this.#frame.contentWindow) {
        this.#frame.contentWindow.postMessage(JSON.stringify({ id: 1, channel: "widget", ...message }), YOUTUBE);
      }
    }

    #command(func, args) {
      this.#say({ event: "command", func: func, args: args });
    }

    #seek() {
      this.#command("seekTo", [this.#wanted, true]);
      this.#move(this.#wanted);
      this.#wanted = null;
    }

    #move(seconds) {
      this.#time = seconds;
      this.dispatchEvent(new Event("timeupdate"));
    }

    #hear(event) {
      if (event.origin !== YOUTUBE || !this.#frame || event.source !== this.#frame.contentWindow) return;
      const told = read(event.data);
      if (!told) return;
      if (!this.#answered) this.#begin();
      if (told.event === "onError") this.#giveUp();
      else if (told.info && typeof told.info.currentTime === "number") this.#move(told.info.currentTime);
    }

    #begin() {
      this.#answered = true;
      this.#stopAsking();
      this.#command("addEventListener", ["onError"]);
      if (this.#wanted !== null) {
        this.#seek();
        this.#command("playVideo", []);
      }
    }

    #giveUp() {
      this.#stopAsking();
      this.error = new Error("refused");
      const focused = document.activeElement === this.#frame;
      this.#frame.remove();
      this.#frame = null;
      this.#offer(false);
      const refused = this.querySelector(".refused");
      refused.textContent = refused.dataset.sentence;
      if (focused) this.querySelector("a").focus({ preventScroll: true });
    }

    #stopAsking() {
      clearInterval(this.#asking);
      clearTimeout(this.#patience);
    }

    // Either the button that plays here, with what that means, or the link to YouTube.
    #offer(here) {
      this.querySelector("button").hidden = !here;
      this.querySelector(".cookies").hidden = !here;
      this.querySelector("a").hidden = here;
    }
  }

  customElements.define("youtube-player", YoutubePlayer);
})();
