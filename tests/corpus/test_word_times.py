"""Words against the voice: made meetings of human Danish, whose utterances are known to 10 ms.

`truth.json` names each utterance's clip, trimmed to the first and last 10 ms within 36 dB of its loudest. In half of the clips
that is a click of the microphone, up to 0.66 s before the voice: so the voice is measured here in the clip itself.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.running import CORPUS, needs_corpus
from tests.speech.hearing import hear
from vbn_video.evidence import Word
from vbn_video.listen.measure import measure
from vbn_video.recording.find import find_sources
from vbn_video.recording.sound.samples import RecordingSound
from vbn_video.recording.understand import understand
from vbn_video.speech.engines.engine import RATE_HZ
from vbn_video.speech.engines.registry import load_engine

pytestmark = [needs_corpus, pytest.mark.long]

CLIP_RATE = 32_000
HOP = CLIP_RATE // 100
TRIMMED_DB = -36
VOICE_DB = -30
VOICE_HOPS = 3
PRE_EMPHASIS = 0.97
MEETINGS = {
    "local": ("--seed", "21"),
    "cloud, with a pause": ("--seed", "22", "--style", "cloud", "--pause", "0.5"),
    "two parts": ("--seed", "23", "--parts", "2"),
}


@dataclass(frozen=True)
class Utterance:
    """When a voice is heard, in seconds of the recording."""

    start_s: float
    end_s: float
    clip: str


def clip_edges_s(path: Path) -> tuple[float, float]:
    """(how long after the trimmed clip's first moment the voice sets in, how long before its last one it ends).

    Voice is 30 ms within 30 dB of the loudest, after pre-emphasis, which leaves out hum.
    """
    resampler = av.AudioResampler("flt", "mono", CLIP_RATE)
    with av.open(str(path)) as file:
        clip = np.concatenate([out.to_ndarray()[0] for frame in file.decode(audio=0) for out in resampler.resample(frame)])
    trimmed = np.flatnonzero(_level_db(clip) > TRIMMED_DB)
    voice = clip[trimmed[0] * HOP : (trimmed[-1] + 1) * HOP]
    level = _level_db(np.append(voice[:1], voice[1:] - PRE_EMPHASIS * voice[:-1]))
    loud = np.flatnonzero(np.convolve(level > VOICE_DB, np.ones(VOICE_HOPS), "valid") == VOICE_HOPS)
    return loud[0] / 100, (len(level) - VOICE_HOPS - loud[-1]) / 100


def _level_db(clip: NDArray[np.float32]) -> NDArray[np.float64]:
    power = np.mean(clip[: len(clip) // HOP * HOP].reshape(-1, HOP).astype(np.float64) ** 2, axis=1) + 1e-12
    level_db: NDArray[np.float64] = 10 * np.log10(power / power.max())
    return level_db


def made_meeting(out: Path, options: Sequence[str]) -> tuple[Path, dict[str, Any]]:
    script = CORPUS / "tools" / "make_meeting.py"
    small = ("--minutes", "5", "--size", "320x180", "--fps", "5")
    made = subprocess.run([sys.executable, script, out, *small, *options], check=True, capture_output=True, encoding="utf-8")
    return Path(made.stdout.strip()), json.loads((out / "truth.json").read_text(encoding="utf-8"))


def heard_in(folder: Path) -> tuple[Word, ...]:
    recording, _packets = understand(find_sources((folder,)), lambda event: None)
    measured = measure(recording, folder, lambda event: None)
    levels, spans = measured.levels, measured.speech
    with RecordingSound(recording, folder, RATE_HZ) as sound:
        return hear(sound, spans, levels, load_engine("faster-whisper", "base")).words


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Utterance, tuple[Word, ...]]]:
    """Every utterance of all meetings, small talk too, with the words whose middle lies in it."""
    edges = {path.name: clip_edges_s(path) for path in (CORPUS / "speech").glob("*.wav")}
    found: list[tuple[Utterance, tuple[Word, ...]]] = []
    for name, options in MEETINGS.items():
        folder, truth = made_meeting(tmp_path_factory.mktemp("ord") / name, options)
        words = heard_in(folder)
        _nothing_over_silence(words, truth["speech"])
        for said in truth["speech"]:
            late_s, early_s = edges[said["clip"]]
            utterance = Utterance(said["start"] + late_s, said["end"] - early_s, said["clip"])
            inside = [word for word in words if utterance.start_s <= (word.start_us + word.end_us) / 2e6 < utterance.end_s]
            found.append((utterance, tuple(inside)))
    return found


def _nothing_over_silence(words: Sequence[Word], speech: Sequence[dict[str, Any]]) -> None:
    for word in words:
        near = [said for said in speech if word.start_us / 1e6 < said["end"] + 0.5 and word.end_us / 1e6 > said["start"] - 0.5]
        assert near, f"{word} lies over silence"


def test_the_words_that_open_an_utterance_start_with_the_voice(heard: list[tuple[Utterance, tuple[Word, ...]]]):
    off_s = np.array([abs(words[0].start_us / 1e6 - utterance.start_s) for utterance, words in heard if words])
    assert np.mean(off_s <= 0.1) >= 0.9, _distribution(off_s)
    assert np.mean(off_s <= 0.3) >= 0.99, _distribution(off_s)


def test_the_words_that_close_an_utterance_end_with_the_voice(heard: list[tuple[Utterance, tuple[Word, ...]]]):
    off_s = np.array([abs(words[-1].end_us / 1e6 - utterance.end_s) for utterance, words in heard if words])
    assert np.median(off_s) <= 0.15, _distribution(off_s)
    assert np.mean(off_s <= 0.5) >= 0.95, _distribution(off_s)


def test_no_utterance_of_a_second_or_more_is_without_words(heard: list[tuple[Utterance, tuple[Word, ...]]]):
    assert [said for said, words in heard if not words and said.end_s - said.start_s >= 1] == []


def _distribution(off_s: NDArray[np.float64]) -> str:
    quantiles = " ".join(f"{quantile:.0%} {np.quantile(off_s, quantile):.3f}" for quantile in (0.5, 0.9, 0.99, 1))
    return (
        f"{quantiles} s, {np.mean(off_s <= 0.1):.1%} within 0.1 s, {np.mean(off_s <= 0.3):.1%} within 0.3 s, {len(off_s)} in all"
    )
