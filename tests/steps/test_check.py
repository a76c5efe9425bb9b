"""The check step on a small finished video: what it writes, what it remembers, and what it says."""

import json
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tests.made_media import make_video, speechlike
from tests.made_movies import made_movie
from vbn_video.codec import to_json
from vbn_video.decisions import CaptionNotes, Chapter, Cue, EditPlan, KeptSpan, Side, Support
from vbn_video.events import Found, Notice, Progress
from vbn_video.evidence import Recording, Transcript, Word
from vbn_video.formats.vtt import write_chapters, write_vtt
from vbn_video.plan.chapters.chapter_evidence import ChapterCandidate, ChapterEvidence
from vbn_video.recording.find import find_sources
from vbn_video.recording.packets import save_packets
from vbn_video.recording.understand import understand
from vbn_video.render.mp4.rewrite import rewrite_text_metadata
from vbn_video.render.mp4.text_metadata import Tags, TextMetadata
from vbn_video.report.measure import finished_video as check
from vbn_video.report.rules import case
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.preset import Preset
from vbn_video.steps.check import STEP
from vbn_video.steps.runner import readable_settings
from vbn_video.steps.step import Inputs

S = 1_000_000
SPEECH = ((0.2, 14), (15, 29.5))
CUES = tuple(Cue(second * S, (second + 3) * S, ("Velkommen til mødet.",)) for second in range(1, 28, 4))
CHAPTERS = (Chapter(0, "Velkommen"), Chapter(10 * S, "Samtalen"), Chapter(20 * S, "Farvel"))
CHAPTER_EVIDENCE = ChapterEvidence(
    (
        ChapterCandidate(0, "Velkommen", "agenda", (Support("agenda", 0, 5.0, "godmorgen & velkommen"),), chosen=True),
        ChapterCandidate(10 * S, "Samtalen", "slide", (Support("slide title", 10 * S, 1.6, "SAMTALEN"),), chosen=True),
    )
)
SURE = Side("first speech", 0.95)
NOBODY = Side("no speech found", 0.0)


@dataclass
class Finished:
    """A project folder up to render, and what the step told when it was run there."""

    folder: Path
    memory: dict

    def run(self, preset=None):
        self.told = []
        out = {name: self.folder / name for name in STEP.writes}
        files = {name: self.folder / name for name in STEP.reads if (self.folder / name).exists()}
        meeting = Meeting(title="HR og den vanskelige samtale")
        readable = readable_settings(STEP, preset or Preset(), meeting)
        outcome = STEP.run(Inputs(self.folder, files, out, *readable, memory=self.memory), self.told.append)
        self.memory = json.loads(json.dumps(dict(outcome.memory)))
        return json.loads((self.folder / "report.json").read_bytes())

    def notices(self):
        return [event.text for event in self.told if isinstance(event, Notice)]

    def decoded(self):
        return any(isinstance(event, Progress) for event in self.told)

    def write(self, *, cues=CUES, words=None, side=SURE):
        """The texts and the plan, and the container around the same pictures and sound."""
        plan = EditPlan((KeptSpan(0, 30 * S, side, side),))
        words = tuple(Word(cue.start_us, cue.end_us, "Velkommen", 0.9) for cue in CUES) if words is None else words
        texts = {
            "edit.json": to_json(EditPlan, plan),
            "words.json": to_json(Transcript, Transcript(words, "base", "faster-whisper")),
            "captions.da.vtt": write_vtt(cues),
            "captions.changes.json": to_json(CaptionNotes, CaptionNotes()),
            "chapters.vtt": write_chapters(CHAPTERS, 30 * S),
            "chapters.json": to_json(ChapterEvidence, CHAPTER_EVIDENCE),
        }
        for name, text in texts.items():
            (self.folder / name).write_text(text, encoding="utf-8")
        media, video = self.folder / "zoom_0.mp4", self.folder / "video.mp4"
        made_movie(media, video, TextMetadata(30 * S, CHAPTERS, cues, Tags("HR")))


@pytest.fixture(scope="module")
def media(tmp_path_factory) -> Path:
    """Thirty seconds of numbered pictures, five a second, with a voice at −16 LUFS."""
    path = tmp_path_factory.mktemp("made") / "zoom_0.mp4"
    return make_video(path, seconds=30, rate=Fraction(5), sound=1.3 * speechlike(SPEECH, 30))


@pytest.fixture
def finished(media, tmp_path) -> Finished:
    project = Finished(tmp_path, {})
    (tmp_path / "zoom_0.mp4").write_bytes(media.read_bytes())
    recording, packets = understand(find_sources([tmp_path / "zoom_0.mp4"]), lambda _event: None)
    (tmp_path / "recording.json").write_text(to_json(Recording, recording), encoding="utf-8")
    save_packets(tmp_path / "packets.npz", packets)
    project.write()
    return project


def test_a_video_in_order_passes_without_a_finding(finished):
    report = finished.run()
    assert (report["passed"], report["findings"]) == (True, [])
    assert report["splice"] == {"copied": 150, "encoded": 0}
    assert len(report["content"]) == 64
    assert finished.notices() == []
    assert finished.told[-1] == Found("in order")


def test_the_page_shows_the_meetings_title_and_pictures_of_the_ends(finished):
    finished.run()
    page = (finished.folder / "report.html").read_text(encoding="utf-8")
    assert "<h1>HR og den vanskelige samtale</h1>" in page
    assert page.count("data:image/jpeg;base64,") == 4
    assert page.count("data:font/woff2;base64,d09GMg") == 1


def test_the_page_shows_where_each_chapter_comes_from_and_what_told_of_it(finished):
    finished.run()
    page = (finished.folder / "report.html").read_text(encoding="utf-8")
    assert "the agenda »godmorgen &amp; velkommen«" in page
    assert "a new slide »SAMTALEN«" in page
    assert "<td>Farvel</td><td>editor</td>" in page


def test_a_recording_without_speech_does_not_pass_and_says_why(finished):
    finished.write(cues=(), words=(), side=NOBODY)
    report = finished.run()
    assert [(finding["severity"], finding["rule"]) for finding in report["findings"]] == [("look", "speech")]
    assert report["passed"] is False
    assert "Nobody is heard to speak" in finished.notices()[0]
    assert finished.told[-1] == Found("to look at: 1, worth knowing: 0, see report.html")


def test_a_changed_word_is_judged_without_decoding_the_video_again(finished):
    before = finished.run()
    assert finished.decoded()
    finished.write(cues=(*CUES[:-1], replace(CUES[-1], start_us=CUES[-2].end_us - S)))
    after = finished.run()
    assert not finished.decoded()
    assert after["content"] == before["content"]
    assert after["measurements"]["decoded"] == before["measurements"]["decoded"]
    assert [finding["rule"] for finding in after["findings"]] == ["overlap", "caption offence"]


def test_a_changed_word_reads_no_packet_again_and_the_report_is_that_of_a_pass(finished, monkeypatch):
    finished.run()
    memory, video = dict(finished.memory), finished.folder / "video.mp4"
    other = TextMetadata(30 * S, CHAPTERS[:-1], CUES[:-1], Tags("Et andet møde"))
    assert rewrite_text_metadata(video, finished.folder / "other.mp4", other)
    (finished.folder / "other.mp4").replace(video)
    with monkeypatch.context() as patch:
        patch.setattr("vbn_video.steps.check.read_container", None)
        finished.run()
    known = [(finished.folder / name).read_bytes() for name in STEP.writes]
    finished.memory = {**memory, "media": "another"}
    finished.run()
    assert [(finished.folder / name).read_bytes() for name in STEP.writes] == known


def test_a_byte_of_the_media_that_is_another_is_seen(finished):
    before = finished.run()
    video = finished.folder / "video.mp4"
    whole = bytearray(video.read_bytes())
    whole[-1] ^= 1
    video.write_bytes(whole)
    assert finished.run()["content"] != before["content"]


def test_a_changed_picture_is_decoded_again(finished):
    before = finished.run()
    other = make_video(
        finished.folder / "other.mp4",
        seconds=30,
        rate=Fraction(5),
        sound=1.3 * speechlike(SPEECH, 30),
        picture=lambda _index, size: black(size),
    )
    made_movie(other, finished.folder / "video.mp4", TextMetadata(30 * S, CHAPTERS, CUES, Tags("HR")))
    after = finished.run()
    assert finished.decoded()
    assert after["content"] != before["content"]
    assert [finding["rule"] for finding in after["findings"]] == ["black"]


def test_what_was_measured_otherwise_is_not_taken(finished):
    finished.run()
    finished.memory["measuring"] = -1
    finished.run()
    assert finished.decoded()


def test_the_same_inputs_give_the_same_bytes(finished):
    finished.run()
    first = [(finished.folder / name).read_bytes() for name in STEP.writes]
    finished.memory = {}
    finished.run()
    assert [(finished.folder / name).read_bytes() for name in STEP.writes] == first


def test_another_loudness_in_the_preset_is_held_against_the_same_measurement(finished):
    finished.run()
    report = finished.run(Preset.model_validate({"sound": {"loudness_lufs": -23}}))
    assert not finished.decoded()
    assert [finding["rule"] for finding in report["findings"]] == ["loudness"]


def test_the_limits_of_the_measuring_are_below_those_of_the_rules():
    assert check.SHORTEST_BLACK_US < case.BLACK_NOTE_US
    assert check.SHORTEST_STILL_US < case.FROZEN_NOTE_US
    assert check.SHORTEST_SILENCE_US < case.SILENT_NOTE_US


def black(size):
    """A black picture: height x width x 3."""
    return np.zeros((size[1], size[0], 3), np.uint8)
