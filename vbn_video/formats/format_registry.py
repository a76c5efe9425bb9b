"""Every format that captions and transcripts are written in, and the reading of any file of captions that people have.

`formats/base.py` says how to add a format. WebVTT, SubRip and TTML have readers of our own; every other format is read by pysubs2
(`foreign.py`).
"""

from dataclasses import replace

from vbn_video.formats import plain_text, srt, transcript_html, ttml, vtt
from vbn_video.formats.base import CaptionFormat, ParsedCaptions, Problem, decode
from vbn_video.formats.foreign import parse_foreign
from vbn_video.messages import _

FORMATS: tuple[CaptionFormat, ...] = (vtt.FORMAT, srt.FORMAT, ttml.FORMAT, plain_text.FORMAT, transcript_html.FORMAT)
"""In the order in which the step `caption` writes them, and in which a text of an unknown ending is tried."""
PROJECT_FILES = tuple(form.project_file for form in FORMATS)
"""The names of the files that every project has."""


def format_for(suffix: str) -> CaptionFormat | None:
    """The format that a person asks for by that ending (`.srt`); None where there is none."""
    return next((form for form in FORMATS if suffix.lower() in form.suffixes), None)


def parse_captions(data: bytes, suffix: str) -> ParsedCaptions:
    """The cues of a file with that suffix (`.vtt`); the contents count where the suffix says something else.

    A file without a caption has a problem that says so.
    """
    text = decode(data)
    parsers = (form.parse for form in FORMATS if form.parse and (suffix.lower() in form.suffixes or form.recognises(text)))
    parsed = next(parsers, parse_foreign)(text)
    if parsed.cues or parsed.problems:
        return parsed
    return replace(parsed, problems=(Problem(1, _("There is not one caption in this file.")),))
