"""Killed anywhere and run again, a publication goes on where it was and comes to the same end."""

import hashlib
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running import SAMPLE, Done, command, environment, vbn_video
from vbn_video.pipeline import STEP_NAMES

TIMED = {"steps.json", "log.jsonl", "ledger.json", "report.html", "report.json", ".lock", "video.mp4"}
"""What differs from run to run by right: times of day, and where the site lies; the video is compared by its content."""


KILLS = [
    *((step, 0.0) for step in STEP_NAMES),
    *(("transcribe", 4.0), ("plan", 0.05), ("caption", 0.05), ("bumper", 1.5), ("render", 2.0), ("render", 6.0)),
    *(("check", 0.8), ("publish", 0.03), ("publish", 0.1)),
]
"""A step, and how long after its beginning the run is killed."""


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("undisturbed")
    assert publish(folder).code == 0
    return folder


def publish(folder: Path) -> Done:
    return vbn_video(*arguments(folder))


def arguments(folder: Path) -> list[object]:
    (folder / "site").mkdir(exist_ok=True)
    return ["publish", SAMPLE, "--workspace", folder, "--media-dir", folder / "site", "--json"]


def made(folder: Path) -> dict[str, str]:
    """Every file that the run made, by its hash; the video by the hash of its content."""
    project = folder / (SAMPLE.name + ".vbn")
    files = {path.name: path for path in project.iterdir() if path.is_file() and path.name not in TIMED}
    hashes = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}
    return hashes | {"video": json.loads((project / "report.json").read_text(encoding="utf-8"))["content"]}


def site(folder: Path) -> set[str]:
    return {path.relative_to(folder / "site").as_posix() for path in (folder / "site").rglob("*")}


def begun(folder: Path) -> Iterator[str]:
    log = folder / (SAMPLE.name + ".vbn") / "log.jsonl"
    if log.exists():
        for line in log.read_text(encoding="utf-8").splitlines():
            try:
                event = json.loads(line)
            except ValueError:  # the line is just being written
                continue
            if event.get("event") == "StepBegan":
                yield event["name"]


def kill_in(step: str, after_s: float, folder: Path) -> None:
    """Start a publication and kill it, as a power cut would, so long after the step has begun."""
    (folder / (SAMPLE.name + ".vbn") / "log.jsonl").unlink()  # the undisturbed run's: each step has begun in it
    process = subprocess.Popen(
        command(*arguments(folder)), env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while process.poll() is None and step not in begun(folder):
        time.sleep(0.005)
    time.sleep(after_s)
    process.kill()
    process.wait()


@pytest.mark.long
@pytest.mark.parametrize(("step", "after_s"), KILLS)
def test_killed_in_any_step_and_run_again_it_ends_the_same(step: str, after_s: float, undisturbed: Path, tmp_path: Path) -> None:
    shutil.copytree(undisturbed, tmp_path, dirs_exist_ok=True)
    shutil.rmtree(tmp_path / "site")
    _forget_from(step, tmp_path)
    kill_in(step, after_s, tmp_path)
    done = publish(tmp_path)
    assert done.code == 0, done.err
    assert made(tmp_path) == made(undisturbed)
    assert site(tmp_path) == site(undisturbed)


def test_killed_while_it_renders_it_goes_on_without_hearing_the_meeting_again(undisturbed: Path, tmp_path: Path) -> None:
    shutil.copytree(undisturbed, tmp_path, dirs_exist_ok=True)
    shutil.rmtree(tmp_path / "site")
    _forget_from("render", tmp_path)
    kill_in("render", 0.5, tmp_path)
    done = publish(tmp_path)
    assert done.code == 0, done.err
    cached = {step["name"]: step["cached"] for step in done.document["steps"]}
    assert cached["transcribe"] and cached["bumper"] and not cached["render"]
    assert made(tmp_path) == made(undisturbed)
    assert site(tmp_path) == site(undisturbed)


def _forget_from(step: str, folder: Path) -> None:
    """Let the project be as it was when the step had not yet run."""
    project = folder / (SAMPLE.name + ".vbn")
    record = json.loads((project / "steps.json").read_text(encoding="utf-8"))
    for name in STEP_NAMES[STEP_NAMES.index(step) :]:
        for output in record["steps"].pop(name, {"outputs": {}})["outputs"]:
            (project / output).unlink()
    (project / "steps.json").write_text(json.dumps(record), encoding="utf-8")
    (project / "ledger.json").unlink(missing_ok=True)
