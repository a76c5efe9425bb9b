"""The bumper step: intro and outro for the plan, kept while what they are made from is the same."""

import datetime as dt
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

import av
import pytest

from vbn_video import messages
from vbn_video.codec import to_json
from vbn_video.decisions import EditPlan, KeptSpan, Side
from vbn_video.errors import InputError
from vbn_video.events import Found, Notice
from vbn_video.evidence import Identity, Part, Recording, SoundFormat, VideoFormat
from vbn_video.render.bumpers.cards import load_cards
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.preset import Preset
from vbn_video.steps.bumper import STEP, templates_and_sounds
from vbn_video.steps.runner import readable_settings
from vbn_video.steps.step import Inputs, Outcome

S = 1_000_000
SIDE = Side("editor", 1.0)
PICTURE = VideoFormat("h264", 320, 180, "yuv420p", Fraction(1), Fraction(25))
PART = Part("a.mp4", Identity(1, 1, "", ""), 0, 60 * S, 0, PICTURE, 1500, 1, SoundFormat("aac", 32_000, 1))
SHIPPED = Preset()
MEETING = Meeting(title="HR", theme="Temamøde", date=dt.date(2020, 12, 8))


def preset(**sections):
    whole = Preset()
    changed = {name: getattr(whole, name).model_copy(update=values) for name, values in sections.items()}
    return whole.model_copy(update=changed)


@dataclass
class Project:
    """A project folder with a recording and a plan."""

    folder: Path
    bumper_us: tuple[int, int] = (S, 2 * S)
    outcome: Outcome = field(default_factory=Outcome)
    told: list = field(default_factory=list)

    def run(self, meeting=MEETING, preset=SHIPPED, picture=PICTURE, card=""):
        recording = Recording("file", "a", (replace(PART, picture=picture),))
        plan = EditPlan((KeptSpan(0, 60 * S, SIDE, SIDE, card),), *self.bumper_us)
        texts = {"recording.json": to_json(Recording, recording), "edit.json": to_json(EditPlan, plan)}
        for name, text in texts.items():
            (self.folder / name).write_text(text, encoding="utf-8")
        working = self.folder / "working"
        working.mkdir(exist_ok=True)
        previous = {name: self.folder / name for name in STEP.writes if (self.folder / name).exists()}
        self.told.clear()
        readable = readable_settings(STEP, preset, meeting)
        inputs = Inputs(
            root=self.folder,
            files={name: self.folder / name for name in texts},
            out={name: working / name for name in STEP.writes},
            preset=readable[0],
            meeting=readable[1],
            previous=previous,
            memory=self.outcome.memory,
        )
        self.outcome = STEP.run(inputs, self.told.append)
        written = sorted(path.name for path in working.iterdir())
        for name in written:
            (working / name).replace(self.folder / name)
        return written


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


def test_what_a_cards_font_lacks_is_said_in_the_persons_language(project):
    messages.install(lambda sentence: f"<{sentence}>", "da")
    try:
        project.run(card="Pause – 一")
    finally:
        messages.install(str)
    (said,) = (event.text for event in project.told if isinstance(event, Notice))
    assert said == "<The font of the <card> has no 一: left out there, kept everywhere else.>"


def test_a_card_is_drawn_in_the_intros_look_and_only_where_the_plan_has_one(project):
    assert project.run(card="Pause – 12 minutter") == ["cards.npz", "intro.mp4", "outro.mp4"]
    [[text, frame]] = load_cards(project.folder / "cards.npz").items()
    assert (text, frame.shape) == ("Pause – 12 minutter", (180, 320, 3))
    assert tuple(frame[2, 2]) == (0x0B, 0x3B, 0x44)
    assert "cards.npz" not in project.run()


def test_both_are_made_as_long_as_the_plan_says(project):
    assert project.run() == ["intro.mp4", "outro.mp4"]
    for name, pictures in (("intro.mp4", 25), ("outro.mp4", 50)):
        with av.open(str(project.folder / name)) as file:
            assert file.streams.video[0].frames == pictures
    assert project.told[-1] == Found("intro 1 s, outro 2 s")


def test_what_was_made_from_the_same_is_kept(project):
    project.run()
    assert project.run() == []
    assert project.outcome.kept == ("intro.mp4", "outro.mp4")


def test_a_changed_date_makes_only_the_intro_anew(project):
    project.run()
    assert project.run(MEETING.model_copy(update={"date": dt.date(2020, 12, 9)})) == ["intro.mp4"]
    assert project.outcome.kept == ("outro.mp4",)


def test_a_changed_description_makes_nothing_anew(project):
    project.run()
    assert project.run(MEETING.model_copy(update={"description": "Om HR"})) == []


def test_another_picture_size_makes_both_anew(project):
    project.run()
    assert project.run(picture=replace(PICTURE, width=640, height=360)) == ["intro.mp4", "outro.mp4"]


def test_a_bumper_that_has_gone_is_made_again(project):
    project.run()
    (project.folder / "outro.mp4").unlink()
    assert project.run() == ["outro.mp4"]


def test_a_plan_without_bumpers_makes_none(tmp_path):
    project = Project(tmp_path, bumper_us=(0, 0))
    assert project.run() == []
    assert project.told == [Found("none")]


def test_a_letter_that_the_font_lacks_is_said(project):
    project.run(MEETING.model_copy(update={"title": "HR 😀"}))
    assert next(event.text for event in project.told if isinstance(event, Notice)).startswith("The font of the intro has no 😀")


def test_an_edited_plan_with_an_intro_that_has_no_template_is_refused(project):
    with pytest.raises(InputError, match=r"\[intro\] names no template"):
        project.run(preset=preset(intro={"template": ""}))


def test_a_sound_file_that_is_not_there_is_named(project):
    with pytest.raises(InputError, match=r"intro\.sound names .*nej\.wav"):
        project.run(preset=preset(intro={"sound": "nej.wav"}))


def test_the_fingerprint_knows_the_templates_files(tmp_path):
    def known(text):
        (tmp_path / "egen.toml").write_text(text, encoding="utf-8")
        own = preset(intro={"template": str(tmp_path / "egen.toml")}, outro={"template": ""})
        return templates_and_sounds(Inputs(tmp_path, {}, {}, own, MEETING))

    assert known("[fade]\nout_s = 1\n") != known("[fade]\nout_s = 2\n")
    assert list(known("")) == ["intro"]
