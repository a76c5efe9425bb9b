"""A file that is changed beside the page, by an editor or a run, is told to every tab."""

from __future__ import annotations

from pathlib import Path

import pytest

from vbn_video.project import Project
from vbn_video.review.answers import revision_of
from vbn_video.review.desk.file_watch import FILES, MOST_PROJECTS, FileWatch


@pytest.fixture
def told() -> list[tuple[str, str, str]]:
    return []


@pytest.fixture
def watch(told: list[tuple[str, str, str]]) -> FileWatch:
    return FileWatch(lambda *said: told.append(said))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path / "møde.vbn")
    project.create_folder()
    project.path("captions.da.vtt").write_text("WEBVTT\n")
    return project


@pytest.mark.parametrize("document", FILES)
def test_each_document_is_told_with_its_revision(
    watch: FileWatch, told: list[tuple[str, str, str]], project: Project, document: str
) -> None:
    watch.add("k", project)
    watch.look()
    assert told == []
    project.path(FILES[document]).write_bytes(b"andet")
    watch.look()
    watch.look()
    assert told == [("k", document, revision_of(b"andet"))]


def test_a_file_that_is_gone_is_told_too(watch: FileWatch, told: list[tuple[str, str, str]], project: Project) -> None:
    watch.add("k", project)
    project.path("captions.da.vtt").unlink()
    watch.look()
    assert told == [("k", "captions", "none")]


def test_a_folder_that_is_gone_is_no_fault(watch: FileWatch, told: list[tuple[str, str, str]], tmp_path: Path) -> None:
    watch.add("k", Project(tmp_path / "borte.vbn"))
    watch.look()
    assert told == []


def test_only_the_projects_that_were_looked_at_last_are_watched(
    watch: FileWatch, told: list[tuple[str, str, str]], project: Project, tmp_path: Path
) -> None:
    watch.add("first", project)
    for number in range(MOST_PROJECTS):
        watch.add(str(number), Project(tmp_path / f"{number}.vbn"))
    project.path("captions.da.vtt").unlink()
    watch.look()
    assert told == []
