"""Timeline's laws: a way there and back is exact, what was cut maps to nothing, spans keep their length."""

import datetime as dt
import itertools
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.plan.made_evidence import made_part, made_recording
from vbn_video.decisions import EditPlan, KeptSpan, Side
from vbn_video.timeline import PartClock, Timeline

S = 1_000_000
WHY = Side("editor", 1.0)
RATES = tuple(Fraction(rate) for rate in ("30000/1001", "24000/1001", "22500/11303", "25", "30", "7"))


def pictures_us(start_us: int, duration_us: int, rate: Fraction) -> list[int]:
    """Source times of a part's pictures, rounded as a file's ticks are."""
    count = int(Fraction(duration_us, 1_000_000) * rate)
    return [start_us + round(number * 1_000_000 / rate) for number in range(count)]


@st.composite
def cut_recordings(draw: st.DrawFn) -> tuple[Timeline, list[tuple[int, int]]]:
    """(timeline of parts with odd rates and starts, all its pictures as (part, source time)); the cuts stand on pictures."""
    clocks, pictures, at_us = [], [], 0
    for part in range(draw(st.integers(1, 4))):
        duration_us = draw(st.integers(400_000, 4_000_000))
        source_start_us = draw(st.sampled_from([0, 23_022, 66_733, 83_333, -21_333]))
        clocks.append(PartClock(at_us, duration_us, source_start_us))
        pictures += [(part, time) for time in pictures_us(source_start_us, duration_us, draw(st.sampled_from(RATES)))]
        at_us += duration_us
    assume(len(pictures) > 2)
    whole = Timeline(tuple(clocks), EditPlan(()))
    edges_us = [whole.recording_from_source(*picture) for picture in pictures] + [at_us]
    chosen = sorted(draw(st.sets(st.sampled_from(edges_us), min_size=2, max_size=8)))
    pairs = zip(chosen[::2], chosen[1::2], strict=False)
    kept = tuple(KeptSpan(start, end, WHY, WHY) for start, end in pairs)
    bumpers = st.sampled_from([0, 4_004_000, 3_000_000])
    return Timeline(tuple(clocks), EditPlan(kept, draw(bumpers), draw(bumpers))), pictures


@given(cut_recordings())
def test_source_to_programme_and_back_is_the_identity_on_every_kept_picture(made: tuple[Timeline, list[tuple[int, int]]]) -> None:
    timeline, pictures = made
    for part, source_us in pictures:
        recording_us = timeline.recording_from_source(part, source_us)
        programme_us = timeline.programme_from_recording(recording_us)
        if programme_us is not None:
            assert timeline.recording_from_programme(programme_us) == recording_us
            assert timeline.parts[part].source_from_recording(recording_us) == source_us
            assert timeline.plan.intro_us <= programme_us < timeline.plan.intro_us + timeline.plan.kept_us


@given(cut_recordings())
def test_what_was_cut_maps_to_nothing_and_nothing_else_does(made: tuple[Timeline, list[tuple[int, int]]]) -> None:
    timeline, pictures = made
    for part, source_us in pictures:
        recording_us = timeline.recording_from_source(part, source_us)
        kept = any(span.start_us <= recording_us < span.end_us for span in timeline.plan.kept)
        assert (timeline.programme_from_recording(recording_us) is not None) == kept


@given(cut_recordings())
def test_kept_pictures_keep_their_order_and_none_meets_another(made: tuple[Timeline, list[tuple[int, int]]]) -> None:
    timeline, pictures = made
    recorded_us = [timeline.recording_from_source(*picture) for picture in pictures]
    times = [time_us for at_us in recorded_us if (time_us := timeline.programme_from_recording(at_us)) is not None]
    assert times == sorted(set(times))


@given(cut_recordings())
def test_the_first_kept_picture_stands_at_exactly_the_intros_length(made: tuple[Timeline, list[tuple[int, int]]]) -> None:
    timeline, _pictures = made
    assert timeline.programme_from_recording(timeline.plan.kept[0].start_us) == timeline.plan.intro_us


@given(cut_recordings(), st.integers(0, 16_000_000), st.integers(0, 16_000_000))
def test_a_span_keeps_what_is_kept_of_it_in_both_directions(
    made: tuple[Timeline, list[tuple[int, int]]], one_us: int, other_us: int
) -> None:
    timeline, _pictures = made
    start_us, end_us = sorted((one_us, other_us))
    spans = timeline.programme_spans(start_us, end_us)
    overlap = [min(end_us, kept.end_us) - max(start_us, kept.start_us) for kept in timeline.plan.kept]
    assert sum(last - first for first, last in spans) == sum(length for length in overlap if length > 0)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
    back = [span for programme in spans for span in timeline.recording_spans(*programme)]
    assert all(start_us <= first < last <= end_us for first, last in back)
    assert sum(last - first for first, last in back) == sum(last - first for first, last in spans)


@given(cut_recordings(), st.integers(-5_000_000, 40_000_000))
def test_a_programme_time_is_in_a_bumper_or_comes_from_a_kept_moment(
    made: tuple[Timeline, list[tuple[int, int]]], programme_us: int
) -> None:
    timeline, _pictures = made
    inside = timeline.plan.intro_us <= programme_us < timeline.plan.intro_us + timeline.plan.kept_us
    recording_us = timeline.recording_from_programme(programme_us)
    assert (recording_us is not None) == inside
    if recording_us is not None:
        assert timeline.programme_from_recording(recording_us) == programme_us


@given(cut_recordings())
def test_there_is_a_join_wherever_a_bumper_or_a_cut_meets_the_talk(made: tuple[Timeline, list[tuple[int, int]]]) -> None:
    timeline, _pictures = made
    plan = timeline.plan
    assert len(timeline.joins_us) == len(plan.kept) - (plan.intro_us == 0) + (plan.outro_us > 0)
    assert list(timeline.joins_us) == sorted(timeline.joins_us) and all(0 < join < plan.duration_us for join in timeline.joins_us)


def kept_twice() -> Timeline:
    """The seconds 10 to 20 and 30 to 40 of a minute are kept, between an intro of 4 s and an outro of 6 s."""
    kept = tuple(KeptSpan(start_s * S, (start_s + 10) * S, WHY, WHY) for start_s in (10, 30))
    return Timeline((PartClock(0, 60 * S, 0),), EditPlan(kept, 4 * S, 6 * S))


def test_a_kept_span_begins_with_its_first_moment_and_is_over_at_its_end() -> None:
    timeline = kept_twice()
    at_us = [4 * S - 1, 4 * S, 14 * S - 1, 14 * S, 24 * S - 1, 24 * S]
    assert [timeline.recording_from_programme(us) for us in at_us] == [None, 10 * S, 20 * S - 1, 30 * S, 40 * S - 1, None]
    assert [timeline.programme_from_recording(us) for us in (10 * S - 1, 10 * S, 20 * S)] == [None, 4 * S, None]
    assert timeline.duration_us == 30 * S


def test_of_what_only_meets_a_kept_span_nothing_is_kept() -> None:
    timeline = kept_twice()
    assert timeline.programme_spans(20 * S, 30 * S) == timeline.programme_spans(15 * S, 15 * S) == ()
    assert timeline.recording_spans(0, 4 * S) == timeline.recording_spans(24 * S, 30 * S) == ()


def test_parts_follow_one_another_each_from_where_its_own_file_begins() -> None:
    first, second = made_part(30), replace(made_part(20), source_start_us=23_022, began=dt.datetime(2020, 12, 8, tzinfo=dt.UTC))
    plan = kept_twice().plan
    timeline = Timeline.of(made_recording(first, second), plan)
    assert timeline == Timeline((PartClock(0, 30 * S, 0), PartClock(30 * S, 20 * S, 23_022, second.began)), plan)


def test_many_times_of_a_kept_span_move_as_its_first_one_does() -> None:
    recorded_us = np.array([32 * S, 33 * S, 39 * S])
    assert kept_twice().programme_from_kept(recorded_us).tolist() == [16 * S, 17 * S, 23 * S]


def parted_by_an_hour() -> Timeline:
    """Two parts of ten minutes, the second one begun an hour after the first."""
    began = dt.datetime(2020, 12, 8, 8, 55, tzinfo=dt.UTC)
    parts = tuple(
        PartClock(index * 600_000_000, 600_000_000, 0, began + dt.timedelta(hours=index)) for index in range(2)
    )  # fmt: skip
    return Timeline(parts, EditPlan(()))


def test_wall_times_jump_where_the_recording_was_stopped() -> None:
    timeline = parted_by_an_hour()
    assert timeline.recording_from_wall(dt.datetime(2020, 12, 8, 8, 56, tzinfo=dt.UTC)) == 60_000_000
    assert timeline.recording_from_wall(dt.datetime(2020, 12, 8, 9, 56, tzinfo=dt.UTC)) == 660_000_000
    assert timeline.recording_from_wall(dt.datetime(2020, 12, 8, 9, 55, tzinfo=dt.UTC)) == 600_000_000


def test_a_time_of_day_at_which_nothing_was_recorded_is_where_the_next_part_begins() -> None:
    timeline = parted_by_an_hour()
    assert timeline.recording_from_wall(dt.datetime(2020, 12, 8, 9, 30, tzinfo=dt.UTC)) == 600_000_000
    assert timeline.recording_from_wall(dt.datetime(2020, 12, 8, 8, 54, tzinfo=dt.UTC)) == -60_000_000
    assert timeline.recording_from_wall(dt.datetime(2020, 12, 8, 10, 6, tzinfo=dt.UTC)) == 1_260_000_000


def test_without_a_known_beginning_a_time_of_day_is_nowhere() -> None:
    timeline = Timeline((PartClock(0, 600_000_000, 0),), EditPlan(()))
    assert timeline.recording_from_wall(dt.datetime(2020, 12, 8, 9, 0, tzinfo=dt.UTC)) is None


@pytest.mark.parametrize("hours", [0, 1])
def test_a_wall_time_in_another_zone_is_the_same_moment(hours: int) -> None:
    zone = dt.timezone(dt.timedelta(hours=hours))
    wall = dt.datetime(2020, 12, 8, 8, 57, tzinfo=dt.UTC).astimezone(zone)
    assert parted_by_an_hour().recording_from_wall(wall) == 120_000_000
