"""Trying again and again, with waits between, until the service takes it or has been waited for long enough."""

from __future__ import annotations

from vbn_video.publish.youtube.patience import GIVE_UP_S, Clock, back_off
from vbn_video.publish.youtube.refusals import gave_up


class Tries:
    """The tries at one thing."""

    def __init__(self, clock: Clock) -> None:
        self._clock, self._count, self._waited_s = clock, 0, 0.0

    def again(self, why: str, retry_after_s: float = 0.0) -> None:
        """Wait before the next try; `why`: what the last one failed by.

        Raises:
            TargetError: it has been tried for too long.
        """
        self._count += 1
        pause = back_off(self._count, retry_after_s)
        if self._waited_s + pause.least_s > GIVE_UP_S:
            raise gave_up(why) from None
        self._clock.wait(pause)
        self._waited_s += pause.least_s
