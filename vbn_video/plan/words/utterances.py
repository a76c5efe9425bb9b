"""Where a voice sets in and where it rests, to 10 ms: the speech spans, drawn again from the loudness.

    speech span     ┌──────────────────────────────────┐      the detector's frames: 32 ms, rests under 0.3 s joined
    loudness     ▁▁▁▂▂▆█▇▅█▆▁▁▂▁▁▁▃▇█▅▃▁▁▁▁▁▇▅█▆▃▂▂▁▁▁▁
    utterances        └─────┘      └───┘     └─────┘

What counts as the voice depends on the place: within 30 dB of the loud tenth of the speech there, and above the room's own noise.
A click before a voice sets in, or a breath that lies as low as the room, is not the voice.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from vbn_video.evidence import Levels, SpeechSpan, Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

UNDER_LOUD_DB = 30.0
"""A voice falls this far within a word, no further; the noise of a quiet room and breath lie lower (measured on human Danish)."""
OVER_NOISE_DB = 6.0
"""Or half way from the noise to the voice, where the voice is hardly louder."""
NOISE_WITHIN_US = 5_000_000
"""The room's noise is that of the quietest tenth of the speech and 5 s on each side of it."""
DIGITAL_SILENCE_LUFS = -100.0
REST_US = 200_000
"""A shorter rest is a stop consonant or a stød."""
SHORTEST_US = 50_000
"""A louder moment shorter than this is a click."""
SOFT_US = 200_000
"""Longest soft beginning that the detector misses."""
BREAK_US = 30_000
"""A sound before the speech span that is parted from it by this is breath, not a soft beginning."""
NEAR_SPEECH_US = 500_000
"""A word further than this from all speech was said by nobody."""


def find_utterances(spans: Sequence[SpeechSpan], levels: Levels) -> tuple[SpeechSpan, ...]:
    """The stretches of voice between rests of 0.2 s, in order and apart, from the speech spans and the loudness of each 10 ms.

    Each lies in a speech span or begins at most 200 ms before it; a span in which nothing stands out is an utterance as it is.
    """
    import numpy as np

    if not len(levels.hop_lufs):
        return tuple(spans)
    loudness = np.maximum(np.nan_to_num(levels.hop_lufs.astype(np.float64), neginf=DIGITAL_SILENCE_LUFS), DIGITAL_SILENCE_LUFS)
    found: list[SpeechSpan] = []
    for span in spans:
        before_us = (found[-1].end_us + span.start_us) // 2 if found else 0
        first = -(-max(span.start_us - SOFT_US, before_us) // levels.hop_us)
        voiced = loudness[first : -(-span.end_us // levels.hop_us)] >= _threshold(loudness, span, levels.hop_us)
        begins = max(span.start_us // levels.hop_us - first, 0)
        voiced[: begins - _carried(voiced[:begins][::-1], levels.hop_us)] = False
        runs = [(first + begin, first + end) for begin, end in _joined(_runs(voiced), levels.hop_us)]
        found += [SpeechSpan(begin * levels.hop_us, min(end * levels.hop_us, span.end_us)) for begin, end in runs] or [span]
    return tuple(found)


def split_by_voice(words: Iterable[Word], voice: Sequence[SpeechSpan]) -> tuple[list[Word], list[Word]]:
    """(words, those that lie further than half a second from all utterances: nobody said them there)."""
    starts, ends = [part.start_us for part in voice], [part.end_us for part in voice]
    near: list[Word] = []
    far: list[Word] = []
    for word in words:
        first = bisect_left(ends, word.start_us - NEAR_SPEECH_US)
        (near if first < bisect_right(starts, word.end_us + NEAR_SPEECH_US) else far).append(word)
    return near, far


def _threshold(loudness: NDArray[np.float64], span: SpeechSpan, hop_us: int) -> float:
    """The loudness from which on a hop of this span is voice."""
    import numpy as np

    speech = loudness[span.start_us // hop_us : -(-span.end_us // hop_us)]
    around = loudness[max(span.start_us - NOISE_WITHIN_US, 0) // hop_us : (span.end_us + NOISE_WITHIN_US) // hop_us]
    if not speech.size:
        return float("inf")
    loud, noise = float(np.percentile(speech, 90)), float(np.percentile(around, 10))
    return max(loud - UNDER_LOUD_DB, noise + min(OVER_NOISE_DB, (loud - noise) / 2))


def _carried(voiced: NDArray[np.bool_], hop_us: int) -> int:
    """How many hops, counted back from a span's start, the voice goes on without a break; none where it has no end: noise."""
    quiet = 0
    for at, is_voice in enumerate(voiced.tolist()):
        quiet = 0 if is_voice else quiet + 1
        if quiet * hop_us >= BREAK_US:
            return at + 1 - quiet
    return 0


def _runs(voiced: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """[begin, end) of each run of True."""
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate([[False], voiced, [False]]).astype(np.int8)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _joined(runs: Iterable[tuple[int, int]], hop_us: int) -> list[tuple[int, int]]:
    """Runs joined over what is too short for a rest; clicks that stand alone left out."""
    joined: list[tuple[int, int]] = []
    for begin, end in runs:
        if joined and (begin - joined[-1][1]) * hop_us < REST_US:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((begin, end))
    return [(begin, end) for begin, end in joined if (end - begin) * hop_us >= SHORTEST_US]
