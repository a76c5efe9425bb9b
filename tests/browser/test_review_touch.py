"""The review page on a tablet: read along with, corrected and cut by fingers, with no key that a tablet lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.review_scenes import PLACES, Scenes, copy_meeting, scenes
from tests.steps.planned_project import PlannedProject
from vbn_video.codec import from_json
from vbn_video.decisions import EditPlan

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

pytestmark = pytest.mark.browser

TABLET = {"viewport": {"width": 768, "height": 1024}, "has_touch": True, "is_mobile": True}
SCENE = {str(scene): scene for scene in PLACES}
PLAYS = "() => !document.querySelector('video').paused"
RESTS = "() => document.querySelector('video').paused"


ELSEWHERE = [pytest.param(one, marks=pytest.mark.long) for one in ("chapters", "meeting", "publish")]


@pytest.fixture(scope="module")
def tablet(chromium: Browser, unchanged_meeting: PlannedProject, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scenes]:
    with scenes(chromium, copy_meeting(unchanged_meeting, tmp_path_factory.mktemp("tablet")), **TABLET) as window:
        yield window


def button(tablet: Scenes, name: str) -> Locator:
    return tablet.page.get_by_role("button", name=name, exact=True)


def is_in_the_window(control: Locator, height: int = 1024) -> bool:
    box = control.bounding_box()
    assert box
    return box["y"] >= 0 and box["y"] + box["height"] <= height


def test_reading_along_is_begun_corrected_in_and_paused_by_taps(tablet: Scenes) -> None:
    page, rows = tablet.page, tablet.page.locator("ol.cues > li")
    tablet.show(SCENE["doubts"])
    button(tablet, "2. Read along").tap()
    button(tablet, "Read from the beginning").tap()
    page.wait_for_function(PLAYS)
    rows.nth(1).locator(".said").tap()
    page.wait_for_function("() => document.activeElement.matches('textarea')")
    page.keyboard.type("Og ")
    page.wait_for_function(RESTS)
    page.wait_for_function("() => /Saved/.test(document.querySelector('#status').textContent)")
    button(tablet, "Done").tap()
    page.wait_for_function(PLAYS)
    assert page.locator("textarea").count() == 0
    assert rows.nth(1).locator(".said").inner_text().count("Og Det er") == 1
    assert is_in_the_window(button(tablet, "Pause"))
    button(tablet, "Pause").tap()
    page.wait_for_function(RESTS)
    button(tablet, "Hear again").tap()
    page.wait_for_function(PLAYS)
    assert "Og Det er" in (tablet.project / "captions.da.vtt").read_text(encoding="utf-8")


@pytest.mark.long
def test_what_is_heard_stays_in_the_window_together_with_the_pause(tablet: Scenes) -> None:
    tablet.page.set_viewport_size({"width": 600, "height": 700})
    tablet.show(SCENE["reading"])
    tablet.page.locator("ol.cues > li").last.scroll_into_view_if_needed()
    found = is_in_the_window(button(tablet, "Play"), 700)
    tablet.page.set_viewport_size(TABLET["viewport"])  # type: ignore[arg-type]
    assert found


@pytest.mark.long
@pytest.mark.parametrize("scene", ["cut", *ELSEWHERE])
def test_no_place_is_wider_than_a_tablet(tablet: Scenes, scene: str) -> None:
    tablet.show(SCENE[scene])
    assert tablet.page.evaluate("() => [document.documentElement.scrollWidth, visualViewport.scale]") == [768, 1]


@pytest.mark.long
def test_a_finger_near_an_end_of_the_cut_moves_it_and_one_that_goes_down_moves_the_page(tablet: Scenes) -> None:
    tablet.show(SCENE["cut"])
    box = tablet.page.locator(".strip").bounding_box()
    assert box
    end = box["x"] + box["width"] * 90 / 120
    touch(tablet, [(end + 15, box["y"] + 70), (end + 40, box["y"] + 70), (end + 60, box["y"] + 70)])
    tablet.page.wait_for_function("() => /Saved/.test(document.querySelector('#status').textContent)")
    assert plan(tablet).kept[-1].end_us > 95_000_000
    before = plan(tablet)
    touch(tablet, [(end - 120, box["y"] + 120 - 30 * step) for step in range(4)])
    assert plan(tablet) == before


def touch(tablet: Scenes, points: list[tuple[float, float]]) -> None:
    """One finger, put down at the first point and lifted at the last one."""
    session: Any = tablet.page.context.new_cdp_session(tablet.page)
    for number, (x, y) in enumerate(points):
        kind = "touchMove" if number else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def plan(tablet: Scenes) -> EditPlan:
    return from_json(EditPlan, (tablet.project / "edit.json").read_text(encoding="utf-8"))
