"""After the upload: waits until YouTube has processed the video, and compares what it shows with what it was told."""

import re

from vbn_video.clock import US_PER_S
from vbn_video.errors import TargetError
from vbn_video.events import Notice
from vbn_video.messages import _, ngettext
from vbn_video.publish.youtube.channel.session import DEAD, ChannelSession, Video, watch_url
from vbn_video.publish.youtube.texts.metadata import Metadata, from_resource
from vbn_video.publish.youtube.texts.visibility import privacy_in_words, time_in_words
from vbn_video.untrusted.foreign_words import quoted

POLLS_S = (2.0, 5.0, 10.0, 15.0, *([30.0] * 9))
"""Five minutes in all: a meeting of an hour may take YouTube longer, and that is no fault."""
DURATION = re.compile(r"P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?")
ROUNDING_US = 2 * US_PER_S


def wait_until_processed(channel: ChannelSession, video: Video, *, wait: bool) -> Video:
    """The video when YouTube has processed it, or after the bound; then what is still to come is said.

    Raises:
        TargetError: YouTube could not use the video, or does not allow it.
    """
    for wait_s in POLLS_S if wait else ():
        if not is_processing(video):
            break
        channel.clock.wait_s(wait_s)
        video = channel.api.get_video(video["id"]) or video
    status = video.get("status", {})
    if status.get("uploadStatus") in DEAD:
        why = status.get("failureReason") or status.get("rejectionReason") or status["uploadStatus"]
        raise TargetError(
            _(
                "YouTube has the video but does not show it ({why}): {url}. See there what it says; mend it, then publish it anew"
                " with --replace."
            ),
            why=quoted(why),
            url=watch_url(video["id"]),
        )
    if is_processing(video):
        channel.emit(Notice(_("YouTube is still processing the video; it can be seen when that is done.")))
    return video


def is_processing(video: Video) -> bool:
    """Whether YouTube has not come to its end with the video."""
    status = video.get("status", {}).get("uploadStatus")
    return bool(status == "uploaded") or video.get("processingDetails", {}).get("processingStatus") in ("processing",)


def warn_of_differences(channel: ChannelSession, video: Video, told: Metadata, duration_us: int, *, language: str) -> None:
    """Say where what YouTube shows is not what it was told: who can see it, how long it is, whether it is captioned.

    `language`: of the captions that were sent and not yet looked for; empty = none.

    Raises:
        MissingError, TargetError: the login can't be used, or YouTube can't be reached.
    """
    privacy = video.get("status", {}).get("privacyStatus")
    if privacy == "private" and told.privacy != "private":
        sentence = _(
            "YouTube keeps the video private, though it was told {told}. YouTube Studio shows why, and docs/youtube.md says what"
            " to do."
        )
        _warn(channel, sentence, told=privacy_in_words(told.privacy))
    elif privacy != told.privacy and not (told.publish_at and privacy == "public"):
        _warn(
            channel,
            _("YouTube shows the video as {shown}, though it was told {told}."),
            shown=privacy_in_words(privacy or "?"),
            told=privacy_in_words(told.privacy),
        )
    shown_at = from_resource(video).publish_at
    if told.publish_at and privacy == "private" and shown_at != told.publish_at:
        _warn(
            channel,
            _("YouTube will not show the video at {time}, as it was told. See to it in YouTube Studio."),
            time=time_in_words(told.publish_at),
        )
    shown_us = duration_of(video.get("contentDetails", {}).get("duration", ""))
    if not is_processing(video) and shown_us is not None and abs(shown_us - duration_us) > ROUNDING_US:
        sentence = ngettext(
            "The video lasts {shown} second on YouTube, and {ours} here. Look whether all of it is there.",
            "The video lasts {shown} seconds on YouTube, and {ours} here. Look whether all of it is there.",
            shown_us // US_PER_S,
        )
        _warn(channel, sentence, shown=shown_us // US_PER_S, ours=round(duration_us / US_PER_S))
    if language:
        tracks = [track["snippet"] for track in channel.api.list_captions(video["id"])]
        ours = [track for track in tracks if track.get("language") == language and track.get("trackKind") != "ASR"]
        if not ours:
            _warn(channel, _("YouTube does not list the captions that it was sent. See to it in YouTube Studio."))
        for track in ours:
            if track.get("status") == "failed":
                why = quoted(track.get("failureReason", "?"))
                _warn(channel, _("YouTube could not use the captions ({why}). See to it in YouTube Studio."), why=why)


def duration_of(text: str) -> int | None:
    """An ISO 8601 duration (`PT1H2M3S`) in microseconds; None where it is none."""
    found = DURATION.fullmatch(text)
    if not found or not any(found.groups()):
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * US_PER_S


def _warn(channel: ChannelSession, sentence: str, **values: object) -> None:
    channel.emit(Notice(sentence.format(**values), "warning"))
