"""The server of the review page, killed at any moment of editing: what was answered as saved is there, and all can be undone."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.killed_editing import EDITS
from tests.review.asking import Asking
from tests.review.captions.made_captions import captioned_project
from tests.running import HOUSE, environment
from vbn_video.formats.vtt import parse_vtt

VTT = "captions.da.vtt"


@pytest.fixture
def made(tmp_path: Path) -> Path:
    return captioned_project(tmp_path).project.folder


def killed(made: Path, folder: Path, *moments: int) -> dict[str, str]:
    words = [sys.executable, "-m", "tests.faults.killed_editing", str(made), str(folder), *map(str, moments)]
    done = subprocess.run(words, cwd=HOUSE, env=environment(), capture_output=True, text=True, check=True)
    told: dict[str, str] = json.loads(done.stdout)
    return told


def states(made: Path, folder: Path) -> list[list[str]]:
    """What the file says after so many of the edits, undisturbed."""
    copy = folder / "undisturbed"
    subprocess.run(["cp", "-r", str(made), str(copy)], check=True)
    tab = Asking(copy)
    found = [said_in(copy)]
    for rest, body in EDITS:
        tab.send(f"captions/{rest}", body, tab.get("captions").revision)
        found.append(said_in(copy))
    return found


def said_in(project: Path) -> list[str]:
    parsed = parse_vtt((project / VTT).read_text(encoding="utf-8"))
    assert parsed.problems == ()
    return [" ".join(cue.lines) for cue in parsed.cues]


def check_killed(made: Path, folder: Path, moments: list[int]) -> None:
    original, undisturbed = (made / VTT).read_bytes(), states(made, folder)
    assert len({tuple(state) for state in undisturbed}) > 5
    for moment, answered in killed(made, folder, *moments).items():
        project = folder / moment / made.name
        assert answered == "." * len(answered), f"{moment} was not reached"
        assert said_in(project) in undisturbed[len(answered) : len(answered) + 2], moment
        tab = Asking(project)
        shown = tab.get("captions")
        while shown.document["undo"]:
            tab.send("captions/undo", {}, shown.revision)
            shown = tab.get("captions")
        assert (project / VTT).read_bytes() == original, moment
        assert tab.send("captions/edit", {"kind": "text", "cue": 0, "text": "Videre"}, shown.revision).status == 200


def calls_of(made: Path, folder: Path) -> int:
    return int(killed(made, folder)["all"].strip("."))


def test_a_server_killed_while_editing_loses_nothing_that_was_answered(made: Path, tmp_path: Path) -> None:
    calls = calls_of(made, tmp_path)
    check_killed(made, tmp_path, [calls * number // 7 + number for number in range(1, 7)])


@pytest.mark.long
def test_a_server_killed_at_fifty_moments_loses_nothing_that_was_answered(made: Path, tmp_path: Path) -> None:
    check_killed(made, tmp_path, random.Random(19).sample(range(calls_of(made, tmp_path)), 50))
