"""From what the page asks for to the order of a run: only what may be asked there, all else as the command was given it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from vbn_video.errors import InputError
from vbn_video.messages import _
from vbn_video.project import SUFFIX, Project
from vbn_video.review.desk.models_here import heard_model
from vbn_video.review.desk.running.begun_runs import RunOrder
from vbn_video.review.documents.project_preset import preset_of_project
from vbn_video.runs.remembered_preset import ChosenPreset
from vbn_video.settings.choices import DEFAULT_PRESET


@dataclass(frozen=True)
class RunSettings:
    """What the command was given for every run that is begun on the page."""

    preset: str = DEFAULT_PRESET
    overruled: tuple[str, ...] = ()
    """`SECTION.KEY=VALUE`, as `--set` has them."""
    is_named: bool = False
    """The command names the preset: then it is that of every project."""
    more: Mapping[str, Any] = field(default_factory=dict)
    """Other options of `vbn-video run`, by their names, for every run too."""

    @property
    def more_overruled(self) -> tuple[str, ...]:
        """Those of the other options that are values of a preset, as `--set` has them."""
        keys = {"media_dir": "website.media_dir", "base_url": "website.base_url", "to": "publish.to"}
        given = {key: self.more.get(name) for name, key in keys.items()}
        return tuple(f"{key}={_as_toml(value)}" for key, value in given.items() if value)

    @property
    def command_line(self) -> str:
        """The preset and what overrules it, as on a command line."""
        return " ".join([self.preset, *(f"--set {value}" for value in self.overruled)])


class AskedRun(BaseModel):
    """What the page may ask of a run."""

    model_config = ConfigDict(extra="forbid", strict=True)

    until: Literal["plan", "caption", "check", "publish"] = "check"
    discard: list[Literal["edit.json", "chapters.vtt", "captions.da.vtt"]] = []
    despite_findings: bool = False
    public: bool = False
    replace: bool = False
    model: str | None = None
    """Hear by this model from now on; fetched first where it is not here."""


def make_order(key: str, path: Path, asked: Mapping[str, Any], settings: RunSettings) -> RunOrder:
    """The order of a run of the recording or project at `path`.

    Raises:
        InputError: the page asks for something that is not to be had.
        RecordingError: there is nothing that can be run.
    """
    try:
        wanted = AskedRun.model_validate(asked)
    except ValidationError as error:
        raise InputError(_("This can't be asked of a run: {why}"), why=error.errors()[0]["msg"]) from error
    project = project_of(path)
    settings = _of_project(project, settings, wanted)
    options = {
        **settings.more,
        "recording": [str(path)],
        "preset": settings.preset,
        "set": [*_model(project, wanted, settings), *settings.overruled],
        "discard_edits_in": wanted.discard,
        "despite_findings": wanted.despite_findings,
        "public": wanted.public or bool(settings.more.get("public")),
        "replace": wanted.replace,
    }
    values = {"until": wanted.until, "options": options, "model": wanted.model}
    hears = wanted.model is not None or not project.path("words.json").is_file()
    return RunOrder(key, str(project.folder), wanted.until, hears, values)


def _of_project(project: Project, settings: RunSettings, wanted: AskedRun) -> RunSettings:
    """The settings with the project's preset; a model that the page asks for wins."""
    chosen = preset_of_project(project, ChosenPreset(settings.preset, settings.overruled), is_named=settings.is_named)
    overruled = tuple(value for value in chosen.overruled if not (wanted.model and _key_of(value) == "captions.model"))
    return replace(settings, preset=chosen.name, overruled=overruled)


def _as_toml(value: str | Path | Sequence[str]) -> str:
    return json.dumps(str(value) if isinstance(value, (str, Path)) else list(value), ensure_ascii=False)


def _key_of(value: str) -> str:
    return value.partition("=")[0].strip()


def project_of(path: Path) -> Project:
    """The project of a recording, there or to be made; a project's own.

    Raises:
        RecordingError: there is no recording that can be used.
    """
    if path.name.endswith(SUFFIX):
        return Project(path)
    from vbn_video.recording.find import find_sources

    return Project.beside(path, find_sources([path]).name)


def _model(project: Project, wanted: AskedRun, settings: RunSettings) -> list[str]:
    """The model to hear by: the one that is asked for, else the one that heard before, so that nothing is heard twice."""
    from vbn_video.speech.models.model_list import find_model

    name = wanted.model or heard_model(project)
    if wanted.model and find_model(wanted.model) is None:
        raise InputError(_("There is no model {name}."), name=wanted.model)
    is_said = any(_key_of(value) == "captions.model" for value in settings.overruled)
    return [f"captions.model={name}"] if name and find_model(name) and (wanted.model or not is_said) else []
