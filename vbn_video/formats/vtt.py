"""WebVTT as text: captions and chapters written, and read back as people and their tools leave them.

Written by hand because libraries drop the header and neither escape nor unescape `&`. Times are whole milliseconds, as the
format has them. Reading is tolerant (`cue_blocks.py`).

Source: WebVTT, W3C Candidate Recommendation, sections 4 and 6.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from types import MappingProxyType

from vbn_video.clock import US_PER_MS, timecode
from vbn_video.decisions import Chapter, Cue
from vbn_video.formats.base import CaptionFormat, ParsedCaptions, Position, Problem, split_lines
from vbn_video.formats.cue_blocks import TIMES, blocks_of, is_no_cue, of_no_caption, parse_blocks, timing_of
from vbn_video.formats.cue_markup import carry_tags, escape, read_cue_text
from vbn_video.messages import _

_SETTING_OF: Mapping[Position, str] = MappingProxyType({"bottom": "", "top": "line:0"})
"""Players put captions at the bottom by themselves; `line:0` is the picture's first line, whatever its height."""

_HEADER = re.compile(r"WEBVTT(?:[ \t]|$)")
_METADATA = re.compile(r"[\w -]+[:=]")


@dataclass(frozen=True)
class ParsedChapters:
    """The chapters that could be read, the line of each one's times, and what could not be read."""

    chapters: tuple[Chapter, ...]
    problems: tuple[Problem, ...] = ()
    lines: tuple[int, ...] = ()


def write_vtt(cues: Iterable[Cue], position: Position = "bottom") -> str:
    """The cues as a WebVTT file whose language stands in a note of its own; who speaks stands as a voice."""
    settings = _SETTING_OF[position]
    return "\n".join(["WEBVTT\n\nNOTE Language: da\n", *(write_cue(cue, settings) for cue in cues)])


def write_chapters(chapters: Sequence[Chapter], duration_us: int) -> str:
    """The chapters as a WebVTT file."""
    return "\n".join(["WEBVTT\n", *(write_cue(cue) for cue in chapter_cues(chapters, duration_us))])


def chapter_cues(chapters: Sequence[Chapter], duration_us: int) -> list[Cue]:
    """The chapters as cues, each lasting until the next one or the programme's end."""
    ends_us = [*(chapter.start_us for chapter in chapters), duration_us][1:]
    return [
        Cue(chapter.start_us, end_us, (" ".join(chapter.title.split()),))
        for chapter, end_us in zip(chapters, ends_us, strict=True)
    ]


def write_metadata(cues: Iterable[Cue]) -> str:
    """Cues that are no text to be read, as a WebVTT file: addresses of pictures."""
    return "\n".join(["WEBVTT\n", *(write_cue(cue) for cue in cues)])


def is_vtt(text: str) -> bool:
    """Whether the text begins as a WebVTT file does."""
    return _HEADER.match(split_lines(text)[0]) is not None


def parse_vtt(text: str) -> ParsedCaptions:
    """The cues of a WebVTT file as its editor left it: any line ends, with or without hours, tags and settings dropped."""
    lines = split_lines(text)
    problems: list[Problem] = []
    if not is_vtt(text):
        problems.append(Problem(1, _("The file does not begin with the line WEBVTT.")))
    body = header_lines(lines)
    problems += [Problem(number, of_no_caption()) for number in _stray_lines(lines, body)]
    return parse_blocks(lines, body, problems, escaped=True)


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
    standing = {line: place for (line, _cue), place in zip(parse_vtt(text).all_cues, places, strict=True)}
    all_lines = split_lines(text)
    body, at_us = header_lines(all_lines), 0
    blocks = [(at_us, "\n".join([*all_lines[:body], ""]))]
    for number, lines in blocks_of(all_lines, body):
        timing = timing_of(lines)
        if timing is None or number + timing not in standing:
            blocks.append((at_us, "\n".join([*lines, ""])))
            continue
        place = standing[number + timing]
        blocks += [(new.start_us, text) for new, text in zip(place, rewrite_cue(lines, timing, place), strict=True)]
        at_us = place[-1].start_us if place else at_us
    blocks += [(cue.start_us, write_cue(cue, _SETTING_OF[position])) for cue in added]
    return "\n".join(block for _at_us, block in sorted(blocks, key=lambda block: block[0]))


def rewrite_cue(lines: Sequence[str], timing: int, place: Sequence[Cue]) -> list[str]:
    """The texts of the cues that stand for one that a file has, with its name and settings, and its tags at the same words.

    `lines`: its lines as they are written, of which `timing` is the index of the one with the times.
    """
    settings = TIMES.sub("", lines[timing]).strip()
    written = lines[timing + 1 :]
    stays = [_says(written, new) for new in place]
    carried = None if all(stays) else carry_tags(written, place)
    texts = []
    for index, new in enumerate(place):
        named = lines[:timing] if index == 0 else []
        tagged = carried[index] if carried else []
        words = written if stays[index] else tagged if _says(tagged, new) else _text(new)
        texts.append("\n".join([*named, _times(new, settings), *words, ""]))
    return texts


def _says(written: Sequence[str], cue: Cue) -> bool:
    """Whether these lines of a file are read as the cue's, by the same speakers."""
    read = read_cue_text(written, escaped=True)
    return read.lines == cue.lines and read.speakers == cue.speakers


def header_lines(lines: Sequence[str]) -> int:
    """Index of the first line after the header."""
    if not _HEADER.match(lines[0]):
        return 0
    return next((index for index, line in enumerate(lines) if not line.strip() or "-->" in line), len(lines))


def _stray_lines(lines: Sequence[str], body: int) -> list[int]:
    """The header's lines, counted from 1, that say nothing about the file and are not the name of the first cue.

    A note, a style or a region goes on to the header's end.
    """
    named = body < len(lines) and "-->" in lines[body]
    end = next((index for index in range(1, body) if is_no_cue(lines[index])), body - named)
    return [index + 1 for index in range(1, end) if not _METADATA.match(lines[index])]


def write_cue(cue: Cue, settings: str = "") -> str:
    """The text of one cue, with an empty line after it."""
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


FORMAT = CaptionFormat(
    project_file="captions.da.vtt",
    write=lambda document: write_vtt(document.cues, position=document.position),
    suffixes=(".vtt",),
    parse=parse_vtt,
    recognises=is_vtt,
)
