"""The captions as a text to read: sentences, in paragraphs, under the chapters' titles. No file is touched here."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from vbn_video.decisions import Chapter, Cue

BREATH_US = 1_500_000
"""A rest of so long between two sentences begins a paragraph …"""
LONGEST_CHARACTERS = 320
"""… as does a sentence after so many characters (about six lines beside the player)."""
LONGEST_SENTENCE = 240
"""Characters after which a sentence without a full stop ends at the next caption's beginning."""
EARLY_US = 400_000
"""A sentence that begins so little before a chapter is that chapter's: chapters begin at pictures, captions at words."""
FULL_STOP = re.compile(r"(?<=[.?!…])(?:[”“»\"]?)\s+(?=[–\-«„\"(]?\s?[A-ZÆØÅÉÜÖ])")
ENDED = re.compile(r"[.?!…][”“»\"]?$")


@dataclass(frozen=True)
class Sentence:
    """What was said in [start, end) of the programme, up to a full stop or a rest."""

    start_us: int
    end_us: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Sentences that follow each other."""

    sentences: tuple[Sentence, ...]

    @property
    def start_us(self) -> int:
        """When its first sentence begins."""
        return self.sentences[0].start_us


@dataclass(frozen=True)
class Passage:
    """The paragraphs of one chapter; `chapter` is its index, None for what is said before the first or without any."""

    chapter: int | None
    paragraphs: tuple[Paragraph, ...]


def transcript_of(cues: Sequence[Cue], chapters: Sequence[Chapter]) -> tuple[Passage, ...]:
    """The passages, in order; a chapter in which nothing is said has none."""
    by_chapter = _by_chapter(tuple(_sentences(cues)), chapters)
    return tuple(Passage(chapter, tuple(_paragraphs(sentences))) for chapter, sentences in by_chapter)


def _sentences(cues: Sequence[Cue]) -> Iterator[Sentence]:
    """The captions' pieces joined until one ends a sentence, or a rest follows."""
    run: list[Sentence] = []
    for piece in (piece for cue in cues for piece in _pieces(cue)):
        rested = bool(run) and piece.start_us - run[-1].end_us >= BREATH_US
        if rested or sum(len(earlier.text) for earlier in run) > LONGEST_SENTENCE:
            yield _joined(run)
            run = []
        run.append(piece)
        if ENDED.search(piece.text):
            yield _joined(run)
            run = []
    if run:
        yield _joined(run)


def _pieces(cue: Cue) -> Iterator[Sentence]:
    """A caption cut at the full stops inside it; the time of a cut goes by the characters before it."""
    text = " ".join(cue.lines)
    cuts = [0, *(match.end() for match in FULL_STOP.finditer(text)), len(text)]
    for first, last in pairwise(cuts):
        start_us, end_us = (cue.start_us + (cue.end_us - cue.start_us) * at // len(text) for at in (first, last))
        yield Sentence(start_us, end_us, text[first:last].strip())


def _joined(pieces: Sequence[Sentence]) -> Sentence:
    return Sentence(pieces[0].start_us, pieces[-1].end_us, " ".join(piece.text for piece in pieces))


def _by_chapter(sentences: Sequence[Sentence], chapters: Sequence[Chapter]) -> Iterator[tuple[int | None, list[Sentence]]]:
    bounds: list[tuple[int | None, int]] = [(None, 0)]
    bounds += [(index, chapter.start_us - EARLY_US) for index, chapter in enumerate(chapters)]
    for (chapter, start_us), (_, end_us) in pairwise([*bounds, (None, sys.maxsize)]):
        inside = [s for s in sentences if start_us <= s.start_us < end_us]
        if inside:
            yield chapter, inside


def _paragraphs(sentences: Sequence[Sentence]) -> Iterator[Paragraph]:
    run: list[Sentence] = []
    for sentence in sentences:
        rested = bool(run) and sentence.start_us - run[-1].end_us >= BREATH_US
        if run and (rested or sum(len(earlier.text) for earlier in run) + len(sentence.text) > LONGEST_CHARACTERS):
            yield Paragraph(tuple(run))
            run = []
        run.append(sentence)
    if run:
        yield Paragraph(tuple(run))
