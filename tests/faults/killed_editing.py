"""A server that is killed while a person edits captions, at call number so and so that reaches the project's folder.

`python -m tests.faults.killed_editing PROJECT FOLDER MOMENT…` kills a process at each moment, in a copy of the project in
FOLDER, and prints how many edits had been answered by then, as JSON. Without a moment nothing is killed: the calls are counted.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from pathlib import Path
from unittest import mock

from tests.disk import refusing
from tests.review.asking import Asking

EDITS = (
    ("edit", {"kind": "text", "cue": 0, "text": "Den første rettelse"}),
    ("edit", {"kind": "split", "cue": 1, "words": 2}),
    ("undo", {}),
    ("edit", {"kind": "replace", "places": [{"cue": 2, "first": 0, "count": 1, "text": "Rettet"}], "settle": ["tvivl"]}),
    ("redo", {}),
    ("edit", {"kind": "delete", "cue": 3}),
    ("read", {"until_us": 5_000_000}),
    ("edit", {"kind": "text", "cue": 0, "text": "Den første rettelse igen"}),
    ("undo", {}),
)
"""What the person does; the redo is refused, as there is nothing to make again after an edit."""


class KillingDisk(refusing.RefusingDisk):
    """Kills its own process at the call that would fail."""

    def reached(self, what: str, place: object) -> None:
        """One more call."""
        if self._below(place):
            self.calls.append(what)
            if len(self.calls) - 1 == self._fails:
                os.kill(os.getpid(), signal.SIGKILL)


def edit(project: Path, moment: int | None, answered: int) -> None:
    """Do all edits; a byte to `answered` for each, and at the end the number of calls."""
    with mock.patch.object(refusing, "RefusingDisk", KillingDisk), refusing.refusing(project, moment) as disk:
        tab = Asking(project)
        revision = tab.get("captions").revision
        for rest, body in EDITS:
            done = tab.send(f"captions/{rest}", body, revision)
            revision = done.headers.get("etag", f'"{revision}"').strip('"')
            os.write(answered, b".")
    os.write(answered, str(len(disk.calls)).encode())


def answered_by(project: Path, moment: int | None) -> str:
    """What a process of its own tells before it ends, or is killed."""
    read, write = os.pipe()
    if os.fork() == 0:
        os.close(read)
        edit(project, moment, write)
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as told:
        text = told.read().decode()
    os.wait()
    return text


def main(made: Path, folder: Path, moments: list[int]) -> dict[str, str]:
    """What was told at each moment, by the number of the moment; `all` where nothing is killed."""
    told = {}
    for moment in moments or [None]:
        copy = folder / str("all" if moment is None else moment) / made.name
        shutil.copytree(made, copy)
        told[copy.parent.name] = answered_by(copy, moment)
    return told


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]), [int(word) for word in sys.argv[3:]])))
