"""One video's way onto the channel, with the ledger told before each act that must not be forgotten.

    intended ──► session ──► uploaded

What is noted outlives the process: the session's address and age, the bytes that it is for, and when its last byte may have
arrived.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from vbn_video.events import Notice
from vbn_video.messages import _
from vbn_video.project import sha256_of
from vbn_video.publish.ledger import Entry
from vbn_video.publish.youtube.channel.session import Place, watch_url
from vbn_video.publish.youtube.channel.video_facts import UPLOAD_FACTS, Facts, facts_of
from vbn_video.publish.youtube.texts.metadata import Metadata, as_fact, resource
from vbn_video.publish.youtube.transport.responses import LostError, Refused
from vbn_video.publish.youtube.transport.retry import Retry
from vbn_video.publish.youtube.upload.state_machine import Finished, Lost, State, Stored
from vbn_video.publish.youtube.upload.transfer import Upload, is_safe, read_progress, unclear, upload

SETTLED_AFTER = dt.timedelta(hours=1)
"""A video whose last byte arrived so long ago is among the channel's uploads, or never will be."""
SESSION_LIVES = dt.timedelta(days=7)
"""So long YouTube keeps an upload that is not finished."""


def send_video(place: Place, entry: Entry, video: Path, metadata: Metadata, limit_rate: int | None) -> Entry:
    """Upload the entry's video, or go on with it; returns the entry as `uploaded`.

    `metadata`: what it is told at first; it should be private until its captions are there.

    Raises:
        MissingError, TargetError: see `upload`; the next run goes on.
    """
    sha256, size = sha256_of(video), video.stat().st_size
    session = facts_of(entry).get("session", "")
    session = session if is_safe(session, place.api.root) else ""
    if session and (sha256, size) != (facts_of(entry).get("sha256"), facts_of(entry).get("size")):
        sentence = _("The video's file has changed since its upload was begun (its inner texts have): it is begun anew.")
        place.emit(Notice(sentence))
        video_id, unclear_yet = _became(place, entry)
        if video_id:
            return uploaded(place, entry, video_id)
        session = ""
        entry = entry if unclear_yet else _without_upload(entry)
    facts: Facts = {"session": session, "sha256": sha256, "size": size}
    current = place.put(entry, facts, state="session" if session else "intended")

    def note(state: State) -> None:
        nonlocal current
        began = state.session != "" and state.session != facts_of(current)["session"]
        changed: Facts = {"session": state.session}
        if began:
            changed["metadata"] = as_fact(metadata)
            changed["opened_at"] = place.clock.now().isoformat(timespec="seconds")
        if state.finishing:
            changed["finishing_at"] = place.clock.now().isoformat(timespec="seconds")
        elif state.session:  # it is new, or says itself that bytes are missing
            changed["finishing_at"] = ""
        current = place.put(current, changed, state="session" if state.session else "intended")

    def look(late: bool) -> Mapping[str, Any] | None:
        return place.find(entry.content, late=late)

    found = upload(
        place.api,
        Upload(
            video=video,
            body=resource(metadata, place.marker(entry.content)),
            notify=place.settings.notify_subscribers,
            look=look,
            note=note,
            emit=place.emit,
            limit_rate=limit_rate,
        ),
        session,
        finishing=is_finishing(place, current),
        old=_is_past(place, facts_of(current).get("opened_at", ""), SESSION_LIVES),
    )
    return uploaded(place, current, found["id"])


def uploaded(place: Place, entry: Entry, video_id: str) -> Entry:
    """Note that the video is there: its session is of no use any more."""
    return place.put(_without_upload(entry), state="uploaded", id=video_id, url=watch_url(video_id))


def is_finishing(place: Place, entry: Entry) -> bool:
    """Whether an upload of the entry may just have become a video that can't be seen yet."""
    at: str = facts_of(entry).get("finishing_at", "")
    return at != "" and not _is_past(place, at, SETTLED_AFTER)


def _is_past(place: Place, at: str, length: dt.timedelta) -> bool:
    """Whether so much time has gone by since then; since a time that is not known none has."""
    return at != "" and place.clock.now() - dt.datetime.fromisoformat(at) >= length


def give_up_upload(place: Place, entry: Entry) -> Entry:
    """Let go of an unfinished upload of a video that is not wanted any more; if it became a video after all, that is noted.

    Raises:
        TargetError: it can't be told yet.
    """
    video_id, unclear_yet = _became(place, entry)
    if video_id:
        return uploaded(place, entry, video_id)
    if unclear_yet:
        raise unclear()
    return place.put(_without_upload(entry), state="replaced")


def _became(place: Place, entry: Entry) -> tuple[str, bool]:
    """(the id of the video that an upload of an earlier run became, whether it may still become one that can be seen).

    Raises:
        TargetError: YouTube can't be reached.
    """
    session = facts_of(entry).get("session", "")
    told = _ask(place, session, facts_of(entry)["size"]) if is_safe(session, place.api.root) else None
    if isinstance(told, Finished):
        return str(told.video["id"]), False
    if isinstance(told, Stored) and told.count < facts_of(entry)["size"]:
        return "", False
    if not facts_of(entry).get("finishing_at"):
        return "", False
    found = place.find(entry.content, late=is_finishing(place, entry))
    return (str(found["id"]), False) if found else ("", is_finishing(place, entry))


def _ask(place: Place, session: str, size: int) -> Finished | Stored | Refused:
    """What the session says of itself, once it answers."""
    retry = Retry(place.clock)
    while True:
        try:
            told = read_progress(place.api.ask_upload(session, size), place.clock)
        except LostError as error:
            told = Lost(str(error))
        if isinstance(told, Refused) and told.status == 401:
            place.api.connection.renew()
        elif not isinstance(told, Lost) and not (isinstance(told, Refused) and told.passes):
            return told
        retry.wait_or_give_up(str(told.status) if isinstance(told, Refused) else told.why)


def _without_upload(entry: Entry) -> Entry:
    return replace(entry, facts={name: value for name, value in entry.facts.items() if name not in UPLOAD_FACTS})
