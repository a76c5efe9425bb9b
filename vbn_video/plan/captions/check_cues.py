"""The hard rules that a caption keeps, by the numbers of a profile: line length, lines, reading speed, duration, gap."""

from collections.abc import Sequence

from vbn_video.clock import US_PER_S
from vbn_video.decisions import Cue, Violation
from vbn_video.settings.profiles import CaptionProfile


def check_cues(cues: Sequence[Cue], profile: CaptionProfile) -> tuple[Violation, ...]:
    """Every hard rule of the profile that a cue breaks, in the cues' order; of times, values and limits are in seconds.

    `cues` ascend. The rules by name: `characters a line`, `lines`, `reading speed` (characters without the line break, a
    second), `minimum time`, `maximum time`, and `gap` (from a cue's end to the next one's start).
    """
    violations: list[Violation] = []
    for index, cue in enumerate(cues):
        violations += _violations_in(cue, profile)
        if index + 1 < len(cues) and cues[index + 1].start_us - cue.end_us < profile.gap_us:
            gap_us = cues[index + 1].start_us - cue.end_us
            violations.append(_timed(cue, "gap", gap_us, profile.gap_us))
    return tuple(violations)


def _violations_in(cue: Cue, profile: CaptionProfile) -> list[Violation]:
    shown_us, characters = cue.end_us - cue.start_us, sum(len(line) for line in cue.lines)
    longest = max((len(line) for line in cue.lines), default=0)
    violations = []
    if longest > profile.line_hard:
        violations.append(Violation(cue.start_us, "characters a line", longest, profile.line_hard))
    if len(cue.lines) > profile.lines:
        violations.append(Violation(cue.start_us, "lines", len(cue.lines), profile.lines))
    if characters * US_PER_S > profile.speed_hard * shown_us:
        speed = round(characters * US_PER_S / max(shown_us, 1), 2)
        violations.append(Violation(cue.start_us, "reading speed", speed, profile.speed_hard))
    if shown_us < profile.shortest_us:
        violations.append(_timed(cue, "minimum time", shown_us, profile.shortest_us))
    if shown_us > profile.longest_us:
        violations.append(_timed(cue, "maximum time", shown_us, profile.longest_us))
    return violations


def _timed(cue: Cue, rule: str, is_us: int, limit_us: int) -> Violation:
    return Violation(cue.start_us, rule, is_us / US_PER_S, limit_us / US_PER_S)
