"""The review page in the browser: a server over a folder, and what is done on the page by keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.browser.conftest import Visit
from vbn_video.review.desk.services import DeskServices, RunSettings
from vbn_video.review.serving import Serving, serving
from vbn_video.review.workspace import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page


@dataclass
class Reviewed:
    """A page that is open at a place of a project."""

    server: Serving
    visit: Visit
    project: Path
    key: str

    @property
    def page(self) -> Page:
        return self.visit.page

    @property
    def row(self) -> Locator:
        """Every caption's row."""
        return self.page.locator("ol.cues > li")

    @property
    def captions(self) -> str:
        return (self.project / "captions.da.vtt").read_text(encoding="utf-8")

    def go(self, place: str) -> None:
        """Another place of the project, once it is drawn."""
        self.page.evaluate("place => { location.hash = place; }", f"#/{self.key}/{place}")
        self.page.wait_for_selector(f"x-{place}-place h1", state="attached")

    def keys(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def wait_until_saved(self) -> None:
        """Until the page says that nothing is on its way any more."""
        self.page.wait_for_function("() => /Saved/.test(document.querySelector('#status').textContent)", timeout=10_000)


@contextmanager
def reviewed(browser: Browser, folder: Path, project: Path, place: str = "captions", **settings: Any) -> Iterator[Reviewed]:
    """The page of a project below the folder; `settings`: playwright's of the window."""
    workspace = Workspace(folder)
    desk = DeskServices(workspace, RunSettings())
    with serving(desk) as server:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 720}, **settings})
        visit = Visit(context.new_page())
        visit.listen()
        key = workspace.key_of(project)
        found = Reviewed(server, visit, project, key)
        try:
            visit.page.goto(server.session.new_address(key))
            visit.page.wait_for_selector("main > *")
            found.go(place)
            yield found
        finally:
            context.close()
