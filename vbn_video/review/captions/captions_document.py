"""The captions of a project as the page reads and changes them: an edit comes as it is meant, and its splices go back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from threading import Lock
from typing import Any

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from vbn_video.decisions import Cue
from vbn_video.errors import VbnError
from vbn_video.messages import _
from vbn_video.plan.captions.check_cues import check_cues
from vbn_video.plan.review.correction_records import CorrectionRecord, corrections_in
from vbn_video.plan.review.cue_edits import CueEdits
from vbn_video.plan.review.cue_splices import CueSplice
from vbn_video.project import disk_errors
from vbn_video.review.answers import StaleError, answer, named_revision, workspace_of
from vbn_video.review.captions.captions_evidence import CaptionsEvidence
from vbn_video.review.captions.captions_heard import HeardDrafts
from vbn_video.review.captions.captions_requests import SentEdit, SentKept, SentRead, SentReplace, SentSplices
from vbn_video.review.captions.captions_store import (
    CaptionsFile,
    CaptionsStore,
    CaptionsStores,
    Changed,
    ConflictError,
    Edit,
    Reviewed,
)
from vbn_video.review.captions.captions_values import (
    clean,
    conflict_values,
    cue_values,
    profile_values,
    splice_values,
    violation_values,
)
from vbn_video.review.captions.edit_labels import label_of
from vbn_video.review.documents.document_edits import loaded_preset_of
from vbn_video.review.documents.project_writing import read_body
from vbn_video.settings.profiles import CaptionProfile

_making = Lock()


def store_of(request: Request) -> CaptionsStore:
    """The captions of the project that the address names.

    Raises:
        InputError: there is none of that key, or it is gone.
    """
    workspace, state = workspace_of(request), request.app.state
    with disk_errors(workspace.folder):
        project = workspace.project(request.path_params["key"])
    with _making:
        if not hasattr(state, "captions"):
            state.captions, state.heard_drafts = CaptionsStores(), {}
    stores: CaptionsStores = state.captions
    return stores.of(project)


def corrections_of(splices: tuple[CueSplice, ...], evidence: CaptionsEvidence) -> tuple[CorrectionRecord, ...]:
    """The words that the splices put right, where the cut that the captions were made for is known."""
    if evidence.timeline is None:
        return ()
    pairs = [(splice.before[0], splice.after[0]) for splice in splices if len(splice.before) == len(splice.after) == 1]
    return tuple(record for pair in pairs for record in corrections_in(*pair, evidence.heard, evidence.timeline))


def _get(request: Request) -> Response:
    document = _document(request)
    answered = answer(document, document["revision"])
    answered.background = BackgroundTask(_make_ready, store_of(request))
    return answered


def _make_ready(store: CaptionsStore) -> None:
    """Read what the first correction needs while the person reads; what can't be read is said once it is needed."""
    with suppress(VbnError):
        store.evidence.read()


def _post(request: Request) -> Response:
    store, sent = store_of(request), read_body(request, SentSplices)
    records = tuple(one.record() for one in sent.corrections)
    splices = tuple(one.splice() for one in sent.splices)
    return answer_change(
        request, lambda revision: store.change(revision, lambda _cues: Edit(splices, "splices", clean(sent.label), records))
    )


def _edit(request: Request) -> Response:
    store, sent, profile = store_of(request), read_body(request, SentEdit).root, loaded_preset_of(request).profile.profile
    evidence = store.evidence.read()

    def make(cues: tuple[Cue, ...]) -> Edit:
        splices = sent.splices(CueEdits(cues, evidence.heard, profile, evidence.duration_us))
        corrections = corrections_of(splices, evidence) if sent.kind in ("text", "replace") else ()
        settled = sent.settle if isinstance(sent, SentReplace) else ()
        return Edit(splices, sent.kind, "", corrections, settled)

    return answer_change(request, lambda revision: store.change(revision, make))


def _turn(request: Request) -> Response:
    """How far a name reaches that is set for a caption."""
    (file, _reviewed), profile = store_of(request).read(), loaded_preset_of(request).profile.profile
    turn = CueEdits(file.cues, (), profile).turn(request.path_params["cue"])
    return answer({"count": len(turn), "start_us": turn[0].start_us, "end_us": turn[-1].end_us})


def _undo(request: Request) -> Response:
    return answer_change(request, store_of(request).undo)


def _redo(request: Request) -> Response:
    return answer_change(request, store_of(request).redo)


def _read(request: Request) -> Response:
    until_us = read_body(request, SentRead).until_us
    store_of(request).note_read(until_us)
    return answer({"read_until_us": until_us})


def _keep(request: Request) -> Response:
    models = clean(read_body(request, SentKept).models)
    store_of(request).note_kept(models)
    return answer({"kept_models": models})


def answer_change(request: Request, change: Callable[[str], tuple[Changed, Reviewed]]) -> Response:
    """The answer to a change: what was done, or what stands there now.

    Raises:
        StaleError: the captions were changed meanwhile, in the same place.
    """
    try:
        done, reviewed = change(named_revision(request))
    except ConflictError as error:
        current = _document(request) | {"conflicts": conflict_values(error.conflicts)}
        raise StaleError(_("The captions were changed elsewhere since, in the same place."), current) from error
    profile = loaded_preset_of(request).profile.profile
    document = _of_cues(done.file, profile) if done.rebased else {"violations": _of_cues(done.file, profile)["violations"]}
    document |= {"revision": done.file.revision, "splices": splice_values(done.splices), "cues_rebased": done.rebased}
    return answer(document | undoable_values(reviewed), done.file.revision)


def _document(request: Request) -> dict[str, Any]:
    store, profile = store_of(request), loaded_preset_of(request).profile.profile
    file, reviewed = store.read()
    document = {
        "revision": file.revision,
        "heard": False,
        "profile": profile_values(profile),
        "read_until_us": reviewed.read_until_us,
        "kept_models": reviewed.kept_models,
        "cut": _cut(store),
    }
    if file.revision == "none":
        drafts: dict[Any, HeardDrafts] = request.app.state.heard_drafts
        cues = drafts.setdefault(store.project.folder, HeardDrafts()).read(store.project, profile)
        heard = {"heard": cues is not None, "cues": [*map(cue_values, cues or ())], "violations": [], "undo": None, "redo": None}
        return document | heard
    return document | _of_cues(file, profile) | undoable_values(reviewed)


def _cut(store: CaptionsStore) -> dict[str, Any] | None:
    """What the captions' times count in, on the recording clock; None where it is not known."""
    timeline, planned = store.evidence.timeline(), store.evidence.planned()
    if timeline is None:
        return None
    kept = [[span.start_us, span.end_us] for span in timeline.plan.kept]
    now = [[span.start_us, span.end_us] for span in planned.kept] if planned else kept
    return {"kept": kept, "intro_us": timeline.plan.intro_us, "is_earlier": kept != now}


def _of_cues(file: CaptionsFile, profile: CaptionProfile) -> dict[str, Any]:
    violations = violation_values(check_cues(file.cues, profile), file.cues)
    return {"cues": [*map(cue_values, file.cues)], "violations": violations}


def undoable_values(reviewed: Reviewed) -> dict[str, Any]:
    """What would be taken back and made again, in words."""
    undo, redo = (label_of(line) if line else None for line in (reviewed.undo, reviewed.redo))
    return {"undo": undo, "redo": redo}


ROUTES: list[BaseRoute] = [
    Route("/api/projects/{key}/captions", _get),
    Route("/api/projects/{key}/captions", _post, methods=["POST"]),
    Route("/api/projects/{key}/captions/edit", _edit, methods=["POST"]),
    Route("/api/projects/{key}/captions/turn/{cue:int}", _turn),
    Route("/api/projects/{key}/captions/undo", _undo, methods=["POST"]),
    Route("/api/projects/{key}/captions/redo", _redo, methods=["POST"]),
    Route("/api/projects/{key}/captions/keep", _keep, methods=["POST"]),
    Route("/api/projects/{key}/captions/read", _read, methods=["POST"]),
]
