"""A project folder that holds evidence, in which `plan` and `caption` are run as the pipeline runs them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.plan.made_evidence import Evidence
from vbn_video.codec import from_json, to_json
from vbn_video.decisions import EditPlan
from vbn_video.events import Event, Notice
from vbn_video.evidence import DroppedWords, Recording, Slide, Speech, Transcript, Word
from vbn_video.listen.levels import save_levels
from vbn_video.pipeline import step_named
from vbn_video.project import Project
from vbn_video.recording.packets import save_packets
from vbn_video.settings.choices import EDITED_FILES
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.preset import Preset
from vbn_video.steps.record import Record
from vbn_video.steps.runner import RunContext, StepResult, run_step

KEEP_ALL_SAID = {"weights": {"start_nothing_outside": 50.0, "end_nothing_outside": 50.0}}
"""`[trim]` with which the meeting begins with the first word and ends with the last one."""


class PlannedProject:
    """A project whose recording was heard and transcribed; `events` holds what the last run told."""

    def __init__(self, folder: Path, evidence: Evidence) -> None:
        self.project = Project(folder / "møde.vbn")
        self.project.create_folder()
        self.context = RunContext(folder, Preset(), Meeting(), {"start_us": None, "end_us": None})
        self.events: list[Event] = []
        save_packets(self.path("packets.npz"), evidence.packets)
        save_levels(self.path("levels.npz"), evidence.levels)
        self.path("recording.json").write_text(to_json(Recording, evidence.recording), encoding="utf-8")
        self.path("speech.json").write_text(to_json(Speech, Speech(evidence.speech)), encoding="utf-8")
        self.slides()
        self.say(evidence.words)

    def say(self, words: tuple[Word, ...], dropped: tuple[DroppedWords, ...] = ()) -> None:
        transcript = Transcript(words, dropped=dropped)
        self.path("words.json").write_text(to_json(Transcript, transcript), encoding="utf-8")

    def slides(self, *starts_us: int) -> None:
        slides = tuple(Slide(start_us, 0.5) for start_us in starts_us)
        self.path("slides.json").write_text(to_json(tuple[Slide, ...], slides), encoding="utf-8")

    def path(self, name: str) -> Path:
        return self.project.path(name)

    def text(self, name: str) -> str:
        return self.path(name).read_text(encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        """Change the file as a person does."""
        text = self.text(name)
        assert old in text
        self.path(name).write_text(text.replace(old, new), encoding="utf-8")

    def setting(self, **sections: dict[str, Any]) -> None:
        """Run with another preset from now on."""
        self.context = replace(self.context, preset=Preset.model_validate(sections))

    def meeting(self, **words: Any) -> None:
        """Run with another `meeting.toml` from now on."""
        self.context = replace(self.context, meeting=Meeting.model_validate(words))

    def asking(
        self,
        start_s: float | None = None,
        end_s: float | None = None,
        discard_edits: bool = False,
        **spans_s: tuple[float, float],
    ) -> None:
        """Run with these options from now on; of `cuts` and `keeps`, one span each."""
        values: dict[str, Any] = {"start_us": start_s and round(start_s * 1e6), "end_us": end_s and round(end_s * 1e6)}
        values |= {name: (tuple(round(at_s * 1e6) for at_s in span_s),) for name, span_s in spans_s.items()}
        self.context = replace(self.context, values=values, discard_edits=EDITED_FILES if discard_edits else ())

    def run(self, *names: str) -> StepResult:
        self.events.clear()
        for name in names:
            ran = run_step(step_named(name), self.project, Record.of(self.project), self.context, self.events.append)
        return ran

    @property
    def plan(self) -> EditPlan:
        return from_json(EditPlan, self.text("edit.json"))

    @property
    def notices(self) -> str:
        return "\n".join(event.text for event in self.events if isinstance(event, Notice))
