"""What a drive refuses, as a sentence."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vbn_video.disk.disk_refusals import Refusal, refusal_of
from vbn_video.errors import TargetError
from vbn_video.messages import _
from vbn_video.reasons import system_reason

IS_TAKEN = (errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR)
"""How systems refuse to rename a folder to a name that something has."""
IN_USE = (errno.EACCES, errno.EPERM, errno.EBUSY)
"""How they refuse to rename a folder in which somebody has a file open (Windows)."""


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
        refusal = refusal_of(error, path)
        kind = RightsError if refusal is Refusal.FORBIDDEN else TargetError
        raise kind(_sentence(refusal), path=path, why=system_reason(error)) from error


def _sentence(refusal: Refusal | None) -> str:
    if refusal is Refusal.FULL:
        return _("The media folder is full: {path} could not be written. Make room there, then run the same command again.")
    if refusal is Refusal.TOO_LARGE:
        return _("{path} is larger than the media folder's drive takes in one file (4 GB in FAT32). Use another drive.")
    if refusal is Refusal.FORBIDDEN:
        return _("The media folder refuses: {path} can't be read or written. Get the right to write there, then run again.")
    if refusal in (Refusal.IN_THE_WAY, Refusal.NO_FILE):
        return _("{path} is in the way of what is to be published. Move it or rename it, then run the same command again.")
    return _("The media folder failed at {path}: {why}. Look to the drive or its connection, then run the same command again.")
