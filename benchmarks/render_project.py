"""A project that lacks only its video, for `render.py`: the steps up to the bumpers, with words that nobody had to listen for.

usage: python -m benchmarks.render_project RECORDING WORKSPACE EDIT
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from benchmarks.made import spoken
from vbn_video import pipeline
from vbn_video.clock import US_PER_S
from vbn_video.codec import from_json, to_json
from vbn_video.events import Emit
from vbn_video.evidence import Recording, Transcript, Word
from vbn_video.runs.request import RunRequest
from vbn_video.settings.preset_files import load_preset
from vbn_video.steps import transcribe
from vbn_video.steps.step import Inputs, Outcome

WORD_S = 0.5


def write_words(inputs: Inputs, _tell: Emit) -> Outcome:
    """What the transcribe step writes, without a model: a word every half second where somebody speaks."""
    recording = from_json(Recording, inputs.files["recording.json"].read_bytes())
    words = [
        Word(round((start_s + at * WORD_S) * US_PER_S), round((start_s + (at + 1) * WORD_S) * US_PER_S), word, 1.0)
        for start_s, _end_s in spoken(recording.duration_us / US_PER_S)
        for at, word in enumerate(("Vi", "taler", "stadig", "om", "samtalen."))
    ]
    inputs.out["words.json"].write_text(to_json(Transcript, Transcript(tuple(words))), encoding="utf-8")
    return Outcome({"model": inputs.preset.captions.model, "engine": ""})


def main(recording: Path, workspace: Path, edit: Path) -> None:
    """Run the steps; print the project's folder."""
    transcribe.STEP = replace(transcribe.STEP, run=write_words)
    preset = load_preset("temamoede", ()).preset
    request = RunRequest((recording,), preset, workspace=workspace, edit_file=edit, until="bumper")
    print(pipeline.run(request, lambda _event: None).project.folder)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
