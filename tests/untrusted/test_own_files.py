"""What others put where our files belong: links, pipes, folders. What a link leads to is never touched."""

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from vbn_video.errors import MissingError
from vbn_video.untrusted.own_files import (
    LARGEST_BYTES,
    append_to,
    check_file,
    create_file,
    ensure_folder,
    read_file,
    remove_folder,
    remove_link,
)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows, and it has no pipes of this kind")


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    """A folder of somebody else's, with a file."""
    folder = tmp_path / "victim"
    folder.mkdir()
    (folder / "letter.txt").write_bytes(b"Dear")
    return folder


def is_untouched(victim: Path) -> bool:
    return [path.name for path in victim.iterdir()] == ["letter.txt"] and (victim / "letter.txt").read_bytes() == b"Dear"


@pytest.mark.parametrize("act", [remove_link, remove_folder, ensure_folder])
def test_of_a_link_to_a_folder_only_the_link_goes(act: Callable[[Path], None], victim: Path, tmp_path: Path) -> None:
    link = tmp_path / "ours"
    link.symlink_to(victim)
    act(link)
    assert is_untouched(victim) and not link.is_symlink()


def test_a_link_inside_a_folder_that_is_deleted_is_not_followed(victim: Path, tmp_path: Path) -> None:
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "deeper").symlink_to(victim)
    remove_folder(tmp_path / "ours")
    assert is_untouched(victim) and not (tmp_path / "ours").exists()


@pytest.mark.parametrize("open_", [create_file, append_to])
def test_nothing_is_written_through_a_link(open_: Callable[[Path], object], victim: Path, tmp_path: Path) -> None:
    ours = tmp_path / "ours"
    ours.symlink_to(victim / "letter.txt")
    with open_(ours) as file:  # type: ignore[attr-defined]
        file.write(b"new")
    assert is_untouched(victim) and ours.read_bytes() == b"new" and not ours.is_symlink()


def test_what_is_written_on_stays(tmp_path: Path) -> None:
    for word in (b"one ", b"two"):
        with append_to(tmp_path / "log") as file:
            file.write(word)
    assert (tmp_path / "log").read_bytes() == b"one two"


def test_a_private_file_is_private_before_a_byte_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "ours").write_bytes(b"old")
    with create_file(tmp_path / "ours", private=True):
        assert stat.S_IMODE((tmp_path / "ours").stat().st_mode) == 0o600


@pytest.mark.parametrize("place", ["pipe", "link to a pipe", "folder", "device"])
@pytest.mark.parametrize("read", [check_file, read_file, append_to])
def test_what_is_no_file_is_refused_and_not_waited_for(place: str, read: Callable[[Path], object], tmp_path: Path) -> None:
    ours = tmp_path / "ours"
    if place == "folder":
        ours.mkdir()
    elif place == "device":
        ours.symlink_to("/dev/zero")
    else:
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "pipe").rename(ours) if place == "pipe" else ours.symlink_to(tmp_path / "pipe")
    if read is append_to and ours.is_symlink():
        with append_to(ours):
            assert ours.stat().st_size == 0  # the link is gone, and a file there
        return
    with pytest.raises(MissingError, match="ours is no file"):
        read(ours)


def test_a_link_that_leads_nowhere_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "ours").symlink_to(tmp_path / "gone")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    for name in ("ours", "circle"):
        assert check_file(tmp_path / name) is None
        with pytest.raises(FileNotFoundError):
            read_file(tmp_path / name)


def test_a_file_that_is_no_text_is_not_read_into_memory(tmp_path: Path) -> None:
    video = tmp_path / "video.mp4"
    with video.open("wb") as file:
        file.truncate(LARGEST_BYTES + 1)
    with pytest.raises(OSError, match="too large") as raised:
        read_file(video)
    assert raised.value.errno == errno.EFBIG


def test_a_name_with_a_nul_is_that_of_no_file(tmp_path: Path) -> None:
    assert check_file(tmp_path / "a\0b") is None
