"""A project that was heard and planned, and the review page's documents over it, asked as a browser asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.plan.made_evidence import made_evidence
from tests.steps.planned_project import PlannedProject
from vbn_video.review.application import make_application
from vbn_video.review.workspace import Workspace

SAID = [(10.0, 30.0, -18.0), (40.0, 60.0, -18.0), (70.0, 100.0, -18.0)]
"""Words of 0.4 s without a rest between them; 30 to 40 and 60 to 70 are quiet."""


@dataclass
class Answer:
    """What came back."""

    status: int
    body: Any
    revision: str


@dataclass
class Desk:
    """The documents of one project, over HTTP."""

    made: PlannedProject
    client: TestClient
    key: str

    def get(self, name: str) -> Answer:
        return _answer(self.client.get(f"/api/projects/{self.key}/{name}"))

    def send(self, name: str, body: object, revision: str | None = None, method: str = "POST") -> Answer:
        """Send a change, for the revision that stands there unless another is named."""
        revision = self.get(name.partition("/")[0]).revision if revision is None else revision
        headers = {"If-Match": f'"{revision}"'} if revision else {}
        return _answer(self.client.request(method, f"/api/projects/{self.key}/{name}", json=body, headers=headers))


def _answer(answer: Any) -> Answer:
    return Answer(answer.status_code, answer.json(), answer.headers.get("etag", "").strip('"'))


def made_meeting(folder: Path) -> PlannedProject:
    """A meeting of two minutes, its cut and chapters found."""
    project = PlannedProject(folder, made_evidence(SAID, 120))
    project.slides(0, 35_000_000)
    project.run("plan")
    return project


def desk_of(project: PlannedProject) -> Desk:
    """Its documents."""
    workspace = Workspace(project.project.folder.parent)
    return Desk(project, TestClient(make_application(workspace)), workspace.key_of(project.project.folder))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    yield desk_of(made_meeting(tmp_path))
