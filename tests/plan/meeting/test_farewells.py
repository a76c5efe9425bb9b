"""A goodbye and what is answered to it are one choice of an end; what the host goes on to say, and talk after it, is not."""

import numpy as np
import pytest

from tests.plan.spoken import spoken
from vbn_video.evidence import SoundScene
from vbn_video.plan.meeting.phrase_marks import find_phrases
from vbn_video.plan.meeting.sides.clues import Clue, Part
from vbn_video.plan.meeting.sides.farewells import find_farewells
from vbn_video.plan.meeting.sides.said import said_in
from vbn_video.plan.meeting.sides.side_candidates import SideCandidates
from vbn_video.plan.meeting.sides.side_choice import choose
from vbn_video.plan.meeting.sides.spoken_sentences import Spoken
from vbn_video.settings.lists.phrase_files import load_phrases

S = 1_000_000
TABLE = load_phrases(("moede",))


def farewells(*spoken_by: tuple[str, int], voices_known: bool = True, rest_s: float = 0.5) -> list[tuple[str, ...]]:
    """The last words of the sentences of each farewell, of sentences said one after the other by these voices."""
    words, who, at_us = [], [], 10 * S
    for text, voice in spoken_by:
        sentence = spoken(text, at_us)
        words += sentence
        who += [voice] * len(sentence)
        at_us = sentence[-1].end_us + round(rest_s * S)
    said = said_in(tuple(words), (), SoundScene())
    voices = np.array(who if voices_known else [-1] * len(who))
    last_words = {word.end_us: word.text for word in words}
    return [
        tuple(last_words[end_us] for end_us in one.ends_us)
        for one in find_farewells(Spoken(said, voices).sentences, find_phrases(tuple(words), TABLE))
    ]


def test_the_answers_of_others_are_of_the_farewell_and_what_the_host_says_before_it_is_not() -> None:
    host, one, other = 0, 1, 2
    talk = ("Vi har set på tallene.", host), ("Tak for i dag alle sammen.", host), ("I lige måde.", one), ("Hej hej.", other)
    assert farewells(*talk) == [("sammen.", "måde.", "hej.")]


def test_what_the_host_goes_on_to_say_is_no_answer() -> None:
    assert farewells(("Tak for i dag alle sammen.", 0), ("Vi ses igen i næste måned.", 0)) == []


def test_one_answer_may_be_misheard_and_one_long_sentence_ends_the_farewell() -> None:
    ended = ("Tak for i dag alle sammen.", 0), ("Hej hej.", 1), ("Brl og grm.", 2), ("Selv tak.", 1)
    after = ("Jeg skal hjem og lave en hel masse mad til alle dem der kommer i aften, selv tak.", 2), ("Hej hej.", 1)
    assert farewells(*ended, *after)[0] == ("sammen.", "hej.", "grm.", "tak.")


def test_an_answer_that_comes_late_is_none() -> None:
    assert farewells(("Tak for i dag alle sammen.", 0), ("Hej hej.", 1), rest_s=6) == []


def test_without_voices_only_what_is_nothing_but_an_answer_tells() -> None:
    said = ("Tak for i dag alle sammen.", 0), ("I lige måde.", 1), ("På gensyn allesammen derude.", 2)
    assert farewells(*said, voices_known=False) == [("sammen.", "måde.")]


def test_who_goes_on_after_an_answer_leads_the_meeting_and_what_came_before_was_no_goodbye() -> None:
    speaker, host = 0, 1
    talk = ("Tak, det var alt for mig.", speaker), ("Det var alt for i dag.", host), ("Vi ses igen i januar.", host)
    assert farewells(*talk) == []
    assert farewells(*talk, ("I lige måde.", 2)) == [("januar.", "måde.")]


@pytest.mark.parametrize(
    ("shares", "chosen"), [([0.02, 0.03, 0.05, 0.9], 3), ([0.1, 0.3, 0.2, 0.4], 1), ([0.1, 0.1, 0.7, 0.1], 2)]
)
def test_a_goodbye_is_cut_where_it_is_likely_over(shares: list[float], chosen: int) -> None:
    """Four places in one farewell, the latest first; what is kept of the answers costs less than what is cut of the goodbye."""
    depth_s = np.array([10.0, 12.0, 14.0, 16.0])
    at_us = np.array([(60 - depth) * S for depth in depth_s], np.int64)
    flags = np.zeros(4, np.bool_)
    farewell = ((int(at_us[-1]), int(at_us[0])),)
    places = SideCandidates("end", 60 * S, at_us, depth_s, np.arange(4)[::-1], depth_s * 0, flags, flags, farewells_us=farewell)
    clues = [Clue("rest", 0, "", (Part("end_rest", 0, np.log(np.array(shares))),))]
    said = said_in((), (), SoundScene())
    found = choose(places, clues, {"end_rest": 1.0}, said)
    assert found and found.at_us == at_us[chosen]
