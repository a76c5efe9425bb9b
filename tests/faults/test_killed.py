"""Killed anywhere and run again, a publication goes on where it was and comes to the same end."""

import hashlib
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.running import command, environment
from tests.workplace import Workplace
from vbn_video.pipeline import STEP_NAMES

TIMED = {"steps.json", "log.jsonl", "ledger.json", "report.html", "report.json", ".lock", "video.mp4"}
"""What differs from run to run by right: times of day, and where the site lies; the video is compared by its content."""


KILLS = [
    *((step, 0.0) for step in STEP_NAMES),
    *(("transcribe", 4.0), ("plan", 0.05), ("caption", 0.05), ("bumper", 1.5), ("render", 2.0), ("render", 6.0)),
    *(("check", 0.8), ("publish", 0.03), ("publish", 0.1)),
]
"""A step, and how long after its beginning the run is killed."""


def made(place: Workplace) -> dict[str, str]:
    """Every file that the run made, by its hash; the video by the hash of its content."""
    files = {path.name: path for path in place.project.iterdir() if path.is_file() and path.name not in TIMED}
    hashes = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}
    return hashes | {"video": json.loads(place.text("report.json"))["content"]}


def shown(place: Workplace) -> set[str]:
    return {path.relative_to(place.site).as_posix() for path in place.site.rglob("*")}


def begun(place: Workplace) -> Iterator[str]:
    log = place.project / "log.jsonl"
    if log.exists():
        for line in log.read_text(encoding="utf-8").splitlines():
            try:
                event = json.loads(line)
            except ValueError:  # the line is just being written
                continue
            if event.get("event") == "StepBegan":
                yield event["name"]


def kill_in(step: str, after_s: float, place: Workplace) -> None:
    """Start a publication and kill it, as a power cut would, so long after the step has begun."""
    (place.project / "log.jsonl").unlink()  # the undisturbed run's: each step has begun in it
    process = subprocess.Popen(
        command(*place.publishing), env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while process.poll() is None and step not in begun(place):
        time.sleep(0.005)
    time.sleep(after_s)
    process.kill()
    process.wait()


def killed_and_run_again(step: str, after_s: float, published: Workplace, folder: Path) -> dict[str, Any]:
    """What the run after the killed one says; all that was made and is shown is as after an undisturbed one."""
    shutil.copytree(published.folder, folder, dirs_exist_ok=True)
    place = Workplace(folder)
    shutil.rmtree(place.site)
    place.site.mkdir()
    forget_from(step, place.project)
    kill_in(step, after_s, place)
    document = place.publish()
    assert made(place) == made(published)
    assert shown(place) == shown(published)
    return document


@pytest.mark.long
@pytest.mark.parametrize(("step", "after_s"), KILLS)
def test_killed_in_any_step_and_run_again_it_ends_the_same(
    step: str, after_s: float, published: Workplace, tmp_path: Path
) -> None:
    killed_and_run_again(step, after_s, published, tmp_path)


def test_killed_while_it_renders_it_goes_on_without_hearing_the_meeting_again(published: Workplace, tmp_path: Path) -> None:
    document = killed_and_run_again("render", 0.5, published, tmp_path)
    cached = {step["name"]: step["cached"] for step in document["steps"]}
    assert cached["transcribe"] and cached["bumper"] and not cached["render"]


def forget_from(step: str, project: Path) -> None:
    """Let the project be as it was when the step had not yet run."""
    record = json.loads((project / "steps.json").read_text(encoding="utf-8"))
    for name in STEP_NAMES[STEP_NAMES.index(step) :]:
        for output in record["steps"].pop(name, {"outputs": {}})["outputs"]:
            (project / output).unlink()
    (project / "steps.json").write_text(json.dumps(record), encoding="utf-8")
    (project / "ledger.json").unlink(missing_ok=True)
