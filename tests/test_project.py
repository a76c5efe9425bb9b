"""The project folder: its place, its lock, files that are never seen half written."""

import json
import multiprocessing
import os
import signal
from pathlib import Path

import pytest

from vbn_video.errors import InputError, MissingError
from vbn_video.evidence import Speech
from vbn_video.project import Project, read_value, write_atomically


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project.beside(tmp_path / "2020-12-08 08.55.10 HR og æøå 987", "2020-12-08 08.55.10 HR og æøå 987")
    project.create_folder()
    return project


def test_a_project_lies_beside_its_recording_or_in_the_workspace(tmp_path: Path) -> None:
    assert Project.beside(tmp_path / "møde.mp4", "møde").folder == tmp_path / "møde.vbn"
    assert Project.beside(tmp_path / "møde.mp4", "møde", tmp_path / "w").folder == tmp_path / "w" / "møde.vbn"


def test_a_name_longer_than_a_disk_allows_is_cut_and_stays_its_own(tmp_path: Path) -> None:
    first, second = (Project.beside(tmp_path / "x", "ø" * 150 + end) for end in "ab")
    assert first.folder != second.folder
    first.create_folder()
    assert len(first.folder.name.encode()) <= 255


def hold(folder: Path, held: "multiprocessing.synchronize.Event") -> None:
    with Project(folder).lock():
        held.set()
        signal.pause()


@pytest.mark.skipif(os.name != "posix", reason="kills with a signal")
def test_a_lock_says_who_holds_it_since_when_and_a_dead_holder_does_not_block(project: Project) -> None:
    spawn = multiprocessing.get_context("spawn")
    held = spawn.Event()
    holder = spawn.Process(target=hold, args=(project.folder, held))
    holder.start()
    assert held.wait(30)
    with pytest.raises(MissingError, match=rf"process {holder.pid}\) is at work in .* since \d{{4}}-"), project.lock():
        pass
    assert holder.pid
    os.kill(holder.pid, signal.SIGKILL)
    holder.join()
    with project.lock():
        assert json.loads(project.path(".lock.json").read_text())["pid"] == os.getpid()
    assert not project.path(".lock.json").exists()


def test_a_write_that_fails_leaves_the_old_file_and_no_rest(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    path = project.path("edit.json")
    write_atomically(path, b"old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in project.folder.iterdir()] == ["edit.json"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_can_not_be_written_to_names_the_way_out(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(MissingError, match="--workspace"):
        Project(tmp_path / "x.vbn").create_folder()


def test_a_file_in_the_way_of_the_project_folder_names_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "x.vbn").write_text("in the way")
    with pytest.raises(MissingError, match="--workspace"):
        Project(tmp_path / "x.vbn").create_folder()


def test_the_log_has_one_line_an_event(project: Project) -> None:
    project.log(event="Found", text="2 dele")
    project.log(event="Notice", text="æøå")
    lines = [json.loads(line) for line in project.path("log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["text"] for line in lines] == ["2 dele", "æøå"]


def test_what_a_killed_run_left_half_written_goes_with_the_next_lock_and_a_persons_own_file_stays(tmp_path: Path) -> None:
    project = Project(tmp_path)
    left, own = [project.path(name) for name in ("..lock.json.28641.tmp", ".steps.json.7.tmp")], project.path(".noter.tmp")
    for path in (*left, own):
        path.touch()
    with project.lock():
        assert [path.exists() for path in left] == [False, False]
        assert own.exists()


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ('{"speech": [\n{"start": 1, "end": 1e308}]}', 1, "a time is no number of seconds"),
        ('{"speech": [\n{"start": 1, "end": 1e999}]}', 1, "a number is too large"),
        ('{"speech": [\n{"start": 1}]}', 1, "speech.0.end"),
        ('{"speech": [\n{"start": "1", "end": 2}]}', 1, "a time is no number of seconds"),
        ('{"speech": [\n{"start": true, "end": 2}]}', 1, "a time is no number of seconds"),
        ('{"speech": [\n{"start": 1, "end": 2', 2, "it ends too early"),
        ('{"speech": [\n' + "[" * 5000, 2, "too much stands within each other"),
        ('{"speech": [\n' + "9" * 5000, 2, "a number is too large"),
    ],
)
def test_a_value_of_the_project_that_cannot_be_read_is_named_with_its_line(
    tmp_path: Path, text: str, line: int, why: str
) -> None:
    path = tmp_path / "speech.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=f"speech.json, line {line}: .*{why}.* delete it") as raised:
        read_value(path, Speech)
    assert raised.value.path == str(path)
