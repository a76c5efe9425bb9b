"""What the server holds: channels, videos, captions, playlists, upload sessions."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Channel:
    """A channel."""

    id: str
    title: str = "Vores netværk"
    custom_url: str = "@voresnetvaerk"
    verified: bool = True
    """Whether it may set thumbnails of its own."""
    long_uploads: str = "allowed"
    """`allowed`, `eligible`, `disallowed`: with the latter two, what is over 15 minutes is rejected."""

    @property
    def uploads(self) -> str:
        """The id of the playlist of all its uploads."""
        return "UU" + self.id[2:]


@dataclass
class Video:
    """A video; its `snippet` and `status` hold what the owner may set, so a test may change them as a person would."""

    id: str
    channel: Channel
    snippet: dict[str, Any]
    status: dict[str, Any]
    published_at: float
    size: int
    sha256: str
    """Of its bytes; "" where the server makes no digest."""
    content: bytes | None
    """Its bytes; None where there are more than the server keeps."""
    content_type: str
    session: str
    notified: bool
    """Whether subscribers were told."""
    duration_s: float
    polls: int
    """How often it can be listed before it is processed."""
    end: str = "processed"
    """What the processing ends as: `processed`, `failed`, `rejected`."""
    end_reason: str = ""
    lag: int = 0
    listed_at: float = 0.0
    """When it stands among the uploads, by the server's clock."""
    """How many lists of the uploads playlist come before it stands there."""
    late: int = 0
    """How many times a playlist does not find it yet."""
    extra: dict[str, Any] = field(default_factory=dict)
    """Other parts that were sent: `localizations`, `recordingDetails`."""
    thumbnail: bytes | None = None
    parts: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return str(self.snippet.get("title", ""))

    @property
    def description(self) -> str:
        return str(self.snippet.get("description", ""))

    @property
    def tags(self) -> list[str]:
        return list(self.snippet.get("tags", []))

    @property
    def privacy(self) -> str:
        return str(self.status["privacyStatus"])

    @property
    def upload_status(self) -> str:
        """`uploaded`, then what it ends as."""
        return "uploaded" if self.polls > 0 else self.end

    @property
    def etag(self) -> str:
        """Of what the owner may set, so it changes with that alone."""
        return etag({"id": self.id, "snippet": self.snippet, "status": self.status, "extra": self.extra})


@dataclass
class Caption:
    """A caption track."""

    id: str
    video_id: str
    language: str
    name: str
    content: bytes
    updated_at: float
    draft: bool = False
    kind: str = "standard"
    failure: str = ""
    """Why it could not be read; "" where it could."""
    replaced: int = 0
    """How often its content was sent anew."""


@dataclass
class Item:
    """A video's place in a playlist."""

    id: str
    video_id: str
    added_at: float


@dataclass
class Playlist:
    """A playlist that a person made; the uploads' is made of the videos."""

    id: str
    channel: Channel
    title: str
    description: str
    privacy: str
    made_at: float
    items: list[Item] = field(default_factory=list)

    @property
    def video_ids(self) -> list[str]:
        return [item.video_id for item in self.items]


@dataclass
class Session:
    """An upload session: what it is to become, and how much is stored."""

    id: str
    channel: Channel
    resource: dict[str, Any]
    parts: tuple[str, ...]
    notify: bool
    size: int
    content_type: str
    opened_at: float
    stored: int = 0
    content: bytearray | None = None
    digest: Any = None
    video_id: str = ""
    """The video that it became; "" while it is unfinished."""
    gone: int = 0
    """404 or 410 once it is dead."""
    turn: int = 0
    """Counts those who have written to it: only the last one may go on."""
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass
class State:
    """All that the server holds."""

    channels: dict[str, Channel] = field(default_factory=dict)
    videos: dict[str, Video] = field(default_factory=dict)
    """By id, oldest first; without the deleted ones."""
    uploaded: list[Video] = field(default_factory=list)
    """Every video that ever came to be, the deleted ones too."""
    captions: dict[str, Caption] = field(default_factory=dict)
    playlists: dict[str, Playlist] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    """What is allowed, but not as we want it."""
    made: int = 0

    @property
    def channel(self) -> Channel:
        """The first channel."""
        return next(iter(self.channels.values()))

    @property
    def video(self) -> Video:
        """The one video; fails where there is none, or more."""
        (video,) = self.videos.values()
        return video

    @property
    def thumbnails(self) -> dict[str, bytes]:
        """The pictures that were set, by video id."""
        return {video.id: video.thumbnail for video in self.videos.values() if video.thumbnail is not None}

    def captions_of(self, video_id: str) -> list[Caption]:
        """The tracks of a video."""
        return [caption for caption in self.captions.values() if caption.video_id == video_id]

    def new_id(self, prefix: str, length: int) -> str:
        """An id that looks as YouTube's do, the same in every run."""
        self.made += 1
        digest = hashlib.sha256(f"{prefix} {self.made}".encode()).digest() * 3
        return (prefix + base64.urlsafe_b64encode(digest).decode())[:length]

    def was_there(self, video_id: str) -> bool:
        """Whether there is, or was, such a video."""
        return any(video.id == video_id for video in self.uploaded) or video_id in self.videos

    def of_channel(self, channel: Channel) -> Iterator[Video]:
        """A channel's videos, newest first."""
        return (video for video in reversed(self.videos.values()) if video.channel is channel)


def etag(document: Any) -> str:
    """An ETag over what a document says."""
    digest = hashlib.sha1(json.dumps(document, sort_keys=True, default=str).encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
