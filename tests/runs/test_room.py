"""Room is looked at before anything takes long: on the disk of the project, and in the media folder."""

from __future__ import annotations

import shutil
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.made_media import make_video
from tests.running import Done, vbn_video
from tests.workplace import Workplace

Usage = namedtuple("Usage", "total used free")
Disks = Callable[[dict[str, int]], None]


@pytest.fixture
def disks(monkeypatch: pytest.MonkeyPatch) -> Disks:
    """Say how many bytes are free below folders of these names; elsewhere there is plenty."""

    def set_free(free: dict[str, int]) -> None:
        def usage(path: Path) -> Usage:
            found = [octets for name, octets in free.items() if name in Path(path).parts]
            return Usage(10**12, 0, found[0] if found else 10**12)

        monkeypatch.setattr(shutil, "disk_usage", usage)
        monkeypatch.setattr("vbn_video.runs.room._is_same_disk", lambda one, other: "same" in free)

    return set_free


def publish(folder: Path, *options: object) -> Done:
    (folder / "web").mkdir(exist_ok=True)
    return vbn_video("publish", "møde.mp4", "--media-dir", "web", "--workspace", "arbejde", *options, cwd=folder)


def steps_begun(folder: Path) -> list[str]:
    import json

    lines = (folder / "arbejde" / "møde.vbn" / "log.jsonl").read_text(encoding="utf-8").splitlines()
    return [event["name"] for event in map(json.loads, lines) if event.get("event") == "StepBegan"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_video(tmp_path / "møde.mp4", seconds=4)
    return tmp_path


def test_a_disk_without_room_is_said_before_anything_takes_long(folder: Path, disks: Disks) -> None:
    disks({"arbejde": 4_000_000})
    done = publish(folder, "--json")
    assert done.code == 4
    assert "Only 4.0 MB is free at" in done.err and "--workspace" in done.err
    assert steps_begun(folder) == ["ingest"]


def test_a_media_folder_without_room_is_said_as_early(folder: Path, disks: Disks) -> None:
    disks({"web": 4_000_000})
    done = publish(folder)
    assert done.code == 5 and "Only 4.0 MB is free in the media folder" in done.err
    assert steps_begun(folder) == ["ingest"]


def test_on_one_disk_both_must_have_room(folder: Path, disks: Disks) -> None:
    disks({"arbejde": 7_500_000, "web": 7_500_000, "same": 0})
    assert publish(folder).code == 4
    assert steps_begun(folder) == ["ingest"]


def test_a_run_that_makes_no_video_needs_no_room_for_one(folder: Path, disks: Disks) -> None:
    disks({"arbejde": 4_000_000})
    done = vbn_video("run", "møde.mp4", "--until", "look", "--workspace", "arbejde", cwd=folder)
    assert done.code == 0, done.err


@pytest.mark.usefixtures("needs_base")
def test_what_is_made_and_published_already_needs_no_room(place: Workplace, disks: Disks) -> None:
    disks({place.project.name: 1_000_000, place.site.name: 1_000_000})
    assert place.run(*place.publishing).code == 0
    disks({place.project.name: 1_000_000})
    assert place.run(*place.publishing, "--set", "sound.loudness_lufs=-20").code == 4
