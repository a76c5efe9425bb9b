"""What may stand instead of doubtful words, and equal doubts as one decision."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plan.review.made_doubts import DANISH, S, cues_of, heard, otherwise, sources_of
from vbn_video.decisions import TextChange
from vbn_video.plan.danish.tokens import plain
from vbn_video.plan.review.doubts.candidates import MOST, CandidateFinder
from vbn_video.plan.review.doubts.caption_words import caption_words
from vbn_video.plan.review.doubts.doubt_groups import group_doubts
from vbn_video.plan.review.doubts.sound_variants import known_variants
from vbn_video.plan.review.doubts.word_doubts import Candidate, Doubt, DoubtSources, find_doubts
from vbn_video.settings.lexicon.danish_lexicon import Knows, Suggest


def found(sources: DoubtSources, suggest: Suggest | None = None, proposed: tuple[TextChange, ...] = ()) -> list[tuple[str, str]]:
    """Candidates of the first doubt."""
    words = caption_words(cues_of(sources.heard), sources.heard)
    doubt = find_doubts(words, sources)[0]
    candidates = CandidateFinder(words, sources, proposed, suggest).find(doubt)
    return [(candidate.text, candidate.source) for candidate in candidates]


def test_the_other_hearing_comes_before_the_beams_with_the_punctuation_and_the_capital_of_what_stands_there() -> None:
    words = heard(("Bylerq,", 0.3), "vi", "sælger")
    there = sources_of(words).heard[0]
    alternatives = [otherwise(there, "biller.", "beam"), otherwise(there, "pilen", "second hearing")]
    assert found(sources_of(words, alternatives=alternatives))[:2] == [("Pilen,", "second hearing"), ("Biller,", "beam")]


def test_an_entry_of_the_glossary_that_sounds_like_it_comes_first_also_in_two_pieces() -> None:
    assert found(sources_of(heard("vi", "sælger", "i", ("Raunholt.", 0.3)), "Ravnholt"))[0] == ("Ravnholt.", "glossary")
    assert found(sources_of(heard("i", ("reala", 0.3), ("nia", 0.3)), "Realdania"))[0] == ("Realdania", "glossary")


def test_a_word_heard_in_two_pieces_is_joined() -> None:
    assert ("sælger", "spelling") in found(sources_of(heard("vi", ("sæl", 0.2), ("ger", 0.2), "biler")))


def test_what_a_rule_only_proposes_is_a_candidate() -> None:
    proposed = (TextChange(0, S, "compound", "banq", "bank", certain=False),)
    assert ("bank", "spelling") in found(sources_of(heard("den", "store", ("banq", 0.3))), proposed=proposed)


def test_the_lexicon_is_asked_for_what_is_spelled_far_from_all_that_sounds_like_it() -> None:
    asked: list[str] = []

    def suggest(word: str) -> tuple[str, ...]:
        asked.append(word)
        return ("dag", "bank")

    assert [text for text, _source in found(sources_of(heard("den", "store", ("xqwz.", 0.3))), suggest)] == ["dag.", "bank."]
    assert asked == ["xqwz"]


@pytest.mark.parametrize(
    ("wrong", "right"), [("trener", "træner"), ("toler", "tåler"), ("missforståelse", "misforståelse"), ("vem", "hvem")]
)
def test_what_is_misspelled_as_it_sounds_is_put_right(wrong: str, right: str, knows: Knows) -> None:
    assert right in known_variants(wrong, knows)


@given(
    st.lists(st.sampled_from([*sorted(DANISH)[:8], "sælgger", "byler,", "Odnese.", "banq"]), min_size=6, max_size=20),
    st.lists(st.sampled_from(["biler", "byler", "Odense", "en bank", "banq.", ""]), min_size=20, max_size=20),
)
def test_no_candidate_says_what_stands_there_none_comes_twice_and_there_are_four_at_most(
    said: list[str], other: list[str]
) -> None:
    there = sources_of(heard(*((text, 0.2) for text in said)))
    alternatives = [otherwise(word, text, "beam") for word, text in zip(there.heard, other, strict=False)]
    sources = replace(there, alternatives=alternatives)
    words = caption_words(cues_of(sources.heard), sources.heard)
    finder = CandidateFinder(words, sources)
    for doubt in find_doubts(words, sources):
        texts = [" ".join(map(plain, one.text.split())) for one in finder.find(doubt)]
        assert " ".join(map(plain, doubt.text.split())) not in texts
        assert len(set(texts)) == len(texts) <= MOST


def doubt(text: str, at_s: int, wrong: float, *candidates: str) -> Doubt:
    options = tuple(Candidate(one, "spelling") for one in candidates)
    return Doubt(f"{at_s}", 0, 0, len(text.split()), text, at_s * S, at_s * S + S, wrong, ("lexicon",), options)


def test_equal_doubts_are_one_decision_and_what_puts_most_right_comes_first() -> None:
    groups = group_doubts([doubt("banq", 1, 0.9), doubt("Byler,", 5, 0.6, "Biler,"), doubt("byler", 2, 0.7, "biler", "byger")])
    assert [(group.text, len(group.doubts), group.wrong) for group in groups] == [("byler", 2, 0.7), ("banq", 1, 0.9)]
    assert groups[0].key == "2"
    assert groups[0].candidates[0].text.lower().strip(",") == "biler"


@given(st.lists(st.tuples(st.sampled_from(["banq", "Banq.", "byler", "to ord"]), st.floats(0.5, 1)), max_size=12))
def test_each_doubt_is_in_one_group(made: list[tuple[str, float]]) -> None:
    doubts = [doubt(text, at, wrong) for at, (text, wrong) in enumerate(made)]
    groups = group_doubts(doubts)
    assert sorted(one.start_us for group in groups for one in group.doubts) == [one.start_us for one in doubts]
    assert [group.gain for group in groups] == sorted((group.gain for group in groups), reverse=True)
