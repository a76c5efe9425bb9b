"""Files and folders of ours where others may write too: what they put in our places is neither followed nor waited for.

A link is taken away, not what it leads to. A pipe or a device is not opened: it would be waited for without end. What is written
is opened without following a link, so that one put there a moment ago changes nothing.
"""

import contextlib
import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

from vbn_video.errors import MissingError
from vbn_video.messages import _

NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
NO_WAIT = getattr(os, "O_NONBLOCK", 0)
BINARY = getattr(os, "O_BINARY", 0)
JUNCTION = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", 0xA0000003)
"""A folder of Windows that leads to another; those of cloud drives have other tags."""
LARGEST_BYTES = 64 << 20
"""No text of a meeting is larger; a file that is was named by mistake."""
PIECE_BYTES = 64 << 10
NOTHING = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)
"""What is said of a path at which there is nothing, and of a link that leads to nothing."""


def leads_elsewhere(status: os.stat_result) -> bool:
    """True of a link, and of one of Windows' junctions, by what `lstat` says of it."""
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == JUNCTION


def file_signature(path: Path) -> tuple[int, int] | None:
    """(size, modification time in ns) of a file, by which one that was changed is known; None where there is none.

    Raises:
        MissingError: it is a folder, a pipe or a device.
        OSError: its folder may not be looked into.
    """
    status = check_file(path)
    return None if status is None else (status.st_size, status.st_mtime_ns)


def is_link(path: Path) -> bool:
    """True if the path itself leads elsewhere.

    Raises:
        OSError: its folder may not be looked into.
    """
    try:
        return leads_elsewhere(path.lstat())
    except (FileNotFoundError, NotADirectoryError):
        return False


def remove_link(path: Path) -> None:
    """Take the path away if it is a link; what it leads to stays."""
    if is_link(path):
        try:
            path.unlink()
        except PermissionError:  # a junction is a folder to Windows
            path.rmdir()


def remove_folder(path: Path) -> None:
    """Delete the folder with all that is in it, as far as that can be done; of a link only the link."""
    import shutil

    with contextlib.suppress(OSError):
        remove_link(path)
    shutil.rmtree(path, ignore_errors=True)


def ensure_folder(path: Path) -> None:
    """Make the folder where there is none; a link in its place is taken away."""
    remove_link(path)
    path.mkdir(parents=True, exist_ok=True)


def check_file(path: Path) -> os.stat_result | None:
    """How the file lies, a link to one followed; None where there is nothing.

    Raises:
        MissingError: it is a folder, a pipe or a device.
    """
    try:
        status = path.stat()
    except ValueError:  # a NUL in the path
        return None
    except OSError as error:
        if error.errno in NOTHING:
            return None
        raise
    if not stat.S_ISREG(status.st_mode):
        raise MissingError(_("{path} is no file, and is in the way of one. Move it, then run the same command again."), path=path)
    return status


def read_file(path: Path) -> bytes:
    """All bytes of a file, a link to one followed.

    Raises:
        FileNotFoundError, PermissionError: as the system says.
        OSError: the file is larger than any text of a meeting.
        MissingError: it is a folder, a pipe or a device.
    """
    if check_file(path) is None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    with path.open("rb") as file:
        data = bytearray()
        while piece := file.read(PIECE_BYTES):  # not all at once: room is made for all that is asked for
            data += piece
            if len(data) > LARGEST_BYTES:
                raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return bytes(data)


def create_file(path: Path, *, private: bool = False) -> BinaryIO:
    """A new file to be written, in place of what has the name; `private`: only its owner may read it, from the first byte on."""
    path.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_FOLLOW | BINARY
    return os.fdopen(os.open(path, flags, 0o600 if private else 0o666), "wb")


def append_to(path: Path) -> BinaryIO:
    """The file to be written on at its end, made where there is none; a link in its place is taken away.

    Raises:
        MissingError: it is a folder, a pipe or a device.
    """
    remove_link(path)
    check_file(path)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | NO_FOLLOW | NO_WAIT | BINARY, 0o666), "ab")
