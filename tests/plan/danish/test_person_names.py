"""What people call themselves in Zoom, cleaned, and whom it means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbn_video.plan.danish.person_names import LONGEST_NAME, cleaned_name, name_key, person_of

PEOPLE = ("Anne Holm", "Søren Ågård Bach", "Bo Lund, Norddjurs Kommune", "Bageriet")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Anne Holm", "Anne Holm"),
        ("  Anne\tHolm \n", "Anne Holm"),
        ("Anne Holm (Norddjurs)", "Anne Holm"),
        ("Anne Holm [hun/hende] - ", "Anne Holm"),
        ("iPhone tilhørende Bo", "Bo"),
        ("Bo’s iPhone", "Bo"),
        ("Bo's iPad (2)", "Bo"),
        ("iPhone", ""),
        ("Galaxy S21", ""),
        ("Zoom-bruger", ""),
        ("Zoom user", ""),
        ("Unknown Speaker", ""),
        ("anne.holm@norddjurs.dk", ""),
        ("+45 20 30 40 50", ""),
        ("4520****50", ""),
        ("", ""),
        ("<b>Anne</b>", "b Anne /b"),
        ("Anne --> Bo", "Anne Bo"),
        ("Bo & Anne", "Bo & Anne"),
        ("Anne: HR", "Anne: HR"),
        ("Anne Holm, HR-konsulent i Norddjurs Kommune", "Anne Holm"),
        ("x" * 200, "x" * LONGEST_NAME),
        ("Anne " * 40, "Anne Anne Anne Anne Anne Anne"),
        ("iPhoneografen Mads", "iPhoneografen Mads"),
    ],
)
def test_a_name_is_cleaned(name: str, shown: str) -> None:
    assert cleaned_name(name) == shown


@given(st.text(max_size=80))
def test_a_cleaned_name_can_stand_in_a_caption(name: str) -> None:
    cleaned = cleaned_name(name)
    assert len(cleaned) <= LONGEST_NAME and "-->" not in cleaned
    assert not set(cleaned) & set("<>\n\r\t\x00") and cleaned == cleaned.strip()


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Anne Holm", "Anne Holm"),
        ("ANNE HOLM", "Anne Holm"),
        ("Holm, Anne", "Anne Holm"),
        ("Anne Marie Holm", "Anne Holm"),
        ("Anne M. Holm (Norddjurs)", "Anne Holm"),
        ("Ánne Hølm", "Anne Holm"),
        ("Soeren Aagaard Bach", "Søren Ågård Bach"),
        ("Soren Bach", "Søren Ågård Bach"),
        ("Bo Lund", "Bo Lund, Norddjurs Kommune"),
        ("bageriet", "Bageriet"),
        ("Anne", None),
        ("Holm", None),
        ("Norddjurs Kommune", None),
        ("Anne Bach", None),
        ("Anne Holm-Bach", "Anne Holm"),
        ("Annette Holm", None),
        ("", None),
        ("(Anne Holm)", None),
    ],
)
def test_a_name_in_zoom_is_matched_with_the_meetings_people(name: str, person: str | None) -> None:
    assert person_of(name, PEOPLE) == person


def test_a_name_that_means_two_people_means_nobody() -> None:
    assert person_of("Anne Marie Holm", ("Anne Holm", "Marie Holm")) is None
    assert person_of("Anne Holm", ("Anne Holm", "anne holm")) == "Anne Holm"


def test_one_persons_names_have_one_key() -> None:
    assert name_key("Søren Bach") == name_key("BACH, Soeren") != name_key("Søren Bak")
