"""The compiler sets hard Danish sentences as a person set them by hand, or as well by the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, chain, pairwise

import pytest

from tests.plan.captions.golden_captions import Cues, Golden, breaks_of, compiled, golden_sentences, words_of
from tests.plan.captions.made_talk import S
from vbn_video.plan.danish.breaks import ANYWHERE, break_rule
from vbn_video.settings.profiles import PROFILES

WEB = PROFILES["dansk-web"]
GOLDEN = golden_sentences()
SPEAKER = "another speaker"
ANYWHERE_NAME = "between words that need not stay together"
GOOD_RULES = {
    "after punctuation",
    "before a conjunction",
    "before a preposition",
    "at a compound's joint",
    SPEAKER,
    ANYWHERE_NAME,
}
DISAGREES = {
    "vi ikke": "the compiler is wrong: vi is no verb, and ikke keeps its verb, være, on its own line",
    "alle med": "the compiler is wrong: alle ends its phrase here, a pronoun, and waits for no noun as an article does",
}
"""Breaks, by their words, that the compiler judges otherwise than the hand."""
TOGETHER = {
    "en mand": "an article and its noun",
    "ikke svært": "ikke and its verb",
    "gå ud": "a verb and its particle",
    "at lytte": "at and its verb",
    "20 kr.": "a number and what it counts",
    "kl. 14": "an abbreviation and its word",
    "§ 5": "a number and what it counts",
    "11 b": "a number and what it counts",
    "1. juni": "a number and what it counts",
    "1.-3. juni": "a number and what it counts",
    "Anne Sørensen": "a first and a last name",
    "bl.a. Anne": "an abbreviation and its word",
}
each_sentence = pytest.mark.parametrize("golden", GOLDEN, ids=lambda golden: golden.sentence[:40])


@each_sentence
def test_a_hard_sentence_is_set_as_by_hand(golden: Golden) -> None:
    assert compiled(golden.sentence) in {setting.cues for setting in (golden.hand, *golden.alternatives)}


def test_where_the_compiler_sets_a_sentence_as_by_hand_no_alternative_is_written() -> None:
    assert [golden.sentence for golden in GOLDEN if golden.alternatives and compiled(golden.sentence) == golden.hand.cues] == []


@each_sentence
def test_what_is_set_by_hand_is_legal(golden: Golden) -> None:
    for setting in (golden.hand, *golden.alternatives):
        assert letters(*chain(*setting.cues)) == letters(golden.sentence)
        assert violations(golden.sentence, setting.cues) == []


def breaks() -> Iterator[object]:
    """(the word before, the word after, the hand's rule) of every break."""
    for setting in (setting for golden in GOLDEN for setting in (golden.hand, *golden.alternatives)):
        for left, right, rule in breaks_of(setting):
            reason = DISAGREES.get(f"{left} {right}")
            if rule != SPEAKER:
                yield pytest.param(left, right, rule, marks=[pytest.mark.xfail(strict=True, reason=reason)] if reason else [])


@pytest.mark.parametrize(("left", "right", "rule"), list(breaks()))
def test_each_break_follows_the_rule_that_the_hand_named(left: str, right: str, rule: str) -> None:
    assert break_rule(left, right).name == rule


def test_sixty_sentences_are_set_and_few_breaks_stand_where_no_rule_wants_them() -> None:
    rules = [rule for golden in GOLDEN for rule in golden.hand.rules]
    assert len(GOLDEN) == 60
    assert set(rules) == GOOD_RULES
    assert rules.count(ANYWHERE_NAME) <= len(rules) / 6


@pytest.mark.parametrize(("pair", "name"), TOGETHER.items())
def test_a_break_names_the_rule_that_it_offends(pair: str, name: str) -> None:
    rule = break_rule(*pair.split())
    assert rule.name == name
    assert rule.cost > ANYWHERE


def letters(*texts: str) -> str:
    """The letters alone: without spaces, dashes, hyphens at a joint and speakers' names."""
    return re.sub(r"\[\w+\]|[- ]", "", "".join(texts))


def violations(sentence: str, cues: Cues) -> list[str]:
    """The hard rules that these captions break, each begun with its first word and gone in time for the next one."""
    words = words_of(sentence)
    letters_before = list(accumulate((len(letters(word.text)) for word in words), initial=0))
    cue_letters = accumulate((len(letters(*cue)) for cue in cues[:-1]), initial=0)
    starts_us = [words[letters_before.index(count)].start_us for count in cue_letters]
    rooms_us = [*(after - before - WEB.gap_us for before, after in pairwise(starts_us)), WEB.longest_us]
    found = []
    for cue, room_us, (start_us, end_us) in zip(cues, rooms_us, pairwise([*starts_us, words[-1].end_us]), strict=True):
        shown_us = min(room_us, WEB.longest_us)
        found += [f"{line}: characters a line" for line in cue if len(line) > WEB.line_hard]
        found += [f"{cue}: lines"] * (len(cue) > WEB.lines)
        found += [f"{cue}: minimum time"] * (shown_us < WEB.shortest_us)
        found += [f"{cue}: maximum time"] * (end_us - start_us > WEB.longest_us)
        found += [f"{cue}: reading speed"] * (sum(map(len, cue)) * S > WEB.speed_hard * shown_us)
    return found
