"""Fetches a model's files: resumed after a break, verified before they are used. The only file here that goes to a network.

Servers break off, answer `Range` with the whole file, or with nothing. That the bytes are the right ones is
decided by the hash alone. By hand, not by huggingface_hub: OpenAI's own files lie on no hub and need all of this anyway, and the
library checks sizes only, draws its own progress and raises its own errors: it would add code, not take any away.
"""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from ssl import SSLError
from time import sleep
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from vbn_video import __version__
from vbn_video.codec import parse_json
from vbn_video.errors import MissingError
from vbn_video.events import Emit, Progress
from vbn_video.messages import _
from vbn_video.project import FileState
from vbn_video.speech.models.model_list import KnownModel
from vbn_video.speech.models.store import READ_BYTES, ModelRecord, replace_folder, write_record, writing_to
from vbn_video.untrusted.foreign_words import quoted
from vbn_video.untrusted.own_files import append_to, create_file, ensure_folder, is_link, remove_folder, remove_link

HUB_VARIABLE = "HF_ENDPOINT"
HUB = "https://huggingface.co"
OPENAI_VARIABLE = "VBN_VIDEO_OPENAI_MODELS"
OPENAI = "https://openaipublic.azureedge.net/main/whisper/models"
WANTED = ("config.json", "model.bin", "tokenizer.json", "preprocessor_config.json", "vocabulary.json", "vocabulary.txt")

TIMEOUT_S = 60
ATTEMPTS = 5
"""Number of tries in a row without a new byte."""
FIRST_PAUSE_S = 1.0
LISTING_BYTES = 16 << 20
"""Of what a hub says of a model, at most."""


@dataclass(frozen=True)
class RemoteFile:
    """One file to fetch."""

    name: str
    url: str
    size: int
    is_right: Callable[[Path], bool]


class _BrokenOffError(Exception):
    """The connection ended before the file did, or the server asks to come back later."""


BREAKS = (_BrokenOffError, HTTPException, URLError, ConnectionError, TimeoutError, SSLError)
"""After these it is tried again."""


def fetch_model(model: KnownModel, folder: Path, emit: Emit, pause: Callable[[float], None] = sleep) -> None:
    """Fetch all files of a model into `folder`, which appears whole or not at all; what came before a break is kept beside it.

    Raises:
        MissingError: the network, the hub or the disk refused, or what came is not what it should be.
    """
    revision, files = _list_files(model, pause)
    part = folder.with_name(f"{folder.name}.part")
    with writing_to(folder):
        ensure_folder(part)
        total = sum(file.size for file in files)
        done = 0
        for file in files:
            _fetch_file(file, part / file.name, pause, _progress_after(done, total, emit))
            done += file.size
        for stray in set(part.iterdir()) - {part / file.name for file in files}:
            remove_folder(stray) if stray.is_dir() or is_link(stray) else stray.unlink()
        states = {file.name: FileState.of(part / file.name) for file in files}
        write_record(part, ModelRecord("pinned" if model.files else "hub", revision, states))
        replace_folder(part, folder)
        remove_folder(part)


def _progress_after(done: int, total: int, emit: Emit) -> Callable[[int], None]:
    return lambda have: emit(Progress(done + have, total))


def _list_files(model: KnownModel, pause: Callable[[float], None]) -> tuple[str, list[RemoteFile]]:
    """(revision, files): from the catalogue, or from what the hub says of the model."""
    hub = os.environ.get(HUB_VARIABLE, HUB).rstrip("/")
    if model.files:
        root = f"{hub}/{model.repository}/resolve" if model.repository else os.environ.get(OPENAI_VARIABLE, OPENAI)
        base = f"{root}/{model.revision}"
        return model.revision, [RemoteFile(f.name, f"{base}/{f.name}", f.size, _has_sha256(f.sha256)) for f in model.files]
    url = f"{hub}/api/models/{model.repository}/revision/{quote(model.revision, safe='')}?blobs=true"
    with _open_retrying(url, pause) as answer:
        text = answer.read(LISTING_BYTES)
    try:
        said = parse_json(text)
        revision = str(said["sha"])
        base = f"{hub}/{model.repository}/resolve/{quote(revision, safe='')}"
        files = [_remote_file(entry, base) for entry in said["siblings"] if entry["rfilename"] in WANTED]
    except (ValueError, TypeError, KeyError):
        raise _wrong(url) from None
    if not {"model.bin", "config.json", "tokenizer.json"} <= {file.name for file in files}:
        raise MissingError(_("{url} holds no model in the form of CTranslate2."), url=f"{hub}/{model.repository}")
    return revision, files


def _remote_file(entry: dict[str, Any], base: str) -> RemoteFile:
    """A file of the hub's list.

    Raises:
        KeyError, TypeError, ValueError: the entry says no size or no hash.
    """
    name, size = entry["rfilename"], int(entry["size"])
    lfs = entry.get("lfs")  # large files by the SHA-256 of their storage, small ones by their git blob id
    if lfs is not None:
        return RemoteFile(name, f"{base}/{name}", size, _has_sha256(str(lfs["sha256"])))
    blob_id = entry["blobId"]
    return RemoteFile(name, f"{base}/{name}", size, lambda path: _git_blob_id(path) == blob_id)


def _wrong(url: str) -> MissingError:
    sentence = _("What came from {url} is not what it should be. Try again; if it happens again, the place is not to be trusted.")
    return MissingError(sentence, url=url)


def _fetch_file(file: RemoteFile, path: Path, pause: Callable[[float], None], progress: Callable[[int], None]) -> None:
    """Fetch one file, going on where `path` ends; a file that is complete and right is not fetched again."""
    for again in (False, True):
        _fetch_bytes(file, path, pause, progress)
        if path.stat().st_size == file.size and file.is_right(path):
            return
        path.unlink()
        if again:
            raise _wrong(file.url)


def _fetch_bytes(file: RemoteFile, path: Path, pause: Callable[[float], None], progress: Callable[[int], None]) -> None:
    failures = 0
    remove_link(path)
    while (have := path.stat().st_size if path.exists() else 0) < file.size:
        try:
            with (
                _open(file.url, have) as answer,
                append_to(path) if answer.status == 206 and _starts_at(answer, have) else create_file(path) as out,
            ):
                have = out.tell()
                while data := answer.read(READ_BYTES):
                    out.write(data)
                    have += len(data)
                    failures = 0
                    progress(min(have, file.size))
            if have < file.size:
                raise _BrokenOffError(_("the connection broke off"))
        except BREAKS as error:
            failures += 1
            _wait_or_give_up(file.url, failures, error, pause)
    progress(file.size)


def _open_retrying(url: str, pause: Callable[[float], None]) -> HTTPResponse:
    """The answer to a question that can be asked again."""
    failures = 0
    while True:
        try:
            return _open(url, 0)
        except BREAKS as error:
            failures += 1
            _wait_or_give_up(url, failures, error, pause)


def _wait_or_give_up(url: str, failures: int, error: Exception, pause: Callable[[float], None]) -> None:
    """Pause, the longer the more often it failed.

    Raises:
        MissingError: it failed `ATTEMPTS` times.
    """
    if failures >= ATTEMPTS:
        sentence = _("{url} can't be fetched: {reason}. Run the same command again; it goes on where it was.")
        raise MissingError(sentence, url=url, reason=quoted(getattr(error, "reason", None) or error)) from error
    pause(FIRST_PAUSE_S * 2 ** (failures - 1))


def _open(url: str, first: int) -> HTTPResponse:
    """The answer of a server, from byte `first` on where it can.

    Raises:
        MissingError: it has no such file, or does not give it to us.
        _BrokenOffError: it is busy.
    """
    headers = {"User-Agent": f"vbn-video/{__version__}", "Accept-Encoding": "identity"}
    if first:
        headers["Range"] = f"bytes={first}-"
    try:
        answer: HTTPResponse = urlopen(Request(url, headers=headers), timeout=TIMEOUT_S)
    except HTTPError as error:
        error.close()
        if error.code >= 500 or error.code in {408, 416, 429}:
            raise _BrokenOffError(f"{error.code} {error.reason}") from error
        sentence = _("{url} can't be fetched: the server says {code} {reason}.")
        raise MissingError(sentence, url=url, code=error.code, reason=quoted(error.reason)) from error
    return answer


def _starts_at(answer: HTTPResponse, first: int) -> bool:
    return (answer.headers.get("Content-Range") or "").startswith(f"bytes {first}-")


def _has_sha256(sha256: str) -> Callable[[Path], bool]:
    return lambda path: FileState.of(path).sha256 == sha256


def _git_blob_id(path: Path) -> str:
    data = path.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
