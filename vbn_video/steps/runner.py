"""Runs one step: skipped when its fingerprint is the one that its outputs were made from, else run and put in place.

The fingerprint is a hash over all that the step declares: its version, the files it reads, its preset keys, meeting keys (without
those that other settings leave without effect) and values, what lies outside the project (`external_inputs`), and the files of
its own that a person has edited.
"""

import time
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel

from vbn_video.disk.flushing import flush_folder
from vbn_video.errors import MissingError
from vbn_video.events import Emit, Notice, StepBegan, StepEnded
from vbn_video.messages import _
from vbn_video.project import FileState, Project, disk_errors, flush_to_disk
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.preset import Preset
from vbn_video.settings.profile_files import LoadedProfile
from vbn_video.steps.record import Placement, Record, StepRecord, file_state, fingerprint
from vbn_video.steps.step import Inputs, Outcome, Step
from vbn_video.untrusted.own_files import check_file, ensure_folder, is_link, remove_folder, remove_link


@dataclass(frozen=True)
class RunContext:
    """What all steps of one run share; each is handed the part that it declares."""

    root: Path
    """Folder that the recording's file names are relative to."""
    preset: Preset
    meeting: Meeting
    values: Mapping[str, Any]
    """The values of the command line (JSON values), by the names that steps declare in `value_keys`."""
    discard_edits: Collection[str] = ()
    """Editable files that are made anew though a person has edited them."""
    taken: tuple[str, ...] = ()
    """Editable files that were handed in for this run: they stand though edits in them are discarded."""
    profile: LoadedProfile | None = None
    """The caption profile, where it was read with the preset."""


@dataclass(frozen=True)
class StepResult:
    """How one step went."""

    name: str
    seconds: float
    """Wall time of this step alone."""
    cached: bool
    """Nothing had to be made."""
    memory: Mapping[str, Any]
    """What it asked to have remembered, now or when it made its files."""


class UndeclaredError(AttributeError):
    """A step read a setting that it does not declare: a fault of ours, its fingerprint would lie."""


class Declared:
    """A preset or meeting of which only the declared keys can be read."""

    def __init__(self, model: BaseModel, keys: tuple[str, ...]) -> None:
        self._model, self._keys = model, keys

    def __getattr__(self, name: str) -> Any:
        if name in self._keys:
            return getattr(self._model, name)
        below = tuple(key.removeprefix(name + ".") for key in self._keys if key.startswith(name + "."))
        if not below:
            raise UndeclaredError(f"the step reads {name!r}, but declares only {self._keys}")
        return Declared(getattr(self._model, name), below)


def keys_in_use(step: Step, preset: Preset) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(the preset keys, the meeting keys) that the step declares and that have an effect as the preset stands."""
    idle = step.idle_keys(cast(Preset, Declared(preset, step.preset_keys))) if step.idle_keys else ()
    preset_keys = tuple(key for key in step.preset_keys if key not in idle)
    return preset_keys, tuple(key for key in step.meeting_keys if f"meeting.{key}" not in idle)


def readable_settings(step: Step, preset: Preset, meeting: Meeting) -> tuple[Preset, Meeting]:
    """Preset and meeting as the step is handed them: what it does not declare, or is without effect, can't be read."""
    preset_keys, meeting_keys = keys_in_use(step, preset)
    return cast(Preset, Declared(preset, preset_keys)), cast(Meeting, Declared(meeting, meeting_keys))


def declared_values(model: BaseModel, keys: tuple[str, ...]) -> dict[str, Any]:
    """The declared keys of a preset or meeting as JSON values."""
    dumped, values = model.model_dump(mode="json"), {}
    for key in keys:
        value: Any = dumped
        for name in key.split("."):
            value = value[name]
        values[key] = value
    return values


def run_step(step: Step, project: Project, record: Record, context: RunContext, emit: Emit) -> StepResult:
    """Bring one step's files up to date.

    Raises:
        VbnError: what the step could not do; nothing of it is in place then, and what was there stands.
    """
    emit(StepBegan(step.name))
    with disk_errors(project.folder):
        return _end(_up_to_date(step, project, record, context, emit), emit)


def _up_to_date(step: Step, project: Project, record: Record, context: RunContext, emit: Emit) -> StepResult:
    began_s = time.monotonic()
    finish_placement(project, record)
    inputs = _inputs(step, project, record, context)
    made, fingerprint_inputs = record.made(step.name), _fingerprint_inputs(step, record, inputs)
    if made and made.fingerprint == fingerprint(fingerprint_inputs) and not step.always and _all_there(step, made, inputs):
        _note_new_times(step, record, made)
        return StepResult(step.name, time.monotonic() - began_s, True, made.memory)
    for name in inputs.edited:
        emit(Notice(_("{name} was edited by hand: it is kept as it is.").format(name=name)))
    for name in (name for name in step.editable if name not in inputs.edited and record.is_edited(name, step.name)):
        emit(Notice(_("{name} was edited by hand: the edits are discarded, and it is made anew.").format(name=name), "warning"))
    for folder in step.folders:
        remove_link(project.path(folder))
    before = {name: state.sha256 for name in _outputs(step, project) if (state := record.state(name))}
    outcome = _run(step, project, inputs, emit)
    _put_in_place(step, project, record, inputs, outcome, fingerprint_inputs=fingerprint_inputs, before=before)
    return StepResult(step.name, time.monotonic() - began_s, outcome.untouched, outcome.memory)


def would_run(step: Step, project: Project, record: Record, context: RunContext) -> bool:
    """Whether the step would be run now, as far as can be seen before the steps ahead of it have run."""
    inputs = _inputs(step, project, record, context)
    made = record.made(step.name)
    if made is None or step.always:
        return True
    return made.fingerprint != fingerprint(_fingerprint_inputs(step, record, inputs)) or not _all_there(step, made, inputs)


def note_inputs(step: Step, project: Project, record: Record, context: RunContext) -> None:
    """Let what the step made stand as made from its inputs as they lie now: what was forgotten in them makes nothing anew."""
    if made := record.made(step.name):
        key = fingerprint(_fingerprint_inputs(step, record, _inputs(step, project, record, context)))
        record.save(steps={**record.content.steps, step.name: replace(made, fingerprint=key)})


def _end(result: StepResult, emit: Emit) -> StepResult:
    emit(StepEnded(result.name, result.seconds, result.cached))
    return result


def _inputs(step: Step, project: Project, record: Record, context: RunContext) -> Inputs:
    made = record.made(step.name)
    working = project.working / step.name
    keeps_edits = [name for name in step.editable if name in context.taken or name not in context.discard_edits]
    edited = {name: project.path(name) for name in keeps_edits if record.is_edited(name, step.name)}
    preset_keys, meeting_keys = keys_in_use(step, context.preset)
    preset, meeting = readable_settings(step, context.preset, context.meeting)
    previous = {
        name: project.path(name)
        for name, state in (made.outputs.items() if made else ())
        if name not in edited and _same(record.state(name), state)
    }
    return Inputs(
        root=context.root,
        files={name: project.path(name) for name in step.reads if check_file(project.path(name))}
        | {name: project.path(name) for name in step.state_files},
        out={name: working / name for name in (*step.writes, *step.folders)},
        preset=preset,
        meeting=meeting,
        values={key: context.values.get(key) for key in step.value_keys},
        settings={
            "preset": declared_values(context.preset, preset_keys),
            "meeting": declared_values(context.meeting, meeting_keys),
        },
        edited=edited,
        previous=previous,
        memory=made.memory if made else {},
        read_profile=context.profile,
    )


def _fingerprint_inputs(step: Step, record: Record, inputs: Inputs) -> dict[str, Any]:
    """All that the result depends on, as it is now."""
    return {
        "step": [step.name, step.version],
        "files": {name: state.sha256 for name in step.reads if (state := record.state(name))},
        "edited": {name: state.sha256 for name in inputs.edited if (state := record.state(name))},
        "values": dict(inputs.values),
        "also": step.external_inputs(inputs) if step.external_inputs else None,
        **inputs.settings,
    }


def _same(now: FileState | None, then: FileState) -> bool:
    """Whether the bytes are the same: a copied project has new times."""
    return now is not None and now.sha256 == then.sha256


def _all_there(step: Step, made: StepRecord, inputs: Inputs) -> bool:
    wanted = [name for name in step.writes if name not in step.optional and name not in inputs.edited]
    recorded = [name for name in made.outputs if name not in inputs.edited]
    return all(name in made.outputs for name in wanted) and all(name in inputs.previous for name in recorded)


def _note_new_times(step: Step, record: Record, made: StepRecord) -> None:
    """The files of a copied project have new times; noted, the large ones need not be read again."""
    outputs = {name: now if (now := record.state(name)) and _same(now, state) else state for name, state in made.outputs.items()}
    if outputs != made.outputs:
        record.save(steps={**record.content.steps, step.name: replace(made, outputs=outputs)})


def _run(step: Step, project: Project, inputs: Inputs, emit: Emit) -> Outcome:
    project.make_working(step.name)
    for folder in step.folders:
        inputs.out[folder].mkdir()
    return step.run(inputs, emit)


def _outputs(step: Step, project: Project) -> list[str]:
    """The names of the files that the step writes, and of all that lie in its folders."""
    return [*step.writes, *(name for folder in step.folders for name in _in_folder(folder, project.path(folder)))]


def _in_folder(folder: str, path: Path) -> list[str]:
    """The project's names of the files in a folder; none where it is a link or is not there."""
    if is_link(path) or not path.is_dir():
        return []
    return sorted(f"{folder}/{file.name}" for file in path.iterdir() if file.is_file())


def _put_in_place(
    step: Step,
    project: Project,
    record: Record,
    inputs: Inputs,
    outcome: Outcome,
    *,
    fingerprint_inputs: Mapping[str, Any],
    before: Mapping[str, str],
) -> None:
    """Note what is to be done, do it, note that it is done; the last two arguments are as they were when the step began.

    Raises:
        MissingError: a person has saved one of the files meanwhile; it stands as it was saved.
    """
    written: dict[str, FileState] = {}
    working = project.working / step.name
    staged = [*step.writes, *(name for folder in step.folders for name in _in_folder(folder, inputs.out[folder]))]
    with ThreadPoolExecutor(1) as beside:
        for name in staged:
            if check_file(working / name):
                flushed = beside.submit(flush_to_disk, working / name)
                written[name] = FileState.of(working / name)
                flushed.result()
    missing = set(step.writes) - set(written) - set(step.optional) - set(outcome.kept) - set(inputs.edited)
    if missing:
        raise AssertionError(f"the step {step.name} did not write {sorted(missing)}")
    for name in written:
        if name in step.editable and (now := record.state(name)) and now.sha256 != before.get(name):
            sentence = _("{path} was saved while it was being made anew, and stays as it is. Run the same command again.")
            raise MissingError(sentence, path=project.path(name))
    made = record.made(step.name)
    kept = {
        name: state for name, state in (made.outputs.items() if made else ()) if name in outcome.kept and name in inputs.previous
    }
    gone = tuple(name for name in (made.outputs if made else ()) if name in inputs.previous and name not in {**kept, **written})
    edited = {
        name: written[name].sha256 if name in written else fingerprint_inputs["edited"][name]
        for name in fingerprint_inputs["edited"]
    }
    new = StepRecord(fingerprint({**fingerprint_inputs, "edited": edited}), {**written, **kept}, dict(outcome.memory))
    hashes = {name: state.sha256 for name, state in written.items()}
    for folder in (*step.folders, "."):
        flush_folder(working / folder)
    record.save(placing=Placement(step.name, new, tuple(inputs.edited), hashes, dict(before), gone))
    finish_placement(project, record)


def finish_placement(project: Project, record: Record) -> None:
    """Put in place what is on its way, of this run or of one that was killed at it; nothing where nothing is."""
    placing = record.content.placing
    if placing is None:
        return
    working = project.working / placing.step
    for name, sha256 in placing.written.items():
        staged, now = file_state(working / name, placing.made.outputs.get(name)), record.state(name)
        untouched = now is None or now.sha256 == placing.before.get(name)
        if staged and staged.sha256 == sha256 and untouched:
            if "/" in name:
                ensure_folder(project.path(name).parent)
            (working / name).replace(project.path(name))
    for name in placing.gone:
        if (now := record.state(name)) and now.sha256 == placing.before.get(name) and not is_link(project.path(name).parent):
            project.path(name).unlink()
    for folder in {project.folder, *(project.path(name).parent for name in placing.written)}:
        flush_folder(folder)
    others_edited = {name: writer for name, writer in record.content.edited.items() if writer != placing.step}
    record.save(
        steps={**record.content.steps, placing.step: placing.made},
        edited=others_edited | dict.fromkeys(placing.edited, placing.step),
        placing=None,
    )
    remove_folder(working)
