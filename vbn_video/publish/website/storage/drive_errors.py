"""What a drive refuses, as a sentence."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vbn_video.errors import TargetError
from vbn_video.messages import _

IS_TAKEN = (errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR)
"""How systems refuse to rename a folder to a name that something has."""
IN_USE = (errno.EACCES, errno.EPERM, errno.EBUSY)
"""How they refuse to rename a folder in which somebody has a file open (Windows)."""
IS_IN_THE_WAY = (errno.EEXIST, errno.ENOTDIR, errno.EISDIR)
IS_REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS)
IS_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class RightsError(TargetError):
    """What lies there may not be read or written by this user."""


class DisturbedError(TargetError):
    """Somebody else changed what this run was about to change: it has to look anew."""

    def __init__(self, path: Path) -> None:
        """`path`: what was changed."""
        super().__init__(
            _(
                "Somebody else publishes or changes {path} at the same time. Run the same command again when that has come to"
                " its end: then the page is put in order."
            ),
            path=path,
        )


@contextmanager
def refusals(path: Path, *, disturbs: bool = False) -> Iterator[None]:
    """Turn what the file system refuses into a sentence.

    Raises:
        DisturbedError: the folder of `path` is no longer there, and `disturbs` says that it was there a moment ago.
        RightsError, TargetError: as the system says.
    """
    try:
        yield
    except OSError as error:
        if disturbs and isinstance(error, FileNotFoundError):
            raise DisturbedError(path) from error
        kind = RightsError if error.errno in IS_REFUSED else TargetError
        raise kind(_refusal(error), path=path, why=error.strerror or error) from error


def _refusal(error: OSError) -> str:
    if error.errno in IS_FULL:
        return _("The media folder is full: {path} could not be written. Make room there, then run the same command again.")
    if error.errno in IS_REFUSED:
        return _("The media folder refuses: {path} can't be read or written. Get the right to write there, then run again.")
    if error.errno in IS_IN_THE_WAY:
        return _("{path} is in the way of what is to be published. Move it or rename it, then run the same command again.")
    return _("The media folder failed at {path}: {why}. Look to the drive or its connection, then run the same command again.")
