"""Every way in which a time is written: the same for players, captions and messages, whoever writes it."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbn_video.clock import local_time, micros, nearest, player_time, short_timecode, timecode


@pytest.mark.parametrize(
    ("at_us", "text"),
    [
        (0, "0:00"),
        (5_900_000, "0:05"),
        (187_000_000, "3:07"),
        (542_999_999, "9:02"),
        (2_892_000_000, "48:12"),
        (3_723_000_000, "1:02:03"),
        (36_000_000_000, "10:00:00"),
    ],
)
def test_a_player_shows_whole_seconds_that_have_passed_and_hours_only_where_there_are_any(at_us: int, text: str) -> None:
    assert player_time(at_us) == text


@pytest.mark.parametrize(
    ("at_us", "text"),
    [
        (0, "00:00:00.000"),
        (499, "00:00:00.000"),
        (500, "00:00:00.001"),
        (3_723_456_000, "01:02:03.456"),
        (59_999_600, "00:01:00.000"),
        (360_000_000_000, "100:00:00.000"),
    ],
)
def test_a_timecode_has_hours_and_the_nearest_millisecond(at_us: int, text: str) -> None:
    assert timecode(at_us) == text
    assert timecode(at_us, ",") == text.replace(".", ",")
    assert short_timecode(at_us) == text[:-4]


@given(st.integers(0, 10**12))
def test_a_timecode_is_read_back_to_the_millisecond(at_us: int) -> None:
    hours, minutes, seconds, fraction = timecode(at_us).replace(".", ":").split(":")
    assert micros(hours, minutes, seconds, fraction) == nearest(at_us, 1_000) * 1_000


def test_what_a_clock_leaves_out_is_nothing() -> None:
    assert micros(None, "1", "02") == 62_000_000
    assert micros(None, "1", "02", "5") == 62_500_000


def test_a_moment_is_told_on_the_clock_of_its_zone_to_the_minute() -> None:
    at = dt.datetime(2026, 12, 1, 8, 0, 59, tzinfo=dt.UTC)
    assert local_time(at, ZoneInfo("Europe/Copenhagen")) == "2026-12-01 09:00"
