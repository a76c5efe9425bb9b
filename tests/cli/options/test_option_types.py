"""Times, dates and speeds as people write them."""

from __future__ import annotations

from datetime import date

import click
import pytest

from vbn_video.cli.options.option_types import ByteRate, DayDate, RecordingTime


@pytest.mark.parametrize(
    ("text", "micros"),
    [
        ("0", 0),
        ("62.5", 62_500_000),
        ("62,5", 62_500_000),
        ("5:10", 310_000_000),
        ("1:02:03.5", 3_723_500_000),
        ("0:00:00.000001", 1),
        ("120", 120_000_000),
        (" 5:10 ", 310_000_000),
    ],
)
def test_a_time_is_whole_microseconds(text: str, micros: int) -> None:
    assert RecordingTime().convert(text, None, None) == micros


@pytest.mark.parametrize("text", ["", "ti minutter", "-5", "5:61", "1:60:00", "1:2:3:4", "5:", ":10", "1e3", "nan"])
def test_what_is_no_time_is_refused_and_shown_how_to_write(text: str) -> None:
    with pytest.raises(click.BadParameter, match=r"1:02:03\.5"):
        RecordingTime().convert(text, None, None)


@pytest.mark.parametrize("text", ["2024-05-14", "14.5.2024", "14.05.2024", "14. 5. 2024"])
def test_a_date_is_written_as_iso_or_as_danish(text: str) -> None:
    assert DayDate().convert(text, None, None) == date(2024, 5, 14)


@pytest.mark.parametrize("text", ["", "i går", "31.2.2024", "2024-13-01", "5/14/2024"])
def test_what_is_no_date_is_refused_and_shown_how_to_write(text: str) -> None:
    with pytest.raises(click.BadParameter, match=r"14\.5\.2024"):
        DayDate().convert(text, None, None)


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("500k", 500_000),
        ("500K", 500_000),
        ("2M", 2_000_000),
        ("1.5M", 1_500_000),
        ("1,5m", 1_500_000),
        ("800000", 800_000),
        (" 2 M ", 2_000_000),
    ],
)
def test_a_speed_is_whole_bytes_a_second_and_k_and_m_are_powers_of_a_thousand(text: str, rate: int) -> None:
    assert ByteRate().convert(text, None, None) == rate


@pytest.mark.parametrize("text", ["", "0", "0.5", "-1", "fast", "2G", "2MB", "1e6", "M", "1.5.2M"])
def test_what_is_no_speed_is_refused_and_shown_how_to_write(text: str) -> None:
    with pytest.raises(click.BadParameter, match=r"500k or 1\.5M"):
        ByteRate().convert(text, None, None)
