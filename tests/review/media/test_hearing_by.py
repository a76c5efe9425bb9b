"""A passage as the model is handed it: of the right place, a little more on either side, as loud as it was first heard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from vbn_video.evidence import Recording, Word
from vbn_video.listen.levels import load_levels
from vbn_video.project import Project, read_value
from vbn_video.recording.sound.samples import RecordingSound
from vbn_video.review.desk.again.hearing_child import AROUND_US, hearing_by
from vbn_video.runs.projects import recording_root
from vbn_video.speech.engines import registry
from vbn_video.speech.engines.engine import RATE_HZ, DecodingResult
from vbn_video.speech.transcription import transcription_gain


class FakeEngine:
    """Hears two words, and keeps what it was handed."""

    def __init__(self) -> None:
        self.handed: list[Any] = []

    def hear(self, windows: Any, _options: Any) -> Iterator[tuple[int, DecodingResult]]:
        self.handed += windows
        yield 0, DecodingResult((Word(0, 1, " hej", 1.0), Word(1, 2, " alle", 1.0)))


@pytest.mark.parametrize(("start_us", "end_us"), [(30_000_000, 32_000_000), (0, 1_000_000), (119_500_000, 125_000_000)])
def test_the_model_is_handed_the_passage_and_a_little_more(
    project: Project, monkeypatch: pytest.MonkeyPatch, start_us: int, end_us: int
) -> None:
    engine = FakeEngine()
    monkeypatch.setattr(registry, "load_engine", lambda _engine, _model: engine)
    assert hearing_by("small")(project, start_us, end_us) == ("hej alle", "small")
    recording, root = read_value(project.path("recording.json"), Recording), recording_root(project)
    assert root
    with RecordingSound(recording, root, RATE_HZ) as sound:
        wanted = sound.samples(max(start_us - AROUND_US, 0), min(end_us + AROUND_US, recording.duration_us))
    gain = transcription_gain(load_levels(project.path("levels.npz")))
    np.testing.assert_allclose(engine.handed[0], np.clip(wanted * np.float32(gain), -1, 1))
