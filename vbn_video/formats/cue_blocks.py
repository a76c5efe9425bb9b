"""Captions as WebVTT and SubRip both have them: blocks of lines, one of which has the times, its arrow and the words below.

    00:00:12.000 --> 00:00:14.500
    The words of the caption.

Read tolerantly: what can't be understood becomes a `Problem` with its line, and the rest is kept.
"""

import re
from collections.abc import Iterator, Sequence
from html import unescape

from vbn_video.clock import micros
from vbn_video.decisions import Cue
from vbn_video.formats.base import ParsedCaptions, Problem, no_such_time, validate_times
from vbn_video.messages import _

_TIME = r"(-?)(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
TIMES = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}")
_TIMING = re.compile(rf"{TIMES.pattern}(?:[ \t].*)?$")
_TAG = re.compile(r"<(?:/?(?:c|i|b|u|v|ruby|rt|lang|font)\b[^>]*|\d[\d:.,]*)>")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?(?:\s([^>]*))?>")
_NOT_CUES = ("NOTE", "STYLE", "REGION")


def parse_blocks(lines: Sequence[str], first: int, problems: Sequence[Problem], escaped: bool) -> ParsedCaptions:
    """The cues among the blocks of `lines[first:]`, which is where WebVTT and SubRip are alike.

    `escaped`: whether `&amp;` and its like stand for characters (WebVTT) or for themselves (SubRip).
    """
    written: list[tuple[int, Cue]] = []
    found = list(problems)
    for number, block in blocks_of(lines, first):
        timing = timing_of(block)
        if timing is None:
            if block[0].split(maxsplit=1)[0] not in _NOT_CUES:
                found.append(Problem(number, _of_no_caption()))
            continue
        cue = _cue(block[timing], block[timing + 1 :], escaped)
        if isinstance(cue, str):
            found.append(Problem(number + timing, cue))
        else:
            written.append((number + timing, cue))
    return validate_times(written, found)


def timing_of(block: Sequence[str]) -> int | None:
    """Index of the line with the block's times, if it has one."""
    return next((index for index, line in enumerate(block[:2]) if "-->" in line), None)


def blocks_of(lines: Sequence[str], first: int) -> Iterator[tuple[int, list[str]]]:
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
        return no_such_time()
    return Cue(start_us, end_us, *_lines(text, escaped))


def _of_no_caption() -> str:
    return _("This belongs to no caption: the line of its times is missing, its arrow --> is damaged, or a blank line parts it.")


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
        if plain := (unescape(said) if escaped else said).strip():
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
