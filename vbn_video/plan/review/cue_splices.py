"""The one way in which captions change: cues taken out at a place, and others put in.

    cues ──apply_splices──► other cues ──apply_splices(inverse)──► the cues again

Splices are applied one after another: the place of each counts in the cues as the ones before it have left them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from vbn_video.decisions import Cue


@dataclass(frozen=True)
class CueSplice:
    """`after` in place of `before`, which begins at index `at`."""

    at: int
    before: tuple[Cue, ...]
    after: tuple[Cue, ...]

    @property
    def is_empty(self) -> bool:
        """Whether it changes nothing."""
        return self.before == self.after

    @property
    def inverse(self) -> CueSplice:
        """What takes it back."""
        return CueSplice(self.at, self.after, self.before)


class SpliceError(ValueError):
    """What a splice takes out does not stand where it says, or what comes out are no captions."""


def apply_splices(cues: Sequence[Cue], splices: Sequence[CueSplice]) -> tuple[Cue, ...]:
    """The cues with the splices applied, one after another.

    Raises:
        SpliceError: what one of them takes out does not stand there.
    """
    spliced = list(cues)
    for splice in splices:
        until = splice.at + len(splice.before)
        if splice.at < 0 or until > len(spliced) or tuple(spliced[splice.at : until]) != splice.before:
            raise SpliceError(f"what is to be replaced does not stand at cue {splice.at}")
        spliced[splice.at : until] = splice.after
    return tuple(spliced)


def inverse(splices: Sequence[CueSplice]) -> tuple[CueSplice, ...]:
    """The splices that take these back."""
    return tuple(splice.inverse for splice in reversed(splices))


def can_stand(cues: Sequence[Cue]) -> bool:
    """Whether a file can hold the cues: each has words and a length, none begins before the one above it."""
    each = all(0 <= cue.start_us < cue.end_us and cue.lines for cue in cues)
    return each and all(one.start_us <= following.start_us for one, following in pairwise(cues))
