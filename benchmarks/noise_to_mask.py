"""How far the noise of a coder lies under what the sound itself masks: Johnston's model of hearing, a number per Bark band.

    sound, decoded ─ windows of 2048 ─ power in Bark bands ─ spread to neighbours ─ less by how tonal it is ─► threshold
    decoded - sound ─ the same windows and bands ─► noise                     noise / threshold, in dB, is the noise-to-mask

Source: J. D. Johnston, "Transform Coding of Audio Signals Using Perceptual Noise Criteria", IEEE JSAC 6 (1988); the spreading
function is Schroeder's (JASA 66, 1979), the threshold in quiet Terhardt's, with a full-scale sine at 96 dB SPL.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WINDOW = 2048
FULL_SCALE_DB_SPL = 96.0
QUIET_DB = -60.0
"""A window this far under the loudest one holds nothing that anybody listens to."""
MOST_TONAL_DB = -60.0
"""A spectral flatness of this and less is a pure tone (Johnston)."""
WORST_SHARE = 0.99

Sound = NDArray[np.float32]
Bands = NDArray[np.float64]


@dataclass(frozen=True)
class NoiseFigures:
    """The noise of a coder, in dB; the further below 0, the less is heard."""

    under_sound: float
    """Noise against the sound, over all of it."""
    under_mask: float
    """Noise against what is masked: the mean ratio over bands and windows, those of silence left out (Total NMR of BS.1387)."""
    worst_hundredth: float
    """The same in the window that only one in a hundred is worse than."""


def noise_figures(sound: Sound, decoded: Sound, rate_hz: int) -> NoiseFigures:
    """Compare what was decoded with the sound, sample by sample; both mono, equally long."""
    noise = decoded.astype(float) - sound
    spectra, noise_spectra = _power_spectra(sound), _power_spectra(noise)
    bark = _bark(np.fft.rfftfreq(WINDOW, 1 / rate_hz))
    threshold = masking_threshold(spectra, bark, rate_hz)
    noise_bands = _in_bands(noise_spectra, bark)
    loudness = 10 * np.log10(spectra.sum(axis=1) + 1e-20)
    heard = loudness > loudness.max() + QUIET_DB
    ratios = (noise_bands[heard] / threshold[heard]).mean(axis=1)
    return NoiseFigures(
        under_sound=float(10 * np.log10(np.sum(noise**2) / np.sum(sound.astype(float) ** 2))),
        under_mask=float(10 * np.log10(ratios.mean())),
        worst_hundredth=float(10 * np.log10(np.quantile(ratios, WORST_SHARE))),
    )


def masking_threshold(spectra: Bands, bark: NDArray[np.float64], rate_hz: int) -> Bands:
    """The power of noise in each band (windows x bands) that the spectra (windows x bins) just mask."""
    bands = _in_bands(spectra, bark)
    widths = _in_bands(np.ones((1, len(bark))), bark)
    numbers = np.arange(bands.shape[1])
    apart = numbers[None, :] - numbers[:, None] + 0.474  # Schroeder's function, from the masking band to the masked
    spreading = 10 ** ((15.81 + 7.5 * apart - 17.5 * np.sqrt(1 + apart**2)) / 10)
    spread = bands @ spreading / spreading.sum(axis=0)
    flatness_db = 10 * (np.log10(spectra + 1e-20).mean(axis=1) - np.log10((spectra + 1e-20).mean(axis=1)))
    tonal = np.clip(flatness_db / MOST_TONAL_DB, 0, 1)[:, None]
    offset_db = tonal * (14.5 + numbers) + (1 - tonal) * 5.5
    return np.maximum(spread * 10 ** (-offset_db / 10), _quiet_bands(bark, rate_hz) * widths)


def _quiet_bands(bark: NDArray[np.float64], rate_hz: int) -> Bands:
    """The power, a bin, of what is just heard in silence, lowest within each band."""
    khz = np.maximum(np.fft.rfftfreq(WINDOW, 1 / rate_hz), 20) / 1000
    quiet_db = 3.64 * khz**-0.8 - 6.5 * np.exp(-0.6 * (khz - 3.3) ** 2) + 1e-3 * khz**4
    sine = (np.hanning(WINDOW).sum() / 2) ** 2
    power = sine * 10 ** ((quiet_db - FULL_SCALE_DB_SPL) / 10)
    return np.array([[power[bark.astype(int) == band].min(initial=np.inf) for band in range(int(bark.max()) + 1)]])


def _power_spectra(sound: NDArray[np.floating]) -> Bands:
    windows = np.lib.stride_tricks.sliding_window_view(sound, WINDOW)[:: WINDOW // 2]
    return np.abs(np.fft.rfft(windows * np.hanning(WINDOW), axis=1)) ** 2


def _bark(frequency_hz: NDArray[np.float64]) -> NDArray[np.float64]:
    """Zwicker's critical-band rate."""
    return 13 * np.arctan(0.00076 * frequency_hz) + 3.5 * np.arctan((frequency_hz / 7500) ** 2)


def _in_bands(spectra: Bands, bark: NDArray[np.float64]) -> Bands:
    """The power of each band: windows x bins to windows x bands of one Bark."""
    edges = np.searchsorted(bark, np.arange(int(bark.max()) + 1))
    return np.add.reduceat(spectra, edges, axis=1)
