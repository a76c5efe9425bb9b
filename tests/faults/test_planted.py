"""Somebody puts links, pipes and names that lead elsewhere into a project folder: nothing elsewhere is touched."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.running import SAMPLE, Done
from tests.sampling import sampled
from tests.workplace import SHORT_BUMPERS, Workplace
from vbn_video.project import Project
from vbn_video.steps.record import Record
from vbn_video.steps.runner import finish_placement

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows, and it has no pipes of this kind")

COMMANDS = ["clean", "withdraw", "status", "run", "publish"]
PIPED = ["steps.json", "ledger.json", "meeting.toml", "log.jsonl", ".lock", "video.mp4", "captions.da.vtt", "recording.json"]


def run(place: Workplace, command: str) -> Done:
    """A command over the project; `run` and `publish` have something to do."""
    anew = ["--title", "Et andet møde", *SHORT_BUMPERS]
    words: dict[str, list[object]] = {
        "clean": [place.project],
        "withdraw": [place.project, "--from", "website"],
        "status": [place.folder],
        "run": [SAMPLE, "--workspace", place.folder, "--until", "plan", *anew],
        "publish": [SAMPLE, "--workspace", place.folder, "--media-dir", place.site, *anew],
    }
    with limited(60):
        return place.run(command, *words[command])


@contextmanager
def limited(seconds: int) -> Iterator[None]:
    """What waits for a pipe waits without end: it is woken up with an error that nobody catches."""

    def wake(*_args: object) -> None:
        raise SystemError("it hangs")

    before = signal.signal(signal.SIGALRM, wake)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def victim(place: Workplace, tmp_path: Path) -> Path:
    """A folder elsewhere, into which every file of the project was moved; a link to it stands in its place, also for what is
    not there yet."""
    folder = tmp_path / "victim"
    (place.project / ".working" / "render").mkdir(parents=True, exist_ok=True)
    (place.project / ".working" / "render" / "video.mp4").write_bytes(b"theirs")
    folder.mkdir()
    for path in sorted(place.project.iterdir()):
        path.rename(folder / path.name)
        path.symlink_to(folder / path.name)
    for name in ("log.jsonl", "heard.jsonl", ".lock", ".lock.json", "captions.aside.vtt", "steps.unreadable.json", "video.mp4"):
        (folder / name).touch()
        if not os.path.lexists(place.project / name):
            (place.project / name).symlink_to(folder / name)
    return folder


@pytest.mark.parametrize("command", sampled(COMMANDS, (0, 3)))
def test_nothing_that_a_link_in_the_project_leads_to_is_changed(command: str, place: Workplace, victim: Path) -> None:
    before = contents(victim)
    done = run(place, command)
    assert contents(victim) == before
    assert done.code == 0, done.err


@pytest.mark.parametrize("command", sampled(COMMANDS, (3,)))
def test_a_project_that_is_a_link_is_left_alone(command: str, place: Workplace, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    place.project.rename(elsewhere)
    place.project.symlink_to(elsewhere)
    before = contents(elsewhere)
    done = run(place, command)
    assert contents(elsewhere) == before
    assert command == "status" or (done.code == 4 and "is a link" in done.err)


@pytest.mark.parametrize("command", sampled(["run", "clean", "withdraw", "status"], (3,)))
@pytest.mark.parametrize("name", sampled(PIPED, (0, 3)))
def test_a_pipe_where_a_file_should_be_stops_a_run_with_a_sentence(name: str, command: str, place: Workplace) -> None:
    (place.project / name).unlink(missing_ok=True)
    os.mkfifo(place.project / name)
    done = run(place, command)
    if command == "status":
        assert done.code == 0 and str(place.project) in done.out, done.err
    else:
        assert done.code == 4 and f"{name} is no file" in done.err, done.err


@pytest.mark.parametrize("name", sampled(["captions.da.vtt", "video.mp4"], (0,)))
def test_a_folder_where_a_file_should_be_is_said(name: str, place: Workplace) -> None:
    (place.project / name).unlink()
    (place.project / name).mkdir()
    done = run(place, "publish")
    assert done.code == 4 and name in done.err and "is no file" in done.err


def test_a_workspace_and_a_recording_reached_through_links_are_fine(place: Workplace, tmp_path: Path) -> None:
    (tmp_path / "genvej").symlink_to(place.folder)
    (tmp_path / "optagelse").mkdir()
    (tmp_path / "optagelse" / SAMPLE.name).symlink_to(SAMPLE)
    through = [tmp_path / "optagelse" / SAMPLE.name, "--workspace", tmp_path / "genvej", "--until", "plan"]
    done = place.run("run", *through)
    assert done.code == 0, done.err
    assert (place.project / "steps.json").is_file()


def _placing(**changes: Any) -> dict[str, Any]:
    made = {"fingerprint": "1", "outputs": {}, "memory": {}}
    return {"step": "render", "made": made, "edited": [], "written": {}, "before": {}, "gone": [], **changes}


STATE = {"size": 4, "modified_ns": 1}
UP = "../../victim/letter.txt"
RECORDS: dict[str, Callable[[str], dict[str, Any]]] = {
    "the step's folder": lambda sha256: {"placing": _placing(step="../../victim")},
    "what goes": lambda sha256: {"placing": _placing(gone=[UP], before={UP: sha256})},
    "what is written": lambda sha256: {"placing": _placing(written={UP: sha256})},
    "what was made": lambda sha256: {"steps": {"look": {"fingerprint": "1", "outputs": {UP: {**STATE, "sha256": sha256}}}}},
    "what is edited": lambda sha256: {"edited": {UP: "caption"}},
    "a step's name": lambda sha256: {"steps": {"../../victim": {"fingerprint": "1"}}},
}


@pytest.mark.parametrize("written", RECORDS.values(), ids=RECORDS)
def test_a_record_that_names_what_is_elsewhere_is_not_believed(written: Callable[[str], dict[str, Any]], tmp_path: Path) -> None:
    import hashlib

    (tmp_path / "victim").mkdir()
    (tmp_path / "victim" / "letter.txt").write_bytes(b"Dear")
    project = Project(tmp_path / "place" / "møde.vbn")
    project.create_folder()
    (project.working / "render").mkdir(parents=True)
    document = written(hashlib.sha256(b"Dear").hexdigest())
    project.path("steps.json").write_text(json.dumps(document), encoding="utf-8")
    record = Record.of(project)
    finish_placement(project, record)
    assert contents(tmp_path / "victim") == {"letter.txt": b"Dear"}
    assert record.unreadable and record.content.steps == {}
