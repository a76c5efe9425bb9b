"""Lengths and sizes as people read them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from vbn_video import messages
from vbn_video.cli.terminal.readable import took
from vbn_video.messages import size


@pytest.fixture
def danish() -> Iterator[None]:
    messages.install(str, "da")
    yield
    messages.install(str)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.04, "0.0 s"), (9.94, "9.9 s"), (9.96, "10 s"), (59.6, "1 min 00 s"), (185, "3 min 05 s"), (3725, "1 h 02 min")],
)
def test_how_long_it_took_has_two_units_at_most(seconds: float, text: str) -> None:
    assert took(seconds) == text


@pytest.mark.parametrize(
    ("octets", "text"), [(12, "12 B"), (1_500, "1.5 kB"), (483_546_902, "484 MB"), (1_240_000_000, "1.2 GB")]
)
def test_a_size_is_in_powers_of_ten(octets: int, text: str) -> None:
    assert size(octets) == text


def test_danish_has_a_decimal_comma(danish: None) -> None:
    assert (took(0.44), size(1_240_000_000), took(3725)) == ("0,4 s", "1,2 GB", "1 t 02 min")
