"""Why a disk refuses: one rule for every place that is written to.

Source: errno of POSIX.1-2024, and what Linux's open(2), write(2) and rename(2) say of its numbers.
"""

import errno
import os
from enum import Enum, auto
from pathlib import Path


class Refusal(Enum):
    """Why a disk refuses."""

    FULL = auto()
    """No room, or none for this person."""
    TOO_LARGE = auto()
    """The file has come to the largest size that the file system knows: 4 GB in FAT32."""
    FORBIDDEN = auto()
    IN_THE_WAY = auto()
    """A file where a folder is wanted."""
    NO_FILE = auto()
    """A folder where a file is wanted."""
    TOO_LONG = auto()
    """The name, or the path."""
    NO_LOCKS = auto()
    GONE = auto()
    """The folder was there, and is not any more: a drive whose connection is lost."""
    FAILED = auto()
    """Damaged, not connected, or unable to do what is asked."""


def numbers_of(*names: str) -> frozenset[int]:
    """Those that this system has."""
    return frozenset(getattr(errno, name) for name in names if hasattr(errno, name))


REFUSALS = {
    Refusal.FULL: numbers_of("ENOSPC", "EDQUOT"),
    Refusal.TOO_LARGE: numbers_of("EFBIG"),
    Refusal.FORBIDDEN: numbers_of("EACCES", "EPERM", "EROFS"),
    Refusal.IN_THE_WAY: numbers_of("EEXIST", "ENOTDIR"),
    Refusal.NO_FILE: numbers_of("EISDIR", "ENOTEMPTY"),
    Refusal.TOO_LONG: numbers_of("ENAMETOOLONG"),
    Refusal.NO_LOCKS: numbers_of("ENOLCK"),
}
OURS = numbers_of("EBADF", "EFAULT", "ENOTTY", "ESPIPE", "EMFILE", "ENFILE", "ECHILD", "ESRCH", "EPIPE", "EINTR", "EAGAIN")
"""What says something of the program, not of a disk."""


def refusal_of(error: OSError, place: Path) -> Refusal | None:
    """Why a disk said this, at `place` where it named no path itself; None where it is a fault of ours."""
    if error.errno == errno.ENOENT:
        return None if Path(os.fsdecode(error.filename or place)).parent.exists() else Refusal.GONE
    if error.errno is None or error.errno in OURS or isinstance(error, ConnectionError):
        return None
    return next((refusal for refusal, numbers in REFUSALS.items() if error.errno in numbers), Refusal.FAILED)
