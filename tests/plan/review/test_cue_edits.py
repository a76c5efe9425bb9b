"""What a person does to captions: no word is lost, and what comes of it can stand in a file."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plan.review.made_cues import cues
from tests.plan.spoken import spoken
from vbn_video.decisions import Cue
from vbn_video.errors import InputError
from vbn_video.plan.review.cue_edits import CueEdits, Replacement
from vbn_video.plan.review.cue_lines import break_lines, words_of
from vbn_video.plan.review.cue_splices import CueSplice, apply_splices, can_stand
from vbn_video.settings.profiles import PROFILES

S = 1_000_000
WEB = PROFILES["dansk-web"]
FIRST = "Velkommen til mødet i dag om vindmøller."
SECOND = "Anne taler om planen for kysten."
HEARD = (*spoken(FIRST, 1 * S), *spoken(SECOND, 5 * S))
TWO = (
    Cue(1 * S, 4 * S, ("Velkommen til mødet", "i dag om vindmøller.")),
    Cue(5 * S, 8 * S, ("Anne taler om planen for kysten.",)),
)


def edited(made: tuple[Cue, ...] = TWO) -> CueEdits:
    return CueEdits(made, HEARD, WEB, 20 * S)


def after(splices: tuple[CueSplice, ...], made: tuple[Cue, ...] = TWO) -> list[tuple[str, ...]]:
    return [cue.lines for cue in apply_splices(made, splices)]


def said(made: tuple[Cue, ...]) -> list[str]:
    return [word for cue in made for word in words_of(cue) if word != "-"]


@given(st.data(), st.sampled_from(["split", "join", "next", "previous", "start", "end", "speaker"]))
def test_no_word_is_lost_and_the_captions_can_stand(data: st.DataObject, what: str) -> None:
    made = data.draw(cues())
    edits, index, number = edited(made), data.draw(st.integers(0, 8)), data.draw(st.integers(0, 9))
    at_us = data.draw(st.integers(0, 40 * S))
    does = {
        "split": lambda: edits.split(index, number),
        "join": lambda: edits.join(index),
        "next": lambda: edits.move_word(index, "next"),
        "previous": lambda: edits.move_word(index, "previous"),
        "start": lambda: edits.retime(index, "start", at_us),
        "end": lambda: edits.retime(index, "end", at_us),
        "speaker": lambda: edits.speaker(index, "Grethe", number),
    }
    try:
        splices = does[what]()
    except InputError:
        return
    done = apply_splices(made, splices)
    assert said(done) == said(made)
    assert can_stand(done)
    assert all(cue.end_us <= following.start_us for cue, following in pairwise(done))


@given(st.data())
def test_words_that_are_replaced_stand_in_place_of_those_and_no_other(data: st.DataObject) -> None:
    made = data.draw(cues())
    count = data.draw(st.integers(0, 3))
    places = []
    for _number in range(count if made else 0):
        cue = data.draw(st.integers(0, len(made) - 1))
        if all(place.cue != cue for place in places):
            first = data.draw(st.integers(0, len(words_of(made[cue])) - 1))
            length = data.draw(st.integers(1, len(words_of(made[cue])) - first))
            places.append(Replacement(cue, first, length, data.draw(st.sampled_from(["", "nyt", "to nye"]))))
    done = apply_splices(made, edited(made).replace(places))
    expected = []
    for index, cue in enumerate(made):
        words = list(words_of(cue))
        for place in (place for place in places if place.cue == index):
            words[place.first : place.first + place.count] = place.text.split()
        expected += words
    assert [word for cue in done for word in words_of(cue)] == expected
    assert can_stand(done)


@given(st.data())
def test_words_that_are_replaced_make_no_line_too_long_where_another_break_avoids_it(data: st.DataObject) -> None:
    words = data.draw(st.lists(st.sampled_from(["i", "mødet", "kommune,", "vindmøller"]), min_size=2, max_size=12))
    made = (Cue(1 * S, 6 * S, break_lines(words, WEB)),)
    place = Replacement(0, data.draw(st.integers(0, len(words) - 1)), 1, data.draw(st.sampled_from(["foran pejsen", "en"])))
    (done,) = apply_splices(made, edited(made).replace([place]))
    changed = words_of(done)
    breaks = ((" ".join(changed[:at]), " ".join(changed[at:])) for at in range(len(changed)))
    if any(max(map(len, lines)) <= WEB.line_hard for lines in breaks):
        assert max(map(len, done.lines)) <= WEB.line_hard


def test_lines_stand_as_they_are_typed_where_they_fit() -> None:
    assert after(edited().text(0, "Velkommen\ntil mødet"))[0] == ("Velkommen", "til mødet")


def test_a_line_that_is_too_long_is_broken_where_danish_breaks_best() -> None:
    lines = after(edited().text(0, "Velkommen til mødet i dag om vindmøller og alt det andet"))[0]
    assert lines == ("Velkommen til mødet i dag", "om vindmøller og alt det andet")


def test_what_two_people_say_stays_on_lines_of_their_own() -> None:
    assert after(edited().text(0, "- Kommer du i morgen tidlig til mødet om vindmøller?\n- Ja."))[0] == (
        "- Kommer du i morgen tidlig til mødet om vindmøller?",
        "- Ja.",
    )


def test_a_caption_without_words_goes() -> None:
    assert after(edited().text(0, " \n ")) == [TWO[1].lines]


def test_a_divided_caption_changes_where_the_word_is_said() -> None:
    first, second, _last = apply_splices(TWO, edited().split(0, 3))
    assert (first.lines, second.lines) == (("Velkommen til mødet",), ("i dag om vindmøller.",))
    assert abs(second.start_us - HEARD[3].start_us) < 1_000
    assert second.start_us - first.end_us == WEB.gap_us
    assert (first.start_us, second.end_us) == (TWO[0].start_us, TWO[0].end_us)


def test_joined_captions_stand_from_the_first_to_the_last_on_lines_broken_anew() -> None:
    (joined,) = apply_splices(TWO, edited().join(0))
    assert (joined.start_us, joined.end_us) == (1 * S, 8 * S)
    assert len(joined.lines) == 2


def test_a_word_that_moves_on_takes_its_time_with_it() -> None:
    first, second = apply_splices(TWO, edited().move_word(0, "next"))
    assert " ".join(second.lines) == f"vindmøller. {SECOND}"
    assert abs(second.start_us - HEARD[6].start_us) < 1_000
    assert first.end_us == second.start_us - WEB.gap_us


def test_a_word_that_moves_back_ends_the_caption_before() -> None:
    first, second = apply_splices(TWO, edited().move_word(1, "previous"))
    assert " ".join(first.lines) == f"{FIRST} Anne"
    assert second.lines == ("taler om planen for kysten.",)
    assert abs(second.start_us - HEARD[8].start_us) < 1_000
    assert first.end_us <= second.start_us - WEB.gap_us


def test_a_dash_stays_before_the_first_word_of_its_turn() -> None:
    dialogue = (TWO[0], Cue(5 * S, 8 * S, ("- Anne taler om planen.",)))
    assert apply_splices(dialogue, edited(dialogue).move_word(0, "next"))[1].lines == ("- vindmøller. Anne taler om planen.",)


def test_a_caption_is_moved_only_as_far_as_its_neighbour_lets_it() -> None:
    (splice,) = edited().retime(1, "start", 0)
    assert splice.after[0].start_us == TWO[0].end_us + WEB.gap_us
    (splice,) = edited().retime(0, "end", 9 * S)
    assert splice.after[0].end_us == TWO[1].start_us - WEB.gap_us
    (splice,) = edited().retime(1, "end", 99 * S)
    assert splice.after[0].end_us == 20 * S
    (splice,) = edited().retime(0, "start", 9 * S)
    assert splice.after[0].end_us - splice.after[0].start_us == 200_000


def test_a_speaker_is_named_for_the_whole_turn_and_no_further() -> None:
    made = (
        Cue(0, S, ("Et",)),
        Cue(S, 2 * S, ("- To", "- Tre")),
        Cue(2 * S, 3 * S, ("Fire",)),
        Cue(9 * S, 10 * S, ("Efter en pause",)),
    )
    named = apply_splices(made, edited(made).speaker(2, "Bo"))
    assert [cue.speakers for cue in named] == [(), ("", "Bo"), ("Bo",), ()]
    again = apply_splices(named, edited(named).speaker(1, "Anne", 1))
    assert [cue.speakers for cue in again] == [(), ("", "Anne"), ("Anne",), ()]
    assert apply_splices(again, edited(again).speaker(2, " ")) == made


def test_a_change_to_what_stands_there_is_none() -> None:
    assert edited().text(0, "\n".join(TWO[0].lines)) == ()
    assert edited().retime(0, "start", TWO[0].start_us) == ()
    assert edited().replace([Replacement(0, 0, 1, "Velkommen")]) == ()


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)
def test_many_words_on_no_more_lines_than_the_profile_has(profile: object) -> None:
    from vbn_video.plan.review.cue_lines import break_lines
    from vbn_video.settings.profiles import CaptionProfile

    assert isinstance(profile, CaptionProfile)
    lines = break_lines(["Det", "er", "en", "meget", "lang", "sætning", "som", "nok", "må", "stå", "på", "to", "linjer"], profile)
    assert len(lines) == 2 and max(map(len, lines)) <= profile.line_hard
