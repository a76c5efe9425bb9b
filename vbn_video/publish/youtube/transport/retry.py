"""How long to wait before the next try, and for how long at all; and the clock and the chance that a test puts its own for."""

from __future__ import annotations

import contextlib
import datetime as dt
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

GIVE_UP_S = 15 * 60
"""So long is tried, in all, while a service does not take anything."""
LONGEST_TRY_S = 4 * 60
"""No try counts for more: while a laptop sleeps nobody is being patient."""
FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 64.0


@dataclass(frozen=True)
class Pause:
    """A wait before the next try: a time between the two is drawn, so that many callers do not come back together."""

    least_s: float = 0.0
    most_s: float = 0.0


NO_PAUSE = Pause()


def back_off(tries: int, retry_after_s: float = 0.0) -> Pause:
    """The wait after so many tries that failed in a row: twice as long each time, never shorter than the service asks for."""
    longest_s = min(FIRST_WAIT_S * 2 ** min(tries - 1, 16), LONGEST_WAIT_S)
    return Pause(max(longest_s / 2, retry_after_s), max(longest_s, retry_after_s * 1.1))


def retry_after_s(header: str | None, now: dt.datetime) -> float:
    """How long a service asks to be left alone, by its `Retry-After`: seconds, or a time of day; 0 where it does not ask."""
    with contextlib.suppress(ValueError, TypeError):
        return max(0.0, float(header or ""))
    with contextlib.suppress(ValueError, TypeError):
        return max(0.0, (parsedate_to_datetime(header or "") - now).total_seconds())
    return 0.0


@dataclass(frozen=True)
class Clock:
    """What a hand needs of time and of chance."""

    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    elapsed_s: Callable[[], float] = time.monotonic

    def wait_s(self, seconds: float) -> None:
        """Sleep for so long."""
        self.wait(Pause(seconds, seconds))

    def wait(self, pause: Pause) -> None:
        """Sleep for a time between the pause's two ends."""
        if pause.most_s > 0:
            self.sleep(pause.least_s + (pause.most_s - pause.least_s) * self.chance())
