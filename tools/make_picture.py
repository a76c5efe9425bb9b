"""Make the picture in the README from the demo's page: `make picture`.

Needs Debian's chromium.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

CHROMIUM = "/usr/bin/chromium"
WINDOW = {"width": 1280, "height": 1120}
SHOWN_S = 20.5
COLOURS = 256
AT = """async shown_s => {
  const video = document.querySelector('video');
  video.muted = true;
  if (video.readyState < 1) await new Promise(done => video.addEventListener('loadedmetadata', done, {once: true}));
  video.textTracks[0].mode = 'showing';
  video.currentTime = shown_s;
  await new Promise(done => video.addEventListener('seeked', done, {once: true}));
}"""


def main(site: Path, picture: Path) -> None:
    """Open the one meeting's page in `site` a little way into the talk, and write what is seen."""
    page_file = next(path for path in site.resolve().glob("*/index.html"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport=WINDOW)
        page.goto(page_file.as_uri())
        page.evaluate(AT, SHOWN_S)
        page.wait_for_timeout(3000)  # until the player's own wheel has gone
        seen = Image.open(BytesIO(page.screenshot()))
        browser.close()
    picture.parent.mkdir(parents=True, exist_ok=True)
    seen.convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(picture, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
