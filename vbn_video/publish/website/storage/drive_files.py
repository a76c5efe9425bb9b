"""Files and folders where others may put links, pipes and devices in our places: none of them is followed or waited for."""

import errno
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from vbn_video.errors import MissingError
from vbn_video.messages import _
from vbn_video.reasons import system_reason
from vbn_video.untrusted.own_files import leads_elsewhere

CHUNK_BYTES = 4 << 20
READ_PLAIN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def is_folder(path: Path) -> bool:
    """True for a folder, not for a link to one."""
    status = _status(path)
    return status is not None and stat.S_ISDIR(status.st_mode) and not leads_elsewhere(status)


def plain_size(path: Path) -> int | None:
    """A file's bytes; None where there is no plain file.

    Raises:
        OSError: its folder may not be looked into.
    """
    status = _status(path)
    return status.st_size if status and stat.S_ISREG(status.st_mode) else None


def read_plain(path: Path, at_most: int) -> bytes | None:
    """A file's bytes; None where there is no plain file, or where it has more than `at_most`.

    Raises:
        OSError: it may not be read.
    """
    if plain_size(path) is None:
        return None
    try:
        with os.fdopen(os.open(path, READ_PLAIN), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return None
            data = file.read(at_most + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        if error.errno == errno.ELOOP:  # a link was put there a moment ago
            return None
        raise
    return data if len(data) <= at_most else None


def is_same_file(path: Path, source: Path) -> bool:
    """Whether a plain file has the very bytes of `source`; both are read to where they differ.

    Raises:
        MissingError: `source` can't be read.
        OSError: the file may not be read.
    """
    if plain_size(path) != source.stat().st_size:
        return False
    with os.fdopen(os.open(path, READ_PLAIN), "rb") as file:
        return all(file.read(len(chunk)) == chunk for chunk in file_chunks(source, lambda _done: None))


def file_chunks(source: Path, sent: Callable[[int], None]) -> Iterator[bytes]:
    """The file's bytes in pieces, so that memory does not grow with the file; `sent` is told the bytes so far.

    Raises:
        MissingError: it can't be read.
    """
    try:
        with source.open("rb") as file:
            done = 0
            while chunk := file.read(CHUNK_BYTES):
                yield chunk
                done += len(chunk)
                sent(done)
    except OSError as error:
        raise MissingError(_("{path} can't be read: {why}."), path=source, why=system_reason(error)) from error


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
