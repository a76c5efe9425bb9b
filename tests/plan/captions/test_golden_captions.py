"""The golden file: hard Danish sentences, each with the lines that a person approved and the rule that each break follows."""

from __future__ import annotations

import pytest

from tests.plan.captions.golden_captions import block, blocks
from vbn_video.plan.danish.breaks import ANYWHERE, break_rule

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


@pytest.mark.parametrize("golden", blocks(), ids=lambda golden: golden.partition("\n")[0][:40])
def test_a_hard_sentence_is_broken_as_a_person_approved(golden: str) -> None:
    assert block(golden.partition("\n")[0]) == golden


def test_there_are_sixty_sentences_and_none_is_broken_against_a_rule() -> None:
    names = [line.strip()[2:] for golden in blocks() for line in golden.splitlines()[1:] if line.startswith("      ")]
    assert len(blocks()) >= 60
    wanted = {
        "after a sentence",
        "after punctuation",
        "before a conjunction",
        "before a preposition",
        "another speaker",
        "at a compound's joint",
        "between words that need not stay together",
    }
    assert set(names) <= wanted
    assert names.count("between words that need not stay together") <= len(names) / 6


@pytest.mark.parametrize(("pair", "name"), TOGETHER.items())
def test_a_break_names_the_rule_that_it_offends(pair: str, name: str) -> None:
    rule = break_rule(*pair.split())
    assert rule.name == name
    assert rule.cost > ANYWHERE
