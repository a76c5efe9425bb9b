"""Which doubts a person has decided: what stands there was said to be right, or was written by the person."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from vbn_video.clock import US_PER_S
from vbn_video.plan.danish.tokens import token
from vbn_video.plan.review.correction_records import CorrectionRecord
from vbn_video.plan.review.doubts.word_doubts import Doubt
from vbn_video.timeline import Timeline

NEAR_US = 2 * US_PER_S
"""How far the words of a correction may stand from where it was made."""


def is_decided(doubt: Doubt, timeline: Timeline, settled: Collection[str], corrections: Sequence[CorrectionRecord]) -> bool:
    """Whether it needs nobody any more. A person's own words stay decided when the cut, and with it their key, is another."""
    if doubt.key in settled:
        return True
    at_us, words = timeline.recording_from_programme(doubt.start_us), _plain(doubt.text)
    near = [] if at_us is None else [record for record in corrections if abs(record.at_us - at_us) <= NEAR_US]
    return any(_holds(_plain(record.right), words) for record in near)


def _holds(text: list[str], words: list[str]) -> bool:
    return any(text[first : first + len(words)] == words for first in range(len(text) - len(words) + 1))


def _plain(text: str) -> list[str]:
    return [token(word).core.casefold() for word in text.split()]
