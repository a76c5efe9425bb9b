"""Captions from any file that people have: WebVTT and SubRip by our own readers, every other format by pysubs2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vbn_video.clock import US_PER_MS
from vbn_video.decisions import Cue
from vbn_video.formats.srt import parse_srt
from vbn_video.formats.vtt import ParsedVtt, Problem, decode, is_vtt, judged, parse_vtt, split_lines
from vbn_video.messages import _

if TYPE_CHECKING:
    from pysubs2 import SSAEvent


def parse_subtitles(data: bytes, suffix: str) -> ParsedVtt:
    """The cues of a file with that suffix (`.vtt`); the contents count where the suffix says something else.

    The line of a cue is its number where the format is one that pysubs2 reads.
    """
    text = decode(data)
    if suffix == ".vtt" or is_vtt(text):
        return parse_vtt(text)
    if suffix == ".srt" or any("-->" in line for line in split_lines(text)):
        return parse_srt(text)
    return _parse_foreign(text)


def _parse_foreign(text: str) -> ParsedVtt:
    import pysubs2
    from pysubs2.exceptions import Pysubs2Error

    try:
        events = pysubs2.SSAFile.from_string(text).events
    except (Pysubs2Error, ValueError, ArithmeticError, LookupError, SyntaxError):  # whatever its readers stumble over
        return ParsedVtt((), (Problem(1, _("This is no file of captions in a format that can be read here.")),))
    said = (event for event in events if not event.is_comment)
    return judged((number, _cue(event)) for number, event in enumerate(said, 1))


def _cue(event: SSAEvent) -> Cue:
    lines = tuple(line.strip() for line in event.plaintext.splitlines() if line.strip())
    name = " ".join(event.name.split())
    return Cue(event.start * US_PER_MS, event.end * US_PER_MS, lines, (name,) * len(lines) if name else ())
