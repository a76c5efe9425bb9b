"""A made site in Debian's Chromium and WebKitGTK; skipped where there is none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.serving import serve
from tests.browser.webkit import WebKit, is_installed, open_webkit
from tests.made_media import make_video
from tests.publish.made_meeting import CHAPTERS, CUES, DURATION_US, material, timed
from tests.render.mp4.coded import coded
from vbn_video.publish.ledger import Ledger
from vbn_video.publish.material import Storyboard
from vbn_video.publish.website.site import publish_to_website
from vbn_video.render.mp4.text_metadata import TextMetadata
from vbn_video.render.storyboard import make_storyboard
from vbn_video.settings.preset import Website

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

    from tests.steps.planned_project import PlannedProject

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
LAW = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "EN-301-549", "best-practice"]
SMALL = (128, 72)


@dataclass(frozen=True)
class Site:
    """A published site: its folder, its address, and the page of its newest meeting."""

    folder: Path
    url: str
    slug: str

    @property
    def page(self) -> str:
        return f"{self.url}{self.slug}/index.html"

    @property
    def file_page(self) -> str:
        return (self.folder / self.slug / "index.html").as_uri()


@dataclass
class Visit:
    """A page in the browser, and what it asked for and complained of."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def listen(self) -> None:
        self.page.on("request", self._request)
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _request(self, request: Request) -> None:
        self.requests.append(request.url)

    def violations(self) -> list[tuple[str, Any]]:
        """What axe-core finds against the law; put into the page past its content rules."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate("law => axe.run(document, {runOnly: {type: 'tag', values: law}})", LAW)
        return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found["violations"]]

    def seek(self, seconds: float) -> None:
        """Move the player, and wait until it shows that picture."""
        self.page.evaluate(
            """seconds => new Promise(done => {
                const video = document.querySelector("video");
                video.addEventListener("seeked", () => requestAnimationFrame(() => requestAnimationFrame(done)), {once: true});
                video.currentTime = seconds;
            })""",
            seconds,
        )


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Two meetings, the newest with a video of 124 s, thirty-two captions and five chapters, inside it too."""
    folder = tmp_path_factory.mktemp("hjemmeside ø")
    (folder / "site").mkdir()
    plain = make_video(folder / "plain.mp4", seconds=DURATION_US / 1e6, size=SMALL, rate=Fraction(2), gop=4)
    video = coded(plain).write(folder / "video.mp4", TextMetadata(DURATION_US, CHAPTERS, CUES))
    website = Website(media_dir=str(folder / "site"))
    make_storyboard(video, DURATION_US, folder / "storyboard.jpg", folder / "storyboard.vtt")
    board = Storyboard.of(*((folder / name).read_bytes() for name in ("storyboard.jpg", "storyboard.vtt")))
    newest = material(folder / "made", video=video.read_bytes(), timed=replace(timed(), storyboard=board))
    older = material(folder / "made", name="b", title="Turisme på Djursland", date=None, description="")
    publish_to_website(older, Ledger(folder / "b.json"), website, lambda event: None)
    slug = publish_to_website(newest, Ledger(folder / "a.json"), website, lambda event: None).id
    with serve(folder / "site") as url:
        yield Site(folder / "site", url, slug)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")  # the first draws no windows of its own
    if program is None:
        pytest.skip("there is no chromium here")
    arguments = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=[*arguments, "--autoplay-policy=no-user-gesture-required"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def unchanged_meeting(tmp_path_factory: pytest.TempPathFactory) -> PlannedProject:
    """A project for the review page with something of everything; whoever changes it takes a copy."""
    from tests.browser.review_scenes import make_meeting

    return make_meeting(tmp_path_factory.mktemp("møder ø"))


@pytest.fixture(scope="session")
def webkit() -> Iterator[WebKit]:
    if not is_installed():
        pytest.skip("there is no WebKitGTK here")
    with open_webkit() as window:
        yield window


@pytest.fixture
def visit(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A fresh window; `request.param` may hold playwright's settings of it."""
    context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **getattr(request, "param", {})})
    visit = Visit(context.new_page())
    visit.listen()
    yield visit
    context.close()
