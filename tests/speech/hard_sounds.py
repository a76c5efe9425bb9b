"""Sounds of a meeting that are no ordinary speech, made by rule: music, applause, whispering."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tests.speech.clip import RATE

Samples = NDArray[np.float32]
CHORDS = ((220.0, 277.2, 329.6), (174.6, 220.0, 261.6), (261.6, 329.6, 392.0), (196.0, 246.9, 293.7))
"""A minor progression in Hz, two seconds a chord."""
LPC_ORDER, FRAME, STEP = 18, 512, 256


def music(seconds: float) -> Samples:
    """Chords of plucked tones with their harmonics, and a beat twice a second."""
    clock = np.arange(round(seconds * RATE)) / RATE
    sound = np.zeros(len(clock))
    for number, chord in enumerate(CHORDS):
        playing = (clock // 2 % len(CHORDS)).astype(int) == number
        since = clock % 0.5
        for tone in chord:
            for harmonic in range(1, 6):
                sound += playing * np.sin(2 * np.pi * tone * harmonic * clock) * np.exp(-3 * harmonic * since) / harmonic**1.5
    beat = np.random.default_rng(1).normal(size=len(clock)) * np.exp(-40 * (clock % 0.5))
    return scaled(sound + 0.5 * beat, 0.3)


def applause(seconds: float) -> Samples:
    """Eight people who clap four times a second, each at a pace of their own."""
    random = np.random.default_rng(2)
    sound = np.zeros(round(seconds * RATE))
    clap = random.normal(size=RATE // 50) * np.exp(-np.arange(RATE // 50) / (RATE / 250))
    for person in range(8):
        at = random.uniform(0, 0.25)
        while at < seconds - 0.05:
            first = int(at * RATE)
            sound[first : first + len(clap)] += clap * random.uniform(0.5, 1) * np.exp(-person / 8)
            at += 0.25 * random.normal(1, 0.1)
    return scaled(sound, 0.5)


def whispered(voice: Samples) -> Samples:
    """The same words without a tone: what shapes the voice stays (linear prediction), what sounds in it becomes noise."""
    random, window = np.random.default_rng(3), np.hanning(FRAME)
    sound = np.zeros(len(voice) + FRAME)
    for first in range(0, len(voice) - FRAME, STEP):
        frame = voice[first : first + FRAME] * window
        energy = float(np.sqrt(np.mean(frame**2)))
        correlation = np.correlate(frame, frame, "full")[FRAME - 1 : FRAME + LPC_ORDER]
        if correlation[0] < 1e-6:
            continue
        matrix = correlation[np.abs(np.subtract.outer(np.arange(LPC_ORDER), np.arange(LPC_ORDER)))]
        shape = np.linalg.solve(matrix + 1e-3 * correlation[0] * np.eye(LPC_ORDER), correlation[1:])
        response = 1 / np.fft.rfft(np.concatenate([[1], -shape]), 2 * FRAME)
        noise = np.fft.irfft(np.fft.rfft(random.normal(size=FRAME), 2 * FRAME) * response)[:FRAME] * window
        sound[first : first + FRAME] += noise * energy / max(float(np.sqrt(np.mean(noise**2))), 1e-9)
    return scaled(sound[: len(voice)], 0.2)


def scaled(sound: NDArray[np.float64], peak: float) -> Samples:
    """The same sound, at its loudest as loud as `peak`."""
    return (sound * peak / np.abs(sound).max()).astype(np.float32)
