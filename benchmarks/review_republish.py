"""One word corrected on the review page, of a meeting that is published: from the last key to the published page.

The meeting is that of `hour_meeting`. Server, run and browser are processes of their own; the word is typed into the first
caption, Enter, the place *Publish*, its button; it is out once the page says so. Beside it stands `vbn-video publish` on the same
correction, and which files of the media folder were written again.

usage: python -m benchmarks.review_republish [--minutes N]
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.hour_meeting import MINUTES, SIZE, publish, spoken_meeting
from benchmarks.machine import description
from benchmarks.made import KEPT
from benchmarks.review_page import served

if TYPE_CHECKING:
    from playwright.sync_api import Page

CORRECTIONS = 3
PROMISED_S = 2.0
OUT_MS = 120_000.0


def main(words: Sequence[str] = ()) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.review_republish", description="A word corrected on the page.")
    parser.add_argument("--minutes", type=int, default=MINUTES, help="how long the meeting is")
    parser.add_argument("--kept", type=Path, default=KEPT, help="folder where recordings are kept")
    asked = parser.parse_args(words)
    program = shutil.which("chromium")
    if program is None:
        sys.exit("There is no chromium here.")
    recording = spoken_meeting(asked.minutes, f"{SIZE[0]}x{SIZE[1]}", asked.kept)
    with tempfile.TemporaryDirectory(prefix="vbn-video benchmark ") as temporary:
        folder = Path(temporary)
        site = folder / "site"
        site.mkdir()
        project = Path(publish(recording, folder, asked.minutes).document["project"])
        with served(project, "--set", f"website.media_dir={site}", "--set", "trim.breaks=keep") as (address, _server):
            taken_s, written = _by_page(program, address, site)
        before = _lay(site)
        correct = project / "captions.da.vtt"
        correct.write_text(correct.read_text(encoding="utf-8").replace("hej0", "hejsa"), encoding="utf-8", newline="\n")
        command = publish(recording, folder, asked.minutes)
        by_command = _written(before, site)
    by_page_s = statistics.median(taken_s)
    print(f"a meeting of {asked.minutes} min; one word corrected, to the published page")
    print(f"  {'by the page, middle of ' + str(CORRECTIONS):<44}{by_page_s:8.2f} s   (promised under {PROMISED_S})")
    print(f"  {'by vbn-video publish':<44}{command.took.seconds:8.2f} s")
    print(f"  {'page by command':<44}{by_page_s / command.took.seconds:8.2f}")
    print(f"  written again by the page: {', '.join(sorted(written))}")
    print(f"  written again by the command: {', '.join(sorted(by_command))}")
    print(f"  {description(['starlette', 'uvicorn'])}")


def _by_page(program: str, address: str, site: Path) -> tuple[list[float], set[str]]:
    """(seconds of each correction, the files of the media folder that were written again by the last)."""
    from playwright.sync_api import sync_playwright

    taken_s, written = [], set[str]()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": 1280, "height": 720}, locale="en-GB").new_page()
        page.goto(address)
        page.wait_for_selector("ol.cues > li")
        key = page.evaluate("() => location.hash.split('/')[1]")
        for turn in range(CORRECTIONS):
            _go(page, key, "captions")
            page.wait_for_selector("ol.cues > li")
            before = _lay(site)
            taken_s.append(_correct_and_publish(page, key, f"hej{turn}"))
            written = _written(before, site)
        browser.close()
    return taken_s, written


def _correct_and_publish(page: Page, key: str, word: str) -> float:
    """Seconds from Enter in the caption's field until the page says that it is out."""
    page.locator("ol.cues > li").nth(1).click()
    page.wait_for_selector("textarea")
    page.keyboard.press("End")
    page.keyboard.type(f" {word}")
    began_s = time.perf_counter()
    page.keyboard.press("Enter")
    page.wait_for_function("() => /Saved|Gemt/.test(document.querySelector('#status').textContent)")
    _go(page, key, "publish")
    page.wait_for_selector("#publish-now")
    if page.locator("#publish-despite").count():
        page.locator("#publish-despite").check()
    page.click("#publish-now")
    page.wait_for_selector("#run-step", timeout=OUT_MS)
    page.wait_for_selector("#run-step", state="detached", timeout=OUT_MS)
    if refused := page.locator(".act .bad").all_inner_texts():
        sys.exit(f"it was not published: {refused[0]}")
    return time.perf_counter() - began_s


def _go(page: Page, key: str, place: str) -> None:
    page.evaluate("place => { location.hash = place; }", f"#/{key}/{place}")
    page.wait_for_selector(f"x-{place}-place h1", state="attached")


def _lay(site: Path) -> dict[str, tuple[int, int]]:
    files = [path for path in site.rglob("*") if path.is_file()]
    return {path.relative_to(site).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns) for path in files}


def _written(before: dict[str, tuple[int, int]], site: Path) -> set[str]:
    return {name for name, lay in _lay(site).items() if before.get(name) != lay}


if __name__ == "__main__":
    main(sys.argv[1:])
