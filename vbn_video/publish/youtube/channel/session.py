"""The channel as a place to publish to: who is logged in there, what the ledger says of it, and how both are spoken to."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import Any

from vbn_video.errors import MissingError, TargetError
from vbn_video.events import Emit
from vbn_video.messages import _
from vbn_video.publish.ledger import Ledger, LedgerEntry, Mark
from vbn_video.publish.youtube.api.methods import Api, Channel, open_api
from vbn_video.publish.youtube.channel.video_facts import Facts
from vbn_video.publish.youtube.texts.our_tags import content_tag, hidden_tag, our_tags, shown_tag
from vbn_video.publish.youtube.texts.visibility import SEEN_BY_OTHERS
from vbn_video.publish.youtube.transport.refusals import no_channel_error
from vbn_video.publish.youtube.transport.retry import Clock
from vbn_video.settings.choices import YOUTUBE
from vbn_video.settings.preset import Youtube

Video = Mapping[str, Any]
DEAD = ("failed", "rejected", "deleted")
"""What YouTube says of an upload that it will not show."""
LATE_VIDEO_S = (1.0, 2.0, 4.0, 8.0)
LATE_LOOKS_S = (2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
"""A video that was just finished may appear among the uploads only after a while."""


@dataclass(frozen=True)
class OurVideos:
    """Videos of one recording among the channel's uploads, as `videos.list` gives them."""

    same: tuple[Video, ...] = ()
    """Those of the very content."""
    shown: tuple[Video, ...] = ()
    """Those that people are to see, or were when they were published: there should be one."""
    hidden: tuple[Video, ...] = ()
    """Those that were taken down or replaced, and are private."""
    listed: frozenset[str] = frozenset()
    """The ids of all the channel's uploads, whosever they are."""


@dataclass(frozen=True)
class ChannelSession:
    """One channel, and the ledger of one project."""

    api: Api
    info: Channel
    ledger: Ledger
    settings: Youtube
    emit: Emit
    recording: str = ""
    """Who the video of this run is (`Material.recording`); empty where no single one is meant."""

    @property
    def clock(self) -> Clock:
        """Time and chance, as the API's own."""
        return self.api.clock

    def entry(self, content: str) -> LedgerEntry | None:
        """What the ledger says of this video on this channel."""
        return self.ledger.find(YOUTUBE, self.info.id, self.recording, content)

    def others(self, content: str) -> tuple[LedgerEntry, ...]:
        """What stands, or may stand, of other videos of this recording on this channel, the latest last."""
        standing = self.ledger.standing(YOUTUBE, self.recording)
        return tuple(entry for entry in standing if entry.place == self.info.id and entry.content != content)

    def tags(self, entry: LedgerEntry) -> tuple[str, str]:
        """Our tags of the entry's video while it is the one that is shown: of its content, and of its recording."""
        return content_tag(entry.content, self.info.id), shown_tag(entry.recording, self.info.id)

    def put(self, entry: LedgerEntry, facts: Facts | None = None, **changes: Any) -> LedgerEntry:
        """Note the entry with what has changed; returns it when it is on the disk.

        Raises:
            MissingError: the disk refused; nothing may be done that could not be noted.
        """
        entry = replace(entry, facts={**entry.facts, **(facts or {})}, **changes)
        self.ledger.put(entry)
        return entry

    def put_mark(self, entry: LedgerEntry, name: str, mark: Mark, facts: Facts | None = None) -> LedgerEntry:
        """Note a side act of the entry."""
        return self.put(entry, facts, marks={**entry.marks, name: mark})

    def await_video(self, video_id: str) -> Mapping[str, Any] | None:
        """The video as YouTube shows it now; None if it is not there a little later either."""
        for wait_s in (0.0, *LATE_VIDEO_S):
            self.clock.wait_s(wait_s)
            if video := self.api.get_video(video_id):
                return video
        return None

    def require_video(self, video_id: str) -> Mapping[str, Any]:
        """The video as YouTube shows it now.

        Raises:
            TargetError: YouTube does not show it.
        """
        if video := self.await_video(video_id):
            return video
        sentence = _("YouTube does not show the video {url} yet. Nothing is lost: run the same command again in a while.")
        raise TargetError(sentence, url=watch_url(video_id))

    def list_ours(self, content: str) -> OurVideos:
        """The videos of the recording among the channel's uploads, as they are listed now.

        Raises:
            MissingError, TargetError: the login can't be used, or YouTube can't be reached.
        """
        videos = [video for video in self.api.list_uploads(self.info) if not is_dead(video)]
        same, shown, hidden = (
            tuple(video for video in videos if tag in our_tags(video))
            for tag in (
                content_tag(content, self.info.id),
                shown_tag(self.recording, self.info.id),
                hidden_tag(self.recording, self.info.id),
            )
        )
        again = tuple(video for video in hidden if is_seen(video) and video not in shown)  # somebody has shown it since
        return OurVideos(
            same=same,
            shown=(*shown, *again),
            hidden=tuple(video for video in hidden if not is_seen(video)),
            listed=frozenset(video["id"] for video in videos),
        )

    def find_by_content(self, content: str, *, late: bool = False) -> Mapping[str, Any] | None:
        """The very video among the channel's uploads; `late`: look again for some minutes.

        Raises:
            MissingError, TargetError: the login can't be used, or YouTube can't be reached.
        """
        for wait_s in (0.0, *(LATE_LOOKS_S if late else ())):
            self.clock.wait_s(wait_s)
            if same := self.list_ours(content).same:
                return same[0]
        return None


@contextmanager
def open_session(
    ledger: Ledger, settings: Youtube, emit: Emit, clock: Clock | None = None, *, recording: str = ""
) -> Iterator[ChannelSession]:
    """The channel that the login acts on, if it is the one that the preset names; its connection ends with the context.

    Raises:
        MissingError: there is no login that can be used, or it is for another channel.
        TargetError: YouTube can't be reached.
    """
    api = open_api(settings, emit, clock)
    with closing(api.connection):
        yield ChannelSession(api, named_channel(api, settings), ledger, settings, emit, recording)


def named_channel(api: Api, settings: Youtube) -> Channel:
    """The login's channel, if it is the one that the preset names.

    Raises:
        MissingError: there is none, or it is another one.
        TargetError: YouTube can't be reached.
    """
    channel = api.get_channel()
    if channel is None:
        raise no_channel_error()
    if not is_named(channel, settings.channel):
        raise MissingError(
            _(
                "The login is for the channel {title} ({id}), but [youtube] channel names {wanted}. Log in again and choose that"
                " one: vbn-video auth youtube"
            ),
            title=channel.title,
            id=channel.id,
            wanted=settings.channel,
        )
    return channel


def is_named(channel: Channel, wanted: str) -> bool:
    """Whether the preset's channel (id, @handle or title; empty = any) is this one."""
    wanted = wanted.strip()
    handles = {channel.handle.casefold(), "@" + channel.handle.casefold().lstrip("@")} if channel.handle else set()
    return not wanted or wanted in (channel.id, channel.title) or wanted.casefold() in handles


def is_dead(video: Video) -> bool:
    """Whether YouTube will not show it."""
    return video.get("status", {}).get("uploadStatus") in DEAD


def is_seen(video: Video) -> bool:
    """Whether others than the channel's own people may see it."""
    return video.get("status", {}).get("privacyStatus") in SEEN_BY_OTHERS


def watch_url(video_id: str) -> str:
    """The link for people."""
    return f"https://www.youtube.com/watch?v={video_id}"
