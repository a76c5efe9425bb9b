// What the page can do besides: times in it move the player, and the current chapter and sentence are marked.
// Without this file every link still leads into the video.
(function () {
  "use strict";

  const player = document.querySelector("video, youtube-player");
  const pane = document.querySelector(".pane");
  const chapters = Array.from(document.querySelectorAll(".chapters a[data-time]"));
  const sentences = Array.from(document.querySelectorAll("[data-start]"));
  let following = true;

  // Showing captions is what the page promises. WebKit leaves a default track disabled, and chooses anew, soon or late, when the text
  // track inside the file arrives with its metadata: until a person touches anything, nobody else hides them.
  let touched = false;
  function showCaptions() {
    if (touched) return;
    for (const track of player.textTracks || []) {
      if (track.kind === "captions" && track.mode === "disabled") track.mode = "showing";
    }
  }

  // Where the host's content rules forbid `data:`, the track is read from the file beside the page. WebKit takes no new address
  // while it tells of an error.
  function readFromFile(element) {
    const file = element.dataset.file;
    if (!file) return;
    delete element.dataset.file;
    setTimeout(function () { element.src = file; }, 0);
  }

  function lastBegun(items, key, time) {
    let low = 0;
    let high = items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (Number(items[middle].dataset[key]) <= time) low = middle + 1;
      else high = middle;
    }
    return items[low - 1];
  }

  function markChapter(time) {
    const current = lastBegun(chapters, "time", time);
    for (const chapter of chapters) {
      if (chapter === current) chapter.setAttribute("aria-current", "true");
      else chapter.removeAttribute("aria-current");
    }
  }

  function markSentence(time) {
    const begun = lastBegun(sentences, "start", time);
    const current = begun && time < Number(begun.dataset.end) ? begun : undefined;
    const marked = pane && pane.querySelector("span.now");
    if (!pane || marked === (current || null)) return;
    for (const old of pane.querySelectorAll(".now")) old.classList.remove("now");
    if (!current) return;
    current.classList.add("now");
    current.closest(".paragraph").classList.add("now");
    if (following) bringIntoPane(current);
  }

  // Only the pane is moved, never the page, and only until the person has moved it.
  function bringIntoPane(element) {
    const box = pane.getBoundingClientRect();
    const place = element.getBoundingClientRect();
    if (place.top >= box.top + 40 && place.bottom <= box.bottom - 40) return;
    pane.scrollTop += place.top - box.top - box.height / 3;
  }

  function mark() {
    const time = player.currentTime + 0.001;
    markChapter(time);
    markSentence(time);
  }

  // A <source> that can't be played leaves no error on the <video>, only that it has none to play.
  function isBroken() {
    return Boolean(player.error) || player.networkState === HTMLMediaElement.NETWORK_NO_SOURCE;
  }

  function seekToAddress() {
    const time = /^#t=([0-9.]+)$/.exec(location.hash);
    if (!time || isBroken()) return;
    player.currentTime = Number(time[1]);
    scrollTo(0, 0);
    player.scrollIntoView({ block: "nearest" });
  }

  // In one column the transcript is read far below the player: who taps a time in it stays there, and the player comes along.
  function bringPlayer(link) {
    const reading = pane && pane.contains(link) && getComputedStyle(pane).overflowY === "visible";
    player.classList.toggle("along", reading);
    (reading ? link : player).scrollIntoView({ block: "nearest" });
  }

  function seek(event) {
    const link = event.target.closest("a[data-time]");
    if (!link || isBroken() || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    following = true;
    player.currentTime = Number(link.dataset.time);
    bringPlayer(link);
    const started = player.play();
    if (started) started.catch(function () {});
  }

  showCaptions();
  player.addEventListener("loadedmetadata", showCaptions, { once: true });
  for (const name of ["addtrack", "change"]) if (player.textTracks) player.textTracks.addEventListener(name, showCaptions);
  for (const name of ["pointerdown", "keydown", "play"]) {
    addEventListener(name, function () { touched = true; }, { capture: true, once: true });
  }
  for (const element of player.querySelectorAll("track")) {
    element.addEventListener("error", function () { readFromFile(element); });
    if (element.readyState === HTMLTrackElement.ERROR) readFromFile(element);
  }
  document.addEventListener("click", seek);
  player.addEventListener("pause", function () { player.classList.remove("along"); });
  addEventListener("hashchange", seekToAddress);
  addEventListener("load", seekToAddress);
  for (const name of ["timeupdate", "seeking"]) player.addEventListener(name, mark);
  if (pane) {
    for (const name of ["wheel", "touchmove", "keydown", "pointerdown"]) {
      pane.addEventListener(name, function () { following = false; }, { passive: true });
    }
  }
})();
