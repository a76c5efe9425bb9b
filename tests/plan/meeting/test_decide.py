"""The decision about a meeting's two ends: laws, and how often it is right on the made meetings that may be looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.meetings.kept import KeptMeeting, kept_meetings
from tests.meetings.sentences import Half
from tests.plan.meeting.varied_evidence import varied
from tests.plan.spoken import spoken
from tests.sampling import sampled
from vbn_video.evidence import Mark, MeetingMarks, SoundScene, Voices, Word
from vbn_video.plan.meeting.decide import MeetingDecision, decide_meeting
from vbn_video.plan.meeting.meeting_evidence import MeetingEvidence
from vbn_video.plan.meeting.sides.side_choice import SideChoice, calibrated
from vbn_video.settings.lists.phrase_files import load_phrases
from vbn_video.settings.preset import Trim
from vbn_video.settings.trimming.cut_weights import CUT_WEIGHTS

S = 1_000_000
SURE = Trim().sure
KNOWN = kept_meetings("known")
TABLE = load_phrases(("moede",))
LACKING = {
    "words": (),
    "speech": (),
    "levels": None,
    "slides": (),
    "voices": Voices(),
    "sounds": SoundScene(),
    "marks": MeetingMarks(),
    "planned_start_us": None,
    "planned_end_us": None,
}


def decided(evidence: MeetingEvidence) -> MeetingDecision | None:
    return decide_meeting(evidence, TABLE, CUT_WEIGHTS, 60 * S)


def sides(meeting: KeptMeeting, seed: int) -> Iterator[tuple[SideChoice, bool, bool]]:
    """(what was decided, whether it is right, whether anything tells) of both sides."""
    found = decided(varied(meeting.evidence, seed))
    assert found is not None
    yield found.start, meeting.truth.begins_at(found.start.at_us), meeting.truth.start_tells
    yield found.end, meeting.truth.ends_at(found.end.at_us), meeting.truth.end_tells


@given(number=st.integers(0, len(KNOWN) - 1), lacking=st.sets(st.sampled_from(sorted(LACKING))))
def test_whatever_evidence_is_missing_the_decision_comes(number: int, lacking: set[str]) -> None:
    evidence = KNOWN[number].evidence
    found = decided(replace(evidence, **{name: LACKING[name] for name in lacking}))
    if found is None:
        assert {"words", "speech"} <= lacking
        return
    assert 0 <= found.start.at_us < found.end.at_us <= evidence.duration_us
    for side in (found.start, found.end):
        assert 0 <= side.confidence <= 1
        assert side.candidates[0].at_us == side.at_us
        inside = [w for w in evidence.words if w.start_us < side.at_us < w.end_us and w.end_us - w.start_us < 3 * S]
        assert not inside or "words" in lacking


@given(number=st.integers(0, len(KNOWN) - 1), kind=st.sampled_from(["slides", "marks", "sounds"]))
def test_taking_away_what_spoke_for_a_choice_never_raises_its_confidence(number: int, kind: str) -> None:
    evidence = KNOWN[number].evidence
    whole = decided(evidence)
    for at in range(len(getattr(evidence, kind)) if kind == "slides" else 0):
        slide = evidence.slides[at]
        less = decided(replace(evidence, slides=evidence.slides[:at] + evidence.slides[at + 1 :]))
        for before, after in ((whole.start, less.start), (whole.end, less.end)):
            spoke_for = any(s.kind.endswith("slide") and s.at_us == slide.start_us and s.weight > 0 for s in before.support)
            if spoke_for and before.at_us == after.at_us:
                assert after.confidence <= before.confidence + 0.01


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_likelier_choice_is_never_called_less_sure(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert calibrated(low) <= calibrated(high)


@pytest.mark.parametrize("seed", sampled(list(range(10)), (0,)))
def test_a_sure_side_is_right_and_cuts_no_word_of_the_meeting(seed: int) -> None:
    sure = [right for meeting in KNOWN for side, right, _tells in sides(meeting, seed) if side.confidence >= SURE]
    assert len(sure) >= len(KNOWN)
    assert sum(sure) >= 0.95 * len(sure)


@pytest.mark.long
def test_meetings_with_words_that_no_table_has_end_where_they_do_and_are_seldom_surely_wrong() -> None:
    """What is reached: where they begin is often not found, and then not sure."""
    judged = [list(sides(meeting, seed)) for seed in range(10) for meeting in kept_meetings("aside")]
    ends = [right for _start, (_side, right, _tells) in judged[: len(kept_meetings("aside"))]]
    assert sum(ends) >= 0.8 * len(ends)
    sure = [right for both in judged for side, right, _tells in both if side.confidence >= SURE]
    assert sum(sure) >= 0.93 * len(sure)


@pytest.mark.parametrize("half", ["known", *(pytest.param(half, marks=pytest.mark.long) for half in ("second", "third"))])
def test_where_nothing_tells_no_side_is_sure(half: Half) -> None:
    for meeting in kept_meetings(half):
        for side, _right, tells in sides(meeting, 0):
            assert tells or side.confidence < SURE


def test_an_hour_of_nothing_and_a_recording_of_nothing_decide_nothing() -> None:
    assert decided(MeetingEvidence(3600 * S)) is None
    assert decided(MeetingEvidence(60 * S, words=(Word(5 * S, 5 * S, "velkommen", 0.9),))) is None, "a word without length"


@pytest.mark.parametrize("minutes", [1, 360])
def test_a_minute_and_six_hours_are_decided(minutes: int) -> None:
    end_us = minutes * 60 * S
    words = spoken("Kan I høre mig? Ja, du er igennem.", 2 * S)
    words += spoken("Godmorgen og velkommen til mødet. Vi går i gang.", 10 * S)
    for at_us in range(20 * S, end_us - 15 * S, 8 * S):
        words += spoken("Vi har set på tallene for den nye butik i byen.", at_us)
    words += spoken("Tak for i dag og på gensyn alle sammen.", end_us - 8 * S)
    found = decided(MeetingEvidence(end_us, words))
    assert found is not None
    assert abs(found.start.at_us - 10 * S) <= S


def test_planned_times_outside_the_recording_say_nothing() -> None:
    evidence = KNOWN[0].evidence
    plain = decided(replace(evidence, planned_start_us=None, planned_end_us=None))
    assert decided(replace(evidence, planned_start_us=-900 * S, planned_end_us=evidence.duration_us + 900 * S)) == plain


def test_the_guide_has_every_weight_with_its_value() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "meeting.md").read_text(encoding="utf-8")
    shown = dict(re.findall(r"^\| `(\w+)` \| (-?[\d,]+) \|", guide, re.MULTILINE))
    assert shown == {name: str(value).replace(".", ",") for name, value in CUT_WEIGHTS.items()}


def test_who_joins_before_the_meeting_and_leaves_after_it_speaks_for_its_ends() -> None:
    evidence = replace(KNOWN[0].evidence, marks=MeetingMarks())
    plain = decided(evidence)
    assert plain is not None
    joins = tuple(Mark(plain.start.at_us - away * S, "joined") for away in (9, 6, 3))
    leaves = tuple(Mark(plain.end.at_us + away * S, "left") for away in (3, 6, 9))
    found = decided(replace(evidence, marks=MeetingMarks((*joins, *leaves))))
    assert found is not None
    assert (found.start.at_us, found.end.at_us) == (plain.start.at_us, plain.end.at_us)
    assert found.start.confidence >= plain.start.confidence and found.end.confidence >= plain.end.confidence
