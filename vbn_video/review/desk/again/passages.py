"""Passages that are to be heard again, one after another, by a process that holds the model and ends when nobody asks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from queue import Empty, Queue
from threading import Lock, Thread
from typing import Any

from vbn_video.errors import InputError
from vbn_video.messages import _
from vbn_video.project import Project

COMMAND = (sys.executable, "-m", "vbn_video.review.desk.again.hearing_child")
IDLE_S = 120.0
"""How long the model stays in memory after the last passage."""
LONGEST_US = 28_000_000
"""Whisper hears 30 s at once; what is heard along on either side is within that."""

_Request = tuple[str, Mapping[str, Any]]


class Hearing:
    """The passages that wait, and the thread that has them heard."""

    def __init__(
        self, publish: Callable[[str, Mapping[str, Any]], None], command: Sequence[str] = COMMAND, idle_s: float = IDLE_S
    ) -> None:
        self._publish, self._command, self._idle_s = publish, command, idle_s
        self._waiting: Queue[_Request | None] = Queue()
        self._lock = Lock()
        self._thread: Thread | None = None
        self._process: subprocess.Popen[str] | None = None
        self._is_closed = False

    def hear(self, key: str, project: Project, span: tuple[object, object]) -> None:
        """Have [start, end) of the project's recording heard; the answer comes as the event `candidate`.

        Raises:
            InputError: this is no passage, or too long a one.
        """
        start_us, end_us = span
        if not (isinstance(start_us, int) and isinstance(end_us, int) and 0 <= start_us < end_us <= start_us + LONGEST_US):
            raise InputError(_("This passage can't be heard again: choose one of at most half a minute."))
        with self._lock:
            if self._is_closed:
                return
            self._waiting.put((key, {"project": str(project.folder), "start_us": start_us, "end_us": end_us}))
            if self._thread is None:
                self._thread = Thread(target=self._work_off, name="hearing", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """End the process, whatever it is at."""
        with self._lock:
            self._is_closed = True
            if self._process:
                self._process.kill()
        self._waiting.put(None)

    def _work_off(self) -> None:
        """The thread: one passage after another, until nobody has asked for a while."""
        while True:
            try:
                request = self._waiting.get(timeout=self._idle_s)
            except Empty:
                with self._lock:
                    if self._waiting.empty():
                        self._end_process()
                        self._thread = None
                        return
                continue
            if request is None:
                self._end_process()
                return
            key, asked = request
            self._publish("candidate", {**self._heard(asked), "project": key})

    def _heard(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """The answer of the process; one that died says so, and another is begun for the next passage."""
        process = self._begun()
        with suppress(OSError, ValueError):
            assert process.stdin is not None and process.stdout is not None
            process.stdin.write(json.dumps(asked) + "\n")
            process.stdin.flush()
            heard = json.loads(process.stdout.readline())
            if isinstance(heard, dict):
                return heard
        self._end_process()
        sentence = _("The passage could not be heard again. Close other programs and try again.")
        return {**asked, "text": "", "model": None, "error": sentence}

    def _begun(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                start_new_session=os.name == "posix",
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                env=os.environ | {"PYTHONUTF8": "1"},
            )
        return self._process

    def _end_process(self) -> None:
        """Its standard input is closed, by which it ends; one that is at work is killed."""
        process, self._process = self._process, None
        if process:
            with suppress(OSError):
                process.kill()
            process.communicate()
