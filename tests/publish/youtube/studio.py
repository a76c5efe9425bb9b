"""A project that publishes to the YouTube of `tests/youtube_server`, with a clock that does not wait."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tests.publish.made_meeting import material
from tests.youtube_server import Seen, YoutubeServer
from vbn_video.events import Event, Notice
from vbn_video.publish.ledger import Ledger, LedgerEntry
from vbn_video.publish.material import Material
from vbn_video.publish.publication import Publication
from vbn_video.publish.youtube.api.methods import Api, open_api
from vbn_video.publish.youtube.channel.session import ChannelSession, open_session
from vbn_video.publish.youtube.sync.publication_sync import publish_to_youtube
from vbn_video.publish.youtube.sync.target_metadata import PublicationRequest
from vbn_video.publish.youtube.sync.withdrawal import withdraw
from vbn_video.publish.youtube.texts.visibility import Visibility
from vbn_video.publish.youtube.transport.retry import Clock
from vbn_video.settings.preset import Website, Youtube

VIDEO = bytes(range(256)) * 4096 * 3  # 3 MiB: 12 grains of an upload


@dataclass
class Studio:
    """One project, one login, and what the runs say."""

    server: YoutubeServer
    folder: Path
    heard: list[Event] = field(default_factory=list)
    waits_s: list[float] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)
    """Keys of `[youtube]`."""
    later: dt.timedelta = dt.timedelta()
    """How far the clock was put on."""
    made: Material | None = None
    elapsed_s: Callable[[], float] = time.monotonic

    @property
    def material(self) -> Material:
        """The finished video."""
        if self.made is None:
            self.made = material(self.folder, video=VIDEO)
        return self.made

    def change(self, **changes: Any) -> None:
        """Change the material."""
        self.made = replace(self.material, **changes)

    def retitle(self, title: str) -> None:
        """Change the meeting's title."""
        self.change(meeting=self.material.meeting.model_copy(update={"title": title}))

    def cut_anew(self) -> None:
        """Another video: other pictures, another clock."""
        other = material(self.folder, "b", b"other video" * 99_999)
        meeting, timed = self.material.meeting, self.material.timed
        self.made = replace(other, recording=self.material.recording, timing="cut anew", meeting=meeting, timed=timed)

    @property
    def youtube(self) -> Youtube:
        """The preset's section."""
        token_file = str(self.folder / "token.json")
        return Youtube(api_root=self.server.root, token_file=token_file, **self.settings)

    @property
    def ledger(self) -> Ledger:
        """As it lies on the disk."""
        return Ledger(self.folder / "ledger.json")

    @property
    def entry(self) -> LedgerEntry:
        """What was put last."""
        return self.ledger.entries[-1]

    @property
    def said(self) -> str:
        """Every notice so far."""
        return "\n".join(event.text for event in self.heard if isinstance(event, Notice))

    @property
    def clock(self) -> Clock:
        """Notes what is waited for, and goes on at once."""
        now = lambda: dt.datetime.now(dt.UTC) + self.later  # noqa: E731
        return Clock(sleep=self.waits_s.append, chance=lambda: 1.0, now=now, elapsed_s=self.elapsed_s)

    def api(self) -> Api:
        """As a new process opens it."""
        return open_api(self.youtube, self.heard.append, self.clock)

    def asked(self, *, page: str = "", public: bool = False, anew: bool = False) -> PublicationRequest:
        """What a person asks for."""
        return PublicationRequest(page, Visibility.of(self.youtube, public=public), anew)

    def publish(self, *, page: str = "", public: bool = False, anew: bool = False) -> Publication:
        """One run."""
        with self.opened() as channel:
            return self.publish_on(channel, page=page, public=public, anew=anew)

    def publish_on(self, channel: ChannelSession, *, page: str = "", public: bool = False, anew: bool = False) -> Publication:
        """One run on a channel that is open."""
        return publish_to_youtube(channel, self.material, Website(), self.asked(page=page, public=public, anew=anew))

    def publish_until(self, what: str, *, anew: bool = False) -> None:
        """One run that is broken off when this has been answered: `captions are noted`, `unlisted on the new one`."""
        names = {"captions are noted": "thumbnails.set", "unlisted on the new one": "videos.update"}

        with self.opened() as channel:
            connection = channel.api.connection
            request = connection.request

            def broken_off(uri: str, method: str = "GET", **more: Any) -> Any:
                answer = request(uri, method, **more)
                if self.server.names()[-1] == names[what]:
                    raise KeyboardInterrupt
                return answer

            connection.request = broken_off  # type: ignore[method-assign,assignment]
            publish_to_youtube(channel, self.material, Website(), self.asked(anew=anew))

    def keep_private(self) -> None:
        """From now on YouTube shows every video as private, whatever it is told."""

        def locked(seen: Seen, _phase: str) -> None:
            if seen.name == "videos.list":
                for video in self.server.state.videos.values():
                    video.status["privacyStatus"] = "private"

        self.server.on_request = locked

    def withdraw(self, *, delete: bool = False) -> tuple[Publication, ...]:
        """Take down what stands."""
        with self.opened() as channel:
            return withdraw(channel, delete=delete)

    def opened(self, clock: Clock | None = None) -> AbstractContextManager[ChannelSession]:
        """The channel for one run; the connection ends with it, as with a process."""
        recording = self.material.recording
        return open_session(self.ledger, self.youtube, self.heard.append, clock or self.clock, recording=recording)
