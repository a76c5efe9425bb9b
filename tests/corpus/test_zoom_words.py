"""Human Danish with a transcript in whole seconds: the words are the transcript's, their times the voice's."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.running import CORPUS, needs_corpus
from vbn_video.events import Event, Notice
from vbn_video.listen.measure import measure
from vbn_video.plan.words.utterances import find_utterances
from vbn_video.recording.find import find_sources
from vbn_video.recording.sound.samples import RecordingSound
from vbn_video.recording.understand import understand
from vbn_video.recording.zoom.sidecar_texts import read_zoom_text
from vbn_video.speech.engines.engine import RATE_HZ
from vbn_video.speech.engines.registry import load_engine
from vbn_video.speech.zoom_words import time_zoom_words

pytestmark = [needs_corpus, pytest.mark.long, pytest.mark.usefixtures("needs_base")]

BREATH_US = 1_000_000
"""A clip of the corpus may begin with so much breath and room before its first word."""


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A meeting of three minutes from Zoom's cloud, of clips whose words were written down."""
    folder = tmp_path_factory.mktemp("sky")
    references = CORPUS / "speech" / "references.tsv"
    lines = [line for line in references.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    (folder / "tale").mkdir()
    for name in ("references.tsv", *(line.split("\t")[0] for line in lines)):
        shutil.copy(CORPUS / "speech" / name, folder / "tale" / name)
    shape = ["--minutes", "3", "--style", "cloud", "--size", "320x180", "--fps", "5", "--seed", "8"]
    script = CORPUS / "tools" / "make_meeting.py"
    made = [sys.executable, str(script), str(folder / "møde"), *shape, "--speech", str(folder / "tale")]
    subprocess.run(made, check=True, capture_output=True)
    return folder / "møde"


def test_words_of_a_transcript_begin_with_the_voice(cloud: Path) -> None:
    root = cloud / "recording"
    recording, _packets = understand(find_sources([root]), lambda event: None)
    measured = measure(recording, root, lambda event: None)
    levels, spans = measured.levels, measured.speech
    told: list[Event] = []
    found = read_zoom_text(recording, root, told.append)
    with RecordingSound(recording, root, RATE_HZ) as sound:
        engine = load_engine("faster-whisper", "base")
        words = time_zoom_words(found, sound, spans, levels, engine=engine, emit=told.append)
    said = json.loads((cloud / "truth.json").read_text(encoding="utf-8"))["speech"]
    assert [word.text for word in words] == [word for one in said for word in one["text"].split()]
    assert found.whole_seconds and not [event for event in told if isinstance(event, Notice)]
    firsts = np.cumsum([0, *(len(one["text"].split()) for one in said)])[:-1]
    voice = np.array([span.start_us for span in find_utterances(spans, levels)])
    off_us = []
    for first, one in zip(firsts, said, strict=True):
        start_us = round(one["start"] * 1e6)
        onsets = voice[(voice >= start_us - 100_000) & (voice <= start_us + BREATH_US)]
        off_us.append(words[first].start_us - (onsets[0] if len(onsets) else start_us))
    assert np.mean(np.abs(off_us) <= 150_000) >= 0.9, off_us
