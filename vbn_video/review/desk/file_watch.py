"""Which of a project's documents somebody has changed: the page itself, another tab, an editor beside it, or a run."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from vbn_video.errors import VbnError
from vbn_video.project import Project
from vbn_video.review.answers import revision_of
from vbn_video.untrusted.own_files import read_file

FILES = {
    "captions": "captions.da.vtt",
    "cut": "edit.json",
    "chapters": "chapters.vtt",
    "meeting": "meeting.toml",
    "publication": "report.json",
}
"""The file that each document of a project is in."""
MOST_PROJECTS = 8
"""How many are watched: those that were looked at last."""

Changed = Callable[[str, str, str], None]
"""Called with (the project's key, the document, its revision)."""
_Stat = tuple[int, int, int] | None


class FileWatch:
    """The files of the projects that were looked at last, and how they lay; `look` is called once a second."""

    def __init__(self, changed: Changed) -> None:
        self._changed, self._lock = changed, Lock()
        self._seen: OrderedDict[str, tuple[Project, dict[str, _Stat]]] = OrderedDict()

    def add(self, key: str, project: Project) -> None:
        """Watch this project from now on."""
        with self._lock:
            if key not in self._seen:
                self._seen[key] = project, {name: _stat(project.path(file)) for name, file in FILES.items()}
            self._seen.move_to_end(key)
            while len(self._seen) > MOST_PROJECTS:
                self._seen.popitem(last=False)

    def look(self) -> None:
        """Tell of each document whose file lies otherwise than at the last look."""
        with self._lock:
            watched = list(self._seen.items())
        for key, (project, before) in watched:
            for name, file in FILES.items():
                path = project.path(file)
                if (now := _stat(path)) != before[name]:
                    before[name] = now
                    self._changed(key, name, revision_of(_bytes(path)))


def _stat(path: Path) -> _Stat:
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def _bytes(path: Path) -> bytes | None:
    try:
        return read_file(path)
    except (OSError, VbnError):
        return None
