"""The captions as a text to read: sentences, in paragraphs, under the chapters' titles."""

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from vbn_video.decisions import Chapter, Cue

BREATH_US = 1_500_000
"""Shortest rest between two sentences that begins a paragraph …"""
LONGEST_CHARACTERS = 320
"""… as does a sentence after this number of characters (about six lines beside the player)."""
LONGEST_SENTENCE = 240
"""Characters after which a sentence without a full stop ends at the next caption's beginning."""
EARLY_US = 400_000
"""A sentence that begins so little before a chapter is that chapter's: chapters begin at pictures, captions at words."""
FULL_STOP = re.compile(r"(?<=[.?!…])(?:[”“»\"]?)\s+(?=[–\-«„\"(]?\s?[A-ZÆØÅÉÜÖ])")
TURN = re.compile(r"[-–]\s+")
"""A dash at a line's beginning: somebody else speaks."""
ENDED = re.compile(r"[.?!…][”“»\"]?$")


@dataclass(frozen=True)
class Sentence:
    """What was said in [start, end) of the programme, up to a full stop, a rest, or another speaker."""

    start_us: int
    end_us: int
    text: str
    speaker: str = ""
    """Who says it, where the captions know."""
    answers: bool = False
    """Whether somebody else than before begins to speak with it."""


@dataclass(frozen=True)
class Paragraph:
    """Sentences that follow each other."""

    sentences: tuple[Sentence, ...]

    @property
    def start_us(self) -> int:
        """When its first sentence begins."""
        return self.sentences[0].start_us

    @property
    def speaker(self) -> str:
        """Who says it, where the captions know."""
        return self.sentences[0].speaker

    @property
    def text(self) -> str:
        """All of it."""
        return " ".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True)
class Passage:
    """The paragraphs of one chapter; `chapter` is its index, None for what is said before the first or without any."""

    chapter: int | None
    paragraphs: tuple[Paragraph, ...]


def sentences_of(cues: Sequence[Cue]) -> tuple[Sentence, ...]:
    """What is said, sentence by sentence, however it is divided into captions."""
    return tuple(_sentences(cues))


def transcript_of(cues: Sequence[Cue], chapters: Sequence[Chapter]) -> tuple[Passage, ...]:
    """The passages, in order; a chapter in which nothing is said has none."""
    by_chapter = _by_chapter(sentences_of(cues), chapters)
    return tuple(Passage(chapter, tuple(_paragraphs(sentences))) for chapter, sentences in by_chapter)


def with_names(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Paragraph, str]]:
    """Each paragraph with the name to write before it: at a change of speaker, where the captions do not name them already."""
    before = ""
    for paragraph in paragraphs:
        name = " ".join(paragraph.speaker.split())
        written = any(paragraph.text.startswith(f"{known}: ") for known in (name, *name.split()[:1]))
        yield paragraph, "" if written or name == before else name
        before = name


def _sentences(cues: Sequence[Cue]) -> Iterator[Sentence]:
    """The captions' pieces joined until one ends a sentence, or a rest or another speaker follows."""
    run: list[Sentence] = []
    for piece in (piece for cue in cues for piece in _pieces(cue)):
        if run and (_parted(run[-1], piece) or sum(len(earlier.text) for earlier in run) > LONGEST_SENTENCE):
            yield _joined(run)
            run = []
        run.append(piece)
        if ENDED.search(piece.text):
            yield _joined(run)
            run = []
    if run:
        yield _joined(run)


def _parted(one: Sentence, following: Sentence) -> bool:
    """Whether a rest, or another speaker, comes between them."""
    rested = following.start_us - one.end_us >= BREATH_US
    return rested or following.answers or following.speaker != one.speaker


def _pieces(cue: Cue) -> Iterator[Sentence]:
    """A caption cut at its speakers and at the full stops inside it; the time of a cut goes by the characters before it."""
    text = " ".join(cue.lines)
    begins = list(accumulate((len(line) + 1 for line in cue.lines[:-1]), initial=0))
    who = {begun: name for begun, name in zip(begins, (*cue.speakers, *[""] * len(begins)), strict=False)}
    named = list(who)
    answers = {begun for begun, line in zip(begins, cue.lines, strict=True) if TURN.match(line)}
    others = {begun for before, begun in pairwise(who) if who[before] != who[begun]}
    cuts = sorted({0, *answers, *others, *(match.end() for match in FULL_STOP.finditer(text)), len(text)})
    for first, last in pairwise(cuts):
        start_us, end_us = (cue.start_us + (cue.end_us - cue.start_us) * at // len(text) for at in (first, last))
        said = text[first:last].strip()
        speaker = who[named[bisect_right(named, first) - 1]]
        yield Sentence(start_us, end_us, TURN.sub("", said, count=1) if first in answers else said, speaker, first in answers)


def _joined(pieces: Sequence[Sentence]) -> Sentence:
    return replace(pieces[0], end_us=pieces[-1].end_us, text=" ".join(piece.text for piece in pieces))


def _by_chapter(sentences: Sequence[Sentence], chapters: Sequence[Chapter]) -> Iterator[tuple[int | None, list[Sentence]]]:
    bounds: list[tuple[int | None, int]] = [(None, 0)]
    bounds += [(index, chapter.start_us - EARLY_US) for index, chapter in enumerate(chapters)]
    for (chapter, start_us), (_, end_us) in pairwise([*bounds, (None, sys.maxsize)]):
        if inside := [s for s in sentences if start_us <= s.start_us < end_us]:
            yield chapter, inside


def _paragraphs(sentences: Sequence[Sentence]) -> Iterator[Paragraph]:
    run: list[Sentence] = []
    for sentence in sentences:
        full = sum(len(earlier.text) for earlier in run) + len(sentence.text) > LONGEST_CHARACTERS
        if run and (full or _parted(run[-1], sentence)):
            yield Paragraph(tuple(run))
            run = []
        run.append(sentence)
    if run:
        yield Paragraph(tuple(run))
