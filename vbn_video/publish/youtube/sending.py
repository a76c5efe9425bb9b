"""One video's way onto the channel, with the ledger told before each act that must not be forgotten.

    intended ──► session ──► uploaded

What is noted outlives the process: the session's address, the bytes that it is for, and when its last byte may have arrived.
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
from vbn_video.publish.youtube.metadata import Metadata, as_fact, resource
from vbn_video.publish.youtube.place import Place, watch_url
from vbn_video.publish.youtube.resumable import State
from vbn_video.publish.youtube.upload import Upload, unclear, upload

SETTLED_AFTER = dt.timedelta(hours=1)
"""A video whose last byte arrived so long ago is among the channel's uploads, or never will be."""
UNFINISHED = 308
UPLOAD_FACTS = ("session", "finishing_at", "sha256", "size")


def send_video(place: Place, entry: Entry, video: Path, metadata: Metadata, limit_rate: int | None) -> Entry:
    """Upload the entry's video, or go on with it; returns the entry as `uploaded`.

    `metadata`: what it is told at first; it should be private until its captions are there.

    Raises:
        MissingError, TargetError: see `upload`; the next run goes on.
    """
    sha256, size = sha256_of(video), video.stat().st_size
    session = entry.facts.get("session", "")
    if session and (sha256, size) != (entry.facts.get("sha256"), entry.facts.get("size")):
        sentence = _("The video's file has changed since its upload was begun (its inner texts have): it is begun anew.")
        place.tell(Notice(sentence))
        video_id, unclear_yet = _became(place, entry)
        if video_id:
            return uploaded(place, entry, video_id)
        session = ""
        entry = entry if unclear_yet else _without_upload(entry)
    finishing_at = entry.facts.get("finishing_at", "") if is_finishing(place, entry) else ""
    facts = {"session": session, "sha256": sha256, "size": size, "finishing_at": finishing_at}
    current = place.put(entry, facts, state="session" if session else "intended")

    def note(state: State) -> None:
        nonlocal current
        began = state.session and state.session != current.facts["session"]
        finishing_at = current.facts["finishing_at"] or place.clock.now().isoformat(timespec="seconds")
        changed = {
            "session": state.session,
            "finishing_at": finishing_at if state.finishing else "",
            **({"metadata": as_fact(metadata)} if began else {}),
        }
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
            tell=place.tell,
            limit_rate=limit_rate,
        ),
        session,
        finishing=is_finishing(place, current),
    )
    return uploaded(place, current, found["id"])


def uploaded(place: Place, entry: Entry, video_id: str) -> Entry:
    """Note that the video is there: its session is of no use any more."""
    return place.put(_without_upload(entry), state="uploaded", id=video_id, url=watch_url(video_id))


def is_finishing(place: Place, entry: Entry) -> bool:
    """Whether an upload of the entry may just have become a video that can't be seen yet."""
    at: str = entry.facts.get("finishing_at", "")
    return at != "" and place.clock.now() - dt.datetime.fromisoformat(at) < SETTLED_AFTER


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
    """(the id of the video that an upload of an earlier run became, whether it may still become one that can be seen)."""
    if not entry.facts.get("finishing_at"):
        return "", False
    if session := entry.facts.get("session"):
        answer = place.api.ask_upload(session, entry.facts["size"])
        if answer.status in (200, 201):
            return answer.json().get("id", ""), False
        if answer.status == UNFINISHED:
            return "", False
    found = place.find(entry.content, late=is_finishing(place, entry))
    return (found["id"], False) if found else ("", is_finishing(place, entry))


def _without_upload(entry: Entry) -> Entry:
    return replace(entry, facts={name: value for name, value in entry.facts.items() if name not in UPLOAD_FACTS})
