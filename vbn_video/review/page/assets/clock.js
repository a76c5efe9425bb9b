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

const COLONS = /^(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,5})(?:,(\d{1,6}))?$/;
const POINTS = /^(?:(\d{1,3})\.(?=\d\d\.))?(\d{1,3})\.(\d\d)(?:,(\d{1,6}))?$/;
const COLONS_AND_POINT = /^(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})\.(?!\d\d$)(\d{1,6})$/;
const ENDS_IN_A_POINT = /^(?:\d+:)*\d+\.\d+$/;

/**
 * The time of what a person types; null where it is none, or can be read in two ways.
 * `1:11` and, as Danes write the clock, `1.11` are minutes and seconds; `71`, `71,5` and `1:11,5` have seconds and parts of one.
 */
export function parseClock(text) {
  const typed = text.trim();
  const match = COLONS.exec(typed) ?? POINTS.exec(typed) ?? COLONS_AND_POINT.exec(typed);
  if (!match) return null;
  const [h, m, s] = match.slice(1, 4).map((part) => Number(part || 0));
  if (match[2] !== undefined && s > 59) return null;
  if (match[1] !== undefined && m > 59) return null;
  return (h * 3600 + m * 60 + s) * US + Number((match[4] || "").padEnd(6, "0"));
}

/** Whether the point may part minutes and seconds, or begin a part of a second: `1.1`, `1.115`, `1:02.30`. */
export function canBeReadTwoWays(text) {
  return parseClock(text) === null && ENDS_IN_A_POINT.test(text.trim());
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
