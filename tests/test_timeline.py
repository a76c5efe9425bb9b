"""Timeline's laws: a way there and back is exact, what was cut maps to nothing, spans keep their length."""

import datetime as dt
import itertools
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from vbn_video.decisions import EditPlan, KeptSpan, Side
from vbn_video.timeline import PartClock, Timeline

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
