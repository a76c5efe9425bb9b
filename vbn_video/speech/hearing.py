"""Windows are heard in groups; what is doubted is heard again at other settings; each group is written down when it is done."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, islice

import numpy as np
from numpy.typing import NDArray

from vbn_video.clock import seconds
from vbn_video.events import Emit, Heard, Progress
from vbn_video.evidence import SpeechSpan
from vbn_video.speech.checkpoint import Checkpoint, HeardStretch
from vbn_video.speech.doubts import find_doubts, is_better, join_results
from vbn_video.speech.engines.engine import DecodingOptions, DecodingResult, Engine, Quality, SoundSource
from vbn_video.speech.window_words import to_recording_clock
from vbn_video.speech.windows import SpeechWindow, batch_by_length, split_at_rest


@dataclass(frozen=True)
class Listener:
    """Hears windows of one recording, twice where the first hearing is doubted, and keeps a checkpoint."""

    sound: SoundSource
    gain: float
    spans: Sequence[SpeechSpan]
    load: Callable[[], Engine]
    """Loads the engine; not called where all has been heard before."""
    quality: Quality
    checkpoint: Checkpoint
    emit: Emit

    @cached_property
    def engine(self) -> Engine:
        """The engine, loaded when it is first needed."""
        return self.load()

    def hear(self, windows: Sequence[SpeechWindow]) -> list[HeardStretch]:
        """What is said in each window, in order; progress in seconds of sound heard. Only one group is in memory at a time."""
        if not all(self._known(window) for window in windows):
            done_us, all_us = 0, sum(window.length_us for window in windows)
            for group in batch_by_length(windows, self.engine.windows_at_once):
                if not all(self._known(window) for window in group):
                    self._note(self._hear_group(group))
                done_us += sum(window.length_us for window in group)
                self.emit(Progress(seconds(done_us), seconds(all_us)))
        return [stretch for window in windows if (stretch := self._known(window))]

    def _note(self, stretches: Sequence[HeardStretch]) -> None:
        self.checkpoint.add(stretches)
        for stretch in stretches:
            self.emit(Heard(stretch.start_us, stretch.end_us, " ".join(word.text for word in stretch.words)))

    def _known(self, window: SpeechWindow) -> HeardStretch | None:
        return self.checkpoint.get(window.start_us, window.end_us)

    def _hear_group(self, group: Sequence[SpeechWindow]) -> list[HeardStretch]:
        first = self.engine.hear([self._sound_of(window) for window in group], self.quality.first)
        why = [self._doubts(window, heard) for window, heard in zip(group, first, strict=True)]
        best = dict(zip(group, first, strict=True))
        for window, other in self._second_tries([window for window, doubted in zip(group, why, strict=True) if doubted]):
            if is_better(other, best[window], window.speech_us(self.spans), self.quality.least_log_probability):
                best[window] = other
        return [
            HeardStretch(window.start_us, window.end_us, to_recording_clock(best[window].words, window), doubted)
            for window, doubted in zip(group, why, strict=True)
        ]

    def _doubts(self, window: SpeechWindow, heard: DecodingResult) -> tuple[str, ...]:
        return find_doubts(heard, window.speech_us(self.spans), self.quality.least_log_probability)

    def _second_tries(self, windows: Sequence[SpeechWindow]) -> Iterator[tuple[SpeechWindow, DecodingResult]]:
        """Each window with its second hearing: at the settings for doubted ones, split at a rest where there is one."""
        retries = [(window, split_at_rest(window, self.spans)) for window in windows]
        heard = self._hear_all([part for _window, parts in retries for part in parts], self.quality.again)
        for window, parts in retries:
            starts_us = accumulate((part.length_us for part in parts[:-1]), initial=0)
            yield window, join_results(list(islice(heard, len(parts))), list(starts_us))

    def _hear_all(self, windows: Sequence[SpeechWindow], options: DecodingOptions) -> Iterator[DecodingResult]:
        at_once = self.engine.windows_at_once
        for at in range(0, len(windows), at_once):
            yield from self.engine.hear([self._sound_of(window) for window in windows[at : at + at_once]], options)

    def _sound_of(self, window: SpeechWindow) -> NDArray[np.float32]:
        pieces = [self.sound.samples(piece.start_us, piece.end_us) for piece in window.pieces]
        return amplify(np.concatenate(pieces), self.gain)


def amplify(samples: NDArray[np.float32], gain: float) -> NDArray[np.float32]:
    """Sound made louder or quieter; what would pass full scale is held there."""
    louder: NDArray[np.float32] = np.clip(samples * np.float32(gain), -1, 1)
    return louder
