"""What an engine of speech recognition is: windows of sound in, words with times out, and how sure it is of them.

To add one, write a file beside `faster_whisper.py` with a class that has these four members, and name it in `engines.py`. Which
sound is heard, in which windows, and what becomes of the words is decided in `transcribe.py`, the same for all engines.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from vbn_video.evidence import Word

RATE_HZ = 16_000
LANGUAGE = "da"
"""Always forced: left alone, Whisper takes Danish for Norwegian now and then."""


@dataclass(frozen=True)
class Hearing:
    """How closely an engine is to listen."""

    beam: int = 5
    """How many readings it keeps in mind."""
    whole_context: bool = False
    """Silence after the sound up to Whisper's 30 s, as the model was trained; else no more than it needs, which is quicker."""
    prompt: str = ""
    """What the model is told beforehand: names and words that it may hear."""


@dataclass(frozen=True)
class HeardWindow:
    """What an engine makes of one window."""

    words: tuple[Word, ...]
    """Their times count from the window's start; texts as the model writes them, with the blank before a word."""
    mean_log_probability: float = 0.0
    """Over all tokens, the one that ends the text included; 0 is certain."""
    no_speech_probability: float = 0.0
    """That the window holds no speech, by the model."""

    @property
    def text(self) -> str:
        """All that was heard, as the model wrote it."""
        return "".join(word.text for word in self.words).strip()

    @property
    def compression_ratio(self) -> float:
        """How much shorter zlib makes the text: some 1.5 for speech, over 2.4 where the model goes round in a loop."""
        data = self.text.encode()
        return len(data) / len(zlib.compress(data)) if data else 0.0


class Engine(Protocol):
    """Hears Danish."""

    name: str
    """Package and version, for `words.json`."""
    windows_at_once: int
    """How many windows it likes to be handed at a time."""

    def hear(self, windows: Sequence[NDArray[np.float32]], hearing: Hearing) -> list[HeardWindow]:
        """What is said in each window (mono, 16 kHz, at most 30 s), in order; the same for the same windows and hearing."""

    def align(self, windows: Sequence[NDArray[np.float32]], texts: Sequence[str]) -> list[tuple[Word, ...]]:
        """When in its window each word of a text is said, and how probable it is there: one `Word` for each that is written.

        No words where it can't be told (an empty text, or more than the model takes at once).
        """


class Sound(Protocol):
    """Where the sound comes from, span by span, so that nobody holds three hours of it."""

    duration_us: int

    def samples(self, start_us: int, end_us: int) -> NDArray[np.float32]:
        """Mono sound of [start, end) at 16 kHz."""
