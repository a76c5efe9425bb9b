"""The review page in Windows' own colours, by its pixels: what axe does not see is told apart all the same."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.browser.review_scenes import AT_WORK, PLACES, SECONDS, Scenes, scenes
from tests.steps.planned_project import PlannedProject

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

pytestmark = pytest.mark.browser

SCENE = {str(scene): scene for scene in PLACES + AT_WORK}
TOLD_APART = 3.0
"""The contrast of WCAG 1.4.11."""
ABOVE_THE_SOUND = slice(54, 68)
"""Rows of the strip in which only what is cut has lines."""

Colour = tuple[int, int, int]


@pytest.fixture(scope="module", params=["light", pytest.param("dark", marks=pytest.mark.long)])
def window(chromium: Browser, unchanged_meeting: PlannedProject, request: pytest.FixtureRequest) -> Iterator[Scenes]:
    colours = {"forced_colors": "active", "color_scheme": request.param}
    with scenes(chromium, unchanged_meeting.project.folder, **colours) as window:
        yield window


def drawn(element: Locator, around: int = 0) -> Image.Image:
    """How it looks, with so many pixels around it."""
    element.scroll_into_view_if_needed()
    box = element.bounding_box()
    assert box
    clip = {
        "x": box["x"] - around,
        "y": box["y"] - around,
        "width": box["width"] + 2 * around,
        "height": box["height"] + 2 * around,
    }
    return Image.open(BytesIO(element.page.screenshot(clip=clip))).convert("RGB")  # type: ignore[arg-type]


def at(element: Locator, x: float, y: float) -> Colour:
    """The colour of a point of it, in pixels from the left and top, or from the right and bottom where negative."""
    image = drawn(element)
    found = image.getpixel((int(x % image.width), int(y % image.height)))
    assert isinstance(found, tuple)
    return found[0], found[1], found[2]


def luminance(colour: Colour) -> float:
    parts = [value / 255 for value in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("scene", "selector"),
    [("cut", ".transport button"), ("cut", "header nav a"), ("reading", "ol.cues > li")],
)
def test_what_has_the_focus_has_a_ring(window: Scenes, scene: str, selector: str) -> None:
    window.show(SCENE[scene])
    element = window.page.locator(selector).first
    before = drawn(element, around=6)
    window.page.keyboard.press("Tab")
    element.focus()
    after = drawn(element, around=6)
    ring = sum(
        contrast(one, other) >= TOLD_APART
        for one, other in zip(before.getdata(), after.getdata(), strict=True)  # type: ignore[arg-type]
    )
    assert ring > 2 * (after.width + after.height)


def test_the_caption_that_is_current_and_the_one_that_is_heard_are_told_apart(window: Scenes) -> None:
    window.show(SCENE["reading"])
    rows = window.page.locator("ol.cues > li")
    rows.nth(2).focus()
    window.page.locator("h1").evaluate("heading => document.activeElement.blur()")
    assert contrast(at(rows.nth(2), 2, 20), at(rows.nth(3), 2, 20)) >= TOLD_APART
    rows.nth(4).locator(".time").click()
    window.page.wait_for_selector("ol.cues > li.playing:nth-of-type(5)")
    window.page.evaluate("() => document.querySelector('video').pause()")
    heard, other = rows.nth(4).locator(".time"), rows.nth(3).locator(".time")
    assert contrast(at(heard, 1, 1), at(other, 1, 1)) >= TOLD_APART


def test_what_is_cut_is_hatched_on_the_strip_and_what_is_kept_is_not(window: Scenes) -> None:
    window.show(SCENE["cut"])
    strip = drawn(window.page.locator(".strip"))

    def lines(from_s: float, to_s: float) -> float:
        left, right = (round(strip.width * seconds / SECONDS) for seconds in (from_s, to_s))
        band = strip.crop((left, ABOVE_THE_SOUND.start, right, ABOVE_THE_SOUND.stop))
        ground = max(band.getcolors(10_000) or [(0, (0, 0, 0))])[1]
        return sum(contrast(pixel, ground) >= TOLD_APART for pixel in band.getdata()) / (band.width * band.height)  # type: ignore[arg-type]

    assert lines(12, 28) < 0.02  # a line, the playhead's, may stand there
    assert lines(92, 100) > 0.05
    assert lines(36, 40) > 0.05


@pytest.mark.parametrize(
    ("scene", "chosen", "other", "point"),
    [
        ("reading", '.passes [aria-pressed="true"]', '.passes [aria-pressed="false"]', (2, 18)),
        ("cut", '.place[aria-pressed="true"]', '.place[aria-pressed="false"]', (2, 60)),
        ("cut", "header nav a[aria-current]", "header nav a:not([aria-current])", (20, -2)),
        ("cut", '.spans [data-kind="kept"]', '.spans [data-kind="cut"]', (2, 2)),
        ("chapters", '.chapters [aria-current="true"]', '.chapters [aria-current="false"]', (2, 40)),
    ],
)
def test_what_is_chosen_is_told_apart(window: Scenes, scene: str, chosen: str, other: str, point: tuple[int, int]) -> None:
    window.show(SCENE[scene])
    window.page.evaluate("() => document.activeElement.blur()")
    one, another = (window.page.locator(selector).first for selector in (chosen, other))
    if (scene, point) == ("cut", (2, 2)):
        assert one.evaluate("e => getComputedStyle(e).borderLeftStyle") != another.evaluate(
            "e => getComputedStyle(e).borderLeftStyle"
        )
    else:
        assert contrast(at(one, *point), at(another, *point)) >= TOLD_APART


@pytest.mark.parametrize("scene", ["desk at work", "publishing"])
def test_how_far_a_run_is_can_be_seen(window: Scenes, scene: str) -> None:
    window.show(SCENE[scene])
    bar = window.page.locator("progress")
    width = drawn(bar).width
    assert contrast(at(bar, 0.1 * width, 6), at(bar, 0.9 * width, 6)) >= TOLD_APART
