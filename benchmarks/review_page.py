"""The review page over a meeting of two hours, 20,000 words: how soon it can be used, what a key and a correction take, memory.

The server is `vbn-video review` in a process of its own, the browser Debian's Chromium without a window. What a correction takes
is measured from the browser (sent to answered); beside it stands what writing and flushing a file of that size takes here.

usage: python -m benchmarks.review_page
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from benchmarks.machine import description
from tests.plan.made_evidence import made_evidence
from tests.plan.spoken import spoken
from tests.steps.planned_project import KEEP_ALL_SAID, PlannedProject

WORDS, LETTERS_A_S = 20_000, 16.0
TYPED = "og det er vi enige om i dag "
CORRECTIONS = 30
PROMISED = {"usable": 1500.0, "key": 50.0, "saved": 200.0, "memory": 200.0}
SENTENCES = (
    "Vi skal tale om den vanskelige samtale, og hvordan man kommer i gang med den.",
    "Det er noget af det sværeste, man kan komme ud for som leder.",
    "Jeg har talt med mange virksomheder i Norddjurs, og de siger alle sammen det samme.",
    "Når nu man har udsat det længe nok, bliver det kun værre for alle.",
    "Har I selv prøvet det, så ved I godt, hvad jeg mener med det.",
)
KEY_TO_FRAME = """() => {
  window.taken = [];
  addEventListener("keydown", (event) => {
    requestAnimationFrame(() => setTimeout(() => window.taken.push(performance.now() - event.timeStamp), 0));
  }, true);
}"""


def main(_words: Sequence[str] = ()) -> None:
    """Measure and print."""
    program = shutil.which("chromium")
    if program is None:
        sys.exit("There is no chromium here.")
    with tempfile.TemporaryDirectory(prefix="vbn-video benchmark ") as folder:
        project = two_hours(Path(folder))
        with served(project.project.folder) as (address, server):
            found = _in_browser(program, address) | {"memory": server.memory_info().rss / 1e6}
        cues = project.path("captions.da.vtt").read_text(encoding="utf-8").count("-->")
        written_ms = _writing_ms(project.path("captions.da.vtt"))
    print(f"two hours, {WORDS} words, {cues} captions; {os.cpu_count()} cores")
    rows = (
        ("usable", "page usable", "ms"),
        ("key", "key to frame, 95th percentile", "ms"),
        ("saved", "correction sent to saved, 95th percentile", "ms"),
        ("memory", "memory of the server", "MB"),
    )
    for key, name, unit in rows:
        print(f"  {name:<44}{found[key]:8.0f} {unit}   (promised under {PROMISED[key]:.0f})")
    print(f"  {'the file written and flushed, without anything':<44}{written_ms:8.0f} ms")
    print(f"  {description(['starlette', 'uvicorn'])}")


def two_hours(folder: Path) -> PlannedProject:
    """A project of a meeting that was heard and captioned; its recording is not there."""
    text = " ".join(SENTENCES[index % len(SENTENCES)] for index in range(WORDS // 14))
    words = spoken(text, 20_000_000, LETTERS_A_S)
    made = PlannedProject(folder, made_evidence([(20.0, words[-1].end_us / 1e6, -18.0)], words[-1].end_us / 1e6 + 20))
    made.say(words)
    made.setting(trim=KEEP_ALL_SAID)
    made.run("plan", "caption")
    return made


@contextmanager
def served(project: Path, *options: str) -> Iterator[tuple[str, psutil.Process]]:
    """(the address that lets a browser in, the process) of `vbn-video review` on the project."""
    command = [sys.executable, "-m", "vbn_video", "review", str(project), "--no-browser", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        address = next(word for line in process.stdout for word in line.split() if word.startswith("http://"))
        try:
            yield address, psutil.Process(process.pid)
        finally:
            process.terminate()


def _in_browser(program: str, address: str) -> dict[str, float]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
        page.goto(address)
        page.wait_for_selector("ol.cues > li")
        began_s = time.perf_counter()
        page.reload()
        page.wait_for_selector("ol.cues > li")
        page.locator("ol.cues > li").nth(3).click()
        page.wait_for_selector("textarea")
        usable_ms = (time.perf_counter() - began_s) * 1000
        page.evaluate(KEY_TO_FRAME)
        saved_ms: list[float] = []
        page.on(
            "requestfinished", lambda request: saved_ms.append(_answered_ms(request)) if request.url.endswith("/edit") else None
        )
        for _correction in range(CORRECTIONS):
            page.keyboard.type(TYPED, delay=20)
            page.keyboard.press("Enter")
        page.wait_for_function("() => !/…/.test(document.querySelector('#status').textContent)")
        keys_ms = page.evaluate("() => window.taken")
        browser.close()
    return {"usable": usable_ms, "key": _95th(keys_ms), "saved": _95th(saved_ms)}


def _answered_ms(request: Any) -> float:
    timing = request.timing
    return float(timing["responseEnd"] - max(timing["requestStart"], 0))


def _95th(found: Sequence[float]) -> float:
    return statistics.quantiles(found, n=20)[-1]


def _writing_ms(path: Path) -> float:
    """What the disk takes for a file of that size, best of three."""
    data = path.read_bytes()
    taken_ms = []
    for _turn in range(3):
        began_s = time.perf_counter()
        with path.with_name("written").open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        taken_ms.append((time.perf_counter() - began_s) * 1000)
    return min(taken_ms)


if __name__ == "__main__":
    main(sys.argv[1:])
