"""Captions that were edited for one cut, moved to another: old programme → recording → new programme."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from vbn_video.clock import US_PER_MS
from vbn_video.decisions import Cue, EditPlan
from vbn_video.evidence import Word
from vbn_video.plan.captions.edited.realignment import TimedWord, count_heard_there, time_words, words_in_programme
from vbn_video.plan.words.audible_words import is_silenced
from vbn_video.timeline import Timeline, subtract

ROUNDED_US = 2 * US_PER_MS
"""Largest gap between the two parts of a cue divided at one moment, after both were moved twice on whole milliseconds."""
LINES, LINE_CHARACTERS = 2, 42


@dataclass(frozen=True)
class CutWords:
    """Words of a cue that a cut goes through: those whose sound is cut."""

    cue: Cue
    before: bool
    """Whether the words before them were kept; what comes back is joined to them again."""
    after: bool


@dataclass(frozen=True)
class CuesOfCut:
    """Cues with the cut on whose programme clock their times are."""

    plan: EditPlan
    cues: tuple[Cue, ...]
    parts: tuple[CutWords, ...] = ()

    @property
    def all_cues(self) -> tuple[Cue, ...]:
        """The cues and the words of divided ones, ascending."""
        return tuple(sorted((*self.cues, *(part.cue for part in self.parts)), key=lambda cue: cue.start_us))


@dataclass(frozen=True)
class Detached:
    """Cues of one file whose sound is in none of the present cut's kept spans, by the cut that they were made for."""

    groups: tuple[CuesOfCut, ...] = ()

    def plus(self, plan: EditPlan, cues: Sequence[Cue], parts: Sequence[CutWords] = ()) -> Detached:
        """These, and the cues and parts of cues that belong to `plan`."""
        return Detached((*self.groups, CuesOfCut(plan, tuple(cues), tuple(parts)))) if cues or parts else self

    def without(self, plan: EditPlan) -> Detached:
        """Those that belong to other cuts than `plan`."""
        return Detached(tuple(group for group in self.groups if not same_cut(group.plan, plan)))

    @property
    def cues(self) -> tuple[Cue, ...]:
        """All of them."""
        return tuple(cue for group in self.groups for cue in group.cues)


def same_cut(one: EditPlan, other: EditPlan) -> bool:
    """Whether the same is shown and heard at every time of both programmes, whatever their reasons."""
    return same_times(one, other) and one.silent_us == other.silent_us


def same_times(one: EditPlan, other: EditPlan) -> bool:
    """Whether every time of the programme means the same in both, whatever their reasons."""
    times = [(span.start_us, span.end_us) for span in one.kept] == [(span.start_us, span.end_us) for span in other.kept]
    return times and (one.intro_us, one.outro_us) == (other.intro_us, other.outro_us)


@dataclass(frozen=True)
class MovedCue:
    """What became of one cue: what stands of it in the new programme, and what has no place there."""

    kept: tuple[Cue, ...] = ()
    """On the new programme's clock, on whole milliseconds; more than one where a cut goes through the cue's middle."""
    cut: tuple[Cue, ...] = ()
    """The cue itself, where nothing of it is kept."""
    parts: tuple[CutWords, ...] = ()
    """The parts of a partly kept cue that were cut, on the old programme's clock."""


def find_programme(cues: Sequence[Cue], cuts: Sequence[Timeline], words: Sequence[Word]) -> int:
    """Index of the cut on whose programme clock the cues are: the one with most of their first words; 0 unless it has over half.

    `words` are on the recording clock. Somebody may have had the file open while the cut was changed, and saved it afterwards.
    """
    fitting = [count_heard_there(cues, words_in_programme(words, cut)) for cut in cuts]
    best = max(range(len(cuts)), key=lambda index: fitting[index])
    return best if 2 * fitting[best] > len(cues) else 0


def move_cues(
    cues: Sequence[Cue], old: Timeline, new: Timeline, words: Sequence[Word] = ()
) -> tuple[tuple[Cue, ...], tuple[Cue, ...]]:
    """(the cues where they now belong, ascending; those, and those parts, whose sound was cut), as `move_all` has them."""
    moved = move_all(cues, old, new, words)
    kept = sorted((cue for one in moved for cue in one.kept), key=lambda cue: cue.start_us)
    return tuple(kept), tuple(cue for one in moved for cue in (*one.cut, *(part.cue for part in one.parts)))


def move_all(cues: Sequence[Cue], old: Timeline, new: Timeline, words: Sequence[Word] = ()) -> list[MovedCue]:
    """What becomes of each cue, in order, when the cut changes; a cue over a bumper stays over it.

    Where a cut goes through a cue, the words whose sound is kept stay and the others go; `words` are those that were heard,
    on the recording clock, and say when each was spoken.
    """
    heard = words_in_programme(words, old)
    return [_moved(cue, old, new, heard) for cue in cues]


def rejoin(places: Sequence[Sequence[Cue]], parts: Sequence[CutWords]) -> tuple[list[list[Cue]], list[Cue]]:
    """(the places with the parts that are back joined to what they were divided from, the parts that do not find it again)."""
    standing, alone = [list(cues) for cues in places], []
    for part in parts:
        before = _place_where(standing, part.cue.start_us, lambda cue: cue.end_us) if part.before else None
        after = _place_where(standing, part.cue.end_us, lambda cue: cue.start_us) if part.after else None
        joined = part.cue
        if before:
            joined = _joined(standing[before[0]][before[1]], joined)
        if after:
            joined = _joined(joined, standing[after[0]][after[1]])
        if before and after:
            del standing[after[0]][after[1]]
        if place := before or after:
            standing[place[0]][place[1]] = joined
        else:
            alone.append(part.cue)
    return standing, alone


def _place_where(places: Sequence[Sequence[Cue]], at_us: int, edge_us: Callable[[Cue], int]) -> tuple[int, int] | None:
    """(place, index in it) of the cue with that edge there."""
    numbered = ((first, second, cue) for first, cues in enumerate(places) for second, cue in enumerate(cues))
    return next(((first, second) for first, second, cue in numbered if abs(edge_us(cue) - at_us) <= ROUNDED_US), None)


def _joined(one: Cue, following: Cue) -> Cue:
    """Both as one; the lines that meet are one line where it is not too long, or there would be too many."""
    said, then = _said_by(one), _said_by(following)
    (last, name), (first, other) = said[-1], then[0]
    together = f"{last} {first}"
    if name == other and (len(together) <= LINE_CHARACTERS or len(said) + len(then) > LINES):
        said, then = said[:-1], [(together, name), *then[1:]]
    lines, speakers = zip(*said, *then, strict=True)
    return Cue(one.start_us, following.end_us, lines, speakers if any(speakers) else ())


def _said_by(cue: Cue) -> list[tuple[str, str]]:
    return list(zip(cue.lines, (*cue.speakers, *[""] * len(cue.lines)), strict=False))


def move_to_recording(cues: Sequence[Cue], timeline: Timeline) -> tuple[Cue, ...]:
    """The cues on the recording's clock, for people: the longest stretch of each; one over a bumper beside what is kept."""
    return tuple(sorted((_recorded(cue, timeline) for cue in cues), key=lambda cue: cue.start_us))


def _recorded(cue: Cue, timeline: Timeline) -> Cue:
    spans = timeline.recording_spans(cue.start_us, cue.end_us)
    if not spans:
        kept = timeline.plan.kept
        at_us = kept[0].start_us if cue.start_us < timeline.plan.intro_us else kept[-1].end_us
        return replace(cue, start_us=at_us, end_us=at_us + cue.end_us - cue.start_us)
    start_us, end_us = max(spans, key=lambda span: span[1] - span[0])
    return replace(cue, start_us=start_us, end_us=end_us)


def _moved(cue: Cue, old: Timeline, new: Timeline, heard: Sequence[Word]) -> MovedCue:
    recorded = old.recording_spans(cue.start_us, cue.end_us)
    if not recorded:
        over = over_bumper(cue, old, new)
        return MovedCue(kept=(over,)) if over else MovedCue(cut=(cue,))
    pieces = _kept_pieces(recorded, old, new)
    if not pieces:
        return MovedCue(cut=(cue,))
    if len(pieces) == 1 and pieces[0][1] - pieces[0][0] == sum(last_us - first_us for first_us, last_us in recorded):
        return MovedCue(kept=(on_milliseconds(cue, *pieces[0]),))
    return _divided(cue, pieces, old, new, heard)


def _kept_pieces(recorded: Sequence[tuple[int, int]], old: Timeline, new: Timeline) -> list[tuple[int, int]]:
    """What is kept of these stretches of the recording, as spans of the new programme.

    Two that follow each other are one where they did so in the old programme too.
    """
    joined: list[tuple[int, int]] = []
    for start_us, end_us in (piece for span in recorded for piece in _heard_spans(span, old, new)):
        follows = bool(joined) and joined[-1][1] == start_us
        if follows and _in_old(start_us - 1, old, new) + 1 == _in_old(start_us, old, new):
            joined[-1] = (joined[-1][0], end_us)
        else:
            joined.append((start_us, end_us))
    return joined


def _heard_spans(recorded: tuple[int, int], old: Timeline, new: Timeline) -> list[tuple[int, int]]:
    """What of a stretch of the recording is kept and not newly silenced, as spans of the new programme."""
    newly_silent_us = subtract(new.plan.silent_us, old.plan.silent_us)
    heard = subtract([recorded], newly_silent_us)
    return [piece for span in heard for piece in new.programme_spans(*span)]


def _divided(cue: Cue, pieces: Sequence[tuple[int, int]], old: Timeline, new: Timeline, heard: Sequence[Word]) -> MovedCue:
    """The cue by its words: each goes to the piece that holds its sound, or to what is cut."""
    words = time_words(cue, heard)
    places = [_piece_of(word, pieces, old, new) for word in words]
    if all(place is None for place in places):
        return MovedCue(cut=(cue,))
    kept, parts = [], []
    for place, (first, last) in _runs(places):
        if place is not None:
            kept.append(on_milliseconds(_with_words(cue, words[first:last]), *pieces[place]))
            continue
        before, after = places[first - 1] if first else None, places[last] if last < len(places) else None
        start_us = cue.start_us if before is None else _in_old(pieces[before][1] - 1, old, new) + 1
        end_us = cue.end_us if after is None else _in_old(pieces[after][0], old, new)
        words_cut = on_milliseconds(_with_words(cue, words[first:last]), start_us, end_us)
        parts.append(CutWords(words_cut, before is not None, after is not None))
    return MovedCue(kept=tuple(kept), parts=tuple(parts))


def _piece_of(word: TimedWord, pieces: Sequence[tuple[int, int]], old: Timeline, new: Timeline) -> int | None:
    """Index of the piece that holds most of the word's sound; None where less than half of it is kept, or it is silenced."""
    length_us = max(word.end_us - word.start_us, 1)
    recorded = old.recording_spans(word.start_us, word.start_us + length_us)
    spans = [span for recording in recorded for span in _heard_spans(recording, old, new)]
    if any(is_silenced(*recording, subtract(new.plan.silent_us, old.plan.silent_us)) for recording in recorded):
        return None
    held_us = [sum(max(min(last, end) - max(first, start), 0) for first, last in spans) for start, end in pieces]
    most = max(range(len(pieces)), key=lambda index: held_us[index])
    return most if 2 * held_us[most] >= length_us else None


def _runs(places: Sequence[int | None]) -> Iterator[tuple[int | None, tuple[int, int]]]:
    """(place, (first, after the last)) of each run of words that go to the same place."""
    first = 0
    for place, run in groupby(places):
        last = first + len(list(run))
        yield place, (first, last)
        first = last


def _with_words(cue: Cue, words: Sequence[TimedWord]) -> Cue:
    """The cue with these of its words only, on the lines that they stand on."""
    numbers = sorted({word.line for word in words})
    lines = tuple(" ".join(word.text for word in words if word.line == number) for number in numbers)
    speakers = tuple(cue.speakers[number] if number < len(cue.speakers) else "" for number in numbers)
    return replace(cue, lines=lines, speakers=speakers if any(speakers) else ())


def _in_old(programme_us: int, old: Timeline, new: Timeline) -> int:
    """A kept moment of the new programme on the old one's clock."""
    recording_us = new.recording_from_programme(programme_us)
    found = None if recording_us is None else old.programme_from_recording(recording_us)
    if found is None:
        raise AssertionError("a piece of a cue stands in both programmes")
    return found


def over_bumper(cue: Cue, old: Timeline, new: Timeline) -> Cue | None:
    """A cue that stands over the intro or the outro keeps its place in it, if it still fits."""
    if cue.start_us < old.plan.intro_us:
        return cue if cue.end_us <= new.plan.intro_us else None
    later_us = new.talk_us[1] - old.talk_us[1]
    return (
        on_milliseconds(cue, cue.start_us + later_us, cue.end_us + later_us) if cue.end_us + later_us <= new.duration_us else None
    )


def on_milliseconds(cue: Cue, start_us: int, end_us: int) -> Cue:
    """The cue at these times, on whole milliseconds and at least one long."""
    start_ms, end_ms = (start_us + US_PER_MS // 2) // US_PER_MS, (end_us + US_PER_MS // 2) // US_PER_MS
    return replace(cue, start_us=start_ms * US_PER_MS, end_us=max(end_ms, start_ms + 1) * US_PER_MS)
