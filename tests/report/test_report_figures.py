"""Numbers and times as people read them."""

import pytest

from vbn_video import messages
from vbn_video.report.report_figures import exact, length, milliseconds, shown_number

S = 1_000_000


@pytest.fixture
def danish():
    messages.install(str, "da")
    yield
    messages.install(str)


@pytest.mark.parametrize(("seconds", "text"), [(0.04, "0 s"), (12.44, "12.4 s"), (90, "1:30 min"), (3600, "1:00:00")])
def test_a_length_has_the_unit_that_fits(seconds, text):
    assert length(round(seconds * S)) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(9.5, "0:09.50"), (225.4, "3:45.40"), (3725.256, "1:02:05.25"), (59.999, "0:59.99")]
)
def test_an_exact_length_has_hundredths(seconds, text):
    assert exact(round(seconds * S)) == text


@pytest.mark.parametrize(
    ("value", "digits", "text"), [(-16.0, 1, "−16"), (-0.04, 1, "0"), (17.25, 2, "17.25"), (93750, 0, "93\u202f750")]
)
def test_a_number_has_no_empty_decimals_and_a_real_minus(value, digits, text):
    assert shown_number(value, digits) == text


def test_danish_has_a_decimal_comma(danish):
    assert (shown_number(-16.2), length(12_400_000), exact(225_400_000)) == ("−16,2", "12,4 s", "3:45,40")
    assert shown_number(12345.6, 1) == "12\u202f345,6"


def test_short_differences_are_in_milliseconds():
    assert milliseconds(8_400) == "8 ms"
