"""Captions made by others are made legal where they are not: as few of them are touched as can be, and no word is lost.

Captions that break a rule become words again, whose times are interpolated, and are compiled anew between the legal ones around
them. Where that is not enough, their neighbours are taken along.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from vbn_video.clock import US_PER_S
from vbn_video.decisions import Cue, EditPlan, KeptSpan, Side, Violation
from vbn_video.evidence import Word
from vbn_video.formats.transcript import TURN
from vbn_video.plan.captions.check_cues import check_cues
from vbn_video.plan.captions.compiler import compile_captions
from vbn_video.plan.captions.speaker_changes import DASH
from vbn_video.settings.profiles import CaptionProfile
from vbn_video.timeline import Timeline

NEIGHBOURS = 2
"""Most captions on either side of a broken one that are set anew with it."""
AFTER_US = 10 * US_PER_S
"""How long after the last caption's end the programme is taken to go on."""
_SIDE = Side("made", 1.0)
_JOINTS = re.compile(r"[\s\-–]+")


@dataclass(frozen=True)
class Replacement:
    """Captions that follow each other, by their index in the file, and what stands for them."""

    indices: tuple[int, ...]
    before: tuple[Cue, ...]
    after: tuple[Cue, ...]


@dataclass(frozen=True)
class Repaired:
    """A file's captions made legal."""

    places: tuple[Replacement, ...]
    violations: tuple[Violation, ...]
    """What could not be repaired."""

    @property
    def cues(self) -> tuple[Cue, ...]:
        """All captions, ascending."""
        return tuple(cue for place in self.places for cue in place.after)

    @property
    def changed(self) -> tuple[Replacement, ...]:
        """The replacements that change lines or times."""
        return tuple(place for place in self.places if place.before != place.after)

    @property
    def by_index(self) -> list[tuple[Cue, ...]]:
        """For each caption of the file, in its order, what stands for it; all that stands for several stands at the first."""
        stands = {place.indices[0]: place.after for place in self.places}
        return [stands.get(index, ()) for index in range(sum(len(place.indices) for place in self.places))]


def repair(cues: Sequence[Cue], profile: CaptionProfile) -> Repaired:
    """The captions, ascending, with those that break a rule set anew; times may be impossible, texts may not be empty.

    Legal captions stay as they are, save that one may end earlier for the sake of the gap after it.
    """
    ordered = sorted(enumerate(cues), key=lambda numbered: (max(numbered[1].start_us, 0), numbered[0]))
    places = [Replacement((index,), (cue,), (_possible(cue, profile),)) for index, cue in ordered]
    _make_gaps(places, profile)
    at = 0
    while at < len(places):
        last = at + 1
        while last < len(places) and _touch(places[last - 1], places[last], profile):
            last += 1
        anew = _set_anew(places, at, last, profile) if check_cues(_cues(places[at:last]), profile) else None
        if anew:
            first, last, place = anew
            places[first:last], last = [place], first + 1
        at = last
    return Repaired(tuple(places), check_cues(tuple(cue for place in places for cue in place.after), profile))


def _possible(cue: Cue, profile: CaptionProfile) -> Cue:
    """The cue with times that can be: none below zero, and long enough to be read where it had no length."""
    start_us = max(cue.start_us, 0)
    if cue.end_us > start_us:
        return replace(cue, start_us=start_us)
    characters = sum(map(len, cue.lines))
    return replace(
        cue, start_us=start_us, end_us=start_us + max(profile.shortest_us, int(characters * US_PER_S / profile.speed_aim))
    )


def _make_gaps(places: list[Replacement], profile: CaptionProfile) -> None:
    """Let a caption end earlier where it comes too near the next one, and stays legal."""
    for index, (one, following) in enumerate(pairwise(places)):
        (cue,), (next_cue,) = one.after, following.after
        shorter = replace(cue, end_us=min(cue.end_us, next_cue.start_us - profile.gap_us))
        if shorter != cue and shorter.end_us > shorter.start_us and not check_cues((shorter,), profile):
            places[index] = replace(one, after=(shorter,))


def _touch(one: Replacement, following: Replacement, profile: CaptionProfile) -> bool:
    """Whether there is no gap between them, so that neither can be repaired alone."""
    return following.after[0].start_us - one.after[-1].end_us < profile.gap_us


def _set_anew(
    places: Sequence[Replacement], first: int, last: int, profile: CaptionProfile
) -> tuple[int, int, Replacement] | None:
    """(first, after the last, what stands for them) where fewer rules are broken then, with as few neighbours as can be."""
    lowest, highest = max(first - NEIGHBOURS - 1, 0), last + NEIGHBOURS + 1

    def broken(low: int, high: int, cues: Sequence[Cue]) -> int:
        return len(check_cues((*_cues(places[lowest:low]), *cues, *_cues(places[high:highest])), profile))

    best, least = None, broken(first, last, _cues(places[first:last]))
    for width in range(NEIGHBOURS + 1):
        low, high = max(first - width, 0), min(last + width, len(places))
        cues = _compiled(places, low, high, profile)
        left = least if cues is None else broken(low, high, cues)
        if cues and left < least:
            best, least = (low, high, _joined(places[low:high], cues)), left
        if cues and not check_cues(cues, profile):
            break
    return best


def _joined(places: Sequence[Replacement], cues: tuple[Cue, ...]) -> Replacement:
    indices = tuple(index for place in places for index in place.indices)
    return Replacement(indices, tuple(cue for place in places for cue in place.before), cues)


def _cues(places: Sequence[Replacement]) -> tuple[Cue, ...]:
    return tuple(cue for place in places for cue in place.after)


def _compiled(places: Sequence[Replacement], low: int, high: int, profile: CaptionProfile) -> tuple[Cue, ...] | None:
    """These places' captions compiled anew between their neighbours; None where a word would be lost."""
    old = _cues(places[low:high])
    start_us = places[low - 1].after[-1].end_us + profile.gap_us if low else 0
    end_us = places[high].after[0].start_us - profile.gap_us if high < len(places) else old[-1].end_us + AFTER_US
    if end_us <= start_us:
        return None
    lines, speakers = _turns(old)
    plan = EditPlan((KeptSpan(start_us, end_us, _SIDE, _SIDE),), intro_us=start_us)
    words = _words(old, lines, start_us, end_us, profile)
    new = compile_captions(words, Timeline((), plan), profile, "dash" if any(map(_is_dialogue, old)) else "none").cues
    cues = tuple(replace(cue, speakers=_named(cue, speakers)) for cue in new)
    if cues and TURN.match(old[0].lines[0]):
        cues = (replace(cues[0], lines=(DASH + cues[0].lines[0].removeprefix(DASH), *cues[0].lines[1:])), *cues[1:])
    return cues if _letters(cues) == _letters(old) else None


def _is_dialogue(cue: Cue) -> bool:
    return any(TURN.match(line) for line in cue.lines)


def _turns(cues: Sequence[Cue]) -> tuple[list[list[tuple[str, str]]], dict[str, str]]:
    """(for each caption its lines without dashes, each with the number of its turn; who has each turn, where that is known)."""
    numbered, speakers, turn = [], {"0": ""}, 0
    for cue in cues:
        lines = []
        for line, name in zip_longest(cue.lines, cue.speakers[: len(cue.lines)], fillvalue=""):
            turn += bool(TURN.match(line)) or (name != speakers[str(turn)])
            speakers[str(turn)] = name
            lines.append((TURN.sub("", line, count=1), str(turn)))
        numbered.append(lines)
    return numbered, speakers


def _named(cue: Cue, speakers: Mapping[str, str]) -> tuple[str, ...]:
    """Who says each line, from the numbers of their turns."""
    names = tuple(speakers.get(number, "") for number in cue.speakers)
    return names if any(names) else ()


def _words(
    cues: Sequence[Cue], lines: Sequence[Sequence[tuple[str, str]]], start_us: int, end_us: int, profile: CaptionProfile
) -> tuple[Word, ...]:
    """The captions' words, one after another inside the span.

    Each caption's share its time, or, where nobody can read them in that, what is free until the next one begins.
    """
    words: list[Word] = []
    at_us = start_us
    for cue, turns, until_us in zip(cues, lines, [*(cue.start_us for cue in cues[1:]), end_us], strict=True):
        said = [(text, turn) for line, turn in turns for text in line.split()]
        at_us = min(max(cue.start_us, at_us), end_us - 1)
        whole, done = sum(len(text) for text, _turn in said), 0
        too_fast = sum(map(len, cue.lines)) * US_PER_S > profile.speed_hard * (cue.end_us - cue.start_us)
        wanted_us = max(cue.end_us, at_us + int(sum(map(len, cue.lines)) * US_PER_S / profile.speed_aim) if too_fast else 0)
        rest_us = max(min(wanted_us, until_us, end_us) - at_us, 0)
        for text, turn in said:
            begun_us = at_us + rest_us * done // whole
            done += len(text)
            words.append(Word(begun_us, at_us + rest_us * done // whole, text, 1.0, turn))
        at_us += rest_us
    return tuple(words)


def _letters(cues: Sequence[Cue]) -> str:
    """All that is said, without spaces and hyphens: those may come and go where lines are broken."""
    return _JOINTS.sub("", "".join(line for cue in cues for line in cue.lines))
