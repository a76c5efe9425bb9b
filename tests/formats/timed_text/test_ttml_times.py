"""TTML's time expressions: values worked out by hand from TTML2, section 12.3 and appendix I.2."""

from fractions import Fraction

import pytest

from vbn_video.formats.timed_text.ttml_times import TimeRates, rates_of, seconds_of

NTSC = {"frameRate": "30", "frameRateMultiplier": "1000 1001"}


def seconds(expression: str, **parameters: str) -> Fraction | None:
    rates = rates_of(parameters)
    assert rates is not None
    return seconds_of(expression, rates)


@pytest.mark.parametrize(
    ("expression", "parameters", "expected_s"),
    [
        ("00:00:03.48", {}, Fraction(348, 100)),
        ("100:01:02", {}, Fraction(360062)),
        ("1:02.5", {}, Fraction(125, 2)),
        ("00:00:03:12", {"frameRate": "25"}, Fraction(348, 100)),
        ("00:00:01:15", {}, Fraction(3, 2)),  # thirty frames, where nothing is said
        ("00:00:01:15", NTSC, 1 + Fraction(15 * 1001, 30_000)),
        ("00:00:01:12.1", {"frameRate": "25", "subFrameRate": "2"}, 1 + Fraction(25, 2) / 25),
        ("75f", {"frameRate": "25"}, Fraction(3)),
        ("1.5f", {"frameRate": "25"}, Fraction(3, 50)),
        ("30f", {"frameRate": "30", "frameRateMultiplier": "1000:1001"}, Fraction(1001, 1000)),
        ("4s", {}, Fraction(4)),
        ("1.25m", {}, Fraction(75)),
        ("0.5h", {}, Fraction(1800)),
        ("1500ms", {}, Fraction(3, 2)),
        ("15000000t", {"tickRate": "10000000"}, Fraction(3, 2)),
        ("3t", {}, Fraction(3)),
        ("50t", {"frameRate": "25"}, Fraction(2)),
        ("100t", {"frameRate": "25", "subFrameRate": "2"}, Fraction(2)),
        ("01:00:00:00", {**NTSC, "timeBase": "smpte"}, Fraction(36036, 10)),
        ("01:00:00:00", {**NTSC, "timeBase": "smpte", "dropMode": "dropNTSC"}, (108_000 - 108) * Fraction(1001, 30_000)),
        ("00:01:00:02", {**NTSC, "timeBase": "smpte", "dropMode": "dropNTSC"}, 1800 * Fraction(1001, 30_000)),
        ("10:00:00:05", {"frameRate": "25", "timeBase": "smpte"}, 36_000 + Fraction(1, 5)),
    ],
)
def test_a_time_is_what_the_standard_says(expression: str, parameters: dict[str, str], expected_s: Fraction) -> None:
    assert seconds(expression, **parameters) == expected_s


@pytest.mark.parametrize(
    "expression",
    [
        *("", "soon", "3", "00:61:00", "00:00:75", "00:00:01:30", "00:00:01:00.1", "-1s", "1e3s", "1:2:3", "5 s"),
        *("00:00:01,500", 'wallclock("2026-12-01T10:00")', "9" * 4300 + "s"),
    ],
)
def test_what_is_no_time_is_none(expression: str) -> None:
    assert seconds(expression) is None


@pytest.mark.parametrize(
    "parameters",
    [
        *({"frameRate": "0"}, {"frameRate": "25.5"}, {"frameRate": "9" * 5000}, {"tickRate": "0"}, {"subFrameRate": "x"}),
        *({"frameRateMultiplier": "1 0"}, {"frameRateMultiplier": "1"}),
    ],
)
def test_rates_that_cannot_be_counted_with_are_none(parameters: dict[str, str]) -> None:
    assert rates_of(parameters) is None


def test_a_document_that_says_nothing_has_the_usual_rates() -> None:
    assert rates_of({}) == TimeRates()
