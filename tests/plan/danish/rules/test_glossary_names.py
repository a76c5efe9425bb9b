"""The glossary's words: what is surely meant is replaced, what is doubtful is pointed out, ordinary words are left."""

from __future__ import annotations

import pytest

from tests.plan.spoken import proposed, rewritten, spoken
from vbn_video.plan.danish.glossary_index import GlossaryIndex
from vbn_video.plan.danish.meeting_glossary import glossary_of_meeting
from vbn_video.plan.danish.rules.glossary_names import glossary_names
from vbn_video.plan.danish.writing import TextSettings, write_danish
from vbn_video.settings.glossary import Glossary, GlossaryEntry
from vbn_video.settings.lists.glossary_files import load_glossary
from vbn_video.settings.meeting import Meeting

ORDINARY = """
grene grenen grønne runde rønne rønner høne anning vanding aftning kolde kolding horn hornet hornets slet odder hammel
galten mørke balle knebel sten hus århundrede randen rander vibe skander horse hadet sort syd nord djærv dyrs land
landet mols molboer kalv kalder anholdt anholde vold rum rimelig rimsede lyng lyngen lystre lokal samtale samsovs vækst
væksthus fond industri erhverv zoom google excellent linket teams møde møder mødet medlem medlemmer onde bord webside
nemt mit handel iværksætte iværksættere arbejdsmiljøet bestyrelse bestyrelsen nyhedsbrevet nyheder generation
generationer trives trivsel mål målet verdens verden kommune kommunen kommunens region regionen regionens dansk danske
viden universitet universitetet hej tak tiden leder ledere lederne virksomhed virksomheder virksomheden netværket
netværk virtuelle business
"""
NAMES = Glossary(
    (
        GlossaryEntry("Norddjurs", ("nord djurs", "nord jurs")),
        GlossaryEntry("Rønde", (), ("Rønne",)),
        GlossaryEntry("Hornslet"),
        GlossaryEntry("Virtuel Business Netværk"),
        GlossaryEntry("Anne Sørensen"),
        GlossaryEntry("onboarding"),
    )
)


@pytest.mark.parametrize("text", ["Vi bor Rønde 3 nu.", "Vi bor på Hornslet 12b lige nu.", "Vi kører til Rønde 8400 i dag."])
def test_a_number_after_a_name_is_never_lost_in_it(text: str) -> None:
    made = write_danish(spoken(text), TextSettings(), NAMES)
    assert " ".join(word.text for word in made.words) == text
    assert all(any(sign.isdigit() for sign in change.after) for change in made.changes if any(map(str.isdigit, change.before)))


@pytest.mark.parametrize(
    ("heard", "right"),
    [
        ("Vi er i nord djurs nu.", "Vi er i Norddjurs nu."),
        ("Vi er i Nordjurs, ikke?", "Vi er i Norddjurs, ikke?"),
        ("Vi er i norddjurs nu.", "Vi er i Norddjurs nu."),
        ("Det er nord jurs' havn.", "Det er Norddjurs' havn."),
        ("Vi er i Hornsled nu.", "Vi er i Hornslet nu."),
        ("Det er Hornsleds skole.", "Det er Hornslets skole."),
        ("Vi er i Røne nu.", "Vi er i Røne nu."),
        ("Et virtuel business netværk her.", "Et Virtuel Business Netværk her."),
        ("Her er anne sørensens hus.", "Her er Anne Sørensens hus."),
        ("On boarding er svært.", "Onboarding er svært."),
    ],
)
def test_what_is_surely_meant_is_replaced(heard: str, right: str) -> None:
    assert rewritten(heard, NAMES) == right


@pytest.mark.parametrize("heard", ["Vi er i Rønne nu.", "Vi er i rønne nu.", "Vi er i Norddjurs nu.", "Det er en rund bold."])
def test_what_is_something_else_stays_without_a_word(heard: str) -> None:
    assert rewritten(heard, NAMES) == heard
    assert proposed(heard, NAMES) == []


@pytest.mark.parametrize(
    ("heard", "before", "after"),
    [
        ("Her er Anne Sørnsen i dag.", "Anne Sørnsen", "Anne Sørensen"),
        ("Vi er i Hornslat nu.", "Hornslat", "Hornslet"),
        ("Hornsled er en by.", "Hornsled", "Hornslet"),
    ],
)
def test_what_is_doubtful_is_only_pointed_out(heard: str, before: str, after: str) -> None:
    assert rewritten(heard, NAMES) == heard
    assert proposed(heard, NAMES) == [(before, after)]


def test_each_replacement_is_logged_with_its_time() -> None:
    words = spoken("Vi er i nord djurs nu.")
    (change,) = write_danish(words, TextSettings(), NAMES).changes
    assert (change.rule, change.before, change.after) == ("glossary", "nord djurs", "Norddjurs")
    assert (change.start_us, change.end_us) == (words[3].start_us, words[4].end_us)


def test_the_meetings_own_names_are_known() -> None:
    meeting = Meeting(title="HR hos Bilka", speakers=("Bo Møller, direktør",), host="Fjordens Bageri")
    glossary = glossary_of_meeting(meeting)
    assert glossary.words == ("Bo Møller", "Fjordens Bageri", "Møller", "Bageri", "HR", "Bilka")
    assert rewritten("Her er bo møller fra fjordens bageri.", glossary) == "Her er Bo Møller fra Fjordens Bageri."


def test_a_surname_that_is_a_word_too_needs_its_capital_letter() -> None:
    glossary = glossary_of_meeting(Meeting(speakers=("Bo Møller",)))
    assert rewritten("Vi så en møller og hr. Mølller.", glossary) == "Vi så en møller og hr. Møller."


@pytest.mark.parametrize("word", [*ORDINARY.split(), "grene", "ønske", "rønne", "hus", "Colin", "Rønne"])
def test_the_shipped_glossary_leaves_ordinary_words(word: str) -> None:
    glossary = GlossaryIndex(load_glossary(["vbn"]))
    assert [edit for edit in glossary_names(["og", word, "her"], glossary) if edit.after != (word,)] == []


def test_the_shipped_glossary_changes_none_of_its_own_words() -> None:
    glossary = load_glossary(["vbn"])
    for right in glossary.words:
        texts = ["og", *right.split(), "her"]
        assert [
            edit for edit in glossary_names(texts, GlossaryIndex(glossary)) if edit.after != tuple(texts[edit.first : edit.last])
        ] == []
