"""The sets share nothing that people say in every meeting; the one that judges is not worded as the table of phrases is."""

import re
from collections.abc import Iterable
from itertools import combinations

import pytest

from tests.meetings.make_scripts import KINDS, TIMES, all_scripts
from tests.meetings.sentences import HALVES, Bank, Half, load_bank
from vbn_video.settings.lists.phrase_files import load_phrases

PAIRS = list(combinations(HALVES, 2))
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


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_no_sentence_is_in_two_sets(one: Half, other: Half) -> None:
    assert set(map(_words, load_bank(one).sentences())) & set(map(_words, load_bank(other).sentences())) == set()


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_no_greeting_farewell_or_small_talk_has_four_words_in_a_row_from_another_set(one: Half, other: Half) -> None:
    assert _fours(_everywhere(load_bank(one))) & _fours(_everywhere(load_bank(other))) == set()


def test_what_is_set_aside_is_nowhere_said_as_the_table_of_phrases_has_it() -> None:
    worded = {
        tuple(word for run in wording for word in run)
        for phrase in load_phrases(("moede",)).phrases
        for wording in phrase.wordings
        if len(wording) == 1
    }
    said = set(map(_words, load_bank("aside").sentences()))
    assert said & worded == set()
    assert (
        _fours(_everywhere(load_bank("aside"))) & {words[n : n + 4] for words in worded for n in range(len(words) - 3)} == set()
    )


@pytest.mark.parametrize("half", HALVES)
def test_each_set_has_enough_to_talk_of_and_each_kind_of_difficulty(half: Half) -> None:
    bank = load_bank(half)
    assert len({line for topic in bank.topics for line in topic.talk}) >= 150
    assert set(bank.lines) == set(load_bank("known").lines)
    kinds = [script.kind for script in all_scripts(half)]
    assert {kind: kinds.count(kind) for kind in KINDS} == {kind: count * TIMES[half] for kind, (_change, count) in KINDS.items()}
