"""What holds for all rules of writing together, whatever was heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from tests.plan.spoken import rewritten, spoken
from vbn_video.evidence import Word
from vbn_video.plan.danish.rules.fillers import is_hesitation
from vbn_video.plan.danish.writing import TextSettings, WrittenWords, write_danish
from vbn_video.settings.glossary import Glossary, GlossaryEntry

GLOSSARY = Glossary(
    (
        GlossaryEntry("Norddjurs", ("nord djurs",)),
        GlossaryEntry("Rønde", ("runde",), ("Rønne",)),
        GlossaryEntry("Virtuel Business Netværk"),
        GlossaryEntry("temamøde"),
        GlossaryEntry("Møller", name=True),
    )
)
VOCABULARY = """
jeg vi i I De det det er er og at så meget øh øhm, altså klokken kl 8 30 8:30 den første til tredje 1 1-3 juni maj 20000
20.000 20,000 20 kroner kr. kr procent % 2.5 komma 5 to hundrede tusind femogtyve mennesker paragraf § 11 11b b stykke 2
f. eks. eks bl. a. ca osv arbejds plads kommune kontor virksomheds plan nord djurs runde Runde Rønne norddjurs'
Norddjurs virtuel business netværk Tema møde temamøde møller Moller "hej hej" »hej« , . ? ! ... - – hus. Hus? hus, ja
nej. mere kan høre dag Dag har million hvis Mandag på (ja) x… 5te 5. A b. www.vbn.dk 3 000
"""
RESTART_AROUND_ANOTHERS_FILLER = ((0, "jeg", None), (40_000, "jeg", None), (80_000, "øh", "Anne"), (120_000, "jeg", None))


@st.composite
def streams(draw: st.DrawFn) -> tuple[Word, ...]:
    """Words in order and apart, some of two speakers, with rests of all lengths."""
    words, at_us = [], 0
    for text in draw(st.lists(st.sampled_from(VOCABULARY.split()), max_size=25)):
        at_us += draw(st.sampled_from((0, 20_000, 300_000, 1_500_000)))
        length_us = draw(st.integers(40_000, 600_000))
        speaker = draw(st.sampled_from((None, "Anne", "Bo")))
        words.append(Word(at_us, at_us + length_us, text, 0.9, speaker))
        at_us += length_us
    return tuple(words)


def made_of(words: Sequence[Word], **preset: object) -> WrittenWords:
    return write_danish(words, TextSettings(**preset), GLOSSARY)  # type: ignore[arg-type]


@given(streams(), st.sampled_from(("»«", "„“", "””", '""')), st.booleans())
def test_what_is_written_stays_written(words: tuple[Word, ...], quotes: str, drop: bool) -> None:
    once = made_of(words, quotes=quotes, drop_fillers=drop)
    again = made_of(once.words, quotes=quotes, drop_fillers=drop)
    assert again.words == once.words
    assert [change for change in again.changes if change.certain] == []
    assert made_of(words, quotes=quotes, drop_fillers=drop) == once


@given(streams())
@example(tuple(Word(at, at + 40_000, text, 0.9, name) for at, text, name in RESTART_AROUND_ANOTHERS_FILLER))
def test_words_ascend_within_the_times_that_they_had(words: tuple[Word, ...]) -> None:
    made = made_of(words).words
    assert all(word.text and word.start_us < word.end_us for word in made)
    assert all(one.end_us <= other.start_us for one, other in pairwise(made))
    starts, ends = {word.start_us for word in words}, {word.end_us for word in words}
    for word in made:
        inside = [old for old in words if old.start_us < word.end_us and word.start_us < old.end_us]
        assert inside and min(old.start_us for old in inside) <= word.start_us
        assert word.end_us <= max(old.end_us for old in inside)
        assert {old.speaker for old in inside if not is_hesitation(old.text)} == {word.speaker}, "but for an øh between, left out"
    assert not made or (made[0].start_us in starts and made[-1].end_us in ends)


@given(streams())
def test_every_word_that_no_change_names_stands_as_it_was_heard(words: tuple[Word, ...]) -> None:
    made = made_of(words)
    certain = [change for change in made.changes if change.certain]
    untouched = [
        word for word in words if not any(change.start_us < word.end_us and word.start_us < change.end_us for change in certain)
    ]
    assert [word for word in made.words if word in set(untouched)] == untouched


@given(streams())
def test_what_is_only_proposed_stands_in_the_text(words: tuple[Word, ...]) -> None:
    made = made_of(words)
    text = " ".join(word.text for word in made.words)
    for change in made.changes:
        if not change.certain:
            assert change.before in text


def test_a_whole_sentence_comes_out_as_one_would_write_it() -> None:
    heard = 'øh, vi mødes klokken 8 30 den første juni i nord djurs , og det det koster 20000 kroner. hun sagde "ja".'
    assert rewritten(heard, GLOSSARY) == (
        "Vi mødes kl. 8.30 den 1. juni i Norddjurs, og det det koster 20.000 kr. Hun sagde »ja«."
    )


def test_every_change_says_what_stood_there_and_when() -> None:
    words = spoken("Vi mødes klokken 8 30.")
    (change,) = made_of(words).changes
    assert (change.rule, change.before, change.after, change.certain) == ("time", "klokken 8 30.", "kl. 8.30.", True)
    assert (change.start_us, change.end_us) == (words[2].start_us, words[4].end_us)


def test_no_word_is_no_text() -> None:
    assert made_of(()) == WrittenWords((), ())


def test_where_another_takes_over_a_comma_is_a_full_stop():
    said = [("Vi", "Anne"), ("samler", "Anne"), ("op,", "Anne"), ("det", "Bo"), ("er", "Bo"), ("nemt,", "Bo"), ("ikke?", "Bo")]
    words = [Word(at * 400_000, (at + 1) * 400_000, text, 0.9, who) for at, (text, who) in enumerate(said)]
    made = write_danish(words, TextSettings(), Glossary())
    assert " ".join(word.text for word in made.words) == "Vi samler op. Det er nemt, ikke?"
    assert [(change.rule, change.before, change.after) for change in made.changes] == [
        ("turn", "op,", "op."),
        ("capital", "det", "Det"),
    ]
    nobody = [replace(word, speaker=None if word.speaker == "Bo" else word.speaker) for word in words]
    assert write_danish(nobody, TextSettings(), Glossary()).words == tuple(nobody)


def test_an_entry_in_small_letters_has_a_capital_only_where_a_sentence_begins():
    glossary = Glossary((GlossaryEntry("alle sammen", ("alasamen",)),))
    words = [
        Word(at * 400_000, (at + 1) * 400_000, text, 0.9)
        for at, text in enumerate(["Alasamen", "er", "her.", "Alasamen.", "Vi", "Alasamen."])
    ]
    made = write_danish(words, TextSettings(), glossary)
    assert " ".join(word.text for word in made.words) == "Alle sammen er her. Alle sammen. Vi alle sammen."
