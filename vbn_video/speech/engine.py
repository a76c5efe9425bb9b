"""What an engine of speech recognition is: windows of sound in, words with times out.

To add one, write a file beside `faster_whisper.py` with a class that has these four members, and name it in `engines.py`. Which
sound is heard, in which windows, and what becomes of the words is decided in `transcribe.py`, the same for all engines.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from vbn_video.evidence import Word

RATE_HZ = 16_000
LANGUAGE = "da"
"""Always forced: left alone, Whisper takes Danish for Norwegian now and then."""


class Engine(Protocol):
    """Hears Danish."""

    name: str
    """Package and version, for `words.json`."""
    windows_at_once: int
    """How many windows it likes to be handed at a time."""

    def hear(self, windows: Sequence[NDArray[np.float32]]) -> list[tuple[Word, ...]]:
        """The words of each window (mono, 16 kHz, at most 30 s), in order; their times count from the window's start."""

    def align(self, windows: Sequence[NDArray[np.float32]], texts: Sequence[str]) -> list[tuple[Word, ...]]:
        """When in its window each word of a text is said, and how probable it is there: one `Word` for each that is written.

        No words where it can't be told (an empty text, or more than the model takes at once).
        """


class Sound(Protocol):
    """Where the sound comes from, span by span, so that nobody holds three hours of it."""

    duration_us: int

    def samples(self, start_us: int, end_us: int) -> NDArray[np.float32]:
        """Mono sound of [start, end) at 16 kHz."""
