// The page: its head, and below it the desk or one of a meeting's five places, as the address behind # says.

import { api, ApiError } from "./api.js";
import { US } from "./clock.js";
import * as dialog from "./dialog.js";
import { el, isTyping } from "./dom.js";
import { Player } from "./player.js";
import { language, loadTexts, texts } from "./texts.js";

const PLACES = ["meeting", "cut", "captions", "chapters", "publish"];
const head = {
  home: el("a", { class: "home", href: "#/" }, "vbn-video"),
  title: el("p", { class: "meeting" }),
  places: el("nav", { hidden: true }),
  status: el("p", { class: "status", id: "status" }),
  help: el("button", { type: "button", class: "plain", onclick: () => showKeys() }, "?"),
};
const main = el("main", { tabindex: "-1", id: "main" });
const live = el("p", { class: "unseen", role: "status", "aria-live": "polite" });
const QUIET_MS = 1500;
let savedTimer = 0;
let player = null;
let shown = { key: null, place: null };
let place = null;
let ahead = null;
let turns = 0;
let leaving = null;

/** Says a sentence to who can't see that something has changed; the same one again is said again. */
function announce(sentence) {
  live.textContent = "";
  requestAnimationFrame(() => { live.textContent = sentence; });
}

/** The quiet line in the head: what is being saved, or when it was; what stands in the way of it is announced too. */
function status(sentence, level = "") {
  clearTimeout(savedTimer);
  const isNew = head.status.textContent !== sentence;
  head.status.textContent = sentence;
  head.status.dataset.level = level;
  if (level && isNew) announce(sentence);
}

/** Said once the keys have rested, not in the midst of every word; `said` is what was done, and is said at once. */
function saved(said = "") {
  const time = new Date().toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
  const sentence = texts("frame.saved", { time });
  status([said, sentence].filter(Boolean).join(" · "));
  if (said) announce(said);
  savedTimer = setTimeout(() => announce(sentence), QUIET_MS);
}

/** The meeting, its place, and the moment in the programme that it is about: `#/KEY/captions?t=12.5`. */
function address() {
  const [path, query = ""] = location.hash.replace(/^#\//, "").split("?");
  const [key, name] = path.split("/");
  const seconds = new URLSearchParams(query).get("t");
  return { key: key || null, place: PLACES.includes(name) ? name : "captions", atUs: seconds && Number.isFinite(Number(seconds)) ? Number(seconds) * US : null };
}

function drawHead(project) {
  head.title.textContent = project ? project.title || project.name : "";
  head.places.hidden = !project;
  head.places.replaceChildren(...(project ? PLACES : []).map((name) =>
    el("a", { href: `#/${project.key}/${name}`, "aria-current": name === shown.place ? "page" : null }, texts(`frame.${name}`))));
  document.title = project ? `${texts(`frame.${shown.place}`)} · ${head.title.textContent} · vbn-video` : "vbn-video";
}

/** Shows what the address says now; where the address has changed again meanwhile, the earlier call draws nothing more. */
async function go() {
  const turn = ++turns;
  const isOvertaken = () => turn !== turns;
  leaving ??= Promise.resolve(place?.leave?.()).finally(() => { leaving = null; });
  if ((await leaving) === false) {
    history.replaceState(null, "", `#/${shown.key ?? ""}${shown.key ? `/${shown.place}` : ""}`);
    return;
  }
  if (isOvertaken()) return;
  const wanted = address();
  shown = wanted;
  status("");
  try {
    if (!wanted.key) {
      player?.close();
      player = null;
      drawHead(null);
      const desk = await element("desk");
      if (!isOvertaken()) show(desk, {});
      return;
    }
    const project = await (projectAhead(wanted.key) ?? api.get(`/api/projects/${wanted.key}`));
    if (isOvertaken()) return;
    drawHead(project);
    const next = await element(`${wanted.place}-place`);
    if (isOvertaken()) return;
    if (player?.key !== wanted.key) {
      player?.close();
      player = new Player();
    }
    player.project = project;
    show(next, { key: wanted.key, project, player, atUs: wanted.atUs });
  } catch (error) {
    if (isOvertaken()) return;
    if (!(error instanceof ApiError)) throw error;
    drawHead(null);
    main.replaceChildren(refusal(error));
  }
}

function refusal(error) {
  const sentence = error.status === 0 ? texts("frame.away") : error.message;
  return el("div", { class: "refused" }, el("p", {}, sentence), el("p", {}, el("a", { href: "#/" }, texts("frame.to_desk"))));
}

/** What `ahead` asked for, once; null where it was about another meeting. */
function projectAhead(key) {
  const found = ahead?.key === key ? ahead.project : null;
  ahead = null;
  return found;
}

/** What the address needs is asked for beside the sentences and the session; what fails is said where it is waited for. */
function askAhead() {
  const { key, place: name } = address();
  import(key ? `./${name}-place.js` : "./desk.js").catch(() => {});
  if (!key) return;
  ahead = { key, project: api.get(`/api/projects/${key}`) };
  ahead.project.catch(() => {});
}

async function element(name) {
  await import(`./${name}.js`);
  return document.createElement(`x-${name}`);
}

function show(shownPlace, more) {
  shownPlace.context = { api, texts, announce, status, saved, dialog, reload: go, ...more };
  place = shownPlace;
  main.setAttribute("aria-label", texts(shown.key ? `frame.${shown.place}` : "desk.title"));
  main.replaceChildren(shownPlace);
  if (!main.contains(document.activeElement)) main.focus({ preventScroll: true });
  scrollTo(0, 0);
}

/** Every key that does something here, from the place that is shown and from the page. */
function showKeys() {
  const groups = [...(place?.keys ?? []), { title: texts("frame.keys_page"), keys: [["?", texts("frame.key_help")]] }];
  const content = groups.map(({ title, keys }) => el("section", { class: "keys" }, el("h3", {}, title),
    el("dl", {}, keys.map(([key, what]) => el("div", {}, el("dt", {}, key.split(" ").map((one) => el("kbd", {}, one))), el("dd", {}, what))))));
  dialog.show(texts("frame.keys"), el("div", { class: "key-groups" }, content), [{ text: texts("frame.close"), value: "", primary: true }], { wide: true });
}

function whatItWaitsFor(error) {
  if (!error) {
    if (head.status.dataset.level === "waits") saved();
    return;
  }
  status(error.status === 423 ? texts("frame.waits_run") : texts("frame.waits_server"), "waits");
}

async function start() {
  askAhead();
  const begun = api.begin();
  begun.catch(() => {});
  await loadTexts();
  head.home.setAttribute("aria-label", `vbn-video: ${texts("frame.home")}`);
  head.help.setAttribute("aria-label", texts("frame.keys"));
  head.places.setAttribute("aria-label", texts("frame.places"));
  const skip = el("a", { class: "skip", href: "#main", onclick: (event) => { event.preventDefault(); main.focus(); } }, texts("frame.skip"));
  document.body.replaceChildren(skip, el("header", {}, head.home, head.title, head.places, head.status, head.help), main, live);
  await begun;
  api.listen();
  api.on("waits", whatItWaitsFor);
  api.on("end", () => {
    player?.pause();
    status("");
    main.replaceChildren(el("div", { class: "refused" }, el("p", {}, texts("frame.ended"))));
  });
  api.on("resumed", () => { if (shown.key) api.get(`/api/projects/${shown.key}`).catch(() => {}); });
  api.on("away", () => status(texts("frame.waits_server"), "waits"));
  addEventListener("hashchange", go);
  addEventListener("keydown", (event) => {
    if (event.key === "?" && !isTyping(event) && !document.querySelector("dialog[open]")) {
      event.preventDefault();
      showKeys();
    }
  });
  await go();
}

start().catch((error) => {
  document.body.replaceChildren(el("main", { class: "refused" }, el("p", {}, String(error.message || error))));
});
