"""Farewells: a goodbye and what people answer to it, which belongs neither to the meeting nor to the talk after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vbn_video.clock import US_PER_S
from vbn_video.plan.meeting.phrase_marks import PhraseMark
from vbn_video.plan.meeting.sides.spoken_sentences import Sentence

ANSWERED_US = 5 * US_PER_S
"""Who answers a goodbye sets in within this of the last one's end …"""
BRIEF_US = 2_600_000
"""… and is as brief …"""
GOODBYE_US = 900_000
"""… or so brief where nobody knows whose voice it is."""
ANSWERS = ("reply", "goodbye", "thanks")


@dataclass(frozen=True)
class Farewell:
    """One goodbye with its answers."""

    ends_us: tuple[int, ...]
    """Where each sentence of it ends, ascending: first the goodbye that is answered, then the answers."""

    @property
    def answers(self) -> int:
        """How many answer."""
        return len(self.ends_us) - 1


def find_farewells(sentences: Sequence[Sentence], phrases: Sequence[PhraseMark]) -> tuple[Farewell, ...]:
    """All of them, ascending: brief sentences with words of farewell, each soon after the one before and by somebody else.

    Who goes on after an answer leads the meeting, and what came before was no goodbye. One in between may have been misheard.
    Where a voice is not known, only a very brief goodbye, or a phrase that is nothing but an answer, tells.
    """
    found: list[tuple[int, ...]] = []
    run: list[Sentence] = []
    passed: list[Sentence] = []
    for sentence in sentences:
        soon = bool(run) and sentence.start_us - (passed or run)[-1].end_us <= ANSWERED_US
        brief = sentence.end_us - sentence.start_us <= BRIEF_US
        if soon and len(run) > 1 and not passed and -1 != sentence.voice == run[-1].voice:
            run = [sentence]
        elif soon and brief and _answers(sentence, run[0], phrases):
            run += [*passed, sentence]
            passed = []
        elif soon and brief and len(run) > 1 and not passed and -1 != sentence.voice != run[0].voice:
            passed = [sentence]
        else:
            found.append(tuple(one.end_us for one in run))
            # who passed may have said the goodbye that is answered now
            run, passed = [sentence], []
    found.append(tuple(one.end_us for one in run))
    return tuple(Farewell(ends_us) for ends_us in found if len(ends_us) > 1)


def _answers(sentence: Sentence, goodbye: Sentence, phrases: Sequence[PhraseMark]) -> bool:
    kinds = {mark.kind for mark in phrases if mark.start_us < sentence.end_us and mark.end_us > sentence.start_us}
    if sentence.voice < 0 or goodbye.voice < 0:
        return "reply" in kinds or (bool(kinds & set(ANSWERS)) and sentence.end_us - sentence.start_us < GOODBYE_US)
    return sentence.voice != goodbye.voice and bool(kinds & set(ANSWERS))
