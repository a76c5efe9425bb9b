"""A break that an end was moved over and back is a break again, as it was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vbn_video.decisions import EditPlan, KeptSpan, Side
from vbn_video.plan.cut.asked_cut import AskedCut, apply_cut
from vbn_video.plan.cut.remembered_breaks import RememberedBreak, remember, shown_again, with_breaks

S = 1_000_000
WHOLE_US = 100 * S
BEGAN, PAUSED, RESUMED, ENDED = Side("greeting", 0.9), Side("meeting", 0.6), Side("return", 0.7), Side("goodbye", 0.8)
CARD = KeptSpan(40 * S, 44 * S, PAUSED, PAUSED, "Pause")
FOUND = EditPlan((KeptSpan(10 * S, 40 * S, BEGAN, PAUSED), CARD, KeptSpan(50 * S, 90 * S, RESUMED, ENDED)))


def asked_for(
    plan: EditPlan, remembered: tuple[RememberedBreak, ...], asked: AskedCut
) -> tuple[EditPlan, tuple[RememberedBreak, ...]]:
    after = apply_cut(plan, asked, WHOLE_US)
    if asked.keeps_breaks:
        after = with_breaks(after, shown_again(plan, after, remembered))
    return after, remember(plan, remembered, after, asked.wanted_us)


def times_s(plan: EditPlan) -> list[tuple[float, float]]:
    return [(span.start_us / S, span.end_us / S) for span in plan.kept]


def test_the_beginning_moved_over_a_break_and_back_leaves_it_a_break_with_its_card_and_reasons() -> None:
    moved, breaks = asked_for(FOUND, (), AskedCut(start_us=60 * S))
    assert (times_s(moved), len(breaks)) == ([(60, 90)], 1)
    back, breaks = asked_for(moved, breaks, AskedCut(start_us=12 * S))
    assert (times_s(back), breaks) == ([(12, 40), (40, 44), (50, 90)], ())
    assert (back.kept[0].end_side, back.kept[1], back.kept[2].start_side) == (PAUSED, CARD, RESUMED)


def test_the_end_moved_into_a_break_and_back_leaves_it_a_break() -> None:
    moved, breaks = asked_for(FOUND, (), AskedCut(end_us=47 * S))
    back, _breaks = asked_for(moved, breaks, AskedCut(end_us=90 * S))
    assert times_s(back) == [(10, 40), (40, 44), (50, 90)]


def test_a_break_that_a_person_wants_in_the_video_is_forgotten() -> None:
    kept, breaks = asked_for(FOUND, (), AskedCut(keeps=((40 * S, 50 * S),)))
    moved, breaks = asked_for(kept, breaks, AskedCut(start_us=60 * S))
    back, _breaks = asked_for(moved, breaks, AskedCut(start_us=10 * S))
    assert times_s(back) == [(10, 90)]


def test_an_inner_end_moved_over_the_next_break_and_back_leaves_both() -> None:
    three = EditPlan((*FOUND.kept[::2], KeptSpan(95 * S, 99 * S, RESUMED, ENDED)))
    moved, breaks = asked_for(three, (), AskedCut(cuts=((50 * S, 97 * S),), is_move=True))
    assert times_s(moved) == [(10, 40), (97, 99)]
    back, _breaks = asked_for(moved, breaks, AskedCut(keeps=((50 * S, 97 * S),), is_move=True))
    assert times_s(back) == times_s(three)


@given(st.lists(st.tuples(st.sampled_from(["start_us", "end_us"]), st.integers(0, 100)), max_size=6))
def test_however_the_ends_are_moved_no_break_comes_into_the_video_whole(moves: list[tuple[str, int]]) -> None:
    plan, breaks = FOUND, ()
    for name, second in moves:
        if (name == "start_us" and second * S >= plan.kept[-1].end_us) or (
            name == "end_us" and second * S <= plan.kept[0].start_us
        ):
            continue
        plan, breaks = asked_for(plan, breaks, AskedCut(**{name: second * S}))
        assert not any(span.start_us < 40 * S and span.end_us > 50 * S for span in plan.kept)
