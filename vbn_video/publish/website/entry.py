"""`SLUG/entry.json`: what a meeting's folder holds, and what the catalogue says of it.

It is our mark on the folder: the files that it lists are ours, all others are a stranger's. It is written before anything else
of a publication, listing what is about to be there, so that a run that was killed leaves nothing that nobody knows.

Whoever may write to the media folder can write such a file: each name in it is that of one file beside it, or it is none of ours.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, ValidationError

from vbn_video.clock import US_PER_S
from vbn_video.codec import Duration, SafeName, from_json, to_json

ENTRY_FILE = "entry.json"
PAGE_FILE = "index.html"
LARGEST_ENTRY_BYTES = 1 << 20
"""A thousand times what an entry takes."""
LONGEST_VIDEO_US = 1000 * 3600 * US_PER_S
"""No meeting lasts so long."""

FileName = Annotated[SafeName, Field(pattern=r"^[^.]")]
"""A file that people may see: none of ours is hidden."""
Size = Annotated[int, Field(ge=0, lt=1 << 63)]
"""Bytes of a file."""


@dataclass(frozen=True)
class FileMark:
    """A file of ours: how large it is, and the SHA-256 of its bytes (none for the video, which is never read again)."""

    size: Size
    sha256: str | None = None


@dataclass(frozen=True)
class VideoMark:
    """The video that the page shows: a file beside it, or one on YouTube."""

    file: FileName | Literal[""]
    """Empty where it is on YouTube."""
    content: str
    """Its video content."""
    size: Size
    timing: str
    """The fingerprint of its timing: captions and chapters of the same timing fit it."""
    duration_us: Annotated[Duration, Field(ge=0, le=LONGEST_VIDEO_US)]
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
    poster: FileName | Literal[""] = ""
    storyboard: FileName | Literal[""] = ""
    captioned: bool = False
    video: VideoMark | None = None
    files: Mapping[FileName, FileMark] = field(default_factory=dict)
    """All that is ours in the folder but this file."""
    slug: str = ""
    """The folder that it was written for: another one holds a copy, or was renamed, by hand."""
    run: str | None = None
    """While its state is "publishing": the run that is at it (`RunMark.prefix`)."""
    published_at: AwareDatetime | None = None
    """When its page was first whole, by the media folder's own clock."""

    def text(self) -> bytes:
        """The file's bytes."""
        return to_json(MeetingEntry, self).encode()


def read_entry(data: bytes) -> MeetingEntry | None:
    """The entry, or None where the bytes are not one of ours."""
    try:
        return from_json(MeetingEntry, data)
    except (ValidationError, OverflowError):  # a length of 1e308
        return None
