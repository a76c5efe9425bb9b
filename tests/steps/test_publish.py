"""The publish step holds back what a person must look at, and hands the project's files to the website."""

import datetime as dt
import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import pytest

from tests.publish.made_meeting import MEETING, hash_of, poster, timed
from vbn_video.codec import to_json
from vbn_video.decisions import EditPlan, KeptSpan, Side
from vbn_video.errors import FindingsError
from vbn_video.events import Event, Notice
from vbn_video.evidence import Identity, Part, Recording, VideoFormat
from vbn_video.publish.material import recording_key, timing_key
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.preset import Preset, Website
from vbn_video.steps.publish import STEP
from vbn_video.steps.runner import Declared
from vbn_video.steps.step import Inputs, Outcome

S = 1_000_000
SIDE = Side("first speech", 1.0)
PLAN = EditPlan((KeptSpan(2 * S, 120 * S, SIDE, SIDE),), intro_us=4 * S, outro_us=6 * S)
PART = Part("video.mp4", Identity(9, 9, "h", "t"), 0, 130 * S, 0, VideoFormat("h264", 320, 180, "yuv420p"), 3000)
RECORDING = Recording("file", "møde", (PART,))
LOOK = {"severity": "look", "rule": "silence", "message": "Silent from 0:10 to 0:50."}
NOTE = {"severity": "note", "rule": "black", "message": "Black for 1 s."}


@dataclass
class Project:
    """A project folder after its check, and a media folder."""

    folder: Path
    media: Path
    said: list[Event] = field(default_factory=list)

    def finish(self, findings: tuple[dict[str, str], ...] = (), content: str = "video") -> None:
        texts = timed()
        files = {
            "recording.json": to_json(Recording, RECORDING).encode(),
            "edit.json": to_json(EditPlan, PLAN).encode(),
            "video.mp4": content.encode() * 999,
            "poster.jpg": poster(),
            "captions.da.vtt": texts.captions_vtt,
            "captions.da.srt": texts.captions_srt,
            "chapters.vtt": texts.chapters_vtt,
            "storyboard.jpg": poster(),
            "storyboard.vtt": b"WEBVTT\n\n00:00.000 --> 00:10.000\nstoryboard.jpg#xywh=0,0,160,90\n",
            "report.json": json.dumps(
                {"passed": LOOK not in findings, "findings": findings, "content": hash_of(content), "measurements": {}}
            ).encode(),
        }
        for name, data in files.items():
            (self.folder / name).write_bytes(data)

    def run(self, meeting: Meeting = MEETING, **values: Any) -> Outcome:
        """Run the step with just what it declares."""
        self.said.clear()
        preset = Preset(website=Website(media_dir=str(self.media)))
        asked = {
            "to": ("website",), "visibility": {}, "limit_rate": None, "replace": False, "despite_findings": False, **values
        }  # fmt: skip
        assert set(asked) == set(STEP.value_keys)
        inputs = Inputs(
            root=self.folder,
            files={name: self.folder / name for name in (*STEP.reads, *STEP.state_files)},
            out={},
            preset=cast(Preset, Declared(preset, STEP.preset_keys)),
            meeting=cast(Meeting, Declared(meeting, STEP.meeting_keys)),
            values=asked,
        )
        return STEP.run(inputs, self.said.append)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path / "møde.vbn", tmp_path / "medie")
    project.folder.mkdir()
    project.media.mkdir()
    project.finish()
    return project


def test_the_publication_is_remembered_as_the_document_shows_it(project: Project) -> None:
    outcome = project.run()
    (publication,) = outcome.memory["publications"]
    assert set(publication) == {"target", "id", "url", "path", "state"}
    assert publication["state"] == "published" and Path(publication["path"]).is_file()
    assert not outcome.untouched
    assert json.loads(json.dumps(outcome.memory)) == outcome.memory


def test_publishing_again_is_untouched(project: Project) -> None:
    project.run()
    outcome = project.run()
    assert outcome.untouched and outcome.memory["publications"][0]["state"] == "unchanged"


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-8-sig"])
def test_captions_saved_in_another_encoding_are_published_as_browsers_read_them(project: Project, encoding: str) -> None:
    text = timed().captions_vtt.decode().replace("\n", "\r\n")
    (project.folder / "captions.da.vtt").write_bytes(text.encode(encoding))
    (publication,) = project.run().memory["publications"]
    assert (Path(publication["path"]).parent / "captions.da.vtt").read_bytes() == text.encode()


def test_what_a_person_must_look_at_is_not_published(project: Project) -> None:
    project.finish((LOOK, NOTE))
    with pytest.raises(FindingsError, match=r"Silent from 0:10 to 0:50.*report\.html.*--despite-findings") as held:
        project.run()
    assert held.value.exit_code == 6
    assert list(project.media.iterdir()) == [] and not (project.folder / "ledger.json").exists()


def test_despite_findings_publishes_and_says_them(project: Project) -> None:
    project.finish((LOOK, NOTE))
    assert project.run(despite_findings=True).memory["publications"]
    assert any("Silent from 0:10" in event.text for event in project.said if isinstance(event, Notice))


def test_notes_do_not_hold_back(project: Project) -> None:
    project.finish((NOTE,))
    assert project.run().memory["publications"]


def test_a_title_from_the_meeting_file_stands_on_the_page(project: Project) -> None:
    meeting = MEETING.model_copy(update={"title": "Turisme på Djursland", "date": dt.date(2021, 1, 12)})
    (publication,) = project.run(meeting).memory["publications"]
    assert publication["id"] == "2021-01-12-turisme-paa-djursland"
    assert "Turisme på Djursland" in Path(publication["path"]).read_text(encoding="utf-8")


def test_replace_is_handed_on(project: Project) -> None:
    project.run()
    project.finish(content="another video")
    kept = project.run()
    assert kept.untouched and any("--replace" in event.text for event in project.said if isinstance(event, Notice))
    (publication,) = project.run(replace=True).memory["publications"]
    assert publication["state"] == "updated"
    assert hash_of("another video")[:12] in Path(publication["path"]).read_text(encoding="utf-8")


def test_the_same_files_on_another_machine_are_the_same_recording() -> None:
    copied = replace(PART, identity=replace(PART.identity, modified_ns=1), file="anden mappe/video.mp4")
    assert recording_key(replace(RECORDING, name="x", parts=(copied,))) == recording_key(RECORDING)
    other = replace(PART, identity=replace(PART.identity, tail_sha256="u"))
    assert recording_key(replace(RECORDING, parts=(other,))) != recording_key(RECORDING)


def test_only_what_moves_a_picture_changes_the_timing() -> None:
    reasoned = replace(PLAN, kept=(replace(PLAN.kept[0], start_side=Side("editor", 0.1)),))
    assert timing_key(reasoned) == timing_key(PLAN)
    assert timing_key(replace(PLAN, intro_us=5 * S)) != timing_key(PLAN)
    assert timing_key(replace(PLAN, kept=(replace(PLAN.kept[0], end_us=119 * S),))) != timing_key(PLAN)
