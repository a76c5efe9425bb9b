"""The chapters, `chapters.vtt`: rows with still, time, title and where each comes from; checked by the platforms' rules.

    GET chapters ─► the file's chapters on the programme's clock + where each lies in the recording ─► stills, sources, problems
    PUT chapters ─► put in order ─► the file as a person writes it, its notes kept: runs keep it, and move it with the cut

Until the next run the file is of the cut that the last run made: `stale` says that the cut was changed since.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from vbn_video.clock import LATEST_US, US_PER_MS, US_PER_S, nearest
from vbn_video.decisions import Chapter
from vbn_video.errors import InputError
from vbn_video.formats.base import decode
from vbn_video.formats.edited_vtt import rewrite_chapters
from vbn_video.formats.vtt import parse_chapters
from vbn_video.messages import _
from vbn_video.plan.chapters.chapter_evidence import NO_EVIDENCE, ChapterEvidence
from vbn_video.plan.chapters.chapter_rules import LONGEST_TITLE, check_chapters
from vbn_video.project import Project, disk_errors, read_value, write_atomically
from vbn_video.report.page.chapter_rows import source_in_words
from vbn_video.review.answers import answer, revision_of
from vbn_video.review.documents.document_edits import held_for_edit, project_of
from vbn_video.review.documents.project_writing import read_body, read_project_file
from vbn_video.review.media.recording_stills import still_address
from vbn_video.runs.cut_by_hand import CutOfProject, read_cut
from vbn_video.timeline import Timeline

CHAPTERS = "chapters.vtt"
SHOWN_AFTER_US = 2 * US_PER_S
"""The picture so long after a chapter's beginning: a slide has come up by then."""
MOST_CHAPTERS, LONGEST_TYPED = 500, 500


class TypedChapter(BaseModel):
    """A chapter as it stands on the page."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    start_us: int = Field(ge=0, le=LATEST_US)
    """On the programme's clock."""
    title: str = Field(max_length=LONGEST_TYPED)


class TypedChapters(BaseModel):
    """All chapters, in any order."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    chapters: tuple[TypedChapter, ...] = Field(max_length=MOST_CHAPTERS)


def _get(request: Request) -> Response:
    document = _document(project_of(request), request.path_params["key"])
    return answer(document, document["revision"])


def _put(request: Request) -> Response:
    """Write them as they stand on the page; what breaks a rule is written too, and said."""
    project, key, typed = project_of(request), request.path_params["key"], read_body(request, TypedChapters)
    cut = _made_cut(project)
    assert cut.made is not None
    chapters = _in_order(typed.chapters)
    if any(chapter.start_us >= cut.made.duration_us for chapter in chapters):
        raise InputError(_("A chapter would begin after the end of the video. Give it an earlier time."))
    with held_for_edit(request, project, CHAPTERS, lambda: _document(project, key)):
        text = decode(read_project_file(project, CHAPTERS) or b"WEBVTT\n")
        with disk_errors(project.folder):
            write_atomically(project.path(CHAPTERS), rewrite_chapters(text, chapters, cut.made.duration_us).encode())
        project.log(event="ChaptersSet", count=len(chapters))
        document = _document(project, key)
    return answer(document, document["revision"])


def _in_order(typed: Sequence[TypedChapter]) -> list[Chapter]:
    """The chapters by their times, to the millisecond as the file has them; an empty title would be no cue."""
    if any(not chapter.title.strip() for chapter in typed):
        raise InputError(_("A chapter has no title. Give it one, or remove the chapter."))
    rounded = [Chapter(nearest(one.start_us, US_PER_MS) * US_PER_MS, " ".join(one.title.split())) for one in typed]
    return sorted(rounded, key=lambda chapter: chapter.start_us)


def _made_cut(project: Project) -> CutOfProject:
    if not project.path("recording.json").exists():
        raise InputError(_("There are no chapters yet: the recording has to be run first. Begin the run at the desk."))
    cut = read_cut(project)
    if cut.made is None:
        raise InputError(_("There are no chapters yet: the recording has to be run first. Begin the run at the desk."))
    return cut


def _document(project: Project, key: str) -> dict[str, Any]:
    cut, data = _made_cut(project), read_project_file(project, CHAPTERS)
    assert cut.made is not None
    parsed = parse_chapters(decode(data) if data is not None else "WEBVTT\n")
    evidence_file = project.path("chapters.json")
    evidence = read_value(evidence_file, ChapterEvidence) if evidence_file.exists() else NO_EVIDENCE
    timeline = Timeline.of(cut.recording, cut.made)
    problems = [problem.located_in(CHAPTERS) for problem in parsed.problems]
    return {
        "revision": revision_of(data),
        "chapters": [_row(key, chapter, timeline, evidence) for chapter in parsed.chapters],
        "problems": [*problems, *check_chapters(parsed.chapters, cut.made.duration_us)],
        "duration_us": cut.made.duration_us,
        "longest_title": LONGEST_TITLE,
        "suggestions": _suggestions(parsed.chapters, evidence),
        "stale": cut.needs_run,
    }


def _row(key: str, chapter: Chapter, timeline: Timeline, evidence: ChapterEvidence) -> dict[str, Any]:
    recording_us = timeline.recording_from_programme(chapter.start_us)
    shown_us = timeline.recording_from_programme(chapter.start_us + SHOWN_AFTER_US)
    first_us = timeline.plan.kept[0].start_us
    source = evidence.source(chapter)
    return {
        "start_us": chapter.start_us,
        "recording_us": recording_us,
        "title": chapter.title,
        "source": _("written by you") if source == "editor" else source_in_words(source),
        "still": still_address(key, shown_us or recording_us or first_us),
    }


def _suggestions(chapters: Sequence[Chapter], evidence: ChapterEvidence) -> list[dict[str, Any]]:
    """What could be a chapter too: moments that something names, and where none stands."""
    taken_us = {chapter.start_us // US_PER_S for chapter in chapters}
    return [
        {"start_us": one.start_us, "title": one.title, "source": source_in_words(one.source)}
        for one in evidence.candidates
        if one.title and not one.chosen and one.start_us // US_PER_S not in taken_us
    ]


ROUTES: list[BaseRoute] = [
    Route("/api/projects/{key}/chapters", _get),
    Route("/api/projects/{key}/chapters", _put, methods=["PUT"]),
]
