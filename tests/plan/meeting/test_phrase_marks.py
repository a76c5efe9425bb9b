"""Phrases are found in what a small model heard, and not in ordinary talk."""

from __future__ import annotations

import csv
import os
import random
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from tests.plan.meeting.heard_words import (
    with_a_wrong_word,
    with_one_split,
    with_two_joined,
    with_wrong_letters,
    words_of,
)
from vbn_video.evidence import Word
from vbn_video.plan.meeting.phrase_marks import find_phrases
from vbn_video.settings.lists.phrase_files import load_phrases
from vbn_video.settings.phrase_table import PhraseTable, parse_phrases

ORDINARY = (Path(__file__).parents[2] / "data" / "phrases" / "ordinary_talk.txt").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def table() -> PhraseTable:
    return load_phrases(["moede"])


def of(*phrases: str) -> PhraseTable:
    """A table of greetings."""
    return parse_phrases(f"greeting = {list(phrases)}", "x.toml")


def found(text: str, table: PhraseTable) -> list[tuple[str, str]]:
    return [(mark.kind, mark.text) for mark in find_phrases(words_of(text), table)]


@pytest.mark.parametrize(
    ("heard", "kind"),
    [
        ("gud morn og velkommen", "greeting"),
        ("gomorn allesammen", "greeting"),
        ("det er vel kommen til jer", "greeting"),
        ("ja rigtig hjertlig velkommen her", "greeting"),
        ("så går vi igang", "beginning"),
        ("jamen så starder vi bare", "beginning"),
        ("nu oktager vi", "beginning"),
        ("på dags ordenen har vi", "agenda"),
        ("nu holder vi lige en lille pavse", "break"),
        ("vi tager ti minutters pause", "break"),
        ("så er vi til bage igen", "return"),
        ("er der nogen spøgsmål", "questions"),
        ("har i nogle spørsmål til det", "questions"),
        ("tusind takk til anne", "thanks"),
        ("tak foridag alle", "goodbye"),
        ("vi siger tag for i dag", "goodbye"),
        ("hav en fortsat go dag", "goodbye"),
        ("det var alt fri dag", "goodbye"),
        ("kan i hører mig", "small_talk"),
        ("du er på mjut", "small_talk"),
        ("vi vender lige på de sidste", "small_talk"),
        ("skal vi lige stoppe optavelsen", "small_talk"),
        ("så går vi viderer til næste", "transition"),
        ("nu er vi noget til det sidste", "transition"),
    ],
)
def test_a_misheard_phrase_is_found(heard: str, kind: str, table: PhraseTable) -> None:
    assert kind in [mark.kind for mark in find_phrases(words_of(heard), table)]


def test_a_mark_says_when_and_what_was_heard_and_how_alike_it_is() -> None:
    words = words_of("nå men gud morn allesammen")
    (mark,) = find_phrases(words, of("godmorn"))
    assert (mark.start_us, mark.end_us, mark.kind, mark.text) == (words[2].start_us, words[3].end_us, "greeting", "gud morn")
    assert 0.8 < mark.likeness < 1
    (exact,) = find_phrases(words_of("nå godmorn allesammen"), of("godmorn"))
    assert (exact.likeness, exact.strength) == (1, 1)
    (weak,) = find_phrases(words_of("nå godmorn allesammen"), of("godmorn ?"))
    assert (weak.likeness, weak.strength) == (1, 0.5)


def test_other_words_stand_only_where_the_phrase_lets_them() -> None:
    table = of("holder … pause")
    assert found("vi holder lige en lille pause nu", table) == [("greeting", "holder lige en lille pause")]
    assert found("vi holder pause", table) == [("greeting", "holder pause")]
    assert found("vi holder fast i at alle der vil kan få en pause", table) == []
    assert found("pause holder vi", table) == []


def test_a_phrase_begins_and_ends_where_words_do() -> None:
    assert found("uvelkommenheden er stor", of("velkommen")) == []
    assert found("er velkommen her", of("velkommen")) == [("greeting", "velkommen")]


def test_no_phrase_goes_over_a_long_rest() -> None:
    table = of("tak for i dag")
    assert found("mange tak for i dag alle", table)
    assert found("mange tak for | i dag alle", table) == []


def test_of_two_kinds_at_one_place_the_one_that_fits_is_meant(table: PhraseTable) -> None:
    assert [mark.kind for mark in find_phrases(words_of("velkommen tilbage"), table)] == ["return"]
    assert "return" not in [mark.kind for mark in find_phrases(words_of("vel kommen til i dag"), table)]


def test_marks_ascend_and_those_of_a_kind_are_apart(table: PhraseTable) -> None:
    rng = random.Random(5)
    said = [wording[0] for phrase in table.phrases for wording in phrase.wordings]
    talk = " ".join(" ".join(rng.choice(said)) + " " + rng.choice(ORDINARY) for _ in range(60))
    marks = find_phrases(words_of(talk), table)
    assert list(marks) == sorted(marks, key=lambda mark: mark.start_us)
    for kind in {mark.kind for mark in marks}:
        of_kind = [mark for mark in marks if mark.kind == kind]
        assert all(left.end_us <= right.start_us for left, right in pairwise(of_kind))


@pytest.mark.parametrize("text", ["", "…", "10 20 30", "| |", "a", "🙂 日本語"])
def test_what_holds_no_words_holds_no_phrases(text: str, table: PhraseTable) -> None:
    assert find_phrases(words_of(text), table) == ()
    assert find_phrases(words_of(text), PhraseTable()) == ()


def test_a_phrase_of_any_length_can_be_looked_for() -> None:
    long = " ".join(["netværksmødedeltagere"] * 6)
    assert found(f"hør {long} nu", of(long))
    assert found("tre to et nu", of("to et")) == [("greeting", "to et")]


def test_ordinary_talk_has_next_to_no_phrases(table: PhraseTable) -> None:
    marks = find_phrases(words_of(" | ".join(ORDINARY)), table)
    assert sum(len(sentence.split()) for sentence in ORDINARY) > 1000
    assert len([mark for mark in marks if mark.strength == 1]) <= 4, marks


def test_what_people_were_recorded_saying_has_no_phrases(table: PhraseTable) -> None:
    references = Path(os.environ.get("VBN_VIDEO_CORPUS", ""), "speech", "references.tsv")
    if not references.is_file():
        pytest.skip("no corpus of speech")
    rows = [
        row
        for row in csv.reader(references.read_text(encoding="utf-8").splitlines(), delimiter="\t")
        if not row[0].startswith("#")
    ]
    assert rows
    assert [mark for row in rows for mark in find_phrases(words_of(row[1]), table)] == []


def test_sounds_are_looked_up_not_compared_one_by_one(table: PhraseTable, monkeypatch: pytest.MonkeyPatch) -> None:
    from vbn_video.plan.meeting.sound_search import SoundPatterns

    compared = 0
    distances = SoundPatterns._distances

    def counted(self: SoundPatterns, pattern, start, *args):  # type: ignore[no-untyped-def]
        nonlocal compared
        compared += len(pattern)
        return distances(self, pattern, start, *args)

    monkeypatch.setattr(SoundPatterns, "_distances", counted)
    words = words_of(" ".join(ORDINARY))
    find_phrases(words, table)
    wordings = sum(len(phrase.wordings) for phrase in table.phrases)
    assert compared < len(words) * wordings / 100


MISTAKES: dict[str, tuple[Callable[[str, random.Random], str], float]] = {
    "none": (lambda said, rng: said, 0.99),
    "1 letter": (lambda said, rng: with_wrong_letters(said, 1, rng), 0.85),
    "2 letters": (lambda said, rng: with_wrong_letters(said, 2, rng), 0.65),
    "3 letters": (lambda said, rng: with_wrong_letters(said, 3, rng), 0.45),
    "4 letters": (lambda said, rng: with_wrong_letters(said, 4, rng), 0.25),
    "another word": (lambda said, rng: with_a_wrong_word(said, " ".join(ORDINARY).split(), rng), 0.4),
    "two words joined": (with_two_joined, 0.85),
    "a word split": (with_one_split, 0.9),
}


def recalls(table: PhraseTable, count: int) -> dict[str, float]:
    """Of so many phrases of three words and more among ordinary talk, the share that is found, by the mistakes in them."""
    rng = random.Random(7)
    said = [
        (phrase.kind, " ".join(word for run in wording for word in run))
        for phrase in table.phrases
        for wording in phrase.wordings
        if phrase.strength == 1 and sum(map(len, wording)) >= 3
    ]
    chosen = rng.sample(said, count)
    found = {}
    for name, (mistake, _least) in MISTAKES.items():
        talk: list[Word] = []
        places: list[tuple[str, int, int]] = []
        for kind, text in chosen:
            before, after = rng.choice(ORDINARY).split()[-4:], rng.choice(ORDINARY).split()[:4]
            start_us = talk[-1].end_us + 3_000_000 if talk else 0
            talk += words_of(" ".join([*before, mistake(text, rng), *after]), start_us)
            places.append((kind, start_us, talk[-1].end_us))
        marks = find_phrases(talk, table)
        hits = [any(mark.kind == kind and first <= mark.start_us < last for mark in marks) for kind, first, last in places]
        found[name] = sum(hits) / count
    return found


def test_so_many_mistakes_are_survived(table: PhraseTable) -> None:
    shares = recalls(table, 40)
    assert {name: share for name, share in shares.items() if share < MISTAKES[name][1] - 0.12} == {}


@pytest.mark.long
def test_so_many_mistakes_are_survived_by_every_phrase(table: PhraseTable) -> None:
    shares = recalls(table, 500)
    assert {name: share for name, share in shares.items() if share < MISTAKES[name][1]} == {}
