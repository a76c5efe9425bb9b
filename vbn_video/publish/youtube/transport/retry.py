"""The one retry loop for everything that is asked of YouTube: how long to wait before the next try, and for how long at all.

    Retry ──wait_or_give_up(why)──► back_off(failures) ──► Clock.wait ──► the caller tries again, or TargetError

The upload's state machine decides its pauses itself, by `back_off`. A test puts its own `Clock` for time and chance.
"""

import datetime as dt
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from vbn_video.errors import TargetError
from vbn_video.publish.youtube.transport.refusals import gave_up_error

GIVE_UP_S = 15 * 60
"""Limit of the time to try in all while a service takes nothing."""
LONGEST_ATTEMPT_S = 4 * 60
"""The most that one try counts for: a laptop that slept meanwhile has not been trying."""
FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 64.0


@dataclass(frozen=True)
class Pause:
    """A wait before the next try: a time between the two is drawn, so that many callers do not come back together."""

    least_s: float = 0.0
    most_s: float = 0.0


NO_PAUSE = Pause()


def back_off(failures: int, retry_after_s: float = 0.0) -> Pause:
    """The pause after `failures` in a row: twice as long each time, never shorter than the service asks for."""
    longest_s = min(FIRST_WAIT_S * 2 ** min(failures - 1, 16), LONGEST_WAIT_S)
    return Pause(max(longest_s / 2, retry_after_s), max(longest_s, retry_after_s * 1.1))


@dataclass(frozen=True)
class Clock:
    """Time and chance, as a caller of the network needs them."""

    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    elapsed_s: Callable[[], float] = time.monotonic

    def wait_s(self, seconds: float) -> None:
        """Sleep for `seconds`."""
        self.wait(Pause(seconds, seconds))

    def wait(self, pause: Pause) -> None:
        """Sleep for a time between the pause's two ends."""
        if pause.most_s > 0:
            self.sleep(pause.least_s + (pause.most_s - pause.least_s) * self.chance())


class ServiceTime:
    """The time by the service's own clock, as its answers say it: a laptop's clock may be wrong by days."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._heard: tuple[dt.datetime, float] | None = None

    def hear(self, date: str | None) -> None:
        """Take note of the header `Date` of an answer that has just come; one that says no time is passed over."""
        try:
            at = parsedate_to_datetime(date or "")
        except ValueError:
            return
        if at.tzinfo:
            self._heard = at, self._clock.elapsed_s()

    def now(self) -> dt.datetime:
        """The time now; by this machine's clock as long as the service has said none."""
        if self._heard is None:
            return self._clock.now()
        at, heard_s = self._heard
        return at + dt.timedelta(seconds=self._clock.elapsed_s() - heard_s)


class Retry:
    """Counts the failures at one thing, and waits between them."""

    def __init__(self, clock: Clock, at_most: int | None = None, give_up: Callable[[str], TargetError] = gave_up_error) -> None:
        """`at_most`: the limit of tries where each costs the day's quota; `give_up` makes the error for the end."""
        self._clock, self._at_most, self._give_up = clock, at_most, give_up
        self._failures, self._spent_s, self._began_s = 0, 0.0, clock.elapsed_s()

    def wait_or_give_up(self, why: str, retry_after_s: float = 0.0) -> None:
        """Wait before the next try; `why`: what the last one failed by.

        Raises:
            TargetError: it has been tried for `GIVE_UP_S`, or `at_most` times.
        """
        self._failures += 1
        pause = back_off(self._failures, retry_after_s)
        took_s = min(self._clock.elapsed_s() - self._began_s, LONGEST_ATTEMPT_S)
        self._spent_s += took_s + pause.least_s
        if self._spent_s > GIVE_UP_S or (self._at_most is not None and self._failures >= self._at_most):
            raise self._give_up(why) from None
        self._clock.wait(pause)
        self._began_s = self._clock.elapsed_s()
