"""Taking a video down from YouTube: made private, so that it can be shown again, or deleted for good."""

from __future__ import annotations

from dataclasses import dataclass, replace

from vbn_video.events import Notice
from vbn_video.messages import _
from vbn_video.publish.ledger import Entry, Ledger
from vbn_video.publish.publication import Publication
from vbn_video.publish.youtube.channel.session import TARGET, Place, watch_url
from vbn_video.publish.youtube.channel.video_facts import facts_of
from vbn_video.publish.youtube.sync.metadata_update import bring
from vbn_video.publish.youtube.sync.processing import duration_of
from vbn_video.publish.youtube.texts.merge import Merged
from vbn_video.publish.youtube.texts.metadata import Metadata, as_fact, of_fact
from vbn_video.publish.youtube.upload.one_upload import give_up_upload


@dataclass(frozen=True)
class VideoThere:
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


def what_stands(place: Place) -> tuple[VideoThere, ...]:
    """The project's videos on the channel as YouTube shows them now, the ones that were made private too.

    Raises:
        MissingError: the login died, or this machine's disk refused the ledger.
        TargetError: YouTube refused or can't be reached.
    """
    there = _there(place.ledger)
    entries = [entry if entry.id else give_up_upload(place, entry) for entry in _on_channel(place, there)]
    videos = [place.api.video(entry.id) for entry in entries if entry.id]
    return tuple(
        VideoThere(
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


def withdraw(place: Place, *, delete: bool) -> tuple[Publication, ...]:
    """Make the project's videos on the channel private, or delete them; the project and its ledger stay.

    Raises:
        MissingError: the login died, or this machine's disk refused the ledger.
        TargetError: YouTube refused or can't be reached; the next try goes on from there.
    """
    there = _there(place.ledger) if delete else place.ledger.standing(TARGET)
    entries = [entry if entry.id else give_up_upload(place, entry) for entry in _on_channel(place, there)]
    return tuple(_taken_down(place, entry, delete) for entry in entries if entry.id)


def make_private(place: Place, entry: Entry) -> Entry:
    """Let only the channel see the video; one that is not there any more is no fault. Returns the entry with what it says now."""
    video = place.late_video(entry.id)
    if video is None:
        place.emit(Notice(_("{url} is no longer on YouTube: somebody deleted it.").format(url=entry.url), "warning"))
        return entry

    def private(theirs: Metadata) -> Merged:
        return Merged(replace(theirs, privacy="private", publish_at=""))

    told = of_fact(facts_of(entry).get("metadata"))
    now = as_fact(replace(told, privacy="private", publish_at="")) if told else None

    def announce() -> None:
        place.put(entry, {"telling": now})

    bring(place, entry, video, private, announce)
    return replace(entry, facts={**entry.facts, "metadata": now, "telling": None, "asked": {}, "shown": {}})


def _there(ledger: Ledger) -> tuple[Entry, ...]:
    """What stands, and what was made private and can still be deleted."""
    hidden = [entry for entry in ledger.entries if entry.target == TARGET and entry.state in ("withdrawn", "replaced")]
    return (*ledger.standing(TARGET), *(entry for entry in hidden if entry.id and not facts_of(entry).get("deleted")))


def _on_channel(place: Place, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Those on the login's channel; what is on another one is said."""
    elsewhere = sorted({entry.place for entry in entries if entry.place != place.channel.id})
    for channel_id in elsewhere:
        sentence = _(
            "Something of this project stands on another channel ({id}) and stays there: log in to that one to take it down."
        )
        place.emit(Notice(sentence.format(id=channel_id), "warning"))
    return tuple(entry for entry in entries if entry.place == place.channel.id)


def _taken_down(place: Place, entry: Entry, delete: bool) -> Publication:
    entry = place.put(entry, state="withdrawing")
    if delete:
        place.api.delete_video(entry.id)
        facts = {name: value for name, value in entry.facts.items() if name in ("recording", "timing", "duration_us")}
        gone = replace(entry, marks={}, facts={**facts, "deleted": True})
        place.put(gone, state="withdrawn")
    else:
        place.put(make_private(place, entry), state="withdrawn")
    return Publication(TARGET, entry.id, entry.url, None, "withdrawn")
