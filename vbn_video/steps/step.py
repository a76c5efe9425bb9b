"""What a step is: a value that says what it reads, what it writes and which settings it listens to.

`run(inputs, emit)` is handed exactly what the step declares, so that its fingerprint cannot lie: a file, preset key or meeting
key that it did not declare, or that other settings leave without effect, is not there. To add a step, write a file beside this
one that ends in such a value, and name it in `pipeline.py`.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from vbn_video.codec import from_values, json_fault
from vbn_video.decisions import PLAIN_MIX, ChannelMix
from vbn_video.errors import InputError
from vbn_video.events import Emit
from vbn_video.messages import _
from vbn_video.project import read_value
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.preset import Preset
from vbn_video.settings.profile_files import LoadedProfile, load_profile

T = TypeVar("T")


@dataclass(frozen=True)
class Inputs:
    """What a running step is handed."""

    root: Path
    """Folder that the recording's file names are relative to. Only steps that read media open anything below it."""
    files: Mapping[str, Path]
    """The project files that the step reads; one that does not exist (an optional one) is missing here."""
    out: Mapping[str, Path]
    """Where to write each file of `writes`, and those of each of `folders`: temporary names, put in place when the step has come
    to its end."""
    preset: Preset
    """The preset; reading a key that the step did not declare raises."""
    meeting: Meeting
    """`meeting.toml`; reading a key that the step did not declare raises."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """The values of the command line and of the machine that the step declares (`start_us`, `model_sha256`)."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """The declared keys of preset and meeting as JSON values, for a key or a hash over all of them."""
    edited: Mapping[str, Path] = field(default_factory=dict)
    """Those of `writes` that a person has edited, as the person left them. The step takes them as input."""
    previous: Mapping[str, Path] = field(default_factory=dict)
    """What the step wrote last time, where it still lies as it was written."""
    memory: Mapping[str, Any] = field(default_factory=dict)
    """What the step asked to have remembered last time (JSON values)."""
    read_profile: LoadedProfile | None = None
    """The caption profile, where it was read with the preset."""

    @cached_property
    def loaded_profile(self) -> LoadedProfile:
        """The caption profile of the preset: the fingerprint is taken of the very text that the step goes by.

        Raises:
            InputError: it is a file of the person's own that can't be used any more.
        """
        name = self.preset.captions.profile  # refused where the step has not declared it
        return self.read_profile or load_profile(name)

    def remembered(self, key: str, kind: type[T]) -> T | None:
        """The value of that kind that the step had remembered under `key` at its last run; None if there is none.

        Raises:
            InputError: what stands in `steps.json` is none.
        """
        try:
            return from_values(kind, self.memory[key]) if key in self.memory else None
        except ValidationError as error:
            sentence = _(
                "What the project's steps.json says under {key} can't be read any more ({why}). Put back a copy of the file, or"
                " delete it: everything is then made anew, and files that people edit stay as they are."
            )
            raise InputError(sentence, key=key, why=json_fault(error).why) from error


def read_mix(inputs: Inputs) -> ChannelMix:
    """How the recording's channels are mixed: plainly where `listen` wrote nothing else."""
    path = inputs.files.get("mix.json")
    return read_value(path, ChannelMix) if path else PLAIN_MIX


@dataclass(frozen=True)
class Outcome:
    """What a step hands back besides its files."""

    memory: Mapping[str, Any] = field(default_factory=dict)
    """JSON values to be handed to the next run of this step, and shown by `--json` where it has a place for them."""
    kept: tuple[str, ...] = ()
    """Those of `writes` that stay as they were written last time (they are in `previous`)."""
    untouched: bool = False
    """The step itself found that nothing had to be done."""


@dataclass(frozen=True)
class Step:
    """One step of the pipeline."""

    name: str
    version: int
    """Raised when the step would make something else from the same inputs."""
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    run: Callable[[Inputs, Emit], Outcome]
    editable: tuple[str, ...] = ()
    """Those of `writes` that people may edit; an edited one is kept and taken as input."""
    optional: tuple[str, ...] = ()
    """Those of `writes` that the step need not write."""
    folders: tuple[str, ...] = ()
    """Folders of which the step writes all files, however many (`slides`); each of them is put in place as those of `writes`."""
    state_files: tuple[str, ...] = ()
    """Files in which the step keeps its own state over many runs (the ledger); handed in `files`, no part of the fingerprint."""
    preset_keys: tuple[str, ...] = ()
    """`section` or `section.key`."""
    meeting_keys: tuple[str, ...] = ()
    idle_keys: Callable[[Preset], Collection[str]] | None = None
    """Of these keys (the meeting's as `meeting.title`), those that other settings leave without effect: they are then no part of
    the fingerprint, and can't be read."""
    value_keys: tuple[str, ...] = ()
    external_inputs: Callable[[Inputs], Any] | None = None
    """What else the result depends on that lies outside the project, as JSON values (the model's hash, a template's)."""
    always: bool = False
    """Run every time: the step itself sees what is already done (publishing)."""
