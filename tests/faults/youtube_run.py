"""Runs against YouTube, each in a process of its own that can be killed: `python -m tests.faults.youtube_run`.

    a task, a line of JSON ──► a process is forked off: its number goes out ──► it ends: how, goes out

What takes long, the importing, is done once and before the forks.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace, TracebackType
from typing import Any, Literal, cast
from unittest import mock

import requests

from tests.publish.made_meeting import CUES, hash_of, poster, timed
from tests.publish.youtube.studio import Studio
from vbn_video.publish.ledger import Ledger
from vbn_video.publish.youtube.upload import state_machine as resumable
from vbn_video.publish.youtube.upload import transfer as upload

IMPORTED_LATE = (
    "PIL.JpegImagePlugin",
    "google.auth.transport.requests",
    "google.oauth2.credentials",
    "googleapiclient.discovery",
    "googleapiclient.http",
    "jinja2.sandbox",
)
PAGE = "https://eksempel.dk/hr/"
CHUNK_BYTES = 2 * resumable.GRAIN_BYTES

When = Literal["before", "within", "received", "worked", "after", "noted"]
"""Before a request is sent; when half of its body has arrived, and is lost; when all of it has, and is lost; when the work is
done and the answer is lost; when the answer has come and nothing is noted yet; when a note is on the disk. (Of the last one the
number is that of the note, not of the request.)"""


@dataclass(frozen=True)
class Point:
    """Where a run is killed."""

    number: int
    when: When
    name: str = ""
    """Of the request."""

    def __str__(self) -> str:
        return f"{self.when} {self.number} {self.name}".strip()


@dataclass(frozen=True)
class Scene:
    """What was done before, and the act that is disturbed."""

    act: str
    before: tuple[str, ...] = ()
    server: dict[str, Any] = field(default_factory=dict)
    """Settings of the server."""
    expires_after: int = 0
    """After so many requests of the act the access token has expired, and only the server knows."""


TROUBLE = {"late_not_found": 2, "uploads_lag": 3, "processing_polls": 2}
SCENES = {
    "first": Scene("first"),
    "corrected": Scene("corrected", ("first",)),
    "replaced": Scene("replaced", ("first",)),
    "withdrawn": Scene("withdrawn", ("first",)),
    "shown again": Scene("first", ("first", "withdrawn")),
    "deleted": Scene("deleted", ("first",)),
    "troubled": Scene("first", (), TROUBLE, expires_after=9),
}


def first(studio: Studio) -> None:
    """The meeting as it is."""
    studio.publish(page=PAGE)


def corrected(studio: Studio) -> None:
    """A word, the title and the still are other ones."""
    better = replace(CUES[0], lines=("Godmorgen, og velkommen til mødet.",))
    studio.change(timed=timed((better, *CUES[1:])), poster=poster("En anden side"))
    studio.retitle("En ny titel")
    studio.publish(page=PAGE)


def first_anew(studio: Studio) -> None:
    """The meeting as it is, in place of what is there."""
    studio.publish(page=PAGE, anew=True)


def first_for_all(studio: Studio) -> None:
    """The meeting as it is, for everybody to see."""
    studio.publish(page=PAGE, public=True)


def replaced(studio: Studio) -> None:
    """Another video in place of the first."""
    studio.cut_anew()
    studio.publish(page=PAGE, anew=True)


def not_replaced(studio: Studio) -> None:
    """The same, but nobody asks for the replacing."""
    studio.cut_anew()
    studio.publish(page=PAGE)


def cut_again(studio: Studio) -> None:
    """A third video, and nobody asks for a replacing."""
    studio.cut_anew()
    studio.change(content=hash_of("a third video"), timing=hash_of("cut a third time"))
    studio.publish(page=PAGE)


def withdrawn(studio: Studio) -> None:
    """Taken down."""
    studio.withdraw()


def deleted(studio: Studio) -> None:
    """Taken down for good."""
    studio.withdraw(delete=True)


ACTS: dict[str, Callable[[Studio], None]] = {
    act.__name__: act
    for act in (first, first_anew, first_for_all, corrected, replaced, not_replaced, cut_again, withdrawn, deleted)
}


def project(folder: Path, root: str) -> Studio:
    """The project in this folder as a new process finds it: knowing only what is on the disk."""
    server = cast("Any", SimpleNamespace(root=root))
    return Studio(server, folder, settings={"playlist": "Temamøder", "privacy": "unlisted"})


@contextmanager
def small_and_quick(count: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Chunks of half a megabyte, so that there are many; nothing is flushed, as no power is cut; `count` is told of notes."""
    start, save = upload.start, Ledger._save

    def start_small(*words: Any, **named: Any) -> tuple[resumable.UploadState, resumable.Act]:
        state, act = start(*words, **named)
        return replace(state, chunk=CHUNK_BYTES), act

    def counted(ledger: Ledger, *words: Any, **named: Any) -> None:
        save(ledger, *words, **named)
        count()

    with (
        mock.patch.object(upload, "start", start_small),
        mock.patch.object(resumable, "LARGEST_CHUNK_BYTES", CHUNK_BYTES),
        mock.patch.object(Ledger, "_save", counted),
        mock.patch.object(os, "fsync", lambda _handle: None),
    ):
        yield


class Struck:
    """Kills this process at a point, as a power cut or the system would."""

    def __init__(self, point: Point) -> None:
        self.point, self.requests, self.notes = point, 0, 0

    def reached(self, when: When, number: int) -> None:
        """Here we are."""
        if (when, number) == (self.point.when, self.point.number):
            os.kill(os.getpid(), signal.SIGKILL)

    def noted(self) -> None:
        """The ledger is on the disk."""
        self.notes += 1
        self.reached("noted", self.notes)

    def watch(self) -> Any:
        """Sees every request, whoever sends it."""
        send = requests.Session.send

        def watched(session: requests.Session, request: requests.PreparedRequest, **named: Any) -> requests.Response:
            self.requests += 1
            self.reached("before", self.requests)
            response = send(session, request, **named)
            self.reached("after", self.requests)
            return response

        return mock.patch.object(requests.Session, "send", watched)


def run(task: dict[str, Any]) -> None:
    """One run, which may not see its end."""
    struck = Struck(Point(**task["point"]))
    with small_and_quick(struck.noted), struck.watch():
        ACTS[task["act"]](project(Path(task["folder"]), task["root"]))


def main() -> None:
    """Fork off a process for every task that comes in."""
    for name in IMPORTED_LATE:
        import_module(name)
    for line in sys.stdin:
        task = json.loads(line)
        child = os.fork()
        if child == 0:
            try:
                run(task)
            except BaseException:
                Path(task["folder"], "error.txt").write_text(traceback.format_exc(), encoding="utf-8")
                os._exit(1)
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        sys.stdout.flush()


class Runner:
    """The other end: hands out tasks, knows the process that is at one, and kills it."""

    def __init__(self) -> None:
        self.known, self.ended = threading.Event(), threading.Event()
        self.child = 0

    def __enter__(self) -> Runner:
        words = [sys.executable, "-m", __name__]
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.process.stdin.close()  # type: ignore[union-attr]
        self.process.wait()
        self.process.stdout.close()  # type: ignore[union-attr]

    def run(self, act: str, folder: Path, root: str, point: Point) -> int:
        """Let a process do an act and die at the point; how it ended, -9 if it was killed."""
        assert self.process.stdin and self.process.stdout
        self.known.clear()
        self.ended.clear()
        task = {"act": act, "folder": str(folder), "root": root, "point": asdict(point)}
        self.process.stdin.write(json.dumps(task) + "\n")
        self.process.stdin.flush()
        self.child = int(self.process.stdout.readline())
        self.known.set()
        code = int(self.process.stdout.readline())
        self.ended.set()
        return code

    def kill(self) -> None:
        """Kill the process that is at a task, and return when it is gone."""
        self.known.wait()
        os.kill(self.child, signal.SIGKILL)
        self.ended.wait()


if __name__ == "__main__":
    main()
