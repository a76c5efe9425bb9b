"""The media folder shows a file when all of it is there, and says what it refuses."""

import errno
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from vbn_video.errors import MissingError, TargetError
from vbn_video.publish.website.storage.drive import MediaFolder
from vbn_video.publish.website.storage.run_marks import ABANDONED_S, RunMark

NO_PROCESS = 1 << 30
"""More than any system counts to."""


@pytest.fixture
def folder(tmp_path: Path) -> MediaFolder:
    (tmp_path / "media").mkdir()
    return MediaFolder(tmp_path / "media")


def hidden(folder: MediaFolder) -> list[str]:
    return [path.name for path in folder.root.iterdir() if path.name.startswith(".")]


def test_a_large_file_is_hidden_until_it_is_put_in_place(folder: MediaFolder, tmp_path: Path) -> None:
    (tmp_path / "v.mp4").write_bytes(b"v" * 999)
    with folder.staged("v.mp4", tmp_path / "v.mp4", lambda sent: None) as place:
        assert folder.size("v.mp4") is None and len(hidden(folder)) == 1
        place()
        assert folder.size("v.mp4") == 999
    assert not hidden(folder)


def test_a_file_that_is_not_put_in_place_is_gone_again(folder: MediaFolder, tmp_path: Path) -> None:
    (tmp_path / "v.mp4").write_bytes(b"v")
    with pytest.raises(KeyError), folder.staged("v.mp4", tmp_path / "v.mp4", lambda sent: None):
        raise KeyError
    assert list(folder.root.iterdir()) == []


def test_a_published_file_can_be_read_by_the_web_server(folder: MediaFolder) -> None:
    folder.write("index.html", b"page")
    beside = folder.root / "beside"
    beside.write_bytes(b"")
    assert folder.path("index.html").stat().st_mode == beside.stat().st_mode


def test_a_video_that_can_not_be_read_is_this_machines_fault(folder: MediaFolder, tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="can't be read"), folder.staged("v.mp4", tmp_path / "none.mp4", lambda sent: None):
        pytest.fail("nothing was staged")
    assert not hidden(folder)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "is full"),
        (errno.EDQUOT, "is full"),
        (errno.EACCES, "right to write"),
        (errno.EROFS, "right to write"),
        (errno.EIO, "failed at"),
    ],
)
def test_a_refusal_is_a_sentence_that_names_the_file(
    number: int, words: str, folder: MediaFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_values: object) -> int:
        raise OSError(number, "no")

    monkeypatch.setattr(folder, "_write", refuse)
    with pytest.raises(TargetError, match=words) as refused:
        folder.write("index.html", b"page")
    assert refused.value.path == str(folder.path("index.html"))
    assert list(folder.root.iterdir()) == []


def test_a_drive_that_loses_bytes_is_noticed_before_the_file_shows(folder: MediaFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    write = folder._write
    monkeypatch.setattr(folder, "_write", lambda part, chunks: write(part, chunks) + 1)
    with pytest.raises(TargetError, match="holds 4 bytes of the 5"):
        folder.write("index.html", b"page")
    assert list(folder.root.iterdir()) == []


def other_run(**changes: Any) -> RunMark:
    return replace(RunMark.new(), **changes)


def leave_half(folder: MediaFolder, run: RunMark) -> Path:
    media = MediaFolder(folder.root, run)
    return media._stage(media.path("v.mp4"), iter((b"half",)))


def test_only_what_is_provably_dead_is_swept(folder: MediaFolder) -> None:
    """A process that is gone, and what nobody has written to for long; a live run's, another machine's and a stranger's stay."""
    killed = leave_half(folder, other_run(process=NO_PROCESS))
    alive = leave_half(folder, other_run())
    elsewhere = leave_half(folder, other_run(machine="0" * 8))
    abandoned = leave_half(folder, other_run(machine="1" * 8))
    os.utime(abandoned, (0, 0))
    htaccess = folder.path(".htaccess")
    htaccess.write_bytes(b"a stranger's")
    folder.sweep("", "not there")
    assert not killed.exists() and not abandoned.exists()
    assert alive.exists() and elsewhere.exists() and htaccess.exists()


def test_a_number_of_a_process_that_another_has_now_is_dead_once_its_lock_is_free(folder: MediaFolder) -> None:
    reused = other_run(started=RunMark.new().started - 1000)
    left, theirs = leave_half(folder, reused), MediaFolder(folder.root, reused)
    folder.sweep("")
    assert left.exists()
    with theirs.at_work():
        assert folder.is_at_work(reused)
        folder.sweep("")
        assert left.exists()
    folder.path(reused.lock).write_bytes(b"")
    folder.sweep("")
    assert not left.exists()


def test_what_another_machine_holds_locked_is_not_swept_however_old(folder: MediaFolder) -> None:
    run = other_run(machine="0" * 8)
    left = leave_half(folder, run)
    os.utime(left, (0, 0))
    with MediaFolder(folder.root, run).at_work():
        folder.sweep("")
        assert left.exists()
    folder.sweep("")
    assert not left.exists()


def test_the_age_is_the_drives_own_clock(folder: MediaFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    left = leave_half(folder, other_run(machine="0" * 8))
    monkeypatch.setattr("time.time", lambda: left.stat().st_mtime + 10 * ABANDONED_S)
    folder.sweep("")
    assert left.exists()


def test_no_two_runs_share_a_temporary_name(folder: MediaFolder) -> None:
    one, two = (leave_half(folder, RunMark.new()) for _ in range(2))
    assert one != two
    assert RunMark.of_name(one.name) != RunMark.of_name(two.name) != None  # noqa: E711
    assert RunMark.of_name(".vbn-video-probe") is None


def test_a_folder_appears_with_its_file_inside(folder: MediaFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    rename, seen = folder._rename, []

    def look(part: Path, final: Path) -> None:
        seen.append((final.exists(), (part / "entry.json").read_bytes()))
        rename(part, final)

    monkeypatch.setattr(folder, "_rename", look)
    assert folder.make_folder("møde", {"entry.json": b"{}"})
    assert seen == [(False, b"{}")]
    assert folder.read("møde/entry.json") == b"{}" and not hidden(folder)


@pytest.mark.parametrize("taken", ["file", "folder", "empty", "link"])
def test_a_name_that_is_taken_is_left_as_it_is(taken: str, folder: MediaFolder, tmp_path: Path) -> None:
    take(taken, folder.path("møde"), tmp_path)
    before = list(folder.root.rglob("*"))
    assert not folder.make_folder("møde", {"entry.json": b"{}"})
    assert list(folder.root.rglob("*")) == before


@pytest.mark.parametrize("taken", ["file", "folder", "empty", "link"])
def test_a_name_that_is_taken_while_the_folder_is_made_is_not_overwritten(
    taken: str, folder: MediaFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only an empty folder may become ours: it holds nothing, and POSIX gives its name away."""
    rename = folder._rename

    def meanwhile(part: Path, final: Path) -> None:
        take(taken, final, tmp_path)
        rename(part, final)

    monkeypatch.setattr(folder, "_rename", meanwhile)
    made = folder.make_folder("møde", {"entry.json": b"{}"})
    assert made == (taken == "empty" and os.name == "posix")
    assert made or not folder.exists("møde/entry.json")
    assert not hidden(folder) and not (tmp_path / "elsewhere" / "entry.json").exists()
    assert taken != "folder" or folder.names("møde") == ["slides.pdf"]


def take(what: str, path: Path, beside: Path) -> None:
    if what == "file":
        path.write_bytes(b"")
    elif what == "link":
        (beside / "elsewhere").mkdir()
        path.symlink_to(beside / "elsewhere")
    else:
        path.mkdir()
        if what == "folder":
            (path / "slides.pdf").write_bytes(b"")


def test_no_link_is_followed_when_reading_writing_sweeping_or_deleting(folder: MediaFolder, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "victim").write_bytes(b"a stranger's")
    left = outside / leave_half(folder, other_run(process=NO_PROCESS)).name
    left.write_bytes(b"")
    folder.path("møde").symlink_to(outside)
    folder.path("file").symlink_to(outside / "victim")
    assert folder.folders() == [] and folder.names("møde") is None
    assert folder.read("møde/victim") is None and folder.size("møde/victim") is None
    assert folder.read("file") is None and folder.size("file") is None
    folder.sweep("møde")
    for act in (folder.delete, lambda name: folder.write(name, b"")):
        with pytest.raises(TargetError, match="is a link"):
            act("møde/victim")
    folder.delete("file")
    assert {path.name for path in outside.iterdir()} == {"victim", left.name}
    assert (outside / "victim").read_bytes() == b"a stranger's"


@pytest.mark.parametrize("name", ["../victim", "a/../../victim", "/etc/hosts", "a//b", "c:/x", "a\\..\\b", "a\0"])
def test_a_name_that_leads_out_of_the_folder_is_a_fault(name: str, folder: MediaFolder) -> None:
    for act in (folder.read, folder.size, folder.exists, folder.delete, folder.names, lambda name: folder.write(name, b"")):
        with pytest.raises(ValueError, match="is no name"):
            act(name)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for_and_a_file_that_is_too_large_not_read(folder: MediaFolder) -> None:
    os.mkfifo(folder.path("entry.json"))
    assert folder.read("entry.json") is None and folder.exists("entry.json")
    with folder.path("huge").open("wb") as file:
        file.truncate(1 << 40)
    assert folder.read("huge", at_most=1000) is None


def test_a_file_in_the_place_of_a_folder_is_said_to_be_in_the_way(folder: MediaFolder) -> None:
    folder.path("vbn-video").write_bytes(b"")
    assert folder.make_folder("vbn-video", {}) is False
    with pytest.raises(TargetError, match="in the way"):
        folder.write("vbn-video/page.css", b"")


def test_a_folder_with_something_in_it_is_not_removed(folder: MediaFolder) -> None:
    folder.make_folder("a", {})
    folder.path("a/b").write_bytes(b"")
    assert folder.remove_folder("a") is False
    folder.delete("a/b")
    assert folder.remove_folder("a") is True
    assert folder.remove_folder("a") is True


def test_a_media_folder_that_is_a_file_is_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "media").write_bytes(b"")
    with pytest.raises(TargetError, match="is a file"):
        MediaFolder(tmp_path / "media")
