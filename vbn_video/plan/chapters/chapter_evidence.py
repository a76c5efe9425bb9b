"""What tells of a chapter: signs of it in the programme, and the moments that several of them mean together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vbn_video.clock import US_PER_S
from vbn_video.codec import Start
from vbn_video.decisions import Chapter, Support

ChapterSource = Literal["agenda", "slide", "spoken", "speaker", "pause", "opening", "editor"]
"""Where a chapter comes from; `opening`: nothing names what the programme begins with; `editor`: a person wrote it."""

CLEAR_TURN = 0.8
"""Strength of "så går vi videre til" from which on it is surely said that something else comes."""
MOVED_US = US_PER_S
"""A chapter that begins further than this from its candidate was moved there by a person."""


@dataclass(frozen=True)
class ChapterSign:
    """One thing that tells that something new begins there."""

    at_us: int
    """On the programme clock."""
    kind: str
    """A key of the table of weights."""
    title: str = ""
    """What a chapter that begins there would be called by it; empty where it names nothing."""
    text: str = ""
    """What was said or stood there."""
    strength: float = 1.0
    """The share of the kind's weight that it has."""


@dataclass(frozen=True)
class ChapterCandidate:
    """A moment of the programme where a chapter may begin: all that speaks for it, and what it would be called."""

    start_us: Start
    """On the programme clock, as the times of its support are."""
    title: str
    """Empty where nothing names it."""
    source: ChapterSource
    support: tuple[Support, ...] = ()
    """The strongest first."""
    chosen: bool = False

    @property
    def weight(self) -> float:
        """How much speaks for it."""
        return sum(piece.weight for piece in self.support)


@dataclass(frozen=True)
class ChapterEvidence:
    """All moments where a chapter could begin, ascending, the chosen ones among them: `chapters.json`."""

    candidates: tuple[ChapterCandidate, ...] = ()

    def origin(self, chapter: Chapter) -> ChapterCandidate | None:
        """The candidate that a chapter is, by its title and its time; None where a person wrote it, or moved it."""
        same = (one for one in self.candidates if one.title == chapter.title)
        nearest = min(same, key=lambda one: abs(one.start_us - chapter.start_us), default=None)
        return nearest if nearest and abs(nearest.start_us - chapter.start_us) <= MOVED_US else None

    def source(self, chapter: Chapter) -> ChapterSource:
        """Where a chapter comes from."""
        origin = self.origin(chapter)
        return origin.source if origin else "editor"


NO_EVIDENCE = ChapterEvidence()
