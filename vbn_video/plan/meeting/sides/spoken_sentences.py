"""What is said, sentence by sentence: as far as one voice goes without a rest and without a full stop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vbn_video.plan.meeting.sides.said import Said
from vbn_video.plan.meeting.sides.side_candidates import REST_US, SENTENCE_ENDS


@dataclass(frozen=True)
class Sentence:
    """The rows [first, last] of what is said."""

    first: int
    last: int
    start_us: int
    end_us: int
    voice: int
    """-1 where it is not known."""


def spoken_sentences(said: Said, voices: NDArray[np.int64]) -> Iterator[Sentence]:
    """What is said without a rest, a full stop or another voice in it; `voices` has the voice of each row, -1 where unknown."""
    first, count = 0, len(said.texts)
    for row in range(count):
        ends = row + 1 == count or said.start_us[row + 1] - said.end_us[row] >= REST_US
        ends = ends or said.texts[row].endswith(SENTENCE_ENDS) or voices[row + 1] != voices[row]
        if ends:
            yield Sentence(first, row, int(said.start_us[first]), int(said.end_us[row]), int(voices[first]))
            first = row + 1
