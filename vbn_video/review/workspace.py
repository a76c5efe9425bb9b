"""What the review page shows: one folder, and the projects in it, each under a key that the browser knows it by.

A browser never sends a path: what it may ask for is what was found here.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from vbn_video.errors import InputError
from vbn_video.messages import _
from vbn_video.project import Project

KEY_LETTERS = 16


@dataclass
class Workspace:
    """A folder whose recordings and projects may be looked at and changed; any thread may ask."""

    folder: Path
    _paths: dict[str, Path] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def key_of(self, path: Path) -> str:
        """The key of a recording or project that was found below the folder; the same for as long as it lies there."""
        absolute = Path(os.path.abspath(path))
        key = hashlib.sha256(os.fsencode(absolute)).hexdigest()[:KEY_LETTERS]
        with self._lock:
            self._paths[key] = absolute
        return key

    def path(self, key: str) -> Path:
        """The recording or project of that key.

        Raises:
            InputError: nothing of that key was found here.
        """
        with self._lock:
            found = self._paths.get(key)
        if found is None:
            raise InputError(_("There is nothing under this address any more. Open the desk again and choose from there."))
        return found

    def project(self, key: str) -> Project:
        """The project of that key.

        Raises:
            InputError: there is none, or it is gone.
        """
        project = Project(self.path(key))
        if not project.folder.is_dir():
            raise InputError(_("The project {path} is gone. Open the desk again and choose from there."), path=project.folder)
        return project
