"""From speech spans to words: the windows, the groups in which an engine hears them, a second hearing for what it passed over.

Only one group of windows is in memory at a time, so a recording of three hours needs no more than one of ten minutes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from vbn_video.codec import US_PER_S, seconds
from vbn_video.events import Progress, Tell
from vbn_video.evidence import Levels, SpeechSpan, Word
from vbn_video.plan.utterances import near_and_far, utterances
from vbn_video.plan.word_times import timed_by_sound
from vbn_video.speech.engine import RATE_HZ, Engine, Sound
from vbn_video.speech.windows import Window, plan_windows
from vbn_video.speech.words import on_the_clock, unheard

HEARD_AT_LUFS = -18.0
LOUDEST_GAIN_DB = 30.0
QUIET_SAMPLES = RATE_HZ // 20
"""50 ms: where a long stretch of speech is parted."""


@dataclass(frozen=True)
class Heard:
    """What came of a recording."""

    words: tuple[Word, ...]
    invented: tuple[Word, ...]
    """Words that lay where nobody speaks; they are left out."""
    passed_over: tuple[SpeechSpan, ...]
    """Speech without a word, after a second hearing too."""


def transcribe(sound: Sound, spans: Sequence[SpeechSpan], levels: Levels, engine: Engine, tell: Tell) -> Heard:
    """All words of the recording, ascending and apart; progress in seconds of sound heard."""
    gain = gain_towards_speech(levels)

    def heard_in(windows: Sequence[Window]) -> Iterator[tuple[Word, ...]]:
        for at in range(0, len(windows), engine.windows_at_once):
            group = windows[at : at + engine.windows_at_once]
            sounds = [amplified(sound.samples(window.start_us, window.end_us), gain) for window in group]
            for window, words in zip(group, engine.hear(sounds), strict=True):
                yield on_the_clock(words, window.start_us, window.end_us)
            tell(Progress(seconds(group[-1].end_us), seconds(sound.duration_us)))

    def windows_of(speech: Sequence[SpeechSpan]) -> tuple[Window, ...]:
        return plan_windows(speech, sound.duration_us, lambda start_us, end_us: quietest_us(sound, start_us, end_us))

    voice = utterances(spans, levels)
    words = timed_by_sound([word for window in heard_in(windows_of(spans)) for word in window], spans, levels)
    again = [window for stretch in unheard(voice, words) for window in windows_of([stretch])]
    more = [word for window in heard_in(again) for word in window]
    kept, invented = near_and_far(timed_by_sound((*words, *more), spans, levels) if more else words, voice)
    return Heard(tuple(kept), tuple(invented), unheard(voice, kept))


def gain_towards_speech(levels: Levels) -> float:
    """Factor that brings the recording to the loudness at which Whisper hears well; 1 for silence."""
    if not isfinite(levels.integrated_lufs):
        return 1.0
    return float(10 ** (min(HEARD_AT_LUFS - levels.integrated_lufs, LOUDEST_GAIN_DB) / 20))


def amplified(samples: NDArray[np.float32], gain: float) -> NDArray[np.float32]:
    """Sound made louder or quieter; what would pass full scale is held there."""
    louder: NDArray[np.float32] = np.clip(samples * np.float32(gain), -1, 1)
    return louder


def quietest_us(sound: Sound, start_us: int, end_us: int) -> int:
    """The middle of the quietest 50 ms of [start, end)."""
    samples = sound.samples(start_us, end_us)
    power = np.convolve(samples.astype(np.float64) ** 2, np.ones(QUIET_SAMPLES), "valid")
    if not power.size:
        return end_us
    return start_us + (int(np.argmin(power)) + QUIET_SAMPLES // 2) * US_PER_S // RATE_HZ
