"""Where somebody speaks: the Silero detector's opinion of every 32 ms, made into spans.

The detector is the one that faster-whisper ships. It is a recurrent network: its state and the last samples are carried from
piece to piece here, so that a border between pieces is no border for it, and an hour needs no more memory than a minute.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vbn_video.clock import US_PER_S
from vbn_video.evidence import SpeechSpan

RATE_HZ = 16_000
FRAME_SAMPLES = 512
FRAME_US = FRAME_SAMPLES * US_PER_S // RATE_HZ
CONTEXT_SAMPLES = 64
STATE_SHAPE = (1, 1, 128)

SPEECH_FROM = 0.5  # a lower threshold adds only text that Whisper invents (measured)
SPEECH_UNTIL = 0.35  # Silero's own distance between the two
REST_US = 300_000  # a shorter rest does not end a span
SHORTEST_US = 96_000  # three frames: a click is no speech
PAD_US = FRAME_US  # the frame in which a voice sets in is heard as silence when less than half of it is voice


class SpeechDetector:
    """Finds speech in mono sound at 16 kHz that comes in pieces of any length."""

    def __init__(self) -> None:
        from faster_whisper.vad import get_vad_model

        self._session: Any = get_vad_model().session
        self._h = np.zeros(STATE_SHAPE, np.float32)
        self._c = np.zeros(STATE_SHAPE, np.float32)
        self._waiting = np.zeros(CONTEXT_SAMPLES, np.float32)
        self._probabilities: list[NDArray[np.float32]] = []
        self._samples = 0

    def feed(self, samples: NDArray[np.float32]) -> None:
        """Take more sound, -1 to 1."""
        self._samples += len(samples)
        self._waiting = np.concatenate([self._waiting, samples])
        frames = (len(self._waiting) - CONTEXT_SAMPLES) // FRAME_SAMPLES
        if frames:
            used = self._waiting[: CONTEXT_SAMPLES + frames * FRAME_SAMPLES]
            with_context = np.lib.stride_tricks.sliding_window_view(used, CONTEXT_SAMPLES + FRAME_SAMPLES)[::FRAME_SAMPLES]
            heard, self._h, self._c = self._session.run(
                None, {"input": np.ascontiguousarray(with_context), "h": self._h, "c": self._c}
            )
            self._probabilities.append(np.asarray(heard, np.float32).ravel())
            self._waiting = self._waiting[frames * FRAME_SAMPLES :].copy()

    def finish(self) -> tuple[SpeechSpan, ...]:
        """All speech spans, in order, apart from each other and inside the sound."""
        end_us = self._samples * US_PER_S // RATE_HZ
        self.feed(np.zeros(-self._samples % FRAME_SAMPLES, np.float32))
        return find_spans(self.probabilities.tolist(), end_us)

    @property
    def probabilities(self) -> NDArray[np.float32]:
        """How likely it is, in each frame so far, that somebody speaks."""
        return np.concatenate([*self._probabilities, np.zeros(0, np.float32)])


def find_spans(probabilities: Sequence[float], end_us: int) -> tuple[SpeechSpan, ...]:
    """Spans of speech from the probability of each frame.

    Speech begins with a frame at `SPEECH_FROM` or above, and ends where frames stay under `SPEECH_UNTIL` for `REST_US` without
    one at `SPEECH_FROM`. Spans are padded by a frame on each side, never into each other.
    """
    begin: int | None = None
    quiet_from: int | None = None
    found: list[tuple[int, int]] = []
    for index, probability in enumerate(probabilities):
        at_us = index * FRAME_US
        if probability >= SPEECH_FROM:
            begin = at_us if begin is None else begin
            quiet_from = None
        elif begin is not None and probability < SPEECH_UNTIL:
            quiet_from = at_us if quiet_from is None else quiet_from
            if at_us + FRAME_US - quiet_from >= REST_US:
                found.append((begin, quiet_from))
                begin = quiet_from = None
    if begin is not None:
        found.append((begin, len(probabilities) * FRAME_US if quiet_from is None else quiet_from))
    long_enough = [(begin, end) for begin, end in found if end - begin >= SHORTEST_US]
    return tuple(SpeechSpan(max(begin - PAD_US, 0), min(end + PAD_US, end_us)) for begin, end in long_enough)
