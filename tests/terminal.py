"""A command at a terminal of its own, on whose keyboard keys are pressed."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import signal
import subprocess
import termios
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from tests.running import command, environment

NO_TEXT = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\^C")
"""Colours, and what the terminal itself shows for a key that is pressed, also after the end."""


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
        return self.process.returncode, out, NO_TEXT.sub("", b"".join(self.shown).decode(errors="replace")), took_s


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
