"""Splices: the one way in which captions change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plan.review.made_cues import cues, splices_of
from vbn_video.decisions import Cue
from vbn_video.formats.edited_vtt import EditedVtt
from vbn_video.formats.vtt import parse_vtt, write_vtt
from vbn_video.plan.review.cue_splices import CueSplice, SpliceError, apply_splices, can_stand, inverse

ONE, OTHER = Cue(0, 1_000_000, ("Et",)), Cue(2_000_000, 3_000_000, ("To",))


@given(st.data())
def test_what_is_taken_back_is_as_it_was(data: st.DataObject) -> None:
    made = data.draw(cues())
    splices = data.draw(splices_of(made))
    assert apply_splices(apply_splices(made, splices), inverse(splices)) == made


@given(st.data())
def test_a_file_says_what_its_splices_make_of_it(data: st.DataObject) -> None:
    made = data.draw(cues())
    splices = data.draw(splices_of(made))
    file = EditedVtt.of(write_vtt(made))
    after = file.splice((splice.at, len(splice.before), splice.after) for splice in splices)
    assert after.cues == apply_splices(made, splices) == parse_vtt(after.text).cues
    back = after.splice((splice.at, len(splice.before), splice.after) for splice in inverse(splices))
    assert back.cues == made == EditedVtt.of(back.text).cues


@given(cues())
def test_a_file_that_is_read_is_kept_to_the_byte(made: tuple[Cue, ...]) -> None:
    text = write_vtt(made).replace("NOTE Language: da", "NOTE\nflere linjer\n\nSTYLE\n::cue {}\n\nefternote-->nej")
    assert EditedVtt.of(text).text == text


def test_notes_stay_before_the_caption_that_follows_them_when_one_is_deleted() -> None:
    text = (
        "WEBVTT\n\nNOTE om den første\n\n00:00.000 --> 00:01.000\nEt\n\nNOTE om den anden\n\n00:02.000 --> 00:03.000 line:0\nTo\n"
    )
    file = EditedVtt.of(text)
    assert file.splice([(0, 1, ())]).text.index("om den første") < file.splice([(0, 1, ())]).text.index("om den anden")
    assert "Et" not in file.splice([(0, 1, ())]).text
    assert "om den anden" in file.splice([(0, 2, ())]).text


def test_a_caption_put_into_an_empty_file_stands_below_its_header() -> None:
    assert EditedVtt.of("WEBVTT\n").splice([(0, 0, (ONE,))]).text == "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nEt\n"


def test_a_caption_put_before_the_first_stands_below_the_header_and_one_behind_the_last_at_the_end() -> None:
    file = EditedVtt.of(write_vtt([OTHER]))
    later = Cue(5_000_000, 6_000_000, ("Tre",))
    assert file.splice([(0, 0, (ONE,)), (2, 0, (later,))]).text == write_vtt([ONE, OTHER, later])


def test_another_speaker_of_the_same_words_is_written() -> None:
    text = "WEBVTT\n\n00:00.000 --> 00:01.000\n<v Anne><i>Et</i></v>\n"
    changed = EditedVtt.of(text).splice([(0, 1, (Cue(0, 1_000_000, ("Et",), ("Bo",)),))])
    assert parse_vtt(changed.text).cues[0].speakers == ("Bo",)


@pytest.mark.parametrize("at", [-1, 1, 2, 5])
def test_what_does_not_stand_there_is_not_replaced(at: int) -> None:
    with pytest.raises(SpliceError):
        apply_splices([ONE, OTHER], [CueSplice(at, (ONE,), ())])


def test_captions_without_length_words_or_order_can_not_stand() -> None:
    assert can_stand([ONE, OTHER])
    assert not can_stand([OTHER, ONE])
    assert not can_stand([Cue(5, 5, ("Et",))])
    assert not can_stand([Cue(0, 5, ())])
    assert not can_stand([Cue(-1, 5, ("Et",))])
