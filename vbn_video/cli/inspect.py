"""`vbn-video inspect`: what was found in a recording, what would be used and why, and what a run will take."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vbn_video.cli.options.shared_options import json_option, preset_options, recordings_argument
from vbn_video.cli.terminal.printing import answer, print_document
from vbn_video.cli.terminal.progress_display import ProgressDisplay
from vbn_video.cli.terminal.readable import took
from vbn_video.clock import player_time
from vbn_video.messages import _, number, size

if TYPE_CHECKING:
    from vbn_video.evidence import Recording
    from vbn_video.runs.expected.estimate import Estimate
    from vbn_video.runs.request import RunRequest
    from vbn_video.settings.preset import Preset

NAME_WIDTH = 14


@click.command("inspect", help=_("Show what was found in a recording, what would be used and why; nothing is made or changed."))
@recordings_argument
@preset_options
@json_option
def command(recording: tuple[Path, ...], preset: str, set: tuple[str, ...], as_json: bool) -> None:
    """Look, and show."""
    from vbn_video.codec import to_values
    from vbn_video.evidence import Recording
    from vbn_video.runs.request import RunRequest
    from vbn_video.settings.preset_files import load_preset

    loaded = load_preset(preset, set)
    found = _look(RunRequest(tuple(recording), loaded.preset, loaded.profile))
    if as_json:
        print_document(
            {
                "root": str(found.root),
                "project": str(found.project) if found.project else None,
                "recording": to_values(Recording, found.recording),
                "estimate": {
                    "seconds": round(found.estimate.seconds),
                    "steps": {name: round(seconds, 1) for name, seconds in found.estimate.steps_s.items()},
                    "disk": found.estimate.project_bytes,
                    "media": found.estimate.media_bytes,
                    "free": found.free_bytes,
                },
            }
        )
        return
    for name, text in (*_recording_rows(found.recording), *_estimate_rows(found, loaded.preset)):
        answer(f"{name:<{NAME_WIDTH}}{text}")


@dataclass(frozen=True)
class Inspected:
    """A recording, and what the steps will take that are still due."""

    root: Path
    recording: Recording
    project: Path | None
    """Its project folder, where it has one."""
    estimate: Estimate
    free_bytes: int
    """Where the project is, or will be."""


def _look(request: RunRequest) -> Inspected:
    """Read what is recorded, or where a project knows it, that."""
    import shutil

    from vbn_video.pipeline import STEP_NAMES
    from vbn_video.recording.understand import understand
    from vbn_video.runs.expected.room import estimate_project, estimate_recording, read_recording
    from vbn_video.runs.projects import find_project
    from vbn_video.steps.record import Record

    project, sources, request = find_project(request)
    there = project.folder.is_dir()
    due = _due_steps(request) if there else STEP_NAMES
    if "ingest" in due:
        with ProgressDisplay() as emit:
            recording, packets = understand(sources, emit)
        estimate = estimate_recording(recording, packets, request, due)
    else:
        record = Record.of(project)
        recording = read_recording(project)
        estimate = estimate_project(project, record, request.with_earlier_times(record), due, due.__contains__)
    free_bytes = shutil.disk_usage(project.folder if there else project.folder.parent).free
    return Inspected(sources.root, recording, project.folder if there else None, estimate, free_bytes)


def _due_steps(request: RunRequest) -> tuple[str, ...]:
    """The steps that a run would take; all of them where only a run itself could say."""
    from vbn_video.errors import VbnError
    from vbn_video.pipeline import STEP_NAMES, steps_due

    try:
        return steps_due(request)[1]
    except VbnError:
        return STEP_NAMES


def _recording_rows(recording: Recording) -> list[tuple[str, str]]:
    kinds = {
        "file": _("a video file"),
        "files": _("several video files, one meeting"),
        "zoom-local": _("a Zoom recording from a computer"),
        "zoom-cloud": _("a Zoom recording from the cloud"),
    }
    rows = [(_("recording"), f"{recording.name}  ({kinds[recording.kind]}, {player_time(recording.duration_us)})")]
    if recording.topic:
        rows.append((_("topic"), recording.topic))
    if recording.began:
        rows.append((_("began"), recording.began.isoformat(" ", "minutes")))
    elif recording.day:
        rows.append((_("began"), recording.day.isoformat()))
    for index, part in enumerate(recording.parts):
        rows.append((_("part {number}").format(number=index + 1), f"{part.file}  {_shape(part)}"))
    rows += [(_sidecar_name(sidecar.kind), sidecar.file) for sidecar in recording.sidecars]
    rows += [(_("chosen"), f"{choice.what}: {choice.why}") for choice in recording.choices]
    return rows


def _shape(part: Any) -> str:
    picture, sound = part.picture, part.sound
    words = [
        player_time(part.duration_us),
        f"{picture.width}x{picture.height}",
        _("{rate} pictures a second").format(rate=number(float(picture.rate), 2).rstrip("0").rstrip(".,")),
        picture.codec,
        f"{sound.codec} {number(sound.rate_hz / 1000, 1)} kHz" if sound else _("no sound"),
        size(part.identity.size),
    ]
    return ", ".join(words)


def _sidecar_name(kind: str) -> str:
    names = {
        "audio": _("sound file"),
        "chat": _("chat"),
        "transcript": _("transcript"),
        "captions": _("captions"),
        "view": _("another view"),
        "participant": _("participant"),
        "timeline": _("who was shown"),
        "conf": _("Zoom's list"),
    }
    return names.get(kind, kind)


def _estimate_rows(found: Inspected, preset: Preset) -> list[tuple[str, str]]:
    estimate, rows = found.estimate, []
    if found.project:
        rows.append((_("project"), str(found.project)))
        rows.append((_("still to do"), ", ".join(estimate.steps_s)))
    time = _("about {time}")
    if "transcribe" in estimate.steps_s:
        time = _("about {time} with the model {model}")
    free = _("{size} is free").format(size=size(found.free_bytes))
    rows.append((_("time"), time.format(time=took(estimate.seconds), model=preset.captions.model)))
    if estimate.project_bytes:
        rows.append((_("room"), _("up to {size} on the disk; {free}").format(size=size(estimate.project_bytes), free=free)))
    if estimate.media_bytes:
        rows.append((_("room"), _("up to {size} in the media folder").format(size=size(estimate.media_bytes))))
    return rows
