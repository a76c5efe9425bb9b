"""Where a list that a preset names is looked for, and its key for a fingerprint.

By its name in the folder of its kind in `./presets/`, among the person's own presets, and among the shipped ones, the first that
is found; or by its path.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from vbn_video.settings.choices import find_named, is_file, user_path
from vbn_video.settings.preset import is_path
from vbn_video.settings.preset_files import SUFFIX, lists_among_presets, search_folders


@dataclass(frozen=True)
class NoList:
    """A list that is not there, and what is."""

    path: Path | None = None
    """Where it was to be, if it was named by its path."""
    misplaced: Path | None = None
    """One of that name among the presets, where lists are not looked for."""
    there: tuple[str, ...] = ()
    """The names of those that there are, sorted."""


def find_list(name: str, folder: str) -> Path | NoList:
    """The file of a list's name or path; `folder` is the name of its kind's folders."""
    if is_path(name):
        path = user_path(name).absolute()
        return path if is_file(path) else NoList(path=path)
    folders = [parent / folder for parent in search_folders()]
    if found := find_named(folders, name + SUFFIX):
        return found[0]
    misplaced = next((path for path in lists_among_presets(folder) if path.stem == name), None)
    return NoList(misplaced=misplaced, there=tuple(sorted({path.stem for each in folders for path in each.glob("*" + SUFFIX)})))


def lists_hash(paths: Iterable[Path]) -> str:
    """The key of these files for a fingerprint: the SHA-256 over their SHA-256s, in order."""
    whole = hashlib.sha256()
    for path in paths:
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()
