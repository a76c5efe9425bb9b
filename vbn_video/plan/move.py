"""Captions and chapters that were edited for one cut, moved to another: old programme → recording → new programme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vbn_video.decisions import Chapter, Cue, EditPlan
from vbn_video.plan.vtt import US_PER_MS
from vbn_video.timeline import Timeline


@dataclass(frozen=True)
class SetAside:
    """Cues (or chapters, with the stretch that each covers) for which a cut has no place, as they stood in the cut before it."""

    plan: EditPlan
    cues: tuple[Cue, ...]


@dataclass(frozen=True)
class Aside:
    """All that is set aside of one file, by the cut that it was made for."""

    groups: tuple[SetAside, ...] = ()

    def put(self, plan: EditPlan, cues: Sequence[Cue]) -> Aside:
        """With these cues too, which belong to `plan`."""
        return Aside((*self.groups, SetAside(plan, tuple(cues)))) if cues else self

    @property
    def cues(self) -> tuple[Cue, ...]:
        """All of them."""
        return tuple(cue for group in self.groups for cue in group.cues)


def same_cut(one: EditPlan, other: EditPlan) -> bool:
    """Whether every time of the programme means the same in both, whatever their reasons."""
    times = [(span.start_us, span.end_us) for span in one.kept] == [(span.start_us, span.end_us) for span in other.kept]
    return times and (one.intro_us, one.outro_us) == (other.intro_us, other.outro_us)


def move_cues(cues: Sequence[Cue], old: Timeline, new: Timeline) -> tuple[tuple[Cue, ...], tuple[Cue, ...]]:
    """(the cues where they now belong, ascending; those set aside, as they were given, since more than half of each was cut).

    Times are on the programme clock of `new` and of `old`, moved ones on whole milliseconds. A cue over a bumper stays over it.
    """
    places = move_all(cues, old, new)
    moved = [cue for cue in places if cue is not None]
    aside = [cue for cue, place in zip(cues, places, strict=True) if place is None]
    return tuple(sorted(moved, key=lambda cue: cue.start_us)), tuple(aside)


def move_all(cues: Sequence[Cue], old: Timeline, new: Timeline) -> list[Cue | None]:
    """For each cue, in order, the cue in the new programme, or None where more than half of it was cut."""
    return [_moved(cue, old, new) for cue in cues]


def stretches(chapters: Sequence[Chapter], duration_us: int) -> tuple[Cue, ...]:
    """Each chapter as a cue over all that it covers."""
    ends_us = [*(chapter.start_us for chapter in chapters), duration_us][1:]
    return tuple(Cue(chapter.start_us, end_us, (chapter.title,)) for chapter, end_us in zip(chapters, ends_us, strict=True))


def move_chapter(stretch: Cue, old: Timeline, new: Timeline) -> Chapter | None:
    """The chapter where the first that is kept of it now is; None where all of it was cut. At 0:00 it stays there."""
    spans = old.recording_spans(stretch.start_us, stretch.end_us)
    pieces = [piece for first_us, last_us in spans for piece in new.programme_spans(first_us, last_us)]
    if not pieces:
        over = None if spans else _over_bumper(stretch, old, new)
        return None if over is None else Chapter(over.start_us, over.lines[0])
    start_us = 0 if stretch.start_us == 0 else _on_milliseconds(stretch, *pieces[0]).start_us
    return Chapter(start_us, stretch.lines[0])


def to_recording(cues: Sequence[Cue], timeline: Timeline) -> tuple[Cue, ...]:
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


def _moved(cue: Cue, old: Timeline, new: Timeline) -> Cue | None:
    spans = old.recording_spans(cue.start_us, cue.end_us)
    return _placed(cue, spans, new) if spans else _over_bumper(cue, old, new)


def _placed(cue: Cue, recorded: Sequence[tuple[int, int]], new: Timeline) -> Cue | None:
    """The cue on what is kept of its stretches of the recording; the longest piece where a cut goes through it."""
    pieces = [piece for first_us, last_us in recorded for piece in new.programme_spans(first_us, last_us)]
    joined: list[tuple[int, int]] = []
    for first_us, last_us in pieces:
        if joined and joined[-1][1] == first_us and not _crosses_cut(first_us, cue, recorded, new):
            joined[-1] = (joined[-1][0], last_us)
        else:
            joined.append((first_us, last_us))
    if not joined:
        return None
    start_us, end_us = max(joined, key=lambda piece: piece[1] - piece[0])
    whole_us = sum(last_us - first_us for first_us, last_us in recorded)
    return _on_milliseconds(cue, start_us, end_us) if 2 * (end_us - start_us) >= whole_us else None


def _crosses_cut(join_us: int, cue: Cue, recorded: Sequence[tuple[int, int]], new: Timeline) -> bool:
    """Whether something of the recording is missing at this place of the new programme."""
    before = new.recording_from_programme(join_us - 1)
    after = new.recording_from_programme(join_us)
    return before is None or after is None or after - before != 1


def _over_bumper(cue: Cue, old: Timeline, new: Timeline) -> Cue | None:
    """A cue that stands over the intro or the outro keeps its place in it, if it still fits."""
    if cue.start_us < old.plan.intro_us:
        return cue if cue.end_us <= new.plan.intro_us else None
    later_us = new.plan.intro_us + new.plan.kept_us - old.plan.intro_us - old.plan.kept_us
    return (
        _on_milliseconds(cue, cue.start_us + later_us, cue.end_us + later_us)
        if cue.end_us + later_us <= new.duration_us
        else None
    )


def _on_milliseconds(cue: Cue, start_us: int, end_us: int) -> Cue:
    start_ms, end_ms = (start_us + US_PER_MS // 2) // US_PER_MS, (end_us + US_PER_MS // 2) // US_PER_MS
    return replace(cue, start_us=start_ms * US_PER_MS, end_us=max(end_ms, start_ms + 1) * US_PER_MS)
