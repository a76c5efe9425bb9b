"""Why there is no legal caption: words of which every division into cues was tried, and none keeps all rules.

The stretch is given all that it could have: a cue that covers its first word may begin with any word before it, 100 ms before
that is spoken, and the cue behind its last word 100 ms late, whatever that does to the cues around. If nothing fits even so,
nothing fits.
"""

from dataclasses import dataclass

from vbn_video.decisions import Unavoidable
from vbn_video.plan.captions.cue_candidates import CueCandidates
from vbn_video.plan.captions.talk import NEVER_US, SYNC_US, earliest_us

WIDER = 2
"""Number of words added on each side as long as there is a legal division."""


@dataclass(frozen=True)
class Impossible:
    """Words that cannot be divided into legal cues."""

    first: int
    last: int

    @property
    def rows(self) -> range:
        """The words."""
        return range(self.first, self.last + 1)


def find_impossible(candidates: CueCandidates, first: int, last: int, reach: int) -> Impossible | None:
    """The fewest words around these, at most `reach` more on each side, that have no legal division; None if all have one."""
    count = len(candidates.widths)
    for wider in range(0, reach + WIDER, WIDER):
        begin, end = max(first - wider, 0), min(last + wider, count - 1)
        if not _has_legal_division(candidates, begin, end):
            return Impossible(begin, end)
        if begin == 0 and end == count - 1:
            return None
    return None


def prove(candidates: CueCandidates, impossible: Impossible) -> Unavoidable:
    """What is spoken there, and for how long it may stand at most."""
    talk, rows = candidates.costs.talk, impossible.rows
    return Unavoidable(
        talk.starts_us[rows[0]],
        talk.ends_us[rows[-1]],
        sum(len(talk.texts[row]) for row in rows) + len(rows) - 1,
        _latest_us(candidates, rows[-1]) - earliest_us(talk, rows[0]),
        candidates.costs.profile.speed_hard,
    )


def _has_legal_division(candidates: CueCandidates, first: int, last: int) -> bool:
    """Whether any division of the words first to last is legal, with all the time that the words around could give."""
    talk, gap_us = candidates.costs.talk, candidates.costs.profile.gap_us
    widest = max(candidates.widths[max(first - 100, 0) : last + 1])
    begin = max(first - widest + 1, 0)
    earliest: dict[int, int] = {row: earliest_us(talk, row) for row in range(begin, first + 1)}
    for row in range(begin, last + 1):
        if row not in earliest:
            continue
        for end in range(max(row, first), row + candidates.widths[row]):
            made = candidates.of(row, end)
            if not made:
                continue
            gone_us = earliest[row] + made[-1].needed_us
            if gone_us > _latest_us(candidates, end):
                continue
            if end >= last:
                return True
            earliest[end + 1] = min(earliest.get(end + 1, NEVER_US), max(earliest_us(talk, end + 1), gone_us + gap_us))
    return False


def _latest_us(candidates: CueCandidates, row: int) -> int:
    """When a cue must be gone at the latest that ends with this word."""
    talk, profile = candidates.costs.talk, candidates.costs.profile
    if row + 1 == len(talk):
        return talk.span_ends_us[row]
    return min(talk.starts_us[row + 1] + SYNC_US - profile.gap_us, talk.span_ends_us[row])
