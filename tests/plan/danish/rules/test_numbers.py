"""Numbers with what they count."""

from __future__ import annotations

import pytest

from tests.plan.spoken import proposed, rewritten
from vbn_video.plan.danish.rules.numerals import read_numeral


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("Det er 20% nu.", "Det er 20 % nu."),
        ("Det er 20 procent.", "Det er 20 %."),
        ("Det er 20 pct. af dem.", "Det er 20 % af dem."),
        ("Det er femogtyve procent.", "Det er 25 %."),
        ("Det er fem procent.", "Det er fem procent."),
        ("Det er 2.5 procent.", "Det er 2,5 %."),
        ("Det er 2 komma 5 procent.", "Det er 2,5 %."),
        ("Det er to komma fem procent.", "Det er 2,5 %."),
        ("Et fald på 3 procentpoint.", "Et fald på 3 procentpoint."),
        ("Det koster 20000 kroner.", "Det koster 20.000 kr."),
        ("Det koster 20.000 kr i dag.", "Det koster 20.000 kr. i dag."),
        ("Det koster 1500 kroner, mindst.", "Det koster 1.500 kr., mindst."),
        ("Koster det 200kr?", "Koster det 200 kr.?"),
        ("Det koster 20 000 kroner.", "Det koster 20.000 kr."),
        ("Det koster to hundrede kroner.", "Det koster 200 kr."),
        ("Det koster femten tusind kroner.", "Det koster 15.000 kr."),
        ("Det koster fem kroner.", "Det koster fem kroner."),
        ("Vi fik 2 millioner kroner.", "Vi fik 2 mio. kr."),
        ("Vi er 12000 indbyggere.", "Vi er 12.000 indbyggere."),
        ("Der kom tolv deltagere.", "Der kom 12 deltagere."),
        ("Der kom to deltagere.", "Der kom to deltagere."),
        ("Fem og tyve.", "Fem og tyve."),
        ("Det var i 2020 og på 8500 Grenaa.", "Det var i 2020 og på 8500 Grenaa."),
        ("Ring på 87531234 nu.", "Ring på 87531234 nu."),
        ("Politiet tog to tyve i butikken.", "Politiet tog to tyve i butikken."),
        ("Tusind tak for det.", "Tusind tak for det."),
        ("Det er 20km væk.", "Det er 20 km væk."),
    ],
)
def test_numbers_are_written_with_what_they_count(heard: str, written: str) -> None:
    assert rewritten(heard) == written


@pytest.mark.parametrize(
    ("heard", "stands"),
    [("Koden er 123456 her.", "123456"), ("Der var 20,000 her.", "20,000"), ("Vi sætter et komma to steder.", "et komma to")],
)
def test_a_number_with_two_readings_is_only_pointed_out(heard: str, stands: str) -> None:
    assert rewritten(heard) == heard
    assert [before for before, _after in proposed(heard)] == [stands]


@pytest.mark.parametrize(
    ("words", "number", "taken"),
    [
        ("femogtyve", 25, 1),
        ("to hundrede og femogtyve kroner", 225, 4),
        ("tre tusind fem hundrede", 3500, 4),
        ("halvtreds tusind", 50_000, 2),
        ("tohundrede", 200, 1),
        ("hus", 0, 0),
        ("tusind", 0, 0),
    ],
)
def test_danish_numerals_are_read(words: str, number: int, taken: int) -> None:
    assert read_numeral(words.split()) == (number, taken)
