"""The made meetings as they were heard: their evidence with the truth, in two halves.

The half `known` may be looked at while a decision is made; `aside` only judges it afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from tests.meetings.evidence_of_script import evidence_of
from tests.meetings.make_scripts import all_scripts
from tests.meetings.sentences import Half
from tests.meetings.truth import Truth
from vbn_video.plan.meeting.meeting_evidence import MeetingEvidence


@dataclass(frozen=True)
class KeptMeeting:
    """One made meeting."""

    name: str
    kind: str
    seed: int
    evidence: MeetingEvidence
    truth: Truth


@lru_cache
def kept_meetings(half: Half) -> tuple[KeptMeeting, ...]:
    """All meetings of a half."""
    meetings = []
    for script in all_scripts(half):
        evidence, truth = evidence_of(script)
        meetings.append(KeptMeeting(script.name, script.kind, script.seed, evidence, truth))
    return tuple(meetings)
