"""`[captions] source = "zoom"`: the sample recording with a transcript made from what is known to be said in it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.running import SAMPLE
from tests.sampling import sampled
from vbn_video.codec import from_json, to_json
from vbn_video.errors import InputError
from vbn_video.events import Event, Notice
from vbn_video.evidence import Recording, Sidecar, Speakers, SpeakerTurn, Speech, Transcript, Word
from vbn_video.plan.words.speakers import assign_speakers, show_names
from vbn_video.recording.zoom.sidecar_texts import read_zoom_text
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.preset import Preset
from vbn_video.steps.listen import STEP as LISTEN
from vbn_video.steps.runner import readable_settings
from vbn_video.steps.step import Inputs
from vbn_video.steps.transcribe import STEP

ZOOM = Preset.model_validate({"captions": {"source": "zoom"}})
TRUTH: dict[str, Any] = json.loads((SAMPLE.parent / "truth.json").read_text(encoding="utf-8"))
SAID = TRUTH["speech"][:13]
"""The sentences that are looked at: enough for every speaker to have had a word."""
NAMES = {"Oplægsholder": "Anne Holm (Norddjurs)", "Mødeleder": "Bo Lund", "Deltager": "Carl Bæk"}


def stamp(seconds: float, whole: bool) -> str:
    at_ms = int(seconds) * 1000 if whole else round(seconds * 1000)
    return f"{at_ms // 3_600_000:02}:{at_ms // 60_000 % 60:02}:{at_ms // 1000 % 60:02}.{at_ms % 1000:03}"


def zooms_text(kind: str) -> str:
    """What is said in the sample as Zoom writes it: a transcript with names, or captions in whole seconds."""
    whole, blocks = kind == "captions", []
    for number, said in enumerate(SAID, 1):
        head = [] if whole else [str(number)]
        text = said["text"] if whole else f"{NAMES[said['who']]}: {said['text']}"
        blocks.append("\n".join([*head, f"{stamp(said['start'], whole)} --> {stamp(said['end'], whole)}", text, ""]))
    return "\n".join(["WEBVTT\n", *blocks]).replace("\n", "\r\n" if whole else "\n")


class Project:
    """The sample with a text of Zoom's; the step can be run over it."""

    def __init__(self, folder: Path, heard: Path, texts: dict[str, str]) -> None:
        self.folder, self.root = folder, folder / "optagelse"
        self.root.mkdir()
        recording = from_json(Recording, (heard / "recording.json").read_bytes())
        for part in recording.parts:
            (self.root / part.file).symlink_to(SAMPLE / part.file)
        sidecars = []
        for kind, text in texts.items():
            (self.root / f"zoom.{kind}.vtt").write_bytes(text.encode())
            sidecars.append(Sidecar(kind, f"zoom.{kind}.vtt", 0))  # type: ignore[arg-type]
        for name in STEP.reads:
            if not (heard / name).exists():
                continue
            (folder / name).write_bytes((heard / name).read_bytes())
        spans = from_json(Speech, (folder / "speech.json").read_bytes()).speech
        spoken = tuple(span for span in spans if span.start_us < SAID[-1]["end"] * 1e6)
        (folder / "speech.json").write_text(to_json(Speech, Speech(spoken)), encoding="utf-8")
        (folder / "recording.json").write_text(to_json(Recording, replace(recording, sidecars=tuple(sidecars))), encoding="utf-8")
        self.told: list[Event] = []

    @property
    def inputs(self) -> Inputs:
        files = {name: self.folder / name for name in STEP.reads if (self.folder / name).exists()}
        return Inputs(self.root, files, {"words.json": self.folder / "words.json"}, *readable_settings(STEP, ZOOM, Meeting()))

    def run(self) -> Transcript:
        STEP.run(self.inputs, self.told.append)
        return from_json(Transcript, (self.folder / "words.json").read_bytes())

    @property
    def warnings(self) -> list[str]:
        return [event.text for event in self.told if isinstance(event, Notice) and event.level == "warning"]


@pytest.mark.usefixtures("needs_base")
@pytest.mark.parametrize("kind", sampled(["transcript", "captions"], [0]))
def test_the_words_are_zooms_and_their_times_the_sounds(tmp_path: Path, heard: Path, kind: str) -> None:
    """A transcript goes before captions and says who speaks; captions take their speakers from elsewhere."""
    other = {"captions": "WEBVTT\n\n00:00:03.000 --> 00:00:04.000\nNoget andet.\n"} if kind == "transcript" else {}
    project = Project(tmp_path, heard, {kind: zooms_text(kind), **other})
    turns = Speakers((SpeakerTurn(0, 200_000_000, "Dorte"),), "active speaker")
    (tmp_path / "speakers.json").write_text(to_json(Speakers, turns), encoding="utf-8")
    transcript = project.run()
    assert [word.text for word in transcript.words] == [word for said in SAID for word in said["text"].split()]
    assert (transcript.model, project.warnings) == ("zoom", [])
    counts = np.cumsum([0, *(len(said["text"].split()) for said in SAID)])
    opens = np.array([transcript.words[first].start_us / 1e6 for first in counts[:-1]])
    closes = np.array([transcript.words[last - 1].end_us / 1e6 for last in counts[1:]])
    assert np.mean(abs(opens - [said["start"] for said in SAID]) <= 0.15) >= 0.9
    assert np.mean(abs(closes - [said["end"] for said in SAID]) <= 0.3) >= 0.9
    speakers = {word.speaker for word in transcript.words}
    assert speakers == (set(NAMES.values()) if kind == "transcript" else {"Dorte"})


@pytest.mark.long
@pytest.mark.usefixtures("needs_base")
def test_a_text_that_is_not_said_there_is_told(tmp_path: Path, heard: Path) -> None:
    texts = [said["text"] for said in SAID]
    other = zooms_text("captions")
    for before in dict.fromkeys(texts):
        other = other.replace(before, "Kagerne var desværre brændt fast i bunden.")
    project = Project(tmp_path, heard, {"captions": other})
    assert len(project.run().words) == 7 * len(texts)
    assert any("captions of Zoom's don't fit" in warning for warning in project.warnings)


def test_without_a_text_of_zooms_the_sentence_says_what_to_do(tmp_path: Path, heard: Path) -> None:
    sentence = r"There is no text of Zoom's beside .*video1607414110.mp4.*or write source = \"whisper\""
    with pytest.raises(InputError, match=sentence) as caught:
        Project(tmp_path, heard, {}).run()
    assert caught.value.exit_code == 2


def test_another_text_makes_other_words(tmp_path: Path, heard: Path) -> None:
    project = Project(tmp_path, heard, {"transcript": zooms_text("transcript")})
    assert STEP.external_inputs is not None
    before = STEP.external_inputs(project.inputs)
    (project.root / "zoom.transcript.vtt").write_text(zooms_text("transcript").replace("Kan", "Kunne"), encoding="utf-8")
    assert STEP.external_inputs(project.inputs) != before


def test_who_speaks_in_the_sample_is_found_and_shown_by_role(tmp_path: Path, heard: Path) -> None:
    project = Project(tmp_path, heard, {"transcript": zooms_text("transcript")})
    files = {"recording.json": tmp_path / "recording.json"}
    out = {name: tmp_path / name for name in LISTEN.writes}
    LISTEN.run(Inputs(project.root, files, out, Preset(), Meeting()), project.told.append)
    speakers = from_json(Speakers, (tmp_path / "speakers.json").read_bytes())
    assert (speakers.source, len(speakers.turns)) == ("transcript", len(SAID))
    said = [Word(round(one["start"] * 1e6), round(one["end"] * 1e6), one["text"], 1.0) for one in SAID]
    meeting = Meeting(speakers=("Anne Holm",), host="Bo Lund")
    shown = show_names(assign_speakers(said, speakers.turns), meeting, "roles")
    assert [word.speaker for word in shown] == [one["who"] for one in SAID]


def test_a_text_for_one_of_two_parts_is_told(tmp_path: Path, heard: Path) -> None:
    project = Project(tmp_path, heard, {"transcript": zooms_text("transcript")})
    recording = from_json(Recording, (tmp_path / "recording.json").read_bytes())
    twice = replace(recording, parts=(*recording.parts, replace(recording.parts[0], file="andet.mp4")))
    found = read_zoom_text(twice, project.root, project.told.append)
    assert found.parts == {0} and project.warnings == [
        "There is no text of Zoom's for andet.mp4: there will be no captions there."
    ]


def test_the_second_parts_captions_stand_in_for_its_missing_transcript(tmp_path: Path, heard: Path) -> None:
    project = Project(tmp_path, heard, {"transcript": zooms_text("transcript"), "captions": zooms_text("captions")})
    recording = from_json(Recording, (tmp_path / "recording.json").read_bytes())
    second = tuple(replace(one, part=1) if one.kind == "captions" else one for one in recording.sidecars)
    found = read_zoom_text(replace(recording, parts=recording.parts * 2, sidecars=second), project.root, project.told.append)
    assert (found.parts, found.whole_seconds, len(found.cues)) == ({0, 1}, True, 2 * len(SAID))
    assert found.cues[-1].start_us > recording.duration_us


def test_silence_has_no_words_whatever_zoom_wrote(tmp_path: Path, heard: Path) -> None:
    project = Project(tmp_path, heard, {"transcript": zooms_text("transcript")})
    (tmp_path / "speech.json").write_text(to_json(Speech, Speech(())), encoding="utf-8")
    assert project.run().words == ()
