"""The cut as the page shows it: each side with its reason, how sure it is, and where else it could be.

    CutOfProject ─► cut_values ─► kept spans with their two sides ─► reason in words, support, the words around, candidates
                               ─► breaks that are doubtful, slides, speech, chapters: what stands on the strip

Times are integer microseconds of the recording.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from vbn_video.clock import US_PER_S
from vbn_video.decisions import CutCandidate, KeptSpan, Side
from vbn_video.evidence import Slide, Speech, Word
from vbn_video.plan.cut.doubtful_breaks import doubtful_breaks
from vbn_video.plan.cut.edit_text import EDITOR
from vbn_video.plan.meeting.reason_words import PlaceClock, side_in_words, support_in_words
from vbn_video.project import read_value
from vbn_video.report.finding_texts import in_words
from vbn_video.review.media.recording_stills import still_address
from vbn_video.runs.cut_by_hand import CutOfProject, chapters_of

INSIDE_US = 5 * US_PER_S
"""What is shown so long after a beginning, and before an end, tells what would be kept."""
WORDS_BEFORE, WORDS_AFTER = 6, 6
NEAR_US = 20 * US_PER_S
"""Words further from an end than this tell nothing of it."""


@dataclass(frozen=True)
class _SideAt:
    """One end of a kept span."""

    name: str
    """`start` or `end`."""
    at_us: int
    side: Side
    candidates: tuple[CutCandidate, ...]
    """The other places, also those that the program found before a person moved the end."""


def cut_values(key: str, cut: CutOfProject) -> dict[str, Any]:
    """All of it as JSON values, without its revision; nothing kept where there is no cut yet."""
    plan = cut.plan
    return {
        "duration_us": cut.recording.duration_us,
        "kept": [_span(key, cut, span) for span in plan.kept] if plan else [],
        "silenced": [{"start_us": one.start_us, "end_us": one.end_us} for one in plan.silenced] if plan else [],
        "breaks": _breaks(cut),
        "sure": cut.sure,
        "slides": _slides(key, cut),
        "speech": _speech(cut),
        "chapters": [{"start_us": at_us, "title": title} for at_us, title in chapters_of(cut)],
        "edited": cut.is_edited,
        "needs_run": cut.needs_run,
    }


def _span(key: str, cut: CutOfProject, span: KeptSpan) -> dict[str, Any]:
    found = _found_sides(cut, span)
    start = _SideAt("start", span.start_us, span.start_side, found["start"])
    end = _SideAt("end", span.end_us, span.end_side, found["end"])
    return {
        "start_us": span.start_us,
        "end_us": span.end_us,
        "card": span.card,
        "start": _side(key, cut, start),
        "end": _side(key, cut, end),
    }


def _side(key: str, cut: CutOfProject, at: _SideAt) -> dict[str, Any]:
    """Why it stands there, the words around it, and the other places where it could be."""
    side, clock = at.side, PlaceClock(cut.recording)
    inside_us = INSIDE_US if at.name == "start" else -INSIDE_US
    candidates = [
        {
            "at_us": candidate.at_us,
            "cut_us": _cut_us(candidate),
            "probability": candidate.probability,
            "words": candidate.words,
            "why": support_in_words(candidate.support, candidate.at_us, clock),
            "still": still_address(key, candidate.at_us + inside_us),
        }
        for candidate in at.candidates
    ]
    return {
        "reason": in_words(side.reason),
        "why": side_in_words(side, clock),
        "confidence": side.confidence,
        "yours": side.reason == EDITOR.reason,
        "doubtful": side.confidence < cut.sure,
        "support": [{"text": piece.text, "kind": piece.kind, "weight": piece.weight} for piece in side.support],
        "words": _words_around(cut.words, at.at_us),
        "still": still_address(key, at.at_us + inside_us),
        "candidates": candidates,
    }


def _found_sides(cut: CutOfProject, span: KeptSpan) -> dict[str, tuple[CutCandidate, ...]]:
    """The candidates of both ends; of the meeting's own, where the person has moved them, those of the last run's plan."""
    kept = cut.plan.kept if cut.plan else ()
    made = cut.made.kept if cut.made else ()
    return {
        "start": span.start_side.candidates or (made[0].start_side.candidates if made and span == kept[0] else ()),
        "end": span.end_side.candidates or (made[-1].end_side.candidates if made and span == kept[-1] else ()),
    }


def _cut_us(candidate: CutCandidate) -> int:
    return candidate.at_us if candidate.cut_us is None else candidate.cut_us


def _words_around(words: Sequence[Word], at_us: int) -> str:
    """What is said shortly before and after, `|` where the cut is; empty where nothing is."""
    before = [word.text for word in words if at_us - NEAR_US < word.start_us < at_us]
    after = [word.text for word in words if at_us <= word.start_us < at_us + NEAR_US]
    return " ".join([*before[-WORDS_BEFORE:], "|", *after[:WORDS_AFTER]]) if before or after else ""


def _breaks(cut: CutOfProject) -> list[dict[str, Any]]:
    """The breaks of which it is not sure that they are any."""
    if cut.plan is None:
        return []
    return [
        {
            "start_us": one.start_us,
            "end_us": one.end_us,
            "confidence": one.side.confidence,
            "around": one.around,
            "inside": one.inside,
        }
        for one in doubtful_breaks(cut.plan, cut.words, cut.sure)
    ]


def _slides(key: str, cut: CutOfProject) -> list[dict[str, Any]]:
    path = cut.project.path("slides.json")
    slides = read_value(path, tuple[Slide, ...]) if path.exists() else ()
    return [
        {
            "start_us": slide.start_us,
            "title": slide.title or "",
            "still": still_address(key, slide.start_us if slide.still_us is None else slide.still_us),
        }
        for slide in slides
    ]


def _speech(cut: CutOfProject) -> list[tuple[int, int]]:
    path = cut.project.path("speech.json")
    speech = read_value(path, Speech).speech if path.exists() else ()
    return [(span.start_us, span.end_us) for span in speech]
