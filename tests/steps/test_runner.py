"""The machinery that runs a step: skipped when nothing changed, whole or not at all, edits kept."""

import errno
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from vbn_video.decisions import EditPlan
from vbn_video.errors import InputError, MissingError
from vbn_video.events import Event, Notice, StepEnded
from vbn_video.project import Project
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.preset import Preset
from vbn_video.steps.record import NAME, Record
from vbn_video.steps.runner import RunContext, StepResult, UndeclaredError, run_step, would_run
from vbn_video.steps.step import Inputs, Outcome, Step


class House:
    """A project with one step `make` that writes `made.txt` from `read.txt`, and counts how often it is run."""

    def __init__(self, folder: Path) -> None:
        self.project = Project(folder / "møde.vbn")
        self.project.create_folder()
        self.runs = 0
        self.events: list[Event] = []
        self.context = RunContext(folder, Preset(), Meeting(title="HR"), {"start_us": 1})
        self.step = Step("make", 1, reads=("read.txt",), writes=("made.txt",), run=self.write, preset_keys=("trim.lead_s",))
        self.put("read.txt", "a")

    def put(self, name: str, text: str) -> None:
        self.project.path(name).write_text(text, encoding="utf-8")

    def text(self, name: str = "made.txt") -> str:
        return self.project.path(name).read_text(encoding="utf-8")

    def write(self, inputs: Inputs, emit: Callable[[Event], None]) -> Outcome:
        self.runs += 1
        text = inputs.files["read.txt"].read_text(encoding="utf-8") + f" {inputs.preset.trim.lead_s}"
        for name, path in inputs.edited.items():
            text = f"{path.read_text(encoding='utf-8')}"
            assert name == "made.txt"
        inputs.out["made.txt"].write_text(text, encoding="utf-8")
        return Outcome(memory={"runs": self.runs})

    def run(self, **changes: Any) -> StepResult:
        self.step = replace(self.step, **changes)
        return run_step(self.step, self.project, Record.of(self.project), self.context, self.events.append)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_a_step_whose_inputs_have_not_changed_is_skipped(house: House) -> None:
    assert not house.run().cached
    again = house.run()
    assert again.cached and house.runs == 1 and again.memory == {"runs": 1}
    assert isinstance(house.events[-1], StepEnded) and house.events[-1].cached


def test_a_changed_file_preset_key_version_or_outside_thing_runs_the_step_again(house: House) -> None:
    house.run()
    house.put("read.txt", "b")
    assert not house.run().cached
    house.context = replace(house.context, preset=Preset.model_validate({"trim": {"lead_s": 3}}))
    assert not house.run().cached and house.text() == "b 3.0"
    assert not house.run(version=2).cached
    assert not house.run(external_inputs=lambda inputs: "another model").cached
    assert not house.run(value_keys=("start_us",)).cached
    assert house.run().cached


def test_a_preset_key_that_the_step_does_not_declare_changes_nothing_and_cannot_be_read(house: House) -> None:
    house.run()
    house.context = replace(house.context, preset=Preset.model_validate({"trim": {"tail_s": 9}}))
    assert house.run().cached
    with pytest.raises(UndeclaredError, match="reads 'trim'"):
        house.run(preset_keys=(), version=2)


def test_an_output_that_is_gone_or_was_damaged_is_made_anew(house: House) -> None:
    house.run()
    house.project.path("made.txt").unlink()
    assert not house.run().cached
    house.put("made.txt", "damaged")
    assert not house.run().cached and house.text() == "a 1.0"


def test_an_edited_file_is_taken_as_input_and_stays_edited(house: House) -> None:
    house.run(editable=("made.txt",))
    house.put("made.txt", "rettet")
    assert not house.run().cached and house.text() == "rettet"
    assert any(isinstance(event, Notice) and "made.txt" in event.text for event in house.events)
    assert house.run().cached, "an edit that was taken in is no news"
    house.put("read.txt", "b")
    assert not house.run().cached and house.text() == "rettet", "a new input does not undo the edit"


def test_discarded_edits_are_made_anew_once(house: House) -> None:
    house.run(editable=("made.txt",))
    house.put("made.txt", "rettet")
    house.run()
    house.context = replace(house.context, discard_edits=("another.txt",))
    assert house.run().cached and house.text() == "rettet"
    house.context = replace(house.context, discard_edits=("made.txt",))
    assert not house.run().cached and house.text() == "a 1.0"
    said = [event.text for event in house.events if isinstance(event, Notice) and "discarded" in event.text]
    assert len(said) == 1 and "made.txt" in said[0]
    house.context = replace(house.context, discard_edits=())
    assert house.run().cached


def test_an_edited_file_that_the_person_deletes_is_ours_again(house: House) -> None:
    house.run(editable=("made.txt",))
    house.put("made.txt", "rettet")
    house.run()
    house.project.path("made.txt").unlink()
    assert not house.run().cached and house.text() == "a 1.0"
    assert Record.of(house.project).content.edited == {}


def test_a_file_that_lay_there_before_the_first_run_is_a_persons(house: House) -> None:
    house.put("made.txt", "skrevet i forvejen")
    house.run(editable=("made.txt",))
    assert house.text() == "skrevet i forvejen"


def test_a_step_that_fails_leaves_what_was_there(house: House) -> None:
    house.run()
    house.put("read.txt", "b")

    def fail(inputs: Inputs, emit: Callable[[Event], None]) -> Outcome:
        inputs.out["made.txt"].write_text("half", encoding="utf-8")
        raise OSError(errno.ENOSPC, "No space left on device", str(inputs.out["made.txt"]))

    with pytest.raises(MissingError, match="disk is full"):
        house.run(run=fail)
    assert house.text() == "a 1.0"
    assert not house.run(run=house.write).cached and house.text() == "b 1.0"


def killed_at(fatal_rename: int, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the step, and kill it at so manieth a rename."""
    renames, rename = 0, Path.replace

    def killed(path: Path, target: Path) -> Path:
        nonlocal renames
        renames += 1
        if renames == fatal_rename:
            raise KeyboardInterrupt
        return rename(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        try:
            house.run()
        except KeyboardInterrupt:
            pass
        else:
            assert renames < fatal_rename


@pytest.mark.parametrize("fatal_rename", [1, 2, 3, 4])
def test_a_run_killed_while_files_are_put_in_place_takes_nothing_of_ours_for_an_edit(
    house: House, monkeypatch: pytest.MonkeyPatch, fatal_rename: int
) -> None:
    house.run(editable=("made.txt",))
    house.put("read.txt", "b")
    killed_at(fatal_rename, house, monkeypatch)
    house.run()
    assert house.text() == "b 1.0"
    assert Record.of(house.project).content.edited == {}
    assert house.run().cached


def move(inputs: Inputs, emit: Callable[[Event], None]) -> Outcome:
    """A step that writes the person's file on, once for each new input, as captions are moved with the cut."""
    new = inputs.files["read.txt"].read_text(encoding="utf-8")
    if "made.txt" not in inputs.edited:
        inputs.out["made.txt"].write_text("ours", encoding="utf-8")
    elif inputs.memory.get("for") != new:
        moved = inputs.edited["made.txt"].read_text(encoding="utf-8") + " moved"
        inputs.out["made.txt"].write_text(moved, encoding="utf-8")
    return Outcome(memory={"for": new})


@pytest.mark.parametrize("fatal_rename", [1, 2, 3, 4])
@pytest.mark.parametrize("edited_before", [True, False])
def test_a_persons_file_that_a_killed_run_was_moving_is_moved_once_and_stays_the_persons(
    house: House, monkeypatch: pytest.MonkeyPatch, fatal_rename: int, edited_before: bool
) -> None:
    house.run(editable=("made.txt",), run=move)
    house.put("made.txt", "rettet")
    if edited_before:
        house.run()
    house.put("read.txt", "b")
    killed_at(fatal_rename, house, monkeypatch)
    house.run()
    assert house.text() == "rettet moved"
    assert Record.of(house.project).content.edited == {"made.txt": "make"}
    assert house.run().cached


def test_what_is_saved_into_an_input_while_the_step_runs_is_seen_by_the_next_run(house: House) -> None:
    def slow(inputs: Inputs, emit: Callable[[Event], None]) -> Outcome:
        outcome = house.write(inputs, emit)
        house.put("read.txt", "b")
        return outcome

    house.run(run=slow)
    assert house.text() == "a 1.0"
    assert not house.run(run=house.write).cached
    assert house.text() == "b 1.0"


def test_what_is_saved_into_an_editable_file_while_it_is_made_anew_is_not_lost(house: House) -> None:
    def slow(inputs: Inputs, emit: Callable[[Event], None]) -> Outcome:
        outcome = house.write(inputs, emit)
        house.put("made.txt", "rettet imens")
        return outcome

    house.run(editable=("made.txt",))
    house.put("read.txt", "b")
    with pytest.raises(MissingError, match="was saved while"):
        house.run(run=slow)
    house.run(run=house.write)
    assert house.text() == "rettet imens"


def test_a_copied_project_whose_files_have_new_times_is_not_made_anew(house: House) -> None:
    house.run()
    os.utime(house.project.path("made.txt"), ns=(1, 1))
    assert house.run().cached
    assert Record.of(house.project).content.steps["make"].outputs["made.txt"].modified_ns == 1


def test_a_kept_output_stays_and_an_optional_one_that_is_not_written_goes(house: House) -> None:
    def both(inputs: Inputs, emit: Callable[[Event], None]) -> Outcome:
        for path in inputs.out.values():
            path.write_text("x", encoding="utf-8")
        return Outcome()

    house.run(writes=("made.txt", "more.txt"), optional=("more.txt",), run=both)
    house.run(run=lambda inputs, emit: Outcome(kept=("made.txt",)), version=2)
    assert house.text() == "x"
    assert not house.project.path("more.txt").exists()
    assert house.run().cached


def test_an_unreadable_record_makes_all_anew(house: House) -> None:
    house.run()
    house.put(NAME, "{")
    assert not house.run().cached
    assert house.run().cached


def test_a_dry_run_sees_what_would_be_run_and_changes_nothing(house: House) -> None:
    assert would_run(house.step, house.project, Record.of(house.project), house.context)
    house.run()
    before = sorted((path.name, path.stat().st_mtime_ns) for path in house.project.folder.iterdir())
    assert not would_run(house.step, house.project, Record.of(house.project), house.context)
    assert sorted((path.name, path.stat().st_mtime_ns) for path in house.project.folder.iterdir()) == before


def test_a_large_file_is_not_read_again_while_its_size_and_time_stand(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vbn_video.steps.record.TRUSTED_BY_TIME_BYTES", 2)
    house.run()
    status = house.project.path("made.txt").stat()
    house.put("made.txt", "A 1.0")
    os.utime(house.project.path("made.txt"), ns=(status.st_atime_ns, status.st_mtime_ns))
    assert house.run().cached


def test_what_steps_json_remembers_wrongly_is_said(tmp_path: Path) -> None:
    inputs = Inputs(tmp_path, {}, {}, Preset(), Meeting(), memory={"edit": {"kept": [{"start": "1"}]}})
    with pytest.raises(InputError, match=r"steps.json says under edit can't be read any more \("):
        inputs.remembered("edit", EditPlan)
    assert inputs.remembered("aside", EditPlan) is None
