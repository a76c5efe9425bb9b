"""A word that no lexicon knows is a doubt: what is heard again is taken where fewer such words, and none too few, stand in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbn_video.evidence import SpeechSpan, Word
from vbn_video.plan.words.unknown_words import choose_hearing, find_doubtful

SECOND = 1_000_000
SPANS = tuple(SpeechSpan(at * SECOND, (at + 2) * SECOND) for at in (1, 5, 9))


def knows(word: str) -> bool:
    return "x" not in word.lower()


def said(text: str, from_s: float, probability: float = 0.5) -> tuple[Word, ...]:
    return tuple(
        Word(round((from_s + at / 4) * SECOND), round((from_s + at / 4 + 0.2) * SECOND), word, probability)
        for at, word in enumerate(text.split())
    )


def text_of(words: tuple[Word, ...]) -> str:
    return " ".join(word.text for word in words)


def test_only_the_speech_that_holds_an_unknown_word_is_doubtful() -> None:
    words = (*said("nu går vi", 1), *said("velkommen alaxsamen", 5), *said("tak", 9))
    assert find_doubtful(SPANS, words, knows) == (SPANS[1],)


def test_speech_with_several_unknown_words_is_not_heard_again() -> None:
    words = said("velkommen alaxsamen txl møxet", 5)
    assert find_doubtful(SPANS, words, knows) == ()
    assert choose_hearing(SPANS, words, said("velkommen alle sammen til mødet", 5), knows) == words


def test_a_word_on_the_edge_belongs_to_the_speech_that_it_lies_nearest_to() -> None:
    assert find_doubtful(SPANS, said("alax", 0.7), knows) == (SPANS[0],)
    assert find_doubtful(SPANS, said("alax", 7.1), knows) == (SPANS[1],)
    assert find_doubtful(SPANS, said("alax", 13), knows) == (SPANS[2],)


def test_where_the_second_hearing_knows_more_words_it_is_taken_and_nowhere_else() -> None:
    first = (*said("nu går vi", 1), *said("velkommen alaxsamen", 5), *said("xander holm hansen", 9))
    again = (*said("noget andet", 1), *said("velkommen alle sammen", 5), *said("xandar holm hansen", 9))
    assert text_of(choose_hearing(SPANS, first, again, knows)) == "nu går vi velkommen alle sammen xander holm hansen"


def test_a_second_hearing_that_passes_words_over_is_not_taken() -> None:
    first = said("velkommen til det xtore møde", 5)
    assert choose_hearing(SPANS, first, said("velkommen", 5), knows) == first
    assert choose_hearing(SPANS, first, (), knows) == first


@pytest.mark.parametrize(
    ("first", "again", "probability"),
    [
        ("velkommen til mentimexter", "velkommen til mentor meter", 0.7),
        ("velkommen til VBX og byen", "velkommen til vejen og byen", 0.2),
        ("vi mødes på LinxedIn nu", "vi mødes på lind in nu", 0.2),
        ("vi bruger Mentimexter i dag", "vi bruger mentor meter i dag", 0.2),
        ("Vi går nu. VBX er her", "Vi går nu. Vejen er her", 0.2),
        ("vi besøger grenax, ja", "vi besøger grene, ja", 0.2),
    ],
    ids=["sure", "capitals", "capital within", "capital in mid-sentence", "capitals at a beginning", "a name of the meeting"],
)
def test_a_word_that_is_likely_right_is_no_doubt_and_stands(first: str, again: str, probability: float) -> None:
    words = said(first, 5, probability)
    assert find_doubtful(SPANS, words, knows, {"grenax"}) == ()
    assert choose_hearing(SPANS, words, said(again, 5), knows, {"grenax"}) == words


def test_a_capital_letter_where_a_sentence_begins_is_no_sign_of_a_name() -> None:
    assert find_doubtful(SPANS, said("Alaxsamen er her", 5), knows) == (SPANS[1],)
    assert find_doubtful(SPANS, said("Tak. Alaxsamen er her", 5), knows) == (SPANS[1],)


def test_beside_a_doubt_what_stands_is_kept_by_the_second_hearing_or_that_is_not_taken() -> None:
    first = said("nu går VBX i ganx", 5)
    assert find_doubtful(SPANS, first, knows) == (SPANS[1],)
    assert choose_hearing(SPANS, first, said("nu går vejen i gang", 5), knows) == first
    assert text_of(choose_hearing(SPANS, first, said("nu går VBX i gang", 5), knows)) == "nu går VBX i gang"


words_of_a_span = st.lists(st.sampled_from(["ja", "nej", "alax", "møde"]), max_size=6).map(" ".join)


@given(st.tuples(words_of_a_span, words_of_a_span, words_of_a_span), st.tuples(words_of_a_span, words_of_a_span, words_of_a_span))
def test_each_stretch_of_speech_is_one_hearing_whole_and_never_with_more_unknown_words(
    texts: tuple[str, ...], others: tuple[str, ...]
) -> None:
    first, again = ([said(text, at) for text, at in zip(these, (1, 5, 9), strict=True)] for these in (texts, others))
    chosen = choose_hearing(SPANS, sum(first, ()), sum(again, ()), knows)
    assert any(
        chosen == (*one, *two, *three)
        for one in (first[0], again[0])
        for two in (first[1], again[1])
        for three in (first[2], again[2])
    )
    assert sum(not knows(word.text) for word in chosen) <= sum(text.count("x") for text in texts)
