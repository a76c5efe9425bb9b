"""The desk in the browser: a run begun, watched, stopped and gone on with by keys alone; names full of markup; by the law."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import partial
from itertools import product
from pathlib import Path

import pytest

from tests.browser.conftest import Visit
from tests.review.desk import fake_child
from tests.sampling import sampled
from vbn_video.project import Project
from vbn_video.review.desk.running.run_orders import RunSettings
from vbn_video.review.desk.running.run_process import RunProcess
from vbn_video.review.desk.services import DeskServices
from vbn_video.review.serving import serving
from vbn_video.review.workspace import Workspace

pytestmark = pytest.mark.browser

NAME = "2024-05-14 19.30.00 Årsmøde <img src=x onerror=alert(1)> 98765432101"
CHILD = (sys.executable, str(fake_child.__file__))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    recording = tmp_path / "Zoom" / NAME
    recording.mkdir(parents=True)
    (recording / "video1234567890.mp4").write_bytes(b"0")
    os.mkfifo(tmp_path / "pipe")
    return tmp_path / "Zoom"


def open_gate(folder: Path) -> None:
    with (folder.parent / "pipe").open("wb"):
        pass


@pytest.fixture
def desk(folder: Path, chromium) -> Iterator[Visit]:
    settings = RunSettings(more={"workspace": str(folder.parent), "title": "waits"})
    services = DeskServices(Workspace(folder), settings, start=partial(RunProcess, command=CHILD))
    with serving(services) as server:
        context = chromium.new_context(locale="en-GB", viewport={"width": 1280, "height": 720})
        visit = Visit(context.new_page())
        visit.listen()
        visit.page.goto(server.session.new_address())
        visit.page.wait_for_selector(".desk-row")
        yield visit
        context.close()


def state(desk: Visit, name: str) -> None:
    desk.page.wait_for_selector(f'.desk-row[data-state="{name}"]')


def test_a_run_is_begun_watched_and_stopped_by_keys_alone(desk: Visit, folder: Path) -> None:
    desk.page.locator("#main").focus()
    for _turn in range(4):
        desk.page.keyboard.press("Tab")
        if desk.page.evaluate("document.activeElement.dataset.act") == "begin":
            break
    desk.page.keyboard.press("Enter")
    state(desk, "running")
    desk.page.wait_for_function("() => document.querySelector('.desk-row progress').value === 0.25")
    assert "hej alle" in desk.page.locator(".desk-heard").inner_text()
    assert "left" in desk.page.locator(".desk-work").inner_text()
    assert desk.page.evaluate("document.activeElement.dataset.act") == "stop"
    desk.page.keyboard.press("Enter")
    state(desk, "stopped")
    assert not desk.complaints


def test_a_run_that_cannot_be_begun_is_told_in_a_sentence(desk: Visit, folder: Path) -> None:
    for path in (folder / NAME).iterdir():
        path.unlink()
    desk.page.get_by_role("button", name="Get ready").click()
    dialog = desk.page.get_by_role("dialog")
    dialog.wait_for()
    assert "empty" in dialog.inner_text()


@pytest.mark.long
def test_what_a_run_warned_of_stands_beside_it_and_is_there_after_a_reload(desk: Visit, folder: Path) -> None:
    project = Project.beside(folder / NAME, NAME)
    project.create_folder()
    for name, text in (("ingest", "<b>Look</b> at this."), ("plan", "The end is not sure.")):
        project.log(event="StepBegan", name=name)
        project.log(event="Notice", text=text, level="warning")
        project.log(event="StepEnded", name=name, seconds=1.0, cached=False)
    for _time in range(2):
        desk.page.reload()
        desk.page.get_by_text("2 remarks from the run").wait_for()
        assert desk.page.locator(".desk-warnings li").all_inner_texts() == ["<b>Look</b> at this.", "The end is not sure."]
    assert desk.violations() == []


def test_a_name_full_of_markup_is_text(desk: Visit) -> None:
    assert "<img src=x onerror=alert(1)>" in desk.page.locator(".desk-row h2").inner_text()
    assert desk.page.locator(".desk-row img").count() == 0


@pytest.mark.parametrize(("at_work", "scheme"), sampled([*product([False, True], ["light", "dark"])], [0, 3]))
def test_the_desk_keeps_the_law(desk: Visit, scheme: str, at_work: bool) -> None:
    desk.page.emulate_media(color_scheme=scheme)
    if at_work:
        desk.page.get_by_role("button", name="Get ready").click()
        state(desk, "running")
    assert desk.violations() == []


@pytest.mark.long
def test_nothing_is_wider_than_the_window_at_200_percent(desk: Visit) -> None:
    desk.page.set_viewport_size({"width": 640, "height": 360})
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
