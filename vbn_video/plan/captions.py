"""Captions: words become cues that can be read, by the numbers of a profile, and cues are checked against them.

Each cue begins with its first word and stays until it has been read, at the longest until the next one. Which words share a
cue is decided for a whole stretch of talk at once, by dynamic programming over the places between words: a broken hard rule
costs more than everything else together, so one is broken only where every other way to divide the words breaks one too.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType

from vbn_video.codec import US_PER_S
from vbn_video.decisions import Captions, Cue, Offence
from vbn_video.evidence import Word
from vbn_video.plan.breaks import break_compound
from vbn_video.plan.cue_costs import CaptionProfile, Stretch, best_division
from vbn_video.plan.vtt import US_PER_MS
from vbn_video.timeline import Timeline

PROFILES: Mapping[str, CaptionProfile] = MappingProxyType(
    {
        profile.name: profile
        for profile in (
            CaptionProfile("dansk-web", 40, 42, 2, 12, 17, 1_200_000, 2_000_000, 7_000_000, 120_000),
            CaptionProfile("dansk-tv", 40, 40, 2, 10, 15, 2_000_000, 2_500_000, 8_000_000, 120_000),
            CaptionProfile("netflix-da", 42, 42, 2, 13, 17, 830_000, 1_500_000, 7_000_000, 80_000),
        )
    }
)
"""Sources: Subtitle Edit's Danish profile, the FBO's guidelines of 2019, Netflix's Danish guide (two frames at 25 a second)."""

FASTEST_US_PER_CHARACTER = 20_000
"""Nobody speaks 50 characters a second: words that stand closer have wrong times, and are spread."""


@dataclass(frozen=True)
class Spoken:
    """A word, or a piece of a long one, as it is heard in the programme."""

    start_us: int
    end_us: int
    text: str
    goes_on: bool = False
    """Whether the rest of the same long word follows."""


def compile_captions(words: Sequence[Word], timeline: Timeline, profile: CaptionProfile) -> Captions:
    """The cues of the programme, ascending, on whole milliseconds.

    No cue reaches over a cut or into a bumper. A word of which less than half is kept is left out; every other one is there
    once and in order, a word too long for a line in hyphenated pieces. Where a hard rule is broken, it is in `offences`.
    """
    stretches = _stretches(words, timeline, profile)
    cues: list[Cue] = []
    for index, (spoken, end_us) in enumerate(stretches):
        following = next((later[0].start_us for later, _end in stretches[index + 1 :] if later), None)
        limit_us = end_us if following is None else min(end_us, following - profile.gap_us)
        for first, last, lines in best_division(_stretch_of(spoken, limit_us), profile):
            next_us = spoken[last + 1].start_us - profile.gap_us if last + 1 < len(spoken) else limit_us
            cues.append(_cue(spoken[first].start_us, spoken[last].end_us, next_us, lines, profile))
    ascending = _ascending(cues)
    offences = tuple(replace(offence, proof=_proof(offence)) for offence in check_cues(ascending, profile))
    return Captions(ascending, offences)


def check_cues(cues: Sequence[Cue], profile: CaptionProfile) -> tuple[Offence, ...]:
    """Every hard rule of the profile that a cue breaks, in the cues' order; times are measured in seconds."""
    offences: list[Offence] = []
    for index, cue in enumerate(cues):
        offences += _offences_of(cue, profile)
        if index + 1 < len(cues) and cues[index + 1].start_us - cue.end_us < profile.gap_us:
            gap_us = cues[index + 1].start_us - cue.end_us
            offences.append(_timed(cue, "gap", gap_us, profile.gap_us))
    return tuple(offences)


def _offences_of(cue: Cue, profile: CaptionProfile) -> list[Offence]:
    shown_us, characters = cue.end_us - cue.start_us, sum(len(line) for line in cue.lines)
    longest = max((len(line) for line in cue.lines), default=0)
    offences = []
    if longest > profile.line_hard:
        offences.append(
            Offence(cue.start_us, "characters a line", longest, profile.line_hard, f"A line has {longest} characters.")
        )
    if len(cue.lines) > profile.lines:
        offences.append(Offence(cue.start_us, "lines", len(cue.lines), profile.lines, f"There are {len(cue.lines)} lines."))
    if characters * US_PER_S > profile.speed_hard * shown_us:
        speed = round(characters * US_PER_S / max(shown_us, 1), 2)
        proof = f"{characters} characters stand for {shown_us / US_PER_S:.3f} s."
        offences.append(Offence(cue.start_us, "reading speed", speed, profile.speed_hard, proof))
    if shown_us < profile.shortest_us:
        offences.append(_timed(cue, "minimum time", shown_us, profile.shortest_us))
    if shown_us > profile.longest_us:
        offences.append(_timed(cue, "maximum time", shown_us, profile.longest_us))
    return offences


def _timed(cue: Cue, rule: str, is_us: int, limit_us: int) -> Offence:
    return Offence(cue.start_us, rule, is_us / US_PER_S, limit_us / US_PER_S, f"It is {is_us / US_PER_S:.3f} s.")


def _proof(offence: Offence) -> str:
    return (
        f"{offence.proof} The cue begins with its first word and the next one with its own; every other way to divide the words "
        f"around it into cues breaks a rule as well."
    )


def _stretches(words: Sequence[Word], timeline: Timeline, profile: CaptionProfile) -> list[tuple[list[Spoken], int]]:
    """For each kept span: what is spoken in it, and where it ends in the programme."""
    starts_us = [span.start_us for span in timeline.plan.kept]
    heard: list[list[Spoken]] = [[] for _span in starts_us]
    for word in sorted(words, key=lambda word: (word.start_us, word.end_us)):
        placed = _placed(word, timeline)
        if placed is not None:
            start_us, end_us = placed
            at_us = timeline.recording_from_programme(start_us)
            heard[bisect_right(starts_us, at_us or 0) - 1] += _pieces(word.text, start_us, end_us, profile)
    stretches, at_us = [], timeline.plan.intro_us
    for span, spoken in zip(timeline.plan.kept, heard, strict=True):
        first_us, at_us = at_us, at_us + span.end_us - span.start_us
        stretches.append((_spread(spoken, _up(first_us), _down(at_us)), _down(at_us)))
    return stretches


def _placed(word: Word, timeline: Timeline) -> tuple[int, int] | None:
    """Where a word stands in the programme; None where less than half of it is kept."""
    spans = timeline.programme_spans(word.start_us, word.end_us)
    if not spans:
        at_us = timeline.programme_from_recording(word.start_us) if word.end_us <= word.start_us else None
        return None if at_us is None else (at_us, at_us)
    longest = max(spans, key=lambda span: span[1] - span[0])
    return longest if 2 * (longest[1] - longest[0]) >= word.end_us - word.start_us else None


def _pieces(text: str, start_us: int, end_us: int, profile: CaptionProfile) -> list[Spoken]:
    """The word, or the pieces that fit on lines, each with its share of the time."""
    parts = [break_compound(part, profile.line_hard) for part in text.split()]
    pieces = [(piece, number < len(part)) for part in parts for number, piece in enumerate(part, 1)]
    whole, done, spoken = sum(len(piece) for piece, _goes_on in pieces), 0, []
    for piece, goes_on in pieces:
        begun_us = start_us + (end_us - start_us) * done // whole
        done += len(piece)
        spoken.append(Spoken(begun_us, start_us + (end_us - start_us) * done // whole, piece, goes_on))
    return spoken


def _spread(spoken: Sequence[Spoken], first_us: int, last_us: int) -> list[Spoken]:
    """The words on whole milliseconds, ascending, inside the span, none faster than anybody speaks (if they fit at all)."""
    needed_us = [len(word.text) * FASTEST_US_PER_CHARACTER for word in spoken]
    if sum(needed_us) > last_us - first_us:
        room_us, whole = max(last_us - first_us, 1), sum(needed_us)
        needed_us = [need_us * room_us // whole for need_us in needed_us]
    starts_us, at_us = [], first_us
    for word, need_us in zip(spoken, needed_us, strict=True):
        starts_us.append(max(at_us, _down(word.start_us)))
        at_us = starts_us[-1] + need_us
    latest_us = last_us
    for index in range(len(spoken) - 1, -1, -1):
        latest_us -= needed_us[index]
        starts_us[index] = max(first_us, _down(min(starts_us[index], latest_us)))
        latest_us = starts_us[index]
    ends_us = [min(last_us, max(word.end_us, start_us)) for word, start_us in zip(spoken, starts_us, strict=True)]
    return [
        replace(word, start_us=start_us, end_us=end_us) for word, start_us, end_us in zip(spoken, starts_us, ends_us, strict=True)
    ]


def _stretch_of(spoken: Sequence[Spoken], limit_us: int) -> Stretch:
    return Stretch(
        tuple(word.text for word in spoken),
        tuple(word.start_us for word in spoken),
        tuple(word.end_us for word in spoken),
        tuple(word.goes_on for word in spoken),
        limit_us,
    )


def _cue(start_us: int, spoken_us: int, limit_us: int, lines: tuple[str, ...], profile: CaptionProfile) -> Cue:
    """The cue from its first word until it has been read, inside its limits."""
    read_us = sum(len(line) for line in lines) * US_PER_S // profile.speed_aim
    wanted_us = max(spoken_us, start_us + profile.usual_us, start_us + read_us)
    return Cue(start_us, _down(min(wanted_us, limit_us, start_us + profile.longest_us)), lines)


def _ascending(cues: Sequence[Cue]) -> tuple[Cue, ...]:
    """The cues with at least a millisecond each: words that have no time at all between them still come one after another."""
    ascending: list[Cue] = []
    for cue in cues:
        start_us = max(cue.start_us, ascending[-1].end_us) if ascending else cue.start_us
        ascending.append(Cue(start_us, max(cue.end_us, start_us + US_PER_MS), cue.lines))
    return tuple(
        replace(cue, end_us=min(cue.end_us, max(following.start_us, cue.start_us + US_PER_MS)))
        for cue, following in pairwise([*ascending, Cue(2**62, 2**62, ())])
    )


def _down(at_us: int) -> int:
    return at_us // US_PER_MS * US_PER_MS


def _up(at_us: int) -> int:
    return -(-at_us // US_PER_MS) * US_PER_MS
