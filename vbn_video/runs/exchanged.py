"""Another recording under the name of the last one: last week's project is not this week's."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from pydantic import ValidationError

from vbn_video.clock import local_time, player_time
from vbn_video.codec import from_json
from vbn_video.errors import InputError, RecordingError
from vbn_video.events import Emit, Notice
from vbn_video.evidence import Recording
from vbn_video.messages import _
from vbn_video.project import Project
from vbn_video.publish.ledger import LEDGER_FILE, Ledger
from vbn_video.recording.identity import read_identity
from vbn_video.recording.sources import Sources
from vbn_video.steps.record import Record


def settle_exchanged(project: Project, sources: Sources, record: Record, emit: Emit) -> None:
    """See that the project is this recording's. One that holds nobody's work and no publication is begun anew, which is said.

    Raises:
        InputError: it belongs to another recording, and holds what a person wrote or what is published.
    """
    earlier = _recorded(project)
    if earlier is None or _is_still_there(earlier, sources):
        return
    if held := [*_published(project), *_edited(project, record)]:
        raise InputError(
            _(
                "The project {path} belongs to another recording ({earlier}), and holds what is not this one's: {held}. Give"
                " this recording another name, or its project another place with --workspace."
            ),
            path=project.folder,
            earlier=_in_words(earlier),
            held=", ".join(held),
        )
    sentence = _("The project was made from another recording ({earlier}); it is begun anew.")
    emit(Notice(sentence.format(earlier=_in_words(earlier)), "warning"))
    project.path("meeting.toml").unlink(missing_ok=True)
    record.save(meeting={}, asked={})


def _recorded(project: Project) -> Recording | None:
    """The recording that the project was made from; None where it does not say."""
    try:
        return from_json(Recording, project.path("recording.json").read_bytes())
    except (OSError, ValidationError):
        return None


def _is_still_there(earlier: Recording, sources: Sources) -> bool:
    """Whether any of its parts is among the files, or still in the recording's folder: another view may be chosen now."""
    wanted = {part.identity.content for part in earlier.parts}
    in_folder = [part.file for part in earlier.parts] if sources.root.name == sources.name else []
    for file in dict.fromkeys((*sources.files, *in_folder)):
        try:
            if read_identity(sources.root / file).content in wanted:
                return True
        except RecordingError:
            continue
    return False


def _published(project: Project) -> Iterator[str]:
    for entry in Ledger(project.path(LEDGER_FILE)).entries:
        if entry.state not in ("replaced", "withdrawn"):
            yield entry.url or entry.target


def _edited(project: Project, record: Record) -> Iterator[str]:
    for step, made in record.content.steps.items():
        yield from (name for name in made.outputs if record.is_edited(name, step))
    path, wrote = project.path("meeting.toml"), record.content.meeting
    if path.exists() and (wrote.get("edited") or wrote.get("sha256") != hashlib.sha256(path.read_bytes()).hexdigest()):
        yield path.name


def _in_words(recording: Recording) -> str:
    began = f"{local_time(recording.began, recording.began.tzinfo)}, " if recording.began else ""
    return began + player_time(recording.duration_us)
