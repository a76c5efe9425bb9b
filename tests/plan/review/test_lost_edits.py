"""Edits of the page over which an older copy was saved: found, and put in again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plan.review.made_cues import cues, splices_of
from vbn_video.decisions import Cue
from vbn_video.plan.review.cue_splices import CueSplice, apply_splices, inverse
from vbn_video.plan.review.lost_edits import LostEdit, left_as_in_file, lost_edits, put_back

S = 1_000_000
SAID = ("Velkommen til mødet", "Vi mødes hos Sybilbageriet", "Der er kaffe til alle", "Tak for i dag")
CUES = tuple(Cue(number * 3 * S, number * 3 * S + 2 * S, (text,)) for number, text in enumerate(SAID))


def said(cue: Cue, text: str) -> Cue:
    return Cue(cue.start_us, cue.end_us, (text,))


def text_at(index: int, text: str, before: Cue | None = None) -> CueSplice:
    cue = before or CUES[index]
    return CueSplice(index, (cue,), (said(cue, text),))


RIGHT = text_at(1, "Vi mødes hos Sibylbageriet")


@given(st.data())
def test_nothing_is_lost_of_captions_that_stand_as_the_page_left_them(data: st.DataObject) -> None:
    made = data.draw(cues())
    splices = data.draw(splices_of(made))
    undone = inverse(splices[data.draw(st.integers(0, len(splices))) :])
    assert lost_edits([*splices, *undone], apply_splices(made, [*splices, *undone])) == ()


@given(st.data())
def test_a_copy_of_any_earlier_moment_gets_back_all_that_came_after_it(data: st.DataObject) -> None:
    made = data.draw(cues())
    splices = data.draw(splices_of(made))
    copy = apply_splices(made, splices[: data.draw(st.integers(0, len(splices)))])
    lost = lost_edits(splices, copy)
    assert all(one.fits for one in lost)
    assert apply_splices(copy, put_back(lost)) == apply_splices(made, splices)


@given(st.data())
def test_what_is_left_as_the_file_has_it_is_lost_no_longer(data: st.DataObject) -> None:
    made = data.draw(cues())
    splices = data.draw(splices_of(made))
    assert lost_edits([*splices, *left_as_in_file(lost_edits(splices, made))], made) == ()


def test_a_change_of_the_older_copy_elsewhere_is_kept_beside_what_comes_back() -> None:
    copy = apply_splices(CUES, [text_at(3, "Tak for denne gang")])
    (lost,) = lost_edits([RIGHT], copy)
    assert (lost.fits, lost.file, lost.page) == (True, CUES[1:2], RIGHT.after)
    back = apply_splices(copy, put_back([lost]))
    assert [cue.lines[0] for cue in back] == [SAID[0], "Vi mødes hos Sibylbageriet", SAID[2], "Tak for denne gang"]


def test_a_caption_that_both_have_changed_is_shown_and_does_not_fit_by_itself() -> None:
    (lost,) = lost_edits([RIGHT], apply_splices(CUES, [text_at(1, "Vi mødes hos Sybilbageriet i morgen")]))
    assert (lost.fits, lost.page[0].lines[0]) == (False, "Vi mødes hos Sibylbageriet")


def test_an_editor_who_goes_on_from_the_pages_captions_loses_nothing() -> None:
    assert lost_edits([RIGHT], apply_splices(CUES, [text_at(1, "Vi mødes hos Sibylbageriet i morgen")])) == ()


def test_times_of_the_page_that_the_copy_knows_count_as_kept() -> None:
    shorter = Cue(CUES[1].start_us, CUES[1].end_us - S // 2, CUES[1].lines)
    splice = CueSplice(1, CUES[1:2], (shorter,))
    assert lost_edits([splice], apply_splices(CUES, [text_at(1, "Vi mødes hos Sibylbageriet")]))
    reworded = said(shorter, "Vi mødes hos Sibylbageriet")
    assert lost_edits([splice], (CUES[0], reworded, *CUES[2:])) == ()


@pytest.mark.parametrize("later_s", [3, 6, 40])
def test_captions_of_another_cut_have_lost_nothing(later_s: int) -> None:
    moved = tuple(Cue(cue.start_us + later_s * S, cue.end_us + later_s * S, cue.lines) for cue in CUES)
    other = tuple(said(cue, text) for cue, text in zip(moved, ("et to", "tre fire", "fem seks", "syv otte"), strict=True))
    assert lost_edits([RIGHT], other) == ()


def test_an_edit_of_the_page_for_the_file_as_it_stands_settles_its_caption() -> None:
    other = text_at(1, "Vi ses hos Sybilbageriet i overmorgen")
    copy = apply_splices(CUES, [other])
    assert lost_edits([RIGHT, text_at(1, "Vi ses i overmorgen", other.after[0])], copy) != ()
    after = apply_splices(copy, [text_at(1, "Vi ses i overmorgen", other.after[0])])
    assert lost_edits([RIGHT, text_at(1, "Vi ses i overmorgen", other.after[0])], after) == ()


def test_two_captions_that_were_put_in_at_one_place_come_back_in_their_order() -> None:
    one, other = Cue(2_100_000, 2_400_000, ("ja",)), Cue(2_500_000, 2_900_000, ("nej",))
    put_in = [CueSplice(1, (), (one,)), CueSplice(2, (), (other,))]
    back = put_back(lost_edits(put_in, CUES))
    assert apply_splices(CUES, back) == apply_splices(CUES, put_in)


def test_a_caption_of_another_time_that_stands_between_overlapping_ones_stays() -> None:
    long = Cue(1 * S, 20 * S, ("I baggrunden",))
    first, last = Cue(0, 4 * S, ("Goddag til alle sammen",)), Cue(3 * S, 4 * S, ("Nå",))
    (lost,) = lost_edits([text_at(0, "Goddag, alle sammen", first)], (first, long, last))
    assert not lost.fits
    assert apply_splices((first, long, last), put_back([lost])) == (said(first, "Goddag, alle sammen"), long)


def test_of_two_that_take_out_the_same_captions_the_other_is_found_again_afterwards() -> None:
    lost = [LostEdit(0, 5 * S, 0, CUES[:2], CUES[:2], True), LostEdit(3 * S, 5 * S, 1, RIGHT.after, CUES[1:2], True)]
    assert put_back(lost) == (RIGHT,)
