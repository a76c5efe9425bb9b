"""The server is killed while a tab is open, and begun again: the tab goes on by itself, and what was typed meanwhile is saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import Visit
from tests.browser.review_visit import Reviewed
from tests.review.captions.made_captions import captioned_project
from vbn_video.review.desk.running.run_orders import RunSettings
from vbn_video.review.desk.services import DeskServices
from vbn_video.review.running_server import RunningServer
from vbn_video.review.serving import serving
from vbn_video.review.workspace import Workspace

pytestmark = pytest.mark.browser


@pytest.fixture
def review(tmp_path: Path, chromium, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reviewed]:
    """A tab whose server is gone without a word."""
    project = captioned_project(tmp_path).project.folder
    desk = DeskServices(Workspace(tmp_path), RunSettings())
    monkeypatch.setattr(desk.hub, "close", lambda: desk.hub._send(None))  # as a kill does: no tab is told
    context = chromium.new_context(viewport={"width": 1280, "height": 720})
    with serving(desk) as server:
        key = desk.workspace.key_of(project)
        page = Reviewed(server, Visit(context.new_page()), project, key)
        page.page.goto(server.session.new_address(key))
        page.page.wait_for_selector("main > *")
        page.go("captions")
        page.row.first.wait_for()
    yield page
    context.close()


def test_what_was_typed_while_the_server_was_away_is_saved_by_the_next_one(review: Reviewed, tmp_path: Path) -> None:
    review.page.locator("#status", has_text="Leave this tab open").wait_for()
    review.row.nth(2).click()
    review.keys("Enter", "Control+a")
    review.page.keyboard.type("Skrevet uden server")
    review.keys("Enter")
    session = review.server.session
    killed = RunningServer(str(tmp_path), session.port, session.command_key, 1, session.resume_key)
    with serving(DeskServices(Workspace(tmp_path), RunSettings()), killed=killed) as server:
        assert server.session.port == session.port
        review.wait_until_saved()
        assert "Skrevet uden server" in review.captions
        review.keys("Escape")
        review.row.nth(4).click()
        review.keys("Enter", "Control+a")
        review.page.keyboard.type("Og videre")
        review.keys("Enter")
        review.page.wait_for_function("() => document.querySelector('ol.cues').textContent.includes('Og videre')")
        review.wait_until_saved()
        assert "Og videre" in review.captions


@pytest.mark.long
def test_somebody_else_at_the_port_is_sent_nothing_that_was_typed(review: Reviewed, tmp_path: Path) -> None:
    review.page.locator("#status", has_text="Leave this tab open").wait_for()
    with serving(DeskServices(Workspace(tmp_path), RunSettings()), review.server.session.port) as stranger:
        asked: list[str] = []
        review.page.on("request", lambda request: asked.append(f"{request.method} {request.url.partition('?')[0]}"))
        review.row.nth(2).click()
        review.keys("Enter", "Control+a")
        review.page.keyboard.type("Fortroligt")
        review.keys("Enter")
        for _attempt in range(2):
            review.page.wait_for_event("response", lambda response: "/api/resume" in response.url)
        assert {one.partition("/api/")[::2] for one in asked if "/api/" in one} == {(f"GET {origin(review)}", "resume")}
        assert stranger.session.resume_key != review.server.session.resume_key
    assert "Fortroligt" not in review.captions


def origin(review: Reviewed) -> str:
    return review.server.session.origins[0]
