"""Trying again and again, with waits between, until the service takes it or has been tried for long enough."""

from __future__ import annotations

from collections.abc import Callable

from vbn_video.errors import TargetError
from vbn_video.publish.youtube.transport.refusals import gave_up
from vbn_video.publish.youtube.transport.retry import GIVE_UP_S, LONGEST_TRY_S, Clock, back_off


class Tries:
    """The tries at one thing; `at_most` of them where a try costs the day's quota. `give_up` makes the sentence for the end."""

    def __init__(self, clock: Clock, at_most: int | None = None, give_up: Callable[[str], TargetError] = gave_up) -> None:
        self._clock, self._at_most, self._give_up = clock, at_most, give_up
        self._count, self._spent_s, self._began_s = 0, 0.0, clock.elapsed_s()

    def again(self, why: str, retry_after_s: float = 0.0) -> None:
        """Wait before the next try; `why`: what the last one failed by.

        Raises:
            TargetError: it has been tried for too long, or too often.
        """
        self._count += 1
        pause = back_off(self._count, retry_after_s)
        took_s = min(self._clock.elapsed_s() - self._began_s, LONGEST_TRY_S)
        self._spent_s += took_s + pause.least_s
        if self._spent_s > GIVE_UP_S or (self._at_most is not None and self._count >= self._at_most):
            raise self._give_up(why) from None
        self._clock.wait(pause)
        self._began_s = self._clock.elapsed_s()
