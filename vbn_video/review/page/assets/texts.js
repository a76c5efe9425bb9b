// The sentences of the page, in the person's language.

let sentences = {};
export let language = "da";

export async function loadTexts() {
  const answer = await fetch("/api/texts", { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error((await answer.text()) || answer.statusText);
  const found = await answer.json();
  sentences = found.texts;
  language = found.language;
  document.documentElement.lang = language;
}

/** The sentence of a key with its fields filled in; a field's value is text, whatever stands in it. */
export function texts(key, values = {}) {
  const sentence = sentences[key];
  if (sentence === undefined) return key;
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** The sentence for a count: `KEY.one` or `KEY.many`. */
export function counted(key, count, values = {}) {
  return texts(`${key}.${count === 1 ? "one" : "many"}`, { count: number(count), ...values });
}

export function number(value, places = 0) {
  return value.toLocaleString(language, { minimumFractionDigits: places, maximumFractionDigits: places });
}

/** The decimal mark of the language. */
export function mark() {
  return language === "da" ? "," : ".";
}
