"""Next week's recording under last week's name: neither week's video gets the other's texts."""

from __future__ import annotations

import shutil
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from tests.made_media import make_video
from vbn_video.errors import InputError
from vbn_video.events import Event, Notice
from vbn_video.pipeline import run
from vbn_video.publish.ledger import Ledger, LedgerEntry
from vbn_video.runs.projects import find_project
from vbn_video.runs.request import RunRequest
from vbn_video.settings.preset import Preset

PUBLISHED = LedgerEntry(
    "website", "/srv/medie", "a" * 64, "published", "hr", url="https://eksempel.dk/hr/", facts={"recording": "last week's"}
)


@pytest.fixture
def first(tmp_path: Path) -> RunRequest:
    """`møde.mp4`, gone through the first step."""
    make_video(tmp_path / "møde.mp4", seconds=3.0, speech=())
    request = RunRequest((tmp_path / "møde.mp4",), Preset(), until="ingest")
    run(request, quiet)
    return request


def quiet(_event: Event) -> None:
    """Nobody listens."""


def next_week(request: RunRequest) -> None:
    """Another recording takes the name of the last one."""
    make_video(request.recordings[0], seconds=4.0, speech=())


def meeting_of(request: RunRequest) -> Path:
    return request.recordings[0].with_suffix(".vbn") / "meeting.toml"


def test_a_project_that_is_published_takes_no_other_recording(first: RunRequest) -> None:
    ledger = Ledger(first.recordings[0].with_suffix(".vbn") / "ledger.json")
    ledger.put(PUBLISHED)
    run(first, quiet)
    next_week(first)
    with pytest.raises(InputError, match=r"another recording \(0:03\).*https://eksempel.dk/hr/.*--workspace"):
        run(first, quiet)
    assert Ledger(ledger.path).entries == (PUBLISHED,)


def test_what_was_written_for_one_meeting_is_not_said_of_the_next(first: RunRequest) -> None:
    path = meeting_of(first)
    path.write_text(path.read_text(encoding="utf-8").replace("speakers = []", 'speakers = ["Anne"]'), encoding="utf-8")
    next_week(first)
    with pytest.raises(InputError, match=r"meeting\.toml"):
        run(first, quiet)
    assert "Anne" in path.read_text(encoding="utf-8")


def test_a_project_that_holds_nobodys_work_is_begun_anew(first: RunRequest) -> None:
    run(replace(first, overrides={"title": "Mødet i sidste uge"}), quiet)
    next_week(first)
    heard: list[Event] = []
    run(first, heard.append)
    assert any("begun anew" in event.text for event in heard if isinstance(event, Notice))
    assert tomllib.loads(meeting_of(first).read_text(encoding="utf-8"))["title"] == "møde"


def test_a_copied_project_does_not_take_its_publications_to_another_recording(first: RunRequest, tmp_path: Path) -> None:
    Ledger(meeting_of(first).with_name("ledger.json")).put(PUBLISHED)
    shutil.copytree(meeting_of(first).parent, tmp_path / "andet.vbn")
    make_video(tmp_path / "andet.mp4", seconds=4.0, speech=())
    with pytest.raises(InputError, match="belongs to another recording"):
        run(replace(first, recordings=(tmp_path / "andet.mp4",)), quiet)


def test_a_recording_that_was_moved_or_got_one_more_part_is_the_same(first: RunRequest, tmp_path: Path) -> None:
    Ledger(meeting_of(first).with_name("ledger.json")).put(PUBLISHED)
    make_video(tmp_path / "anden del.mp4", seconds=4.0, speech=())
    run(replace(first, recordings=(first.recordings[0], tmp_path / "anden del.mp4")), quiet)
    shutil.copytree(meeting_of(first).parent, tmp_path / "flyttet" / "møde.vbn")
    shutil.copy(first.recordings[0], tmp_path / "flyttet" / "møde.mp4")
    run(replace(first, recordings=(tmp_path / "flyttet" / "møde.mp4",)), quiet)


def test_a_video_with_a_name_has_a_project_of_its_own(first: RunRequest, tmp_path: Path) -> None:
    named = replace(first, overrides={"video": "Oplæg 2: HR/løn"})
    project = run(named, quiet).project.folder
    assert project == tmp_path / "møde (Oplæg 2- HR-løn).vbn"
    assert tomllib.loads((project / "meeting.toml").read_text(encoding="utf-8"))["video"] == "Oplæg 2: HR/løn"
    again, _sources, _request = find_project(replace(first, recordings=(project,)))
    assert again.folder == project
    with pytest.raises(InputError, match="is no name"):
        find_project(replace(first, overrides={"video": " / "}))
