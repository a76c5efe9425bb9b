"""Times as Danes type them on the review page: 1.11 is a minute and eleven seconds; what can be read in two ways is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.test_review_places import meeting, page, saved, server, tab_to, type_over

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.review_server import ReviewServer
    from tests.steps.planned_project import PlannedProject

__all__ = ["meeting", "page", "server"]

US = 1_000_000
TIMES_US = {
    "1.11": 71 * US,
    "12.05": 725 * US,
    "1.02.30": 3_750 * US,
    "1:11": 71 * US,
    "1:02:30": 3_750 * US,
    "71": 71 * US,
    "71,5": 71_500_000,
    "1:11,5": 71_500_000,
    "1.11,5": 71_500_000,
    " 1:11.5 ": 71_500_000,
    "1.02.30,25": 3_750_250_000,
}
TWO_WAYS = ("1.1", "1.115", "71.5", "1.75", "1:02.30")
NO_TIMES = ("", "snart", "1.1.1", "1:75", "1,1,1", "1..11")


@pytest.mark.long
def test_a_point_parts_minutes_and_seconds_and_a_comma_begins_a_part_of_a_second(server: ReviewServer, page: Page) -> None:
    server.open(page, "cut")
    said = page.evaluate(
        """async typed => {
            const { parseClock, canBeReadTwoWays } = await import("/assets/clock.js");
            return typed.map(text => [text, parseClock(text), canBeReadTwoWays(text)]);
        }""",
        [*TIMES_US, *TWO_WAYS, *NO_TIMES],
    )
    found = {text: (at_us, is_asked) for text, at_us, is_asked in said}
    assert {text: found[text] for text in TIMES_US} == {text: (at_us, False) for text, at_us in TIMES_US.items()}
    assert {text: found[text] for text in TWO_WAYS} == dict.fromkeys(TWO_WAYS, (None, True))
    assert {text: found[text] for text in NO_TIMES} == dict.fromkeys(NO_TIMES, (None, False))


@pytest.mark.long
@pytest.mark.parametrize("field", ["#cut-end-0", "#cut-from"])
def test_a_time_is_said_back_in_its_field_as_it_was_understood(server: ReviewServer, page: Page, field: str) -> None:
    server.open(page, "cut")
    tab_to(page, field)
    type_over(page, "1.11")
    page.keyboard.press("Enter")
    page.wait_for_function("field => document.querySelector(field).value.startsWith('1:11')", arg=field)


@pytest.mark.long
def test_a_time_that_can_be_read_in_two_ways_is_refused_with_both(
    server: ReviewServer, page: Page, meeting: PlannedProject
) -> None:
    before = meeting.text("edit.json")
    server.open(page, "cut")
    tab_to(page, "#cut-end-0")
    type_over(page, "1.1")
    page.keyboard.press("Enter")
    said = page.locator("#cut-end-0-wrong").inner_text()
    assert "1:11 or 1.11" in said and "1,1" in said
    assert page.locator("#cut-end-0").input_value() == "1.1"
    assert meeting.text("edit.json") == before


@pytest.mark.long
def test_a_chapter_is_put_to_two_minutes_by_a_point(server: ReviewServer, page: Page) -> None:
    server.open(page, "chapters")
    tab_to(page, ".chapters li:nth-of-type(3) .time-field")
    type_over(page, "1.05")
    page.keyboard.press("Enter")
    saved(page)
    assert page.locator(".chapters li:nth-of-type(3) .time-field").input_value().startswith("1:05")


@pytest.mark.long
def test_a_time_after_the_recording_is_refused_at_its_field_in_the_page_s_own_words(
    server: ReviewServer, page: Page, meeting: PlannedProject
) -> None:
    before = meeting.text("edit.json")
    server.open(page, "cut")
    tab_to(page, "#cut-start-0")
    type_over(page, "99:00")
    page.keyboard.press("Enter")
    assert page.locator("#cut-start-0-wrong").inner_text() == "The recording is only 2:00 long."
    field = page.locator("#cut-start-0")
    assert (field.input_value(), field.get_attribute("aria-invalid")) == ("99:00", "true")
    assert field.get_attribute("aria-describedby") == "cut-start-0-wrong"
    assert meeting.text("edit.json") == before


def test_what_the_server_refuses_is_said_at_the_field_and_what_was_typed_stays(server: ReviewServer, page: Page) -> None:
    server.open(page, "cut")
    tab_to(page, "#cut-start-0")
    type_over(page, "1:55")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.getElementById('cut-start-0-wrong').textContent.startsWith('Nothing would be left')")
    assert page.locator("#cut-start-0").input_value() == "1:55.0"


@pytest.mark.long
def test_what_comes_of_a_changed_cut_is_said_by_the_button_that_makes_it(server: ReviewServer, page: Page) -> None:
    server.open(page, "cut")
    tab_to(page, "#cut-start-0")
    type_over(page, "0:12,4")
    page.keyboard.press("Enter")
    page.get_by_text("They are made anew when you press Publish.").wait_for()
    page.get_by_role("link", name="Chapters").click()
    page.get_by_text("when you press Publish, the chapters are moved with the cut.").wait_for()


def test_a_button_says_that_it_takes_the_player_s_place(server: ReviewServer, page: Page) -> None:
    server.open(page, "cut")
    assert page.get_by_role("button", name="Use the player's place").count() == 2
    page.get_by_role("link", name="Chapters").click()
    page.locator(".chapters li").first.get_by_role("button", name="Use the player's place").wait_for()
