// Times as people read and type them; inside, a time is a whole number of microseconds.

export const US = 1_000_000;

/** `1:02:03`, or with tenths `1:02:03,4`, by the language's decimal mark. */
export function clock(us, { tenths = false, mark = "," } = {}) {
  const unit = tenths ? Math.round(us / 100_000) : Math.floor(us / US) * 10;
  const seconds = Math.floor(unit / 10);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const minutes = h ? `${h}:${String(m).padStart(2, "0")}` : String(m);
  return `${minutes}:${String(s).padStart(2, "0")}` + (tenths ? `${mark}${unit % 10}` : "");
}

/** The time of `1:02:03.4`, `2:31` or `151`, with point or comma; null where it is none. */
export function parseClock(text) {
  const match = /^\s*(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,5})(?:[.,](\d{1,6}))?\s*$/.exec(text);
  if (!match) return null;
  const [h, m, s] = match.slice(1, 4).map((part) => Number(part || 0));
  if (match[2] !== undefined && s > 59) return null;
  if (match[1] !== undefined && m > 59) return null;
  return (h * 3600 + m * 60 + s) * US + Number((match[4] || "").padEnd(6, "0"));
}

/** The time in the recording of a time in the programme, by what is kept; null in a bumper. */
export function toRecording(programmeUs, { kept, intro_us: introUs }) {
  let at = introUs;
  for (const [start, end] of kept) {
    if (programmeUs < at) return null;
    if (programmeUs < at + end - start) return start + programmeUs - at;
    at += end - start;
  }
  return null;
}

/** The time in the programme of a time in the recording; null where it was cut. */
export function toProgramme(recordingUs, { kept, intro_us: introUs }) {
  let at = introUs;
  for (const [start, end] of kept) {
    if (recordingUs >= start && recordingUs < end) return at + recordingUs - start;
    at += end - start;
  }
  return null;
}
