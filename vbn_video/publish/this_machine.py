"""What this machine knows of who publishes what, in the user's state folder, one note a video.

    publishing(recording, project) ──► the lock is held, by one run at a time ──► note_published: this project published it last

It names the project that another one is about to publish over. Two machines share no such folder: there the targets decide.
"""

import contextlib
import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from vbn_video.codec import from_json, to_json
from vbn_video.disk.flushing import has_locks
from vbn_video.disk.state_notes import state_note
from vbn_video.errors import MissingError
from vbn_video.events import Emit, Notice
from vbn_video.messages import _
from vbn_video.project import write_atomically
from vbn_video.reasons import system_reason
from vbn_video.untrusted.own_files import read_file, remove_link


@dataclass(frozen=True)
class _Note:
    project: str
    """The project folder that holds the lock, or published last, absolute."""


def other_project(recording: str, project: Path) -> Path | None:
    """The project folder that this recording was last published from, if it is another one than `project`, and still there."""
    last = _last_project(recording)
    return last if last and last != project and os.path.isdir(last) else None  # noqa: PTH112  Python 3.11's own raises for a drive that is gone


@contextmanager
def publishing(recording: str, project: Path, emit: Emit) -> Iterator[None]:
    """Hold the recording's lock while `project` publishes it.

    Raises:
        MissingError: another run on this machine is publishing the same recording.
    """
    with contextlib.ExitStack() as held:
        note = _note_path(recording)
        try:
            note.parent.mkdir(parents=True, exist_ok=True)
            held.enter_context(_lock(note, recording))
        except (OSError, NotImplementedError) as error:
            sentence = _("That nobody else on this machine publishes the same recording now can't be seen to: {path}: {why}.")
            path, why = getattr(error, "filename", None) or note, system_reason(error)
            emit(Notice(sentence.format(path=path, why=why), "warning"))
        else:
            _write(note.with_suffix(".holder"), project)
        yield


def note_published(recording: str, project: Path) -> None:
    """Note that `project` has published the recording; where that can't be noted, only its name is not known later."""
    _write(_note_path(recording), project)


@contextmanager
def _lock(note: Path, recording: str) -> Iterator[None]:
    from filelock import FileLock, Timeout

    path = note.with_suffix(".lock")
    try:
        remove_link(path)
        lock = FileLock(path, timeout=0)
        lock.acquire()
    except Timeout:
        if not has_locks(path):
            raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK), str(path)) from None
        raise MissingError(
            _("Another run on this machine is publishing the same recording, from {project}. Let it finish, then try again."),
            project=_read(note.with_suffix(".holder")) or "?",
        ) from None
    try:
        yield
    finally:
        lock.release()


def _last_project(recording: str) -> Path | None:
    return _read(_note_path(recording))


def _note_path(recording: str) -> Path:
    return state_note("published", recording)


def _read(note: Path) -> Path | None:
    try:
        return Path(from_json(_Note, read_file(note)).project)
    except (OSError, ValidationError, MissingError):
        return None


def _write(note: Path, project: Path) -> None:
    with contextlib.suppress(OSError):
        write_atomically(note, to_json(_Note, _Note(str(project))).encode())
