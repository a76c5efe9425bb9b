"""What lies below the folder, as the desk lists it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from vbn_video.codec import to_json
from vbn_video.project import Project
from vbn_video.review.desk.listing import list_desk
from vbn_video.review.workspace import Workspace
from vbn_video.steps.record import RecordContent

ZOOM = "2024-05-14 19.30.00 Årsmøde æøå 98765432101"


def rows(folder: Path) -> dict[str, dict[str, Any]]:
    desk = list_desk(Workspace(folder), lambda _project: None, "base")
    assert desk["folder"] == str(folder)
    return {row["name"]: row for row in desk["rows"]}


def zoom_folder(folder: Path, name: str = ZOOM, percent: int = 100) -> Path:
    (folder / name).mkdir(parents=True)
    (folder / name / "video1234567890.mp4").write_bytes(b"0")
    conf = {"items": [{"video": "video1234567890.mp4", "audio": "", "process": percent}]}
    (folder / name / "recording.conf").write_text(json.dumps(conf))
    return folder / name


def project_of(folder: Path, name: str, *sources: Path) -> Project:
    project = Project(folder / f"{name}.vbn")
    project.create_folder()
    project.path("steps.json").write_text(to_json(RecordContent, RecordContent(sources=tuple(map(str, sources)))))
    return project


def test_an_empty_folder_has_an_empty_desk(tmp_path: Path) -> None:
    assert rows(tmp_path) == {}


def test_a_zoom_folder_is_one_new_recording_with_topic_and_day(tmp_path: Path) -> None:
    zoom_folder(tmp_path)
    row = rows(tmp_path)[ZOOM]
    assert (row["kind"], row["state"], row["title"], row["date"]) == ("recording", "new", "Årsmøde æøå", "2024-05-14")
    assert row["key"] == row["recording"]
    assert row["project"] is None


def test_a_folder_that_zoom_is_converting_says_how_far_it_is(tmp_path: Path) -> None:
    zoom_folder(tmp_path, percent=62)
    row = rows(tmp_path)[ZOOM]
    assert row["state"] == "converting"
    assert "62 %" in row["sentence"]


def test_a_recording_with_a_project_is_one_row(tmp_path: Path) -> None:
    recording = zoom_folder(tmp_path)
    project = project_of(tmp_path, ZOOM, recording)
    project.path("meeting.toml").write_text('title = "Årsmødet <b>"\n', encoding="utf-8")
    (row,) = rows(tmp_path).values()
    assert (row["kind"], row["state"], row["title"]) == ("project", "stopped", "Årsmødet <b>")
    assert row["recording"] is not None


def test_a_project_whose_recording_is_gone_is_there_all_the_same(tmp_path: Path) -> None:
    project_of(tmp_path, "borte", tmp_path / "væk.mp4")
    assert rows(tmp_path)["borte"]["recording"] is None


def test_a_project_and_recording_that_were_moved_together_are_one_row(tmp_path: Path) -> None:
    zoom_folder(tmp_path)
    project_of(tmp_path, ZOOM, Path("/et/andet/sted") / ZOOM)
    assert len(rows(tmp_path)) == 1


def test_videos_that_lie_loose_are_recordings_of_their_own(tmp_path: Path) -> None:
    zoom_folder(tmp_path)
    for name in ("Foredrag om høns.mp4", "Generalforsamling.mov"):
        (tmp_path / name).write_bytes(b"0")
    (tmp_path / "noter.txt").write_text("x")
    assert set(rows(tmp_path)) == {ZOOM, "Foredrag om høns", "Generalforsamling"}


def test_hidden_folders_and_projects_are_not_looked_into(tmp_path: Path) -> None:
    zoom_folder(tmp_path / ".skjult")
    project = project_of(tmp_path, "et")
    project.path("video.mp4").write_bytes(b"0")
    assert set(rows(tmp_path)) == {"et"}


def test_folders_within_folders_are_found_and_the_newest_is_first(tmp_path: Path) -> None:
    zoom_folder(tmp_path / "2023" / "efterår", "2023-10-01 19.30.00 Ældre 98765432101")
    zoom_folder(tmp_path)
    desk = list_desk(Workspace(tmp_path), lambda _project: None, "base")
    assert [row["date"] for row in desk["rows"]] == ["2024-05-14", "2023-10-01"]


@pytest.mark.parametrize("damage", [b"{", b"null", b"\xff"])
def test_a_project_that_cannot_be_read_does_not_hide_the_others(tmp_path: Path, damage: bytes) -> None:
    zoom_folder(tmp_path)
    project = project_of(tmp_path, "ødelagt")
    for name in ("steps.json", "ledger.json", "meeting.toml", "log.jsonl"):
        project.path(name).write_bytes(damage)
    found = rows(tmp_path)
    assert found["ødelagt"]["state"] == "unreadable"
    assert found[ZOOM]["state"] == "new"


def test_one_video_in_the_desks_own_folder_is_a_recording_whose_project_the_desk_will_see(tmp_path: Path) -> None:
    (tmp_path / "Foredrag.mp4").write_bytes(b"0")
    workspace = Workspace(tmp_path)
    (row,) = list_desk(workspace, lambda _project: None, "base")["rows"]
    assert workspace.path(row["key"]) == tmp_path / "Foredrag.mp4"


def test_a_folder_with_the_parts_of_one_meeting_is_one_recording(tmp_path: Path) -> None:
    (tmp_path / "Møde").mkdir()
    (tmp_path / "Møde" / "møde.mp4").write_bytes(b"0")
    assert set(rows(tmp_path)) == {"Møde"}
