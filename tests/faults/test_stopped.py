"""Stopped in any step by Ctrl-C, however often it is pressed, a run ends at once, with 130 and a sentence, and goes on later."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import psutil
import pytest

from tests.faults.test_killed import begun, forget_from, made
from tests.running import command, environment
from tests.sampling import sampled
from tests.workplace import Workplace
from vbn_video.pipeline import STEP_NAMES

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="presses keys on a Linux terminal")

LONGEST_S = 10.0
"""Two seconds are promised, and measured by `benchmarks.stopping`; this is for a machine that is busy with other tests."""
STOPPED = "Stopped. The same command goes on from here."
NO_TEXT = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\^C")
"""Colours, and what the terminal itself shows for a key that is pressed, also after the end."""
SEED = 16
FURTHEST_S = {"transcribe": 6.0, "render": 4.0, "bumper": 3.0, "check": 2.0, "publish": 0.1}
"""How far into a step it is stopped; the others take less than half a second."""


@dataclass
class Terminal:
    """A command at a terminal of its own."""

    process: subprocess.Popen[str]
    keyboard: int
    shown: list[bytes]
    reader: Thread

    @classmethod
    def open(cls, *words: object) -> Terminal:
        keyboard, screen = os.openpty()
        process = subprocess.Popen(
            command(*words),
            env=environment(TERM="xterm"),
            stdin=screen,
            stdout=subprocess.PIPE,
            stderr=screen,
            text=True,
            start_new_session=True,
            preexec_fn=_at_the_terminal,  # noqa: PLW1509
        )
        os.close(screen)
        shown: list[bytes] = []
        reader = Thread(target=_read, args=(keyboard, shown))
        reader.start()
        return cls(process, keyboard, shown, reader)

    def press(self, times: int = 1, apart_s: float = 0.02) -> None:
        for _time in range(times):
            with contextlib.suppress(OSError):  # it may have ended
                os.write(self.keyboard, b"\x03")
            time.sleep(apart_s)

    def close(self) -> None:
        """Close the window; whoever reads what it shows reads no more."""
        self.process.send_signal(signal.SIGHUP)

    def until_ready(self) -> None:
        """Until its own handlers of signals stand: Python's own start ends as every Python's does."""
        caught = 1 << signal.SIGTERM - 1
        while self.process.poll() is None and not int(_status(self.process.pid).get("SigCgt", "0"), 16) & caught:
            time.sleep(0.001)

    def end(self) -> tuple[int, str, str, float]:
        """Its exit code, standard output, what it showed, and how long it took from now on."""
        began_s = time.monotonic()
        out, _err = self.process.communicate(timeout=60)
        took_s = time.monotonic() - began_s
        self.reader.join(10)
        os.close(self.keyboard)
        return self.process.returncode, out, b"".join(self.shown).decode(errors="replace"), took_s


def _at_the_terminal() -> None:
    """In the child: the terminal is its own, and sends it signals that are not ignored, as where tests run in the background."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def _read(keyboard: int, shown: list[bytes]) -> None:
    with contextlib.suppress(OSError):
        while piece := os.read(keyboard, 65536):
            shown.append(piece)


def _status(pid: int) -> dict[str, str]:
    with contextlib.suppress(OSError):
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
        return {name: value.strip() for name, _sign, value in (line.partition(":") for line in lines)}
    return {}


def stopped(terminal: Terminal, ask: Callable[[Terminal], None]) -> float:
    """Ask the command to stop; how long it took is what is returned."""
    ask(terminal)
    code, out, shown, took_s = terminal.end()
    shown = NO_TEXT.sub("", shown)
    assert code == 130, shown
    assert "terminate called" not in shown and "Traceback" not in shown
    assert shown.count(STOPPED) == 1, shown
    assert shown.rstrip().endswith(STOPPED), "nothing after it"
    assert json.loads(out)["error"]["code"] == 130
    assert took_s < LONGEST_S
    return took_s


def stop_in(step: str, after_s: float, place: Workplace, ask: Callable[[Terminal], None]) -> float:
    """Begin a publication, and ask it to stop so long after a step has begun."""
    (place.project / "log.jsonl").unlink()
    terminal = Terminal.open(*place.publishing)
    while terminal.process.poll() is None and step not in begun(place):
        time.sleep(0.005)
    time.sleep(after_s)
    took_s = stopped(terminal, ask)
    assert left_running(place) == []
    return took_s


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
