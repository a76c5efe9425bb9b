"""One video's way onto the channel: the ledger is written before each act that must not be forgotten.

    intended ──► session ──► uploaded

What is noted outlives the process: the session's address and age, the bytes that it is for, and when its last byte may have
arrived.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from vbn_video.events import Notice
from vbn_video.messages import _
from vbn_video.project import sha256_of
from vbn_video.publish.ledger import LedgerEntry
from vbn_video.publish.youtube.channel.session import ChannelSession, watch_url
from vbn_video.publish.youtube.channel.video_facts import UPLOAD_FACTS, Facts, facts_of
from vbn_video.publish.youtube.texts.metadata import Metadata, insert_body, to_fact
from vbn_video.publish.youtube.transport.http_session import may_have_token
from vbn_video.publish.youtube.transport.responses import LostError, Refused
from vbn_video.publish.youtube.transport.retry import Retry
from vbn_video.publish.youtube.upload.state_machine import Finished, Lost, Stored, UploadState
from vbn_video.publish.youtube.upload.transfer import UploadJob, read_session, unclear_error, upload

SETTLED_AFTER = dt.timedelta(hours=1)
"""Length of time after its last byte in which a video appears among the channel's uploads, or never will."""
CLOCKS_APART = dt.timedelta(minutes=2)
"""The most that two of the service's machines may be apart in their time."""
SESSION_LIVES = dt.timedelta(days=7)
"""Length of time that YouTube keeps an unfinished upload."""


def send_video(
    channel: ChannelSession, entry: LedgerEntry, video: Path, metadata: Metadata, limit_rate: int | None
) -> LedgerEntry:
    """Upload the entry's video, or go on with it; returns the entry as `uploaded`.

    `metadata`: what it is told at first; it should be private until its captions are there.

    Raises:
        MissingError, TargetError: see `upload`; the next run goes on.
    """
    sha256, size = sha256_of(video), video.stat().st_size
    address = facts_of(entry).get("session", "")
    address = address if may_have_token(address, channel.api.root) else ""
    if address and (sha256, size) != (facts_of(entry).get("sha256"), facts_of(entry).get("size")):
        sentence = _("The video's file has changed since its upload was begun (its inner texts have): it is begun anew.")
        channel.emit(Notice(sentence))
        video_id, unclear_yet = _find_outcome(channel, entry)
        if video_id:
            return note_uploaded(channel, entry, video_id)
        address = ""
        entry = entry if unclear_yet else _without_upload(entry)
    facts: Facts = {"session": address, "sha256": sha256, "size": size}
    current = channel.put(entry, facts, state="session" if address else "intended")

    def note(state: UploadState) -> None:
        nonlocal current
        began = state.session != "" and state.session != facts_of(current)["session"]
        changed: Facts = {"session": state.session}
        if began:
            changed["metadata"] = to_fact(metadata)
            changed["opened_at"] = channel.clock.now().isoformat(timespec="seconds")
        if state.finishing:
            changed["finishing_at"] = channel.clock.now().isoformat(timespec="seconds")
        elif state.session:  # it is new, or says itself that bytes are missing
            changed["finishing_at"] = ""
        current = channel.put(current, changed, state="session" if state.session else "intended")

    def find_video(late: bool) -> Mapping[str, Any] | None:
        return channel.find_by_content(entry.content, late=late)

    found = upload(
        channel.api,
        UploadJob(
            video=video,
            body=insert_body(metadata, channel.tags(entry)),
            notify=channel.settings.notify_subscribers,
            find_video=find_video,
            note=note,
            emit=channel.emit,
            limit_rate=limit_rate,
        ),
        address,
        finishing=may_be_finishing(channel, current),
        old=(age := _age(channel, facts_of(current).get("opened_at", ""))) is not None and age >= SESSION_LIVES,
    )
    return note_uploaded(channel, current, found["id"])


def note_uploaded(channel: ChannelSession, entry: LedgerEntry, video_id: str) -> LedgerEntry:
    """Write into the ledger that the video is on the channel, and drop the facts of its upload."""
    return channel.put(_without_upload(entry), state="uploaded", id=video_id, url=watch_url(video_id))


def may_be_finishing(channel: ChannelSession, entry: LedgerEntry) -> bool:
    """Whether the entry's upload may have become a video less than `SETTLED_AFTER` ago, which may not be listed yet.

    A time to come was written by a wrong clock and says nothing; should there be a second video then, it is settled later.
    """
    age = _age(channel, facts_of(entry).get("finishing_at", ""))
    return age is not None and -CLOCKS_APART <= age < SETTLED_AFTER


def _age(channel: ChannelSession, at: str) -> dt.timedelta | None:
    """How long ago, by the service's clock, `at` (ISO 8601) was; None where it says no time."""
    try:
        return channel.clock.now() - dt.datetime.fromisoformat(at)
    except (ValueError, TypeError):
        return None


def abandon_upload(channel: ChannelSession, entry: LedgerEntry) -> LedgerEntry:
    """Let go of an unfinished upload of a video that is not wanted any more; if it became a video after all, that is noted.

    Raises:
        TargetError: it can't be told yet.
    """
    video_id, unclear_yet = _find_outcome(channel, entry)
    if video_id:
        return note_uploaded(channel, entry, video_id)
    if unclear_yet:
        raise unclear_error()
    return channel.put(_without_upload(entry), state="replaced")


def _find_outcome(channel: ChannelSession, entry: LedgerEntry) -> tuple[str, bool]:
    """(the id of the video that an upload of an earlier run became, whether it may still become one that can be seen).

    Raises:
        TargetError: YouTube can't be reached.
    """
    address = facts_of(entry).get("session", "")
    answer = _query_session(channel, address, facts_of(entry)["size"]) if may_have_token(address, channel.api.root) else None
    if isinstance(answer, Finished):
        return str(answer.video["id"]), False
    if isinstance(answer, Stored) and answer.count < facts_of(entry)["size"]:
        return "", False
    if not facts_of(entry).get("finishing_at"):
        return "", False
    found = channel.find_by_content(entry.content, late=may_be_finishing(channel, entry))
    return (str(found["id"]), False) if found else ("", may_be_finishing(channel, entry))


def _query_session(channel: ChannelSession, address: str, size: int) -> Finished | Stored | Refused:
    """What the session says of itself, once it answers."""
    retry = Retry(channel.clock)
    while True:
        try:
            answer = read_session(channel.api.query_upload(address, size), channel.clock)
        except LostError as error:
            answer = Lost(str(error))
        if isinstance(answer, Refused) and answer.status == 401:
            channel.api.connection.renew()
        elif not isinstance(answer, Lost) and not (isinstance(answer, Refused) and answer.passes):
            return answer
        retry.wait_or_give_up(str(answer.status) if isinstance(answer, Refused) else answer.why)


def _without_upload(entry: LedgerEntry) -> LedgerEntry:
    return replace(entry, facts={name: value for name, value in entry.facts.items() if name not in UPLOAD_FACTS})
