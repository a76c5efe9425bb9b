"""The render step: encodes once, and then only what has changed is made anew."""

import datetime as dt
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from tests.made_media import make_video, numbered
from tests.measured import video_content
from tests.render.programmes import SIDE, S, silent
from vbn_video.codec import to_json
from vbn_video.decisions import Chapter, Cue, EditPlan, KeptSpan, ProgrammeFormat
from vbn_video.events import Notice
from vbn_video.evidence import Recording, Speech
from vbn_video.formats.vtt import write_chapters, write_vtt
from vbn_video.listen.levels import save_levels
from vbn_video.listen.measure import measure
from vbn_video.recording.find import find_sources
from vbn_video.recording.packets import save_packets
from vbn_video.recording.understand import understand
from vbn_video.render.bumpers.bumper_templates import find_template
from vbn_video.render.bumpers.bumper_texts import BumperTexts
from vbn_video.render.bumpers.film import make_bumper
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.preset import Preset, Privacy
from vbn_video.steps.render import BOARD, STEP
from vbn_video.steps.runner import readable_settings
from vbn_video.steps.step import Inputs, Outcome

FMT = ProgrammeFormat(320, 180, Fraction(1), Fraction(25), False, 32_000, 1, "tv", "bt709", "bt709", "bt709", 1, 2)
CUES = (Cue(1_200_000, 2_600_000, ("God morgen.",)),)
SHIPPED = Preset()
ALL = ["poster.jpg", *BOARD, "video.mp4"]
MEETING = Meeting(title="HR", date=dt.date(2020, 12, 8), speakers=("Anne",))


@dataclass
class Project:
    """A project folder up to caption and bumper: three of four seconds are kept, an intro of one second before them."""

    folder: Path
    outcome: Outcome = field(default_factory=Outcome)
    told: list = field(default_factory=list)

    def made(self, picture=numbered):
        sources = find_sources([make_video(self.folder / "a.mp4", seconds=4, picture=picture)])
        recording, packets = understand(sources, silent)
        save_packets(self.folder / "packets.npz", packets)
        save_levels(self.folder / "levels.npz", measure(recording, self.folder, silent).levels)
        (self.folder / "recording.json").write_text(to_json(Recording, recording), encoding="utf-8")
        (self.folder / "slides.json").write_text("[]", encoding="utf-8")
        (self.folder / "speech.json").write_text(to_json(Speech, Speech(())), encoding="utf-8")
        self.plan((0.52, 3.52))
        self.captions(CUES)
        self.intro("HR")
        chapters = write_chapters((Chapter(0, "Velkommen"), Chapter(2 * S, "Farvel")), 4 * S)
        (self.folder / "chapters.vtt").write_text(chapters, encoding="utf-8")
        return self

    def plan(self, kept_s):
        plan = EditPlan((KeptSpan(round(kept_s[0] * S), round(kept_s[1] * S), SIDE, SIDE),), intro_us=S)
        (self.folder / "edit.json").write_text(to_json(EditPlan, plan), encoding="utf-8")

    def captions(self, cues):
        (self.folder / "captions.da.vtt").write_text(write_vtt(cues), encoding="utf-8")

    def intro(self, title):
        make_bumper(find_template("djursland"), BumperTexts("", title, (), ""), FMT, S, self.folder / "intro.mp4")

    def run(self, meeting=MEETING, preset=SHIPPED):
        working = self.folder / "working"
        working.mkdir(exist_ok=True)
        self.told.clear()
        readable = readable_settings(STEP, preset, meeting)
        inputs = Inputs(
            root=self.folder,
            files={name: self.folder / name for name in STEP.reads if (self.folder / name).exists()},
            out={name: working / name for name in STEP.writes},
            preset=readable[0],
            meeting=readable[1],
            previous={name: self.folder / name for name in STEP.writes if (self.folder / name).exists()},
            memory=self.outcome.memory,
        )
        self.outcome = STEP.run(inputs, self.told.append)
        written = sorted(path.name for path in working.iterdir())
        for name in written:
            (working / name).replace(self.folder / name)
        return written

    @property
    def video(self):
        return self.folder / "video.mp4"


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path).made()


def captions_in(video):
    with av.open(str(video)) as file:
        return [bytes(packet)[2:].decode() for packet in file.demux(file.streams.subtitles[0]) if packet.size > 2]


def test_the_finished_video_holds_everything(project):
    assert project.run() == ALL
    with av.open(str(project.video)) as file:
        assert [stream.type for stream in file.streams][:3] == ["video", "audio", "subtitle"]
        assert [chapter["metadata"]["title"] for chapter in file.chapters()] == ["Velkommen", "Farvel"]
        assert file.metadata["title"] == "HR"
        assert file.metadata["creation_time"].startswith("2020-12-08T12:00")
        assert file.streams.video[0].frames == 25 + 75
        assert file.streams.video[0].duration * file.streams.video[0].time_base == 4
    assert captions_in(project.video) == ["God morgen."]
    assert project.told[-1].text.startswith("0:04 min, 320x180, ")


def test_the_poster_shows_the_talk(project):
    project.run()
    assert np.asarray(Image.open(project.folder / "poster.jpg"))[100:].mean() > 90


def tiles(index, size):
    """Four participants on a ground that is nearly black."""
    rgb = np.full((size[1], size[0], 3), 26, np.uint8)
    for down in (4, 94):
        for across in (4, 164):
            rgb[down : down + 82, across : across + 152] = (90, 200, 90)
            rgb[down + 30 : down + 44, across + 20 : across + 100 : 3] = 255
    return rgb


def test_where_the_meeting_shows_nothing_but_names_the_poster_is_the_intros_title_unless_all_names_may_be_shown(tmp_path):
    project = Project(tmp_path).made(tiles)
    greens = []
    for names in ("roles", "all"):
        project.run(preset=SHIPPED.model_copy(update={"privacy": Privacy(names=names)}))
        red, green, _blue = np.asarray(Image.open(project.folder / "poster.jpg")).reshape(-1, 3).T.astype(int)
        greens.append(bool(np.median(green - red) > 60))
    assert greens == [False, True]


def test_a_changed_word_rewrites_the_container_only(project):
    project.run()
    content, poster = video_content(project.video), (project.folder / "poster.jpg").read_bytes()
    project.captions((Cue(1_200_000, 2_600_000, ("Godmorgen.",)),))
    assert project.run() == ["video.mp4"]
    assert project.outcome.kept == ("poster.jpg", *BOARD)
    assert captions_in(project.video) == ["Godmorgen."]
    assert video_content(project.video) == content
    assert (project.folder / "poster.jpg").read_bytes() == poster
    assert project.told[-1].text.endswith("pictures and sound as before")


def test_a_changed_title_in_the_tags_alone_encodes_nothing(project):
    project.run()
    content = video_content(project.video)
    assert project.run(MEETING.model_copy(update={"title": "HR og mere"})) == ["video.mp4"]
    with av.open(str(project.video)) as file:
        assert file.metadata["title"] == "HR og mere"
    assert video_content(project.video) == content


def test_a_new_intro_is_encoded(project):
    project.run()
    content = video_content(project.video)
    project.intro("Noget andet")
    assert project.run() == ALL
    assert video_content(project.video) != content


def test_beside_a_new_intro_nothing_is_encoded_or_decoded_again(project):
    project.run()
    before = coded(project.video)
    spoil_what_was_decoded(project.folder / "a.mp4")
    project.intro("Noget andet")
    project.run()
    after = coded(project.video)
    assert after["audio"] == before["audio"]
    assert after["video"][25:] == before["video"][25:]
    assert after["video"][:25] != before["video"][:25]
    assert not [event for event in project.told if isinstance(event, Notice)]


def coded(video):
    """The coded pictures and packets of sound, with their times."""
    with av.open(str(video)) as file:
        rows = [(packet.stream.type, packet.pts, bytes(packet)) for packet in file.demux() if packet.size]
    return {kind: [row[1:] for row in rows if row[0] == kind] for kind in ("video", "audio")}


def spoil_what_was_decoded(recorded):
    """Spoil all sound, and the pictures before the first copied one: what can't be decoded any more can't be encoded again."""
    data = bytearray(recorded.read_bytes())
    with av.open(str(recorded)) as file:
        keys = 0
        for packet in file.demux():
            if packet.stream.type == "video" and packet.size:
                keys += packet.is_keyframe
            if packet.size and (packet.stream.type == "audio" or keys < 2):
                data[packet.pos + 5 : packet.pos + packet.size] = bytes(packet.size - 5)
    recorded.write_bytes(data)


def test_another_cut_is_encoded(project):
    project.run()
    project.plan((1, 3))
    assert project.run() == ALL
    with av.open(str(project.video)) as file:
        assert file.streams.video[0].frames == 25 + 50


def test_a_video_that_has_gone_is_made_again_the_same(project):
    project.run()
    content = video_content(project.video)
    project.video.unlink()
    assert project.run() == ALL
    assert video_content(project.video) == content


def test_a_poster_that_has_gone_is_taken_again_without_encoding(project):
    project.run()
    (project.folder / "poster.jpg").unlink()
    assert project.run() == ["poster.jpg", "video.mp4"]
    assert project.told[-1].text.endswith("pictures and sound as before")


def test_without_captions_and_chapters_the_video_is_still_finished(project):
    for name in ("captions.da.vtt", "chapters.vtt"):
        (project.folder / name).unlink()
    assert project.run() == ALL
    with av.open(str(project.video)) as file:
        assert len(file.streams) == 2
