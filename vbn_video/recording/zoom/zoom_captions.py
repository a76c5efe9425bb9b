"""Zoom's own words, as text: `….transcript.vtt` (numbered cues, `Name: text`) and `….cc.vtt` (neither, whole seconds).

    WEBVTT                                      WEBVTT

    1                                           00:00:07.000 --> 00:00:08.000
    00:00:07.210 --> 00:00:08.590               Vi samler op til sidst.
    Anne Holm: Vi samler op til sidst.

Read by hand, not as any WebVTT: what Zoom writes is not escaped, so that a name may hold `<`, `&` and `-->`, and a line with an
arrow in it need be no time. A cue is its line of times and the lines after it up to an empty one, or up to the next cue; a line
of spaces is not empty. Microsoft Teams' transcripts, with `<v Name>` and times that are not filled up, are read too.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from vbn_video.clock import US_PER_S
from vbn_video.formats.base import unescape
from vbn_video.formats.cue_blocks import clock_us, fills_no_number

_TIME = r"(?:(\d{1,6}):)?([0-5]?\d):([0-5]?\d)(?:[.,](\d{1,3}))?"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:[ \t].*)?")
_HEADER = re.compile(r"\ufeff?WEBVTT\b.*")
_ABOUT_THE_FILE = re.compile(r"(?:Kind|Language|X-[\w-]+)\s*[:=].*")
_NUMBER = re.compile(r"\S*\d\S*")
_VOICE = re.compile(r"<v(?:\.\S*)?\s([^<>]*)>([^<>]*)(?:</v>)?")
_NOTE = re.compile(r"NOTE(?:\s|$)")
_COLON = ": "
MOST_COLONS = 8
"""What stands before a later colon than this is said, and no name; else a text of colons would be held once for each."""
OFTEN = 3
"""Number of cues that begin with a prefix from which on it is a name, even where few cues have one or it holds a colon."""


@dataclass(frozen=True)
class ZoomCue:
    """One cue as Zoom has it; its times count from the beginning of the recorded file."""

    start_us: int
    end_us: int
    text: str
    name: str | None = None
    """Who says it, as Zoom names them; None where the file does not say."""


@dataclass(frozen=True)
class ZoomCaptions:
    """A whole file, as far as it could be read; cues ascend by their start."""

    cues: tuple[ZoomCue, ...]
    broken_lines: tuple[int, ...] = ()
    """Lines (counted from 1) where a cue could not be read, or text is none: it is left out."""

    @property
    def whole_seconds(self) -> bool:
        """Whether all times are whole seconds: each may be up to a second off."""
        return all(at_us % US_PER_S == 0 for cue in self.cues for at_us in (cue.start_us, cue.end_us))


def parse_transcript(text: str, named: bool = True) -> ZoomCaptions:
    """The cues of a file from Zoom; `named`: whether it may say who speaks (`….cc.vtt` never does).

    What stands before a colon is a name where at least half of the cues have a colon, else where three or more begin with it.
    """
    cues: list[ZoomCue] = []
    broken: list[int] = []
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    teams = any(fills_no_number(line) for line in lines)
    for number, block in _blocks(lines):
        cue = _cue(block, teams)
        if cue is None:
            broken.append(number)
        elif cue.text:
            cues.append(cue if named else replace(cue, name=None))
    cues.sort(key=lambda cue: cue.start_us)
    return ZoomCaptions(_with_names(cues) if named else tuple(cues), tuple(broken))


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """(line number, lines) of each run of lines up to an empty one, or up to the next cue, without the header and notes."""
    block: list[str] = []
    for number, line in enumerate([*lines, ""], 1):
        begins = _TIMES.fullmatch(line) is not None and not (len(block) == 1 and _NUMBER.fullmatch(block[0]))
        if block and (line == "" or begins):
            said = 1 + (_TIMES.fullmatch(block[0]) is not None)
            numbered = begins and len(block) > said and block[-1].strip().isdigit()
            yield from _said_in(number - len(block), block[:-1] if numbered else block)
            block = block[-1:] if numbered else []
        if block or line.strip():
            block.append(line)


def _said_in(number: int, block: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The block; of the header each line that says nothing about the file, of a note nothing."""
    if _HEADER.fullmatch(block[0]):
        yield from ((number + index, [line]) for index, line in enumerate(block) if index and not _ABOUT_THE_FILE.fullmatch(line))
    elif not _NOTE.match(block[0]):
        yield number, block


def _cue(block: Sequence[str], teams: bool) -> ZoomCue | None:
    """The cue of a block, its number left out; None where its times can't be read or end before they begin."""
    at = next((index for index, line in enumerate(block[:2]) if _TIMES.fullmatch(line)), None)
    match = None if at is None else _TIMES.fullmatch(block[at])
    if at is None or match is None:
        return None
    times = match.groups()
    start_us, end_us = clock_us(times[:4], teams), clock_us(times[4:], teams)
    if end_us < start_us:
        return None
    said = " ".join(block[at + 1 :])
    voice = _VOICE.fullmatch(said.strip())
    name = " ".join(unescape(voice[1]).split()) if voice else ""
    return ZoomCue(start_us, end_us, " ".join(unescape(voice[2] if voice else said).split()), name or None)


def _with_names(cues: Sequence[ZoomCue]) -> tuple[ZoomCue, ...]:
    """The cues with the name moved from the text to `name`; a cue that holds only a name is left out."""
    counts = Counter(prefix for cue in cues for prefix in _prefixes(cue.text))
    everybody = sum(_COLON in cue.text for cue in cues) * 2 >= len(cues)
    said = [cue for cue in cues if cue.text.removesuffix(":") == cue.text or cue.text.removesuffix(":") not in counts]
    return tuple(_named(cue, counts, everybody) for cue in said)


def _prefixes(text: str) -> list[str]:
    """Everything before a colon that may be a name: `Anne`, `Anne: HR` of `Anne: HR: Velkommen`."""
    pieces = text.split(_COLON, MOST_COLONS)
    return [_COLON.join(pieces[:count]) for count in range(1, len(pieces))]


def _named(cue: ZoomCue, counts: Counter[str], everybody: bool) -> ZoomCue:
    """The cue with its name: the shortest prefix, or a longer one that always goes with it; a rare prefix only if `everybody`."""
    if cue.name:
        return cue
    name = None
    for prefix in _prefixes(cue.text):
        if name is None or (counts[prefix] >= OFTEN and counts[prefix] == counts[name]):
            name = prefix
    if name is None or not (everybody or counts[name] >= OFTEN):
        return cue
    return replace(cue, text=cue.text[len(name) + len(_COLON) :], name=name.strip())
