"""The texts of a video on YouTube and who can see it, brought to what they should be without losing what a person did there."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from vbn_video.codec import to_json
from vbn_video.events import Notice
from vbn_video.messages import _
from vbn_video.publish.ledger import LedgerEntry, Mark
from vbn_video.publish.youtube.api.calls import RefusedError
from vbn_video.publish.youtube.channel.session import ChannelSession
from vbn_video.publish.youtube.channel.video_facts import facts_of
from vbn_video.publish.youtube.texts.merge import VISIBILITY, Merged, last_told, merge
from vbn_video.publish.youtube.texts.metadata import Metadata, from_fact, from_resource, is_up_to_date, to_fact, update_body
from vbn_video.publish.youtube.transport.retry import Retry

Video = Mapping[str, Any]
CHANGED_MEANWHILE = 412


def send_texts(
    channel: ChannelSession, entry: LedgerEntry, video: Video, now: Metadata, *, overrules: bool
) -> tuple[LedgerEntry, Metadata, bool]:
    """Let the video say what we say now, but keep what a person changed on YouTube and we did not.

    `overrules`: who may see it is as we say now, whatever it was before. Returns the entry, what the video says in the
    end, and whether anything was sent.

    Raises:
        MissingError: the login can't be used, or the disk refused the ledger.
        TargetError: YouTube refused, or can't be reached.
    """
    before, telling = from_fact(facts_of(entry).get("metadata")), from_fact(facts_of(entry).get("telling"))
    sha256 = hashlib.sha256(to_json(Metadata, now).encode()).hexdigest()
    mark = entry.marks.get("description")

    def decide(theirs: Metadata) -> Merged:
        merged = merge(last_told(before, telling, theirs), theirs, now)
        if not overrules:
            return merged
        asked = replace(merged.metadata, privacy=now.privacy, publish_at=now.publish_at)
        return replace(merged, metadata=asked, kept=tuple(name for name in merged.kept if name not in VISIBILITY))

    def announce() -> None:
        channel.put_mark(entry, "description", Mark(sha256, mark.done if mark else ""), {"telling": to_fact(now)})

    outcome = update_texts(channel, entry, video, decide, announce)
    _emit_whose_stands(channel, entry, outcome)
    entry = channel.put_mark(entry, "description", Mark(sha256, sha256), {"metadata": to_fact(now), "telling": None})
    return entry, outcome.merged.metadata, outcome.sent


@dataclass(frozen=True)
class UpdateOutcome:
    """What became of a video's texts."""

    merged: Merged
    theirs: Metadata
    """What it said before."""
    sent: bool


def update_texts(
    channel: ChannelSession, entry: LedgerEntry, video: Video, decide: Callable[[Metadata], Merged], announce: Callable[[], None]
) -> UpdateOutcome:
    """Bring the video to what `decide` makes of what it says now; decided anew if somebody changes it meanwhile.

    `announce` is called before anything is sent.

    Raises:
        MissingError: the login can't be used.
        TargetError: YouTube refused, or can't be reached.
    """
    marker, retry = channel.marker(entry.content), Retry(channel.clock)
    if is_up_to_date(video, (merged := decide(theirs := from_resource(video, marker))).metadata, marker):
        return UpdateOutcome(merged, theirs, False)
    video, guarded = channel.api.get_video_texts(entry.id) or video, True
    while not is_up_to_date(video, (merged := decide(theirs := from_resource(video, marker))).metadata, marker):
        announce()
        body = update_body(video, merged.metadata, marker)
        try:
            channel.api.update_video(body, video.get("etag", "") if guarded else "")
        except RefusedError as error:
            if error.refused.status != CHANGED_MEANWHILE:
                raise
            retry.wait_or_give_up(str(error))
            before, video = theirs, channel.api.get_video_texts(entry.id) or video
            guarded = from_resource(video, marker) != before  # an ETag that changes by itself guards nothing
        else:
            return UpdateOutcome(merged, theirs, True)
    return UpdateOutcome(merged, theirs, False)


def _emit_whose_stands(channel: ChannelSession, entry: LedgerEntry, outcome: UpdateOutcome) -> None:
    """Say what a person has changed on YouTube: what of it stays, and what of it is gone, in its own words."""
    kept_private = facts_of(entry).get("kept_private", False) and outcome.theirs.privacy == "private"
    if kept := [name for name in outcome.merged.kept if not (name == "privacy" and kept_private)]:
        sentence = _("On YouTube somebody has changed {fields}; that is kept.")
        channel.emit(Notice(sentence.format(fields=", ".join(kept))))
    for name in outcome.merged.lost if outcome.sent else ():
        sentence = _("On YouTube somebody had changed {field}, but so had we, and ours stands there now. Theirs was: {text}")
        value = getattr(outcome.theirs, name)
        text = ", ".join(value) if isinstance(value, tuple) else str(value)
        channel.emit(Notice(sentence.format(field=name, text=text), "warning"))
