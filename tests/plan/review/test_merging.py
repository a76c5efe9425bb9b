"""Two people's changes of the same captions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.plan.review.made_cues import cues, splices_of
from vbn_video.decisions import Cue
from vbn_video.plan.review.cue_splices import CueSplice, apply_splices, can_stand
from vbn_video.plan.review.merging import Conflict, merge

S = 1_000_000
CUES = tuple(Cue(number * 3 * S, number * 3 * S + 2 * S, (f"Linje {number}",)) for number in range(6))


def said(cue: Cue, text: str) -> Cue:
    return Cue(cue.start_us, cue.end_us, (text,))


@given(st.data())
def test_changes_of_different_places_are_both_made_in_either_order(data: st.DataObject) -> None:
    made = data.draw(cues())
    middle = data.draw(st.integers(0, len(made)))
    mine, theirs = data.draw(splices_of(made[:middle])), data.draw(splices_of(made[middle:]))
    theirs = tuple(CueSplice(splice.at + middle, splice.before, splice.after) for splice in theirs)
    both = apply_splices(apply_splices(made, theirs), mine)
    assert merge(mine, apply_splices(made, theirs)).cues == both
    assert merge(theirs, apply_splices(made, mine)).cues == both
    assert not merge(mine, apply_splices(made, theirs)).conflicts


@given(st.data())
def test_what_is_merged_can_stand_and_its_splices_make_it(data: st.DataObject) -> None:
    made = data.draw(cues())
    mine, theirs = data.draw(splices_of(made)), data.draw(splices_of(made))
    current = apply_splices(made, theirs)
    merged = merge(mine, current)
    assert apply_splices(current, merged.splices) == merged.cues
    assert can_stand(merged.cues)


def test_one_place_that_both_have_changed_is_shown_side_by_side_and_the_rest_is_made() -> None:
    mine = [CueSplice(1, CUES[1:2], (said(CUES[1], "Min"),)), CueSplice(4, CUES[4:5], (said(CUES[4], "Også min"),))]
    current = apply_splices(CUES, [CueSplice(1, CUES[1:2], (said(CUES[1], "Andres"),))])
    merged = merge(mine, current)
    assert merged.conflicts == (Conflict(CUES[1:2], (said(CUES[1], "Min"),), (said(CUES[1], "Andres"),)),)
    assert merged.cues[4].lines == ("Også min",)


def test_a_change_that_the_other_has_made_too_is_no_conflict() -> None:
    mine = [CueSplice(1, CUES[1:2], (said(CUES[1], "Ens"),))]
    merged = merge(mine, apply_splices(CUES, mine))
    assert (merged.splices, merged.conflicts) == ((), ())


def test_a_caption_follows_those_that_came_before_it() -> None:
    divided = (Cue(0, S, ("Linje",)), Cue(S, 2 * S, ("0",)))
    current = apply_splices(CUES, [CueSplice(0, CUES[:1], divided)])
    (splice,) = merge([CueSplice(3, CUES[3:4], ())], current).splices
    assert splice.at == 4


def test_a_new_caption_finds_its_place_by_its_time() -> None:
    new = Cue(5 * S + 200_000, 5 * S + 900_000, ("Ny",))
    (splice,) = merge([CueSplice(2, (), (new,))], CUES[1:]).splices
    assert splice.at == 1
