"""The places of the captions that are probably wrong, as the page goes through them: grouped, with candidates, and settled."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from threading import Lock
from typing import Annotated, Any

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from vbn_video.errors import InputError, VbnError
from vbn_video.messages import _
from vbn_video.plan.captions.check_cues import check_cues
from vbn_video.plan.danish.glossary_index import GlossaryIndex
from vbn_video.plan.danish.meeting_glossary import glossary_of_people
from vbn_video.plan.review.decided_doubts import is_decided
from vbn_video.plan.review.doubts.candidates import CandidateFinder
from vbn_video.plan.review.doubts.caption_words import caption_words
from vbn_video.plan.review.doubts.doubt_groups import DoubtGroup, group_doubts
from vbn_video.plan.review.doubts.word_doubts import Doubt, DoubtSources, find_doubts
from vbn_video.review.answers import answer
from vbn_video.review.captions.captions_document import store_of, undoable_values
from vbn_video.review.captions.captions_evidence import CaptionsEvidence
from vbn_video.review.captions.captions_store import CaptionsFile
from vbn_video.review.captions.captions_values import MOST_AT_ONCE, Sent, Text
from vbn_video.review.documents.document_edits import loaded_preset_of, project_of
from vbn_video.review.documents.project_writing import read_body
from vbn_video.settings.glossary import Glossary
from vbn_video.settings.lexicon.danish_lexicon import danish_lexicon, danish_suggestions
from vbn_video.settings.lists.glossary_files import load_glossary
from vbn_video.settings.meeting_file import read_meeting

OPEN_QUEUES = 4
_finding = Lock()


@dataclass(frozen=True)
class Queue:
    """All doubts of one state of the captions, settled ones too."""

    doubts: tuple[Doubt, ...]
    finder: CandidateFinder


class SentSettled(Sent):
    """Doubts of which a person says that what stands there is right."""

    keys: Annotated[tuple[Text, ...], Field(min_length=1, max_length=MOST_AT_ONCE)]


def _get(request: Request) -> Response:
    file, reviewed = store_of(request).read()
    queue = _queue(request, file)
    doubts, timeline = queue.doubts if queue else (), store_of(request).evidence.read().timeline
    open_doubts = [
        doubt for doubt in doubts if timeline and not is_decided(doubt, timeline, reviewed.settled, reviewed.corrections)
    ]
    groups = [_group_values(group) for group in group_doubts(open_doubts)]
    document = {"revision": file.revision, "groups": groups, "settled": len(doubts) - len(open_doubts)}
    return answer(document, file.revision)


def _candidates(request: Request) -> Response:
    """Of the one doubt that a person has come to: asking the lexicon takes a tenth of a second for a word."""
    file, _reviewed = store_of(request).read()
    queue, wanted = _queue(request, file), request.path_params["doubt"]
    doubt = next((one for one in queue.doubts if one.key == wanted), None) if queue else None
    if queue is None or doubt is None:
        raise InputError(_("The captions were changed where this doubt was: there is nothing to choose there any more."))
    return answer({"candidates": [asdict(candidate) for candidate in queue.finder.find(doubt)]})


def _settle(request: Request) -> Response:
    return answer(undoable_values(store_of(request).settle(read_body(request, SentSettled).keys)))


def _queue(request: Request, file: CaptionsFile) -> Queue | None:
    """The doubts of the captions as they stand, found once for each revision and state of the evidence."""
    store = store_of(request)
    evidence = store.evidence.read()
    made_from = (file.revision, id(evidence))
    with _finding:
        queues: dict[Any, tuple[tuple[str, int], CaptionsEvidence, Queue | None]] = request.app.state.__dict__.setdefault(
            "doubts", {}
        )
        known = queues.pop(store.project.folder, None)
        if known is None or known[0] != made_from:
            known = (made_from, evidence, _find(request, file, evidence))
        queues[store.project.folder] = known
        while len(queues) > OPEN_QUEUES:
            queues.pop(next(iter(queues)))
    return known[2]


def _find(request: Request, file: CaptionsFile, evidence: CaptionsEvidence) -> Queue | None:
    """None where a project is too old to say which cut its captions were made for."""
    if evidence.timeline is None:
        return None
    words = caption_words(file.cues, evidence.heard, changes=evidence.changes)
    profile = loaded_preset_of(request).profile.profile
    sources = DoubtSources(
        evidence.heard,
        evidence.timeline,
        danish_lexicon(),
        GlossaryIndex(_glossary(request)),
        evidence.alternatives,
        check_cues(file.cues, profile),
    )
    proposed = tuple(change for change in evidence.changes if not change.certain)
    return Queue(find_doubts(words, sources), CandidateFinder(words, sources, proposed, danish_suggestions()))


def _glossary(request: Request) -> Glossary:
    """The meeting's own people and the preset's word lists; without those that can't be read, which a run names."""
    try:
        meeting = read_meeting(project_of(request).path("meeting.toml"))
        return glossary_of_people(meeting) + load_glossary(loaded_preset_of(request).preset.captions.glossary)
    except VbnError:
        return Glossary()


def _group_values(group: DoubtGroup) -> dict[str, Any]:
    doubts = [asdict(doubt) for doubt in group.doubts]
    return {"key": group.key, "text": group.text, "wrong": group.wrong, "candidates": [], "doubts": doubts}


ROUTES: list[BaseRoute] = [
    Route("/api/projects/{key}/doubts", _get),
    Route("/api/projects/{key}/doubts/settle", _settle, methods=["POST"]),
    Route("/api/projects/{key}/doubts/{doubt}/candidates", _candidates),
]
