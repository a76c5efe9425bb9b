"""`SLUG/entry.json`: what a meeting's folder holds, and what the catalogue says of it.

It is our mark on the folder: the files that it lists are ours, all others are a stranger's. It is written before anything else
of a publication, listing what is about to be there, so that a run that was killed leaves nothing that nobody knows.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import ValidationError

from vbn_video.codec import Duration, from_json, to_json

ENTRY_FILE = "entry.json"
PAGE_FILE = "index.html"


@dataclass(frozen=True)
class FileMark:
    """A file of ours: how large it is, and the SHA-256 of its bytes (none for the video, which is never read again)."""

    size: int
    sha256: str | None = None


@dataclass(frozen=True)
class VideoMark:
    """The video that the page shows: a file beside it, or one on YouTube."""

    file: str
    """Empty where it is on YouTube."""
    content: str
    """Its video content."""
    size: int
    timing: str
    """The fingerprint of its timing: captions and chapters of the same timing fit it."""
    duration_us: Duration
    youtube: str | None = None
    """Its id on YouTube, where the page embeds it from there."""


@dataclass(frozen=True)
class MeetingEntry:
    """One meeting in the media folder."""

    generator: Literal["vbn-video"]
    state: Literal["publishing", "published", "withdrawing"]
    recording: str
    """The recording's key, the same on every machine."""
    title: str
    theme: str = ""
    date: dt.date | None = None
    poster: str = ""
    captioned: bool = False
    video: VideoMark | None = None
    files: Mapping[str, FileMark] = field(default_factory=dict)
    """All that is ours in the folder but this file."""

    def text(self) -> bytes:
        """The file's bytes."""
        return to_json(MeetingEntry, self).encode()


def read_entry(data: bytes) -> MeetingEntry | None:
    """The entry, or None where the bytes are not one of ours."""
    try:
        return from_json(MeetingEntry, data)
    except ValidationError:
        return None
