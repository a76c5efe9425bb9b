"""How long a step still takes, by what it has told so far. Pure: the time of day is handed in."""

from dataclasses import dataclass

from vbn_video.events import Progress


@dataclass
class TimeLeft:
    """The pace of one step since it first told how much is done, over all its time: one that tells seldom has a pace too."""

    _first: tuple[float, Progress] | None = None
    _last: tuple[float, Progress] | None = None

    def move(self, progress: Progress, now_s: float) -> None:
        """The step told this at that time. What goes back is another stage, with a pace of its own."""
        if self._first is None or self._last is None or progress.done < self._last[1].done:
            self._first = now_s, progress
        self._last = now_s, progress

    def left_s(self, now_s: float) -> float | None:
        """Seconds until the step is done; until its pace is known, as it expects itself. None where nothing is known.

        Between two events the time runs down; where it has run out before the step is done, the pace has fallen, and what is
        left counts by the slower one.
        """
        if self._first is None or self._last is None:
            return None
        (began_s, first), (told_s, last) = self._first, self._last
        if last.done <= first.done:
            return None if last.expected_s is None else _positive(last.expected_s - (now_s - told_s))
        if last.done >= last.total:
            return 0.0
        left, done = last.total - last.done, last.done - first.done
        return _positive(left * (told_s - began_s) / done - (now_s - told_s)) or left * (now_s - began_s) / done


def _positive(seconds: float) -> float | None:
    return seconds if seconds > 0 else None
