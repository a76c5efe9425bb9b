"""Formats of captions that only others write, SubStation Alpha before all, read by pysubs2; and what it passes over, named.

pysubs2 skips what it does not know without a word. Each of these formats has a caption a line, or a mark where one begins; so
the lines are counted here too: a caption has the line that it stands on, and a line that became nothing is a problem.
"""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from vbn_video.clock import US_PER_MS
from vbn_video.decisions import Cue
from vbn_video.formats.base import ParsedCaptions, Problem, split_lines, unescape, validate_times
from vbn_video.formats.cue_blocks import of_no_caption
from vbn_video.formats.cue_markup import OVERRIDE
from vbn_video.formats.timed_text.ttml_reader import no_captions_here
from vbn_video.messages import _

if TYPE_CHECKING:
    from pysubs2 import SSAEvent

_CAPTION_LINE = {
    "ass": re.compile(r"\s*Dialogue:"),
    "ssa": re.compile(r"\s*Dialogue:"),
    "microdvd": re.compile(r" *\{ *\d+ *\} *\{ *\d+ *\}."),
    "mpl2": re.compile(r"\[-?\d+\]\[-?\d+\]"),
    "tmp": re.compile(r"\d{1,2}:\d{2}:\d{2}:."),
    "whisper_jax": re.compile(r"[^\[]*\[[^]]+ -> [^]]+\] "),
}
_BEGINS = {"sami": re.compile(r"<sync\b", re.IGNORECASE), "json": re.compile(r'"text"\s*:')}
_FRAME_RATE = re.compile(r" *\{ *1 *\} *\{ *1 *\} *\d+(?:\.\d+)?\s*")
_SECTION = re.compile(r"\W{,3}\[[^]]*[a-z][^]]*\]")
_EVENT_FIELDS = re.compile(r"Format:(?:[^,]*,){9}\s*Text\s*", re.IGNORECASE)
_CLOCK = r"\s*-?\d+:\d{1,2}:\d{1,2}[.:]\d{1,3}\s*"
_MARGIN = r"\s*-?\d*\s*"
_EVENT = re.compile(
    rf"\s*Dialogue:\s*(?:-?\d+|Marked=\d)?\s*,{_CLOCK},{_CLOCK},[^,]*,[^,]*,{_MARGIN},{_MARGIN},{_MARGIN},[^,]*,.*"
)
_STYLING = re.compile(r"(?:Format|Style|Comment):|[;!]")
_COMMENT = re.compile(r"\{[^{}\\]*\}")
_TMP_TAG = re.compile(r"<(?!\s*/?\s*[ibus]\s*>)")
_NOT_SHOWN = re.compile(
    r"<!--.*?(?:-->|\Z)|<head\b.*?(?:</head\s*>|\Z)|<style\b.*?(?:</style\s*>|\Z)|<[^<>]*>", re.DOTALL | re.IGNORECASE
)
_HIDES = re.compile(r"<!--|<head\b|<style\b", re.IGNORECASE)
_HIDES_TO = re.compile(r"(?:-->|</head\s*>|</style\s*>)\Z", re.IGNORECASE)
_WORD = re.compile(r"\w+")


def parse_foreign(text: str) -> ParsedCaptions:
    """The captions of a text in any format that pysubs2 knows, ascending."""
    import pysubs2
    from pysubs2.exceptions import Pysubs2Error
    from pysubs2.formats import autodetect_format

    lines = split_lines(text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what it passes over is found here
            kind = autodetect_format("\n".join(lines))
            events = pysubs2.SSAFile.from_string("\n".join(lines), format_=kind).events
        cues = [_cue(event) for event in events if not event.is_comment]
    except (Pysubs2Error, ValueError, ArithmeticError, LookupError, SyntaxError, TypeError, AttributeError, RuntimeError):
        return ParsedCaptions((), (Problem(1, no_captions_here()),))  # whatever its readers stumble over
    if kind not in (*_CAPTION_LINE, *_BEGINS):  # one that has a reader here, and looks like another
        return ParsedCaptions((), (Problem(1, no_captions_here()),))
    numbers, problems = _account(lines, kind)
    if len(numbers) != len(cues):
        numbers = [1] * len(cues)
    if kind == "sami":
        problems = list(_words_passed_over(text, cues))
    return validate_times(sorted(zip(numbers, cues, strict=True), key=lambda numbered: numbered[1].start_us), problems)


def _cue(event: SSAEvent) -> Cue:
    plain = _COMMENT.sub("", OVERRIDE.sub("", event.text)).replace(r"\h", " ").replace(r"\n", "\n").replace(r"\N", "\n")
    lines = tuple(line.strip() for line in plain.splitlines() if line.strip())
    name = " ".join(event.name.split())
    return Cue(round(event.start) * US_PER_MS, round(event.end) * US_PER_MS, lines, (name,) * len(lines) if name else ())


def _account(lines: list[str], kind: str) -> tuple[list[int], list[Problem]]:
    """(the line of each caption, what stands on a line that is none and says something)."""
    if kind in _BEGINS:
        return [number for number, line in enumerate(lines, 1) for _mark in _BEGINS[kind].finditer(line)], []
    if kind in ("ass", "ssa"):
        return _account_ssa(lines, _CAPTION_LINE[kind])
    captions: list[int] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, 1):
        found = _CAPTION_LINE[kind].match(line)
        if found and not (kind == "microdvd" and not captions and _FRAME_RATE.fullmatch(line)):
            captions.append(number)
        if (_WORD.search(line) and not found) or (kind == "tmp" and _TMP_TAG.search(line)):
            problems.append(Problem(number, of_no_caption()))
    return captions, problems


def _account_ssa(lines: list[str], caption_line: re.Pattern[str]) -> tuple[list[int], list[Problem]]:
    """The same of SubStation Alpha, in whose sections a line may be many things."""
    captions: list[int] = []
    problems: list[Problem] = []
    section = ""
    for number, line in enumerate(map(str.strip, lines), 1):
        found, begun = caption_line.match(line), _SECTION.match(line)
        if begun:
            section = begun[0]
            strays = _WORD.search(line, begun.end()) is not None
        elif "Fonts" in section or "Graphics" in section:
            strays = False
        elif "Info" in section or "Aegisub" in section:
            strays = found is not None or (":" not in line and not line.startswith(";"))
        else:
            strays = found is None and not _STYLING.match(line)
            captions += [number] * (found is not None)
            if found and not _EVENT.fullmatch(line):
                problems.append(Problem(number, _("The line has other fields than its format: a caption is the tenth.")))
            if "Events" in section and line.startswith("Format:") and not _EVENT_FIELDS.fullmatch(line):
                problems.append(Problem(number, _("The fields of a caption are not the ten usual ones, with Text as the last.")))
        if strays and _WORD.search(line):
            problems.append(Problem(number, of_no_caption()))
    return captions, problems


def _words_passed_over(text: str, cues: list[Cue]) -> Iterator[Problem]:
    """Every line of a SAMI file with a word that became part of no caption."""
    said = Counter(word for cue in cues for line in cue.lines for word in _WORD.findall(line))
    text = "\n".join(split_lines(text))
    for found in _NOT_SHOWN.finditer(text):
        if found.end() == len(text) and _HIDES.match(found[0]) and not _HIDES_TO.search(found[0]):
            yield Problem(text.count("\n", 0, found.start()) + 1, of_no_caption())
    shown = _NOT_SHOWN.sub(lambda found: " " + "\n" * found[0].count("\n"), text)
    for number, line in enumerate(shown.split("\n"), 1):
        words = Counter(_WORD.findall(unescape(line)))
        if any(said[word] < times for word, times in words.items()):
            yield Problem(number, of_no_caption())
        said.update({word: -min(said[word], times) for word, times in words.items()})
