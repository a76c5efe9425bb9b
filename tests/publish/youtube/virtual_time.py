"""Publishers that run side by side in a time of their own: one is awake at a time, the one whose time has come.

Each is a thread; whatever it asks of the service takes as long as the case says, and every sleep is as long as it is. So the
order of all their looks and uploads follows from numbers, is the same in every run, and takes no real time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class VirtualTime:
    """The time that the publishers and the service share."""

    began_s: float = 1_780_000_000.0
    now_s: float = 0.0
    _turn: threading.Condition = field(default_factory=threading.Condition)
    _wakes: dict[str, float] = field(default_factory=dict)
    """When each that is asleep wakes; who is awake is not in it."""
    _names: set[str] = field(default_factory=set)

    def clock(self) -> float:
        """Seconds since 1970."""
        return self.began_s + self.now_s

    def sleep(self, name: str, seconds: float) -> None:
        """Let the others go on until `seconds` have passed."""
        with self._turn:
            self._wakes[name] = self.now_s + max(0.0, seconds)
            self._turn.notify_all()
            self._turn.wait_for(lambda: self._is_next(name), timeout=60)
            self.now_s = max(self.now_s, self._wakes.pop(name))

    def run(self, publishers: dict[str, Callable[[], None]], starts_s: dict[str, float]) -> dict[str, BaseException]:
        """Let them all come to their end; what each was stopped by."""
        stopped: dict[str, BaseException] = {}
        self._names = set(publishers)

        def live(name: str) -> None:
            try:
                self.sleep(name, starts_s[name])
                publishers[name]()
            except BaseException as error:
                stopped[name] = error
            with self._turn:
                self._names.discard(name)
                self._turn.notify_all()

        threads = [threading.Thread(target=live, args=(name,)) for name in publishers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        return stopped

    def _is_next(self, name: str) -> bool:
        everybody_sleeps = self._names <= self._wakes.keys()
        return everybody_sleeps and name == min(self._names, key=lambda one: (self._wakes[one], one))
