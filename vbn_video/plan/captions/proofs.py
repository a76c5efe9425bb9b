"""Why there is no legal caption: words of which every division into cues was tried, and none keeps all rules.

The stretch is given all that it could have: a cue that covers its first word may begin with any word before it, 100 ms before
that is spoken, and the cue behind its last word 100 ms late, whatever that does to the cues around. If nothing fits even so,
nothing fits.
"""

from dataclasses import dataclass

from vbn_video.clock import US_PER_MS, US_PER_S
from vbn_video.plan.captions.cue_candidates import CueCandidates
from vbn_video.plan.captions.talk import NEVER_US, SYNC_US, earliest_us

WIDER = 2
"""Number of words added on each side as long as there is a legal division."""


@dataclass(frozen=True)
class Impossible:
    """Words that cannot be divided into legal cues."""

    first: int
    last: int
    cues: int
    """Number of different cues that were tried …"""
    divisions: int
    """… in this number of divisions of the words."""

    @property
    def rows(self) -> range:
        """The words."""
        return range(self.first, self.last + 1)


@dataclass(frozen=True)
class _Tried:
    legal: bool
    cues: int
    divisions: int


def find_impossible(candidates: CueCandidates, first: int, last: int, reach: int) -> Impossible | None:
    """The fewest words around these, at most `reach` more on each side, that have no legal division; None if all have one."""
    count = len(candidates.widths)
    for wider in range(0, reach + WIDER, WIDER):
        begin, end = max(first - wider, 0), min(last + wider, count - 1)
        tried = _tried(candidates, begin, end)
        if not tried.legal:
            return Impossible(begin, end, tried.cues, tried.divisions)
        if begin == 0 and end == count - 1:
            return None
    return None


def proof_text(candidates: CueCandidates, impossible: Impossible) -> str:
    """The proof as an English sentence: how much is spoken there, for how much there is room, what was tried."""
    talk, profile = candidates.costs.talk, candidates.costs.profile
    rows = impossible.rows
    characters = sum(len(talk.texts[row]) for row in rows) + len(rows) - 1
    begin_us, end_us = earliest_us(talk, rows[0]), _latest_us(candidates, rows[-1])
    room = int(profile.speed_hard * (end_us - begin_us) / US_PER_S)
    place = f"between {talk.starts_us[rows[0]] / US_PER_S:.3f} s and {talk.ends_us[rows[-1]] / US_PER_S:.3f} s"
    tried = f"divisions of these words, into {impossible.cues} different cues, were tried: each breaks a rule."
    if characters <= room:
        return f"The words {place} were looked at together. All {impossible.divisions} {tried}"
    return (
        f"{characters} characters are spoken {place}; with {SYNC_US // US_PER_MS} ms borrowed on each side there is room "
        f"for {room} at {profile.speed_hard:g} a second. All {impossible.divisions} {tried}"
    )


def _tried(candidates: CueCandidates, first: int, last: int) -> _Tried:
    """Tries every division of the words first to last, with all the time that the words around could give."""
    talk, gap_us = candidates.costs.talk, candidates.costs.profile.gap_us
    widest = max(candidates.widths[max(first - 100, 0) : last + 1])
    begin = max(first - widest + 1, 0)
    earliest: dict[int, int] = {row: earliest_us(talk, row) for row in range(begin, first + 1)}
    ways = dict.fromkeys(earliest, 1)
    cues, divisions = 0, 0
    legal = False
    for row in range(begin, last + 1):
        if row not in ways:
            continue
        for end in range(max(row, first), row + candidates.widths[row]):
            made = candidates.of(row, end)
            if not made:
                continue
            cues += 1
            if end >= last:
                divisions += ways[row]
            else:
                ways[end + 1] = ways.get(end + 1, 0) + ways[row]
            gone_us = earliest.get(row, NEVER_US) + made[-1].needed_us
            if gone_us > _latest_us(candidates, end):
                continue
            if end >= last:
                legal = True
            else:
                earliest[end + 1] = min(earliest.get(end + 1, NEVER_US), max(earliest_us(talk, end + 1), gone_us + gap_us))
    return _Tried(legal, cues, divisions)


def _latest_us(candidates: CueCandidates, row: int) -> int:
    """When a cue must be gone at the latest that ends with this word."""
    talk, profile = candidates.costs.talk, candidates.costs.profile
    if row + 1 == len(talk):
        return talk.span_ends_us[row]
    return min(talk.starts_us[row + 1] + SYNC_US - profile.gap_us, talk.span_ends_us[row])
