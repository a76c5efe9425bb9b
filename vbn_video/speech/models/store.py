"""The folder that holds the models, and what is known of each file in it.

A model is a folder of its own with a `verified.json` beside its files: their SHA-256, and what size and time of change
they had when it was computed. While these are the same a file is not read again: 3 GB take ten seconds to hash.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Literal

from pydantic import ValidationError

from vbn_video.codec import SafeName, from_json
from vbn_video.errors import MissingError
from vbn_video.messages import _
from vbn_video.project import FileState, sha256_of, write_atomically
from vbn_video.reasons import system_reason
from vbn_video.untrusted.own_files import check_file, read_file, remove_folder, remove_link

FOLDER_VARIABLE = "VBN_VIDEO_MODELS"
RECORD = "verified.json"
READ_BYTES = 1 << 20

Verified = Literal["pinned", "hub", "no"]
"""Against a hash in our catalogue, against the one that the hub states, or not at all."""


@dataclass(frozen=True)
class ModelRecord:
    """The outcome of verifying a model: how, at which revision, and each file."""

    verified: Verified
    revision: str
    files: dict[SafeName, FileState]


def models_folder() -> Path:
    """Where models lie: the user's cache folder, or what VBN_VIDEO_MODELS names."""
    if named := os.environ.get(FOLDER_VARIABLE):
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("vbn-video", appauthor=False) / "models"


def is_unchanged(path: Path, file: FileState) -> bool:
    """True if a file is still as it was when hashed; it is read only where its time of change differs."""
    try:
        status = check_file(path)
        if status is None or status.st_size != file.size:
            return False
        return status.st_mtime_ns == file.modified_ns or sha256_of(path) == file.sha256
    except (OSError, MissingError):
        return False


def read_record(folder: Path) -> ModelRecord | None:
    """What is known of a model's files; None where nothing is."""
    try:
        return from_json(ModelRecord, read_file(folder / RECORD))
    except (OSError, ValidationError, MissingError):
        return None


def write_record(folder: Path, record: ModelRecord) -> None:
    """Write down what is known of a model's files, whole or not at all."""
    write_atomically(folder / RECORD, (json.dumps(asdict(record), indent=1, sort_keys=True) + "\n").encode())


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Hold the lock of the model `name`: one process at a time makes it, the others wait.

    Raises:
        MissingError: the folder of models can't be written to.
    """
    from filelock import FileLock

    folder = models_folder()
    with writing_to(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = folder / f".{name.replace('/', '-')}.lock"
        remove_link(lock)
        with FileLock(lock):
            yield


@contextmanager
def writing_to(folder: Path) -> Iterator[None]:
    """Raise what the disk refuses while a model is written as a sentence."""
    try:
        yield
    except OSError as error:
        sentence = _("The model can't be written to {path}: {error}. Make room there, or name another folder with {variable}.")
        raise MissingError(sentence, path=folder, error=system_reason(error), variable=FOLDER_VARIABLE) from error


def make_folder(name: str) -> Path:
    """An empty folder beside the models, to build one in."""
    return Path(mkdtemp(prefix=f".{name.replace('/', '-')}-", dir=models_folder()))


def replace_folder(built: Path, folder: Path) -> None:
    """Move a model that was built elsewhere to `folder`, in place of what is there."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    if os.path.lexists(folder):
        aside = make_folder(folder.name)
        folder.replace(aside / folder.name)
        built.replace(folder)
        remove_folder(aside)
    else:
        built.replace(folder)
