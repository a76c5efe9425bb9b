"""The sentences of a script by a synthetic voice, each said once and kept.

Needs at making time what `tools/danish_voice.py` names, and in a folder `voices` the files of `package/voices` in the npm package
kokoro-js 1.2.1 (Apache-2.0), which are data: the voice's other styles. Those of languages with a trilled r and plain vowels are
understood best.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.meetings.phonemes import to_phonemes

VOICE_RATE_HZ = 24_000
SPEED = 0.85
STYLES: Mapping[str, Mapping[str, float]] = {
    "known man": {"jm_kumo": 1.0},
    "known woman": {"if_sara": 1.0},
    "second man": {"im_nicola": 1.0},
    "second woman": {"pf_dora": 1.0},
    "third man": {"em_alex": 0.5, "pm_alex": 0.5},
    "third woman": {"ef_dora": 0.7, "if_sara": 0.3},
    "fourth man": {"im_nicola": 0.5, "em_alex": 0.5},
    "fifth man": {"jm_kumo": 0.5, "pm_alex": 0.5},
    "fourth woman": {"ef_dora": 0.5, "pf_dora": 0.5},
}
"""The share of each of the voice's own styles."""
QUIET = 10 ** (-32 / 20)
LOUDNESS_RMS = 0.08


class Speaking:
    """Says sentences, and keeps them in a folder."""

    def __init__(self, folder: Path) -> None:
        self._kept, self._voices = folder / "said", folder / "voices"
        self._kept.mkdir(parents=True, exist_ok=True)

    @cached_property
    def _voice(self) -> Any:
        from tools.danish_voice import DanishVoice

        return DanishVoice(self._voices)

    def say(self, text: str, style: str) -> NDArray[np.float32]:
        """Mono samples at 24 kHz from the voice's onset to its offset, all sentences equally loud."""
        phonemes = to_phonemes(text)
        key = hashlib.sha256(f"{STYLES[style]} {SPEED} {phonemes}".encode()).hexdigest()[:24]
        path = self._kept / f"{key}.npy"
        if not path.exists():
            sound = _only_the_voice(self._voice.say(phonemes, STYLES[style], SPEED))
            writing = path.with_suffix(f".{os.getpid()}")
            with writing.open("wb") as file:
                np.save(file, (np.clip(sound, -1, 1) * 32767).astype(np.int16))
            writing.replace(path)
        return np.load(path).astype(np.float32) / 32767


def voice_edges(sound: NDArray[np.float32], rate_hz: int) -> tuple[int, int]:
    """The first and the last sample of the voice: 30 ms in a row within 32 dB of the loudest 10 ms."""
    hop = rate_hz // 100
    power = np.mean(sound[: len(sound) // hop * hop].reshape(-1, hop) ** 2, axis=1)
    loud = power > power.max() * QUIET**2
    steady = np.flatnonzero(loud[:-2] & loud[1:-1] & loud[2:])
    return int(steady[0]) * hop, (int(steady[-1]) + 3) * hop


def _only_the_voice(sound: NDArray[np.float32]) -> NDArray[np.float32]:
    first, last = voice_edges(sound, VOICE_RATE_HZ)
    margin = VOICE_RATE_HZ // 50
    voice = sound[max(first - margin, 0) : last + margin].copy()
    fade = np.linspace(0, 1, VOICE_RATE_HZ // 200, dtype=np.float32)
    voice[: len(fade)] *= fade
    voice[-len(fade) :] *= fade[::-1]
    rms = float(np.sqrt(np.mean(sound[first:last] ** 2)))
    return (voice * (LOUDNESS_RMS / rms)).astype(np.float32)
