"""The project folder `NAME.vbn`: where it lies, who holds it, how files in it are written, and its log.

A file is never seen half written: it is written under a temporary name, flushed to the disk and then renamed.
"""

from __future__ import annotations

import contextlib
import getpass
import hashlib
import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from vbn_video.clock import local_time
from vbn_video.disk.disk_refusals import Refusal, refusal_of
from vbn_video.disk.flushing import NO_LOCKS, flush, flush_folder, has_locks
from vbn_video.errors import InputError, MissingError
from vbn_video.messages import _
from vbn_video.reasons import system_reason
from vbn_video.safe_names import MAX_NAME_BYTES
from vbn_video.untrusted.foreign_words import without_secrets
from vbn_video.untrusted.own_files import (
    append_to,
    check_file,
    create_file,
    ensure_folder,
    is_link,
    read_file,
    remove_folder,
    remove_link,
)

T = TypeVar("T")

SUFFIX = ".vbn"
MAX_STEM_BYTES = MAX_NAME_BYTES - len(SUFFIX)
WORKING = ".working"
LOG = "log.jsonl"
REVIEW = "review.jsonl"
"""What was changed on the review page, for undo."""
PROXIES = "proxies"
"""The folder of small copies of the recording, for browsers that can't play it as it is."""


@dataclass(frozen=True)
class Holder:
    """Who holds a project's lock."""

    user: str
    host: str
    pid: int
    since: str


@dataclass(frozen=True)
class Project:
    """One project folder, there or to be made."""

    folder: Path

    @classmethod
    def beside(cls, recording: Path, name: str, workspace: Path | None = None) -> Project:
        """The project of the recording `name` that lies at `recording`: beside it, or in `workspace`."""
        return cls((workspace or recording.parent) / (_bounded(name) + SUFFIX))

    def path(self, name: str) -> Path:
        """The path of one of the project's files."""
        return self.folder / name

    @property
    def working(self) -> Path:
        """Where steps write before their files are put in place."""
        return self.folder / WORKING

    def create_folder(self) -> None:
        """Make the folder, and its parents.

        Raises:
            MissingError: it can't be made or written to, or is a link.
        """
        self._refuse_link()
        with disk_errors(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        if not os.access(self.folder, os.W_OK):
            raise MissingError(
                _("The project folder {path} can't be written to. Choose another place for it with --workspace."),
                path=self.folder,
            )

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the folder for one run. The system lets go of the lock when its holder dies.

        Raises:
            MissingError: another run holds it; the sentence says who, where and since when. Or the folder is a link.
        """
        from filelock import FileLock, Timeout

        self._refuse_link()
        lock, holder = FileLock(self.path(".lock"), timeout=0), self.path(".lock.json")
        with disk_errors(self.folder):
            remove_link(self.path(".lock"))  # older versions of filelock empty what it leads to
            check_file(self.path(".lock"))
            try:
                lock.acquire()
            except Timeout:
                sentence = _lock_sentence(holder) if has_locks(self.path(".lock")) else _sentence(Refusal.NO_LOCKS)
                raise MissingError(sentence, path=self.folder) from None
            except OSError as error:
                if error.errno in NO_LOCKS:
                    raise MissingError(_sentence(Refusal.NO_LOCKS), path=self.folder) from error
                raise
        try:
            me = Holder(_user(), socket.gethostname(), os.getpid(), datetime.now().astimezone().isoformat(timespec="seconds"))
            with disk_errors(self.folder):
                _remove_temporaries(self.folder)
                remove_link(self.working)
                _refuse_pipes(self.folder)
                write_atomically(holder, json.dumps(asdict(me)).encode())
            yield
        finally:
            with contextlib.suppress(OSError):
                holder.unlink(missing_ok=True)
            lock.release()

    def log(self, **event: object) -> None:
        """Add one line to `log.jsonl`."""
        said = {key: without_secrets(value) if isinstance(value, str) else value for key, value in event.items()}
        line = json.dumps({"at": datetime.now().astimezone().isoformat(timespec="milliseconds"), **said}, ensure_ascii=False)
        with disk_errors(self.folder), append_to(self.path(LOG)) as log:
            log.write((line + "\n").encode(errors="replace"))

    def make_working(self, step: str) -> None:
        """An empty folder for what a step writes."""
        working = self.working / step
        ensure_folder(self.working)
        remove_folder(working)
        working.mkdir()

    def _refuse_link(self) -> None:
        with disk_errors(self.folder):
            leads_elsewhere = is_link(self.folder)
        if leads_elsewhere:
            raise MissingError(
                _(
                    "The project folder {path} is a link. Name the folder that it leads to, or choose another place with"
                    " --workspace."
                ),
                path=self.folder,
            )


def _lock_sentence(holder: Path) -> str:
    from vbn_video.codec import parse_json

    try:
        held = Holder(**parse_json(read_file(holder)))
    except (OSError, ValueError, TypeError, MissingError):
        return _("Another run is at work in {path}. Let it finish, then try again.")
    sentence = _("{user} on {host} (process {pid}) is at work in {path} since {since}. Let it finish, then try again.")
    with contextlib.suppress(ValueError):
        held = replace(held, since=local_time(datetime.fromisoformat(held.since)))
    literal = {key: str(value).replace("{", "{{").replace("}", "}}") for key, value in asdict(held).items()}
    return sentence.format(**literal, path="{path}")


def _remove_temporaries(folder: Path) -> None:
    """Remove what runs killed within `write_atomically` left; for the holder of the lock, as nobody else writes then."""
    for left in folder.glob(".*.[0-9]*.tmp"):
        with contextlib.suppress(OSError):
            left.unlink()


def _refuse_pipes(folder: Path) -> None:
    """See that nothing in the folder would be waited for without end if it were opened.

    Raises:
        MissingError: a pipe, a socket or a device is there, or a link to one.
    """
    for path in folder.iterdir():
        with contextlib.suppress(OSError):
            if not path.is_dir():
                check_file(path)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "?"


def _bounded(name: str) -> str:
    """The name, cut and marked with a hash where a file system could not hold it."""
    raw = name.encode()
    if len(raw) <= MAX_STEM_BYTES:
        return name
    mark = "-" + hashlib.sha256(raw).hexdigest()[:8]
    return raw[: MAX_STEM_BYTES - len(mark)].decode(errors="ignore") + mark


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Turn what a disk refuses into a sentence.

    Raises:
        MissingError: the disk is full, failed, or can't do what is asked; or the place can't be written to.
    """
    try:
        yield
    except OSError as error:
        refusal = refusal_of(error, path)
        if refusal is None:
            raise
        where = os.fsdecode(error.filename) if error.filename else path
        raise MissingError(_sentence(refusal), path=where, why=system_reason(error)) from error


def _sentence(refusal: Refusal) -> str:
    return {
        Refusal.FULL: _("The disk is full: {path}. Make room, then run the same command again."),
        Refusal.TOO_LARGE: _(
            "{path} is larger than this disk takes in one file (4 GB in FAT32). Choose a place on another disk with --workspace."
        ),
        Refusal.FORBIDDEN: _("{path} can't be written to. Choose another place for the project with --workspace."),
        Refusal.IN_THE_WAY: _(
            "{path} is a file and in the way of the project. Move it, or choose another place with --workspace."
        ),
        Refusal.NO_FILE: _("{path} is no file, and is in the way of one. Move it, then run the same command again."),
        Refusal.TOO_LONG: _("The path {path} is too long for this disk. Choose a shorter one with --workspace."),
        Refusal.NO_LOCKS: _(
            "The disk of {path} has no locks: two runs could write there at once. Choose a place on another disk with"
            " --workspace."
        ),
        Refusal.GONE: _("{path} is not there any more. Connect the disk again, then run the same command again."),
        Refusal.FAILED: _(
            "The disk failed at {path}: {why}. Look to it or to its connection, then run the same command again, or choose"
            " another place for the project with --workspace."
        ),
    }[refusal]


def read_value(path: Path, kind: type[T]) -> T:
    """The value of that kind in one of the project's files, as `codec.to_json` made it.

    Raises:
        InputError: the file holds no such value any more; the sentence names the line, or the key, and what to do.
    """
    from pydantic import ValidationError

    from vbn_video.codec import from_json, json_fault

    try:
        return from_json(kind, read_file(path))
    except ValidationError as error:
        fault = json_fault(error)
        sentence = _(
            "{path}, line {line}: this can't be read any more ({why}). Put back a copy of the file, or delete it and run the same"
            " command again: it is made anew."
        )
        raise InputError(sentence, path=path, line=fault.line, why=fault.why) from error


def flush_to_disk(path: Path) -> None:
    """Return when the file's bytes are on the disk."""
    with path.open("rb+") as file:
        flush(file.fileno())


def write_atomically(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write the file so that its name shows either the old bytes or all of the new, whatever happens in between.

    `private`: only its owner may read it, from the first byte on.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with create_file(temporary, private=private) as file:
            file.write(data)
            file.flush()
            flush(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


@dataclass(frozen=True)
class FileState:
    """How a file lay when its hash was taken."""

    sha256: str
    size: int
    modified_ns: int

    @classmethod
    def of(cls, path: Path) -> FileState:
        """How it lies now; all of it is read."""
        status = path.stat()
        return cls(sha256_of(path), status.st_size, status.st_mtime_ns)


def sha256_of(path: Path, read: Callable[[int], None] | None = None) -> str:
    """SHA-256 of the whole file, in hex; `read` is told how many bytes each piece had."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
            if read:
                read(len(piece))
    return digest.hexdigest()
