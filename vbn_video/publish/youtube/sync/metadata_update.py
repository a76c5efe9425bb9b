"""The texts of a video on YouTube and who can see it, brought to what they should be without losing what a person did there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from vbn_video.codec import to_json
from vbn_video.events import Notice
from vbn_video.messages import _
from vbn_video.publish.ledger import Entry, Mark
from vbn_video.publish.youtube.api.calls import RefusedError
from vbn_video.publish.youtube.channel.session import Place
from vbn_video.publish.youtube.channel.video_facts import facts_of
from vbn_video.publish.youtube.texts.merge import VISIBILITY, Merged, merge, told_before
from vbn_video.publish.youtube.texts.metadata import Metadata, as_fact, merged_resource, of_fact, of_resource, stands
from vbn_video.publish.youtube.transport.retry import Retry

Video = Mapping[str, Any]
CHANGED_MEANWHILE = 412


def send_texts(place: Place, entry: Entry, video: Video, now: Metadata, *, public: bool) -> tuple[Entry, Metadata, bool]:
    """Let the video say what we say now, but keep what a person changed on YouTube and we did not.

    `public`: somebody asks for that now, so whatever it was before does not count. Returns the entry, what the video says in the
    end, and whether anything was sent.

    Raises:
        MissingError: the login can't be used, or the disk refused the ledger.
        TargetError: YouTube refused, or can't be reached.
    """
    before, telling = of_fact(facts_of(entry).get("metadata")), of_fact(facts_of(entry).get("telling"))
    sha256 = hashlib.sha256(to_json(Metadata, now).encode()).hexdigest()
    mark = entry.marks.get("description")

    def decide(theirs: Metadata) -> Merged:
        merged = merge(told_before(before, telling, theirs), theirs, now)
        if not public:
            return merged
        asked = replace(merged.metadata, privacy=now.privacy, publish_at=now.publish_at)
        return replace(merged, metadata=asked, kept=tuple(name for name in merged.kept if name not in VISIBILITY))

    def announce() -> None:
        place.put_mark(entry, "description", Mark(sha256, mark.done if mark else ""), {"telling": as_fact(now)})

    brought = bring(place, entry, video, decide, announce)
    _say_whose_stands(place, entry, brought)
    entry = place.put_mark(entry, "description", Mark(sha256, sha256), {"metadata": as_fact(now), "telling": None})
    return entry, brought.merged.metadata, brought.sent


@dataclass(frozen=True)
class Brought:
    """What became of a video's texts."""

    merged: Merged
    theirs: Metadata
    """What it said before."""
    sent: bool


def bring(
    place: Place, entry: Entry, video: Video, decide: Callable[[Metadata], Merged], announce: Callable[[], None]
) -> Brought:
    """Bring the video to what `decide` makes of what it says now; decided anew if somebody changes it meanwhile.

    `announce` is called before anything is sent.

    Raises:
        MissingError: the login can't be used.
        TargetError: YouTube refused, or can't be reached.
    """
    marker, retry = place.marker(entry.content), Retry(place.clock)
    if stands(video, (merged := decide(theirs := of_resource(video, marker))).metadata, marker):
        return Brought(merged, theirs, False)
    video, guarded = place.api.video_texts(entry.id) or video, True
    while not stands(video, (merged := decide(theirs := of_resource(video, marker))).metadata, marker):
        announce()
        body = merged_resource(video, merged.metadata, marker)
        try:
            place.api.update_video(body, video.get("etag", "") if guarded else "")
        except RefusedError as error:
            if error.refused.status != CHANGED_MEANWHILE:
                raise
            retry.wait_or_give_up(str(error))
            before, video = theirs, place.api.video_texts(entry.id) or video
            guarded = of_resource(video, marker) != before  # an ETag that changes by itself guards nothing
        else:
            return Brought(merged, theirs, True)
    return Brought(merged, theirs, False)


def _say_whose_stands(place: Place, entry: Entry, brought: Brought) -> None:
    """Say what a person has changed on YouTube: what of it stays, and what of it is gone, in its own words."""
    kept_private = facts_of(entry).get("kept_private", False) and brought.theirs.privacy == "private"
    kept = [name for name in brought.merged.kept if not (name == "privacy" and kept_private)]
    if kept:
        sentence = _("On YouTube somebody has changed {fields}; that is kept.")
        place.emit(Notice(sentence.format(fields=", ".join(kept))))
    for name in brought.merged.lost if brought.sent else ():
        sentence = _("On YouTube somebody had changed {field}, but so had we, and ours stands there now. Theirs was: {text}")
        value = getattr(brought.theirs, name)
        text = ", ".join(value) if isinstance(value, tuple) else str(value)
        place.emit(Notice(sentence.format(field=name, text=text), "warning"))
