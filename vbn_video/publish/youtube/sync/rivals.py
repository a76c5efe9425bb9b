"""After an upload, while it is still private: is it the only video of its recording, whoever else publishes that?

YouTube can't be asked to make a video only if there is none. So two machines may both have looked, seen nothing, and uploaded.
Each then looks again when the other's upload, if it came before its own, has had time to be listed. The one that was there first
stays; the other is deleted by the machine that uploaded it, before anybody could see it.

    upload ──► look … look (LISTED_WITHIN_S after the upload, and its own is listed) ──► alone: go on
                 └── an earlier one is there ──► delete its own ──► what stands is gone on with
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from vbn_video.errors import TargetError
from vbn_video.events import Notice
from vbn_video.messages import _
from vbn_video.publish.ledger import LedgerEntry
from vbn_video.publish.youtube.channel.session import LATE_LOOKS_S, ChannelSession, Video, is_dead, is_seen, watch_url
from vbn_video.publish.youtube.channel.video_facts import facts_of
from vbn_video.publish.youtube.sync.metadata_update import is_taken_down, is_told

LISTED_WITHIN_S = 120.0
"""Length of time after which an upload is taken to be listed; the looks go on for a little longer, as times are whole seconds."""
MARGIN_S = 3.0
MORE_LOOKS_S = (64.0, 64.0, 64.0)
"""Further waits where not even the own video is listed by then."""


def is_settled(entry: LedgerEntry, video: Video) -> bool:
    """Whether this machine knows that no other upload can have come before this one: it was seen to, or done since."""
    facts = facts_of(entry)
    return bool(facts.get("settled") or facts.get("adopted")) or is_told(entry) or is_taken_down(video)


def settle(channel: ChannelSession, entry: LedgerEntry, own: Video) -> tuple[LedgerEntry, bool]:
    """(the entry, whether its video, `own`, is the one that stays); one that does not stay is deleted.

    Raises:
        MissingError: the login can't be used, or the disk refused the ledger.
        TargetError: YouTube can't be reached, or does not list the video yet; the next run goes on.
    """
    said, waited_s = False, _since_upload_s(channel, own)
    for wait_s in (0.0, *LATE_LOOKS_S, *MORE_LOOKS_S):
        if wait_s and waited_s < LISTED_WITHIN_S and not said:
            channel.emit(Notice(_("Waiting until YouTube lists the video, to see that nobody else has published it too.")))
            said = True
        channel.clock.wait_s(wait_s)
        waited_s += wait_s
        own = channel.require_video(entry.id) if wait_s else own
        ours = channel.list_ours(entry.content)
        if is_dead(own) or is_seen(own):  # what YouTube will not show is said later, and what people see is not judged
            return channel.put(entry, {"settled": True, "yields_to": ""}), True
        rivals = [video for video in ours.shown if video["id"] not in (entry.id, *facts_of(entry).get("replaces", ()))]
        if rivals and (winner := first_of((own, *rivals))) is not own:
            return _yield(channel, channel.put(entry, {"yields_to": winner["id"]})), False
        if entry.id in ours.listed and waited_s >= LISTED_WITHIN_S + MARGIN_S:
            return channel.put(entry, {"settled": True, "yields_to": ""}), True
    sentence = _(
        "YouTube does not list the video {url} yet, so that it can't be seen whether it is the only one. It stays private: run"
        " the same command again in a while."
    )
    raise TargetError(sentence, url=entry.url)


def first_of(videos: Iterable[Video]) -> Video:
    """The one that stays: one that people can see already, else the earliest; of two at the same time the lower id."""
    return min(videos, key=_order)


def _order(video: Video) -> tuple[bool, Any, str]:
    is_private = video.get("status", {}).get("privacyStatus", "private") == "private"
    return is_private, video["snippet"].get("publishedAt", ""), video["id"]


def _since_upload_s(channel: ChannelSession, video: Video) -> float:
    """How long ago, by the service's own clock, the video came to be; 0 where it does not say."""
    try:
        age = channel.clock.now() - dt.datetime.fromisoformat(video["snippet"]["publishedAt"])
    except (KeyError, ValueError, TypeError):
        return 0.0
    return max(0.0, age.total_seconds())


def _yield(channel: ChannelSession, entry: LedgerEntry) -> LedgerEntry:
    """Delete the entry's video, which is private and was never shown."""
    channel.api.delete_video(entry.id)
    winner = watch_url(str(facts_of(entry)["yields_to"]))
    sentence = _("Somebody else published the same recording a moment earlier: {url}. The upload of this run was deleted again.")
    channel.emit(Notice(sentence.format(url=winner), "warning"))
    return channel.put(entry, {"deleted": True}, state="replaced", marks={})
