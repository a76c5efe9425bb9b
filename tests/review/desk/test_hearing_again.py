"""Passages that are heard again by a process with a model in it, here one that reads from a file what it hears."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from queue import Queue
from typing import Any

import pytest

from tests.review.serving_made import review_server
from tests.running import HOUSE
from vbn_video.errors import InputError
from vbn_video.project import Project
from vbn_video.review.desk.again.passages import LONGEST_US, Hearing

CHILD = (sys.executable, "-m", "tests.review.desk.fake_hearing")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path / "møde.vbn")
    project.create_folder()
    project.path("said").write_text("hej alle")
    return project


@pytest.fixture
def told() -> Queue[Mapping[str, Any]]:
    return Queue()


@pytest.fixture
def hearing(told: Queue[Mapping[str, Any]], monkeypatch: pytest.MonkeyPatch) -> Iterator[Hearing]:
    monkeypatch.setenv("PYTHONPATH", str(HOUSE))
    hearing = Hearing(lambda _event, document: told.put(document), CHILD)
    yield hearing
    hearing.close()


def test_what_is_heard_comes_with_its_passage_and_model(hearing: Hearing, told: Queue[Any], project: Project) -> None:
    hearing.hear("k", project, (1_000_000, 2_000_000))
    heard = told.get(timeout=60)
    assert heard["project"] == "k"
    assert (heard["start_us"], heard["end_us"]) == (1_000_000, 2_000_000)
    assert (heard["text"], heard["model"], heard["error"]) == ("hej alle 1000000 2000000", "made", None)


def test_passages_are_heard_one_after_another_by_one_process(hearing: Hearing, told: Queue[Any], project: Project) -> None:
    for start_us in (0, 10, 20):
        hearing.hear("k", project, (start_us, start_us + 5))
    assert [told.get(timeout=60)["start_us"] for _ in range(3)] == [0, 10, 20]


def test_a_process_that_dies_says_so_and_the_next_passage_has_another(
    hearing: Hearing, told: Queue[Any], project: Project
) -> None:
    project.path("said").unlink()
    hearing.hear("k", project, (0, 5))
    died = told.get(timeout=60)
    assert (died["project"], died["text"]) == ("k", "")
    assert "could not be heard" in died["error"]
    project.path("said").write_text("igen")
    hearing.hear("k", project, (0, 5))
    assert told.get(timeout=60)["text"] == "igen 0 5"


def test_what_stands_against_it_is_told_in_a_sentence(hearing: Hearing, told: Queue[Any], project: Project) -> None:
    project.path("said").write_text("gone")
    hearing.hear("k", project, (0, 5))
    assert told.get(timeout=60)["error"] == "The recording is gone."


def test_when_nobody_asks_any_more_the_process_ends(told: Queue[Any], project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(HOUSE))
    hearing = Hearing(lambda _event, document: told.put(document), CHILD, idle_s=0.01)
    hearing.hear("k", project, (0, 5))
    told.get(timeout=60)
    while hearing._process is not None or hearing._thread is not None:
        os.sched_yield()
    hearing.hear("k", project, (5, 10))
    assert told.get(timeout=60)["start_us"] == 5
    hearing.close()


@pytest.mark.parametrize("span", [(5, 5), (5, 4), (-1, 4), (0, LONGEST_US + 1), (None, 4), ("0", "4"), (0.0, 1.0)])
def test_what_is_no_passage_is_refused(hearing: Hearing, project: Project, span: tuple[object, object]) -> None:
    with pytest.raises(InputError):
        hearing.hear("k", project, span)


def test_the_page_asks_and_the_answer_comes_by_the_stream(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(HOUSE))
    told: Queue[tuple[str, Mapping[str, Any]]] = Queue()
    made = Hearing(lambda *said: told.put(said), CHILD)
    with review_server(project.folder.parent, hearing=made) as page, page.events() as events:
        key = page.key_of(project.folder)
        assert page.post(f"/api/projects/{key}/hear", {"start_us": 0, "end_us": 5}).status == 202
        page.server.desk.hub.publish(*told.get(timeout=60))
        event, heard = next(events)
        assert (event, heard["project"], heard["text"]) == ("candidate", key, "hej alle 0 5")
        assert page.post(f"/api/projects/{key}/hear", {"start_us": 9, "end_us": 5}).status == 400
