"""Doubts that are one decision: the same words, heard in several places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from vbn_video.plan.danish.tokens import plain
from vbn_video.plan.review.doubts.word_doubts import Candidate, Doubt

MOST_CANDIDATES = 4


@dataclass(frozen=True)
class DoubtGroup:
    """Doubts with the same words; what is decided of one may be decided of all."""

    key: str
    """That of the first doubt."""
    text: str
    doubts: tuple[Doubt, ...]
    """As they are said."""
    candidates: tuple[Candidate, ...]
    """Those of any of them, the ones that most of them have first."""
    wrong: float
    """How probably the likeliest of them is wrong."""

    @property
    def gain(self) -> float:
        """How many wrong places the decision is expected to put right."""
        return sum(doubt.wrong for doubt in self.doubts)


def group_doubts(doubts: Iterable[Doubt]) -> tuple[DoubtGroup, ...]:
    """Each doubt in one group; the groups with the most to gain first, then as they are said."""
    same: dict[str, list[Doubt]] = {}
    for doubt in sorted(doubts, key=lambda one: one.start_us):
        same.setdefault(" ".join(map(plain, doubt.text.split())), []).append(doubt)
    groups = (_group(tuple(own)) for own in same.values())
    return tuple(sorted(groups, key=lambda group: (-group.gain, group.doubts[0].start_us)))


def _group(doubts: tuple[Doubt, ...]) -> DoubtGroup:
    ranks: dict[tuple[str, str], list[int]] = {}
    for doubt in doubts:
        for rank, candidate in enumerate(doubt.candidates):
            ranks.setdefault((candidate.text, candidate.source), []).append(rank)
    best = sorted(ranks, key=lambda one: (-sum(MOST_CANDIDATES - rank for rank in ranks[one]), one))
    once = {text.lower(): Candidate(text, source) for text, source in reversed(best)}
    chosen = sorted(once.values(), key=lambda one: best.index((one.text, one.source)))[:MOST_CANDIDATES]
    first = doubts[0]
    return DoubtGroup(first.key, first.text, doubts, tuple(chosen), max(doubt.wrong for doubt in doubts))
