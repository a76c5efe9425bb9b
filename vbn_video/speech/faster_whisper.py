"""The default engine: CTranslate2's Whisper, 8 bit, several windows at once."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vbn_video.codec import us
from vbn_video.errors import MissingError
from vbn_video.evidence import Word
from vbn_video.messages import _
from vbn_video.speech.engine import LANGUAGE, RATE_HZ

FRAME_SAMPLES = RATE_HZ // 100
"""The engine knows where a window begins to 10 ms: windows are laid on that grid."""


class FasterWhisper:
    """A loaded model.

    Raises:
        MissingError: the folder holds no model that hears Danish.
    """

    windows_at_once = 4
    """Twice as many need 1.15 instead of 0.7 GB with base, and are no faster on two cores (measured)."""

    def __init__(self, folder: Path, beam: int) -> None:
        from faster_whisper import BatchedInferencePipeline, WhisperModel

        try:
            model = WhisperModel(
                str(folder), device="cpu", compute_type="int8", cpu_threads=os.cpu_count() or 1, local_files_only=True
            )
        except (RuntimeError, ValueError) as error:
            raise MissingError(_("The model in {path} can't be loaded: {error}"), path=folder, error=error) from error
        if not model.model.is_multilingual:
            raise MissingError(_("The model in {path} hears English only."), path=folder)
        self._pipeline: Any = BatchedInferencePipeline(model)
        self._beam = beam
        self.name = f"faster-whisper {version('faster-whisper')}"

    def align(self, windows: Sequence[NDArray[np.float32]], texts: Sequence[str]) -> list[tuple[Word, ...]]:
        """When each word of the texts is said; see `engine.Engine`."""
        from vbn_video.speech.known_words import known_words

        return known_words(self._pipeline.model, windows, texts)

    def hear(self, windows: Sequence[NDArray[np.float32]]) -> list[tuple[Word, ...]]:
        """The words of each window; see `engine.Engine`."""
        lengths = [-(-len(window) // FRAME_SAMPLES) * FRAME_SAMPLES for window in windows]
        starts = np.cumsum([0, *lengths]).tolist()
        joined = np.zeros(starts[-1], np.float32)
        for window, start in zip(windows, starts, strict=False):
            joined[start : start + len(window)] = window
        clips = [  # half a sample inside, so that no rounding of seconds moves an edge
            {"start": (start + 0.5) / RATE_HZ, "end": (start + len(window) + 0.5) / RATE_HZ}
            for start, window in zip(starts, windows, strict=False)
        ]
        segments, _info = self._pipeline.transcribe(
            joined,
            language=LANGUAGE,
            beam_size=self._beam,
            batch_size=self.windows_at_once,
            word_timestamps=True,
            clip_timestamps=clips,
        )
        heard: list[list[Word]] = [[] for _ in windows]
        frames = [start // FRAME_SAMPLES for start in starts[:-1]]
        for segment in segments:
            index = bisect_right(frames, segment.seek + 1) - 1
            begin_s = segment.seek / 100
            heard[index] += [
                Word(us(word.start - begin_s), us(word.end - begin_s), word.word, round(float(word.probability), 4))
                for word in segment.words
            ]
        return [tuple(words) for words in heard]
