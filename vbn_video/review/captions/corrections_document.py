"""What a person changed on the page and the captions lack, offered: corrections, in captions that were made anew, and edits over
which an older copy of the file was saved.

    GET  ─► lost: stretches as the page left them and as the file has them; fitting, left_over: corrections, once those are in
    POST ─► all that fits is put in
    POST …/lost ─► some of the stretches put in, or left as the file has them
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from vbn_video.decisions import Cue
from vbn_video.plan.review.correction_records import CorrectionRecord, Reapplied, reapply
from vbn_video.plan.review.cue_splices import apply_splices
from vbn_video.plan.review.lost_edits import LostEdit, left_as_in_file, lost_edits, put_back
from vbn_video.review.answers import answer
from vbn_video.review.captions.captions_document import answer_change, corrections_of, store_of
from vbn_video.review.captions.captions_evidence import CaptionsEvidence
from vbn_video.review.captions.captions_store import Changed, Edit, Reviewed
from vbn_video.review.captions.captions_values import MOST_AT_ONCE, Sent, TimeUs, cue_values
from vbn_video.review.documents.document_edits import loaded_preset_of
from vbn_video.review.documents.project_writing import read_body
from vbn_video.settings.profiles import CaptionProfile


class _Place(Sent):
    start_us: TimeUs
    end_us: TimeUs


class _Chosen(Sent):
    """Stretches of lost edits, as they were offered."""

    places: Annotated[tuple[_Place, ...], Field(min_length=1, max_length=MOST_AT_ONCE)]
    put_back: bool
    """Else the file's are right."""


def _get(request: Request) -> Response:
    store, profile = store_of(request), loaded_preset_of(request).profile.profile
    file, reviewed = store.read()
    lost = lost_edits(store.page_splices(), file.cues)
    found = _reapplied(reviewed.corrections, _with_all(lost, file.cues), store.evidence.read(), profile)
    document = {
        "revision": file.revision,
        "lost": [*map(_lost_values, lost)],
        "fitting": [*map(_values, found.made)],
        "left_over": [*map(_values, found.left_over)],
    }
    return answer(document, file.revision)


def _post(request: Request) -> Response:
    store, profile, evidence = store_of(request), loaded_preset_of(request).profile.profile, store_of(request).evidence.read()
    (_file, reviewed), changed = store.read(), store.page_splices()

    def make(cues: tuple[Cue, ...]) -> Edit:
        back = put_back(one for one in lost_edits(changed, cues) if one.fits)
        made = _reapplied(reviewed.corrections, _with_all(lost_edits(changed, cues), cues), evidence, profile)
        again = _reapplied(made.made, apply_splices(cues, back), evidence, profile).splices
        return Edit((*back, *again), "put_back" if back else "corrections", "", corrections_of(back, evidence))

    return answer_change(request, lambda revision: store.change(revision, make))


def _post_lost(request: Request) -> Response:
    store, chosen, evidence = store_of(request), read_body(request, _Chosen), store_of(request).evidence.read()
    changed, places = store.page_splices(), {(one.start_us, one.end_us) for one in chosen.places}

    def lost(cues: tuple[Cue, ...]) -> list[LostEdit]:
        return [one for one in lost_edits(changed, cues) if (one.start_us, one.end_us) in places]

    def make(cues: tuple[Cue, ...]) -> Edit:
        splices = put_back(lost(cues))
        return Edit(splices, "put_back", "", corrections_of(splices, evidence))

    def leave(revision: str) -> tuple[Changed, Reviewed]:
        store.leave(revision, lambda cues: left_as_in_file(lost(cues)))
        file, reviewed = store.read()
        return Changed(file, ()), reviewed

    return answer_change(request, lambda revision: store.change(revision, make) if chosen.put_back else leave(revision))


def _with_all(lost: Sequence[LostEdit], cues: tuple[Cue, ...]) -> tuple[Cue, ...]:
    """The captions with every lost edit, so that a correction among them is not offered twice."""
    return apply_splices(cues, put_back(lost))


def _reapplied(
    records: Sequence[CorrectionRecord], cues: Sequence[Cue], evidence: CaptionsEvidence, profile: CaptionProfile
) -> Reapplied:
    """The corrections in these captions; none where the cut that they were made for is not known."""
    if evidence.timeline is None:
        return Reapplied((), (), ())
    return reapply(records, cues, evidence.heard, evidence.timeline, profile)


def _values(record: CorrectionRecord) -> dict[str, Any]:
    return {"at_us": record.at_us, "heard": record.heard, "right": record.right}


def _lost_values(lost: LostEdit) -> dict[str, Any]:
    return {
        "start_us": lost.start_us,
        "end_us": lost.end_us,
        "page": [*map(cue_values, lost.page)],
        "file": [*map(cue_values, lost.file)],
        "fits": lost.fits,
    }


ROUTES: list[BaseRoute] = [
    Route("/api/projects/{key}/captions/corrections", _get),
    Route("/api/projects/{key}/captions/corrections", _post, methods=["POST"]),
    Route("/api/projects/{key}/captions/lost", _post_lost, methods=["POST"]),
]
