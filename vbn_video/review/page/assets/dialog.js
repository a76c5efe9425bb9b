// Dialogs: native ones, so that focus, Escape and the rest of the page behave as the browser's own.

import { el } from "./dom.js";
import { texts } from "./texts.js";

/**
 * Shows a dialog and waits for its end: the value of the button that closed it, "" where it was left. `work(value)` is done before
 * it closes; the sentence that it gives back, where it gives one, is shown, and the dialog stays with all that was written. `asksCalmly`: no button has the
 * focus, so that no key that was meant for something else answers.
 */
export function show(title, content, buttons, { wide = false, work = null, asksCalmly = false } = {}) {
  return new Promise((done) => {
    const heading = el("h2", { id: "dialog-title", tabindex: "-1" }, title.replace(/ …$/, ""));
    const row = el("div", { class: "buttons" }, buttons.map(({ text, value, primary = false }) =>
      el("button", { type: "submit", value, class: primary ? "primary" : null }, text)));
    const wrong = el("p", { class: "bad", role: "alert" });
    const form = el("form", { method: "dialog" }, heading, content, wrong, row);
    const dialog = el("dialog", { "aria-labelledby": "dialog-title", class: wide ? "wide" : null }, form);
    form.addEventListener("submit", async (event) => {
      const value = event.submitter?.value;
      if (!work || !value) return;
      event.preventDefault();
      wrong.textContent = "";
      wrong.textContent = await work(value);
      if (!wrong.textContent) dialog.close(value);
    });
    dialog.addEventListener("close", () => {
      const value = dialog.returnValue;
      dialog.remove();
      done(value);
    });
    document.body.append(dialog);
    dialog.showModal();
    const isRead = asksCalmly || (buttons.length === 1 && dialog.scrollHeight > dialog.clientHeight);
    const first = isRead ? heading : row.querySelector(".primary");
    (dialog.querySelector("[autofocus]") ?? first ?? heading).focus();
  });
}

/** Asks whether to; true if so. */
export async function confirm(title, sentence, yes) {
  const buttons = [{ text: yes, value: "yes", primary: true }, { text: texts("frame.cancel"), value: "" }];
  return (await show(title, el("p", {}, sentence), buttons)) === "yes";
}

/** Two versions of the same thing beside each other; "mine", "theirs" or "" where neither was chosen. */
export function choose(title, sentence, mine, theirs) {
  const column = (name, content) => el("section", { class: "version" }, el("h3", {}, name), content);
  const content = [
    el("p", {}, sentence),
    el("div", { class: "versions" }, column(texts("frame.mine"), mine), column(texts("frame.theirs"), theirs)),
  ];
  const buttons = [
    { text: texts("frame.keep_mine"), value: "mine", primary: true },
    { text: texts("frame.keep_theirs"), value: "theirs" },
    { text: texts("frame.cancel"), value: "" },
  ];
  return show(title, content, buttons, { wide: true, asksCalmly: true });
}
