"""Windows are heard in groups; what is doubted is heard again at other settings; each window is written down when it is done.

A run that is stopped within a group goes on with what is missing of it, in the same group: so it hears the same.
"""

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, chain

import numpy as np
from numpy.typing import NDArray

from vbn_video.events import Emit, Heard
from vbn_video.evidence import SpeechSpan
from vbn_video.plan.words.other_hearings import differing, differing_hearing, joined
from vbn_video.speech.checkpoint import UNKNOWN_WORD, Checkpoint, HeardStretch
from vbn_video.speech.doubts import find_doubts, is_better, join_results
from vbn_video.speech.engines.engine import DecodingResult, Engine, Quality, SoundSource
from vbn_video.speech.hearing_progress import HearingProgress
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
    expected_s: Callable[[float], float] | None = None
    """How long hearing so many seconds of sound is thought to take."""

    @cached_property
    def progress(self) -> HearingProgress:
        """How much has been heard, over all calls of `hear`."""
        return HearingProgress(self.emit, self.expected_s)

    @cached_property
    def engine(self) -> Engine:
        """The engine, loaded when it is first needed."""
        return self.load()

    def hear(self, windows: Sequence[SpeechWindow]) -> list[HeardStretch]:
        """What is said in each window, in order; progress in seconds of sound heard. Only one group is in memory at a time."""
        if not all(self._known(window) for window in windows):
            self.progress.begin(windows, lambda window: self._known(window) is not None)
            for group in batch_by_length(windows, self.engine.windows_at_once):
                self._hear_group(group)
        return [stretch for window in windows if (stretch := self._known(window))]

    def hear_again(self, windows: Sequence[SpeechWindow]) -> list[HeardStretch]:
        """What is said in each window at the settings for doubted ones, in order; what `hear` heard in the same windows stays."""
        if not all(self._known_again(window) for window in windows):
            self.progress.begin(windows, lambda window: self._known_again(window) is not None)
            for group in batch_by_length(windows, self.engine.windows_at_once):
                known = {index for index, window in enumerate(group) if self._known_again(window)}
                if len(known) < len(group):
                    for index, heard in self.engine.hear([self._sound_of(window) for window in group], self.quality.again, known):
                        self._write_down(group[index], heard, (UNKNOWN_WORD,))
        return [stretch for window in windows if (stretch := self._known_again(window))]

    def _known(self, window: SpeechWindow) -> HeardStretch | None:
        return self.checkpoint.get(window.start_us, window.end_us)

    def _known_again(self, window: SpeechWindow) -> HeardStretch | None:
        return self.checkpoint.get(window.start_us, window.end_us, again=True)

    def _hear_group(self, group: Sequence[SpeechWindow]) -> None:
        """Hear what is missing of a group, and write it down."""
        known = {index for index, window in enumerate(group) if self._known(window)}
        if len(known) == len(group):
            return
        doubted: dict[SpeechWindow, DecodingResult] = {}
        for index, heard in self.engine.hear([self._sound_of(window) for window in group], self.quality.first, known):
            if self._doubts(group[index], heard):
                doubted[group[index]] = heard
                self.progress.heard_once(group[index])
            else:
                self._write_down(group[index], heard, ())
        for window, other in self._second_tries(group, doubted):
            first, spoken_us = doubted[window], window.speech_us(self.spans)
            better = is_better(other, first, spoken_us, self.quality.least_log_probability)
            chosen, left = (other, first) if better else (first, other)
            self._write_down(window, replace(chosen, languages=first.languages), self._doubts(window, first), left)

    def _write_down(
        self, window: SpeechWindow, heard: DecodingResult, doubts: tuple[str, ...], left: DecodingResult | None = None
    ) -> None:
        """`left`: the other hearing of the window, which was not taken."""
        words = to_recording_clock(heard.words, window)
        second = differing_hearing(words, to_recording_clock(left.words, window)) if left else ()
        beams = (differing(words, other.text.split(), "beam", other.probability) for other in heard.others)
        otherwise = joined((*second, *chain.from_iterable(beams)))
        stretch = HeardStretch(window.start_us, window.end_us, words, doubts, heard.languages, otherwise)
        self.checkpoint.add([stretch])
        self.progress.end(window)
        self.emit(Heard(stretch.start_us, stretch.end_us, " ".join(word.text for word in stretch.words)))

    def _doubts(self, window: SpeechWindow, heard: DecodingResult) -> tuple[str, ...]:
        return find_doubts(heard, window.speech_us(self.spans), self.quality.least_log_probability)

    def _second_tries(
        self, group: Sequence[SpeechWindow], wanted: Container[SpeechWindow]
    ) -> Iterator[tuple[SpeechWindow, DecodingResult]]:
        """The second hearing of each wanted window, at the settings for doubted ones, split at a rest where there is one.

        It is heard among all windows of the group that were doubted, in this run or an earlier one.
        """
        doubted = [window for window in group if window in wanted or ((known := self._known(window)) and known.doubts)]
        parts = [(window, part) for window in doubted for part in split_at_rest(window, self.spans)]
        heard: dict[int, DecodingResult] = {}
        for index, one in self._hear_again(parts, wanted):
            heard[index] = one
            window = parts[index][0]
            own = [number for number, (other, _part) in enumerate(parts) if other == window]
            if all(number in heard for number in own):
                starts_us = accumulate((parts[number][1].length_us for number in own[:-1]), initial=0)
                yield window, join_results([heard[number] for number in own], list(starts_us))

    def _hear_again(
        self, parts: Sequence[tuple[SpeechWindow, SpeechWindow]], wanted: Container[SpeechWindow]
    ) -> Iterator[tuple[int, DecodingResult]]:
        """The parts of wanted windows, by their indices, as they are heard; `parts`: each with the window that it is of."""
        at_once = self.engine.windows_at_once
        for first in range(0, len(parts), at_once):
            together = parts[first : first + at_once]
            skip = {index for index, (window, _part) in enumerate(together) if window not in wanted}
            if len(skip) < len(together):
                sounds = [self._sound_of(part) for _window, part in together]
                for index, heard in self.engine.hear(sounds, self.quality.again, skip):
                    yield first + index, heard

    def _sound_of(self, window: SpeechWindow) -> NDArray[np.float32]:
        pieces = [self.sound.samples(piece.start_us, piece.end_us) for piece in window.pieces]
        return amplify(np.concatenate(pieces), self.gain)


def amplify(samples: NDArray[np.float32], gain: float) -> NDArray[np.float32]:
    """Sound made louder or quieter; what would pass full scale is held there."""
    louder: NDArray[np.float32] = np.clip(samples * np.float32(gain), -1, 1)
    return louder
