"""Bytes, names and locks on disks that do not all do what a disk does: that one can't tell is no fault of anybody's.

A network drive, a stick in FAT or a folder of a cloud may not flush a folder, or lock a file. Source: Linux's fsync(2), flock(2).
"""

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vbn_video.disk.disk_refusals import numbers_of

CAN_NOT_FLUSH = numbers_of("EINVAL", "ENOTSUP", "EOPNOTSUPP", "ENOSYS")
CAN_NOT_FLUSH_FOLDERS = CAN_NOT_FLUSH | numbers_of("EBADF", "EISDIR", "EACCES", "EPERM")
"""A folder that may be written to but not listed can't be opened."""
NO_LOCKS = numbers_of("ENOLCK", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EINVAL")


def flush(handle: int) -> None:
    """Return when the open file's bytes are on the disk, where the disk can tell."""
    with _unless(CAN_NOT_FLUSH):
        os.fsync(handle)


def flush_folder(folder: Path) -> None:
    """Return when the folder's names are on the disk, where system and disk can tell."""
    if os.name != "posix":
        return
    with _unless(CAN_NOT_FLUSH_FOLDERS):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def has_locks(path: Path) -> bool:
    """Whether the disk can lock the file; one that another holds is locked."""
    with contextlib.suppress(ImportError):
        import fcntl

        with path.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError as error:
                return error.errno not in NO_LOCKS
    return True


@contextmanager
def _unless(numbers: frozenset[int]) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in numbers:
            raise
