"""plan under every combination of settings that leave others without effect: what is read is declared, and what is not, idle."""

from itertools import product
from pathlib import Path

import pytest

from tests.plan.made_evidence import made_evidence
from tests.steps.planned_project import PlannedProject

SAID = ((20.0, 24.0, -18.0), (40.0, 44.0, -18.0), (50.0, 54.0, -18.0))


@pytest.mark.parametrize(("enabled", "breaks", "chapters"), list(product((True, False), ("keep", "cut", "card"), (True, False))))
def test_every_combination_is_planned(enabled: bool, breaks: str, chapters: bool, tmp_path: Path) -> None:
    project = PlannedProject(tmp_path, made_evidence(SAID, 70))
    project.setting(trim={"enabled": enabled, "breaks": breaks}, chapters={"enabled": chapters})
    project.run("plan")
    assert (project.plan.kept_us == 70_000_000) is (not enabled)
    edit = project.text("edit.json")
    project.edit("edit.json", '"end"', ' "end"')
    project.run("plan")
    assert project.text("edit.json") == edit
