"""The hard rules of a caption profile, said a second time and in fractions: what `check_cues` is held against."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from vbn_video.decisions import Cue
from vbn_video.settings.profiles import CaptionProfile

S = 1_000_000


def broken_rules(cues: Sequence[Cue], profile: CaptionProfile) -> list[tuple[int, str, float, float]]:
    """(the cue's index, rule, value, limit) of each rule that is broken, sorted."""
    found = [(index, *broken) for index in range(len(cues)) for broken in _broken_by(index, cues, profile)]
    return sorted((index, rule, round(float(value), 2), float(limit)) for index, rule, value, limit in found)


def _broken_by(index: int, cues: Sequence[Cue], profile: CaptionProfile) -> Iterator[tuple[str, Fraction, Fraction]]:
    cue = cues[index]
    time_s = Fraction(cue.end_us - cue.start_us, S)
    read = Fraction(len("".join(cue.lines)))
    at_most = {
        "characters a line": (Fraction(max(map(len, cue.lines))), Fraction(profile.line_hard)),
        "lines": (Fraction(len(cue.lines)), Fraction(profile.lines)),
        "reading speed": (read / time_s, Fraction(profile.speed_hard)),
        "maximum time": (time_s, Fraction(profile.longest_us, S)),
    }
    at_least = {"minimum time": (time_s, Fraction(profile.shortest_us, S))}
    if index + 1 < len(cues):
        at_least["gap"] = (Fraction(cues[index + 1].start_us - cue.end_us, S), Fraction(profile.gap_us, S))
    yield from ((rule, value, limit) for rule, (value, limit) in at_most.items() if value > limit)
    yield from ((rule, value, limit) for rule, (value, limit) in at_least.items() if value < limit)
