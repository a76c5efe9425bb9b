"""How much of the speech has been heard, window by window, in seconds of sound: told as it goes.

A window that is doubted is half heard until its second hearing is through, so that the pace holds for doubted ones too. Windows
that an earlier run heard are done from the start.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from vbn_video.clock import seconds
from vbn_video.events import Emit, Progress
from vbn_video.speech.windows import SpeechWindow


@dataclass
class HearingProgress:
    """The windows of one recording and how much of each is done; a second pass over the recording adds its own."""

    emit: Emit
    expected_s: Callable[[float], float] | None = None
    """How long hearing so many seconds of sound is thought to take; None where nobody knows."""
    _done_us: dict[SpeechWindow, int] = field(default_factory=dict)

    def begin(self, windows: Iterable[SpeechWindow], known: Callable[[SpeechWindow], bool]) -> None:
        """These windows are to be heard; those that are known are done."""
        for window in windows:
            self._done_us[window] = window.length_us if known(window) else 0
        self._tell()

    def heard_once(self, window: SpeechWindow) -> None:
        """It was heard, and is doubted."""
        self._done_us[window] = window.length_us // 2
        self._tell()

    def end(self, window: SpeechWindow) -> None:
        """It has been heard as often as it will be."""
        self._done_us[window] = window.length_us
        self._tell()

    def _tell(self) -> None:
        done_us, all_us = sum(self._done_us.values()), sum(window.length_us for window in self._done_us)
        expected_s = self.expected_s(seconds(all_us - done_us)) if self.expected_s else None
        self.emit(Progress(seconds(done_us), seconds(all_us), expected_s=expected_s))
