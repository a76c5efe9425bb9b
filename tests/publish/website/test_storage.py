"""The media folder shows a file when all of it is there, and says what it refuses."""

import errno
from pathlib import Path

import pytest

from vbn_video.errors import MissingError, TargetError
from vbn_video.publish.website.storage import MediaFolder


@pytest.fixture
def folder(tmp_path: Path) -> MediaFolder:
    (tmp_path / "media").mkdir()
    return MediaFolder(tmp_path / "media", "a" * 64)


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


def test_sweeping_takes_what_a_killed_run_for_this_recording_left_and_nobody_elses(folder: MediaFolder) -> None:
    ours, theirs = (MediaFolder(folder.root, owner * 64) for owner in "ab")
    for media in (ours, theirs):
        media._stage(media.path("v.mp4"), iter((b"half",)))
    folder.path(".htaccess").write_bytes(b"a stranger's")
    assert len(hidden(folder)) == 3
    ours.sweep("")
    assert len(hidden(folder)) == 2
    theirs.sweep("", "not there")
    assert hidden(folder) == [".htaccess"]


def test_a_file_in_the_place_of_a_folder_is_said_to_be_in_the_way(folder: MediaFolder) -> None:
    folder.path("vbn-video").write_bytes(b"")
    assert folder.make_folder("vbn-video") is False
    with pytest.raises(TargetError, match="in the way"):
        folder.write("vbn-video/page.css", b"")


def test_a_folder_with_something_in_it_is_not_removed(folder: MediaFolder) -> None:
    folder.make_folder("a")
    folder.path("a/b").write_bytes(b"")
    assert folder.remove_folder("a") is False
    folder.delete("a/b")
    assert folder.remove_folder("a") is True
    assert folder.remove_folder("a") is True


def test_a_media_folder_that_is_a_file_is_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "media").write_bytes(b"")
    with pytest.raises(TargetError, match="is a file"):
        MediaFolder(tmp_path / "media", "")
