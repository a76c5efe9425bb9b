"""When the transcribe step listens, and when it makes its words anew of what was heard before."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.running import SAMPLE
from vbn_video.codec import from_json, to_json
from vbn_video.events import Event, Heard
from vbn_video.evidence import Speech, Transcript
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.preset import Preset
from vbn_video.steps import transcribe
from vbn_video.steps.runner import readable_settings
from vbn_video.steps.step import Inputs
from vbn_video.steps.transcribe import STEP

PRESET = Preset.model_validate({"captions": {"model": "base", "quality": "draft"}})


@pytest.fixture
def inputs(tmp_path: Path, heard: Path) -> Inputs:
    """Of the sample, the first sentences."""
    files = {name: heard / name for name in STEP.reads if (heard / name).exists()}
    files |= {name: tmp_path / name for name in STEP.state_files}
    spans = from_json(Speech, files["speech.json"].read_bytes()).speech[:3]
    files["speech.json"] = tmp_path / "speech.json"
    files["speech.json"].write_text(to_json(Speech, Speech(spans)), encoding="utf-8")
    return Inputs(SAMPLE, files, {"words.json": tmp_path / "words.json"}, *readable_settings(STEP, PRESET, Meeting()))


def run(inputs: Inputs) -> tuple[Transcript, dict[str, object], list[Event], bool]:
    told: list[Event] = []
    outcome = STEP.run(inputs, told.append)
    words = from_json(Transcript, inputs.out["words.json"].read_bytes())
    return words, dict(outcome.memory), told, outcome.untouched


@pytest.mark.usefixtures("needs_base")
def test_a_newer_way_to_sift_what_was_heard_listens_to_nothing_again(inputs: Inputs, monkeypatch: pytest.MonkeyPatch) -> None:
    words, memory, told, untouched = run(inputs)
    assert words.words and any(isinstance(event, Heard) for event in told) and not untouched
    again = replace(inputs, memory=memory, previous={"words.json": inputs.out["words.json"]})
    assert run(again)[3]
    monkeypatch.setattr(transcribe, "VERSION", transcribe.VERSION + 1)
    words_again, _memory, told, untouched = run(again)
    assert (words_again, untouched) == (words, False)
    assert not any(isinstance(event, Heard) for event in told)
