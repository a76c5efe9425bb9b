"""Edits for captions that were changed meanwhile: those that touch nothing of the other's are made, the others shown beside it.

    splices, made for a base ─┐
                              ├─► merge ─► the splices where their cues stand now ─► the captions with both edits
    the captions now ─────────┘      └──► conflicts: what stood there, mine, theirs

A cue is known again by its times and words, wherever it stands now.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from vbn_video.decisions import Cue
from vbn_video.plan.review.cue_splices import CueSplice, can_stand


@dataclass(frozen=True)
class Conflict:
    """A place that both have changed."""

    base: tuple[Cue, ...]
    """What stood there when the edit was made."""
    mine: tuple[Cue, ...]
    """What the edit makes of it."""
    theirs: tuple[Cue, ...]
    """What stands at that time now."""


@dataclass(frozen=True)
class Merged:
    """Captions with the edits that fit."""

    cues: tuple[Cue, ...]
    splices: tuple[CueSplice, ...]
    """Those edits, as they are applied to the captions now, one after another."""
    conflicts: tuple[Conflict, ...] = ()


def merge(splices: Sequence[CueSplice], current: Sequence[Cue]) -> Merged:
    """The edits, made for other captions, in the current ones.

    An edit whose cues stand there no longer as they were is a conflict; one that has been made there already is nothing.
    """
    cues, fitting, conflicts, moved = list(current), [], [], 0
    for splice in splices:
        at = _place_of(splice, cues, splice.at + moved)
        placed = None if at is None else replace(splice, at=at)
        if placed is None or not _fits(placed, cues):
            if not _is_made(splice, cues, splice.at + moved):
                conflicts.append(Conflict(splice.before, splice.after, _shown_during(splice, cues)))
            continue
        moved = placed.at - splice.at
        cues[placed.at : placed.at + len(placed.before)] = placed.after
        fitting.append(placed)
    return Merged(tuple(cues), tuple(fitting), tuple(conflicts))


def _place_of(splice: CueSplice, cues: Sequence[Cue], near: int) -> int | None:
    """Where the cues that the splice takes out stand now, nearest to where they stood; None where they do not."""
    if not splice.before:
        first_us = splice.after[0].start_us if splice.after else 0
        return bisect_left(cues, first_us, key=lambda cue: cue.start_us)
    first = bisect_left(cues, splice.before[0].start_us, key=lambda cue: cue.start_us)
    last = bisect_left(cues, splice.before[0].start_us + 1, key=lambda cue: cue.start_us)
    count = len(splice.before)
    places = [at for at in range(first, last) if tuple(cues[at : at + count]) == splice.before]
    return min(places, key=lambda at: abs(at - near), default=None)


def _fits(splice: CueSplice, cues: Sequence[Cue]) -> bool:
    """Whether the captions can be shown in order once the splice is applied."""
    until = splice.at + len(splice.before)
    return can_stand([*cues[max(splice.at - 1, 0) : splice.at], *splice.after, *cues[until : until + 1]])


def _is_made(splice: CueSplice, cues: Sequence[Cue], near: int) -> bool:
    """Whether what the splice puts in stands there already."""
    return bool(splice.after) and _place_of(splice.inverse, cues, near) is not None


def _shown_during(splice: CueSplice, cues: Sequence[Cue]) -> tuple[Cue, ...]:
    """The cues that are shown while those of the splice were."""
    shown = splice.before or splice.after
    if not shown:
        return ()
    start_us, end_us = shown[0].start_us, shown[-1].end_us
    return tuple(cue for cue in cues if cue.start_us < end_us and start_us < cue.end_us)
