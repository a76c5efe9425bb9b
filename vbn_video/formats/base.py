"""What all formats of captions and transcripts share: what a file says, what was read from one, and what a format is."""

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from vbn_video.decisions import Chapter, Cue
from vbn_video.errors import InputError
from vbn_video.messages import _
from vbn_video.settings.choices import EDITED_FILES

_NO_CHARACTER = re.compile(r"&#(?:[0-9]{32,}|[xX][0-9a-fA-F]{32,});?")
"""References of so many digits that Python might make no number of them."""
Position = Literal["bottom", "top"]


@dataclass(frozen=True)
class CaptionDocument:
    """What a file can say; each format writes what it has a place for."""

    cues: Sequence[Cue]
    chapters: Sequence[Chapter] = ()
    position: Position = "bottom"
    page_language: Literal["da", "en"] = "da"
    """The language of the words around what is said, where a format has any."""


@dataclass(frozen=True)
class Problem:
    """What could not be understood, and on which line of the file (counted from 1)."""

    line: int
    sentence: str
    cue: Cue | None = None
    """The caption as it stands there, where only its times are impossible."""
    words_kept: bool = False
    """Whether the fault costs no word: all but a tag's own name was read as text."""

    def located_in(self, name: str) -> str:
        """What is wrong on which line of the file that people call `name`."""
        return _("{name}, line {line}: {sentence}").format(name=name, line=self.line, sentence=self.sentence)


def refuse(problems: Sequence[Problem], name: str, path: object, *, is_made: bool = True) -> None:
    """Name every line of an edited file by which words may be lost; `name`: as people call it, `path`: where it lies.

    `is_made`: it lies in a project, whose steps can make it anew; a file that was handed in can only be mended.

    Raises:
        InputError: there is one; the file stays as it is.
    """
    if lines := [problem.located_in(name) for problem in problems if not problem.words_kept]:
        anew = _("Mend it, or make the file anew with --discard-edits-in {name}. Nothing was changed.").format(name=name)
        advice = anew if is_made and name in EDITED_FILES else _("Mend it. Nothing was changed.")
        raise InputError("{lines}\n{advice}", lines="\n".join(lines), advice=advice, path=path)


@dataclass(frozen=True)
class ParsedCaptions:
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
class CaptionFormat:
    """A format of captions or transcripts, as text.

    To add one:

    1. Write `formats/NAME.py`: a function that makes the text of a `CaptionDocument`; where people bring files of this format,
       one that makes `ParsedCaptions` of such a text (`validate_times` sorts out impossible times); and at its end
       `FORMAT = CaptionFormat(…)`.
    2. Add `NAME.FORMAT` to `FORMATS` in `formats/format_registry.py`. From then on `captions check` and `captions fix` know its
       endings, and every project has its file.
    3. Raise the `version` of the step `caption`, so that older projects get the new file too.

    What is shown beside the video on page and YouTube is another choice: `TimedTexts` in `publish/material.py`.
    """

    project_file: str
    """Its name in the project folder."""
    write: Callable[[CaptionDocument], str]
    suffixes: tuple[str, ...] = ()
    """The endings by which a person asks for it; none where it can't be asked for."""
    parse: Callable[[str], ParsedCaptions] | None = None
    recognises: Callable[[str], bool] = lambda _text: False
    """Whether a text of an unknown ending is of this format."""


def decode(data: bytes) -> str:
    """The text of a file from any editor, letters composed: UTF-8 or UTF-16 with or without its mark, else Windows' Latin-1."""
    return unicodedata.normalize("NFC", _decoded(data))


def _decoded(data: bytes) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def unescape(text: str) -> str:
    """The text with HTML's references as characters; a number that is no character's stands for U+FFFD, as HTML has it."""
    return html.unescape(_NO_CHARACTER.sub("\ufffd", text)) if "&" in text else text


def split_lines(text: str) -> list[str]:
    """The lines of a text with any line ends, at least one; the byte order mark is gone."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def validate_times(written: Iterable[tuple[int, Cue]], problems: Sequence[Problem] = ()) -> ParsedCaptions:
    """The captions of a file, each with its line: those that can stand at their times, and what is wrong with the others."""
    cues: list[Cue] = []
    lines: list[int] = []
    found = list(problems)
    for line, cue in written:
        if wrong := _impossible(cue, cues[-1] if cues else None):
            found.append(Problem(line, wrong, cue if cue.lines else None))
        elif cue.lines:
            cues.append(cue)
            lines.append(line)
    return ParsedCaptions(tuple(cues), tuple(sorted(found, key=lambda problem: problem.line)), tuple(lines))


def _impossible(cue: Cue, before: Cue | None) -> str | None:
    """The sentence that says why the cue can't stand at its times after the one before it."""
    if cue.start_us < 0 or cue.end_us < 0:
        return no_such_time()
    if cue.end_us <= cue.start_us:
        return _("The caption ends before it begins.")
    if before and cue.start_us < before.start_us:
        return _("The caption begins before the one above it.")
    return None


def no_such_time() -> str:
    """The sentence about a clock that shows what no clock can."""
    return _("The times cannot be read: minutes and seconds go to 59, and no time is below zero.")
