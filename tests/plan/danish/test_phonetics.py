"""What sounds alike in Danish, and how far spellings are apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbn_video.plan.danish.phonetics import edit_distance, phonetic_key

texts = st.text("abcdeø", max_size=8)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rønde", "rønne"),
        ("Grenaa", "Grenå"),
        ("Norddjurs", "nordjurs"),
        ("Hornslet", "Hornsled"),
        ("Sørensen", "Sørennsen"),
        ("Christensen", "Kristensen"),
        ("Ebeltoft", "Æbeltoft"),
        ("Ryomgård", "Ryomgaard"),
        ("Kolind", "Colin"),
    ],
)
def test_these_sound_alike(one: str, other: str) -> None:
    assert phonetic_key(one) == phonetic_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Rønde", "runde"), ("Grenaa", "grene"), ("Auning", "anning"), ("Odder", "Holder"), ("mad", "man")]
)
def test_these_do_not(one: str, other: str) -> None:
    assert phonetic_key(one) != phonetic_key(other)


@given(texts, texts)
def test_the_distance_is_the_same_both_ways_and_nothing_only_for_the_same(one: str, other: str) -> None:
    far = edit_distance(one, other, 8)
    assert far == edit_distance(other, one, 8)
    assert (far == 0) == (one == other)
    assert far >= abs(len(one) - len(other))


@given(texts, texts, st.integers(0, 8))
def test_a_limit_changes_nothing_below_it(one: str, other: str, limit: int) -> None:
    assert edit_distance(one, other, limit) == min(edit_distance(one, other, 8), limit + 1)


def test_two_letters_that_changed_places_are_one_step() -> None:
    assert edit_distance("Auning", "Aunnig", 2) == 1
