"""What stands on a slide is told only if the programme shows it."""

import pytest

from vbn_video.decisions import EditPlan, KeptSpan, Side
from vbn_video.evidence import Slide
from vbn_video.plan.slide_words.shown_slides import shown_slides

S = 1_000_000
EDITOR = Side("editor", 1.0)
SLIDE = Slide(
    20 * S,
    0.5,
    text="Årets økonomi\nVi åbner i uge 42\nKirsten er sygemeldt",
    title="Årets økonomi",
    read_us=55 * S,
    late_lines=(2,),
    still="slides/001.jpg",
    still_us=22 * S,
)
"""Shown from 20 s to 60 s; the last line was written after 22 s and before 55 s."""


def shown(slide: Slide, *kept_s: tuple[float, float], card: str = "") -> Slide:
    spans = tuple(KeptSpan(round(a * S), round(b * S), EDITOR, EDITOR, card) for a, b in kept_s)
    return shown_slides((slide, Slide(60 * S, 0.5)), 90 * S, EditPlan(spans))[0]


def test_all_of_it_is_told_where_the_picture_is_kept_that_was_read() -> None:
    assert shown(SLIDE, (0, 90)) == SLIDE
    assert shown(SLIDE, (50, 90)).text == SLIDE.text


@pytest.mark.parametrize("kept_s", [[(0.0, 40.0)], [(0.0, 40.0), (58.0, 90.0)], [(0.0, 54.9)]])
def test_what_came_after_the_still_is_not_told_where_the_picture_that_was_read_is_cut(kept_s: list[tuple[float, float]]) -> None:
    found = shown(SLIDE, *kept_s)
    assert found.text == "Årets økonomi\nVi åbner i uge 42" and found.title == "Årets økonomi"
    assert found.still == SLIDE.still


def test_the_same_where_a_card_hides_that_picture() -> None:
    spans = (KeptSpan(0, 40 * S, EDITOR, EDITOR), KeptSpan(50 * S, 58 * S, EDITOR, EDITOR, "Pause"))
    found = shown_slides((SLIDE,), 90 * S, EditPlan(spans))[0]
    assert found.text == "Årets økonomi\nVi åbner i uge 42"


@pytest.mark.parametrize(
    ("text", "title", "late", "told"),
    [
        ("Kirsten er syg\nVi åbner", "Kirsten er syg", (0,), None),
        ("Årets\nøkonomi:\nVi åbner", "Årets økonomi", (1,), None),
        ("Årets\nøkonomi:\nVi åbner", "Årets økonomi", (2,), "Årets økonomi"),
    ],
)
def test_a_title_of_which_a_line_came_later_is_not_told(text: str, title: str, late: tuple[int, ...], told: str | None) -> None:
    slide = Slide(20 * S, 0.5, text=text, title=title, read_us=55 * S, late_lines=late)
    assert shown(slide, (0, 40)).title == told
    assert shown(slide, (0, 90)).title == title


def test_a_still_of_what_was_cut_is_no_still_and_a_slide_that_was_cut_tells_nothing() -> None:
    assert shown(SLIDE, (30, 90)).still is None and shown(SLIDE, (30, 90)).text == SLIDE.text
    assert shown(SLIDE, (0, 20), (60, 90)) == Slide(20 * S, 0.5)
