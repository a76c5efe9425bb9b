"""How far apart languages lie for Whisper: what Danish and others sound like, clean, in noise and low; what the limits of
`plan/words/spoken_language.py` go by.

usage: python -m benchmarks.spoken_language [CODE=FOLDER...]

FOLDER holds sound files in which the language CODE is spoken (`da=clips`); they are laid end to end in windows as the product
hears them. Without one: the tests' two clips and the sample.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import av
import numpy as np
from numpy.typing import NDArray

from benchmarks.machine import description
from vbn_video.evidence import SpokenLanguage
from vbn_video.plan.words.spoken_language import LEAST_US, TELLABLE, other_language
from vbn_video.speech.engines.engine import RATE_HZ, DecodingOptions, Engine
from vbn_video.speech.engines.registry import load_engine

HOME = Path(__file__).parent.parent
DEFAULT = (("da", HOME / "tests/data/tale.flac"), ("da", HOME / "sample"), ("en", HOME / "tests/data/english.flac"))
SOUNDS = (".flac", ".wav", ".ogg", ".m4a", ".mp3", ".mp4")
LONGEST = 27 * RATE_HZ
GAP = np.zeros(RATE_HZ * 2 // 5, np.float32)
SPEECH_RMS = 0.09
"""As loud as the product makes speech before it is heard, about −18 LUFS."""

Samples = NDArray[np.float32]


@dataclass(frozen=True)
class Separation:
    """What the windows of one language sound like, under one condition."""

    language: str
    name: str
    condition: str
    windows: int
    least_danish: float
    usual_danish: float
    """The least and the median probability of Danish."""
    most_other: float
    usual_other: float
    """The greatest and the median probability of all tellable languages together."""
    told: int
    """Windows that are told to be in another language."""

    def __str__(self) -> str:
        """The columns of `HEAD`."""
        return (
            f"{self.language:<4} {self.name:<22.22} {self.condition:<12} {self.windows:>7} {self.least_danish:>9.3f}"
            f" {self.usual_danish:>7.3f} {self.most_other:>10.3f} {self.usual_other:>7.3f} {self.told:>6}"
        )


HEAD = (
    f"{'':<4} {'':<22} {'':<12} {'windows':>7} {'Danish: least':>13} {'median':>7} {'others: most':>12} {'median':>7} {'told':>6}"
)


def main(words: Sequence[str] = ()) -> None:
    """Measure and print."""
    asked = [(code, Path(folder)) for code, _equals, folder in (word.partition("=") for word in words)] or list(DEFAULT)
    engine = load_engine("faster-whisper", "base")
    print("languages: how probable Danish and others are to the model, window by window")
    print(f"  {HEAD}")
    for code, folder in asked:
        for separation in separations(code, folder, engine):
            print(f"  {separation}", flush=True)
    print(f"  model base; {description(['faster-whisper', 'ctranslate2', 'numpy'])}")


def separations(language: str, path: Path, engine: Engine) -> Iterator[Separation]:
    """What the sound files of a folder, or one file, sound like: as they are, low, and under noise."""
    files = sorted(file for file in path.rglob("*") if file.suffix in SOUNDS) if path.is_dir() else [path]
    windows = list(_packed([read_sound(file) for file in files]))
    random = np.random.default_rng(1)
    for condition, change in (
        ("as it is", lambda window: window),
        ("40 dB low", lambda window: window / 100),
        ("noise 10 dB", lambda window: _in_noise(window, 10, random)),
        ("noise 0 dB", lambda window: _in_noise(window, 0, random)),
    ):
        heard = dict(engine.hear([change(window) for window in windows], DecodingOptions(beam=1)))
        spoken = [
            SpokenLanguage(0, max(len(window) * 1_000_000 // RATE_HZ, LEAST_US), heard[index].languages)
            for index, window in enumerate(windows)
        ]
        danish = [one.probabilities.get("da", 0.0) for one in spoken]
        others = [sum(share for code, share in one.probabilities.items() if code in TELLABLE) for one in spoken]
        told = sum(other_language(one) is not None for one in spoken)
        name = path.name or str(path)
        yield Separation(language, name, condition, len(windows), min(danish), median(danish), max(others), median(others), told)


def read_sound(file: Path) -> Samples:
    """All of a file's sound, mono, 16 kHz."""
    with av.open(str(file)) as container:
        resampler = av.AudioResampler("flt", "mono", RATE_HZ)
        frames = [one for frame in container.decode(audio=0) for one in resampler.resample(frame)]
        return np.concatenate([frame.to_ndarray()[0] for frame in (*frames, *resampler.resample(None))])


def _packed(clips: Sequence[Samples]) -> Iterator[Samples]:
    """Windows of up to 27 s of the clips, each as loud as the other, its silent ends cut off, and a short rest after it."""
    window = np.zeros(0, np.float32)
    for clip in clips:
        voiced = np.flatnonzero(np.abs(clip) > 0.02 * np.abs(clip).max())
        voice = clip[voiced[0] : voiced[-1] + 1]
        loud = voice[np.abs(voice) > 0.01 * np.abs(voice).max()]
        level = np.float32(SPEECH_RMS / np.sqrt(np.mean(loud**2)))
        for first in range(0, len(voice), LONGEST):
            piece = np.concatenate([np.clip(voice[first : first + LONGEST] * level, -1, 1), GAP])
            if len(window) and len(window) + len(piece) > LONGEST + len(GAP):
                yield window
                window = np.zeros(0, np.float32)
            window = np.concatenate([window, piece])
    yield window


def _in_noise(window: Samples, under_db: float, random: np.random.Generator) -> Samples:
    power = float(np.sqrt(np.mean(window**2))) * 10 ** (-under_db / 20)
    return (window + random.normal(size=len(window)) * power).astype(np.float32)


if __name__ == "__main__":
    main(sys.argv[1:])
