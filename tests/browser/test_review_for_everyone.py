"""The review page for everyone: by the law in every colour, at 200 % and 320 px, with spaced text, by small and large targets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.review_probes import SPACED, hidden_focus, outside, overlapping, small_targets
from tests.browser.review_scenes import PLACES, SCENES, Scene, Scenes, first, scenes
from tests.steps.planned_project import PlannedProject

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

COLOURS = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced": {"color_scheme": "dark", "forced_colors": "active"},
}
WIDE = {"width": 1280, "height": 720}
SMALL = {"200 %": {"width": 640, "height": 360}, "320 px": {"width": 320, "height": 568}}
"""The usual window at 200 %, and that of WCAG 1.4.10."""
BY_DEFAULT = {*map(str, PLACES), "keys", "everywhere"}


@pytest.fixture(scope="module")
def window(chromium: Browser, unchanged_meeting: PlannedProject) -> Iterator[Scenes]:
    with scenes(chromium, unchanged_meeting.project.folder, bypass_csp=True) as window:
        yield window


def one_of_each(all_scenes: tuple[Scene, ...], ways: dict[str, object]) -> list[Any]:
    """Every scene in every way, of which each scene is tried in one way by default, and in the others where there is time."""
    names = list(ways)
    cases: list[Any] = []
    for number, scene in enumerate(all_scenes):
        for at, name in enumerate(names):
            is_tried = str(scene) in BY_DEFAULT and number % len(names) == at
            cases.append(pytest.param(scene, name, id=f"{scene}-{name}", marks=[] if is_tried else pytest.mark.long))
    return cases


@pytest.mark.parametrize(("scene", "colours"), one_of_each(SCENES, COLOURS))
def test_every_scene_is_after_the_law(window: Scenes, scene: Scene, colours: str) -> None:
    window.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    window.page.emulate_media(**COLOURS[colours])  # type: ignore[arg-type]
    window.show(scene)
    assert window.visit.violations() == []


@pytest.mark.parametrize(("scene", "size"), one_of_each(SCENES, SMALL))
def test_in_a_small_window_all_can_be_seen_and_reached(window: Scenes, scene: Scene, size: str) -> None:
    window.page.set_viewport_size(SMALL[size])  # type: ignore[arg-type]
    window.show(scene)
    assert outside(window.page) == []
    assert overlapping(window.page) == []
    assert hidden_focus(window.page) == []
    assert hidden_focus(window.page, "Shift+Tab") == []


@pytest.mark.parametrize("scene", first("cut", "doubts", "publish"), ids=str)
def test_with_spaced_text_nothing_is_cut_off(window: Scenes, scene: Scene) -> None:
    window.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    window.show(scene)
    window.page.evaluate(
        "css => { const style = document.createElement('style'); style.id = 'spaced'; style.textContent = css;"
        " document.head.append(style); }",
        SPACED,
    )
    found = outside(window.page) + overlapping(window.page)
    window.page.evaluate("document.getElementById('spaced').remove()")
    assert found == []


@pytest.mark.parametrize("scene", first("cut", "editing", "chapters"), ids=str)
def test_every_target_is_large_enough_or_apart(window: Scenes, scene: Scene) -> None:
    window.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    window.show(scene)
    assert small_targets(window.page) == []
