"""The review page over one project, served on a port of this machine as the command serves it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from vbn_video.project import Project
from vbn_video.review.desk.services import DeskServices, RunSettings
from vbn_video.review.serving import Serving, serving
from vbn_video.review.workspace import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Page


HEARS_WITHIN_S = 20


@dataclass
class ReviewServer:
    """A server that answers, and the project that it shows."""

    server: Serving
    key: str

    def open(self, page: Page, place: str) -> None:
        """Show a place in the browser, once it hears what the server tells."""
        page.goto(self.server.session.new_address(self.key))
        page.wait_for_selector("header nav a")
        page.evaluate("address => { location.hash = address; }", f"#/{self.key}/{place}")
        page.wait_for_selector(f"x-{place}-place h1", state="attached")
        ends_s = monotonic() + HEARS_WITHIN_S
        while self.server.desk.hub.alone_s() != (True, 0.0):
            assert monotonic() < ends_s, "the page never asked for the events"
            page.wait_for_timeout(10)


@contextmanager
def serve_review(project: Project, *overruled: str) -> Iterator[ReviewServer]:
    """The page over the project, until the end of the block; `overruled`: values of the preset."""
    workspace = Workspace(project.folder.parent)
    with serving(DeskServices(workspace, RunSettings(overruled=overruled))) as server:
        yield ReviewServer(server, workspace.key_of(project.folder))
