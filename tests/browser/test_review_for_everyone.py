"""The review page for everyone: by the law in every colour, at 200 % and 320 px, with spaced text, by small and large targets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.review_probes import SPACED, hidden_focus, outside, overlapping, small_targets
from tests.browser.review_scenes import AT_WORK, DIALOGS, PLACES, SCENES, Scene, Scenes, scenes
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
PLACES_FIRST = [*PLACES, *(pytest.param(one, marks=pytest.mark.long) for one in AT_WORK + DIALOGS)]


@pytest.fixture(scope="module")
def window(chromium: Browser, unchanged_meeting: PlannedProject) -> Iterator[Scenes]:
    with scenes(chromium, unchanged_meeting.project.folder, bypass_csp=True) as window:
        yield window


def one_of_each(all_scenes: tuple[Scene, ...], ways: dict[str, object]) -> list[object]:
    """Every scene in every way, of which each scene is tried in one way by default, and in the others where there is time."""
    names = list(ways)
    return [
        pytest.param(scene, name, id=f"{scene}-{name}", marks=[] if number % len(names) == at else pytest.mark.long)
        for number, scene in enumerate(all_scenes)
        for at, name in enumerate(names)
    ]


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


@pytest.mark.parametrize("scene", PLACES_FIRST, ids=str)
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


@pytest.mark.parametrize("scene", PLACES_FIRST, ids=str)
def test_every_target_is_large_enough_or_apart(window: Scenes, scene: Scene) -> None:
    window.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    window.show(scene)
    assert small_targets(window.page) == []
