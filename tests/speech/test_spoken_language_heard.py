"""What Whisper base takes for another language, and what it does not: by the real model, on real and made voices."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.spoken_language import Separation, read_sound, separations
from tests.recording.sound.sounding import part_of, recording_of, write_flac
from tests.running import CORPUS
from tests.speech.clip import RATE, tale
from tests.speech.hearing import hear
from vbn_video.listen.measure import measure
from vbn_video.plan.words.spoken_language import find_other_languages
from vbn_video.recording.sound.samples import RecordingSound
from vbn_video.speech.engines.engine import Engine
from vbn_video.speech.engines.registry import load_engine
from vbn_video.speech.windows import LONGEST_US

HOME = Path(__file__).parents[2]
ENGLISH = HOME / "tests/data/english.flac"
CLIPS = CORPUS / "speech"
SAME_SHARE = 0.05
"""The words' share of their time is not the clips' of the sound, and the words differ a little from one processor to another."""
DANISH = (HOME / "tests/data/tale.flac", HOME / "sample", CLIPS)


@pytest.fixture(scope="module")
def engine(needs_base: None) -> Engine:
    return load_engine("faster-whisper", "base")


def told(rows: list[Separation]) -> list[int]:
    return [row.told for row in rows]


@pytest.mark.long
@pytest.mark.parametrize("path", DANISH, ids=lambda path: path.name)
def test_danish_is_told_as_another_language_in_no_noise(path: Path, engine: Engine) -> None:
    if not path.exists():
        pytest.skip("VBN_VIDEO_CORPUS names no folder of recordings")
    assert told(list(separations("da", path, engine))) == [0, 0, 0, 0]


@pytest.mark.long
def test_english_is_told_low_and_in_noise_too(engine: Engine) -> None:
    rows = list(separations("en", ENGLISH, engine))
    assert [(row.condition, row.told) for row in rows[:3]] == [("as it is", 1), ("40 dB low", 1), ("noise 10 dB", 1)]


@pytest.mark.long
def test_a_recording_that_is_partly_english_is_told_from_hearing_to_finding(tmp_path: Path, engine: Engine) -> None:
    rest = np.zeros(3 * RATE, np.float32)
    danish = np.concatenate([tale()] * 5)
    sound = np.concatenate([danish, rest, read_sound(ENGLISH), rest, read_sound(ENGLISH)])
    recording = recording_of(part_of(write_flac(tmp_path / "lyd.flac", sound, RATE), len(sound) * 1_000_000 // RATE))
    measured = measure(recording, tmp_path, lambda event: None)
    levels, spans = measured.levels, measured.speech
    with RecordingSound(recording, tmp_path, RATE) as read:
        heard = hear(read, spans, levels, engine)
    (other,) = find_other_languages(heard.languages, heard.words)
    clip = len(read_sound(ENGLISH)) / len(sound)  # the first one may lie in one window with Danish
    assert other.code == "en" and clip - SAME_SHARE < other.share < 2 * clip + SAME_SHARE
    danish_until_us = len(danish) * 1_000_000 // RATE
    assert abs(other.spans[0].start_us - danish_until_us) < LONGEST_US, "to the window"
    assert other.spans[-1].end_us > len(sound) * 1_000_000 // RATE - 3_000_000
