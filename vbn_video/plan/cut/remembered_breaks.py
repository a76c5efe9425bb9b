"""The breaks that an end was moved over: when it is moved back they are breaks again, and nobody finds one in the video.

the plan before + what was remembered + the plan after ──► remember ──► the breaks that are no gap of their own any more
the plan after an end was moved + those ──► shown_again ──► with_breaks ──► they are cut out as they were
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from vbn_video.codec import End, Start
from vbn_video.decisions import EditPlan, KeptSpan, Side


@dataclass(frozen=True)
class RememberedBreak:
    """[start, end) of the recording between two spans that were shown."""

    start_us: Start
    end_us: End
    start_side: Side
    """Why what is shown before it ends there."""
    end_side: Side
    """Why what is shown after it begins there."""
    cards: tuple[KeptSpan, ...] = ()
    """Those that stood in its place."""


def breaks_of(plan: EditPlan) -> tuple[RememberedBreak, ...]:
    """The breaks of a plan, ascending."""
    shown = [span for span in plan.kept if not span.card]
    return tuple(
        RememberedBreak(one.end_us, other.start_us, one.end_side, other.start_side, _cards(plan, one.end_us, other.start_us))
        for one, other in pairwise(shown)
        if one.end_us < other.start_us
    )


def remember(
    before: EditPlan, remembered: Sequence[RememberedBreak], after: EditPlan, keeps: Iterable[tuple[int, int]] = ()
) -> tuple[RememberedBreak, ...]:
    """The breaks of `before`, and of those before it, which `after` neither has nor shows; `keeps`: what a person wants shown."""
    standing = breaks_of(before)
    earlier = [one for one in remembered if all(_is_apart(one, gap) or _is_inside(one, gap) for gap in standing)]
    known = {(one.start_us, one.end_us): one for one in (*earlier, *standing)}
    for gap in breaks_of(after):
        known.pop((gap.start_us, gap.end_us), None)
    return tuple(
        one
        for span, one in sorted(known.items())
        if not _shown_around(after, one) and not any(start_us < span[1] and span[0] < end_us for start_us, end_us in keeps)
    )


def shown_again(before: EditPlan, after: EditPlan, remembered: Sequence[RememberedBreak]) -> tuple[RememberedBreak, ...]:
    """The remembered breaks that are shown now, and were not before."""
    return tuple(one for one in remembered if _shown_around(after, one) and not _shown_around(before, one))


def with_breaks(plan: EditPlan, breaks: Sequence[RememberedBreak]) -> EditPlan:
    """The plan with these breaks cut out again, their sides and cards as they were."""
    kept = list(plan.kept)
    for one in breaks:
        kept = [part for span in kept for part in _parted(span, one)]
    return replace(plan, kept=tuple(kept))


def _parted(span: KeptSpan, one: RememberedBreak) -> tuple[KeptSpan, ...]:
    if span.card or not _is_within(one, span):
        return (span,)
    before = replace(span, end_us=one.start_us, end_side=one.start_side)
    return before, *one.cards, replace(span, start_us=one.end_us, start_side=one.end_side)


def _cards(plan: EditPlan, start_us: int, end_us: int) -> tuple[KeptSpan, ...]:
    return tuple(span for span in plan.kept if span.card and start_us <= span.start_us and span.end_us <= end_us)


def _is_within(one: RememberedBreak, span: KeptSpan) -> bool:
    return span.start_us < one.start_us and one.end_us < span.end_us


def _shown_around(plan: EditPlan, one: RememberedBreak) -> bool:
    return any(_is_within(one, span) for span in plan.kept if not span.card)


def _is_apart(one: RememberedBreak, other: RememberedBreak) -> bool:
    return one.end_us <= other.start_us or other.end_us <= one.start_us


def _is_inside(one: RememberedBreak, other: RememberedBreak) -> bool:
    return other.start_us <= one.start_us and one.end_us <= other.end_us
