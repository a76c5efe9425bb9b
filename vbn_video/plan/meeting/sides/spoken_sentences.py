"""What is said, by whom, and sentence by sentence: as far as one voice goes without a rest and without a full stop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from vbn_video.evidence import VoiceTurn
from vbn_video.plan.meeting.meeting_evidence import MeetingEvidence
from vbn_video.plan.meeting.sides.said import Said, said_in
from vbn_video.plan.meeting.sides.side_candidates import REST_US, SENTENCE_ENDS
from vbn_video.plan.meeting.talk.sentence_talk import sentence_talk

TURN_RINGS_US = 200_000
"""A voice's turn may be heard to end so much too early."""


@dataclass(frozen=True)
class Sentence:
    """The rows [first, last] of what is said."""

    first: int
    last: int
    start_us: int
    end_us: int
    voice: int
    """-1 where it is not known."""


@dataclass(frozen=True)
class Spoken:
    """All that is said in a recording; what both sides ask of it is found once."""

    said: Said
    voices: NDArray[np.int64]
    """The voice that says each row of `said`; -1 where it is not known."""

    @staticmethod
    def of(evidence: MeetingEvidence) -> Spoken:
        """By the words, the speech in which none was heard, and the turns of the voices."""
        said = said_in(evidence.words, evidence.speech, evidence.sounds)
        return Spoken(said, _voices_of(said, evidence.voices.turns))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """What is said without a rest, a full stop or another voice in it."""
        return tuple(_sentences(self.said, self.voices))

    @cached_property
    def talk(self) -> NDArray[np.float64]:
        """Sentences x `talk.sentence_talk.PARTS`: the log of how likely each part of a meeting is by its words alone."""
        return sentence_talk().scores([self.words_of(sentence) for sentence in self.sentences])

    def words_of(self, sentence: Sentence) -> list[str]:
        """As they were heard; none where somebody speaks and no word was heard."""
        return [text for text in self.said.texts[sentence.first : sentence.last + 1] if text]


def _sentences(said: Said, voices: NDArray[np.int64]) -> Iterator[Sentence]:
    first, count = 0, len(said.texts)
    for row in range(count):
        ends = row + 1 == count or said.start_us[row + 1] - said.end_us[row] >= REST_US
        ends = ends or said.texts[row].endswith(SENTENCE_ENDS) or voices[row + 1] != voices[row]
        if ends:
            yield Sentence(first, row, int(said.start_us[first]), int(said.end_us[row]), int(voices[first]))
            first = row + 1


def _voices_of(said: Said, turns: Sequence[VoiceTurn]) -> NDArray[np.int64]:
    """The voice that says each row, by the turn that holds its middle; -1 where none does."""
    if not turns or not len(said.start_us):
        return np.full(len(said.start_us), -1)
    ordered = sorted(turns, key=lambda turn: turn.start_us)
    starts, ends = (np.array([getattr(turn, name) for turn in ordered]) for name in ("start_us", "end_us"))
    numbers = np.array([turn.voice for turn in ordered])
    middle = (said.start_us + said.end_us) // 2
    place = np.searchsorted(starts, middle, side="right") - 1
    return np.where((place >= 0) & (middle < ends[np.maximum(place, 0)] + TURN_RINGS_US), numbers[np.maximum(place, 0)], -1)
