"""What a target needs to know of a finished video: values made from the project's files."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vbn_video.codec import to_json
from vbn_video.decisions import EditPlan
from vbn_video.evidence import Recording
from vbn_video.formats.base import decode
from vbn_video.project import read_value
from vbn_video.publish.this_machine import other_project
from vbn_video.settings.meeting import Meeting
from vbn_video.timeline import subtract

CAPTIONS_VTT = "captions.da.vtt"
CAPTIONS_SRT = "captions.da.srt"
CHAPTERS_VTT = "chapters.vtt"
STORYBOARD_JPG, STORYBOARD_VTT = "storyboard.jpg", "storyboard.vtt"


@dataclass(frozen=True)
class Storyboard:
    """Small pictures of the video in one image, and when each of them is shown."""

    file: str
    """The image's name as it is shipped: `vtt` refers to it."""
    image: bytes
    vtt: bytes

    @classmethod
    def of(cls, image: bytes, vtt: bytes) -> "Storyboard":
        """The storyboard under a name that changes with its image, as `storyboard.vtt` of the project says when."""
        file = f"storyboard-{hashlib.sha256(image).hexdigest()[:12]}.jpg"
        return cls(file, image, vtt.replace(f"{STORYBOARD_JPG}#".encode(), f"{file}#".encode()))


@dataclass(frozen=True)
class TimedTexts:
    """The texts whose times are the video's, as the files that are shipped."""

    captions_vtt: bytes
    captions_srt: bytes
    chapters_vtt: bytes
    storyboard: Storyboard | None = None


@dataclass(frozen=True)
class Material:
    """A finished video and all that is said of it."""

    recording: str
    """Who the video is, the same on every machine: a hash over the recording's parts and the video's name (`video_key`)."""
    content: str
    """The video content (SHA-256 over the coded packets)."""
    timing: str
    """The fingerprint of the video's timing: a hash over the kept spans and the bumpers' lengths (`timing_key`)."""
    duration_us: int
    video: Path
    poster: bytes
    timed: TimedTexts
    meeting: Meeting
    project: Path
    """The project folder."""
    seen_us: tuple[tuple[int, int], ...] = ()
    """What of the recording is seen in it, on the recording's clock; ascending."""
    heard_us: tuple[tuple[int, int], ...] = ()
    """What of it is heard."""
    other_project: Path | None = None
    """The project that this recording was last published from on this machine, if it was another one than this."""


def read_material(files: Mapping[str, Path], content: str, meeting: Meeting) -> Material:
    """The material in a project's files (by their names in the project folder)."""
    recording = read_value(files["recording.json"], Recording)
    key, project = video_key(recording, meeting.video), files["recording.json"].parent
    plan = read_value(files["edit.json"], EditPlan)
    return Material(
        recording=key,
        content=content,
        timing=timing_key(plan),
        duration_us=plan.duration_us,
        video=files["video.mp4"],
        poster=files["poster.jpg"].read_bytes(),
        timed=TimedTexts(
            captions_vtt=decode(files[CAPTIONS_VTT].read_bytes()).encode(),  # browsers read a WebVTT file as UTF-8 only
            captions_srt=files[CAPTIONS_SRT].read_bytes(),
            chapters_vtt=decode(files[CHAPTERS_VTT].read_bytes()).encode(),
            storyboard=_storyboard(files),
        ),
        meeting=meeting,
        project=project,
        seen_us=tuple((span.start_us, span.end_us) for span in plan.kept if not span.card),
        heard_us=tuple(subtract([(span.start_us, span.end_us) for span in plan.kept], plan.silent_us)),
        other_project=other_project(key, project),
    )


def _storyboard(files: Mapping[str, Path]) -> Storyboard | None:
    if STORYBOARD_JPG not in files or STORYBOARD_VTT not in files:
        return None
    return Storyboard.of(files[STORYBOARD_JPG].read_bytes(), files[STORYBOARD_VTT].read_bytes())


def recording_key(recording: Recording) -> str:
    """The same for the same recorded files on every machine: by size, first and last MiB of each part."""
    parts = [part.identity.content for part in recording.parts]
    return hashlib.sha256(to_json(list[tuple[int, str, str]], parts).encode()).hexdigest()


def video_key(recording: Recording, name: str) -> str:
    """The same for the same recorded files and the name that a person gave the video; without a name, of the files alone."""
    key, name = recording_key(recording), " ".join(name.split()).casefold()
    return hashlib.sha256(f"{key} {name}".encode()).hexdigest() if name else key


def timing_key(plan: EditPlan) -> str:
    """The same for plans that put every kept picture at the same programme time, whatever their reasons."""
    spans = [(span.start_us, span.end_us) for span in plan.kept]
    return hashlib.sha256(to_json(list[tuple[int, int]], [*spans, (plan.intro_us, plan.outro_us)]).encode()).hexdigest()
