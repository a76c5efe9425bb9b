"""The service behind the sockets: what it holds, how it behaves, what it has seen."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any, Literal

from tests.youtube_server.faults import Faults
from tests.youtube_server.oauth import OAuth
from tests.youtube_server.quota import Quota
from tests.youtube_server.request import Request, Seen
from tests.youtube_server.settings import Settings
from tests.youtube_server.state import Caption, Channel, Playlist, State, Video

Phase = Literal["received", "within", "worked", "answered"]


class Service:
    """All but the sockets; every part of it may be read and changed by a test while it runs."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.state = State()
        self.faults = Faults()
        self.clock: Callable[[], float] = time.time
        """Seconds since 1970; a test sets its own."""
        self.quota = Quota(settings, self.now)
        self.oauth = OAuth(self)
        self.requests: list[Seen] = []
        self.violations: list[str] = []
        self.on_request: Callable[[Seen, Phase], Any] | None = None
        self.lock = threading.RLock()
        """Held while one request is worked on; a test that changes several things at once may hold it too."""
        self.origin = ""
        self.add_channel()

    def now(self) -> float:
        """Seconds since 1970 by the clock that is set."""
        return self.clock()

    @property
    def root(self) -> str:
        """The API's root address, with a slash at its end."""
        return f"{self.origin}{self.settings.prefix}/"

    def arrive(self, method: str, path: str, name: str, headers: dict[str, str], size: int) -> Seen:
        """Note a request."""
        with self.lock:
            seen = Seen(len(self.requests) + 1, method, path, name, headers, size)
            self.requests.append(seen)
            return seen

    def violate(self, request: Request | Seen, wrong: str) -> None:
        """Note what a client did wrong."""
        seen = request.seen if isinstance(request, Request) else request
        with self.lock:
            self.violations.append(f"{seen.number} {seen.name}: {wrong}")

    def names(self) -> list[str]:
        """The names of all requests, in their order."""
        return [seen.name for seen in self.requests]

    def counts(self) -> Counter[str]:
        """How many requests of each name there were."""
        return Counter(self.names())

    @property
    def writes(self) -> list[Seen]:
        """The requests that could change anything."""
        return [seen for seen in self.requests if seen.writes]

    def forget_requests(self) -> None:
        """Begin the list of requests anew, as before a rerun."""
        with self.lock:
            self.requests.clear()

    def add_channel(self, title: str = "Vores netværk", custom_url: str = "@voresnetvaerk") -> Channel:
        """One more channel."""
        with self.lock:
            channel = Channel(self.state.new_id("UC", 24), title, custom_url)
            self.state.channels[channel.id] = channel
            return channel

    def add_video(self, title: str = "En gammel video", *, channel: Channel | None = None, **values: Any) -> Video:
        """A video that a person uploaded earlier; `tags`, `description`, `privacyStatus`, … as its resource names them."""
        with self.lock:
            status = {"privacyStatus": "private", "license": "youtube", "embeddable": True, "publicStatsViewable": True}
            for name in tuple(values):
                if name in ("privacyStatus", "publishAt", "license", "embeddable", "selfDeclaredMadeForKids"):
                    status[name] = values.pop(name)
            video = Video(
                id=self.state.new_id("", 11),
                channel=channel or self.state.channel,
                snippet={"title": title, "description": "", "categoryId": "22", **values},
                status=status,
                published_at=self.clock(),
                size=0,
                sha256="",
                content=None,
                content_type="video/mp4",
                session="",
                notified=False,
                duration_s=self.settings.duration_s,
                polls=0,
            )
            self.state.videos[video.id] = video
            self.state.uploaded.append(video)
            return video

    def delete_video(self, video: Video) -> None:
        """A video is gone from everywhere, as when a person deletes it."""
        with self.lock:
            del self.state.videos[video.id]
            for caption in self.state.captions_of(video.id):
                del self.state.captions[caption.id]
            for playlist in self.state.playlists.values():
                playlist.items = [item for item in playlist.items if item.video_id != video.id]

    def add_playlist(self, title: str, *, channel: Channel | None = None, privacy: str = "private") -> Playlist:
        """A playlist that a person made earlier."""
        with self.lock:
            owner = channel or self.state.channel
            playlist = Playlist(self.state.new_id("PL", 34), owner, title, "", privacy, self.clock())
            self.state.playlists[playlist.id] = playlist
            return playlist

    def add_caption(self, video: Video, language: str, name: str = "", content: bytes = b"", kind: str = "standard") -> Caption:
        """A caption track that a person, or YouTube's machine (`kind="asr"`), made."""
        with self.lock:
            caption = Caption(self.state.new_id("AUie", 48), video.id, language, name, content, self.clock(), kind=kind)
            self.state.captions[caption.id] = caption
            return caption
