"""What ffmpeg's AAC coders do to speech and to music: noise, noise to mask, and time; for `render/sound/aac.py`'s choice.

The speech is the sample recording's, the music is made here: chords of decaying strings with a beat, as between two talks.

usage: python -m benchmarks.aac_coders
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from benchmarks.machine import description
from benchmarks.noise_to_mask import NoiseFigures, noise_figures
from vbn_video.render.sound.aac import CODER, FRAME, PRIMING

RATE_HZ = 32_000
SECONDS = 60
CODERS = ("fast", "twoloop")
BITRATES_KBIT = (96, 64)
SAMPLES = Path(__file__).parent.parent / "sample"
CHORDS = ((110.0, 164.8, 220.0, 277.2), (98.0, 146.8, 196.0, 246.9), (73.4, 146.8, 220.0, 293.7), (82.4, 164.8, 207.7, 329.6))
"""A, G, D and E, in Hz."""

Sound = NDArray[np.float32]


def main() -> None:
    """Measure and print."""
    print(
        f"AAC coders: {SECONDS} s, mono, {RATE_HZ // 1000} kHz; noise under the sound, and under what it masks (worst hundredth)"
    )
    for name, sound in (("speech", speech()), ("music", music())):
        for kbit in BITRATES_KBIT:
            for coder in CODERS:
                figures, processor_s = measure(sound, coder, kbit)
                print(f"  {name:<6} {kbit} kbit {coder:<8} {told(figures)}  {processor_s:5.2f} s of a processor")
    print(f"  ours is {CODER}")
    print(f"  {description(['av', 'numpy'])}")


def told(figures: NoiseFigures) -> str:
    """The three figures in one line."""
    under = f"{-figures.under_sound:5.1f} dB under the sound, {-figures.under_mask:5.1f} dB under the mask"
    return f"{under} ({-figures.worst_hundredth:+.1f})"


def measure(sound: Sound, coder: str, kbit: int) -> tuple[NoiseFigures, float]:
    """The noise of a coder at so many kbit/s, and the seconds of a processor that it took to encode."""
    whole = sound[: len(sound) // FRAME * FRAME]
    encoder = _encoder(coder, kbit)
    began_s = time.thread_time()
    packets = list(_encode(encoder, whole))
    processor_s = time.thread_time() - began_s
    decoder = av.CodecContext.create("aac", "r")
    decoder.extradata = encoder.extradata
    decoded = [frame.to_ndarray()[0] for packet in [*packets, None] for frame in decoder.decode(packet)]
    heard = np.concatenate(decoded)[PRIMING:][: len(whole)]
    return noise_figures(whole[: len(heard)], heard, RATE_HZ), processor_s


def speech() -> Sound:
    """The sample recording's sound."""
    path = next(next(folder for folder in sorted(SAMPLES.iterdir()) if folder.is_dir()).glob("*.mp4"))
    resampler = av.AudioResampler("fltp", "mono", RATE_HZ)
    with av.open(str(path)) as file:
        pieces = [heard.to_ndarray()[0] for frame in file.decode(audio=0) for heard in resampler.resample(frame)]
    whole: Sound = np.concatenate(pieces)[: SECONDS * RATE_HZ]
    return whole


def music(seconds: int = SECONDS) -> Sound:
    """A chord every second, each note a plucked string of twelve partials, and a brush of noise on every half second."""
    random = np.random.default_rng(4)
    at_s = np.arange(RATE_HZ) / RATE_HZ
    bars = []
    for second in range(seconds):
        bar = np.zeros(RATE_HZ)
        for number, note_hz in enumerate(CHORDS[second % len(CHORDS)]):
            late_s = 0.03 * number
            sounding = np.maximum(at_s - late_s, 0)
            for partial in range(1, 13):
                strength = 0.12 / partial * np.exp(-(1.5 + 0.6 * partial) * sounding) * (at_s >= late_s)
                bar += strength * np.sin(2 * np.pi * note_hz * partial * (1 + 4e-4 * partial) * sounding)
        for beat_s in (0.0, 0.5):
            bar += 0.06 * random.standard_normal(RATE_HZ) * np.exp(-40 * np.maximum(at_s - beat_s, 0)) * (at_s >= beat_s)
        bars.append(bar)
    whole: Sound = np.concatenate(bars).astype(np.float32)
    return whole


def _encoder(coder: str, kbit: int) -> av.AudioCodecContext:
    encoder = av.CodecContext.create("aac", "w")
    assert isinstance(encoder, av.AudioCodecContext)
    encoder.sample_rate, encoder.time_base = RATE_HZ, Fraction(1, RATE_HZ)
    encoder.layout, encoder.format, encoder.bit_rate = "mono", "fltp", kbit * 1000
    encoder.options = {"aac_coder": coder, "flags": "+bitexact"}
    encoder.open()
    return encoder


def _encode(encoder: av.AudioCodecContext, sound: Sound) -> Iterator[av.Packet]:
    for at in range(0, len(sound), FRAME):
        frame = av.AudioFrame.from_ndarray(sound[None, at : at + FRAME], "fltp", "mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE_HZ, at, encoder.time_base
        yield from encoder.encode(frame)
    yield from encoder.encode(None)


if __name__ == "__main__":
    main()
