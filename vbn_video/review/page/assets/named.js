// Controls whose name says more than their text: the rest of the name is there for who hears it, behind the same words.

import { el } from "./dom.js";

/** The text that is shown, and what makes it clear out of its place. */
export function named(shown, more) {
  return [shown, el("span", { class: "unseen" }, ` ${more}`)];
}
