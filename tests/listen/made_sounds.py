"""Sounds that are no speech, made from numbers; mono at 16 kHz, about -26 dBFS where they are loudest."""

import numpy as np
from numpy.typing import NDArray

from tests.speech.clip import RATE

Samples = NDArray[np.float32]


def applause(seconds: float, people: int = 25, seed: int = 1) -> Samples:
    """People who clap three to five times a second, each a burst of noise of its own colour that dies out in 4 to 10 ms."""
    random = np.random.default_rng(seed)
    sound = np.zeros(int((seconds + 0.2) * RATE))
    for _person in range(people):
        at_s, every_s, strength = random.uniform(0, 0.3), random.uniform(0.2, 0.33), random.uniform(0.3, 1)
        colour = np.convolve(random.normal(size=12), np.hanning(5))
        while at_s < seconds:
            length = int(0.05 * RATE)
            clap = random.normal(size=length) * np.exp(-np.arange(length) / (random.uniform(0.004, 0.010) * RATE))
            first = int(at_s * RATE)
            sound[first : first + length] += strength * np.convolve(clap, colour, "same")
            at_s += every_s * random.uniform(0.92, 1.08)
    return _at_level(sound[: int(seconds * RATE)])


def music(seconds: float, beats_a_minute: float = 100, seed: int = 1) -> Samples:
    """Chords of harmonic tones that change at each beat, with a melody in halves of it, as on a piano or an organ."""
    random = np.random.default_rng(seed)
    beat, at = 60 / beats_a_minute, np.arange(int(seconds * RATE)) / RATE
    sound = np.zeros(len(at))
    scale = 220 * 2 ** (np.array([0, 2, 4, 5, 7, 9, 11, 12]) / 12)
    for number in range(int(seconds / beat) + 1):
        root = random.integers(0, 5)
        notes = [(number * beat, beat, scale[root + step]) for step in (0, 2)]
        notes += [((number + half / 2) * beat, beat / 2, 2 * scale[random.integers(0, 8)]) for half in (0, 1)]
        for start_s, long_s, hz in notes:
            held = (at >= start_s) & (at < start_s + long_s)
            since = at[held] - start_s
            tone = sum(np.sin(2 * np.pi * hz * harmonic * since) / harmonic for harmonic in range(1, 7))
            sound[held] += tone * np.minimum(since / 0.01, 1) * np.exp(-since / long_s)
    return _at_level(sound)


def room(seconds: float, level_db: float = -60, seed: int = 1) -> Samples:
    """The steady rush of ventilation: noise that falls by 6 dB an octave, with the hum of the mains."""
    random = np.random.default_rng(seed)
    count = int(seconds * RATE)
    spectrum = np.fft.rfft(random.normal(size=count)) / np.maximum(np.fft.rfftfreq(count, 1 / RATE), 50)
    sound = np.fft.irfft(spectrum, count)
    sound += 0.5 * np.std(sound) * np.sin(2 * np.pi * 100 * np.arange(count) / RATE)
    return _at_level(sound, level_db)


def _at_level(sound: NDArray[np.float64], level_db: float = -26) -> Samples:
    return (sound * 10 ** (level_db / 20) / np.sqrt(np.mean(sound**2))).astype(np.float32)
