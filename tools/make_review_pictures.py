"""Make the editors' guide's pictures of the review page: `make review-pictures`.

The sample is published to a website's folder, beside a recording that nobody has touched. Needs Debian's chromium.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from vbn_video.cli.terminal import language
from vbn_video.review.desk.running.run_orders import RunSettings
from vbn_video.review.desk.services import DeskServices
from vbn_video.review.serving import serving
from vbn_video.review.workspace import Workspace

CHROMIUM = "/usr/bin/chromium"
WINDOW = {"width": 1280, "height": 720}
COLOURS = 128
NEW = "2021-01-12 08.57.41 Salg på de sociale medier 98765432102"
PLACES = ("meeting", "cut", "captions", "chapters", "publish")
RESTED_MS = 2500
"""Until the recording's frame and the stills are there."""


def main(sample: Path, pictures: Path) -> None:
    """Publish the sample, open the desk over its folder and each place of its project, in Danish, and write what is seen."""
    os.environ["LANGUAGE"] = "da"
    language.install_catalogues()
    zoom, site = Path(tempfile.gettempdir(), "Zoom"), Path(tempfile.gettempdir(), "hjemmeside", "medie")
    site.mkdir(parents=True)
    shutil.copytree(sample, zoom / sample.name)
    shutil.copytree(sample, zoom / NEW)
    settings = (f"website.media_dir={site}", "website.base_url=https://vbn.example/medie/", "trim.break_s=15")
    options = [word for value in settings for word in ("--set", value)]
    meeting = sample.parent / "meeting.toml"
    subprocess.run([sys.executable, "-m", "vbn_video", "publish", zoom / sample.name, "--meeting", meeting, *options], check=True)
    workspace = Workspace(zoom)
    with serving(DeskServices(workspace, RunSettings(overruled=settings))) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--lang=da-DK"])
        page = browser.new_page(viewport=WINDOW, locale="da-DK")
        page.goto(server.session.new_address())
        page.wait_for_selector("x-desk li, x-desk tr")
        _keep(page, pictures / "review-desk.png")
        key = workspace.key_of(next(zoom.glob("*.vbn")))
        for place in PLACES:
            page.evaluate("place => { location.hash = place; }", f"#/{key}/{place}")
            page.wait_for_selector(f"x-{place}-place h1", state="attached")
            _keep(page, pictures / f"review-{place}.png")
        browser.close()
    shutil.rmtree(zoom)
    shutil.rmtree(site.parent)


def _keep(page: Page, picture: Path) -> None:
    page.wait_for_timeout(RESTED_MS)
    seen = Image.open(BytesIO(page.screenshot()))
    seen.convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(picture, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
