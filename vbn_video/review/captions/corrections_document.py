"""A person's corrections in captions that were made anew: those that fit are offered, the others are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from vbn_video.decisions import Cue
from vbn_video.plan.review.correction_records import CorrectionRecord, Reapplied, reapply
from vbn_video.review.answers import answer
from vbn_video.review.captions.captions_document import answer_change, store_of
from vbn_video.review.captions.captions_evidence import CaptionsEvidence
from vbn_video.review.captions.captions_store import Edit
from vbn_video.review.captions.captions_values import splice_values
from vbn_video.review.documents.document_edits import loaded_preset_of
from vbn_video.settings.profiles import CaptionProfile


def _get(request: Request) -> Response:
    store, profile = store_of(request), loaded_preset_of(request).profile.profile
    file, reviewed = store.read()
    found = _reapplied(reviewed.corrections, file.cues, store.evidence.read(), profile)
    document = {
        "revision": file.revision,
        "splices": splice_values(found.splices),
        "fitting": [*map(_values, found.made)],
        "left_over": [*map(_values, found.left_over)],
    }
    return answer(document, file.revision)


def _post(request: Request) -> Response:
    store, profile, evidence = store_of(request), loaded_preset_of(request).profile.profile, store_of(request).evidence.read()
    _file, reviewed = store.read()

    def make(cues: tuple[Cue, ...]) -> Edit:
        return Edit(_reapplied(reviewed.corrections, cues, evidence, profile).splices, "corrections")

    return answer_change(request, lambda revision: store.change(revision, make))


def _reapplied(
    records: Sequence[CorrectionRecord], cues: Sequence[Cue], evidence: CaptionsEvidence, profile: CaptionProfile
) -> Reapplied:
    """The corrections in these captions; none where the cut that they were made for is not known."""
    if evidence.timeline is None:
        return Reapplied((), (), ())
    return reapply(records, cues, evidence.heard, evidence.timeline, profile)


def _values(record: CorrectionRecord) -> dict[str, Any]:
    return {"at_us": record.at_us, "heard": record.heard, "right": record.right}


ROUTES: list[BaseRoute] = [
    Route("/api/projects/{key}/captions/corrections", _get),
    Route("/api/projects/{key}/captions/corrections", _post, methods=["POST"]),
]
