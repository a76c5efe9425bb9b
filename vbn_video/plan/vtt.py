"""WebVTT as text: captions and chapters written, and read back as people and their tools leave them.

Written by hand because libraries drop the header and neither escape nor unescape `&`. Times are whole milliseconds, as the
format has them. Reading is tolerant: what cannot be understood becomes a `Problem` with its line, and the rest is kept.

Source: WebVTT, W3C Candidate Recommendation, sections 4 and 6.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from vbn_video.decisions import Chapter, Cue
from vbn_video.messages import _

US_PER_MS = 1_000

_TIME = r"(-?)(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMING = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}(?:[ \t].*)?$")
_SETTINGS = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}")
_HEADER = re.compile(r"WEBVTT(?:[ \t]|$)")
_TAG = re.compile(r"<(?:/?(?:c|i|b|u|v|ruby|rt|lang|font)\b[^>]*|\d[\d:.,]*)>")
_NOT_CUES = ("NOTE", "STYLE", "REGION")


@dataclass(frozen=True)
class Problem:
    """What could not be understood, and on which line of the file (counted from 1)."""

    line: int
    sentence: str


@dataclass(frozen=True)
class ParsedVtt:
    """The cues that could be read, in the file's order, the line of each one's times, and what could not be read."""

    cues: tuple[Cue, ...]
    problems: tuple[Problem, ...] = ()
    lines: tuple[int, ...] = ()


@dataclass(frozen=True)
class ParsedChapters:
    """The chapters that could be read, the line of each one's times, and what could not be read."""

    chapters: tuple[Chapter, ...]
    problems: tuple[Problem, ...] = ()
    lines: tuple[int, ...] = ()


def decode(data: bytes) -> str:
    """The text of a file from any editor: UTF-8 or UTF-16 with or without its mark, otherwise Windows' Latin-1."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def write_vtt(cues: Iterable[Cue], language: str = "da") -> str:
    """The cues as a WebVTT file whose language stands in a note of its own."""
    return "\n".join([f"WEBVTT\n\nNOTE Language: {language}\n", *(_cue_block(cue) for cue in cues)])


def write_chapters(chapters: Sequence[Chapter], duration_us: int) -> str:
    """The chapters as a WebVTT file, each lasting until the next one or the programme's end."""
    ends_us = [*(chapter.start_us for chapter in chapters), duration_us][1:]
    cues = [Cue(chapter.start_us, end_us, (chapter.title,)) for chapter, end_us in zip(chapters, ends_us, strict=True)]
    return "\n".join(["WEBVTT\n", *(_cue_block(cue) for cue in cues)])


def parse_vtt(text: str) -> ParsedVtt:
    """The cues of a WebVTT file as its editor left it: any line ends, with or without hours, tags and settings dropped."""
    lines = split_lines(text)
    problems: list[Problem] = []
    if not _HEADER.match(lines[0]):
        problems.append(Problem(1, _("The file does not begin with the line WEBVTT.")))
    return parse_blocks(lines, _body(lines), problems, escaped=True)


def parse_chapters(text: str) -> ParsedChapters:
    """The chapters of a WebVTT file; the end of each is not read, since the next one's beginning says it."""
    parsed = parse_vtt(text)
    chapters = tuple(Chapter(cue.start_us, " ".join(cue.lines)) for cue in parsed.cues)
    return ParsedChapters(chapters, parsed.problems, parsed.lines)


def retime(text: str, places: Sequence[Cue | None], added: Sequence[Cue] = ()) -> str:
    """The text of a WebVTT file with new times for its cues: their tags, settings and notes stay as their editor left them.

    `places`: for each cue of `parse_vtt(text)` its new times, or None to leave it out; `added`: cues to be put in between.
    """
    new_times = dict(zip(parse_vtt(text).lines, places, strict=True))
    all_lines = split_lines(text)
    body, at_us = _body(all_lines), 0
    blocks = [(at_us, "\n".join([*all_lines[:body], ""]))]
    for number, lines in _blocks(all_lines, body):
        timing = next((index for index, line in enumerate(lines[:2]) if "-->" in line), None)
        if timing is not None:
            cue = new_times.get(number + timing)
            if cue is None:
                continue
            at_us = cue.start_us
            settings = _SETTINGS.sub("", lines[timing]).strip()
            lines[timing] = f"{_times(cue)} {settings}".strip()
        blocks.append((at_us, "\n".join([*lines, ""])))
    blocks += [(cue.start_us, _cue_block(cue)) for cue in added]
    return "\n".join(block for _at_us, block in sorted(blocks, key=lambda block: block[0]))


def clock(at_us: int, mark: str = ".") -> str:
    """A time as subtitle files write it, to the millisecond: `01:02:03.456`."""
    at_ms = (at_us + US_PER_MS // 2) // US_PER_MS
    return f"{at_ms // 3_600_000:02}:{at_ms // 60_000 % 60:02}:{at_ms // 1_000 % 60:02}{mark}{at_ms % 1_000:03}"


def split_lines(text: str) -> list[str]:
    """The lines of a text with any line ends, at least one; the byte order mark is gone."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def parse_blocks(lines: Sequence[str], first: int, problems: Sequence[Problem], escaped: bool) -> ParsedVtt:
    """The cues among the blocks of `lines[first:]`, which is where WebVTT and SubRip are alike.

    `escaped`: whether `&amp;` and its like stand for characters (WebVTT) or for themselves (SubRip).
    """
    cues: list[Cue] = []
    cue_lines: list[int] = []
    found = list(problems)
    for number, block in _blocks(lines, first):
        timing = next((index for index, line in enumerate(block[:2]) if "-->" in line), None)
        if timing is None:
            if block[0].split(maxsplit=1)[0] not in _NOT_CUES:
                found.append(Problem(number, _("This text belongs to no caption: the line with its times is missing before it.")))
            continue
        line = number + timing
        cue = _cue(block[timing], block[timing + 1 :], escaped)
        if isinstance(cue, str):
            found.append(Problem(line, cue))
        elif cues and cue.start_us < cues[-1].start_us:
            found.append(Problem(line, _("The caption begins before the one above it.")))
        elif cue.lines:
            cues.append(cue)
            cue_lines.append(line)
    return ParsedVtt(tuple(cues), tuple(found), tuple(cue_lines))


def _body(lines: Sequence[str]) -> int:
    """Index of the first line after the header."""
    if not _HEADER.match(lines[0]):
        return 0
    return next((index for index, line in enumerate(lines) if not line.strip() or "-->" in line), len(lines))


def _blocks(lines: Sequence[str], first: int) -> Iterator[tuple[int, list[str]]]:
    """(line number, lines) of each run of lines without a blank one; a second line with times begins a new run."""
    block: list[str] = []
    begun = first
    for index in range(first, len(lines) + 1):
        line = lines[index] if index < len(lines) else ""
        blank, new_cue = not line.strip(), "-->" in line and any("-->" in earlier for earlier in block)
        if (blank or new_cue) and block:
            named = new_cue and len(block) > 2 and block[-1].strip().isdigit()
            yield begun + 1, block[:-1] if named else block
            block, begun = ([block[-1]], index - 1) if named else ([], index)
        if not blank:
            if not block:
                begun = index
            block.append(line)


def _cue(timing: str, text: Sequence[str], escaped: bool) -> Cue | str:
    """The cue, or the sentence that says why it is none."""
    match = _TIMING.match(timing)
    if match is None:
        return _("The times cannot be read; they are written like 00:01:02.500 --> 00:01:04.000.")
    numbers = match.groups()
    start_us, end_us = _time_us(numbers[:5]), _time_us(numbers[5:])
    if start_us is None or end_us is None:
        return _("The times cannot be read: minutes and seconds go to 59, and no time is below zero.")
    if end_us <= start_us:
        return _("The caption ends before it begins.")
    plain = (_TAG.sub("", line) for line in text)
    lines = tuple(line for line in ((unescape(line) if escaped else line).strip() for line in plain) if line)
    return Cue(start_us, end_us, lines)


def _time_us(numbers: Sequence[str | None]) -> int | None:
    sign, hours, minutes, seconds, fraction = numbers
    if sign or int(minutes or 0) > 59 or int(seconds or 0) > 59:
        return None
    whole_s = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return (whole_s * 1_000 + int((fraction or "0").ljust(3, "0"))) * US_PER_MS


def _cue_block(cue: Cue) -> str:
    lines = [escape(line) for line in cue.lines if line.strip()]
    return "\n".join([_times(cue), *lines, ""])


def _times(cue: Cue) -> str:
    return f"{clock(cue.start_us)} --> {clock(max(cue.end_us, cue.start_us + US_PER_MS))}"


def escape(text: str) -> str:
    """The text with the characters that mean something in WebVTT as entities; so no `-->` can stand in it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
