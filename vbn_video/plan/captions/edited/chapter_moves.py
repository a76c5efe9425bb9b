"""Chapters that a person has edited, moved to another cut. Each is a stretch of the recording: from its start to the next one's.

A cut that takes a chapter's start moves it to its first kept moment. What it began with is remembered (`CutWords`), so that it
begins there again when the cut is undone; unless the person has moved it since.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vbn_video.decisions import Chapter, Cue, EditPlan
from vbn_video.evidence import Recording
from vbn_video.plan.captions.edited.retiming import ROUNDED_US, CutWords, Detached, on_milliseconds, over_bumper
from vbn_video.timeline import Timeline

Span = tuple[int, int]


@dataclass(frozen=True)
class _Stretch:
    """What a chapter covers, or the beginning of it that was cut, on the recording's clock."""

    cue: Cue
    """On its own cut's programme clock."""
    cut: Timeline
    spans: tuple[Span, ...]
    end_us: int | None
    """Where the rest of the chapter follows, on the recording's clock; None for a chapter itself."""
    at_0: bool = False
    """The rest was put at 0:00, as the first chapter there."""


def move_chapters(
    chapters: Sequence[Chapter], made_for: EditPlan, detached: Detached, recording: Recording, timeline: Timeline
) -> tuple[tuple[Chapter, ...], Detached]:
    """(the chapters of `made_for` in the cut of `timeline`, with those of `detached` that are back; what has no place there).

    Where there is a chapter at 0:00, be it set aside, the first one stands there.
    """
    here = Detached().plus(made_for, _chapters_as_cues(chapters, made_for.duration_us))
    beginnings = [
        replace(_stretch(part.cue, cut, beginning=True), at_0=not part.after)
        for group in detached.groups
        for cut in [Timeline.of(recording, group.plan)]
        for part in group.parts
    ]
    moved: list[tuple[Chapter, list[_Stretch]]] = []
    remaining = Detached()
    begins_at_0 = False
    for standing, group in (*((True, group) for group in here.groups), *((False, group) for group in detached.groups)):
        cut = Timeline.of(recording, group.plan)
        for cue in group.cues:
            stretches = _with_beginnings(cue, cut, beginnings, standing=standing)
            begins_at_0 = begins_at_0 or _stands_at_0(stretches)
            if chapter := _moved(stretches, timeline):
                moved.append((chapter, stretches))
            else:
                remaining = remaining.plus(group.plan, [stretches[-1].cue])
                for before in stretches[:-1]:
                    remaining = _remember(remaining, before, before.cue.end_us)
    moved.sort(key=lambda one: one[0].start_us)
    if moved and begins_at_0:
        moved[0] = (replace(moved[0][0], start_us=0), moved[0][1])
    for chapter, stretches in moved:
        remaining = _remember_cut(remaining, stretches, timeline, at_0=chapter.start_us == 0)
    return tuple(chapter for chapter, _stretches in moved), remaining


def _chapters_as_cues(chapters: Sequence[Chapter], duration_us: int) -> tuple[Cue, ...]:
    """Each chapter as a cue over all that it covers."""
    ends_us = [*(chapter.start_us for chapter in chapters), duration_us][1:]
    return tuple(Cue(chapter.start_us, end_us, (chapter.title,)) for chapter, end_us in zip(chapters, ends_us, strict=True))


def _stretch(cue: Cue, cut: Timeline, *, beginning: bool) -> _Stretch:
    end_us = cut.recording_from_programme(cue.end_us) if beginning else None
    return _Stretch(cue, cut, cut.recording_spans(cue.start_us, cue.end_us), end_us)


def _with_beginnings(cue: Cue, cut: Timeline, beginnings: Sequence[_Stretch], *, standing: bool) -> list[_Stretch]:
    """The chapter's stretch, after those that earlier cuts took from its beginning, if it still stands where they left it.

    `standing`: it is in the file, not set aside.
    """
    stands_us = max(cue.start_us, cut.plan.intro_us)
    found: list[_Stretch] = []
    for one in beginnings:
        left_us = None if one.end_us is None else cut.programme_from_recording(one.end_us)
        if left_us is not None and (cue.start_us == 0 and standing if one.at_0 else abs(left_us - stands_us) <= ROUNDED_US):
            found = [one]
            cue = replace(cue, start_us=left_us)
    while found and (before := next((one for one in beginnings if one not in found and one.end_us == _start_us(found[0])), None)):
        found.insert(0, before)
    return [*found, _stretch(cue, cut, beginning=False)]


def _start_us(stretch: _Stretch) -> int | None:
    return stretch.cut.recording_from_programme(stretch.cue.start_us)


def _stands_at_0(stretches: Sequence[_Stretch]) -> bool:
    """Whether a chapter begins with the programme in every cut, not because a cut has taken what was before it."""
    return len(stretches) == 1 and stretches[0].cue.start_us == 0


def _moved(stretches: Sequence[_Stretch], new: Timeline) -> Chapter | None:
    """The chapter, moved to its first kept moment; None where all of it was cut. At 0:00 it stays there."""
    own = stretches[-1]
    kept = [piece for stretch in stretches for span in stretch.spans for piece in new.programme_spans(*span)]
    if not kept:
        over = None if own.spans else over_bumper(own.cue, own.cut, new)
        return None if over is None else Chapter(over.start_us, over.lines[0])
    start_us = 0 if _stands_at_0(stretches) else on_milliseconds(own.cue, *kept[0]).start_us
    return Chapter(start_us, own.cue.lines[0])


def _remember_cut(remaining: Detached, stretches: Sequence[_Stretch], new: Timeline, *, at_0: bool) -> Detached:
    """What of a chapter's beginning the new cut takes; of one that stands `at_0` where it would begin, too."""
    for stretch in (one for one in stretches if one.spans and not _stands_at_0(stretches)):
        kept = [piece for span in stretch.spans for piece in new.programme_spans(*span)]
        if not kept:
            remaining = _remember(remaining, stretch, stretch.cue.end_us)
            continue
        first_us = new.recording_from_programme(kept[0][0])
        stands_us = None if first_us is None else stretch.cut.programme_from_recording(first_us)
        if stands_us is not None and (stands_us > max(stretch.cue.start_us, stretch.cut.plan.intro_us) or at_0):
            remaining = _remember(remaining, stretch, stands_us, at_0=at_0)
        break
    return remaining


def _remember(remaining: Detached, stretch: _Stretch, end_us: int, *, at_0: bool = False) -> Detached:
    """With the beginning of a chapter, up to where it now stands."""
    return remaining.plus(stretch.cut.plan, [], [CutWords(replace(stretch.cue, end_us=end_us), before=False, after=not at_0)])
