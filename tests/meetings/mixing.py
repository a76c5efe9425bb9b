"""The sound of a script: every sentence at its time and level, with applause, music, clicks and the room's noise."""

from __future__ import annotations

from dataclasses import dataclass

import av
import numpy as np
from numpy.typing import NDArray

from tests.meetings.scripts import Laid, Played, Said, Script, lay_out
from tests.meetings.spoken import VOICE_RATE_HZ, Speaking, voice_edges
from vbn_video.clock import US_PER_S

RATE_HZ = 16_000
CLICK_EVERY_S = 25.0

Samples = NDArray[np.float32]


@dataclass(frozen=True)
class Mixed:
    """The sound of a meeting, mono at 16 kHz, and where the voice (or the sound) of each item of its script is."""

    sound: Samples
    laid: Laid
    voice_us: tuple[tuple[int, int], ...]


def mix(script: Script, speaking: Speaking) -> Mixed:
    """The same sound for the same script, always."""
    noise = np.random.default_rng(abs(hash_of(script.name)))
    voices = {(item.text, item.person): _of_person(speaking, script, item) for item in script.items if isinstance(item, Said)}
    laid = lay_out(script, lambda said: len(voices[said.text, said.person]) / RATE_HZ)
    sound = noise.normal(0, 10 ** (script.noise_dbfs / 20), round(laid.duration_s * RATE_HZ)).astype(np.float32)
    voice_us = []
    for item, (start_s, end_s) in zip(script.items, laid.spans_s, strict=True):
        first = round(start_s * RATE_HZ)
        if isinstance(item, Said):
            piece = voices[item.text, item.person]
            edges = voice_edges(piece, RATE_HZ)
        else:
            piece = _played(item, round((end_s - start_s) * RATE_HZ), noise)
            edges = (0, len(piece))
        piece = piece[: len(sound) - first]
        sound[first : first + len(piece)] += piece * 10 ** (item.gain_db / 20)
        voice_us.append(((first + edges[0]) * US_PER_S // RATE_HZ, (first + min(edges[1], len(piece))) * US_PER_S // RATE_HZ))
    for at in noise.uniform(0, len(sound) - 200, int(laid.duration_s / CLICK_EVERY_S)).astype(int):
        sound[at : at + 80] += (noise.normal(0, 0.05, 80) * np.linspace(1, 0, 80)).astype(np.float32)
    return Mixed(np.clip(sound, -1, 1), laid, tuple(voice_us))


def hash_of(name: str) -> int:
    """A number for a name, the same on every machine."""
    return int.from_bytes(name.encode()[-8:], "big")


def _of_person(speaking: Speaking, script: Script, said: Said) -> Samples:
    """A sentence at 16 kHz, by its person: played faster it is higher."""
    person = script.people[said.person]
    sound = speaking.say(said.text, person.style)
    resampler = av.AudioResampler("flt", "mono", RATE_HZ)
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound[None]), "flt", "mono")
    frame.sample_rate = round(VOICE_RATE_HZ * person.pitch)
    return np.concatenate([out.to_ndarray()[0] for given in (frame, None) for out in resampler.resample(given)])


def _played(item: Played, length: int, noise: np.random.Generator) -> Samples:
    if item.kind == "applause":
        return _applause(length, noise)
    if item.kind == "music":
        return _music(length, noise)
    return np.zeros(length, np.float32)


def _applause(length: int, noise: np.random.Generator) -> Samples:
    """Many hands, each clap a short burst of noise; it swells and dies away."""
    sound = np.zeros(length + 400, np.float32)
    burst = np.exp(-np.arange(400) / 60)
    for at in noise.integers(0, length, length // 200):
        sound[at : at + 400] += (noise.normal(0, 1, 400) * burst * noise.uniform(0.2, 1)).astype(np.float32)
    swell = np.minimum(1, np.minimum(np.arange(length) / 8000, (length - np.arange(length)) / 16000))
    sound = sound[:length] * swell.astype(np.float32)
    return np.asarray(sound * (0.08 / np.sqrt(np.mean(sound**2))), np.float32)


def _music(length: int, noise: np.random.Generator) -> Samples:
    """Plucked chords."""
    sound = np.zeros(length, np.float32)
    step = RATE_HZ // 3
    for first in range(0, length, step):
        pitch_hz = 220 * 2 ** (noise.choice([0, 2, 4, 5, 7, 9, 12]) / 12)
        time_s = np.arange(min(2 * step, length - first)) / RATE_HZ
        tone = sum(np.sin(2 * np.pi * pitch_hz * k * time_s) / k**1.5 for k in (1, 1.26, 1.5, 2, 3))
        sound[first : first + len(time_s)] += (tone * np.exp(-3 * time_s) * np.minimum(time_s * 100, 1)).astype(np.float32)
    return np.asarray(sound * (0.08 / np.sqrt(np.mean(sound**2))), np.float32)
