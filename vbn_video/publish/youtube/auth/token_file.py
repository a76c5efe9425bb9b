"""The file that a login is kept in: google-auth's *authorized user* JSON, readable by its owner alone.

Keys that are not ours stay in it when it is rewritten. What is secret in it has no place in a message, so no error of reading or
parsing is chained: its text could hold a piece of the file.
"""

import contextlib
import json
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from vbn_video.codec import JsonError, parse_json
from vbn_video.errors import MissingError
from vbn_video.events import Emit, Notice
from vbn_video.messages import _
from vbn_video.project import write_atomically
from vbn_video.reasons import system_reason
from vbn_video.settings.preset import API_ROOT, Youtube
from vbn_video.untrusted.own_files import is_link, read_file

SCOPE = "https://www.googleapis.com/auth/youtube.force-ssl"  # covers upload, texts, captions, thumbnails and playlists
TOKEN_URI = "https://oauth2.googleapis.com/token"
FILE = "youtube-login.json"
ROOT = 0
SINCE, DIES_AT = "logged_in_at", "refresh_token_expires_at"
"""Keys of ours beside google-auth's."""


@dataclass(frozen=True)
class KeptLogin:
    """What the file says; times are in UTC."""

    client_id: str
    token_uri: str
    scopes: tuple[str, ...]
    """Empty where the file does not say."""
    expires_at: datetime | None
    """When the access token dies; None: long ago."""
    since: datetime | None
    """When the person logged in, where the file says so."""
    dies_at: datetime | None
    """When the refresh token dies, where Google has said so."""
    token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    client_secret: str = field(repr=False)
    others: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """The keys that this program does not know."""


def token_path(settings: Youtube) -> Path:
    """Where the login lies: where the preset says, else in the person's config folder."""
    return Path(settings.token_file) if settings.token_file else _own_folder() / FILE


def check_place(path: Path) -> None:
    """See that nobody else could put a login of theirs, or a link, in the place of the one that is kept at `path`.

    Raises:
        MissingError: its folder is a link, belongs to somebody else, or everybody may write in it.
    """
    if path.parent == _own_folder() and is_link(path.parent):
        sentence = _(
            "The folder {path} is a link, so no login is kept in it. Make it a folder, or name another file by [youtube]"
            " token_file."
        )
        raise MissingError(sentence, path=path.parent)
    folder = Path(os.path.realpath(path)).parent
    if os.name == "posix" and folder.is_dir():
        status = folder.stat()
        if status.st_uid not in (os.geteuid(), ROOT) or status.st_mode & stat.S_IWOTH:
            sentence = _(
                "Others can put files in the folder {path}, so no login is kept in it. Close it to them (chmod o-w), or name"
                " another file by [youtube] token_file."
            )
            raise MissingError(sentence, path=folder)


def read_token_file(path: Path, emit: Emit) -> KeptLogin:
    """The login at `path`; a file that others may read is closed to them first, and that is said. So is a folder of others.

    Raises:
        MissingError: there is none, it can't be read, or it is no login.
    """
    try:
        _close_to_others(path, emit)
        text = read_file(path).decode("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        raise MissingError(_("There is no login to YouTube at {path}. Log in once: vbn-video auth youtube"), path=path) from None
    except OSError as error:
        sentence = _("The login {path} can't be read ({why}). Give yourself the right to read it, or log in again.")
        raise MissingError(sentence, path=path, why=system_reason(error)) from None
    except UnicodeDecodeError:
        raise _no_login(path) from None
    kept = _parsed(text, path)
    try:
        check_place(path)
    except MissingError as error:
        emit(Notice(error.message, "warning"))
    return kept


def save_login(path: Path, kept: KeptLogin) -> None:
    """Write the login so that its owner alone can read it, from the first byte, and no half of it is ever seen.

    A link is followed: the file that it leads to is replaced, not the link.

    Raises:
        MissingError: the disk refused, or others can put files there.
    """
    check_place(path)
    real = Path(os.path.realpath(path))
    try:
        real.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomically(real, _document(kept).encode(), private=True)
    except OSError as error:
        sentence = _("The login can't be kept in {path} ({why}). Make room or name another file by [youtube] token_file.")
        raise MissingError(sentence, path=path, why=system_reason(error)) from None


def delete_token_file(path: Path) -> None:
    """Delete the file, and what a killed run left beside it.

    Raises:
        MissingError: the disk refused.
    """
    real = Path(os.path.realpath(path))
    try:
        for file in {path, real, *real.parent.glob(f".{real.name}.*.tmp")}:
            file.unlink(missing_ok=True)
    except OSError as error:
        sentence = _("The login {path} can't be deleted ({why}). Delete it by hand.")
        raise MissingError(sentence, path=path, why=system_reason(error)) from None


def refresh_token_end(words: Mapping[str, Any], since: datetime) -> datetime | None:
    """When the refresh token dies, by the length that Google names for one that does not live for ever."""
    with contextlib.suppress(KeyError, TypeError, OverflowError):
        return since + timedelta(seconds=words["refresh_token_expires_in"])
    return None


def _own_folder() -> Path:
    from platformdirs import user_config_path

    return user_config_path("vbn-video", appauthor=False)


def _close_to_others(path: Path, emit: Emit) -> None:
    """Take the right to read from everybody but the owner; Windows keeps such rights elsewhere."""
    others = stat.S_IRWXG | stat.S_IRWXO
    if os.name != "posix" or not path.stat().st_mode & others:
        return
    try:
        path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    except OSError:
        sentence = _(
            "The login {path} can be read by others on this machine, and is not yours to close. Its owner can: chmod 600"
        )
    else:
        sentence = _(
            "The login {path} could be read by others on this machine; now it is yours alone. If somebody may have read it, take"
            " the right back (vbn-video auth youtube --forget) and log in again."
        )
    emit(Notice(sentence.format(path=path), "warning"))


def _parsed(text: str, path: Path) -> KeptLogin:
    try:
        words = parse_json(text)
    except JsonError:  # its text would hold a piece of the file
        raise _no_login(path) from None
    if not isinstance(words, dict):
        raise _no_login(path)
    others = dict(words)
    needed = [others.pop(key, None) for key in ("refresh_token", "client_id", "client_secret")]
    token, token_uri, scopes = others.pop("token", None), others.pop("token_uri", None), others.pop("scopes", None)
    listed = scopes.split() if isinstance(scopes, str) else scopes or []
    right = all(isinstance(word, str) for word in (*needed, token or "", token_uri or "")) and isinstance(listed, list)
    if not right or not all(needed[:2]) or not all(isinstance(scope, str) for scope in listed):
        raise _no_login(path)
    refresh_token, client_id, client_secret = needed
    token_uri = token_uri or TOKEN_URI
    if not API_ROOT.fullmatch(token_uri):
        sentence = _("The login {path} would be renewed at {uri}, where others can listen. Log in again: vbn-video auth youtube")
        raise MissingError(sentence, path=path, uri=token_uri)
    expires_at, since, dies_at = (_time(others.pop(key, None)) for key in ("expiry", SINCE, DIES_AT))
    return KeptLogin(
        client_id=str(client_id),
        token_uri=token_uri,
        scopes=tuple(listed),
        expires_at=expires_at,
        since=since,
        dies_at=dies_at or refresh_token_end(others, since or datetime.fromtimestamp(path.stat().st_mtime, UTC)),
        token=token or "",
        refresh_token=str(refresh_token),
        client_secret=str(client_secret),
        others=others,
    )


def _document(kept: KeptLogin) -> str:
    """The JSON text, with the keys of `google.oauth2.credentials.Credentials.to_json`."""
    words: dict[str, Any] = {
        **kept.others,
        "token": kept.token,
        "refresh_token": kept.refresh_token,
        "token_uri": kept.token_uri,
        "client_id": kept.client_id,
        "client_secret": kept.client_secret,
        "scopes": list(kept.scopes),
    }
    times = (("expiry", kept.expires_at), (SINCE, kept.since), (DIES_AT, kept.dies_at))
    words |= {key: f"{time.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" for key, time in times if time}
    if not kept.scopes:
        del words["scopes"]
    return json.dumps(words, ensure_ascii=False, indent=1)


def _time(text: object) -> datetime | None:
    """A time as google-auth writes it: UTC, with or without Z and fractions."""
    with contextlib.suppress(ValueError, TypeError, OverflowError):
        time = datetime.fromisoformat(text)  # type: ignore[arg-type]
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    return None


def _no_login(path: Path) -> MissingError:
    return MissingError(_("{path} holds no login to YouTube that can be used. Log in again: vbn-video auth youtube"), path=path)
