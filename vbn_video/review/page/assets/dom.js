// Elements, made without markup: what others wrote is always text.

/** An element with its attributes (`on…` are listeners, `class` a text, true an empty attribute, null none) and children. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  set(element, attributes);
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Attributes of an element that is there. */
export function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === null || value === undefined || value === false) element.removeAttribute(name);
    else if (name === "value" && "value" in element) element.value = value;
    else if (name === "checked") element.checked = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  return element;
}

/** Does a change of the page while what has the focus stays where it is in the window; what comes late above it pushes it nowhere. */
export function steadily(change) {
  const focused = document.activeElement;
  const before = focused.getBoundingClientRect().top;
  change();
  if (focused === document.body || !focused.isConnected) return;
  window.scrollBy({ top: focused.getBoundingClientRect().top - before, behavior: "instant" });
}

/** An icon from lines, drawn with the colour of the text around it; what it means stands in that text. */
export function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of Object.entries({ viewBox: "0 0 20 20", width: "20", height: "20", "aria-hidden": "true" })) {
    svg.setAttribute(name, value);
  }
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "path");
  drawn.setAttribute("d", path);
  svg.append(drawn);
  return svg;
}

/** Whether what is typed goes into a field of text, so that a letter is no shortcut (WCAG 2.1.4). */
export function isTyping(event) {
  const field = event.composedPath()[0];
  return field instanceof HTMLElement && (field.matches("textarea, select, input:not([type=button], [type=checkbox], [type=radio])") || field.isContentEditable);
}
