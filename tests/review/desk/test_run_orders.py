"""From what the page asks for to what a run's process is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from vbn_video.codec import to_json
from vbn_video.project import Project
from vbn_video.review.desk.running.run_orders import RunSettings, make_order
from vbn_video.runs.remembered_preset import ChosenPreset, remember_preset
from vbn_video.steps.record import RecordContent, StepRecord


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """One whose words were heard by small."""
    project = Project(tmp_path / "møde.vbn")
    project.create_folder()
    heard = RecordContent(steps={"transcribe": StepRecord("f", memory={"model": "small"})})
    project.path("steps.json").write_text(to_json(RecordContent, heard))
    project.path("words.json").write_text("{}")
    return project


def options(project: Project, settings: RunSettings | None = None, **asked: Any) -> dict[str, Any]:
    found: dict[str, Any] = make_order("k", project.folder, asked, settings or RunSettings()).values["options"]
    return found


def test_a_run_is_asked_for_what_the_command_was_given(project: Project) -> None:
    given = options(project, RunSettings("egen", ("trim.lead_s=2",), True, {"to": ("website",), "public": True}))
    assert (given["preset"], given["to"], given["public"]) == ("egen", ("website",), True)
    assert given["recording"] == [str(project.folder)]
    assert "trim.lead_s=2" in given["set"]


def remember(project: Project, name: str, *overruled: str) -> None:
    remember_preset(project, ChosenPreset(name, overruled))


def test_a_project_is_run_again_with_the_preset_of_its_last_run(project: Project) -> None:
    remember(project, "egen", "trim.lead_s=2", "website.media_dir=/medier")
    given = options(project, until="publish")
    assert (given["preset"], given["set"]) == ("egen", ["captions.model=small", "trim.lead_s=2", "website.media_dir=/medier"])
    remember(project, "anden")
    assert options(project)["preset"] == "anden"


def test_a_preset_that_the_page_was_opened_with_holds_for_every_project(project: Project) -> None:
    remember(project, "egen", "trim.lead_s=2")
    given = options(project, RunSettings("fælles", is_named=True))
    assert (given["preset"], given["set"]) == ("fælles", ["captions.model=small"])


def test_a_model_that_the_page_asks_for_wins_over_the_one_that_is_remembered(project: Project) -> None:
    remember(project, "egen", "captions.model=small", "trim.lead_s=2")
    assert options(project, model="medium")["set"] == ["captions.model=medium", "trim.lead_s=2"]


def test_the_model_that_heard_a_meeting_is_kept_so_that_nothing_is_heard_twice(project: Project) -> None:
    assert options(project)["set"] == ["captions.model=small"]


def test_a_model_that_the_command_names_stands(project: Project) -> None:
    assert options(project, RunSettings(overruled=("captions.model=base",)))["set"] == ["captions.model=base"]


def test_a_model_that_is_asked_for_on_the_page_is_fetched_and_heard_by(project: Project) -> None:
    order = make_order("k", project.folder, {"model": "medium"}, RunSettings())
    assert order.values["model"] == "medium"
    assert order.values["options"]["set"] == ["captions.model=medium"]
    assert order.hears


def test_a_meeting_that_was_heard_takes_no_other_recordings_turn(project: Project) -> None:
    assert not make_order("k", project.folder, {"until": "publish"}, RunSettings()).hears
    project.path("words.json").unlink()
    assert make_order("k", project.folder, {}, RunSettings()).hears


def test_edits_are_discarded_only_in_the_files_that_are_named(project: Project) -> None:
    assert options(project)["discard_edits_in"] == []
    assert options(project, discard=["edit.json"])["discard_edits_in"] == ["edit.json"]


def test_a_recording_and_its_project_are_the_same_to_the_queue(tmp_path: Path) -> None:
    recording = tmp_path / "Møde"
    recording.mkdir()
    (recording / "møde.mp4").write_bytes(b"0")
    of_recording = make_order("a", recording, {}, RunSettings()).project
    Project(Path(of_recording)).create_folder()
    assert make_order("b", Path(of_recording), {}, RunSettings()).project == of_recording
