"""The words about the meeting, `meeting.toml`: shown as fields, written back without touching what a person wrote around them.

GET meeting ─► the values, what is wrong in the file, whether a published video shows them in its intro
PUT meeting ─► what is allowed is written (meeting_values.py); what is not is named by its field and not written
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from vbn_video.errors import InputError, VbnError
from vbn_video.evidence import Recording
from vbn_video.messages import _, language
from vbn_video.project import Project, disk_errors, read_value, write_atomically
from vbn_video.publish.ledger import LEDGER_FILE, Ledger
from vbn_video.publish.meeting_words import safe_links
from vbn_video.review.answers import answer, revision_of
from vbn_video.review.documents.document_edits import body_of, bytes_of, held_for_edit, project_of
from vbn_video.review.documents.meeting_values import sort_out, with_values
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.meeting_file import read_meeting
from vbn_video.settings.meeting_text import new_meeting_toml, parse_meeting_toml

MEETING = "meeting.toml"


class ChangedValues(BaseModel):
    """The fields that were changed, by their keys in the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    values: dict[str, Any]


def _get(request: Request) -> Response:
    document = _document(project_of(request))
    return answer(document, document["revision"])


def _put(request: Request) -> Response:
    project, changed = project_of(request), body_of(request, ChangedValues)
    allowed, wrong = sort_out(changed.values)
    with held_for_edit(request, project, MEETING, lambda: _document(project)):
        if allowed:
            with disk_errors(project.folder):
                write_atomically(project.path(MEETING), with_values(_text_of(project), allowed).encode())
            project.log(event="MeetingSet", keys=sorted(allowed))
        document = _document(project)
    return answer({**document, "problems": [*document["problems"], *wrong]}, document["revision"])


def _text_of(project: Project) -> str:
    """The file's text; where there is none yet, the one that a run would write.

    Raises:
        InputError: it is not UTF-8, or what stands there is not allowed: each line that is wrong is named.
    """
    data, path = bytes_of(project, MEETING), project.path(MEETING)
    if data is None:
        recorded = project.path("recording.json")
        began = read_value(recorded, Recording).began if recorded.exists() else None
        known = read_meeting(path).model_dump(mode="json", exclude_none=True)
        return new_meeting_toml(known, began, language())
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(_("{path} is not UTF-8. Save the file as UTF-8 in your editor."), path=path) from error
    parse_meeting_toml(text, str(path))
    return text


def _document(project: Project) -> dict[str, Any]:
    said: dict[str, Any] = {"revision": revision_of(bytes_of(project, MEETING)), "problem": ""}
    try:
        _text_of(project)
        meeting = read_meeting(project.path(MEETING))
    except InputError as error:
        return {**said, "problem": error.message, "values": None, "problems": [], "published": _is_published(project)}
    values = meeting.model_dump(mode="json")
    return {**said, "values": values, "problems": _unsafe(meeting), "published": _is_published(project)}


def _unsafe(meeting: Meeting) -> list[dict[str, str]]:
    """What may stand in the file, and does not come on the page."""
    _safe, unsafe = safe_links(meeting)
    sentence = _("This link will not be on the page: an address begins with https://")
    return [{"key": f"links.{index}.url", "sentence": sentence} for index, link in enumerate(meeting.links) if link in unsafe]


def _is_published(project: Project) -> bool:
    """Whether a video with its intro is out; one whose ledger can't be read is taken for one."""
    try:
        entries = Ledger(project.path(LEDGER_FILE)).entries
    except VbnError:
        return True
    return any(entry.state in ("published", "uploaded") for entry in entries)


ROUTES: list[BaseRoute] = [
    Route("/api/projects/{key}/meeting", _get),
    Route("/api/projects/{key}/meeting", _put, methods=["PUT"]),
]
