"""What a run warned of is kept in its project's log, and told beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from vbn_video.project import Project
from vbn_video.review.desk.run_log import warnings_of


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path / "møde.vbn")
    project.create_folder()
    return project


def warn(project: Project, text: str, level: str = "warning") -> None:
    project.log(event="Notice", text=text, level=level)


def step(project: Project, name: str, *warned: str, cached: bool = False) -> None:
    project.log(event="StepBegan", name=name)
    for text in warned:
        warn(project, text)
    project.log(event="StepEnded", name=name, seconds=1.0, cached=cached)


def test_a_project_that_no_run_was_at_work_in_has_none(project: Project) -> None:
    assert warnings_of(project) == []


def test_only_what_a_person_must_act_on_is_a_warning_and_each_is_said_once(project: Project) -> None:
    warn(project, "Before the first step.")
    step(project, "ingest")
    project.log(event="StepBegan", name="plan")
    warn(project, "The cut has changed.", level="info")
    warn(project, "Look here.")
    warn(project, "Look here.")
    project.log(event="StepEnded", name="plan", seconds=1.0, cached=False)
    assert warnings_of(project) == ["Before the first step.", "Look here."]


def test_a_step_that_had_nothing_to_do_takes_nothing_back(project: Project) -> None:
    step(project, "plan", "The end is not sure.")
    step(project, "plan", cached=True)
    assert warnings_of(project) == ["The end is not sure."]


def test_a_step_that_is_made_anew_has_said_all_that_holds(project: Project) -> None:
    warn(project, "A setting without effect.")
    step(project, "ingest")
    step(project, "plan", "The end is not sure.")
    step(project, "check", "A caption is empty.")
    step(project, "ingest", cached=True)
    step(project, "plan")
    assert warnings_of(project) == ["A caption is empty."]


def test_a_step_that_failed_has_said_what_it_said(project: Project) -> None:
    project.log(event="StepBegan", name="plan")
    warn(project, "A line can't be read.")
    project.log(error="It can't go on.", exit_code=3)
    assert warnings_of(project) == ["A line can't be read."]
