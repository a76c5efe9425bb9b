"""Runs that are begun on the page: each in a process of its own, told live, one at a time in a project."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from queue import Queue
from typing import Any

import pytest

from vbn_video.review.desk.running.begun_runs import RunOrder, Runs
from vbn_video.review.desk.running.run_process import RunProcess

CHILD = (sys.executable, str(Path(__file__).with_name("fake_child.py")))
ENDED = ("done", "failed", "stopped")


class Told:
    """What the tabs are told, in order."""

    def __init__(self) -> None:
        self.events: Queue[tuple[str, Mapping[str, Any]]] = Queue()

    def __call__(self, event: str, document: Mapping[str, Any]) -> None:
        self.events.put((event, document))

    def until(self, holds: Callable[[Mapping[str, Any]], bool]) -> Mapping[str, Any]:
        """The first document of a run of which it holds."""
        while True:
            event, document = self.events.get(timeout=60)
            if event == "run" and holds(document):
                return document


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def runs(told: Told, tmp_path: Path) -> Iterator[Runs]:
    os.mkfifo(tmp_path / "pipe")
    runs = Runs(told, lambda _project: "0123456789abcdef", partial(RunProcess, command=CHILD))
    yield runs
    runs.close()


def order(tmp_path: Path, until: str, project: str = "a", *, hears: bool = False) -> RunOrder:
    return RunOrder(
        "key", str(tmp_path / project), until, hears, {"until": until, "options": {"workspace": str(tmp_path)}, "nr": project}
    )


def let_go_on(tmp_path: Path) -> None:
    with (tmp_path / "pipe").open("wb"):
        pass


def test_a_run_tells_its_steps_and_ends_with_its_links(runs: Runs, told: Told, tmp_path: Path) -> None:
    begun = runs.begin(order(tmp_path, "check"))
    ended = told.until(lambda run: run["state"] in ENDED)
    assert ended["id"] == begun["id"]
    assert (ended["state"], ended["error"]) == ("done", None)
    assert ended["publications"] == [{"target": "website", "url": "http://127.0.0.1/side", "state": "published"}]
    ingest, transcribe = ended["steps"]
    assert ingest == {
        "name": "ingest",
        "seconds": 0.5,
        "cached": False,
        "found": "1 part",
        "notices": [{"text": "look at this", "level": "warning"}],
    }
    assert transcribe["name"] == "transcribe"
    assert runs.document(begun["id"]) == ended
    assert not runs.any_at_work


def test_how_far_it_is_and_what_is_heard_is_told_while_it_is_at_work(runs: Runs, told: Told, tmp_path: Path) -> None:
    begun = runs.begin(order(tmp_path, "plan"))
    heard = next(document for event, document in iter(partial(told.events.get, timeout=60), None) if event == "heard")
    assert heard == {"project": "0123456789abcdef", "start_us": 0, "end_us": 1_000_000, "text": "hej alle"}
    at_work = runs.document(begun["id"])
    assert (at_work["state"], at_work["step"], at_work["progress"]) == ("running", "transcribe", 0.25)
    assert 0 < at_work["left_s"] <= 30
    let_go_on(tmp_path)
    assert told.until(lambda run: run["state"] in ENDED)["state"] == "done"


def test_a_run_is_stopped_and_nothing_is_called_an_error(runs: Runs, told: Told, tmp_path: Path) -> None:
    begun = runs.begin(order(tmp_path, "plan"))
    told.until(lambda run: run["step"] == "transcribe")
    runs.stop(begun["id"])
    ended = told.until(lambda run: run["state"] in ENDED)
    assert (ended["state"], ended["error"]) == ("stopped", None)


def test_a_process_that_dies_is_a_failed_run_with_a_sentence(runs: Runs, told: Told, tmp_path: Path) -> None:
    runs.begin(order(tmp_path, "caption"))
    ended = told.until(lambda run: run["state"] in ENDED)
    assert ended["state"] == "failed"
    assert "goes on from where it was" in ended["error"]["message"]


def test_a_process_that_was_killed_is_a_failed_run_and_the_next_may_begin(runs: Runs, told: Told, tmp_path: Path) -> None:
    runs.begin(order(tmp_path, "plan"))
    told.until(lambda run: run["step"] == "transcribe")
    pid = int(next(path.name.split()[1] for path in iter_begun(tmp_path)))
    os.kill(pid, signal.SIGKILL)
    assert told.until(lambda run: run["state"] in ENDED)["state"] == "failed"
    runs.begin(order(tmp_path, "check"))
    assert told.until(lambda run: run["state"] in ENDED)["state"] == "done"


def iter_begun(tmp_path: Path) -> Iterator[Path]:
    while not (found := list(tmp_path.glob("begun *"))):
        os.sched_yield()
    yield from found


def test_what_a_person_can_mend_is_told_with_its_sentence(runs: Runs, told: Told, tmp_path: Path) -> None:
    runs.begin(order(tmp_path, "publish"))
    ended = told.until(lambda run: run["state"] in ENDED)
    assert (ended["state"], ended["error"]) == ("failed", {"message": "Nobody is logged in.", "exit_code": 4})


def test_two_runs_of_one_project_are_at_work_one_after_the_other(runs: Runs, told: Told, tmp_path: Path) -> None:
    first, second = runs.begin(order(tmp_path, "plan")), runs.begin(order(tmp_path, "check"))
    assert second["state"] == "waiting"
    other = runs.begin(order(tmp_path, "check", "b"))
    assert told.until(lambda run: run["id"] == other["id"] and run["state"] in ENDED)["state"] == "done"
    assert runs.document(second["id"])["state"] == "waiting"
    let_go_on(tmp_path)
    ended = [told.until(lambda run: run["state"] in ENDED)["id"] for _run in range(2)]
    assert ended == [first["id"], second["id"]]


def test_of_two_recordings_one_is_heard_at_a_time(runs: Runs, told: Told, tmp_path: Path) -> None:
    runs.begin(order(tmp_path, "plan", hears=True))
    assert runs.begin(order(tmp_path, "check", "b", hears=True))["state"] == "waiting"
    let_go_on(tmp_path)
    assert {told.until(lambda run: run["state"] in ENDED)["state"] for _run in range(2)} == {"done"}


def test_a_button_that_is_pressed_twice_begins_one_run(runs: Runs, tmp_path: Path) -> None:
    assert runs.begin(order(tmp_path, "plan"))["id"] == runs.begin(order(tmp_path, "plan"))["id"]


def test_a_run_that_waits_is_stopped_before_it_begins(runs: Runs, told: Told, tmp_path: Path) -> None:
    runs.begin(order(tmp_path, "plan"))
    second = runs.begin(order(tmp_path, "check"))
    assert runs.stop(second["id"])["state"] == "stopped"
    let_go_on(tmp_path)
    told.until(lambda run: run["state"] == "done")
    assert runs.document(second["id"])["steps"] == []


def test_where_no_process_can_be_begun_the_run_has_failed(told: Told, tmp_path: Path) -> None:
    def refuse(_order: Mapping[str, Any]) -> RunProcess:
        raise OSError("no more processes")

    runs = Runs(told, lambda _project: None, refuse)
    runs.begin(order(tmp_path, "check"))
    assert told.until(lambda run: run["state"] in ENDED)["state"] == "failed"
