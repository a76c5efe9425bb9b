"""What an engine of speech recognition is: windows of sound in, words with times out, and how sure it is of them.

To add one, write a file beside `faster_whisper.py` with a class that has the four members of `Engine`, and name it in
`registry.py`. Which sound is heard, in which windows, and what becomes of the words is decided in `speech/transcription.py`.
"""

from __future__ import annotations

import zlib
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from vbn_video.evidence import Word

RATE_HZ = 16_000
LANGUAGE = "da"
"""Always forced: left alone, Whisper takes Danish for Norwegian now and then."""


@dataclass(frozen=True)
class DecodingOptions:
    """How an engine decodes a window."""

    beam: int = 5
    """How many hypotheses it keeps."""
    whole_context: bool = False
    """Pad the sound with silence to Whisper's 30 s, as the model was trained; else no more than it needs, which is quicker."""
    prompt: str = ""
    """Text that the model takes for what came before: names and words that it may hear."""


@dataclass(frozen=True)
class Hypothesis:
    """Another text that the engine held possible for a window."""

    text: str
    probability: float
    """Its share among all hypotheses that were kept of the window, the best one included."""


@dataclass(frozen=True)
class DecodingResult:
    """What an engine heard in one window."""

    words: tuple[Word, ...]
    """Their times count from the window's start; texts as the model writes them, with the blank before a word."""
    mean_log_probability: float = 0.0
    """Mean over all tokens, the one that ends the text included; 0 is certain."""
    no_speech_probability: float = 0.0
    """The model's, that the window holds no speech."""
    languages: dict[str, float] = field(default_factory=dict)
    """Which language it sounds like, before Danish is forced; see `evidence.SpokenLanguage`."""
    others: tuple[Hypothesis, ...] = ()
    """The next hypotheses, where the engine tells them."""

    @property
    def text(self) -> str:
        """All that was heard, as the model wrote it."""
        return "".join(word.text for word in self.words).strip()

    @property
    def compression_ratio(self) -> float:
        """How much shorter zlib makes the text: some 1.5 for speech, over 2.4 where the model goes round in a loop."""
        data = self.text.encode()
        return len(data) / len(zlib.compress(data)) if data else 0.0


@dataclass(frozen=True)
class Quality:
    """`[captions] quality`: how a window is heard first, and how again where that is doubted; docs/captions.md has the table."""

    first: DecodingOptions
    again: DecodingOptions
    least_log_probability: float
    """Mean over a window's tokens; what the model is less sure of is heard again."""

    def with_prompt(self, prompt: str) -> Quality:
        """The same, with a prompt for the first hearing; the second goes without, lest the prompt was what misled it."""
        return replace(self, first=replace(self.first, prompt=prompt))


QUALITIES = {
    "draft": Quality(DecodingOptions(beam=1), DecodingOptions(beam=5, whole_context=True), -1.0),
    "good": Quality(DecodingOptions(beam=5), DecodingOptions(beam=5, whole_context=True), -0.7),
    "best": Quality(DecodingOptions(beam=8), DecodingOptions(beam=8, whole_context=True), -0.5),
}


LEAST_LANGUAGE_PROBABILITY = 0.01


def likely_languages(probabilities: Iterable[tuple[str, float]]) -> dict[str, float]:
    """The languages that are not quite unlikely, the likeliest first, of all that a model tells apart."""
    likely = ((language, round(share, 3)) for language, share in probabilities if share >= LEAST_LANGUAGE_PROBABILITY)
    return dict(sorted(likely, key=lambda one: -one[1]))


class Engine(Protocol):
    """A loaded model that hears Danish."""

    name: str
    """Package and version, for `words.json`."""
    windows_at_once: int
    """How many windows it likes to be handed at a time."""

    def hear(
        self, windows: Sequence[NDArray[np.float32]], options: DecodingOptions, skip: Container[int] = ()
    ) -> Iterator[tuple[int, DecodingResult]]:
        """What is said in each window (mono, 16 kHz, at most 30 s), by its index, as soon as it has been heard.

        The same for the same windows and options; the indices in `skip` are left out, and change nothing for the others.
        """

    def align(self, windows: Sequence[NDArray[np.float32]], texts: Sequence[str]) -> list[tuple[Word, ...]]:
        """When in its window each word of a text is said, and how probable it is there: one `Word` for each that is written.

        No words where it can't be told (an empty text, or more than the model takes at once).
        """


class SoundSource(Protocol):
    """A recording's sound, read span by span, so that nobody holds three hours of it."""

    duration_us: int

    def samples(self, start_us: int, end_us: int) -> NDArray[np.float32]:
        """Mono sound of [start, end) at 16 kHz."""
