"""The reasons of a cut without what was said or shown where it was cut: a reason may quote it."""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from vbn_video.codec import from_values, to_values
from vbn_video.decisions import EditPlan, Side, Support
from vbn_video.evidence import MeetingMarks, Slide, Transcript
from vbn_video.plan.words.audible_words import is_silenced

SIDE_KEYS = {"reason", "confidence"}
PLACES = re.compile(r'<section>\s*<h2 id="doubtful">.*?</section>\s*', re.DOTALL)
"""Of the report's page: the places where a doubtful side could be, and doubtful breaks, with what is said and shown there."""


@dataclass(frozen=True)
class KeptReasons:
    """What a reason may still quote."""

    plan: EditPlan
    heard: str
    """What is said in the kept spans and stands there on slides and in the chat, in lower case, a space between words."""

    @staticmethod
    def of(plan: EditPlan, transcript: Transcript, slides: tuple[Slide, ...], marks: MeetingMarks) -> "KeptReasons":
        """By the evidence that is left once what was cut away is gone from it."""
        shown = (text for slide in slides for text in (slide.title, slide.text) if text)
        written = (line.text for line in marks.chat)
        return KeptReasons(plan, _plain(" ".join((*(word.text for word in transcript.words), "\n", *shown, "\n", *written))))

    def of_plan(self, plan: EditPlan) -> EditPlan:
        """The same cut; without the other places it could have had, for the words around them are those that were cut."""
        kept = (replace(one, start_side=self._side(one.start_side), end_side=self._side(one.end_side)) for one in plan.kept)
        return replace(plan, kept=tuple(kept))

    def in_values(self, value: Any) -> Any:
        """JSON values in which sides of plans may stand at any depth: the same for each."""
        if isinstance(value, list):
            return [self.in_values(one) for one in value]
        if not isinstance(value, dict):
            return value
        if value.keys() >= SIDE_KEYS and value.keys() & {"support", "candidates"}:
            return to_values(Side, self._side(from_values(Side, value)))
        return {key: self.in_values(one) for key, one in value.items()}

    def forgotten(self, plan: EditPlan) -> set[str]:
        """All that reasons of the plan quote and may no more."""
        sides = [side for span in plan.kept for side in (span.start_side, span.end_side)]
        supports = [one for side in sides for one in (side.support, *(candidate.support for candidate in side.candidates))]
        pieces = [piece for support in supports for piece in support]
        quoted = {piece.text for piece in pieces if not self._is_kept(piece)}
        return quoted | {one.words for side in sides for one in side.candidates if one.words}

    def _side(self, side: Side) -> Side:
        return replace(side, support=tuple(piece for piece in side.support if self._is_kept(piece)), candidates=())

    def _is_kept(self, piece: Support) -> bool:
        if not piece.text:
            return True
        at_us = piece.at_us
        return (
            self.plan.shows(at_us, at_us)
            and not is_silenced(at_us, at_us + 1, self.plan.silent_us)
            and _plain(piece.text) in self.heard
        )


def without_reasons(report: str, forgotten: Collection[str]) -> str:
    """A report, JSON or HTML, with an ellipsis for each quotation of these, and without the places where the cut could be."""
    from jinja2.filters import do_forceescape

    report = PLACES.sub("", report)
    ways = {way for text in forgotten for way in (text, str(do_forceescape(text)), json.dumps(text, ensure_ascii=False)[1:-1])}
    longest_first = sorted(filter(None, ways), key=lambda way: (-len(way), way))
    if not longest_first:
        return report
    return re.sub(f"([“»])(?:{'|'.join(map(re.escape, longest_first))})([”«])", r"\1…\2", report)


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
