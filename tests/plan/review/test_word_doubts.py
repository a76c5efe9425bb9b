"""The words of the captions with what was heard there, and which of them are doubted."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.plan.review.made_doubts import DANISH, INTRO_US, S, cues_of, heard, otherwise, sources_of
from vbn_video.decisions import Cue, TextChange
from vbn_video.evidence import Word
from vbn_video.plan.review.cue_lines import words_of
from vbn_video.plan.review.doubts.caption_words import alternatives_in_programme, caption_words
from vbn_video.plan.review.doubts.doubt_weights import LEAST_WRONG
from vbn_video.plan.review.doubts.word_doubts import Doubt, DoubtSources, find_doubts

UNKNOWN = ["sælgger", "byler", "odnese", "banq"]
SAID = st.lists(
    st.tuples(st.sampled_from([*sorted(DANISH)[:10], *UNKNOWN]), st.sampled_from([0.05, 0.3, 0.7, 0.99])),
    min_size=11,
    max_size=30,
)


def doubts_of(sources: DoubtSources, cues: tuple[Cue, ...] | None = None, **more: frozenset[str]) -> tuple[Doubt, ...]:
    return find_doubts(caption_words(cues or cues_of(sources.heard), sources.heard), sources, **more)


def test_each_word_of_a_caption_has_what_was_heard_there() -> None:
    sources = sources_of(heard("Vi", ("sælger", 0.4), "biler."))
    words = caption_words(cues_of(sources.heard), sources.heard)
    assert [(word.text, word.cue, word.place, word.probability) for word in words] == [
        ("Vi", 0, 0, 0.95),
        ("sælger", 0, 1, 0.4),
        ("biler.", 0, 2, 0.95),
    ]
    assert [word.start_us for word in words] == [INTRO_US, INTRO_US + S, INTRO_US + 2 * S]


def test_a_word_that_a_person_wrote_has_no_probability_and_what_a_rule_wrote_has_that_of_what_was_heard() -> None:
    sources = sources_of(heard("Vi", "har", ("halvtreds", 0.3), ("byler", 0.2)))
    (cue,) = cues_of(sources.heard)
    edited = replace(cue, lines=("Vi har", "50 biler"))
    change = TextChange(0, 0, "number", "halvtreds", "50")
    words = caption_words((edited,), sources.heard, changes=[change])
    assert [word.probability for word in words] == [0.95, 0.95, 0.3, None]


def test_a_word_outside_the_lexicon_is_a_doubt_and_a_known_one_that_was_heard_surely_is_none() -> None:
    (doubt,) = doubts_of(sources_of(heard("Vi", ("sælgger", 0.6), "biler", "i", "Odense.")))
    assert (doubt.text, doubt.cue, doubt.first, doubt.count, doubt.reasons[0]) == ("sælgger", 0, 1, 1, "lexicon")
    assert doubt.wrong >= LEAST_WRONG


def test_a_known_word_is_a_doubt_where_it_was_heard_unsurely_and_otherwise_too() -> None:
    words = heard("Vi", ("sælger", 0.06), "biler", "i", "Odense.")
    there = sources_of(words).heard[1]
    (doubt,) = doubts_of(sources_of(words, alternatives=[otherwise(there, "stiller", "second hearing")]))
    assert doubt.text == "sælger"
    assert {"probability", "second hearing"} <= set(doubt.reasons)


def test_what_the_glossary_has_is_no_doubt_though_no_lexicon_knows_it() -> None:
    assert doubts_of(sources_of(heard("Vi", "sælger", "i", ("Ravnholt.", 0.8)), "Ravnholt")) == ()


def test_neighbours_of_one_caption_are_one_doubt_and_those_of_two_captions_are_two() -> None:
    words = heard("Vi", "sælger", "ikke", ("byler", 0.3), ("odnese", 0.3), ("banq", 0.3))
    assert sorted((doubt.cue, doubt.text) for doubt in doubts_of(sources_of(words))) == [(0, "byler odnese"), (1, "banq")]


def test_what_a_person_has_settled_does_not_come_back() -> None:
    sources = sources_of(heard("Vi", ("sælgger", 0.6), "biler", ("odnese.", 0.5)))
    first, second = doubts_of(sources)
    assert doubts_of(sources, settled=frozenset({first.key})) == (second,)


def test_a_key_outlives_another_cut_and_a_word_that_is_timed_anew() -> None:
    words = heard("Vi", "sælger", "ikke", ("byler", 0.3), "i", "dag")
    moved = tuple(replace(word, start_us=word.start_us + 30_000) if word.text == "byler" else word for word in words)
    keys = {doubts_of(sources)[0].key for sources in (sources_of(words), sources_of(words, start_us=2 * S), sources_of(moved))}
    assert len(keys) == 1


def test_the_same_word_twice_within_a_second_makes_two_keys() -> None:
    words = tuple(Word(at * 200_000, at * 200_000 + 150_000, text, 0.3) for at, text in enumerate(["byler", "og", "byler"]))
    keys = [doubt.key for doubt in doubts_of(sources_of(words))]
    assert len(keys) == 2 and len(set(keys)) == 2


def test_what_was_heard_otherwise_in_what_is_cut_is_not_in_the_programme() -> None:
    first, second = heard("byler", "odnese")
    timeline = sources_of((), start_us=S).timeline
    (kept,) = alternatives_in_programme([otherwise(first, "biler", "beam"), otherwise(second, "Odense", "beam")], timeline)
    assert (kept.text, kept.start_us) == ("Odense", INTRO_US)


@given(SAID)
def test_every_doubt_lies_in_its_caption_and_says_what_stands_there(said: list[tuple[str, float]]) -> None:
    sources = sources_of(heard(*said))
    cues = cues_of(sources.heard)
    found = doubts_of(sources, cues)
    for doubt in found:
        cue = cues[doubt.cue]
        assert " ".join(words_of(cue)[doubt.first : doubt.first + doubt.count]) == doubt.text
        assert cue.start_us <= doubt.start_us < doubt.end_us <= cue.end_us
        assert LEAST_WRONG <= doubt.wrong <= 1 and doubt.reasons
    assert [doubt.wrong for doubt in found] == sorted((doubt.wrong for doubt in found), reverse=True)
    assert len({doubt.key for doubt in found}) == len(found)


@given(SAID, st.integers(0, 1))
def test_an_edit_of_one_caption_changes_no_key_of_another(said: list[tuple[str, float]], edited: int) -> None:
    sources = sources_of(heard(*said))
    cues = list(cues_of(sources.heard))
    before = {doubt.key for doubt in doubts_of(sources, tuple(cues)) if doubt.cue != edited}
    cues[edited] = replace(cues[edited], lines=("helt andre ord står nu", "i den her tekst"))
    after = {doubt.key for doubt in doubts_of(sources, tuple(cues)) if doubt.cue != edited}
    assert after == before
