"""Taking a video down from YouTube: made private, so that it can be shown again, or deleted for good."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from vbn_video.events import Notice
from vbn_video.messages import _
from vbn_video.publish.ledger import Ledger, LedgerEntry
from vbn_video.publish.publication import Publication
from vbn_video.publish.youtube.channel.session import ChannelSession, Video, watch_url
from vbn_video.publish.youtube.channel.video_facts import facts_of
from vbn_video.publish.youtube.sync.metadata_update import WantedTexts, update_texts
from vbn_video.publish.youtube.sync.processing import duration_of
from vbn_video.publish.youtube.texts.merge import Merged
from vbn_video.publish.youtube.texts.metadata import from_fact, from_resource, to_fact
from vbn_video.publish.youtube.texts.our_tags import as_hidden, our_tags
from vbn_video.publish.youtube.upload.one_upload import abandon_upload
from vbn_video.settings.choices import YOUTUBE


@dataclass(frozen=True)
class ListedVideo:
    """A video of a project as it stands on YouTube."""

    id: str
    title: str
    url: str
    privacy: str
    views: int
    duration_us: int


def is_anything_there(ledger: Ledger) -> bool:
    """Whether there is anything of the project on YouTube to take down, or to delete: without it nobody need be logged in."""
    return bool(_there(ledger))


def list_videos(channel: ChannelSession) -> tuple[ListedVideo, ...]:
    """The project's videos on the channel as YouTube shows them now, the ones that were made private too.

    Raises:
        MissingError: the login died, or this machine's disk refused the ledger.
        TargetError: YouTube refused or can't be reached.
    """
    there = _there(channel.ledger)
    entries = [entry if entry.id else abandon_upload(channel, entry) for entry in _on_channel(channel, there)]
    videos = [channel.api.get_video(entry.id) for entry in entries if entry.id]
    return tuple(
        ListedVideo(
            id=video["id"],
            title=video["snippet"]["title"],
            url=watch_url(video["id"]),
            privacy=video["status"]["privacyStatus"],
            views=int(video.get("statistics", {}).get("viewCount", 0)),
            duration_us=duration_of(video.get("contentDetails", {}).get("duration", "")) or 0,
        )
        for video in videos
        if video
    )


def withdraw(channel: ChannelSession, *, delete: bool) -> tuple[Publication, ...]:
    """Make the project's videos on the channel private, or delete them; the project and its ledger stay.

    Raises:
        MissingError: the login died, or this machine's disk refused the ledger.
        TargetError: YouTube refused or can't be reached; the next try goes on from there.
    """
    there = _there(channel.ledger) if delete else channel.ledger.standing(YOUTUBE)
    entries = [entry if entry.id else abandon_upload(channel, entry) for entry in _on_channel(channel, there)]
    return tuple(_taken_down(channel, entry, delete) for entry in entries if entry.id)


def make_private(channel: ChannelSession, entry: LedgerEntry) -> LedgerEntry:
    """Let only the channel see the entry's video. Returns the entry with what it says now."""
    last_sent = from_fact(facts_of(entry).get("metadata"))
    now = to_fact(replace(last_sent, privacy="private", publish_at="")) if last_sent else None

    def announce() -> None:
        channel.put(entry, {"telling": now})

    if not hide_video(channel, entry.id, announce):
        return entry
    return replace(entry, facts={**entry.facts, "metadata": now, "telling": None, "asked": {}, "shown": {}})


def hide_video(channel: ChannelSession, video_id: str, announce: Callable[[], None] = lambda: None) -> bool:
    """Let only the channel see the video, and mark it as taken down; False, and said, where it is not there any more."""
    video = channel.await_video(video_id)
    if video is None:
        sentence = _("{url} is no longer on YouTube: somebody deleted it.")
        channel.emit(Notice(sentence.format(url=watch_url(video_id)), "warning"))
        return False

    def private(video: Video) -> WantedTexts:
        return WantedTexts(Merged(replace(from_resource(video), privacy="private", publish_at="")), as_hidden(our_tags(video)))

    update_texts(channel, video_id, video, private, announce)
    return True


def _there(ledger: Ledger) -> tuple[LedgerEntry, ...]:
    """What stands, and what was made private and can still be deleted."""
    hidden = [entry for entry in ledger.entries if entry.target == YOUTUBE and entry.state in ("withdrawn", "replaced")]
    return (*ledger.standing(YOUTUBE), *(entry for entry in hidden if entry.id and not facts_of(entry).get("deleted")))


def _on_channel(channel: ChannelSession, entries: tuple[LedgerEntry, ...]) -> tuple[LedgerEntry, ...]:
    """Those on the login's channel; what is on another one is said."""
    elsewhere = sorted({entry.place for entry in entries if entry.place != channel.info.id})
    for channel_id in elsewhere:
        sentence = _(
            "Something of this project stands on another channel ({id}) and stays there: log in to that one to take it down."
        )
        channel.emit(Notice(sentence.format(id=channel_id), "warning"))
    return tuple(entry for entry in entries if entry.place == channel.info.id)


def _taken_down(channel: ChannelSession, entry: LedgerEntry, delete: bool) -> Publication:
    entry = channel.put(entry, state="withdrawing")
    if delete:
        channel.api.delete_video(entry.id)
        facts = {name: value for name, value in entry.facts.items() if name in ("recording", "timing", "duration_us")}
        channel.put(replace(entry, marks={}, facts={**facts, "deleted": True}), state="withdrawn")
    else:
        channel.put(make_private(channel, entry), state="withdrawn")
    return Publication(YOUTUBE, entry.id, entry.url, None, "withdrawn")
