"""The cut as a person asks for it: ends moved, spans cut out, kept again or silenced, in a plan that stands.

AskedCut + EditPlan ──► EditPlan: a side that nobody named keeps its reason, one that was named is the editor's, also where
                        it stood there already: so what was doubtful is confirmed
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile

from vbn_video.clock import timecode, typed_time
from vbn_video.decisions import EditPlan, KeptSpan, SilencedSpan
from vbn_video.errors import InputError
from vbn_video.messages import _
from vbn_video.plan.cut.cut_points import CutPoints
from vbn_video.plan.cut.edit_text import EDITOR, SLACK_US, settle_edit
from vbn_video.timeline import subtract

Span = tuple[int, int]
"""(start, end) on the recording clock, in µs; the start is the earlier one."""
SHOWN_US = 1_000
"""What is nearer than this to an edge of the plan means that edge: times are shown to the millisecond."""
CONFIRMED_US = 1_000_000
"""A cut that ends so shortly before what is kept already confirms the side there: players show whole seconds."""


@dataclass(frozen=True)
class AskedCut:
    """What a person asks for; all times on the recording clock."""

    start_us: int | None = None
    end_us: int | None = None
    cuts: tuple[Span, ...] = ()
    keeps: tuple[Span, ...] = ()
    sound_only: bool = False
    """Cuts and keeps are of the sound alone: silenced, and heard again."""
    is_move: bool = False
    """What is kept is so because an end was moved there: a break that the end was moved over before stays one."""

    @property
    def keeps_breaks(self) -> bool:
        """Whether an end is moved, which brings no break into the video."""
        return self.is_move or self.start_us is not None or self.end_us is not None

    @property
    def wanted_us(self) -> tuple[Span, ...]:
        """What a person wants to have in the video, whatever it is."""
        return () if self.sound_only or self.is_move else self.keeps


def apply_cut(plan: EditPlan | None, asked: AskedCut, duration_us: int) -> EditPlan:
    """The plan with what was asked for; None where there is none yet, then both ends must be asked for.

    Raises:
        InputError: a time lies outside the recording, two wishes oppose each other, or nothing would be left.
    """
    check_cut(asked, duration_us)
    asked = _as_shown(asked, plan) if plan else asked
    if plan is None:
        if asked.start_us is None or asked.end_us is None:
            raise InputError(
                _("There is no cut yet that could be changed. Name both --start and --end, or let it be found first.")
            )
        plan = EditPlan((KeptSpan(asked.start_us, min(asked.end_us, duration_us), EDITOR, EDITOR),))
    kept = _between(plan.kept, asked.start_us, None if asked.end_us is None else min(asked.end_us, duration_us))
    cuts, keeps = ([(start_us, min(end_us, duration_us)) for start_us, end_us in spans] for spans in (asked.cuts, asked.keeps))
    if asked.sound_only:
        silenced = subtract(join([*((one.start_us, one.end_us) for one in plan.silenced), *cuts]), keeps)
        plan = replace(plan, silenced=tuple(SilencedSpan(*span) for span in silenced))
    else:
        for span in keeps:
            kept = _with(kept, span)
        for span in cuts:
            kept = _confirmed(kept, span) if _is_cut(kept, span) else _without(kept, span)
    kept = [span for span in kept if span.start_us < span.end_us]
    if not kept:
        raise InputError(_("Nothing would be left of the recording, which lasts {duration}."), duration=timecode(duration_us))
    return replace(plan, kept=tuple(kept))


def join(spans: Iterable[Span]) -> list[Span]:
    """The same time as spans that ascend and are apart."""
    joined: list[Span] = []
    for start_us, end_us in sorted(spans):
        if joined and start_us <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end_us)
        else:
            joined.append((start_us, end_us))
    return joined


def typed_span(span: Span) -> str:
    """The span as it is typed: `31:00-43:10`."""
    return f"{typed_time(span[0])}-{typed_time(span[1])}"


def settle_cut(plan: EditPlan, cut_points: CutPoints) -> EditPlan:
    """The plan with its spans on frames.

    Raises:
        InputError: no frame would be left.
    """
    kept = settle_edit(plan.kept, cut_points, None, None)
    if not kept:
        raise InputError(_("Nothing would be left: no frame of the recording lies in what is kept."))
    return replace(plan, kept=kept)


def check_cut(asked: AskedCut, duration_us: int) -> None:
    """See that what is asked for lies in the recording, which lasts so long, and does not oppose itself.

    Raises:
        InputError: it does not.
    """
    for option, at_us, slack_us in (("start", asked.start_us, 0), ("end", asked.end_us, SLACK_US)):
        if at_us is not None and at_us > duration_us + slack_us:
            sentence = _("--{option} {time} is after the end of the recording, which lasts {duration}.")
            raise InputError(sentence, option=option, time=timecode(at_us), duration=timecode(duration_us))
    if asked.start_us is not None and asked.end_us is not None and asked.start_us >= asked.end_us:
        raise InputError(_("--end is not after --start: nothing would be left between them."))
    for option, spans in (("cut", asked.cuts), ("keep", asked.keeps)):
        for span in spans:
            if span[0] >= duration_us or span[1] > duration_us + SLACK_US:
                sentence = _("--{option} {span} lies outside the recording, which lasts {duration}.")
                raise InputError(sentence, option=option, span=typed_span(span), duration=timecode(duration_us))
    for cut in asked.cuts:
        for keep in asked.keeps:
            if cut[0] < keep[1] and keep[0] < cut[1]:
                sentence = _("--cut {cut} and --keep {keep} ask for opposite things of the same time. Leave one of them out.")
                raise InputError(sentence, cut=typed_span(cut), keep=typed_span(keep))


def _between(kept: Sequence[KeptSpan], start_us: int | None, end_us: int | None) -> list[KeptSpan]:
    """The kept spans with the talk's ends moved there; a card stands for a break, and no break is at an end."""
    spans = list(kept)
    if start_us is not None:
        spans = list(dropwhile(_is_card, (span for span in spans if span.end_us > start_us)))
        spans[:1] = [replace(span, start_us=start_us, start_side=EDITOR) for span in spans[:1]]
    if end_us is not None:
        spans = list(dropwhile(_is_card, (span for span in reversed(spans) if span.start_us < end_us)))[::-1]
        spans[-1:] = [replace(span, end_us=end_us, end_side=EDITOR) for span in spans[-1:]]
    return spans


def _is_card(span: KeptSpan) -> bool:
    return bool(span.card)


def _without(kept: Sequence[KeptSpan], cut: Span) -> list[KeptSpan]:
    """The kept spans with a span cut out."""
    left: list[KeptSpan] = []
    for span in kept:
        if cut[1] <= span.start_us or span.end_us <= cut[0]:
            left += _confirmed([span], cut)
            continue
        if span.start_us < cut[0]:
            left.append(replace(span, end_us=cut[0], end_side=EDITOR))
        if cut[1] < span.end_us:
            left.append(replace(span, start_us=cut[1], start_side=EDITOR))
    return left


def _is_cut(kept: Sequence[KeptSpan], cut: Span) -> bool:
    """Whether all of it is cut already, with a card in its place or without, and more than the card is meant."""
    inside = [span for span in kept if cut[0] < span.end_us and span.start_us < cut[1]]
    return all(span.card and cut[0] <= span.start_us and span.end_us < cut[1] for span in inside)


def _confirmed(kept: Sequence[KeptSpan], cut: Span) -> list[KeptSpan]:
    """The same spans; those sides are the editor's that the cut reaches, and those of the cards in it."""

    def sides(span: KeptSpan) -> KeptSpan:
        is_card = bool(span.card) and cut[0] <= span.start_us and span.end_us <= cut[1]
        starts = is_card or cut[1] <= span.start_us < cut[1] + CONFIRMED_US
        ends = is_card or cut[0] - CONFIRMED_US < span.end_us <= cut[0]
        return replace(span, start_side=EDITOR if starts else span.start_side, end_side=EDITOR if ends else span.end_side)

    return [sides(span) for span in kept]


def _as_shown(asked: AskedCut, plan: EditPlan) -> AskedCut:
    """The same wishes, each time that is an edge of the plan as it is shown put there."""
    kept, silenced = ([(span.start_us, span.end_us) for span in spans] for spans in (plan.kept, plan.silenced))
    edges_us = [edge_us for span in (*kept, *silenced) for edge_us in span]

    def meant(at_us: int) -> int:
        nearest_us = min(edges_us, key=lambda edge_us: abs(edge_us - at_us), default=at_us)
        return nearest_us if abs(nearest_us - at_us) < SHOWN_US else at_us

    def spans(wishes: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple((meant(start_us), meant(end_us)) for start_us, end_us in wishes)

    start_us, end_us = (None if at_us is None else meant(at_us) for at_us in (asked.start_us, asked.end_us))
    return replace(asked, start_us=start_us, end_us=end_us, cuts=spans(asked.cuts), keeps=spans(asked.keeps))


def _with(kept: Sequence[KeptSpan], keep: Span) -> list[KeptSpan]:
    """The kept spans with a span kept too; a card in its place is no more, and spans that it touches are one with it."""
    cards, spans = [span for span in kept if span.card], [span for span in kept if not span.card]
    new = KeptSpan(*keep, EDITOR, EDITOR)
    apart = []
    for span in spans:
        if span.end_us < new.start_us or new.end_us < span.start_us:
            apart.append(span)
            continue
        if span.start_us <= new.start_us:
            new = replace(new, start_us=span.start_us, start_side=span.start_side)
        if span.end_us >= new.end_us:
            new = replace(new, end_us=span.end_us, end_side=span.end_side)
    return sorted([*apart, new, *_without(cards, keep)], key=lambda span: span.start_us)
