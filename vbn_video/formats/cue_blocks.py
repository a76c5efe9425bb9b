"""Captions as WebVTT and SubRip both have them: blocks of lines, one of which has the times, its arrow and the words below.

    00:00:12.000 --> 00:00:14.500
    The words of the caption.

Read tolerantly: what can't be understood becomes a `Problem` with its line, and the rest is kept.
"""

import re
from collections.abc import Iterator, Sequence

from vbn_video.clock import US_PER_MS, micros
from vbn_video.decisions import Cue
from vbn_video.formats.base import ParsedCaptions, Problem, no_such_time, validate_times
from vbn_video.formats.cue_markup import read_cue_text
from vbn_video.messages import _

_TIME = r"(-?)(?:(\d{1,5}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
TIMES = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}")
_SETTINGS = re.compile(r"(?:[ \t]+\w+:[ \t]*\S+)*\s*")
_ONE_DIGIT = re.compile(r":\d[:.,]")
_NUMBER = re.compile(r"\W*\d+\W*")


def parse_blocks(lines: Sequence[str], first: int, problems: Sequence[Problem], escaped: bool) -> ParsedCaptions:
    """The cues among the blocks of `lines[first:]`, which is where WebVTT and SubRip are alike.

    `escaped`: the file is WebVTT: `&amp;` and its like stand for characters, there are notes and styles, and a cue may have a
    name; in SubRip it has a number, and all else is text.
    """
    written: list[tuple[int, Cue]] = []
    found = list(problems)
    teams = any(map(fills_no_number, lines))
    for number, block in blocks_of(lines, first):
        timing = timing_of(block)
        if timing is None:
            if not (escaped and is_no_cue(block[0])):
                found.append(Problem(number, of_no_caption()))
            continue
        if timing and not escaped and not _NUMBER.fullmatch(block[0]):
            found.append(Problem(number, of_no_caption()))
        times_us = _times_us(block[timing], teams)
        if isinstance(times_us, str):
            found.append(Problem(number + timing, times_us))
            continue
        if not _SETTINGS.fullmatch(TIMES.sub("", block[timing])):
            found.append(Problem(number + timing, _no_setting()))
        text = read_cue_text(block[timing + 1 :], escaped, number + timing + 1)
        written.append((number + timing, Cue(*times_us, text.lines, text.speakers)))
        found += text.faults
    return validate_times(written, found)


def timing_of(block: Sequence[str]) -> int | None:
    """Index of the line with the block's times, if it has one."""
    return next((index for index, line in enumerate(block[:2]) if "-->" in line), None)


def blocks_of(lines: Sequence[str], first: int) -> Iterator[tuple[int, list[str]]]:
    """(line number, lines) of each run of lines up to an empty one.

    A line of spaces is not empty. A line with times begins a new run, together with the number above it.
    """
    block: list[str] = []
    begun = first
    for index in range(first, len(lines) + 1):
        line = lines[index] if index < len(lines) else ""
        new_cue = "-->" in line and (len(block) > 1 or timing_of(block) is not None)
        if block and (line == "" or new_cue):
            words = block if (timing := timing_of(block)) is None else block[timing + 1 :]
            numbered = new_cue and len(words) > 1 and block[-1].strip().isdigit()
            yield begun + 1, block[:-1] if numbered else block
            block, begun = ([block[-1]], index - 1) if numbered else ([], index)
        if block or line.strip():
            if not block:
                begun = index
            block.append(line)


def fills_no_number(line: str) -> bool:
    """Whether the line has times as Microsoft Teams writes them, which fills up no number.

    In a file with such a line `0:0:58.90` is 58 seconds and 90 milliseconds.
    """
    times = TIMES.match(line)
    return times is not None and _ONE_DIGIT.search(times[0]) is not None


def clock_us(numbers: Sequence[str | None], teams: bool) -> int:
    """The time of (hours, minutes, seconds, fraction) as a pattern found them; `teams`: the fraction is a number of ms."""
    if not teams:
        return micros(*numbers)
    return micros(*numbers[:3]) + int(numbers[3] or 0) * US_PER_MS


def of_no_caption() -> str:
    """The sentence about text that stands outside of every caption."""
    return _("This belongs to no caption: the line of its times is missing, its arrow --> is damaged, or a blank line parts it.")


def _no_setting() -> str:
    return _("What stands after the times is no setting like line:0; what is said stands on the lines below.")


def is_no_cue(line: str) -> bool:
    """Whether a block that begins with this line is a note, a style or a region."""
    return line.split(maxsplit=1)[:1] == ["NOTE"] or line.strip() in ("STYLE", "REGION")


def _times_us(timing: str, teams: bool) -> tuple[int, int] | str:
    """(start, end) as they are written, or the sentence that says why they can't be read."""
    match = TIMES.match(timing)
    if match is None:
        return _("The times cannot be read; they are written like 00:01:02.500 --> 00:01:04.000.")
    numbers = match.groups()
    start_us, end_us = _time_us(numbers[:5], teams), _time_us(numbers[5:], teams)
    return no_such_time() if start_us is None or end_us is None else (start_us, end_us)


def _time_us(numbers: Sequence[str | None], teams: bool) -> int | None:
    """The time, below zero where a minus stands before it; None where there is no such minute or second."""
    sign, _hours, minutes, seconds, _fraction = numbers
    if int(minutes or 0) > 59 or int(seconds or 0) > 59:
        return None
    at_us = clock_us(numbers[1:], teams)
    return -at_us if sign else at_us
