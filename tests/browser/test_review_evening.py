"""A whole evening without a mouse: from a Zoom folder to the published page, by keys that everybody has."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.conftest import Visit
from tests.running import SAMPLE
from vbn_video.formats.vtt import parse_chapters, parse_vtt
from vbn_video.review.desk.running.run_orders import RunSettings
from vbn_video.review.desk.services import DeskServices
from vbn_video.review.serving import serving
from vbn_video.review.workspace import Workspace

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.usefixtures("needs_base")]

RUN_MS = 90_000
MOST_TABS = 400
SHORT = ("intro.seconds=1", "outro.seconds=1")


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the element has the focus."""
    wanted.first.wait_for()
    for _turn in range(MOST_TABS):
        if wanted.first.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not come to {wanted}")


def saved(page: Page) -> None:
    page.wait_for_function("() => /Saved/.test(document.querySelector('#status').textContent)")


def test_an_evening_by_keys_alone(tmp_path: Path, chromium) -> None:
    zoom, site = tmp_path / "Zoom mappe ø", tmp_path / "medie mappe ø"
    site.mkdir()
    shutil.copytree(SAMPLE, zoom / SAMPLE.name)
    settings = RunSettings(overruled=(*SHORT, f"website.media_dir={site}", "website.base_url=https://vbn.example/medie/"))
    desk = DeskServices(Workspace(zoom), settings)
    with serving(desk) as server:
        context = chromium.new_context(viewport={"width": 1280, "height": 720})
        visit = Visit(context.new_page())
        page = visit.page
        page.goto(server.session.new_address())

        tab_to(page, page.get_by_role("button", name="Get ready"))
        page.keyboard.press("Enter")
        look = page.get_by_role("link", name="Look through")
        page.get_by_text("Ready to be looked through").wait_for(timeout=RUN_MS)
        tab_to(page, look)
        page.keyboard.press("Enter")
        project = next(zoom.glob("*.vbn"))

        page.wait_for_selector("ol.cues > li")
        before = parse_vtt((project / "captions.da.vtt").read_text()).cues
        tab_to(page, page.locator("ol.cues > li[tabindex='0']"))
        for _caption in range(5):
            page.keyboard.press("Enter")
            page.keyboard.press("End")
            page.keyboard.type(" ja")
            page.keyboard.press("Enter")
            page.keyboard.press("Escape")
        saved(page)
        after = parse_vtt((project / "captions.da.vtt").read_text()).cues
        assert sum(old.lines != new.lines for old, new in zip(before, after, strict=True)) == 5

        tab_to(page, page.get_by_role("link", name="Cut", exact=True))
        page.keyboard.press("Enter")
        start = page.locator(".cut-side input.time-field")
        tab_to(page, start)
        page.keyboard.press("Control+a")
        page.keyboard.type("0:13.0")
        page.keyboard.press("Enter")
        saved(page)

        tab_to(page, page.get_by_role("link", name="Chapters", exact=True))
        page.keyboard.press("Enter")
        tab_to(page, page.locator("x-chapters-place input.title"))
        page.keyboard.press("Control+a")
        page.keyboard.type("Godmorgen")
        page.keyboard.press("Enter")
        saved(page)

        tab_to(page, page.get_by_role("link", name="Publish", exact=True))
        page.keyboard.press("Enter")
        tab_to(page, page.locator("#publish-now"))
        page.keyboard.press("Enter")
        page.locator("a[href^='https://vbn.example/medie/']").first.wait_for(timeout=RUN_MS)
        assert visit.complaints == []
        context.close()
    assert parse_chapters((project / "chapters.vtt").read_text()).chapters[0].title == "Godmorgen"
    assert "Godmorgen" in next(site.glob("2020*/index.html")).read_text(encoding="utf-8")
