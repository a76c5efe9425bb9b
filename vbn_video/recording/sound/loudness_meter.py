"""Loudness and true peaks of sound that comes in pieces, by ITU-R BS.1770-4 and EBU R 128.

The K-weighting is two recursive filters; their response dies out within 100 ms, so it is applied here as a convolution, a second
at a time in the frequency domain, which numpy does quickly and without carrying state. From the same spectrum the sound is
oversampled: by all of its samples, not by the twelve nearest as in the standard's example, which reads full-band noise up to
1.5 dB too low.
"""

from math import pi, tan

import numpy as np
from numpy.typing import NDArray

from vbn_video.evidence import Levels
from vbn_video.plan.sound.loudness import WINDOW_STEPS, integrated_lufs, lufs_of

BLOCK_US = 100_000
BLOCKS_A_SECOND = 10
HOPS_A_BLOCK = 10
HOPS_A_SECOND = BLOCKS_A_SECOND * HOPS_A_BLOCK

OVERSAMPLING = 4


class LoudnessMeter:
    """Measures sound that comes in pieces of any length.

    `rate_hz` must be a multiple of 100, so that a hop is a whole number of samples.
    """

    def __init__(self, rate_hz: int, channels: int) -> None:
        self._rate_hz = rate_hz
        self._around = rate_hz // BLOCKS_A_SECOND  # how much sound before a second still rings in it; as much is looked ahead
        self._seen = rate_hz + 2 * self._around
        self._response = np.fft.rfft(k_weighting(rate_hz, self._around), self._seen).astype(np.complex64)
        self._waiting = np.zeros((channels, self._around), np.float32)
        self._samples = 0
        self._powers: list[NDArray[np.floating]] = []
        self._peaks: list[NDArray[np.floating]] = []

    def feed(self, sound: NDArray[np.float32]) -> None:
        """Take more sound, channels x samples."""
        self._samples += sound.shape[1]
        self._waiting = np.concatenate([self._waiting, sound], axis=1)
        self._measure()

    def finish(self) -> Levels:
        """Measure what is left, and give all that was measured.

        A last block or hop that is not full counts as if silence followed; the gates see only whole windows.
        """
        self._waiting = np.pad(self._waiting, ((0, 0), (0, self._around + self._rate_hz)))
        self._measure()
        block, hop = self._rate_hz // BLOCKS_A_SECOND, self._rate_hz // HOPS_A_SECOND
        blocks, hops = -(-self._samples // block), -(-self._samples // hop)
        hop_powers = np.concatenate([*self._powers, np.zeros(0)])
        hop_peaks = np.concatenate([*self._peaks, np.zeros(0, np.float32)])
        powers = hop_powers.reshape(-1, HOPS_A_BLOCK).mean(axis=1)[:blocks]
        history = np.concatenate([np.zeros(WINDOW_STEPS - 1), powers])
        momentary = np.lib.stride_tricks.sliding_window_view(history, WINDOW_STEPS).mean(axis=1) if blocks else powers
        return Levels(
            block_us=BLOCK_US,
            loudness_lufs=lufs_of(momentary),
            true_peak_dbtp=_dbtp(hop_peaks.reshape(-1, HOPS_A_BLOCK).max(axis=1)[:blocks]),
            integrated_lufs=integrated_lufs(momentary[WINDOW_STEPS - 1 : self._samples // block]),
            hop_us=BLOCK_US // HOPS_A_BLOCK,
            hop_lufs=lufs_of(hop_powers[:hops]),
            hop_true_peak_dbtp=_dbtp(hop_peaks[:hops]),
        )

    def _measure(self) -> None:
        """Measure every second that has come whole, with the sound around it that the filters need."""
        rate, around = self._rate_hz, self._around
        seconds = (self._waiting.shape[1] - 2 * around) // rate
        for first in range(0, seconds * rate, rate):
            spectrum = np.fft.rfft(self._waiting[:, first : first + self._seen])
            weighted = np.fft.irfft(spectrum * self._response, self._seen)[:, around : around + rate]
            self._powers.append(np.mean(_hops(weighted) ** 2, axis=2).sum(axis=0))
            spectrum[:, -1] /= 2  # half of the highest frequency belongs to its mirror image, which begins here
            between = np.fft.irfft(spectrum, OVERSAMPLING * self._seen)[:, OVERSAMPLING * around : OVERSAMPLING * (around + rate)]
            self._peaks.append(OVERSAMPLING * np.abs(_hops(between)).max(axis=(0, 2)))
        self._waiting = self._waiting[:, max(seconds, 0) * rate :].copy()


def _hops(second: NDArray[np.floating]) -> NDArray[np.floating]:
    """A second of sound, channels x hops x samples."""
    return second.reshape(len(second), HOPS_A_SECOND, -1)


def _dbtp(peaks: NDArray[np.floating]) -> NDArray[np.float32]:
    with np.errstate(divide="ignore"):
        dbtp: NDArray[np.float32] = (20 * np.log10(peaks)).astype(np.float32)
    return dbtp


def k_weighting(rate_hz: int, length: int) -> NDArray[np.float64]:
    """Impulse response of the K-weighting at any rate, `length` samples of it.

    The two filters of BS.1770-4, tables 1 and 2 (given there at 48 kHz), by their analogue values as libebur128 derives them.
    """
    shelf = _high_shelf(rate_hz, hz=1681.974450955533, gain_db=3.999843853973347, q=0.7071752369554196)
    high_pass = _high_pass(rate_hz, hz=38.13547087602444, q=0.5003270373238773)
    impulse = [1.0] + [0.0] * (length - 1)
    return np.array(_filtered(_filtered(impulse, *shelf), *high_pass))


def _high_shelf(rate_hz: int, hz: float, gain_db: float, q: float) -> tuple[list[float], list[float]]:
    k = tan(pi * hz / rate_hz)
    high = 10 ** (gain_db / 20)
    band = high**0.4996667741545416
    a0 = 1 + k / q + k * k
    b = [(high + band * k / q + k * k) / a0, 2 * (k * k - high) / a0, (high - band * k / q + k * k) / a0]
    return b, [2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0]


def _high_pass(rate_hz: int, hz: float, q: float) -> tuple[list[float], list[float]]:
    k = tan(pi * hz / rate_hz)
    a0 = 1 + k / q + k * k
    return [1.0, -2.0, 1.0], [2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0]


def _filtered(samples: list[float], b: list[float], a: list[float]) -> list[float]:
    """A second-order recursive filter, direct form I; `a` without its leading 1."""
    x1 = x2 = y1 = y2 = 0.0
    out = []
    for x in samples:
        y = b[0] * x + b[1] * x1 + b[2] * x2 - a[0] * y1 - a[1] * y2
        x1, x2, y1, y2 = x, x1, y, y1
        out.append(y)
    return out
