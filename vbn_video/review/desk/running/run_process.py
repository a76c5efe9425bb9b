"""A run in a process of its own: what it is asked goes in on its standard input, its events come out as lines of JSON.

The process has a session of its own, so that Ctrl-C at the server does not reach it by itself: the server stops it, and a server
that was killed leaves it at work. Its lines then go nowhere, and it goes on to its end.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

COMMAND = (sys.executable, "-m", "vbn_video.cli.review.run_child")
GRACE_S = 10.0
"""How long a process that was asked to stop may take; it needs two seconds."""

Start = Callable[[Mapping[str, Any]], "RunProcess"]


class RunProcess:
    """One process, begun."""

    def __init__(self, order: Mapping[str, Any], command: Sequence[str] = COMMAND) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=os.name == "posix",
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) | getattr(subprocess, "CREATE_NO_WINDOW", 0),
            env=os.environ | {"PYTHONUTF8": "1"},
        )
        assert self._process.stdin is not None
        with suppress(BrokenPipeError, OSError), self._process.stdin as stdin:  # it ended before it read: that is seen at its end
            stdin.write(json.dumps(order).encode())

    def lines(self) -> Iterator[dict[str, Any]]:
        """What it says, until its end; what is no line of ours is passed over."""
        assert self._process.stdout is not None
        with self._process.stdout as stdout:
            for line in stdout:
                with suppress(ValueError):
                    said = json.loads(line)
                    if isinstance(said, dict):
                        yield said
        self._process.wait()

    def ask_to_stop(self) -> None:
        """As Ctrl-C does: what is done stays, and the next run goes on from there."""
        with suppress(OSError):
            if os.name == "posix":
                self._process.send_signal(signal.SIGTERM)
            else:
                self._process.send_signal(getattr(signal, "CTRL_BREAK_EVENT"))  # noqa: B009 (Windows alone has it)

    def kill(self) -> None:
        """End it whatever it does; the project goes on at the next run all the same."""
        with suppress(OSError):
            self._process.kill()
