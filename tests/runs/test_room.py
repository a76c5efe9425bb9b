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
        monkeypatch.setattr("vbn_video.runs.expected.room._is_same_disk", lambda one, other: "same" in free)

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


@pytest.mark.parametrize(("earlier_s", "start", "now_s"), [(12, "0:08", 3), (3, "0:01", 12)])
def test_a_recording_in_anothers_place_is_reckoned_by_itself(
    tmp_path: Path, disks: Disks, earlier_s: float, start: str, now_s: float
) -> None:
    """Neither its room nor what is still to do goes by the plan of a recording that is gone."""
    make_video(tmp_path / "møde.mp4", seconds=earlier_s, speech=())
    words = ("run", "møde.mp4", "--until")
    assert vbn_video(*words, "plan", "--start", start, cwd=tmp_path).code == 0
    make_video(tmp_path / "møde.mp4", seconds=now_s, speech=((0.5, 2.0),))
    disks({"møde.vbn": 1_000_000, "nyt": 1_000_000})
    refused = [vbn_video(*words, "render", *workspace, cwd=tmp_path) for workspace in ((), ("--workspace", "nyt"), ())]
    assert [done.code for done in refused] == [4, 4, 4], refused[0].err
    needs = {done.err.partition("this video takes about ")[2].partition(" there")[0] for done in refused}
    assert len(needs) == 1 and "begun anew" in refused[0].err
    assert vbn_video(*words, "look", cwd=tmp_path).code == vbn_video(*words, "look", "--workspace", "nyt", cwd=tmp_path).code == 0
    looked = [vbn_video("inspect", named, "--json", cwd=tmp_path) for named in ("møde.vbn", "nyt/møde.vbn")]
    assert looked[0].document["estimate"] == looked[1].document["estimate"]
