"""The one door to the media folder: a folder on this machine or on a network drive.

A file appears under its name when all of it is there: it is written under a hidden temporary name in the same folder, flushed,
its size compared, then renamed. The temporary name belongs to the recording that writes it, so that the next run for that
recording finds what a killed one left, and nobody else's.
"""

import errno
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from vbn_video.errors import MissingError, TargetError
from vbn_video.messages import _

CHUNK_BYTES = 4 << 20
IS_IN_THE_WAY = (errno.EEXIST, errno.ENOTDIR, errno.EISDIR)
IS_REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS)
IS_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class MediaFolder:
    """Files by their names relative to the folder, with `/`; names of nothing read as None."""

    def __init__(self, root: Path, owner: str) -> None:
        """`owner`: the recording for which this run writes.

        Raises:
            TargetError: the folder is not there.
        """
        self.root = root
        self._part_prefix = f".vbn-video-{owner[:12]}-"
        with self._refusals(root):
            if not root.is_dir():
                raise TargetError(
                    _(
                        "The media folder {path} is not there. Connect the drive or make the folder, or give the right one under"
                        " [website] media_dir, then run the same command again."
                    )
                    if not root.exists()
                    else _("The media folder {path} is a file. Give the right folder under [website] media_dir."),
                    path=root,
                )

    def path(self, name: str) -> Path:
        """Where the file or folder lies."""
        return self.root / name

    def folders(self) -> list[str]:
        """The names of the folders at the top, in order."""
        with self._refusals(self.root), os.scandir(self.root) as found:
            return sorted(item.name for item in found if not item.name.startswith(".") and item.is_dir())

    def names(self, folder: str) -> list[str] | None:
        """What lies in a folder, our own temporary files left out; None where there is no such folder."""
        with self._refusals(self.path(folder)):
            try:
                return sorted(item.name for item in self.path(folder).iterdir() if not item.name.startswith(self._part_prefix))
            except (FileNotFoundError, NotADirectoryError):
                return None

    def exists(self, name: str) -> bool:
        """Whether anything has this name."""
        with self._refusals(self.path(name)):
            return os.path.lexists(self.path(name))

    def size(self, name: str) -> int | None:
        """A file's bytes."""
        with self._refusals(self.path(name)):
            try:
                return self.path(name).stat().st_size if self.path(name).is_file() else None
            except FileNotFoundError:
                return None

    def read(self, name: str) -> bytes | None:
        """A small file's bytes."""
        with self._refusals(self.path(name)):
            try:
                return self.path(name).read_bytes()
            except (FileNotFoundError, NotADirectoryError):
                return None

    def make_folder(self, name: str) -> bool:
        """Make a folder; False where something has its name already."""
        with self._refusals(self.path(name)):
            try:
                self._mkdir(self.path(name))
            except FileExistsError:
                return False
        return True

    def write(self, name: str, data: bytes) -> None:
        """Put a small file in place.

        Raises:
            TargetError: the folder refused; nothing has changed under the file's name.
        """
        final = self.path(name)
        self._place(self._stage(final, iter((data,))), final)

    @contextmanager
    def staged(self, name: str, source: Path, sent: Callable[[int], None]) -> Iterator[Callable[[], None]]:
        """Bring a large file into its folder under a hidden name; what is handed out puts it in place.

        `sent` is told the bytes so far. A file that is not put in place is removed again.

        Raises:
            MissingError: `source` can't be read.
            TargetError: the folder refused; nothing has changed under the file's name.
        """
        final = self.path(name)
        part = self._stage(final, _chunks(source, sent))
        try:
            yield lambda: self._place(part, final)
        finally:
            with suppress(OSError):
                self._unlink(part)

    def delete(self, name: str) -> None:
        """Remove a file of ours; one that is gone already is no fault."""
        with self._refusals(self.path(name)):
            self._unlink(self.path(name))

    def remove_folder(self, name: str) -> bool:
        """Remove a folder if it is empty; False where something of a stranger's keeps it."""
        with self._refusals(self.path(name)):
            try:
                self._rmdir(self.path(name))
            except FileNotFoundError:
                return True
            except OSError as error:
                if error.errno in (errno.ENOTEMPTY, errno.EEXIST):
                    return False
                raise
        return True

    def sweep(self, *folders: str) -> None:
        """Remove what a killed run for this recording left under temporary names in these folders."""
        for folder in folders:
            with self._refusals(self.path(folder)):
                for left in self.path(folder).glob(f"{self._part_prefix}*"):
                    self._unlink(left)

    def _stage(self, final: Path, chunks: Iterator[bytes]) -> Path:
        """Write all of a file under its hidden name, and see that all of it arrived."""
        part = final.with_name(f"{self._part_prefix}{hashlib.sha256(final.name.encode()).hexdigest()[:12]}.part")
        try:
            with self._refusals(final):
                size = self._write(part, chunks)
                stored = part.stat().st_size
            if stored != size:
                raise TargetError(
                    _("{path} holds {stored} bytes of the {size} written. Look to the drive, then run the same command again."),
                    path=part,
                    stored=stored,
                    size=size,
                )
        except (TargetError, MissingError):
            with suppress(OSError):
                self._unlink(part)
            raise
        return part

    def _place(self, part: Path, final: Path) -> None:
        try:
            with self._refusals(final):
                self._rename(part, final)
        except TargetError:
            with suppress(OSError):
                self._unlink(part)
            raise

    def _write(self, part: Path, chunks: Iterator[bytes]) -> int:
        size = 0
        with part.open("wb") as file:
            for chunk in chunks:
                size += file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        return size

    def _rename(self, part: Path, final: Path) -> None:
        part.replace(final)
        _flush_folder(final.parent)

    def _unlink(self, path: Path) -> None:
        path.unlink(missing_ok=True)

    def _mkdir(self, path: Path) -> None:
        path.mkdir()

    def _rmdir(self, path: Path) -> None:
        path.rmdir()

    @contextmanager
    def _refusals(self, path: Path) -> Iterator[None]:
        """Turn what the file system refuses into a sentence."""
        try:
            yield
        except OSError as error:
            raise TargetError(_refusal(error), path=path, why=error.strerror or error) from error


def _refusal(error: OSError) -> str:
    if error.errno in IS_FULL:
        return _("The media folder is full: {path} could not be written. Make room there, then run the same command again.")
    if error.errno in IS_REFUSED:
        return _("The media folder refuses: {path} can't be read or written. Get the right to write there, then run again.")
    if error.errno in IS_IN_THE_WAY:
        return _("{path} is in the way of what is to be published. Move it or rename it, then run the same command again.")
    return _("The media folder failed at {path}: {why}. Look to the drive or its connection, then run the same command again.")


def _chunks(source: Path, sent: Callable[[int], None]) -> Iterator[bytes]:
    """The file's bytes in pieces, so that memory does not grow with the file."""
    try:
        with source.open("rb") as file:
            done = 0
            while chunk := file.read(CHUNK_BYTES):
                yield chunk
                done += len(chunk)
                sent(done)
    except OSError as error:
        raise MissingError(_("{path} can't be read: {why}."), path=source, why=error.strerror or error) from error


def _flush_folder(folder: Path) -> None:
    """Flush the folder's names, where the system and the drive can do that."""
    if os.name == "posix":
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
