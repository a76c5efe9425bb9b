"""What dead runs left under hidden names in the media folder, and whether a run is at work there."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from vbn_video.publish.website.storage.drive_files import is_folder, plain_size
from vbn_video.publish.website.storage.run_marks import Life, RunMark, judge_life, process_of


def modified(path: Path) -> dt.datetime:
    """When it was last written, by the drive's own clock."""
    return dt.datetime.fromtimestamp(path.lstat().st_mtime, dt.UTC)


def drive_time(probe: Path) -> dt.datetime:
    """The time by the clock of the drive on which `probe` is written, the same for all who write there."""
    try:
        probe.write_bytes(b"")
        return modified(probe)
    finally:
        with suppress(OSError):
            probe.unlink(missing_ok=True)


@contextmanager
def holding(lock: Path) -> Iterator[None]:
    """Hold a lock, where the drive has locks: the system lets go of it when its holder dies. The file is there in any case."""
    from filelock import FileLock

    held = FileLock(lock, timeout=0)
    with suppress(OSError):
        lock.touch()
    with suppress(OSError, NotImplementedError):
        held.acquire()
    try:
        yield
    finally:
        with suppress(OSError):
            held.release()
        with suppress(OSError):
            lock.unlink(missing_ok=True)


def life_of(run: RunMark, root: Path, age_s: float = 0.0) -> Life:
    """Whether a run is at work in the media folder `root`, of which something was last written `age_s` ago."""
    process, lock = process_of(run), root / run.lock
    asks = process not in ("running", "gone") and plain_size(lock) is not None
    return judge_life(process, held=_is_held(lock) if asks else None, age_s=age_s)


def left_by_the_dead(folder: Path, root: Path, here: RunMark, now: dt.datetime) -> list[Path]:
    """The hidden files and folders in `folder` whose runs are dead; `here` is the run that asks."""
    if not is_folder(folder):
        return []
    marks = {left: run for left in folder.iterdir() if (run := RunMark.of_name(left.name)) and run != here}
    return sorted(left for left, run in marks.items() if _is_dead(left, run, root, now))


def _is_dead(left: Path, run: RunMark, root: Path, now: dt.datetime) -> bool:
    try:
        age_s = (now - modified(left)).total_seconds()
    except FileNotFoundError:
        return False
    return life_of(run, root, age_s) == "dead"


def _is_held(lock: Path) -> bool | None:
    """True if another process holds the lock; None where the drive can't say."""
    from filelock import FileLock, Timeout

    asked = FileLock(lock, timeout=0)
    try:
        asked.acquire()
    except Timeout:
        return True
    except (OSError, NotImplementedError):
        return None
    asked.release()
    return False
