"""WebVTT as text: captions and chapters written, and read back as people and their tools leave them.

Written by hand because libraries drop the header and neither escape nor unescape `&`. Times are whole milliseconds, as the
format has them. Reading is tolerant: what cannot be understood becomes a `Problem` with its line, and the rest is kept.

Source: WebVTT, W3C Candidate Recommendation, sections 4 and 6.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import zip_longest
from types import MappingProxyType
from typing import Literal

from vbn_video.clock import US_PER_MS, micros, timecode
from vbn_video.decisions import Chapter, Cue
from vbn_video.errors import InputError
from vbn_video.messages import _

Position = Literal["bottom", "top"]

_SETTING_OF: Mapping[Position, str] = MappingProxyType({"bottom": "", "top": "line:0"})
"""Players put captions at the bottom by themselves; `line:0` is the picture's first line, whatever its height."""

_TIME = r"(-?)(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMING = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}(?:[ \t].*)?$")
_SETTINGS = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}")
_HEADER = re.compile(r"WEBVTT(?:[ \t]|$)")
_TAG = re.compile(r"<(?:/?(?:c|i|b|u|v|ruby|rt|lang|font)\b[^>]*|\d[\d:.,]*)>")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?(?:\s([^>]*))?>")
_NOT_CUES = ("NOTE", "STYLE", "REGION")


@dataclass(frozen=True)
class Problem:
    """What could not be understood, and on which line of the file (counted from 1)."""

    line: int
    sentence: str
    cue: Cue | None = None
    """The caption as it stands there, where only its times are impossible."""


def refuse(problems: Sequence[Problem], name: str, path: object) -> None:
    """Name every line of an edited file that cannot be understood; `name`: as people call it, `path`: where it lies.

    Raises:
        InputError: there is one; the file stays as it is.
    """
    if problems:
        lines = [_("{name}, line {line}: {sentence}").format(name=name, line=p.line, sentence=p.sentence) for p in problems]
        advice = _("Mend it, or make the file anew with --discard-edits. Nothing was changed.")
        raise InputError("{lines}\n{advice}", lines="\n".join(lines), advice=advice, path=path)


@dataclass(frozen=True)
class ParsedVtt:
    """The cues that could be read, in the file's order, the line of each one's times, and what could not be read."""

    cues: tuple[Cue, ...]
    problems: tuple[Problem, ...] = ()
    lines: tuple[int, ...] = ()

    @property
    def all_cues(self) -> tuple[tuple[int, Cue], ...]:
        """(line, cue) of every caption whose times are written at all, those with impossible ones too, in the file's order."""
        impossible = [(problem.line, problem.cue) for problem in self.problems if problem.cue is not None]
        return tuple(sorted([*zip(self.lines, self.cues, strict=True), *impossible], key=lambda numbered: numbered[0]))


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


def write_vtt(cues: Iterable[Cue], language: str = "da", position: Position = "bottom") -> str:
    """The cues as a WebVTT file whose language stands in a note of its own; who speaks stands as a voice."""
    settings = _SETTING_OF[position]
    return "\n".join([f"WEBVTT\n\nNOTE Language: {language}\n", *(_cue_block(cue, settings) for cue in cues)])


def write_chapters(chapters: Sequence[Chapter], duration_us: int) -> str:
    """The chapters as a WebVTT file, each lasting until the next one or the programme's end."""
    ends_us = [*(chapter.start_us for chapter in chapters), duration_us][1:]
    cues = [Cue(chapter.start_us, end_us, (chapter.title,)) for chapter, end_us in zip(chapters, ends_us, strict=True)]
    return "\n".join(["WEBVTT\n", *(_cue_block(cue) for cue in cues)])


def is_vtt(text: str) -> bool:
    """Whether the text begins as a WebVTT file does."""
    return _HEADER.match(split_lines(text)[0]) is not None


def parse_vtt(text: str) -> ParsedVtt:
    """The cues of a WebVTT file as its editor left it: any line ends, with or without hours, tags and settings dropped."""
    lines = split_lines(text)
    problems: list[Problem] = []
    if not is_vtt(text):
        problems.append(Problem(1, _("The file does not begin with the line WEBVTT.")))
    return parse_blocks(lines, _body(lines), problems, escaped=True)


def parse_chapters(text: str) -> ParsedChapters:
    """The chapters of a WebVTT file; the end of each is not read, since the next one's beginning says it."""
    parsed = parse_vtt(text)
    chapters = tuple(Chapter(cue.start_us, " ".join(cue.lines)) for cue in parsed.cues)
    return ParsedChapters(chapters, parsed.problems, parsed.lines)


def retime(text: str, places: Sequence[Sequence[Cue]], added: Sequence[Cue] = (), position: Position = "bottom") -> str:
    """The text of a WebVTT file with other cues in it: the tags, settings and notes around them stay as their editor left them.

    `places`: for each of `parse_vtt(text).all_cues` what stands for it now: one with the same words keeps its tags, and none
    leaves it out; `added`: cues to be put in between, at `position`.
    """
    standing = {line: (cue, place) for (line, cue), place in zip(parse_vtt(text).all_cues, places, strict=True)}
    all_lines = split_lines(text)
    body, at_us = _body(all_lines), 0
    blocks = [(at_us, "\n".join([*all_lines[:body], ""]))]
    for number, lines in _blocks(all_lines, body):
        timing = _timing(lines)
        if timing is None or number + timing not in standing:
            blocks.append((at_us, "\n".join([*lines, ""])))
            continue
        cue, place = standing[number + timing]
        settings = _SETTINGS.sub("", lines[timing]).strip()
        for index, new in enumerate(place):
            at_us = new.start_us
            named = lines[:timing] if index == 0 else []
            words = lines[timing + 1 :] if new.lines == cue.lines else _text(new)
            blocks.append((at_us, "\n".join([*named, _times(new, settings), *words, ""])))
    blocks += [(cue.start_us, _cue_block(cue, _SETTING_OF[position])) for cue in added]
    return "\n".join(block for _at_us, block in sorted(blocks, key=lambda block: block[0]))


def split_lines(text: str) -> list[str]:
    """The lines of a text with any line ends, at least one; the byte order mark is gone."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def parse_blocks(lines: Sequence[str], first: int, problems: Sequence[Problem], escaped: bool) -> ParsedVtt:
    """The cues among the blocks of `lines[first:]`, which is where WebVTT and SubRip are alike.

    `escaped`: whether `&amp;` and its like stand for characters (WebVTT) or for themselves (SubRip).
    """
    written: list[tuple[int, Cue]] = []
    found = list(problems)
    for number, block in _blocks(lines, first):
        timing = _timing(block)
        if timing is None:
            if block[0].split(maxsplit=1)[0] not in _NOT_CUES:
                found.append(Problem(number, _of_no_caption()))
            continue
        cue = _cue(block[timing], block[timing + 1 :], escaped)
        if isinstance(cue, str):
            found.append(Problem(number + timing, cue))
        else:
            written.append((number + timing, cue))
    return judged(written, found)


def judged(written: Iterable[tuple[int, Cue]], problems: Sequence[Problem] = ()) -> ParsedVtt:
    """The captions of a file, each with its line: those that can stand at their times, and what is wrong with the others."""
    cues: list[Cue] = []
    lines: list[int] = []
    found = list(problems)
    for line, cue in written:
        wrong = _impossible(cue, cues[-1] if cues else None)
        if wrong:
            found.append(Problem(line, wrong, cue if cue.lines else None))
        elif cue.lines:
            cues.append(cue)
            lines.append(line)
    return ParsedVtt(tuple(cues), tuple(sorted(found, key=lambda problem: problem.line)), tuple(lines))


def _timing(block: Sequence[str]) -> int | None:
    """Index of the line with the block's times, if it has one."""
    return next((index for index, line in enumerate(block[:2]) if "-->" in line), None)


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
    """The cue with its times as they are written, or the sentence that says why they can't be read."""
    match = _TIMING.match(timing)
    if match is None:
        return _("The times cannot be read; they are written like 00:01:02.500 --> 00:01:04.000.")
    numbers = match.groups()
    start_us, end_us = _time_us(numbers[:5]), _time_us(numbers[5:])
    if start_us is None or end_us is None:
        return _no_such_time()
    return Cue(start_us, end_us, *_lines(text, escaped))


def _impossible(cue: Cue, before: Cue | None) -> str | None:
    """The sentence that says why the cue can't stand at its times after the one before it."""
    if cue.start_us < 0 or cue.end_us < 0:
        return _no_such_time()
    if cue.end_us <= cue.start_us:
        return _("The caption ends before it begins.")
    if before and cue.start_us < before.start_us:
        return _("The caption begins before the one above it.")
    return None


def _of_no_caption() -> str:
    return _("This belongs to no caption: the line of its times is missing, its arrow --> is damaged, or a blank line parts it.")


def _no_such_time() -> str:
    return _("The times cannot be read: minutes and seconds go to 59, and no time is below zero.")


def _lines(text: Sequence[str], escaped: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(the lines as plain text, who says each of them by its voice); a voice goes on until it ends, or another begins."""
    lines, speakers, voice = [], [], ""
    for line in text:
        said, speaker, at = "", "", 0
        for tag in _TAG.finditer(line):
            said += line[at : tag.start()]
            speaker = speaker or (voice if said.strip() else "")
            at, begun = tag.end(), _VOICE.fullmatch(tag[0])
            voice = " ".join(unescape(begun[1] or "").split()) if begun else "" if tag[0].startswith("</v") else voice
        said += line[at:]
        plain = (unescape(said) if escaped else said).strip()
        if plain:
            lines.append(plain)
            speakers.append(speaker or (voice if line[at:].strip() else ""))
    return tuple(lines), tuple(speakers) if any(speakers) else ()


def _time_us(numbers: Sequence[str | None]) -> int | None:
    """The time, below zero where a minus stands before it; None where there is no such minute or second."""
    sign, hours, minutes, seconds, fraction = numbers
    if int(minutes or 0) > 59 or int(seconds or 0) > 59:
        return None
    at_us = micros(hours, minutes, seconds, fraction)
    return -at_us if sign else at_us


def _cue_block(cue: Cue, settings: str = "") -> str:
    return "\n".join([_times(cue, settings), *_text(cue), ""])


def _text(cue: Cue) -> list[str]:
    """The lines with their markup: neighbouring ones of one speaker share a voice."""
    said = [(line, " ".join(name.split())) for line, name in zip_longest(cue.lines, cue.speakers, fillvalue="") if line.strip()]
    lines = []
    for index, (line, name) in enumerate(said):
        begins = name and (index == 0 or said[index - 1][1] != name)
        ends = name and (index + 1 == len(said) or said[index + 1][1] != name)
        lines.append((f"<v {escape(name)}>" if begins else "") + escape(line) + ("</v>" if ends else ""))
    return lines


def _times(cue: Cue, settings: str = "") -> str:
    return f"{timecode(cue.start_us)} --> {timecode(max(cue.end_us, cue.start_us + US_PER_MS))} {settings}".rstrip()


def escape(text: str) -> str:
    """The text with the characters that mean something in WebVTT as entities; so no `-->` can stand in it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
