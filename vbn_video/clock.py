"""Times as numbers and as text: what a microsecond is, and how the clocks of captions and of players are written and read.

Inside, a time is a whole number of microseconds; this module turns one into what files and people have, and back:

    seconds (a float) ── us ──► µs ── seconds ──► 754.5
    hours, minutes, seconds ── micros ──► µs ── timecode ──► 00:12:34.500   captions, and what is said of them
                                          µs ── player_time ──► 12:34       as a player shows it
                                          µs ── typed_time ──► 12:34.5      as it is typed at an option
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypeGuard, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

US_PER_S = 1_000_000
US_PER_MS = 1_000
LATEST_US = 1 << 53
"""No recording, and no file about one, has a later time (285 years): up to here a float holds every microsecond."""

Whole = TypeVar("Whole", int, "NDArray[np.int64]")
"""A whole number, or an array of them."""


def us(seconds: float) -> int:
    """Seconds, as a person or a file gives them, in whole microseconds."""
    return round(seconds * US_PER_S)


def seconds(micros: int) -> float:
    """Microseconds as seconds, for a person, a file or a program that wants a float."""
    return micros / US_PER_S


def is_time_s(value: object) -> TypeGuard[int | float]:
    """Whether a value from a file is a number of seconds that a clock can show; true and false are no numbers."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= LATEST_US / US_PER_S


def nearest(dividend: Whole, divisor: int) -> Whole:
    """The whole number nearest to the quotient, halves go up: how a time of one clock becomes one of another."""
    return (2 * dividend + divisor) // (2 * divisor)


def micros(hours: str | None, minutes: str | None, seconds: str | None, fraction: str | None = None) -> int:
    """Microseconds of a clock's groups as a pattern found them; None is nothing, `fraction` the digits behind the mark."""
    whole_s = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole_s * US_PER_S + int((fraction or "").ljust(6, "0"))


def timecode(at_us: int, mark: str = ".") -> str:
    """A time as subtitle files write it, to the nearest millisecond: `01:02:03.456`."""
    at_ms = nearest(at_us, US_PER_MS)
    return f"{at_ms // 3_600_000:02}:{at_ms // 60_000 % 60:02}:{at_ms // 1_000 % 60:02}{mark}{at_ms % 1_000:03}"


def short_timecode(at_us: int) -> str:
    """The timecode without its milliseconds: `01:02:03`."""
    return timecode(at_us).partition(".")[0]


def player_time(at_us: int) -> str:
    """A time as players show it, in whole seconds that have passed: `0:05`, `48:12`, `1:02:03`."""
    minutes, second = divmod(at_us // US_PER_S, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{second:02}" if hours else f"{minutes}:{second:02}"


def local_time(at: dt.datetime, zone: dt.tzinfo | None = None) -> str:
    """A moment on the clock of that zone, this machine's by itself, to the minute: `2026-12-01 09:00`."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def whole_ms(at_us: int) -> int:
    """The last whole millisecond up to there: a frame that is asked for by it is the one that stands at `at_us`."""
    return at_us - at_us % US_PER_MS


def typed_time(at_us: int) -> str:
    """A time as it is typed at an option, to the nearest millisecond: `2:31`, `48:12.5`, `1:02:03.04`."""
    at_ms = nearest(at_us, US_PER_MS)
    shown = player_time(at_ms * US_PER_MS)
    return f"{shown}.{at_ms % 1_000:03}".rstrip("0") if at_ms % 1_000 else shown
