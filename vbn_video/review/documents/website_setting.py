"""Where the website's media folder lies and under which address it is seen, as a person says it on the page: kept in a preset.

POST website ─► the folder is looked at, and made where only it is missing ─► a preset of the person's own ─► every later run

A shipped preset is not changed: a person's own of the same name begins, which takes over all else of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from vbn_video.disk.state_notes import state_note
from vbn_video.errors import InputError
from vbn_video.messages import _
from vbn_video.project import disk_errors, write_atomically
from vbn_video.publish.website.media_folder import open_media_folder
from vbn_video.review.answers import answer
from vbn_video.review.documents.document_edits import forget_presets, project_preset_of
from vbn_video.review.documents.project_writing import read_body
from vbn_video.settings.choices import user_path
from vbn_video.settings.preset import Website
from vbn_video.settings.preset_files import SUFFIX, LoadedPreset, is_shipped, user_folder
from vbn_video.settings.toml_lines import TomlError, parse_toml
from vbn_video.untrusted.own_files import ensure_folder, read_file

SECTION = "website"
LONGEST = 4096


class SentWebsite(BaseModel):
    """What a person wrote; what is empty is left as it is."""

    model_config = ConfigDict(extra="forbid", strict=True)

    folder: Annotated[str, Field(max_length=LONGEST)] = ""
    address: Annotated[str, Field(max_length=LONGEST)] = ""


def _post(request: Request) -> Response:
    sent, loaded = read_body(request, SentWebsite), project_preset_of(request)
    values: dict[str, str] = {}
    if address := sent.address.strip():
        values["base_url"] = _address(address)
    if folder := sent.folder.strip():
        values["media_dir"] = str(_folder(folder))
    path = keep(loaded, values)
    forget_presets(request)
    return answer({"file": str(path)})


def keep(loaded: LoadedPreset, values: Mapping[str, str]) -> Path:
    """Write the values under `[website]` into the preset if it is the person's own, else into one of that name; its path.

    Raises:
        InputError: the file is written so that nothing can be added to it by a program; it stands as it stood.
        MissingError: the disk refuses.
    """
    named = loaded.files[0]
    path = user_folder() / f"{named.stem}{SUFFIX}" if is_shipped(named.parent) else named
    with disk_errors(path.parent), _held(path):
        begun = f'extends = "{named.stem}"\n'
        text = read_file(path).decode("utf-8-sig") if path.exists() else begun
        written = with_values(text, values)
        if written is None:
            sentence = _("Nothing can be added to {path} from here. Write media_dir and base_url under [website] in it.")
            raise InputError(sentence, path=path)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, written.encode())
    return path


def with_values(text: str, values: Mapping[str, str]) -> str | None:
    """The TOML text with the values under `[website]`, all else as it was; None where the way it is written does not allow it."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        wanted: dict[str, Any] = parse_toml(text)
        wanted[SECTION] = {**wanted.get(SECTION, {}), **values}
        document: Any = tomlkit.parse(text)
        document.setdefault(SECTION, tomlkit.table()).update(values)
        written = tomlkit.dumps(document)
        return _with_line_ends_of(text, written) if parse_toml(written) == wanted else None
    except (TomlError, TOMLKitError, TypeError, AttributeError):
        return None


def _with_line_ends_of(text: str, written: str) -> str:
    return written.replace("\r\n", "\n").replace("\n", "\r\n") if "\r\n" in text else written


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Nobody else changes the file meanwhile, not in another process of the person's either."""
    from filelock import FileLock

    lock = state_note("edited", path).with_suffix(".lock")
    ensure_folder(lock.parent)
    with FileLock(lock):
        yield


def _folder(said: str) -> Path:
    """The folder that a person means, there and writable.

    Raises:
        InputError: it is no whole path.
        TargetError: it is not there and can't be made, or nothing can be written into it.
    """
    path = user_path(said)
    if not path.is_absolute():
        raise InputError(_("Write the whole path of the folder, for example {example}."), example=_example())
    with disk_errors(path.parent):
        if path.parent.is_dir():
            path.mkdir(exist_ok=True)
    open_media_folder(Website(media_dir=str(path))).check_writable()
    return path


def _example() -> str:
    return str(Path.home() / "website")


def _address(said: str) -> str:
    try:
        return Website(base_url=said).base_url
    except ValidationError as error:
        raise InputError(_("“{said}” is no address. Write it as https://example.org/meetings/"), said=said) from error


ROUTES: list[BaseRoute] = [Route("/api/projects/{key}/website", _post, methods=["POST"])]
