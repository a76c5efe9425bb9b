"""Captions made by others are made legal where they are not: as few of them are touched as can be, and no word is lost.

Each caption is repaired by itself, from the file as it was, so that its words stay its own: none is shown before the caption was
to be shown, none begins to be shown when it was to be gone, and none moves to another caption. It may stay on the screen until
the next one is to come.

    a caption ─► as it is, a little shorter or longer ─► its words compiled anew in its own time ─► the fewest broken rules
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise, zip_longest

from vbn_video.clock import US_PER_MS, US_PER_S
from vbn_video.decisions import Cue, EditPlan, KeptSpan, Side, Violation
from vbn_video.evidence import Word
from vbn_video.formats.transcript import TURN
from vbn_video.plan.captions.check_cues import check_cues
from vbn_video.plan.captions.compiler import compile_captions
from vbn_video.plan.captions.speaker_changes import DASH
from vbn_video.settings.profiles import CaptionProfile
from vbn_video.timeline import Timeline

AFTER_US = 10 * US_PER_S
"""How long after the last caption's end the programme is taken to go on."""
_SIDE = Side("made", 1.0)


@dataclass(frozen=True)
class Replacement:
    """A caption by its index in the file, and what stands for it."""

    index: int
    before: Cue
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
        return tuple(place for place in self.places if place.after != (place.before,))

    @property
    def by_index(self) -> list[tuple[Cue, ...]]:
        """For each caption of the file, in its order, what stands for it."""
        return [place.after for place in sorted(self.places, key=lambda place: place.index)]


def repair(cues: Sequence[Cue], profile: CaptionProfile) -> Repaired:
    """The captions, ascending, with those that break a rule set anew; times may be impossible, texts may not be empty.

    Legal captions stay as they are, save that one may end earlier for the sake of the gap after it. Captions at the same time
    are left so, and are among the violations.
    """
    ordered = sorted(enumerate(cues), key=lambda numbered: (max(numbered[1].start_us, 0), numbered[0]))
    possible = [_possible(cue, profile) for _index, cue in ordered]
    end_us = max((cue.end_us for cue in possible), default=0) + AFTER_US
    limits_us = [*(cue.start_us - profile.gap_us for cue in possible), end_us]
    places = tuple(
        Replacement(index, before, _repaired(cue, limit_us, profile))
        for (index, before), cue, limit_us in zip(ordered, possible, limits_us[1:], strict=True)
    )
    return Repaired(places, check_cues(tuple(cue for place in places for cue in place.after), profile))


def _possible(cue: Cue, profile: CaptionProfile) -> Cue:
    """The cue with times that can be: none below zero, and long enough to be read where it had no length."""
    start_us = max(cue.start_us, 0)
    if cue.end_us > start_us:
        return replace(cue, start_us=start_us)
    return replace(cue, start_us=start_us, end_us=_read_by_us(start_us, cue.lines, profile))


def _read_by_us(start_us: int, lines: Sequence[str], profile: CaptionProfile) -> int:
    """When lines that are shown from `start_us` have been read at an easy pace."""
    return start_us + max(profile.shortest_us, int(sum(map(len, lines)) * US_PER_S / profile.speed_aim))


def _repaired(cue: Cue, limit_us: int, profile: CaptionProfile) -> tuple[Cue, ...]:
    """What stands for the cue, which is to be gone at `limit_us`: of what breaks the fewest rules the first.

    A cue beside which the next one begins is not divided.
    """

    alone = limit_us > cue.start_us

    def broken(cues: Sequence[Cue]) -> int:
        return len(check_cues(cues, profile)) + (cues[-1].end_us > limit_us)

    best: tuple[Cue, ...] = (cue,)
    least = broken(best)
    candidates = _candidates(cue, limit_us, profile)
    while least and (candidate := next(candidates, None)):
        if _in_its_time(candidate, cue) and (alone or len(candidate) == 1) and broken(candidate) < least:
            best, least = candidate, broken(candidate)
    return best


def _in_its_time(cues: Sequence[Cue], cue: Cue) -> bool:
    """Whether each of the cues has a length, begins while the caption that its words are from is shown, and ends for the next."""
    shown = all(cue.start_us <= one.start_us < min(cue.end_us, one.end_us) for one in cues)
    return shown and all(one.end_us <= following.start_us for one, following in pairwise(cues))


def _candidates(cue: Cue, limit_us: int, profile: CaptionProfile) -> Iterator[tuple[Cue, ...]]:
    """What may stand for the cue, what changes least first."""
    until_us = limit_us if limit_us > cue.start_us else cue.end_us
    own_us = min(cue.end_us, until_us)
    read_us = max(own_us, min(_read_by_us(cue.start_us, cue.lines, profile), until_us))
    yield (replace(cue, end_us=own_us),)
    yield (replace(cue, end_us=min(read_us, cue.start_us + profile.longest_us) if len(cue.lines) == 1 else read_us),)
    if set_anew := _compiled(cue, own_us - cue.start_us, until_us, profile):
        last = set_anew[-1]
        end_us = min(last.end_us, max(own_us, _read_by_us(last.start_us, last.lines, profile)))
        yield (*set_anew[:-1], replace(last, end_us=end_us))
    unhurried_us = int(sum(map(len, cue.lines)) * US_PER_S / profile.speed_warn)
    if divided := _compiled(cue, unhurried_us, cue.start_us + unhurried_us + AFTER_US, profile):
        yield _timed(divided, cue.start_us, own_us, until_us, profile)
        yield _timed(divided, cue.start_us, read_us, until_us, profile)


def _timed(cues: Sequence[Cue], start_us: int, said_by_us: int, until_us: int, profile: CaptionProfile) -> tuple[Cue, ...]:
    """The cues one after another from `start_us`, each beginning with its words if they are said evenly until `said_by_us`."""
    lengths = [sum(map(len, cue.lines)) for cue in cues]
    said = accumulate(lengths[:-1], initial=0)
    shares_us = [(said_by_us - start_us) * before // max(sum(lengths), 1) for before in said]
    starts_us = [start_us + share_us // US_PER_MS * US_PER_MS for share_us in shares_us]
    last_us = min(max(said_by_us, _read_by_us(starts_us[-1], cues[-1].lines, profile)), until_us)
    ends_us = [*(begun_us - profile.gap_us for begun_us in starts_us[1:]), last_us]
    return tuple(
        replace(cue, start_us=begun_us, end_us=min(end_us, begun_us + profile.longest_us))
        for cue, begun_us, end_us in zip(cues, starts_us, ends_us, strict=True)
    )


def _compiled(cue: Cue, said_in_us: int, until_us: int, profile: CaptionProfile) -> tuple[Cue, ...] | None:
    """The cue's words compiled anew, said in `said_in_us` from its start, shown until `until_us`; None if one would be lost."""
    turns = _turns(cue)
    plan = EditPlan((KeptSpan(cue.start_us, until_us, _SIDE, _SIDE),), intro_us=cue.start_us)
    if TURN.match(cue.lines[0]):
        profile = replace(profile, line_aim=profile.line_aim - len(DASH), line_hard=profile.line_hard - len(DASH))
    words = _words(turns, cue.start_us, said_in_us)
    new = compile_captions(words, Timeline((), plan), profile, "dash" if turns[-1].number else "none").cues
    return _with_own_dashes(new, turns)


@dataclass(frozen=True)
class _Turn:
    """A written line: which turn of the conversation it belongs to, counted from 0 in its cue, and the dash before it."""

    number: int
    dash: str
    text: str
    name: str


def _turns(cue: Cue) -> list[_Turn]:
    """The cue's lines; a dash or another name begins a turn."""
    turns: list[_Turn] = []
    for line, name in zip_longest(cue.lines, cue.speakers[: len(cue.lines)], fillvalue=""):
        dash = TURN.match(line)
        begins = bool(turns) and (dash is not None or name != turns[-1].name)
        number = turns[-1].number + begins if turns else 0
        turns.append(_Turn(number, f"{line[0]} " if dash else "", TURN.sub("", line, count=1), name))
    return turns


def _words(turns: Sequence[_Turn], start_us: int, said_in_us: int) -> tuple[Word, ...]:
    """The words of the lines, one after another, each with its share of the time."""
    said = [(text, str(turn.number)) for turn in turns for text in turn.text.split()]
    whole, done = sum(len(text) for text, _turn in said), 0
    words = []
    for text, turn in said:
        begun_us = start_us + said_in_us * done // whole
        done += len(text)
        words.append(Word(begun_us, start_us + said_in_us * done // whole, text, 1.0, turn))
    return tuple(words)


def _with_own_dashes(cues: Sequence[Cue], turns: Sequence[_Turn]) -> tuple[Cue, ...] | None:
    """The compiled cues with the dashes and names that the caption had, and no others; None where they say something else."""
    letters, dashes = "", {}
    for turn in turns:
        if turn.dash:
            dashes[len(letters)] = turn.dash
        letters += "".join(turn.text.split())
    names = {str(turn.number): turn.name for turn in turns}
    restored, at = [], 0
    for cue in cues:
        lines = []
        for line in cue.lines:
            own = line.removeprefix(DASH) if _is_mark(line, letters[at : at + 2]) else line
            begun, at = at, _follow(own, letters, at)
            if at < 0 or any(begun < place < at for place in dashes):
                return None
            lines.append(dashes.get(begun, "") + own)
        restored.append(replace(cue, lines=tuple(lines), speakers=_named(cue, names)))
    return tuple(restored) if at == len(letters) and restored else None


def _is_mark(line: str, following: str) -> bool:
    """Whether the line's dash was set by the compiler, and is none of the characters that follow in the caption."""
    return line.startswith(DASH) and following != "-" + line[len(DASH) : len(DASH) + 1]


def _follow(line: str, letters: str, at: int) -> int:
    """How far in `letters` the line comes from `at`, if it says them with other spaces and more hyphens; -1 if it does not."""
    for character in line:
        if at < len(letters) and character == letters[at]:
            at += 1
        elif not (character.isspace() or character == "-"):
            return -1
    return at


def _named(cue: Cue, names: Mapping[str, str]) -> tuple[str, ...]:
    """Who says each line, from the numbers of their turns."""
    said_by = tuple(names.get(number, "") for number in cue.speakers)
    return said_by if any(said_by) else ()
