"""The texts of a video on YouTube and who can see it, brought to what they should be without losing what a person did there."""

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from vbn_video.codec import to_json
from vbn_video.events import Notice
from vbn_video.messages import _
from vbn_video.publish.ledger import LedgerEntry, Mark
from vbn_video.publish.youtube.api.calls import RefusedError
from vbn_video.publish.youtube.channel.session import ChannelSession, Video
from vbn_video.publish.youtube.channel.video_facts import facts_of
from vbn_video.publish.youtube.texts.merge import VISIBILITY, Merged, last_told, merge, not_wider
from vbn_video.publish.youtube.texts.metadata import Metadata, from_fact, from_resource, is_up_to_date, to_fact, update_body
from vbn_video.publish.youtube.texts.our_tags import HIDDEN_PREFIX, as_hidden, our_tags
from vbn_video.publish.youtube.texts.visibility import field_in_words, privacy_in_words, time_in_words, value_in_words
from vbn_video.publish.youtube.transport.retry import Retry
from vbn_video.publish.youtube.upload.one_upload import SESSION_LIVES

CHANGED_MEANWHILE = 412


def send_texts(
    channel: ChannelSession, entry: LedgerEntry, video: Video, now: Metadata, *, overrules: bool, all_anew: bool = False
) -> tuple[LedgerEntry, Metadata, bool]:
    """Let the video say what we say now, but keep what a person changed on YouTube and we did not.

    No more people are let to see it than do now, but when it is told for the first time. `overrules` (`--public` in this
    run): who may see it is as we say now, whatever it was before. `all_anew`: the texts are as we say now, whatever a person
    changed. Returns the entry, what the video says in the end, and whether anything was sent.

    Raises:
        MissingError: the login can't be used, or the disk refused the ledger.
        TargetError: YouTube refused, or can't be reached.
    """
    before, telling = from_fact(facts_of(entry).get("metadata")), from_fact(facts_of(entry).get("telling"))
    sha256 = hashlib.sha256(to_json(Metadata, now).encode()).hexdigest()
    mark = entry.marks.get("description")

    def decide(video: Video) -> WantedTexts:
        theirs = from_resource(video)
        merged = merge(theirs if all_anew else last_told(before, telling, theirs), theirs, now)
        if overrules:
            asked = replace(merged.metadata, privacy=now.privacy, publish_at=now.publish_at)
            kept = tuple(name for name in merged.kept if name not in VISIBILITY)
            return WantedTexts(replace(merged, metadata=asked, kept=kept), channel.tags(entry))
        taken_down = is_taken_down(video)
        tags = as_hidden(channel.tags(entry)) if taken_down else channel.tags(entry)
        first_time = is_first_telling(channel, entry, video) and not taken_down
        return WantedTexts(merged if first_time else not_wider(merged, theirs), tags)

    def announce() -> None:
        channel.put_mark(entry, "description", Mark(sha256, mark.done if mark else ""), {"telling": to_fact(now)})

    outcome = update_texts(channel, entry.id, video, decide, announce)
    _emit_what_is_not_widened(channel, entry, outcome, now)
    _emit_whose_stands(channel, entry, outcome)
    entry = channel.put_mark(entry, "description", Mark(sha256, sha256), {"metadata": to_fact(now), "telling": None})
    return entry, outcome.merged.metadata, outcome.sent


def is_told(entry: LedgerEntry) -> bool:
    """Whether the entry's video was told what it is to say, and who may see it."""
    told = entry.marks.get("description")
    return told is not None and told.done != ""


def is_first_telling(channel: ChannelSession, entry: LedgerEntry, video: Video) -> bool:
    """Whether the entry's upload is this video, and nobody has yet been told of it: private is then only how it came to be.

    A project folder may be an old copy: what has stood private for as long as an upload may take is somebody's will.
    """
    if facts_of(entry).get("adopted") or is_told(entry):
        return False
    try:
        age = channel.clock.now() - dt.datetime.fromisoformat(video["snippet"]["publishedAt"])
    except (KeyError, ValueError, TypeError):
        return False
    return age < SESSION_LIVES


def is_taken_down(video: Video) -> bool:
    """Whether we have taken it down, and nobody has shown it since."""
    hidden = any(tag.startswith(HIDDEN_PREFIX) for tag in our_tags(video))
    return hidden and video.get("status", {}).get("privacyStatus") == "private"


@dataclass(frozen=True)
class WantedTexts:
    """What a video is to say, and the tags of ours that it is to carry."""

    merged: Merged
    tags: tuple[str, ...]

    def are_there(self, video: Video) -> bool:
        """Whether the video says just this already."""
        return is_up_to_date(video, self.merged.metadata, self.tags)


@dataclass(frozen=True)
class UpdateOutcome:
    """What became of a video's texts."""

    merged: Merged
    theirs: Metadata
    """What it said before."""
    sent: bool


def update_texts(
    channel: ChannelSession, video_id: str, video: Video, decide: Callable[[Video], WantedTexts], announce: Callable[[], None]
) -> UpdateOutcome:
    """Bring the video to what `decide` makes of what it says now; decided anew if somebody changes it meanwhile.

    `announce` is called before anything is sent.

    Raises:
        MissingError: the login can't be used.
        TargetError: YouTube refused, or can't be reached.
    """
    retry = Retry(channel.clock)
    if (wanted := decide(video)).are_there(video):
        return UpdateOutcome(wanted.merged, from_resource(video), False)
    video, guarded = channel.api.get_video_texts(video_id) or video, True
    while not (wanted := decide(video)).are_there(video):
        announce()
        body = update_body(video, wanted.merged.metadata, wanted.tags)
        try:
            channel.api.update_video(body, video.get("etag", "") if guarded else "")
        except RefusedError as error:
            if error.refused.status != CHANGED_MEANWHILE:
                raise
            retry.wait_or_give_up(str(error))
            before, video = from_resource(video), channel.api.get_video_texts(video_id) or video
            guarded = from_resource(video) != before  # an ETag that changes by itself guards nothing
        else:
            return UpdateOutcome(wanted.merged, from_resource(video), True)
    return UpdateOutcome(wanted.merged, from_resource(video), False)


def _emit_whose_stands(channel: ChannelSession, entry: LedgerEntry, outcome: UpdateOutcome) -> None:
    """Say what a person has changed on YouTube: what of it stays, and what of it is gone, in its own words."""
    kept_private = facts_of(entry).get("kept_private", False) and outcome.theirs.privacy == "private"
    if kept := [name for name in outcome.merged.kept if not (name == "privacy" and kept_private)]:
        sentence = _("On YouTube somebody has changed {fields}; that is kept.")
        channel.emit(Notice(sentence.format(fields=", ".join(map(field_in_words, kept)))))
    for name in outcome.merged.lost if outcome.sent else ():
        sentence = _("On YouTube somebody had changed {field}, but so had we, and ours stands there now. Theirs was: {text}")
        text = value_in_words(name, getattr(outcome.theirs, name))
        channel.emit(Notice(sentence.format(field=field_in_words(name), text=text), "warning"))


def _emit_what_is_not_widened(channel: ChannelSession, entry: LedgerEntry, outcome: UpdateOutcome, now: Metadata) -> None:
    if outcome.merged.not_widened:
        sentence = _(
            "The video stays {stands} on YouTube, though the preset says {wanted}: what is there already is shown to more people"
            " only by --public, or in YouTube Studio: {url}"
        )
        at_a_time = _(
            "The video stays {stands} on YouTube, though the preset says {wanted}: what is there already is shown to more people"
            " only in YouTube Studio: {url}"
        )
        stands, wanted = privacy_in_words(outcome.theirs.privacy), time_in_words(now.publish_at) or privacy_in_words(now.privacy)
        words = {"stands": stands, "wanted": wanted, "url": entry.url}
        channel.emit(Notice((at_a_time if now.publish_at else sentence).format(**words), "warning"))
