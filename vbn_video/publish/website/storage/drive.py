"""The media folder: files and folders appear and disappear whole, and what the drive refuses is a sentence."""

import datetime as dt
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from vbn_video.disk.flushing import flush, flush_folder
from vbn_video.errors import MissingError, TargetError
from vbn_video.messages import _
from vbn_video.publish.website.storage.drive_errors import IN_USE, IS_TAKEN, DisturbedError, refusals
from vbn_video.publish.website.storage.drive_files import file_chunks, is_folder, is_same_file, plain_size, read_plain
from vbn_video.publish.website.storage.run_marks import RunMark
from vbn_video.publish.website.storage.sweeping import drive_time, holding, left_by_the_dead, life_of
from vbn_video.safe_names import is_safe_name
from vbn_video.untrusted.own_files import is_link

LARGEST_SMALL_BYTES = 64 << 20
"""The page of a day's meeting, with its captions inside, takes a tenth of this."""


class MediaFolder:
    """Files by their names relative to the folder, with `/`; names of nothing, of links and of devices read as None."""

    def __init__(self, root: Path, run: RunMark | None = None) -> None:
        """`run`: who writes; without it, a new run of this process.

        Raises:
            TargetError: the folder is not there.
        """
        self.root = root
        self.run = run or RunMark.new()
        with refusals(root):
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
        """Where the file or folder lies.

        Raises:
            ValueError: the name leads out of the media folder.
        """
        if name and not all(is_safe_name(part) for part in name.split("/")):
            raise ValueError(f"{name!a} is no name in a media folder")
        return self.root / name

    def folders(self) -> list[str]:
        """The names of the folders at the top, in order; hidden ones and links left out."""
        with refusals(self.root), os.scandir(self.root) as found:
            return sorted(i.name for i in found if i.name[0] != "." and is_safe_name(i.name) and is_folder(Path(i.path)))

    def names(self, folder: str) -> list[str] | None:
        """What lies in a folder, temporary files left out; None where there is no such folder."""
        path = self.path(folder)
        with refusals(path):
            found = [item.name for item in path.iterdir()] if is_folder(path) else None
            return None if found is None else sorted(name for name in found if RunMark.of_name(name) is None)

    def exists(self, name: str) -> bool:
        """Whether anything has this name."""
        with refusals(self.path(name)):
            return os.path.lexists(self.path(name))

    def size(self, name: str) -> int | None:
        """A file's bytes.

        Raises:
            RightsError: its folder may not be looked into.
        """
        path = self.path(name)
        with refusals(path):
            return plain_size(path) if self._is_inside(path) else None

    def read(self, name: str, at_most: int = LARGEST_SMALL_BYTES) -> bytes | None:
        """A small file's bytes; None where there is none, or where it has more than `at_most`.

        Raises:
            RightsError: it may not be read.
        """
        path = self.path(name)
        with refusals(path):
            return read_plain(path, at_most) if self._is_inside(path) else None

    def is_same(self, name: str, source: Path) -> bool:
        """Whether a file has the very bytes of `source`, a file of this machine; both are read.

        Raises:
            MissingError: `source` can't be read.
            RightsError: the file may not be read.
        """
        path = self.path(name)
        with refusals(path):
            return self._is_inside(path) and is_same_file(path, source)

    def check_reachable(self, name: str) -> None:
        """See that no link is on the way to a file of this name, be it there or not.

        Raises:
            TargetError: there is one.
        """
        self._reachable(name)

    def at_work(self) -> AbstractContextManager[None]:
        """Show the others that this run is at work."""
        return holding(self.root / self.run.lock)

    def now(self) -> dt.datetime:
        """The time by the drive's own clock."""
        with refusals(self.root):
            return drive_time(self._part(self.root / "now"))

    def check_writable(self) -> None:
        """See that files can be made and removed here, by a hidden one.

        Raises:
            TargetError: the folder refuses.
        """
        self.now()

    def is_at_work(self, run: RunMark) -> bool:
        """True if another run is known to be at work here."""
        lock = self.root / run.lock  # which goes when a run ends, while its process may live on
        with refusals(lock):
            return run != self.run and plain_size(lock) is not None and life_of(run, self.root) == "alive"

    def write(self, name: str, data: bytes) -> None:
        """Put a small file in place.

        Raises:
            DisturbedError: its folder is no longer there.
            TargetError: the folder refused; nothing has changed under the file's name.
        """
        final = self._reachable(name)
        self._place(self._stage(final, iter((data,))), final)

    @contextmanager
    def staged(self, name: str, source: Path, sent: Callable[[int], None]) -> Iterator[Callable[[], None]]:
        """Bring a large file into its folder under a hidden name; what is handed out puts it in place.

        `sent` is told the bytes so far. A file that is not put in place is removed again.

        Raises:
            DisturbedError: its folder is no longer there.
            MissingError: `source` can't be read.
            TargetError: the folder refused; nothing has changed under the file's name.
        """
        part = self._stage(self._reachable(name), file_chunks(source, sent))
        try:
            yield lambda: self._place(part, self._reachable(name))
        finally:
            with suppress(OSError):
                self._unlink(part)

    def delete(self, name: str) -> None:
        """Remove a file of ours; one that is gone already is no fault."""
        with refusals(self.path(name)):
            self._unlink(self._reachable(name))

    def make_folder(self, name: str, files: Mapping[str, bytes]) -> bool:
        """Make a folder that has `files` in it as soon as it is there; False where something has its name already.

        An empty folder that is given the name at the same moment holds nothing, and becomes this one.
        """
        final = self._reachable(name)
        hidden = self._part(final, ".new")
        with refusals(final):
            try:
                self._mkdir(hidden)
                for file, data in files.items():
                    self._write(hidden / file, iter((data,)))
                if os.path.lexists(final):
                    return False
                self._rename(hidden, final)
            except OSError as error:
                if error.errno in IS_TAKEN:
                    return False
                raise
            finally:
                with suppress(OSError):
                    self._discard(hidden, files)
        return True

    def hide_folder(self, name: str) -> str | None:
        """Take a folder out of sight by one rename; its name from then on, None where the drive refuses.

        Raises:
            DisturbedError: it is no longer there.
        """
        visible = self._reachable(name)
        hidden = self._part(visible, ".gone")
        try:
            self._rename(visible, hidden)
        except FileNotFoundError as error:
            raise DisturbedError(visible) from error
        except OSError as error:
            if error.errno in IN_USE:
                return None
            with refusals(visible):
                raise
        return hidden.name

    def show_folder(self, hidden: str, name: str) -> bool:
        """Give a hidden folder a name that people see; False where something has it."""
        visible = self._reachable(name)
        with refusals(visible):
            if os.path.lexists(visible):
                return False
            self._rename(self.path(hidden), visible)
        return True

    def remove_folder(self, name: str) -> bool:
        """Remove a folder if it is empty; False where something of a stranger's keeps it."""
        with refusals(self.path(name)):
            try:
                self._rmdir(self._reachable(name))
            except FileNotFoundError:
                return True
            except OSError as error:
                if error.errno in IS_TAKEN:
                    return False
                raise
        return True

    def sweep(self, *folders: str) -> None:
        """Remove the temporary files that dead runs left in these folders."""
        for folder in folders:
            for left in self._left_by_the_dead(folder):
                if not is_folder(left):
                    with refusals(left):
                        self._unlink(left)

    def abandoned_folders(self) -> list[str]:
        """The hidden folders that dead runs left."""
        return [left.name for left in self._left_by_the_dead("") if is_folder(left)]

    def discard_temporaries(self, hidden: str) -> None:
        """Remove every temporary file in a hidden folder, whose ever: it can no longer be put in place."""
        with refusals(self.path(hidden)):
            for left in list(self.path(hidden).iterdir()):
                if RunMark.of_name(left.name):
                    self._unlink(left)

    def _left_by_the_dead(self, folder: str) -> list[Path]:
        path = self.path(folder)
        with refusals(path):
            return left_by_the_dead(path, self.root, self.run, self.now()) if self._is_inside(path) else []

    def _stage(self, final: Path, chunks: Iterator[bytes]) -> Path:
        """Write all of a file under its hidden name, and see that all of it arrived."""
        part = self._part(final)
        try:
            with refusals(final, disturbs=True):
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
            with refusals(final, disturbs=True):
                self._rename(part, final)
        except TargetError:
            with suppress(OSError):
                self._unlink(part)
            raise

    def _part(self, final: Path, ending: str = ".part") -> Path:
        return final.with_name(f"{self.run.prefix}-{hashlib.sha256(final.name.encode()).hexdigest()[:8]}{ending}")

    def _discard(self, hidden: Path, files: Iterable[str]) -> None:
        if os.path.lexists(hidden):
            for file in files:
                self._unlink(hidden / file)
            self._rmdir(hidden)

    def _reachable(self, name: str) -> Path:
        """The path of a name, with no link on the way to it."""
        path = self.path(name)
        with refusals(path):
            if self._is_inside(path):
                return path
        raise TargetError(
            _(
                "{path} is a link, and vbn-video follows none in the media folder. Put a folder there, or move the link away,"
                " then run the same command again."
            ),
            path=path.parent,
        )

    def _is_inside(self, path: Path) -> bool:
        return not any(is_link(self.root / folder) for folder in path.relative_to(self.root).parents if folder.parts)

    def _write(self, part: Path, chunks: Iterator[bytes]) -> int:
        size = 0
        with part.open("xb") as file:
            for chunk in chunks:
                size += file.write(chunk)
            file.flush()
            flush(file.fileno())
        return size

    def _rename(self, part: Path, final: Path) -> None:
        if is_folder(part):
            part.rename(final)  # never over a folder that holds something
        else:
            part.replace(final)
        flush_folder(final.parent)

    def _unlink(self, path: Path) -> None:
        path.unlink(missing_ok=True)

    def _mkdir(self, path: Path) -> None:
        path.mkdir()

    def _rmdir(self, path: Path) -> None:
        path.rmdir()
