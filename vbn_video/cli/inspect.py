"""`vbn-video inspect`: what was found in a recording, what would be used and why, and what a run will take."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vbn_video.cli.options.shared_options import json_option, preset_options, recordings_argument
from vbn_video.cli.terminal.printing import answer, print_document
from vbn_video.cli.terminal.progress_display import ProgressDisplay
from vbn_video.cli.terminal.readable import size, took
from vbn_video.clock import player_time
from vbn_video.messages import _, number

if TYPE_CHECKING:
    from vbn_video.evidence import Recording
    from vbn_video.settings.preset import Preset

NAME_WIDTH = 14
MODEL_COSTS = {"tiny": 0.5, "base": 1.0, "small": 3.0, "medium": 9.0, "turbo": 6.0, "large": 17.0}
"""How much longer than base a model listens; by the size of its encoder and decoder."""
TRANSCRIBE_S = 0.08  # a second of recording with base, beam 5, on two cores
RENDER_S = 0.20  # a second of 1280x720 with x264 veryfast, on two cores
READ_S = 0.08  # a second of recording, to be listened to, looked at and checked
BYTES_TWICE = 2  # the encoded picture and sound, and the finished video, lie side by side while it is rendered
PIXELS = 1280 * 720
FIXED_S = 20.0  # the model is loaded, intro and outro are made
FIXED_BYTES = 20_000_000  # intro, outro, poster, report


@dataclass(frozen=True)
class Estimate:
    """What a first run will take, at most and roughly."""

    seconds: float
    disk_bytes: int
    free_bytes: int


@click.command("inspect", help=_("Show what was found in a recording, what would be used and why; nothing is made or changed."))
@recordings_argument
@preset_options
@json_option
def command(recording: tuple[Path, ...], preset: str, set: tuple[str, ...], as_json: bool) -> None:
    """Look, and show."""
    from vbn_video.codec import to_values
    from vbn_video.evidence import Recording
    from vbn_video.recording.find import find_sources
    from vbn_video.recording.understand import understand
    from vbn_video.settings.preset_files import load_preset

    loaded = load_preset(preset, set)
    sources = find_sources(recording, views=loaded.preset.video.views)
    with ProgressDisplay() as emit:
        understood, _packets = understand(sources, emit)
    estimate = estimate_of(understood, loaded.preset, sources.root)
    if as_json:
        took_document = {"seconds": round(estimate.seconds), "disk": estimate.disk_bytes, "free": estimate.free_bytes}
        print_document({"root": str(sources.root), "recording": to_values(Recording, understood), "estimate": took_document})
        return
    for name, text in (*_recording_rows(understood), *_estimate_rows(estimate, loaded.preset)):
        answer(f"{name:<{NAME_WIDTH}}{text}")


def estimate_of(recording: Recording, preset: Preset, root: Path) -> Estimate:
    """A rule of thumb: so many seconds of work for each second recorded, on this machine's cores; twice the recorded size."""
    import shutil

    recorded_s = recording.duration_us / 1_000_000
    cores = max((os.cpu_count() or 2) / 2, 0.5)
    pixels = max(part.picture.width * part.picture.height for part in recording.parts) / PIXELS
    cost = next((cost for size, cost in MODEL_COSTS.items() if size in preset.captions.model), MODEL_COSTS["large"])
    seconds = FIXED_S + recorded_s * (READ_S + (TRANSCRIBE_S * cost + RENDER_S * pixels) / cores)
    disk = FIXED_BYTES + BYTES_TWICE * sum(part.identity.size for part in recording.parts)
    return Estimate(seconds, disk, shutil.disk_usage(root).free)


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


def _estimate_rows(estimate: Estimate, preset: Preset) -> list[tuple[str, str]]:
    model = preset.captions.model
    free = _("{size} is free").format(size=size(estimate.free_bytes))
    return [
        (_("time"), _("about {time} with the model {model}").format(time=took(estimate.seconds), model=model)),
        (_("room"), _("up to {size} on the disk; {free}").format(size=size(estimate.disk_bytes), free=free)),
    ]
