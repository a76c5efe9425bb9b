"""Changes what a finished file says in words: a copy of it with another head, video and sound where they were."""

import shutil
import sys
from pathlib import Path

from vbn_video.render.mp4.finished import FinishedMovie
from vbn_video.render.mp4.head import build_head_and_room
from vbn_video.render.mp4.parse import MovieError
from vbn_video.render.mp4.text_metadata import TextMetadata


def rewrite_text_metadata(finished: Path, out: Path, metadata: TextMetadata) -> bool:
    """Write `finished` to `out`, with another `metadata`; False, and nothing written, if that does not go in or it is not ours.

    The copy shares its blocks with `finished` where the file system can, and is never a link. To fsync is the caller's.

    Raises:
        OSError: with ENOSPC: the disk is full.
        shutil.SameFileError: `out` is `finished`.
    """
    try:
        movie = FinishedMovie.read(finished)
    except MovieError:
        return False
    if movie.media_at is None:
        return False
    try:
        head = build_head_and_room(movie.media, metadata, movie.media_at)
    except ValueError:
        return False
    _copy(finished, out)
    with out.open("r+b") as file:
        file.write(head)
    return True


def _copy(source: Path, out: Path) -> None:
    if out.exists() and source.samefile(out):
        raise shutil.SameFileError(f"{out} would be written over itself")
    if not _share_blocks(source, out):
        shutil.copyfile(source, out)


def _share_blocks(source: Path, out: Path) -> bool:
    """Whether the file system gave `out` the blocks of `source`, to be kept apart when one is written (ioctl FICLONE)."""
    if sys.platform != "linux":
        return False
    import fcntl

    ficlone = 0x4004_9409  # linux/fs.h; fcntl names it since Python 3.14
    with source.open("rb") as old, out.open("wb") as new:
        try:
            fcntl.ioctl(new.fileno(), ficlone, old.fileno())
        except OSError:
            return False
    return True
