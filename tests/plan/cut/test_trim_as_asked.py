"""What a person asks for by `--start`, `--end` and `--cut`, and what the options of a doubtful side's places choose."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.meetings.kept import KeptMeeting, kept_meetings
from tests.plan.made_evidence import made_evidence
from tests.sampling import sampled
from vbn_video.cli.options.option_types import TIME
from vbn_video.decisions import EditPlan
from vbn_video.errors import InputError
from vbn_video.evidence import Word
from vbn_video.plan.cut.asked_cut import AskedCut, apply_cut
from vbn_video.plan.cut.cut_points import CutPoints
from vbn_video.plan.cut.edit_text import settle_edit
from vbn_video.plan.cut.trim import FAR_US, plan_trim
from vbn_video.plan.meeting.meeting_evidence import MeetingEvidence
from vbn_video.plan.meeting.reason_words import side_option
from vbn_video.settings.lists.phrase_files import load_phrases
from vbn_video.settings.preset import Trim

S = 1_000_000
TABLE = load_phrases(("moede",))


class Planned:
    """A made meeting between frames of an odd rate, to be planned again and again."""

    def __init__(self, meeting: KeptMeeting) -> None:
        made = made_evidence([], meeting.evidence.duration_us / S, rate=Fraction(30000, 1001), gop=50)
        self.recording = made.recording
        self.evidence = replace(meeting.evidence, duration_us=made.recording.duration_us)
        levels = meeting.evidence.levels or made.levels
        self.cut_points = CutPoints.of(made.recording, levels, self.evidence.speech, self.evidence.words, made.packets)

    def plan(self, start_us: int | None = None, end_us: int | None = None) -> EditPlan:
        return plan_trim(
            self.recording, self.cut_points, self.evidence, trim=Trim(), phrases=TABLE, start_us=start_us, end_us=end_us
        )

    def whole_words(self, plan: EditPlan) -> list[Word]:
        first_us, last_us = plan.kept[0].start_us, plan.kept[-1].end_us
        return [word for word in self.evidence.words if first_us <= word.start_us and word.end_us <= last_us]


def typed(option: str) -> int:
    return TIME.convert(option.split()[1], None, None)


@pytest.mark.parametrize("meeting", sampled(list(kept_meetings("known")), (9,)), ids=lambda meeting: meeting.name)
def test_the_option_of_a_place_chooses_the_cut_that_the_place_would_have_had(meeting: KeptMeeting) -> None:
    planned = Planned(meeting)
    found = planned.plan()
    first, last = found.kept[0], found.kept[-1]
    assert first.start_side.candidates[0].cut_us == first.start_us
    assert last.end_side.candidates[0].cut_us == last.end_us
    for place in first.start_side.candidates:
        at_us = typed(side_option(place, "--start"))
        plan = planned.plan(start_us=at_us)
        assert plan.kept[0].start_us == place.cut_us
        assert plan.kept[-1].end_us == last.end_us
        assert place.cut_us <= place.at_us
        assert place.at_us - FAR_US <= min(word.start_us for word in planned.whole_words(plan)) <= place.at_us
        by_hand = settle_edit(apply_cut(found, AskedCut(start_us=at_us), found.duration_us).kept, planned.cut_points, None, None)
        assert by_hand[0].start_us == place.cut_us
    for place in last.end_side.candidates:
        at_us = typed(side_option(place, "--end"))
        plan = planned.plan(end_us=at_us)
        assert plan.kept[-1].end_us == place.cut_us
        assert plan.kept[0].start_us == first.start_us
        assert place.cut_us >= place.at_us
        assert place.at_us <= max(word.end_us for word in planned.whole_words(plan)) <= place.at_us + FAR_US


@pytest.mark.parametrize(("asked", "kept_s"), [({"start_us": 20 * S}, (20, 25)), ({"end_us": 20 * S}, (9, 20))])
def test_a_word_that_is_stretched_across_what_is_asked_for_is_said_inside_of_it(
    asked: dict[str, int], kept_s: tuple[float, float]
) -> None:
    made = made_evidence([(10, 11, -18.0)], 60)
    heard = (Word(10 * S, 40 * S, "velkommen", 0.9),)
    cut_points = CutPoints.of(made.recording, made.levels, made.speech, heard, made.packets)
    evidence = MeetingEvidence(made.recording.duration_us, heard, made.speech, made.levels)
    (kept,) = plan_trim(made.recording, cut_points, evidence, trim=Trim(), **asked).kept
    assert (kept.start_us / S, kept.end_us / S) == pytest.approx(kept_s, abs=0.6)


times = st.none() | st.floats(0, 200).map(lambda at_s: round(at_s * S))


@given(
    words=st.lists(st.tuples(st.floats(0, 20), st.floats(0.05, 1) | st.floats(3, 40)), max_size=5),
    start_us=times,
    end_us=times,
    cuts=st.lists(st.tuples(times, times), max_size=2),
    rate=st.sampled_from([Fraction(25), Fraction(1, 7)]),
)
def test_no_kept_span_is_empty_or_reversed_whatever_is_asked_for(
    words: list[tuple[float, float]],
    start_us: int | None,
    end_us: int | None,
    cuts: list[tuple[int | None, int | None]],
    rate: Fraction,
) -> None:
    """Also where a word is stretched over minutes."""
    said, at_s = [], 0.0
    for rest_s, length_s in words:
        said.append((round(at_s + rest_s, 3), round(at_s + rest_s + length_s, 3)))
        at_s = said[-1][1]
    made = made_evidence([(begin_s, min(begin_s + 1, end_s), -18.0) for begin_s, end_s in said], at_s + 20, rate=rate)
    heard = tuple(Word(round(begin_s * S), round(end_s * S), "ord", 0.9) for begin_s, end_s in said)
    cut_points = CutPoints.of(made.recording, made.levels, made.speech, heard, made.packets)
    evidence = MeetingEvidence(made.recording.duration_us, heard, made.speech, made.levels)
    spans = tuple((first, last) for first, last in cuts if first is not None and last is not None and first < last)
    try:
        plan = plan_trim(made.recording, cut_points, evidence, trim=Trim(), start_us=start_us, end_us=end_us)
        asked = apply_cut(plan, AskedCut(start_us, end_us, spans), made.recording.duration_us)
    except InputError:
        return
    for kept in (plan.kept, asked.kept, settle_edit(asked.kept, cut_points, None, None)):
        assert all(span.start_us < span.end_us for span in kept)
        assert all(one.end_us <= other.start_us for one, other in pairwise(kept))
