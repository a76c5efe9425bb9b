"""The words that can be heard in the programme: none that the plan silences goes into captions, chapters or a transcript."""

from collections.abc import Iterable, Sequence

from vbn_video.decisions import EditPlan
from vbn_video.evidence import Word

LEAST_SILENCED = 4
"""A word of which a fourth is silenced is left out: its times are not so sure that the rest could not tell it."""


def audible_words(words: Iterable[Word], plan: EditPlan) -> tuple[Word, ...]:
    """The words without those that the plan silences; all others, whether they are kept or not."""
    silent_us = plan.silent_us
    return tuple(word for word in words if not is_silenced(word.start_us, word.end_us, silent_us)) if silent_us else tuple(words)


def is_silenced(start_us: int, end_us: int, silent_us: Sequence[tuple[int, int]]) -> bool:
    """Whether so much of [start, end) is silenced that what is said there must not be read either."""
    end_us = max(end_us, start_us + 1)
    silenced_us = sum(max(min(end_us, last_us) - max(start_us, first_us), 0) for first_us, last_us in silent_us)
    return LEAST_SILENCED * silenced_us >= end_us - start_us
