"""Whether two recorded files hold the same sound at the same times: a few short pieces of both, held against each other.

    a piece of one ─────────▁▃▅▂▁─────────            8 kHz, each of its channels and their mean
    more of the other  ──▂▁▃──▁▃▅▂▁──▅▃──  ──► for every shift: how well they fit (normalised cross-correlation)

Two encodings of one mix fit nearly wholly at one shift and at no other, whatever codec, rate, gain or sign; two meetings nowhere.
What is between (two microphones in one room), silent, or steady (a tone fits at many shifts) tells nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from vbn_video.recording.media import open_container
from vbn_video.recording.probe import sound_stream
from vbn_video.recording.sound.channels import Planes, remix, resample
from vbn_video.recording.sound.samples import Resampler

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer

RATE_HZ = 8_000
PIECE_S = 3
LEAST_S = 1
"""Shorter pieces of speech can fit by chance."""
LONG_S, GRID_S, SLACK_GRID_S = 60, 10, 0.5
"""From `LONG_S` on the places are those of a length in whole `GRID_S`, so that files of nearly one length have the same ones."""
KEPT = 256
"""So many decoded pieces are kept at most: about 80 MB."""
PLACES = 24
ENOUGH = 5
"""So many places that tell something are enough."""
LEAST = 3
AUDIBLE = 1e-3
"""Root mean square from which on a piece is heard: -60 dBFS."""
SAME, DIFFERENT = 0.7, 0.3
"""How well pieces of the same sound fit at least, and pieces of two meetings at most; voices of two microphones lie between."""
HOP = RATE_HZ // 100
LEVELS_DIFFERENT = 0.65
"""So well do the levels (10 ms hops) of two meetings fit at most, at the best of all shifts, in the median of the places; those
of two microphones in one room fit above 0.85."""
NEAR_S = 0.05
DISTINCT = 0.8
"""A fit is distinct if none farther than `NEAR_S` from it is so good a share of it."""


class SoundPieces:
    """Decoded pieces of files, each decoded once: for files of which each is compared with each."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Path, float, float], Planes | None] = {}

    @contextmanager
    def of_file(self, file: Path) -> Iterator[Callable[[float, float], Planes | None]]:
        """What reads (at, seconds) of a file, which is not opened before it is needed."""
        with ExitStack() as stack:
            container = cache(lambda: stack.enter_context(open_container(file)))

            def read(at_s: float, seconds: float) -> Planes | None:
                key = file, at_s, seconds
                if key not in self._kept:
                    piece = _read(container(), at_s, seconds)
                    if len(self._kept) == KEPT:
                        del self._kept[next(iter(self._kept))]
                    self._kept[key] = piece
                return self._kept[key]

            yield read


def compare_sound(one: Path, other: Path, length_s: float, slack_s: float = 1, pieces: SoundPieces | None = None) -> bool | None:
    """True if both files hold the same sound, at times that differ by no more than `slack_s`; False if it is another one.

    None where their sound does not tell: too short, silent, steady, unreadable, or alike without being the same. `length_s` is
    how much both have. What was decoded for other pairs is taken from `pieces`.
    """
    import av

    fits = []
    pieces = pieces or SoundPieces()
    length_s = length_s // GRID_S * GRID_S if length_s >= LONG_S else length_s
    slack_s = math.ceil(slack_s / SLACK_GRID_S) * SLACK_GRID_S
    try:
        with pieces.of_file(one) as first, pieces.of_file(other) as second:
            for at_s in _places(length_s):
                fit = _fit(first(at_s, PIECE_S), second(at_s - slack_s, PIECE_S + 2 * slack_s), slack_s)
                if fit is not None:
                    fits.append(fit)
                if len(fits) == ENOUGH:
                    break
    except (av.FFmpegError, OSError):
        return None
    if len(fits) < LEAST:
        return None
    if sum(wave >= SAME for wave, _levels in fits) >= LEAST and all(wave >= DIFFERENT for wave, _levels in fits):
        return True  # where one of them is muted or cut off, a piece fits less
    middle = sorted(levels for _wave, levels in fits)[len(fits) // 2]
    return False if middle < LEVELS_DIFFERENT and all(wave < DIFFERENT for wave, _levels in fits) else None


def _places(length_s: float) -> Iterator[float]:
    """Where to listen, apart from each other as soon as can be (van der Corput's sequence); fewer in a short recording."""
    room_s = length_s - PIECE_S
    for number in range(1, min(PLACES, int(length_s / PIECE_S)) + 1 if room_s > 0 else 1):
        bits = number.bit_length()
        yield room_s * int(f"{number:0{bits}b}"[::-1], 2) / (1 << bits)


def _fit(piece: Planes | None, around: Planes | None, slack_s: float) -> tuple[float, float] | None:
    """How well a piece fits at the best shift, as (waveform, levels), each 0 to 1; None where it tells nothing."""
    heard, others = _channels(piece), _channels(around)
    if not heard or not others:
        return None
    best = max(
        (_correlations(mine, theirs) for mine in heard for theirs in others), key=lambda curve: float(curve.max(initial=0))
    )
    if not len(best):
        return None
    at = int(best.argmax())
    near = round(NEAR_S * RATE_HZ)
    elsewhere = np.concatenate([best[: max(at - near, 0)], best[at + near :]])
    if best[at] >= SAME and elsewhere.max(initial=0) > DISTINCT * best[at]:
        return None
    levels = max(float(_correlations(_levels(mine), _levels(theirs)).max(initial=0)) for mine in heard for theirs in others)
    return float(best[at]), levels


def _channels(planes: Planes | None) -> list[NDArray[np.float64]]:
    """The audible ones of left, right and their mean, low hum taken out by the difference of neighbouring samples."""
    if planes is None or planes.shape[1] < LEAST_S * RATE_HZ:
        return []
    mono = planes.mean(axis=0)
    ways = [mono] if np.abs(planes - mono).max() < AUDIBLE else [*planes, mono]
    return [np.diff(way.astype(np.float64)) for way in ways if np.sqrt(np.mean(way.astype(np.float64) ** 2)) >= AUDIBLE]


def _levels(samples: NDArray[np.float64]) -> NDArray[np.float64]:
    hops = samples[: len(samples) // HOP * HOP].reshape(-1, HOP)
    levels: NDArray[np.float64] = np.log10(np.mean(hops**2, axis=1) + 1e-9)
    return levels


def _correlations(piece: NDArray[np.float64], around: NDArray[np.float64]) -> NDArray[np.float64]:
    """The size of the normalised cross-correlation at each place of `around` where the whole piece lies within it."""
    length = min(len(piece), len(around))
    piece, shifts = piece[:length] - piece[:length].mean(), len(around) - length + 1
    size = 1 << (len(around) + length).bit_length()
    products = np.fft.irfft(np.fft.rfft(around, size) * np.conj(np.fft.rfft(piece, size)), size)[:shifts]
    sums, squares = (np.concatenate([[0.0], np.cumsum(around**power)]) for power in (1, 2))
    energy = (squares[length:] - squares[:-length]) - (sums[length:] - sums[:-length]) ** 2 / length
    scale = np.sqrt(np.maximum(energy, 0) * float(np.sum(piece**2)))
    fits: NDArray[np.float64] = np.abs(np.divide(products, scale, out=np.zeros(shifts), where=scale > 1e-12))
    return fits


def _read(file: InputContainer, at_s: float, seconds: float) -> Planes | None:
    """The sound of [at, at + seconds) on the file's own clock as two channels at `RATE_HZ`; None without a sound track."""
    stream = sound_stream(file)
    if stream is None or not stream.time_base:
        return None
    start_s = (file.start_time or 0) / 1_000_000 + max(at_s, 0)
    end_s = start_s + seconds + min(at_s, 0)
    file.seek(int(start_s / float(stream.time_base)), stream=stream)
    resampler = Resampler(stream.rate, RATE_HZ, 2)
    decoded = list(_decoded(file, stream, start_s, end_s))
    fed = resampler.feed(np.concatenate(decoded, axis=1)) if decoded else np.zeros((2, 0), np.float32)
    return np.concatenate([fed, resampler.flush()], axis=1)


def _decoded(file: InputContainer, stream: AudioStream, start_s: float, end_s: float) -> Iterator[Planes]:
    import av

    for packet in file.demux(stream):
        try:
            frames = packet.decode()
        except av.FFmpegError:
            continue
        for frame in frames:
            if frame.time is None or frame.time + frame.samples / frame.sample_rate <= start_s:
                continue
            if frame.time >= end_s:
                return
            first, last = (round((edge_s - frame.time) * frame.sample_rate) for edge_s in (start_s, end_s))
            yield resample(remix(frame, 2)[:, max(first, 0) : last], frame.sample_rate, stream.rate)
