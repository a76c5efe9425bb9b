"""Which steps a changed setting runs, key by key: the tables are written by hand from what each step makes of a setting.

The steps are the pipeline's own, but for what they do: each puts down the same files as before and is counted. So no media and
no model are needed, and what is seen is what a step goes by itself, not what follows from another step's files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from tests.plan.made_evidence import made_part, made_recording
from vbn_video.codec import to_json
from vbn_video.decisions import EditPlan, KeptSpan, Side
from vbn_video.events import Emit
from vbn_video.evidence import Recording, Speech, SpeechSpan
from vbn_video.pipeline import STEP_NAMES, step_named
from vbn_video.project import Project
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.preset import Preset
from vbn_video.steps.record import NAME as RECORD
from vbn_video.steps.record import Record
from vbn_video.steps.runner import RunContext, UndeclaredError, run_step
from vbn_video.steps.step import Inputs, Outcome

SIDE = Side("editor", 1.0)
RECORDING = made_recording(made_part(60.0))
NEEDED = {
    "recording.json": to_json(Recording, RECORDING),
    "speech.json": to_json(Speech, Speech((SpeechSpan(0, 60_000_000),))),
    "edit.json": to_json(EditPlan, EditPlan((KeptSpan(0, 60_000_000, SIDE, SIDE),), 4_000_000, 6_000_000)),
}
"""What a step reads to see what it depends on."""

WORDS = "plan caption"  # chapters are named by the words, too
PRESET: dict[str, tuple[Any, str]] = {
    "publish.to": (("youtube",), ""),
    "trim.enabled": (False, "plan"),
    "trim.lead_s": (2.0, "plan"),
    "trim.tail_s": (3.0, "plan"),
    "trim.sure": (0.7, "plan check"),
    "trim.weights": ({"start_rest": 1.0}, "plan"),
    "trim.breaks": ("keep", "plan"),
    "trim.break_s": (90.0, "plan"),
    "trim.phrases": (("OTHER",), "plan"),
    "intro.template": ("", "plan bumper"),
    "intro.seconds": (5.0, "plan"),  # the plan says how long a bumper is
    "intro.kicker": ("X", "bumper"),
    "intro.title": ("X", "bumper"),
    "intro.foot": (("X",), "bumper"),
    "intro.sound": ("SOUND", "bumper"),
    "outro.template": ("", "plan bumper"),
    "outro.seconds": (5.0, "plan"),
    "outro.kicker": ("X", "bumper"),
    "outro.title": ("X", "bumper"),
    "outro.foot": (("X",), "bumper"),
    "outro.sound": ("SOUND", "bumper"),
    "captions.source": ("zoom", "transcribe"),
    "captions.engine": ("openai-whisper", "look transcribe"),  # how long is read depends on how long is heard
    "captions.model": ("small", "look transcribe"),
    "captions.quality": ("draft", "look transcribe"),
    "captions.prompt": (True, "transcribe"),
    "captions.keep_inventions": (True, "caption"),
    "captions.glossary": (("OTHER",), WORDS),
    "captions.fillers": ("keep", WORDS),
    "captions.quotes": ("””", WORDS),
    "captions.speakers": ("none", "caption"),
    "captions.profile": ("netflix-da", "caption check"),
    "captions.position": ("top", "caption"),
    "chapters.enabled": (False, "plan"),
    "chapters.pause_s": (4.0, "plan"),
    "chapters.minimum_s": (20.0, "plan"),
    "chapters.at_most": (6, "plan"),
    "sound.loudness_lufs": (-18.0, "render check"),
    "sound.true_peak_dbtp": (-2.0, "render check"),
    "sound.bitrate_kbit": (64, "render"),
    "video.views": (("gallery",), "ingest"),
    "video.crf": (20, "render"),
    "video.speed": ("fast", "render"),
    "video.storyboard": (False, "render"),
    "website.media_dir": ("/media", ""),
    "website.base_url": ("https://example.org/", "bumper"),
    "website.network": ("X", "bumper"),
    "website.language": ("en", "caption bumper render"),
    "website.player": ("youtube", ""),
    "website.colours.fjord": ("#000000", ""),
    "website.colours.raps": ("#ffffff", ""),
    "website.colours.sand": ("#ffffff", ""),
    "website.colours.paper": ("#fffffe", ""),
    "website.colours.ink": ("#000000", ""),
    "website.colours.mute": ("#000000", ""),
    "website.colours.link": ("#000000", ""),
    "youtube.privacy": ("unlisted", ""),
    "youtube.publish_at": ("2026-12-01 09:00", ""),
    "youtube.category": (28, ""),
    "youtube.tags": (("X",), ""),
    "youtube.playlist": ("X", ""),
    "youtube.title": ("X", ""),
    "youtube.description": ("X", ""),
    "youtube.made_for_kids": (True, ""),
    "youtube.license": ("creativeCommon", ""),
    "youtube.embeddable": (False, ""),
    "youtube.notify_subscribers": (True, ""),
    "youtube.captions": (False, ""),
    "youtube.thumbnail": (False, ""),
    "youtube.channel": ("X", ""),
    "youtube.client_secret": ("X", ""),
    "youtube.token_file": ("X", ""),
    "youtube.api_root": ("https://example.org/", ""),
    "privacy.names": ("all", "plan caption render"),
    "privacy.forget_uncut": (True, ""),
}
MEETING: dict[str, tuple[Any, str]] = {
    "title": ("X", "bumper render check"),
    "theme": ("X", "bumper"),
    "date": ("2024-05-14", "bumper render"),
    "speakers": (("Anne Holm",), "plan caption bumper render"),
    "host": ("Anne Holm", "plan caption bumper"),
    "video": ("X", ""),
    "description": ("X", ""),
    "language": ("en", ""),
    "timezone": ("Europe/London", "plan"),
    "agenda": (({"title": "X"},), "plan"),
    "links": (({"title": "X", "url": "https://example.org/"},), "bumper"),
}
GIVEN: list[tuple[Mapping[str, Any], str, Any, str]] = [
    ({"captions.prompt": True}, "captions.glossary", ("OTHER",), "transcribe plan caption"),
    ({"captions.prompt": True, "captions.source": "zoom"}, "captions.glossary", ("OTHER",), WORDS),
    ({"captions.source": "zoom"}, "captions.quality", "draft", "look"),
    ({"captions.source": "zoom"}, "captions.prompt", True, ""),
    ({"captions.source": "zoom"}, "captions.model", "small", "look transcribe"),  # it finds the times of Zoom's words
    ({"trim.enabled": False}, "trim.lead_s", 2.0, ""),
    ({"trim.enabled": False}, "trim.break_s", 90.0, ""),
    ({"trim.enabled": False}, "trim.phrases", ("OTHER",), "plan"),  # chapters go by them, too
    ({"trim.enabled": False, "chapters.enabled": False}, "trim.phrases", ("OTHER",), ""),
    ({"trim.breaks": "keep"}, "trim.break_s", 90.0, ""),
    ({"trim.breaks": "keep"}, "trim.weights", {"start_rest": 1.0}, "plan"),
    ({"chapters.enabled": False}, "chapters.pause_s", 4.0, ""),
    ({"chapters.enabled": False}, "captions.quotes", "””", "caption"),
    ({"chapters.enabled": False}, "captions.glossary", ("OTHER",), "caption"),
    ({"intro.template": ""}, "intro.seconds", 5.0, ""),
    ({"intro.template": ""}, "intro.kicker", "X", ""),
    ({"intro.template": "", "outro.template": ""}, "website.network", "X", ""),
    ({"intro.template": "", "outro.template": ""}, "meeting.theme", "X", ""),
    ({"captions.prompt": True}, "meeting.theme", "X", "transcribe bumper"),
    ({"captions.prompt": True}, "meeting.agenda", ({"title": "X"},), "transcribe plan"),
    ({"captions.prompt": True, "captions.source": "zoom"}, "meeting.theme", "X", "bumper"),
    ({"chapters.enabled": False}, "meeting.agenda", ({"title": "X"},), "plan"),
    ({"chapters.enabled": False, "trim.enabled": False}, "meeting.agenda", ({"title": "X"},), ""),
    ({"chapters.enabled": False}, "meeting.host", "Anne Holm", "caption bumper"),
]
"""What depends on a key only where another one says so: (settings, the changed key, its value, what is run)."""


@dataclass(eq=False)
class CountedProject:
    """A project in which every step up to `check` was run, each counted instead of done."""

    folder: Path
    settings: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.video = self.folder / "møde.mp4"
        self.video.write_bytes(b"a recording")
        (self.folder / "SOUND").write_bytes(b"a sound")
        self.glossary("WORDS", "Grenaa")
        self.glossary("OTHER", "Rønde")
        self.project = Project(self.folder / "møde.vbn")
        self.project.create_folder()
        self.settings = {"captions.glossary": ("WORDS",), **self.settings}
        self.run()

    def glossary(self, name: str, *words: str) -> None:
        (self.folder / f"{name}.toml").write_text(f"words = {list(words)}".replace("'", '"'), encoding="utf-8")

    def run(self, **changed: Any) -> str:
        """The steps that are run with these settings."""
        preset, meeting = {}, {}
        for key, value in {**self.settings, **changed}.items():
            *path, name = key.split(".")
            place = meeting if path == ["meeting"] else preset
            for section in path if place is preset else ():
                place = place.setdefault(section, {})
            place[name] = self.in_folder(value)
        values = {"sources": (str(self.video),), "start_us": None, "end_us": None}
        context = RunContext(self.folder, Preset.model_validate(preset), Meeting.model_validate(meeting), values)
        counted: list[str] = []
        for name in STEP_NAMES[: STEP_NAMES.index("publish")]:
            step = replace(step_named(name), run=lambda inputs, emit, name=name: count(name, counted, inputs, emit))
            run_step(step, self.project, Record.of(self.project), context, lambda event: None)
        return " ".join(counted)

    def run_once(self, **changed: Any) -> set[str]:
        """The same, for a single look: the project knows nothing of it afterwards."""
        record = self.project.path(RECORD)
        before = record.read_bytes()
        steps = self.run(**changed)
        record.write_bytes(before)
        return set(steps.split())

    def in_folder(self, value: Any) -> Any:
        """Names of files made here, as paths."""
        if isinstance(value, tuple):
            return tuple(self.in_folder(one) for one in value)
        if value in ("WORDS", "OTHER"):
            return str(self.folder / f"{value}.toml")
        return str(self.folder / value) if value == "SOUND" else value


def count(name: str, counted: list[str], inputs: Inputs, emit: Emit) -> Outcome:
    counted.append(name)
    for file, path in inputs.out.items():
        if path.is_dir():
            continue
        path.write_text(NEEDED.get(file, "x"), encoding="utf-8")
    return Outcome()


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Projects]:
    """The project of these settings, made once; every model is there."""

    @cache
    def made(settings: tuple[tuple[str, Any], ...]) -> CountedProject:
        return CountedProject(tmp_path_factory.mktemp("talt"), dict(settings))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("vbn_video.steps.transcribe.model_hash", lambda model, engine: f"{engine} {model}")
        patch.setattr("vbn_video.speech.engines.registry.engine_version", str)
        patch.setattr("vbn_video.steps.look.reader_version", lambda: "3.10.0")
        yield lambda **settings: made(tuple(settings.items()))


Projects = Callable[..., CountedProject]


def leaves(model: BaseModel, before: str = "") -> Iterator[str]:
    for name in type(model).model_fields:
        value = getattr(model, name)
        if isinstance(value, BaseModel):
            yield from leaves(value, f"{before}{name}.")
        else:
            yield before + name


def test_the_tables_have_every_key() -> None:
    assert set(PRESET) == set(leaves(Preset()))
    assert set(MEETING) == set(leaves(Meeting()))


@pytest.mark.parametrize(("key", "value", "steps"), [(key, *row) for key, row in PRESET.items()])
def test_a_changed_preset_key_runs_the_steps_that_go_by_it(projects: Projects, key: str, value: Any, steps: str) -> None:
    assert projects().run_once(**{key: value}) == set(steps.split())


@pytest.mark.parametrize(("key", "value", "steps"), [(key, *row) for key, row in MEETING.items()])
def test_a_changed_key_of_the_meeting_runs_the_steps_that_go_by_it(projects: Projects, key: str, value: Any, steps: str) -> None:
    assert projects().run_once(**{f"meeting.{key}": value}) == set(steps.split())


@pytest.mark.parametrize(("given", "key", "value", "steps"), GIVEN)
def test_a_key_that_another_one_leaves_unused_runs_nothing(
    projects: Projects, given: Mapping[str, Any], key: str, value: Any, steps: str
) -> None:
    assert projects(**given).run_once(**{key: value}) == set(steps.split())


@pytest.mark.parametrize(("prompt", "steps"), [(False, {"plan", "caption"}), (True, {"plan", "caption", "transcribe"})])
def test_another_word_in_a_word_list_is_heard_anew_only_where_the_model_is_told_the_list(
    projects: Projects, prompt: bool, steps: set[str]
) -> None:
    project = projects(**{"captions.prompt": prompt})
    project.glossary("WORDS", "Grenaa", "Ebeltoft")
    assert project.run_once() == steps
    project.glossary("WORDS", "Grenaa")


def test_a_key_that_is_left_unused_cannot_be_read_either(projects: Projects) -> None:
    project = projects()

    def read(inputs: Inputs, emit: Emit) -> Outcome:
        for unused in (lambda: inputs.preset.captions.glossary, lambda: inputs.meeting.title):
            with pytest.raises(UndeclaredError):
                unused()
        return count("transcribe", [], inputs, emit)

    step = replace(step_named("transcribe"), run=read, version=99)
    values = {"sources": (str(project.video),), "start_us": None, "end_us": None}
    context = RunContext(project.folder, Preset(), Meeting(title="HR"), values)
    assert not run_step(step, project.project, Record.of(project.project), context, lambda event: None).cached
