"""Stopped in any step by Ctrl-C, however often it is pressed, a run ends at once, with 130 and a sentence, and goes on later."""

from __future__ import annotations

import contextlib
import json
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.faults.test_killed import begun, forget_from, made
from tests.sampling import sampled
from tests.workplace import Workplace
from vbn_video.pipeline import STEP_NAMES

if sys.platform != "linux":
    pytest.skip("presses keys on a Linux terminal", allow_module_level=True)

from tests.terminal import Terminal  # which Windows has no modules for

LONGEST_S = 10.0
"""Two seconds are promised, and measured by `benchmarks.stopping`; this is for a machine that is busy with other tests."""
STOPPED = "Stopped. The same command goes on from here."
SEED = 16
FURTHEST_S = {"transcribe": 6.0, "render": 4.0, "bumper": 3.0, "check": 2.0, "publish": 0.1}
"""How far into a step it is stopped; the others take less than half a second."""


def stopped(terminal: Terminal, ask: Callable[[Terminal], None]) -> None:
    """Ask the command to stop, and see that it does."""
    ask(terminal)
    code, out, shown, took_s = terminal.end()
    assert code == 130, shown
    assert "terminate called" not in shown and "Traceback" not in shown
    assert shown.count(STOPPED) == 1, shown
    assert shown.rstrip().endswith(STOPPED), "nothing after it"
    assert json.loads(out)["error"]["code"] == 130
    assert took_s < LONGEST_S


def begin_until(step: str, after_s: float, place: Workplace) -> Terminal:
    """A publication that is so far into a step."""
    (place.project / "log.jsonl").unlink()
    terminal = Terminal.open(*place.publishing)
    while terminal.process.poll() is None and step not in begun(place):
        time.sleep(0.005)
    time.sleep(after_s)
    return terminal


def stop_in(step: str, after_s: float, place: Workplace, ask: Callable[[Terminal], None]) -> None:
    """Begin a publication, and ask it to stop so long after a step has begun."""
    stopped(begin_until(step, after_s, place), ask)
    assert left_running(place) == []


def left_running(place: Workplace) -> list[list[str]]:
    """Programs that still work on the project."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            words = process.cmdline()
            if process.status() != psutil.STATUS_ZOMBIE and any(str(place.folder) in word for word in words):
                found.append(words)
    return found


def heard(place: Workplace) -> set[str]:
    """The lines of the checkpoint."""
    path = place.project / "heard.jsonl"
    return set(path.read_text(encoding="utf-8").splitlines()) if path.exists() else set()


def before(step: str, published: Workplace, folder: Path) -> Workplace:
    """A copy of the publication as it was before the step; nothing has been heard where it is transcribed."""
    shutil.copytree(published.folder, folder, dirs_exist_ok=True)
    place = Workplace(folder)
    shutil.rmtree(place.site)
    place.site.mkdir()
    forget_from(step, place.project)
    if step == "transcribe":
        (place.project / "heard.jsonl").unlink()
    return place


def presses(rounds: int) -> list[tuple[str, float, int]]:
    chance = random.Random(SEED)
    return [
        (step, round(chance.uniform(0, FURTHEST_S.get(step, 0.3)), 2), chance.randint(1, 5))
        for _round in range(rounds)
        for step in STEP_NAMES
    ]


def test_ctrl_c_ends_it_while_a_model_hears(published: Workplace, tmp_path: Path) -> None:
    stop_in("transcribe", 2.0, before("transcribe", published, tmp_path), lambda terminal: terminal.press(3))


@pytest.mark.long
@pytest.mark.parametrize(("step", "after_s", "times"), presses(3))
def test_ctrl_c_in_any_step_ends_it_and_the_same_command_goes_on(
    step: str, after_s: float, times: int, published: Workplace, tmp_path: Path
) -> None:
    place = before(step, published, tmp_path)
    stop_in(step, after_s, place, lambda terminal: terminal.press(times))
    finished = heard(place)
    place.publish()
    assert made(place) == made(published)
    assert finished <= heard(place), "what was heard is not heard again"


@pytest.mark.long
@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize(("step", "after_s"), [("transcribe", 2.0), ("render", 1.0), ("bumper", 0.5)])
def test_a_system_that_shuts_down_and_a_window_that_is_closed_are_heard_too(
    sent: signal.Signals, step: str, after_s: float, published: Workplace, tmp_path: Path
) -> None:
    place = before(step, published, tmp_path)
    stop_in(step, after_s, place, lambda terminal: terminal.process.send_signal(sent))
    place.publish()
    assert made(place) == made(published)


@pytest.mark.parametrize("after_s", sampled([0.0, *(number / 20 for number in range(1, 12))], [0]))
def test_ctrl_c_while_python_still_imports_is_heard(after_s: float, published: Workplace) -> None:
    """As long as it has not come to its end by then: that is an end of its own."""
    terminal = Terminal.open("inspect", published.project.parent / "ikke der", "--json")
    terminal.until_ready()
    time.sleep(after_s)
    terminal.press(3, apart_s=0.001)
    code, out, shown, _took_s = terminal.end()
    assert code in ((130,) if after_s == 0 else (130, 3))
    assert json.loads(out)["error"]["code"] in (code, 3)
    assert "Traceback" not in shown and "terminate" not in shown
