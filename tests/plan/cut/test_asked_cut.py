"""What a person asks of a cut, by times; judged moment by moment, by what is kept before and after."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbn_video.decisions import EditPlan, KeptSpan, Side, SilencedSpan
from vbn_video.errors import InputError
from vbn_video.plan.cut.asked_cut import AskedCut, Span, apply_cut
from vbn_video.plan.cut.edit_text import EDITOR

S = 1_000_000
WHOLE_US = 100 * S
FIRST, LAST = Side("greeting", 0.9), Side("goodbye", 0.7)
FOUND = EditPlan((KeptSpan(10 * S, 40 * S, FIRST, LAST), KeptSpan(50 * S, 90 * S, FIRST, LAST)), 4 * S, 6 * S)


def times_s(plan: EditPlan) -> list[tuple[float, float]]:
    return [(span.start_us / S, span.end_us / S) for span in plan.kept]


def test_the_ends_are_moved_and_only_a_named_side_is_the_editors() -> None:
    plan = apply_cut(FOUND, AskedCut(start_us=5 * S, end_us=80 * S), WHOLE_US)
    assert times_s(plan) == [(5, 40), (50, 80)]
    assert [plan.kept[0].start_side, plan.kept[0].end_side, plan.kept[1].end_side] == [EDITOR, LAST, EDITOR]
    assert (plan.intro_us, plan.outro_us) == (4 * S, 6 * S)


def sides(plan: EditPlan) -> list[Side]:
    return [side for span in plan.kept for side in (span.start_side, span.end_side)]


def test_a_side_that_is_named_where_it_stands_is_confirmed() -> None:
    plan = apply_cut(FOUND, AskedCut(start_us=10 * S), WHOLE_US)
    assert (times_s(plan), sides(plan)) == (times_s(FOUND), [EDITOR, LAST, FIRST, LAST])
    plan = apply_cut(FOUND, AskedCut(end_us=90 * S + 400), WHOLE_US)
    assert (times_s(plan), sides(plan)) == (times_s(FOUND), [FIRST, LAST, FIRST, EDITOR])


@pytest.mark.parametrize(
    "cut_us", [(40 * S, 50 * S), (40 * S + 999, 50 * S - 999), (40 * S, 49 * S + 1), (40 * S + 500_000, 50 * S)]
)
def test_a_cut_of_what_is_cut_already_confirms_both_its_sides(cut_us: Span) -> None:
    plan = apply_cut(FOUND, AskedCut(cuts=(cut_us,)), WHOLE_US)
    assert (times_s(plan), sides(plan)) == (times_s(FOUND), [FIRST, EDITOR, EDITOR, LAST])


def test_a_cut_inside_of_what_is_cut_confirms_nothing() -> None:
    assert apply_cut(FOUND, AskedCut(cuts=((42 * S, 48 * S),)), WHOLE_US) == FOUND


def test_a_cut_of_a_break_that_has_a_card_confirms_it_and_a_cut_of_the_card_takes_it_out() -> None:
    card = KeptSpan(40 * S, 44 * S, LAST, LAST, "Pause – 1 minut")
    shown = EditPlan((FOUND.kept[0], card, FOUND.kept[1]))
    plan = apply_cut(shown, AskedCut(cuts=((40 * S, 50 * S),)), WHOLE_US)
    assert (times_s(plan), plan.kept[1].card) == (times_s(shown), card.card)
    assert sides(plan) == [FIRST, EDITOR, EDITOR, EDITOR, EDITOR, LAST]
    for cuts in (((40 * S, 44 * S),), ((35 * S, 55 * S),)):
        assert not any(span.card for span in apply_cut(shown, AskedCut(cuts=cuts), WHOLE_US).kept)
    kept = apply_cut(shown, AskedCut(keeps=((40 * S, 50 * S),)), WHOLE_US)
    assert (times_s(kept), sides(kept), kept.kept[0].card) == ([(10, 90)], [FIRST, LAST], "")


def test_a_cut_divides_and_a_keep_undoes_it() -> None:
    cut = apply_cut(FOUND, AskedCut(cuts=((20 * S, 25 * S), (85 * S, 100 * S))), WHOLE_US)
    assert times_s(cut) == [(10, 20), (25, 40), (50, 85)]
    assert cut.kept[0].start_side == FIRST and cut.kept[0].end_side == EDITOR
    back = apply_cut(cut, AskedCut(keeps=((20 * S, 25 * S),)), WHOLE_US)
    assert times_s(back) == [(10, 40), (50, 85)]
    assert (back.kept[0].start_side, back.kept[0].end_side) == (FIRST, LAST)


def test_only_the_sound_is_silenced_and_heard_again() -> None:
    silent = apply_cut(FOUND, AskedCut(cuts=((20 * S, 22 * S), (21 * S, 23 * S)), sound_only=True), WHOLE_US)
    assert silent.kept == FOUND.kept
    assert silent.silenced == (SilencedSpan(20 * S, 23 * S),)
    heard = apply_cut(silent, AskedCut(keeps=((21 * S, 22 * S),), sound_only=True), WHOLE_US)
    assert heard.silenced == (SilencedSpan(20 * S, 21 * S), SilencedSpan(22 * S, 23 * S))


def test_before_there_is_a_cut_both_ends_must_be_named() -> None:
    assert times_s(apply_cut(None, AskedCut(5 * S, 60 * S, ((20 * S, 30 * S),)), WHOLE_US)) == [(5, 20), (30, 60)]
    with pytest.raises(InputError, match="Name both --start and --end"):
        apply_cut(None, AskedCut(start_us=5 * S), WHOLE_US)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (AskedCut(start_us=101 * S), "--start 00:01:41.000 is after the end"),
        (AskedCut(end_us=102 * S), "--end 00:01:42.000 is after the end"),
        (AskedCut(60 * S, 50 * S), "--end is not after --start"),
        (AskedCut(cuts=((100 * S, 101 * S),)), "--cut 1:40-1:41 lies outside the recording, which lasts 00:01:40.000"),
        (AskedCut(keeps=((90 * S, 103 * S),)), "--keep 1:30-1:43 lies outside"),
        (AskedCut(cuts=((20 * S, 30 * S),), keeps=((25 * S, 35 * S),)), "--cut 0:20-0:30 and --keep 0:25-0:35 ask for opposite"),
        (AskedCut(cuts=((0, 100 * S),)), "Nothing would be left"),
        (AskedCut(start_us=95 * S), "Nothing would be left"),
        (AskedCut(end_us=0), "Nothing would be left"),
    ],
)
def test_what_can_not_be_had_is_refused_in_one_sentence(asked: AskedCut, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        apply_cut(FOUND, asked, WHOLE_US)


spans = st.lists(st.tuples(st.integers(0, 99), st.integers(1, 100)).filter(lambda span: span[0] < span[1]), max_size=4)


@given(cuts=spans, keeps=spans)
def test_each_moment_is_kept_by_the_last_wish_that_names_it(cuts: list[Span], keeps: list[Span]) -> None:
    cuts = [cut for cut in cuts if all(cut[1] <= keep[0] or keep[1] <= cut[0] for keep in keeps)]
    asked = AskedCut(cuts=tuple((a * S, b * S) for a, b in cuts), keeps=tuple((a * S, b * S) for a, b in keeps))

    def wanted(second: int) -> bool:
        if any(first <= second < last for first, last in cuts):
            return False
        return any(first <= second < last for first, last in (*keeps, (10, 40), (50, 90)))

    expected = {second for second in range(100) if wanted(second)}
    if not expected:
        with pytest.raises(InputError, match="Nothing would be left"):
            apply_cut(FOUND, asked, WHOLE_US)
        return
    plan = apply_cut(FOUND, asked, WHOLE_US)
    assert {second for second in range(100) for span in plan.kept if span.start_us <= second * S < span.end_us} == expected
    assert list(plan.kept) == sorted(plan.kept, key=lambda span: span.start_us)
