"""A project as `ingest` leaves it, of a small made recording beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.review.serving_made import Page, review_server
from tests.running import SAMPLE, vbn_video
from vbn_video.project import Project


@pytest.fixture(scope="session")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, as far as its packets have been read."""
    folder = tmp_path_factory.mktemp("optagelse ø")
    done = vbn_video("run", SAMPLE, "--until", "listen", "--workspace", folder)
    assert done.code == 0, done.err
    return folder


@pytest.fixture
def project(ingested: Path, tmp_path: Path) -> Project:
    import shutil

    shutil.copytree(ingested, tmp_path / "arbejde")
    return Project(next((tmp_path / "arbejde").glob("*.vbn")))


@pytest.fixture
def page(project: Project) -> Iterator[Page]:
    with review_server(project.folder.parent) as page:
        page.key_of(project.folder)
        yield page
