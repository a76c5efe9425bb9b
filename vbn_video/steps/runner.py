"""Runs one step: skipped when its fingerprint is the one that its outputs were made from, else run and put in place.

The fingerprint is a hash over all that the step declares: its version, the files it reads, its preset keys, meeting keys and
values, what lies outside the project (`also`), and the files of its own that a person has edited.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel

from vbn_video.events import Notice, StepBegan, StepEnded, Tell
from vbn_video.meeting import Meeting
from vbn_video.messages import _
from vbn_video.preset import Preset
from vbn_video.project import Project, disk_errors, flush_folder, flush_to_disk
from vbn_video.steps.record import FileState, Made, Record, canonical, file_state
from vbn_video.steps.step import Inputs, Outcome, Step


@dataclass(frozen=True)
class Context:
    """What all steps of one run share; each is handed the part that it declares."""

    root: Path
    preset: Preset
    meeting: Meeting
    values: Mapping[str, Any]
    discard_edits: bool = False


@dataclass(frozen=True)
class Ran:
    """One step as it went."""

    name: str
    seconds: float
    cached: bool
    memory: Mapping[str, Any]


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


def values_of(model: BaseModel, keys: tuple[str, ...]) -> dict[str, Any]:
    """The declared keys of a preset or meeting as JSON values."""
    dumped, values = model.model_dump(mode="json"), {}
    for key in keys:
        value: Any = dumped
        for name in key.split("."):
            value = value[name]
        values[key] = value
    return values


def run_step(step: Step, project: Project, record: Record, context: Context, tell: Tell) -> Ran:
    """Bring one step's files up to date.

    Raises:
        VbnError: what the step could not do; nothing of it is in place then, and what was there stands.
    """
    tell(StepBegan(step.name))
    began_s = time.monotonic()
    inputs = _inputs(step, project, record, context)
    made = record.made(step.name)
    fingerprint = _fingerprint(step, record, inputs)
    if made and made.fingerprint == fingerprint and not step.always and _all_there(step, record, made, inputs):
        return _ended(Ran(step.name, time.monotonic() - began_s, True, made.memory), tell)
    for name in inputs.edited:
        tell(Notice(_("{name} was edited by hand: it is kept as it is.").format(name=name)))
    with disk_errors(project.folder):
        outcome = _run(step, project, inputs, tell)
        _put_in_place(step, project, record, inputs, outcome)
    return _ended(Ran(step.name, time.monotonic() - began_s, outcome.untouched, outcome.memory), tell)


def would_run(step: Step, project: Project, record: Record, context: Context) -> bool:
    """Whether the step would be run now, as far as can be seen before the steps ahead of it have run."""
    inputs = _inputs(step, project, record, context)
    made = record.made(step.name)
    if made is None or step.always:
        return True
    return made.fingerprint != _fingerprint(step, record, inputs) or not _all_there(step, record, made, inputs)


def _ended(ran: Ran, tell: Tell) -> Ran:
    tell(StepEnded(ran.name, ran.seconds, ran.cached))
    return ran


def _inputs(step: Step, project: Project, record: Record, context: Context) -> Inputs:
    made = record.made(step.name)
    working = project.working / step.name
    keeps_edits = () if context.discard_edits else step.editable
    edited = {name: project.path(name) for name in keeps_edits if record.is_edited(name, step.name)}
    previous = {
        name: project.path(name)
        for name, state in (made.outputs.items() if made else ())
        if name not in edited and record.state(name) == state
    }
    return Inputs(
        root=context.root,
        files={name: project.path(name) for name in step.reads if project.path(name).exists()}
        | {name: project.path(name) for name in step.journals},
        out={name: working / name for name in step.writes},
        preset=cast(Preset, Declared(context.preset, step.preset_keys)),
        meeting=cast(Meeting, Declared(context.meeting, step.meeting_keys)),
        values={key: context.values.get(key) for key in step.value_keys},
        settings={
            "preset": values_of(context.preset, step.preset_keys),
            "meeting": values_of(context.meeting, step.meeting_keys),
        },
        edited=edited,
        previous=previous,
        memory=made.memory if made else {},
    )


def _fingerprint(step: Step, record: Record, inputs: Inputs) -> str:
    files = {name: state.sha256 for name in step.reads if (state := record.state(name))}
    edited = {name: state.sha256 for name in inputs.edited if (state := record.state(name))}
    whole = {
        "step": [step.name, step.version],
        "files": files,
        "edited": edited,
        "values": dict(inputs.values),
        "also": step.also(inputs) if step.also else None,
        **inputs.settings,
    }
    return hashlib.sha256(canonical(whole).encode()).hexdigest()


def _all_there(step: Step, record: Record, made: Made, inputs: Inputs) -> bool:
    wanted = [name for name in step.writes if name not in step.optional and name not in inputs.edited]
    recorded = [name for name in made.outputs if name not in inputs.edited]
    return all(name in made.outputs for name in wanted) and all(name in inputs.previous for name in recorded)


def _run(step: Step, project: Project, inputs: Inputs, tell: Tell) -> Outcome:
    working = project.working / step.name
    shutil.rmtree(working, ignore_errors=True)
    working.mkdir(parents=True)
    return step.run(inputs, tell)


def _put_in_place(step: Step, project: Project, record: Record, inputs: Inputs, outcome: Outcome) -> None:
    written: dict[str, FileState] = {}
    for name, path in inputs.out.items():
        if state := file_state(path):
            flush_to_disk(path)
            written[name] = state
    missing = set(step.writes) - set(written) - set(step.optional) - set(outcome.kept) - set(inputs.edited)
    if missing:
        raise AssertionError(f"the step {step.name} did not write {sorted(missing)}")
    record.save(pending={name: state.sha256 for name, state in written.items()})
    for name in written:
        inputs.out[name].replace(project.path(name))
    made = record.made(step.name)
    outputs = dict(written)
    for name, state in (made.outputs if made else {}).items():
        if name in outcome.kept and name in inputs.previous:
            outputs[name] = state
        elif name not in written and name in inputs.previous:
            project.path(name).unlink()
    flush_folder(project.folder)
    shutil.rmtree(project.working / step.name, ignore_errors=True)
    others_edited = {name: writer for name, writer in record.content.edited.items() if writer != step.name}
    edited = others_edited | dict.fromkeys(inputs.edited, step.name)
    steps = {**record.content.steps, step.name: Made("", outputs, dict(outcome.memory))}
    record.content = replace(record.content, steps=steps, edited=edited)
    steps[step.name] = Made(_fingerprint(step, record, inputs), outputs, dict(outcome.memory))
    record.save(steps=steps, pending={})
