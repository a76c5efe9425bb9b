"""Is there room for what a run will write? Asked when the recording is understood, before anything takes long."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from vbn_video.codec import from_values
from vbn_video.decisions import EditPlan
from vbn_video.errors import MissingError, TargetError
from vbn_video.evidence import Recording, Speech
from vbn_video.messages import _, size
from vbn_video.project import Project, disk_errors, read_value
from vbn_video.publish.ledger import LEDGER_FILE, Ledger
from vbn_video.publish.website.storage.drive_errors import refusals
from vbn_video.runs.expected.estimate import Estimate, estimate, whole_plan
from vbn_video.settings.choices import WEBSITE

if TYPE_CHECKING:
    from vbn_video.evidence import Packets
    from vbn_video.runs.request import RunRequest
    from vbn_video.steps.record import Record

RENDERED = ("render", "check", "publish")
MOST_BITS = 0.3
"""Bits for an encoded pixel that no video reaches: with so much room, nothing need be looked at closer."""


def read_recording(project: Project) -> Recording:
    """What the project knows of its recording."""
    return read_value(project.path("recording.json"), Recording)


def estimate_project(
    project: Project, record: Record, request: RunRequest, due: tuple[str, ...], is_due: Callable[[str], bool]
) -> Estimate:
    """What the due steps of a project that knows its recording will take, by the cut and the speech that it knows.

    `is_due`: whether a step would run now. What such a step made last may be another recording's, and says nothing here.
    """
    from vbn_video.recording.packets import load_packets

    recording = read_recording(project)
    packets = load_packets(project.path("packets.npz"))
    plan = None if is_due("plan") else _known_plan(record)
    speech_us = None if is_due("listen") else _speech_us(project)
    return estimate_recording(recording, packets, request, due, plan=plan, speech_us=speech_us)


def estimate_recording(
    recording: Recording,
    packets: Packets,
    request: RunRequest,
    due: tuple[str, ...],
    *,
    plan: EditPlan | None = None,
    speech_us: int | None = None,
) -> Estimate:
    """What the due steps will take on this machine; without a plan, all of the recording that the person wants is kept."""
    cut = plan or whole_plan(recording, packets, request.preset, request.start_us, request.end_us)
    targets, cores = request.targets, os.cpu_count() or 1
    return estimate(recording, packets, cut, request.preset, due=due, targets=targets, cores=cores, speech_us=speech_us)


def check_room(project: Project, record: Record, request: RunRequest, is_due: Callable[[str], bool]) -> None:
    """See that the video has room where it is made and where it is published; `is_due`: whether a run would take a step.

    Raises:
        MissingError: the project's disk has too little.
        TargetError: the media folder's has.
    """
    media = _media_folder(request)
    with disk_errors(project.folder):
        free, same = shutil.disk_usage(project.folder).free, media is not None and _is_same_disk(project.folder, media)
    media_free = _free(media) if media else None
    if _is_plenty(project, min(free, free if media_free is None else media_free)):
        return
    due = RENDERED if is_due("render") else ("publish",)
    need = estimate_project(project, record, request, due, is_due)
    to_media = 0 if media is None or ("render" not in due and _is_published(project, record, media)) else need.media_bytes
    here = need.project_bytes + (to_media if same else 0)
    if need.project_bytes and here > free:
        sentence = _("Only {free} is free at {path}, and this video takes about {need} there. Make room, or use --workspace.")
        raise MissingError(sentence, free=size(free), need=size(here), path=project.folder)
    if media and media_free is not None and to_media > media_free:
        sentence = _("Only {free} is free in the media folder {path}, and this video takes about {need} there. Make room there.")
        raise TargetError(sentence, free=size(media_free), need=size(to_media), path=media)


def _media_folder(request: RunRequest) -> Path | None:
    if request.until != "publish" or WEBSITE not in request.targets or not request.preset.website.media_dir:
        return None
    return Path(os.path.abspath(Path(request.preset.website.media_dir).expanduser()))


def _free(media: Path) -> int | None:
    """What the media folder has free; None where its drive does not say."""
    with refusals(media):
        usage = shutil.disk_usage(media)
    return usage.free if usage.total else None


def _is_same_disk(one: Path, other: Path) -> bool:
    with refusals(other):
        return one.stat().st_dev == other.stat().st_dev


def _is_plenty(project: Project, free: int) -> bool:
    """Whether there is room for the video twice however it is made."""
    recording = read_recording(project)
    recorded = sum(part.identity.size for part in recording.parts)
    pixels = sum(part.pictures * part.picture.width * part.picture.height for part in recording.parts)
    return free > 3 * (recorded + pixels * MOST_BITS / 8) + 1e9


def _is_published(project: Project, record: Record, media: Path) -> bool:
    """Whether the very video is in the media folder, as far as the project knows."""
    checked = record.made("check")
    content = checked.memory.get("content") if checked else None
    entries = Ledger(project.path(LEDGER_FILE)).standing(WEBSITE)
    return any((entry.state, entry.place, entry.content) == ("published", str(media), content) for entry in entries)


def _known_plan(record: Record) -> EditPlan | None:
    planned = record.made("plan")
    return from_values(EditPlan, planned.memory["edit"]) if planned and "edit" in planned.memory else None


def _speech_us(project: Project) -> int | None:
    path = project.path("speech.json")
    return sum(span.end_us - span.start_us for span in read_value(path, Speech).speech) if path.exists() else None
