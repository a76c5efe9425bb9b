"""Reading along in the browser: Enter corrects what is heard, the list goes along, and only what was heard counts as read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.review_scenes import copy_meeting
from tests.browser.review_visit import Reviewed, reviewed
from tests.steps.planned_project import PlannedProject

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

PLAYS = "() => !document.querySelector('video').paused"
RESTS = "() => document.querySelector('video').paused"
HEARD = "document.querySelector('ol.cues > li.playing').dataset.cue"


@pytest.fixture
def review(unchanged_meeting: PlannedProject, tmp_path: Path, chromium: Browser) -> Iterator[Reviewed]:
    """Captions that are being read along with, faster than they were said."""
    project = copy_meeting(unchanged_meeting, tmp_path)
    with reviewed(chromium, tmp_path, project, viewport={"width": 1280, "height": 560}) as page:
        page.page.locator('[data-pass="reading"]').first.click()
        page.page.get_by_label("Speed").select_option("2")
        yield page


def read_until(review: Reviewed, cue: int) -> None:
    """Read from the beginning by the mouse until that caption is heard."""
    review.page.get_by_role("button", name="Read from the beginning").click()
    review.page.wait_for_function(f"cue => Number({HEARD}) >= cue", arg=cue)


@pytest.mark.long
@pytest.mark.parametrize("focus", ["row", "button", "page"])
def test_enter_corrects_the_caption_that_is_heard_wherever_the_focus_is(review: Reviewed, focus: str) -> None:
    read_until(review, 2)
    review.page.evaluate(
        """where => {
            if (where === "button") document.querySelector(".transport button").focus();
            if (where === "page") document.activeElement.blur();
        }""",
        focus,
    )
    review.keys("Enter")
    review.page.wait_for_function(RESTS)
    assert review.page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    assert review.page.evaluate(f"document.activeElement.closest('li').dataset.cue === {HEARD}")
    heard = review.page.evaluate(HEARD)
    review.page.keyboard.type(" altså")
    review.keys("Enter")
    review.page.wait_for_function(PLAYS)
    assert review.page.locator("textarea").count() == 0
    assert "altså" in (review.row.nth(int(heard)).text_content() or "")


def test_the_list_goes_along_with_what_is_heard(review: Reviewed) -> None:
    last = review.row.count() - 1
    review.page.evaluate("() => { document.querySelector('.pane').style.height = '300px'; }")
    read_until(review, 1)
    review.page.evaluate("() => { document.querySelector('video').currentTime = 84; }")
    review.page.wait_for_function(f"cue => Number({HEARD}) >= cue", arg=last - 1)
    box = review.page.locator("ol.cues > li.playing").bounding_box()
    assert box
    assert box["y"] > 40
    assert box["y"] + box["height"] < 560
    assert review.page.locator("ol.cues > li.playing").get_attribute("aria-current") == "true"


@pytest.mark.long
def test_only_what_was_heard_counts_as_read(review: Reviewed) -> None:
    review.page.evaluate("() => { document.querySelector('video').currentTime = 70; }")
    review.page.get_by_role("button", name="Play", exact=True).click()
    review.page.wait_for_function("() => document.querySelector('video').currentTime > 78")
    assert "Not read along yet" in (review.page.locator(".side").text_content() or "")


@pytest.mark.long
def test_what_is_played_while_one_writes_does_not_count_as_read(review: Reviewed) -> None:
    read_until(review, 0)
    review.keys("Enter", "F2")
    start = review.page.evaluate("document.querySelector('video').currentTime")
    review.page.wait_for_function("from => document.querySelector('video').currentTime > from + 7", arg=start)
    assert "Not read along yet" in (review.page.locator(".side").text_content() or "")


def test_what_was_heard_is_read(review: Reviewed) -> None:
    read_until(review, 0)
    review.page.get_by_text("Read until").wait_for(timeout=20_000)
