"""Small copies of parts that a browser can't play, made in the background, one at a time, in the project's folder.

A copy that is half made has another name; one that was broken off is begun anew. `vbn-video clean` deletes them, and so does
`forget_uncut`: they hold all that was recorded.
"""

from __future__ import annotations

import queue
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Thread

from vbn_video.errors import VbnError
from vbn_video.project import Project, disk_errors
from vbn_video.review.media.recorded_files import RecordedFile, proxy_path
from vbn_video.untrusted.own_files import ensure_folder

MakeProxy = Callable[[RecordedFile, Path, Callable[[float], None]], None]
"""Makes the copy of a part at a path, telling how much of it is done."""


@dataclass
class ProxyWork:
    """A copy that is being made, or could not be."""

    progress: float = 0.0
    error: str = ""


class Proxies:
    """The copies that are being made by this server; any thread may ask."""

    def __init__(self, make: MakeProxy | None = None) -> None:
        self._make = make or _make
        self._lock = Lock()
        self._work: dict[Path, ProxyWork] = {}
        self._waiting: queue.SimpleQueue[tuple[Project, RecordedFile, Path]] = queue.SimpleQueue()
        self._thread: Thread | None = None

    def find(self, project: Project, index: int, file: RecordedFile) -> Path | ProxyWork:
        """The copy; where there is none yet, how far it is: it is begun if nobody has."""
        path = proxy_path(project, index)
        if path.is_file() and path.stat().st_mtime_ns >= file.part.identity.modified_ns:
            return path
        with self._lock:
            if path not in self._work:
                self._work[path] = ProxyWork()
                self._waiting.put((project, file, path))
                if self._thread is None:
                    self._thread = Thread(target=self._work_off, name="proxies", daemon=True)
                    self._thread.start()
            return self._work[path]

    def _work_off(self) -> None:
        while True:
            project, file, path = self._waiting.get()
            work = self._work[path]

            def told(share: float, work: ProxyWork = work) -> None:
                work.progress = share

            half = path.with_name(f"{path.stem}.half.mp4")
            try:
                with disk_errors(project.folder):
                    ensure_folder(path.parent)
                    self._make(file, half, told)
                    half.replace(path)
                with self._lock:
                    del self._work[path]
            except (VbnError, OSError, RuntimeError) as error:
                half.unlink(missing_ok=True)
                work.error = error.message if isinstance(error, VbnError) else str(error)


def _make(file: RecordedFile, path: Path, told: Callable[[float], None]) -> None:
    from vbn_video.render.proxy import make_proxy

    assert file.path is not None
    make_proxy(file.path, file.part, path, told)
