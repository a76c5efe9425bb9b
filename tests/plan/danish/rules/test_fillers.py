"""Hesitation goes, emphasis stays."""

from __future__ import annotations

import pytest

from tests.plan.spoken import proposed, rewritten, spoken
from vbn_video.plan.danish.writing import TextSettings, write_danish
from vbn_video.settings.glossary import Glossary


@pytest.mark.parametrize(
    ("heard", "wanted"),
    [
        ("Øh, vi skal begynde.", "Vi skal begynde."),
        ("Vi skal, øh, begynde øhm nu.", "Vi skal begynde nu."),
        ("Det var godt, øh, men dyrt.", "Det var godt, men dyrt."),
        ("Det var godt øh. Nu går vi.", "Det var godt. Nu går vi."),
        ("Altså øh, vi begynder.", "Vi begynder."),
        ("Altså, det er rigtigt.", "Altså, det er rigtigt."),
        ("Mm. Det er det.", "Mm. Det er det."),
        ("Jeg jeg tror det.", "Jeg tror det."),
        ("Det er det er godt.", "Det er godt."),
        ("Vi skal, vi skal hjem.", "Vi skal, vi skal hjem."),
        ("Og så kommer og så kommer hun.", "Og så kommer hun."),
    ],
)
def test_hesitation_is_left_out(heard: str, wanted: str) -> None:
    assert rewritten(heard) == wanted


@pytest.mark.parametrize(
    "heard",
    [
        "Det er meget meget godt.",
        "Nej nej, ja ja.",
        "Det er dem der der kom.",
        "Det bliver mere og mere og mere dyrt.",
        "Skridt for skridt for skridt.",
        "Det, det handler om, er tid.",
        "Ring to to fem fem.",
        "Han har mod. Mod til det.",
        "Hvad det er er svært.",
        "Hvad siger I i dag?",
    ],
)
def test_what_is_said_twice_on_purpose_stays(heard: str) -> None:
    assert rewritten(heard) == heard


@pytest.mark.parametrize(
    ("heard", "twice"),
    [
        ("Det er kommunen kommunen gør.", "kommunen kommunen"),
        ("Den situation vi står i i dag.", "i i"),
        ("Dem vi har har travlt.", "har har"),
    ],
)
def test_what_may_be_meant_twice_is_only_pointed_out(heard: str, twice: str) -> None:
    assert rewritten(heard) == heard
    assert proposed(heard) == [(twice, twice.split(maxsplit=1)[0])]


def test_the_first_of_two_gives_its_start_and_the_second_its_end() -> None:
    words = spoken("Jeg jeg tror det.")
    made = write_danish(words, TextSettings(), Glossary()).words
    assert (made[0].start_us, made[0].end_us) == (words[0].start_us, words[1].end_us)


def test_the_preset_can_keep_it_all() -> None:
    heard = "Øh, jeg jeg tror det."
    assert rewritten(heard, drop_fillers=False) == heard


def test_words_of_two_people_are_no_stammer() -> None:
    words = (*spoken("Kommer jeg", speaker="Anne"), *spoken("jeg kommer", start_us=2_000_000, speaker="Bo"))
    assert len(write_danish(words, TextSettings(), Glossary()).words) == 4
