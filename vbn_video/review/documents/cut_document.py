"""The cut, `edit.json`: shown with all that tells of it, changed as `plan set` changes it, undone to the byte.

GET  cut        ─► cut_values + the file's own text, by which a change is undone
POST cut        ─► ends moved, spans cut out, kept, silenced or heard again (runs/cut_by_hand.py), or a whole earlier file
POST cut/reset  ─► the person's cut is forgotten; the next run finds it anew
"""

from __future__ import annotations

import hashlib
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from vbn_video.clock import LATEST_US
from vbn_video.decisions import EditPlan
from vbn_video.errors import InputError
from vbn_video.formats.base import decode, refuse
from vbn_video.messages import _
from vbn_video.plan.cut.asked_cut import AskedCut
from vbn_video.plan.cut.edit_text import parse_edit
from vbn_video.plan.cut.remembered_breaks import remember
from vbn_video.project import Project, disk_errors, write_atomically
from vbn_video.review.answers import answer, revision_of
from vbn_video.review.documents.cut_values import cut_values
from vbn_video.review.documents.document_edits import held_for_edit, project_of
from vbn_video.review.documents.project_writing import read_body, read_project_file
from vbn_video.runs.cut_by_hand import EDIT, breaks_as_values, change_cut, read_cut, reset_cut
from vbn_video.steps.record import Record

LONGEST_FILE = 4 << 20


class WholeCut(BaseModel):
    """The cut as it stood at an earlier revision."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str = Field(max_length=LONGEST_FILE)
    """The text of `edit.json`."""
    edited: bool
    """Whether it was a person's; one that a run had found is that again."""


Spans = tuple[tuple[int, int], ...]


class CutChange(BaseModel):
    """One change; all times in µs of the recording."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    start_us: int | None = Field(None, ge=0, le=LATEST_US)
    end_us: int | None = Field(None, ge=0, le=LATEST_US)
    cut: Spans = ()
    keep: Spans = ()
    silence: Spans = ()
    hear: Spans = ()
    """Silenced before, and heard again."""
    is_move: bool = False
    """What is kept is so because an end was moved there."""
    whole: WholeCut | None = None


class Nothing(BaseModel):
    """A request that says all by its address."""


def _get(request: Request) -> Response:
    project = project_of(request)
    document = _document(project, request.path_params["key"])
    return answer(document, document["revision"])


def _change(request: Request) -> Response:
    """Change the cut; what a person should know of it stands in `sentences`."""
    project, key, asked = project_of(request), request.path_params["key"], read_body(request, CutChange)
    _check_spans(asked)
    with held_for_edit(request, project, EDIT, lambda: _document(project, key)):
        sentences = _apply(project, asked)
        project.log(event="CutSet", **asked.model_dump(exclude={"whole"}, exclude_defaults=True), undone=asked.whole is not None)
        document = _document(project, key)
    return answer({**document, "sentences": sentences}, document["revision"])


def _reset(request: Request) -> Response:
    """Forget what the person did to the cut."""
    project, key = project_of(request), request.path_params["key"]
    read_body(request, Nothing)
    with held_for_edit(request, project, EDIT, lambda: _document(project, key)):
        was_set = reset_cut(project)
        project.log(event="CutReset", was_set=was_set)
        document = _document(project, key)
    sentence = (
        _("Your changes of the cut are forgotten. The next run finds the cut anew.")
        if was_set
        else _("Nothing was changed by hand: the cut is what the program found.")
    )
    return answer({**document, "sentences": [sentence]}, document["revision"])


def _document(project: Project, key: str) -> dict[str, Any]:
    if not project.path("recording.json").exists():
        raise InputError(_("There is no cut yet: the recording has to be run first. Begin the run at the desk."))
    data = read_project_file(project, EDIT)
    said = {"revision": revision_of(data), "file": None if data is None else decode(data)}
    try:
        return {**said, **cut_values(key, read_cut(project)), "problem": ""}
    except InputError as error:  # a person's file that is broken: it can be reset
        return {**said, "problem": error.message}


def _check_spans(asked: CutChange) -> None:
    for start_us, end_us in (*asked.cut, *asked.keep, *asked.silence, *asked.hear):
        if not 0 <= start_us <= LATEST_US or not start_us < end_us <= LATEST_US:
            raise InputError(_("The span must end after it begins. Put its two times right."))


def _apply(project: Project, asked: CutChange) -> list[str]:
    """Do what was asked for; what a person should know of it."""
    if asked.whole:
        _restore(project, asked.whole)
        return []
    if asked.silence or asked.hear:
        return [*change_cut(project, AskedCut(cuts=asked.silence, keeps=asked.hear, sound_only=True))[1]]
    return [*change_cut(project, AskedCut(asked.start_us, asked.end_us, asked.cut, asked.keep, is_move=asked.is_move))[1]]


def _restore(project: Project, whole: WholeCut) -> None:
    """Write the file as it stood, and let it be whose it was.

    Raises:
        InputError: it is no cut of this recording.
    """
    cut, data = read_cut(project), whole.file.encode()
    parsed = parse_edit(whole.file, cut.recording.duration_us, cut.made)
    refuse(parsed.problems, EDIT, project.path(EDIT))
    record = Record.of(project)
    made = record.made("plan")
    found = made.outputs.get(EDIT) if made else None
    others = {name: step for name, step in record.content.edited.items() if name != EDIT}
    is_found = not whole.edited and found is not None and found.sha256 == hashlib.sha256(data).hexdigest()
    with disk_errors(project.folder):
        write_atomically(project.path(EDIT), data)
        if not record.unreadable:
            plan = EditPlan(parsed.kept)
            breaks = () if is_found or cut.plan is None else remember(cut.plan, cut.breaks, plan)
            record.save(edited=others if is_found else {**others, EDIT: "plan"}, breaks=breaks_as_values(breaks))


ROUTES: list[BaseRoute] = [
    Route("/api/projects/{key}/cut", _get),
    Route("/api/projects/{key}/cut", _change, methods=["POST"]),
    Route("/api/projects/{key}/cut/reset", _reset, methods=["POST"]),
]
