"""One run at a time publishes a recording, whichever project it comes from; and the other project is known by name."""

import errno
import os
from pathlib import Path

import pytest

from vbn_video.errors import MissingError
from vbn_video.events import Event, Notice
from vbn_video.publish.this_machine import note_published, other_project, publishing


def quiet(_event: Event) -> None:
    """Nobody listens."""


def test_a_second_run_of_the_same_recording_is_refused_with_the_other_project(tmp_path: Path) -> None:
    with publishing("r", tmp_path / "den ene.vbn", quiet):
        with pytest.raises(MissingError, match=r"den ene\.vbn"), publishing("r", tmp_path / "den anden.vbn", quiet):
            pass
        with publishing("another", tmp_path / "den anden.vbn", quiet):
            pass
    with publishing("r", tmp_path / "den anden.vbn", quiet):
        pass


def test_the_project_that_published_last_is_known_as_long_as_it_is_there(tmp_path: Path) -> None:
    one, other = tmp_path / "den ene.vbn", tmp_path / "den anden.vbn"
    one.mkdir()
    with publishing("r2", one, quiet):
        note_published("r2", one)
    assert other_project("r2", other) == one
    assert other_project("r2", one) is None
    one.rename(tmp_path / "omdøbt.vbn")
    assert other_project("r2", other) is None


def test_a_run_that_published_nothing_is_not_named(tmp_path: Path) -> None:
    with publishing("r3", tmp_path, quiet):
        pass
    assert other_project("r3", tmp_path / "den anden.vbn") is None


def test_a_state_folder_that_can_not_be_made_is_said_and_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fil").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "fil"))
    heard: list[Event] = []
    with publishing("r4", tmp_path, heard.append):
        pass
    assert [event.level for event in heard if isinstance(event, Notice)] == ["warning"]


def test_a_home_without_locks_is_said_and_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(*_words: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    fcntl = pytest.importorskip("fcntl")
    monkeypatch.setattr(fcntl, "flock", no_locks)
    heard: list[Event] = []
    with publishing("r5", tmp_path, heard.append):
        pass
    assert [event.level for event in heard if isinstance(event, Notice)] == ["warning"]
