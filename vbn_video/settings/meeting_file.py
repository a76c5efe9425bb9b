"""`meeting.toml` as a file: written once with what is known, taken over from where a person wrote it, never overwritten.

A value of the command line is written into a key that nobody has touched since we wrote it; into any other it is not, and holds
for this run only. What we wrote is remembered for that (`memory`, JSON values).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from vbn_video.errors import InputError
from vbn_video.events import Emit, Notice
from vbn_video.evidence import Recording
from vbn_video.messages import _
from vbn_video.project import read_value, write_atomically
from vbn_video.reasons import system_reason
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.meeting_text import faults_in, new_meeting_toml, parse_meeting_toml
from vbn_video.untrusted.own_files import check_file, read_file
from vbn_video.untrusted.visible_text import acting_characters, without_acting

OPTIONS = {"title": "--title", "theme": "--theme", "date": "--date", "speakers": "--speaker", "video": "--as"}


@dataclass(frozen=True)
class _Own:
    """The project's `meeting.toml` as it is to be gone on from, and what we know of its making."""

    text: str
    wrote: dict[str, Any]
    """Keys and values that we wrote ourselves."""
    taken: str | None = None
    """SHA-256 of the file that it was taken over from."""
    edited: bool = False
    """A person has edited it since."""


def settle_meeting(  # noqa: PLR0917
    path: Path,
    recording: Recording,
    given: Path | None,
    overrides: Mapping[str, object],
    memory: Mapping[str, Any],
    emit: Emit,
    *,
    language: str = "da",
) -> tuple[Meeting, dict[str, Any]]:
    """(the meeting for this run, what to remember). Writes `path` where there is none, or where `given` is to be taken over.

    `given` is a `meeting.toml` that a person wrote elsewhere; it replaces the project's own as long as nobody has edited that.
    `language` is that of the comments.

    Raises:
        InputError: a file or a value of the command line is not allowed; the sentence names file, line and what is.
    """
    values = _checked(overrides)
    own = _remembered(path, memory)
    if given and (theirs := _to_take_over(given, path, own, memory, emit)) is not None:
        own = _Own(theirs, {}, taken=_sha256(theirs))
    if own is None:
        own = _new(recording, values, language)
        if "title" not in values and any(acting_characters(_name_of(recording))):
            sentence = _("The name of the recording holds characters that can't be seen: they are left out of the title.")
            emit(Notice(sentence))
    own = _with_values(own, values, path, emit)
    if check_file(path) is None or _read(path) != own.text:
        write_atomically(path, own.text.encode())
    words = parse_meeting_toml(own.text, str(path))
    meeting = _for_this_run(words, values, recording)
    if not _title_of(words, values):
        emit(Notice(_('{path} has no title: "{title}" is used.').format(path=path.name, title=meeting.title)))
    return meeting, {"wrote": own.wrote, "taken": own.taken, "edited": own.edited, "sha256": _sha256(own.text)}


def read_meeting(path: Path, overrides: Mapping[str, object] | None = None) -> Meeting:
    """The meeting of a project as it stands, with values of the command line; nothing is written.

    Raises:
        InputError: the file or a value is not allowed.
    """
    words = parse_meeting_toml(_read(path), str(path)) if path.exists() else {}
    recorded = path.with_name("recording.json")
    recording = read_value(recorded, Recording) if recorded.exists() else None
    return _for_this_run(words, _checked(overrides or {}), recording)


def _remembered(path: Path, memory: Mapping[str, Any]) -> _Own | None:
    """The file that stands there; None if there is none."""
    if not path.exists():
        return None
    text = _read(path)
    edited = bool(memory.get("edited")) or memory.get("sha256") != _sha256(text)
    return _Own(text, dict(memory.get("wrote", {})), memory.get("taken"), edited)


def _to_take_over(given: Path, path: Path, own: _Own | None, memory: Mapping[str, Any], emit: Emit) -> str | None:
    """The text of `given` if it is to become the project's own: it is news, and nobody's edit is lost."""
    theirs = _read(given)
    if own and (theirs == own.text or _sha256(theirs) == memory.get("taken")):
        return None
    parse_meeting_toml(theirs, str(given))
    if own and own.edited:
        sentence = _("{given} is not taken over: {path} was edited by hand, and stays as it is.")
        emit(Notice(sentence.format(given=given, path=path), "warning"))
        return None
    emit(Notice(_("{given} is taken over as the project's meeting.toml.").format(given=given)))
    return theirs


def _new(recording: Recording, values: Mapping[str, Any], language: str) -> _Own:
    words = Meeting.model_validate({**_known(recording), **values}).model_dump(mode="json", exclude_none=True)
    return _Own(new_meeting_toml(words, recording.began, language), words)


def _with_values(own: _Own, values: Mapping[str, Any], path: Path, emit: Emit) -> _Own:
    """The command line's values written into the keys that nobody has touched; of the others it is said that they stay."""
    if not values:
        return own
    import tomlkit

    words = parse_meeting_toml(own.text, str(path))
    document, wrote = tomlkit.parse(own.text), dict(own.wrote)
    standing = Meeting.model_validate(words).model_dump(mode="json", include=set(words))
    for key, value in Meeting.model_validate(dict(values)).model_dump(mode="json", include=set(values)).items():
        if standing.get(key) == value:
            continue
        if standing.get(key) == own.wrote.get(key):
            document[key] = values[key] if key == "date" else value
            wrote[key] = value
        else:
            sentence = _("{option} holds for this run only: {key} was edited in {path} and stays as it is there.")
            emit(Notice(sentence.format(option=OPTIONS.get(key, key), key=key, path=path)))
    return replace(own, text=tomlkit.dumps(document), wrote=wrote)


def _for_this_run(words: Mapping[str, Any], values: Mapping[str, Any], recording: Recording | None) -> Meeting:
    known = _known(recording) if recording else {}
    meeting = Meeting.model_validate({**words, **values, "title": _title_of(words, values)})
    return meeting.model_copy(
        update={"title": meeting.title or known.get("title", ""), "date": meeting.date or known.get("date")}
    )


def _title_of(words: Mapping[str, Any], values: Mapping[str, Any]) -> str:
    return str(values.get("title", "")).strip() or str(words.get("title", "")).strip()


def _known(recording: Recording) -> dict[str, Any]:
    """What names and sidecars say."""
    day = recording.began.date() if recording.began else recording.day
    date = {"date": day} if day else {}
    return {"title": without_acting(_name_of(recording)), **date}


def _name_of(recording: Recording) -> str:
    return recording.topic or recording.name


def _checked(overrides: Mapping[str, object]) -> dict[str, Any]:
    """The values of the command line, of their right types; None and empty ones say nothing."""
    given = {key: list(value) if isinstance(value, tuple) else value for key, value in overrides.items()}
    given = {key: value for key, value in given.items() if value not in (None, "", [])}
    for key, fault in faults_in(given):
        raise InputError("{option}: {fault}", option=OPTIONS.get(key[0], key[0]), fault=fault)
    checked = Meeting.model_validate(given)
    return {key: getattr(checked, key) for key in given}


def _read(path: Path) -> str:
    try:
        return read_file(path).decode("utf-8-sig")
    except OSError as error:
        raise InputError(_("{path} can't be read: {why}."), path=path, why=system_reason(error)) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise InputError(
            _("{path}, line {line}: this is not UTF-8. Save the file as UTF-8 in your editor."), path=path, line=line
        ) from error


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
