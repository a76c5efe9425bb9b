"""Loudness and true peaks of sound that comes in pieces, by ITU-R BS.1770-4 and EBU R 128.


The K-weighting is two recursive filters; their response dies out within 100 ms, so it is applied here as a convolution, whole
seconds at a time in the frequency domain, which numpy does quickly and without carrying state.
"""

from __future__ import annotations

from math import pi, tan

import numpy as np
from numpy.typing import NDArray

from vbn_video.evidence import Levels
from vbn_video.plan.loudness import WINDOW_STEPS, integrated_lufs, lufs_of

BLOCK_US = 100_000
BLOCKS_A_SECOND = 10
HOPS_A_BLOCK = 10
HOPS_A_SECOND = BLOCKS_A_SECOND * HOPS_A_BLOCK

# fmt: off
OVERSAMPLING_TAPS = np.array([  # BS.1770-4, annex 2: phases 0 and 1 of the 48-tap interpolator; 3 and 2 are their mirror images
    [ 0.0017089843750,  0.0109863281250, -0.0196533203125,  0.0332031250000, -0.0594482421875,  0.1373291015625,
      0.9721679687500, -0.1022949218750,  0.0476074218750, -0.0266113281250,  0.0148925781250, -0.0083007812500],
    [-0.0291748046875,  0.0292968750000, -0.0517578125000,  0.0891113281250, -0.1665039062500,  0.4650878906250,
      0.7797851562500, -0.2003173828125,  0.1015625000000, -0.0582275390625,  0.0330810546875, -0.0189208984375],
], np.float32)
# fmt: on
TAPS = OVERSAMPLING_TAPS.shape[1]


class LoudnessMeter:
    """Takes the sound in pieces of any length; what it has measured is asked for at the end.

    `rate_hz` must be a multiple of 100, so that a hop is a whole number of samples.
    """

    def __init__(self, rate_hz: int, channels: int) -> None:
        self._rate_hz = rate_hz
        self._tail = rate_hz // BLOCKS_A_SECOND  # how much sound before a second still rings in it
        self._response = np.fft.rfft(k_weighting(rate_hz, self._tail), rate_hz + self._tail).astype(np.complex64)
        self._taps = np.concatenate([OVERSAMPLING_TAPS, OVERSAMPLING_TAPS[:, ::-1]]).T.copy()
        self._waiting = np.zeros((channels, self._tail), np.float32)
        self._samples = 0
        self._powers: list[NDArray[np.float64]] = []
        self._peaks: list[NDArray[np.float32]] = []

    def feed(self, sound: NDArray[np.float32]) -> None:
        """More sound, channels x samples."""
        self._samples += sound.shape[1]
        self._waiting = np.concatenate([self._waiting, sound], axis=1)
        seconds = (self._waiting.shape[1] - self._tail) // self._rate_hz
        if seconds:
            self._measure(seconds)

    def finish(self) -> Levels:
        """All that was measured.

        A last block or hop that is not full counts as if silence followed; the gates see only whole windows.
        """
        if missing := -self._samples % self._rate_hz:
            self._waiting = np.pad(self._waiting, ((0, 0), (0, missing)))
            self._measure(1)
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

    def _measure(self, seconds: int) -> None:
        rate, tail = self._rate_hz, self._tail
        used = self._waiting[:, : tail + seconds * rate]
        with_tails = np.lib.stride_tricks.sliding_window_view(used, tail + rate, axis=1)[:, ::rate]
        weighted = np.fft.irfft(np.fft.rfft(with_tails) * self._response, tail + rate)[..., tail:]
        hops = weighted.reshape(weighted.shape[0], seconds * HOPS_A_SECOND, -1)
        self._powers.append(np.mean(hops.astype(np.float32) ** 2, axis=2, dtype=np.float64).sum(axis=0))
        self._peaks.extend(
            self._true_peaks(used[:, tail + at - TAPS + 1 : tail + at + rate]) for at in range(0, seconds * rate, rate)
        )
        self._waiting = self._waiting[:, seconds * rate :].copy()

    def _true_peaks(self, with_history: NDArray[np.float32]) -> NDArray[np.float32]:
        """True peak of each hop of one second, which follows on as many samples as the interpolator looks back."""
        hops = with_history[:, TAPS - 1 :].reshape(len(with_history), HOPS_A_SECOND, -1)
        views = np.lib.stride_tricks.sliding_window_view(with_history, TAPS - 1 + hops.shape[2], axis=1)[:, :: hops.shape[2]]
        between = np.abs(np.lib.stride_tricks.sliding_window_view(views, TAPS, axis=2) @ self._taps)
        peaks: NDArray[np.float32] = np.maximum(between.max(axis=(0, 2, 3)), np.abs(hops).max(axis=(0, 2)))
        return peaks


def _dbtp(peaks: NDArray[np.float32]) -> NDArray[np.float32]:
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
