"""Every format that captions and transcripts are written in, and the reading of any file of captions that people have.

`formats/base.py` says how to add a format. WebVTT and SubRip have readers of our own, every other format is read by pysubs2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vbn_video.clock import US_PER_MS
from vbn_video.decisions import Cue
from vbn_video.formats import plain_text, srt, transcript_html, ttml, vtt
from vbn_video.formats.base import CaptionFormat, ParsedCaptions, Problem, decode, validate_times
from vbn_video.messages import _

if TYPE_CHECKING:
    from pysubs2 import SSAEvent

FORMATS: tuple[CaptionFormat, ...] = (vtt.FORMAT, srt.FORMAT, ttml.FORMAT, plain_text.FORMAT, transcript_html.FORMAT)
"""In the order in which the step `caption` writes them, and in which a text of an unknown ending is tried."""
PROJECT_FILES = tuple(form.project_file for form in FORMATS)
"""The names of the files that every project has."""


def format_for(suffix: str) -> CaptionFormat | None:
    """The format that a person asks for by that ending (`.srt`); None where there is none."""
    return next((form for form in FORMATS if suffix.lower() in form.suffixes), None)


def parse_captions(data: bytes, suffix: str) -> ParsedCaptions:
    """The cues of a file with that suffix (`.vtt`); the contents count where the suffix says something else.

    The line of a cue is its number where the format is one that pysubs2 reads.
    """
    text = decode(data)
    parsers = (form.parse for form in FORMATS if form.parse and (suffix.lower() in form.suffixes or form.recognises(text)))
    return next(parsers, _parse_by_pysubs2)(text)


def _parse_by_pysubs2(text: str) -> ParsedCaptions:
    import pysubs2
    from pysubs2.exceptions import Pysubs2Error

    try:
        events = pysubs2.SSAFile.from_string(text).events
    except (Pysubs2Error, ValueError, ArithmeticError, LookupError, SyntaxError):  # whatever its readers stumble over
        return ParsedCaptions((), (Problem(1, _("This is no file of captions in a format that can be read here.")),))
    said = (event for event in events if not event.is_comment)
    return validate_times((number, _cue(event)) for number, event in enumerate(said, 1))


def _cue(event: SSAEvent) -> Cue:
    lines = tuple(line.strip() for line in event.plaintext.splitlines() if line.strip())
    name = " ".join(event.name.split())
    return Cue(event.start * US_PER_MS, event.end * US_PER_MS, lines, (name,) * len(lines) if name else ())
