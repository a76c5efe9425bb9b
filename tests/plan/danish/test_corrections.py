"""What an editor's corrections teach."""

from __future__ import annotations

import pytest

from vbn_video.decisions import Cue
from vbn_video.plan.danish.corrections import Suggestion, as_toml, suggest_entries
from vbn_video.plan.danish.glossary_index import GlossaryIndex
from vbn_video.settings.glossary import parse_glossary


def cues(*texts: str) -> tuple[Cue, ...]:
    return tuple(Cue(index * 3_000_000, index * 3_000_000 + 2_500_000, (text,)) for index, text in enumerate(texts))


def learnt(made: str, edited: str) -> list[tuple[str, str]]:
    return [(one.heard, one.right) for one in suggest_entries(cues(made), cues(edited))]


def test_a_name_put_right_twice_is_one_suggestion_that_says_where() -> None:
    made = cues("Vi mødes i runde på fredag.", "Og hvad så?", "Så er vi i runde igen.")
    edited = cues("Vi mødes i Rønde på fredag.", "Og hvad så?", "Så er vi i Rønde igen.")
    assert suggest_entries(made, edited) == (Suggestion("runde", "Rønde", 2, (0, 6_000_000)),)


@pytest.mark.parametrize(
    ("made", "edited", "pairs"),
    [
        ("Her er anna sørnsen i dag.", "Her er Anne Sørensen i dag.", [("anna sørnsen", "Anne Sørensen")]),
        ("Vi kører til nord djurs nu.", "Vi kører til Norddjurs nu.", [("nord djurs", "Norddjurs")]),
        ("Vi er i norddjurs nu.", "Vi er i Norddjurs nu.", [("norddjurs", "Norddjurs")]),
        ("God kompetance udvikling.", "God kompetenceudvikling.", [("kompetance udvikling", "kompetenceudvikling")]),
    ],
)
def test_names_and_terms_are_learnt(made: str, edited: str, pairs: list[tuple[str, str]]) -> None:
    assert learnt(made, edited) == pairs


@pytest.mark.parametrize(
    ("made", "edited"),
    [
        ("Det er godt", "Det er godt!"),
        ("det er godt.", "Det er godt."),
        ("Det er godt.", "Det er godt, og vi går nu videre til næste punkt."),
        ("Nu siger jeg det.", "Nu siger vi det."),
        ("Vi er 20 i dag.", "Vi er 25 i dag."),
        ("Det var en lang dag for os alle sammen.", "Hun bor i Aarhus med sin hund."),
        ("Det er et mus.", "Det er et hus."),
    ],
)
def test_punctuation_new_sentences_and_ordinary_words_teach_nothing(made: str, edited: str) -> None:
    assert learnt(made, edited) == []


def test_captions_that_were_joined_or_parted_are_still_compared_word_for_word() -> None:
    made = cues("Vi mødes i", "runde på fredag, og så", "går vi hjem.")
    edited = cues("Vi mødes i Rønde på fredag,", "og så går vi hjem.")
    assert [(one.heard, one.right) for one in suggest_entries(made, edited)] == [("runde", "Rønde")]


def test_what_is_suggested_can_be_added_to_a_glossary_as_it_stands() -> None:
    made = cues("Vi er i runde nu.", "Vi er i rønte nu.", "Vi er i auning nu.")
    edited = cues("Vi er i Rønde nu.", "Vi er i Rønde nu.", "Vi er i Auning nu.")
    text = as_toml(suggest_entries(made, edited))
    assert text == '[[word]]\nright = "Rønde"\nheard = ["runde", "rønte"]\n\n[[word]]\nright = "Auning"\n'
    glossary = parse_glossary('words = ["Grenaa"]\n\n' + text, "ord.toml")
    assert glossary.words == ("Grenaa", "Rønde", "Auning")
    assert GlossaryIndex(glossary).heard["rønte"].right == "Rønde"


def test_what_is_right_elsewhere_is_never_to_be_replaced_always() -> None:
    made = cues("Vi er i runde nu.", "Vi tager en runde mere.")
    edited = cues("Vi er i Rønde nu.", "Vi tager en runde mere.")
    (one,) = suggest_entries(made, edited)
    assert one == Suggestion("runde", "Rønde", 1, (0,), ambiguous=True)
    assert as_toml((one,)) == '[[word]]\nright = "Rønde"\n'


def test_nothing_edited_is_nothing_learnt() -> None:
    same = cues("Vi er i Rønde nu.")
    assert suggest_entries(same, same) == ()
    assert as_toml(()) == ""
