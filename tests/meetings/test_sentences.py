"""The two halves share nothing that people say in every meeting."""

import re
from collections.abc import Iterable

from tests.meetings.sentences import Bank, load_bank

SAID_EVERYWHERE = (
    "small_talk",
    "sound_check",
    "waiting",
    "false_start",
    "greeting",
    "beginning",
    "late",
    "break",
    "break_chat",
    "return",
    "thanks",
    "goodbye",
    "many_goodbyes",
    "after",
)


def _words(sentence: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", sentence.lower()))


def _fours(sentences: Iterable[str]) -> set[tuple[str, ...]]:
    return {words[n : n + 4] for words in map(_words, sentences) for n in range(len(words) - 3)}


def _everywhere(bank: Bank) -> list[str]:
    return [line for key in SAID_EVERYWHERE for line in bank.lines[key]]


def test_no_sentence_is_in_both_halves() -> None:
    known, second = (set(map(_words, load_bank(half).sentences())) for half in ("known", "second"))  # type: ignore[arg-type]
    assert known & second == set()


def test_no_greeting_farewell_or_small_talk_has_four_words_in_a_row_from_the_other_half() -> None:
    known, second = load_bank("known"), load_bank("second")
    assert _fours(_everywhere(known)) & _fours(_everywhere(second)) == set()


def test_each_half_has_enough_to_talk_of() -> None:
    for half in ("known", "second"):
        bank = load_bank(half)  # type: ignore[arg-type]
        assert len({line for topic in bank.topics for line in topic.talk}) >= 150
