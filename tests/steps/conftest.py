"""What the first steps find in the sample recording."""

from pathlib import Path

import pytest

from tests.running import SAMPLE
from vbn_video.codec import to_json
from vbn_video.evidence import Recording, Speakers, Speech
from vbn_video.listen.levels import save_levels
from vbn_video.listen.measure import measure
from vbn_video.recording.find import find_sources
from vbn_video.recording.understand import understand


@pytest.fixture(scope="session")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The evidence of the sample recording."""
    folder = tmp_path_factory.mktemp("hørt")
    recording, _packets = understand(find_sources([SAMPLE]), lambda event: None)
    measured = measure(recording, SAMPLE, lambda event: None)
    levels, spans = measured.levels, measured.speech
    (folder / "recording.json").write_text(to_json(Recording, recording), encoding="utf-8")
    (folder / "speech.json").write_text(to_json(Speech, Speech(spans)), encoding="utf-8")
    (folder / "speakers.json").write_text(to_json(Speakers, Speakers()), encoding="utf-8")
    save_levels(folder / "levels.npz", levels)
    return folder
