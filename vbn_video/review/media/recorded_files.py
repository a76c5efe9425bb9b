"""Where the recorded files of a project lie now, and whether a browser can play them as they are."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from vbn_video.errors import VbnError
from vbn_video.evidence import Identity, Part, Recording
from vbn_video.project import Project, read_value
from vbn_video.runs.projects import recording_root

TYPES = {".mp4": "video/mp4", ".m4v": "video/mp4", ".mov": "video/mp4", ".webm": "video/webm"}
"""The containers that browsers play; a .mov with what they know inside is an .mp4 to them."""
PICTURES = frozenset({"h264", "vp8", "vp9", "av1"})
PIXELS = frozenset({"yuv420p", "yuvj420p"})
SOUNDS = frozenset({"aac", "mp3", "opus", "vorbis", "flac"})
PROXIES = "proxies"
"""The project's folder of small copies."""


@dataclass(frozen=True)
class RecordedFile:
    """One part of a project's recording."""

    part: Part
    start_us: int
    """Where it begins on the recording clock."""
    path: Path | None
    """None where it is not there any more, or is another file now."""

    @property
    def media_type(self) -> str:
        """What the browser is told that it is."""
        return TYPES.get(PurePosixPath(self.part.file).suffix.lower(), "application/octet-stream")

    @property
    def needs_proxy(self) -> bool:
        """Whether no browser is known to play it as it is; one that can't play another asks for a copy by itself."""
        picture, sound = self.part.picture, self.part.sound
        plays = picture.codec in PICTURES and picture.pixel_format in PIXELS and (sound is None or sound.codec in SOUNDS)
        return not plays or self.media_type not in TYPES.values()


def read_recording(project: Project) -> Recording | None:
    """The recording as understood; None before a run has looked at it.

    Raises:
        InputError: the file can't be read any more.
    """
    path = project.path("recording.json")
    return read_value(path, Recording) if path.is_file() else None


def recorded_files(project: Project, recording: Recording) -> list[RecordedFile]:
    """Every part, in order; where it lies now."""
    try:
        root = recording_root(project)
    except VbnError:
        root = None
    starts = zip(recording.parts, recording.part_starts_us, strict=True)
    return [RecordedFile(part, start_us, _path(root, part) if root else None) for part, start_us in starts]


def proxy_path(project: Project, index: int) -> Path:
    """Where the small copy of a part lies, or would."""
    return project.path(PROXIES) / f"{index}.mp4"


def _path(root: Path, part: Part) -> Path | None:
    """The part's file, if it is the one that was read: a project that was meddled with leads to no other."""
    path = Path(os.path.abspath(root / part.file))
    if not path.is_relative_to(os.path.abspath(root)):
        return None
    try:
        return path if path.is_file() and _is_same(path, part.identity) else None
    except OSError:
        return None


def _is_same(path: Path, identity: Identity) -> bool:
    """By size and time of change as they were, else by what is in it."""
    from vbn_video.recording.identity import read_identity

    status = path.stat()
    if status.st_size != identity.size:
        return False
    return status.st_mtime_ns == identity.modified_ns or read_identity(path).content == identity.content
