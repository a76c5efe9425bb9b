"""How a recording or project stands, from its files alone."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from vbn_video.errors import RecordingError
from vbn_video.project import Project
from vbn_video.review.desk.project_state import RowState, state_of


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path / "møde.vbn")
    project.create_folder()
    return project


def published(project: Project, state: str = "published") -> None:
    entry = {"target": "website", "place": "/m", "content": "c", "state": state, "id": "s", "url": "u", "facts": {}}
    project.path("ledger.json").write_text(json.dumps({"entries": [entry]}))


def made(project: Project) -> None:
    project.path("report.json").write_text("{}")
    project.path("captions.da.vtt").write_text("WEBVTT\n")


def run(state: str, **more: Any) -> dict[str, Any]:
    return {"state": state, "error": None} | more


def test_nothing_has_been_made_of_a_new_recording() -> None:
    assert RowState.of_recording(None, None).state == "new"


def test_a_recording_that_zoom_is_converting_says_so_in_its_own_sentence() -> None:
    refused = RowState.of_recording(None, RecordingError("Zoom is at {percent} %.", percent=62))
    assert refused == RowState("converting", "Zoom is at 62 %.")


@pytest.mark.parametrize("state", ["waiting", "running", "stopped"])
def test_a_run_of_this_server_says_more_than_the_files(project: Project, state: str) -> None:
    assert state_of(project, run(state)).state == state
    assert RowState.of_recording(run(state), None).state == state


def test_a_failed_run_is_told_by_its_sentence(project: Project) -> None:
    failed = state_of(project, run("failed", error={"message": "Nobody is logged in.", "exit_code": 4}))
    assert failed == RowState("failed", "Nobody is logged in.")


def test_a_run_that_came_to_its_end_leaves_the_word_to_the_files(project: Project) -> None:
    made(project)
    assert state_of(project, run("done")).state == "draft"


def test_a_run_that_was_begun_elsewhere_is_seen_by_the_lock(project: Project) -> None:
    made(project)
    with project.lock():
        assert state_of(project, None).state == "running"
    assert state_of(project, None).state == "draft"


def test_what_a_killed_run_left_of_its_lock_is_no_run(project: Project) -> None:
    made(project)
    project.path(".lock.json").write_text("{}")
    assert state_of(project, None).state == "draft"


def test_a_project_that_is_not_through_was_stopped(project: Project) -> None:
    assert state_of(project, None).state == "stopped"
    project.log(error="Stopped.", exit_code=130)
    assert state_of(project, None).state == "stopped"


def test_the_last_error_in_the_log_is_told_until_a_run_goes_on(project: Project) -> None:
    project.log(error="The disk is full.", exit_code=4)
    assert state_of(project, None) == RowState("failed", "The disk is full.")
    project.log(event="StepBegan", name="ingest")
    assert state_of(project, None).state == "stopped"


def test_published_until_somebody_changes_what_is_seen(project: Project) -> None:
    made(project)
    published(project)
    project.log(event="StepBegan", name="publish")
    project.log(event="StepEnded", name="publish", seconds=1.0, cached=False)
    assert state_of(project, None).state == "published"
    later = project.path("log.jsonl").stat().st_mtime + 60
    os.utime(project.path("captions.da.vtt"), (later, later))
    assert state_of(project, None).state == "changed"


def test_what_was_taken_down_is_a_draft_again(project: Project) -> None:
    made(project)
    published(project, "withdrawn")
    assert state_of(project, None).state == "draft"


def test_a_ledger_that_cannot_be_read_is_said(project: Project) -> None:
    made(project)
    project.path("ledger.json").write_text("{")
    unreadable = state_of(project, None)
    assert unreadable.state == "unreadable"
    assert "ledger.json" in unreadable.sentence


def test_a_log_of_nonsense_is_no_fault(project: Project) -> None:
    made(project)
    project.path("log.jsonl").write_bytes(
        b'{"at": 1}\n\xff\n[]\nnull\n{"at": "2024-01-01T10:00:00+01:00", "error": "x", "exit_code": 3}\n'
    )
    assert state_of(project, None) == RowState("failed", "x")
