"""Danish letters that were read as others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbn_video.plan.danish.letter_repair import repair_letters
from vbn_video.settings.lexicon.danish_lexicon import danish_lexicon

LEXICON = danish_lexicon()
WORDS = ("mødet", "på", "grunden", "er", "årets", "økonomi", "og", "ærlige", "ord", "i", "Ørum")
needs_lexicon = pytest.mark.skipif(LEXICON is None, reason="no lexicon on this machine")


@needs_lexicon
@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("AErgrelser undervejs", "Ærgrelser undervejs"),
        ("/Ergrelser", "Ærgrelser"),
        ("Ergrelser", "Ærgrelser"),
        ("Ny hjemmeside til forâret", "Ny hjemmeside til foråret"),
        ("Okonomi og 0konomien", "Økonomi og Økonomien"),
        ("AErlighed OG ÅBENHED", "Ærlighed OG ÅBENHED"),
        ("Sporgsmål", "Spørgsmål"),
        ("Bornehave", "Bornehave"),  # a compound of two words, for all the lexicon knows
        ("Malet er naet", "Malet er nået"),  # the first is a word itself
        ("Grenaa, Aarhus og ISO 27001 i 2030", "Grenaa, Aarhus og ISO 27001 i 2030"),
    ],
)
def test_a_word_that_is_none_becomes_the_nearest_that_is_by_danish_letters(read: str, right: str) -> None:
    assert repair_letters(read, LEXICON) == right


def test_what_is_said_decides_where_no_lexicon_knows() -> None:
    assert repair_letters("Orum Borneby", None, {"ørum", "børneby"}) == "Ørum Børneby"
    assert repair_letters("Bornehave", LEXICON, {"børnehave"}) == "Børnehave"
    assert repair_letters("Bornehave for", LEXICON, {"bornehave", "børnehave", "før"}) == "Bornehave for"
    assert repair_letters("Orum", None) == "Orum"
    assert repair_letters("forâret", None) == "foråret", "Danish has no such letter"


@needs_lexicon
def test_a_word_that_exists_does_not_become_one_that_was_misheard() -> None:
    assert repair_letters("Et værksted", LEXICON, {"et", "værkstæd"}) == "Et værksted"


@needs_lexicon
@given(
    st.lists(
        st.sampled_from(["mødet", "på", "grunden", "er", "årets", "økonomi", "og", "ærlige", "ord", "i", "Ørum"]), max_size=6
    ).map(" ".join)
)
def test_what_is_right_stays_and_a_second_time_changes_nothing(text: str) -> None:
    assert repair_letters(text, LEXICON) == text
    damaged = text.replace("ø", "o").replace("å", "a")
    once = repair_letters(damaged, LEXICON)
    assert repair_letters(once, LEXICON) == once
