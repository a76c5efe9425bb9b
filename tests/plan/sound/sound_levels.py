"""Loudness as it would be measured, from what a test says is to be heard when."""

from __future__ import annotations

import numpy as np

from vbn_video.evidence import Levels, SpeechSpan

SECOND = 1_000_000
HOP_US = 10_000
ROOM_LUFS = -60.0
VOICE_LUFS = -20.0


def span(start_s: float, end_s: float) -> SpeechSpan:
    return SpeechSpan(round(start_s * SECOND), round(end_s * SECOND))


def levels(seconds: float, *louder: tuple[float, float, float] | tuple[float, float], room_lufs: float = ROOM_LUFS) -> Levels:
    """`seconds` of a room, louder in each (start, end, loudness), by default as loud as a voice."""
    hop_lufs = np.full(round(seconds * SECOND) // HOP_US, room_lufs, np.float32)
    for start_s, end_s, *loudness in louder:
        hop_lufs[round(start_s * 100) : round(end_s * 100)] = loudness[0] if loudness else VOICE_LUFS
    nothing = np.zeros(0, np.float32)
    return Levels(100_000, nothing, nothing, VOICE_LUFS, HOP_US, hop_lufs, nothing)
