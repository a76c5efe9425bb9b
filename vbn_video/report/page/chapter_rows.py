"""The rows of the chapters: how long each lasts, where it comes from, and what told of it."""

from typing import Any

from vbn_video.decisions import Chapter, Support
from vbn_video.messages import _
from vbn_video.plan.chapters.chapter_evidence import ChapterSource
from vbn_video.report.rules.case import Case


def chapter_rows(case: Case) -> list[dict[str, Any]]:
    """A row for each chapter of the video."""
    ends = (*(chapter.start_us for chapter in case.chapters[1:]), case.plan.duration_us)
    return [
        {"chapter": chapter, "length_us": end_us - chapter.start_us, **_origin(case, chapter)}
        for chapter, end_us in zip(case.chapters, ends, strict=False)
    ]


def source_in_words(source: ChapterSource) -> str:
    """Where a chapter comes from, in the person's language."""
    return {
        "agenda": _("the agenda"),
        "slide": _("a slide"),
        "spoken": _("what is said"),
        "speaker": _("another speaker"),
        "pause": _("a pause"),
        "opening": _("the beginning"),
        "editor": _("editor"),
    }[source]


def _origin(case: Case, chapter: Chapter) -> dict[str, Any]:
    """Where a chapter comes from, and each sign of it with what was said or stood there."""
    origin = case.chapter_evidence.origin(chapter)
    return {
        "source": source_in_words(case.chapter_evidence.source(chapter)),
        "signs": [_sign_in_words(piece) for piece in origin.support] if origin else [],
    }


def _sign_in_words(piece: Support) -> str:
    kinds = {
        "agenda": _("the agenda"),
        "agenda time": _("the agenda's time"),
        "slide title": _("a new slide"),
        "slide": _("a new slide"),
        "transition": _("said"),
        "questions": _("said"),
        "return": _("said"),
        "agenda read": _("said"),
        "goodbye": _("said"),
        "greeting": _("said"),
        "beginning": _("said"),
        "speaker": _("another speaker"),
        "cut": _("a cut"),
        "pause": _("a pause"),
    }
    said = " ".join(piece.text.split())
    return kinds.get(piece.kind, piece.kind) + (f" »{said}«" if said else "")
