"""Captions while a run still hears: what was heard so far, as drafts on the recording's clock."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pydantic import ValidationError

from vbn_video.codec import from_json
from vbn_video.decisions import Cue, EditPlan, KeptSpan, Side
from vbn_video.plan.captions.compiler import compile_captions
from vbn_video.project import Project
from vbn_video.review.documents.project_writing import read_project_file
from vbn_video.settings.profiles import CaptionProfile
from vbn_video.speech.checkpoint import HeardStretch
from vbn_video.timeline import Timeline

HEARD = "heard.jsonl"
"""By the name that `steps/transcribe.py` gives it."""
_SIDE = Side("heard", 1.0)


class HeardDrafts:
    """The drafts of one project: each stretch is made into captions once."""

    def __init__(self) -> None:
        self._made: dict[tuple[int, int, bool], tuple[Cue, ...]] = {}

    def read(self, project: Project, profile: CaptionProfile) -> tuple[Cue, ...] | None:
        """The drafts, ascending; None where nothing has been heard yet."""
        data = read_project_file(project, HEARD)
        if data is None:
            return None
        stretches = {(one.start_us, one.end_us): one for one in _stretches(data)}
        made = {one.key: self._made.get(one.key) or _captions(one, profile) for one in stretches.values()}
        self._made = made
        return tuple(sorted((cue for cues in made.values() for cue in cues), key=lambda cue: cue.start_us))


def _stretches(data: bytes) -> Iterator[HeardStretch]:
    """The windows that are whole; the last line may be just being written."""
    for line in data.split(b"\n")[1:-1]:
        try:
            yield from_json(HeardStretch, line)
        except (ValidationError, json.JSONDecodeError):
            return


def _captions(stretch: HeardStretch, profile: CaptionProfile) -> tuple[Cue, ...]:
    if not stretch.words:
        return ()
    until_us = max(stretch.end_us, stretch.words[-1].end_us) + 1
    first_us = min(stretch.start_us, stretch.words[0].start_us)
    plan = EditPlan((KeptSpan(first_us, until_us, _SIDE, _SIDE),), intro_us=first_us)
    return compile_captions(stretch.words, Timeline((), plan), profile, "none").cues
