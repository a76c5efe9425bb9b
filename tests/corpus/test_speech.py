"""Human Danish: what is heard of the clips of the corpus whose words were written down."""

import os
from pathlib import Path

import numpy as np
import pytest

from tests.recording.sound.sounding import part_of, recording_of
from tests.speech.hearing import hear
from vbn_video.listen.measure import measure
from vbn_video.recording.sound.samples import RecordingSound
from vbn_video.speech.engines.engine import RATE_HZ
from vbn_video.speech.engines.registry import load_engine

CORPUS = os.environ.get("VBN_VIDEO_CORPUS", "")
pytestmark = pytest.mark.skipif(not CORPUS, reason="VBN_VIDEO_CORPUS does not name the corpus")


@pytest.mark.long
def test_people_are_heard_without_an_utterance_lost_or_a_word_over_silence():
    lines = (Path(CORPUS) / "speech" / "references.tsv").read_text(encoding="utf-8").splitlines()
    said = dict(line.split("\t") for line in lines if not line.startswith("#"))
    clips = [part_of(Path(CORPUS) / "speech" / name, 8_000_000) for name in said]
    recording = recording_of(*clips)
    measured = measure(recording, Path(CORPUS) / "speech", lambda event: None)
    levels, spans = measured.levels, measured.speech
    with RecordingSound(recording, Path(CORPUS) / "speech", RATE_HZ) as sound:
        heard = hear(sound, spans, levels, load_engine("faster-whisper", "base"))
    starts = np.array(recording.part_starts_us)
    by_clip = [[word for word in heard.words if start <= word.start_us < start + 8_000_000] for start in starts]
    assert heard.passed_over == () and all(by_clip)
    assert all(any(span.start_us < word.end_us and word.start_us < span.end_us for span in spans) for word in heard.words)
