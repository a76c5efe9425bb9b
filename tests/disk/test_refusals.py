"""One rule for every place: whatever a disk refuses, at whatever call, ends as a sentence, and the next run goes on."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sampling import sampled
from tests.steps.test_runner import House
from vbn_video.errors import MissingError, TargetError
from vbn_video.project import Project, disk_errors, write_atomically
from vbn_video.publish.website.storage.drive import MediaFolder
from vbn_video.speech.checkpoint import Checkpoint, HeardStretch

if sys.platform != "linux":
    pytest.skip("asks Linux where an open file lies", allow_module_level=True)

import fcntl

from tests.disk.refusing import refusing

NUMBERS = [
    errno.EIO, errno.EFBIG, errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS, errno.EINVAL, errno.ENOTSUP, errno.ENOLCK,
    errno.ENAMETOOLONG, errno.ESTALE, errno.EHOSTDOWN, errno.ETIMEDOUT, errno.ENODEV, errno.EISDIR, errno.ENOTDIR, errno.EBUSY,
]  # fmt: skip
FLUSHED_AS_FAR_AS_IT_GOES = (errno.EINVAL, errno.ENOTSUP)


def work_in_project(house: House) -> None:
    """All that a run does to its folder."""
    house.project.create_folder()
    with house.project.lock():
        house.project.log(event="Found", text="2 dele")
        house.run(version=house.step.version + 1)
        with disk_errors(house.project.folder):
            write_atomically(house.project.path("edit.json"), b"{}", private=True)
            Checkpoint(house.project.path("heard.jsonl"), "a").add([HeardStretch(0, 1, ())])


def calls_of(work: Callable[[], None], folder: Path) -> list[str]:
    with refusing(folder) as disk:
        work()
    return disk.calls


@pytest.mark.parametrize("number", sampled(NUMBERS, [0]), ids=lambda number: errno.errorcode[number])
def test_whatever_a_disk_refuses_a_project_it_is_a_sentence_and_the_next_run_goes_on(number: int, tmp_path: Path) -> None:
    house = House(tmp_path)
    work_in_project(house)
    calls = calls_of(lambda: work_in_project(house), tmp_path)
    assert len(calls) > 60 and {"fsync", "flock", "write", "mkdir", "stat", "open"} <= set(calls)
    ends = set()
    for at in range(len(calls)):
        with refusing(tmp_path, at, number) as disk:
            try:
                work_in_project(house)
            except MissingError as error:
                ends.add(disk.calls[at])
                assert error.exit_code == 4 and str(tmp_path) in error.message
        work_in_project(house)
        assert house.text() == "a 1.0"
    assert {"flock", "write", "read", "open", "mkdir"} <= ends
    assert ("fsync" in ends) == (number not in FLUSHED_AS_FAR_AS_IT_GOES)


class Site:
    """A media folder that a run writes to and reads from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "medier"
        self.folder.mkdir(parents=True)
        self.video = folder / "video.mp4"
        self.video.write_bytes(b"film")

    def work(self) -> None:
        media = MediaFolder(self.folder)
        media.sweep("")
        for left in media.abandoned_folders():
            media.discard_temporaries(left)
            media.remove_folder(left)
        if not media.make_folder("2024-01-01-hr", {"index.html": b"side"}):
            media.write("2024-01-01-hr/index.html", b"side")
        with media.at_work(), media.staged("2024-01-01-hr/video.mp4", self.video, lambda sent: None) as place:
            place()
        for look in (media.exists, media.size, media.read):
            look("2024-01-01-hr/index.html")
        assert media.folders() == ["2024-01-01-hr"] and media.names("2024-01-01-hr") == ["index.html", "video.mp4"]


@pytest.mark.parametrize("number", sampled(NUMBERS, [0, 6]), ids=lambda number: errno.errorcode[number])
def test_whatever_a_drive_refuses_the_media_folder_it_is_a_sentence_of_the_target(number: int, tmp_path: Path) -> None:
    first = Site(tmp_path)
    first.work()
    calls = calls_of(first.work, first.folder)
    assert {"fsync", "mkdir", "stat", "open", "write", "replace"} <= set(calls)
    ends = set()
    for at in range(len(calls)):
        site = Site(tmp_path / str(at))  # this process lives on: what it leaves in one is not swept
        site.work()
        with refusing(site.folder, at, number) as disk:
            try:
                site.work()
            except TargetError as error:
                ends.add(disk.calls[at])
                assert str(tmp_path) in error.message
        site.work()
    assert {"write", "open"} <= ends
    assert ("fsync" in ends) == (number not in FLUSHED_AS_FAR_AS_IT_GOES)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "is full"),
        (errno.EDQUOT, "is full"),
        (errno.EFBIG, "4 GB in FAT32"),
        (errno.EROFS, "can't be written to"),
        (errno.ENOTDIR, "is a file and in the way"),
        (errno.EISDIR, "is no file"),
        (errno.ENAMETOOLONG, "too long for this disk"),
        (errno.ENOLCK, "has no locks"),
        (errno.EIO, "failed at"),
        (errno.ESTALE, "failed at"),
        (errno.EHOSTDOWN, "failed at"),
        (errno.EINVAL, "failed at"),
    ],
    ids=lambda value: errno.errorcode.get(value, ""),
)
def test_each_reason_has_its_own_sentence(number: int, said: str, tmp_path: Path) -> None:
    with pytest.raises(MissingError, match=said) as refused, disk_errors(tmp_path):
        raise OSError(number, os.strerror(number), str(tmp_path / "video.mp4"))
    assert "video.mp4" in refused.value.message


@pytest.mark.parametrize(
    "fault", [OSError("no number"), OSError(errno.EBADF, "bad"), ConnectionResetError(errno.ECONNRESET, "reset")]
)
def test_what_no_disk_says_stays_a_fault_of_ours(fault: OSError, tmp_path: Path) -> None:
    with pytest.raises(type(fault)), disk_errors(tmp_path):
        raise fault


def test_a_file_of_ours_that_is_missing_is_a_fault_and_a_drive_that_is_gone_is_not(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), disk_errors(tmp_path):
        (tmp_path / "mangler.json").read_bytes()
    with pytest.raises(MissingError, match="not there any more"), disk_errors(tmp_path / "usb"):
        (tmp_path / "usb" / "mangler.json").read_bytes()


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOTSUP])
def test_a_disk_without_locks_is_not_called_another_run(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_file: object, _operation: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(MissingError, match="has no locks"), Project(tmp_path).lock():
        pass
