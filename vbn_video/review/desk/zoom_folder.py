"""Where Zoom's program puts recordings, on each system and in each language of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from vbn_video.errors import MissingError
from vbn_video.messages import _

DOCUMENTS = ("Documents", "Dokumenter", "Dokumente")
"""The folder's own name: Windows and Mac show others, but keep it on disk; Linux' desktops translate it."""


def zoom_folder() -> Path:
    """The folder of recordings on this machine.

    Raises:
        MissingError: Zoom has none here.
    """
    candidates = zoom_folders(Path.home(), os.environ, sys.platform)
    found = next((folder for folder in candidates if folder.is_dir()), None)
    if found is None:
        sentence = _("Zoom has no folder of recordings here ({path}). Name the folder that they lie in: vbn-video review FOLDER")
        raise MissingError(sentence, path=candidates[0])
    return found


def zoom_folders(home: Path, environment: Mapping[str, str], platform: str) -> tuple[Path, ...]:
    """The folders that are looked for, in this order; OneDrive takes over the documents of many a Windows."""
    homes = [home]
    if platform == "win32":
        clouds = (environment.get(name) for name in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial"))
        homes += [Path(cloud) for cloud in clouds if cloud]
    return tuple(dict.fromkeys(one / documents / "Zoom" for one in homes for documents in DOCUMENTS))
