"""Publishing to YouTube: one video on the channel, whole, private until it is captioned, and everything beside it once.

    which video is shown ──► upload ──► captions, thumbnail, playlist ──► texts and who can see it ──► read back
                                                                            │
                                                    what was replaced ──► private

Whatever happens in between, the next run reads the ledger, asks the channel, and goes on.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from vbn_video.clock import US_PER_S
from vbn_video.errors import TargetError
from vbn_video.events import Emit, Notice
from vbn_video.formats.base import decode
from vbn_video.formats.vtt import parse_vtt
from vbn_video.messages import _
from vbn_video.publish.ledger import Entry
from vbn_video.publish.material import Material
from vbn_video.publish.publication import Publication, State
from vbn_video.publish.youtube.api.methods import open_api
from vbn_video.publish.youtube.channel.session import TARGET, Place, named_channel
from vbn_video.publish.youtube.channel.video_facts import ShownNow, facts_of
from vbn_video.publish.youtube.sync.metadata_update import send_texts
from vbn_video.publish.youtube.sync.processing import compare, is_processing, settled_video
from vbn_video.publish.youtube.sync.side_acts import Playlist, add_to_playlist, find_playlist, send_captions, send_thumbnail
from vbn_video.publish.youtube.sync.target_metadata import Asked, remember_told, told_of
from vbn_video.publish.youtube.sync.video_choice import Shown, intended, let_go_of_unfinished, what_is_shown
from vbn_video.publish.youtube.sync.withdrawal import make_private
from vbn_video.publish.youtube.texts.limits import look_at_texts, refuse_public_later
from vbn_video.publish.youtube.texts.metadata import Metadata
from vbn_video.publish.youtube.transport.refusals import gave_up
from vbn_video.publish.youtube.transport.retry import Clock
from vbn_video.publish.youtube.upload.one_upload import send_video
from vbn_video.settings.preset import Website, Youtube

LARGEST_BYTES = 256 * 10**9
UNVERIFIED_US = 15 * 60 * US_PER_S
"""A channel that is not verified takes no longer video."""


Video = Mapping[str, Any]


@dataclass(frozen=True)
class Sent:
    """What one run sent beside the video."""

    entry: Entry
    metadata: Metadata
    """What the video says in the end."""
    what: tuple[str, ...]


def publish_to_youtube(place: Place, material: Material, website: Website, asked: Asked) -> Publication:
    """Bring the channel to show this video and these texts; `website`: for the words of the texts.

    Raises:
        InputError: a text, a time or a playlist of the preset can't be used.
        MissingError: the login died, or this machine's disk refused the ledger.
        TargetError: YouTube refused or can't be reached; the next run goes on.
    """
    let_go_of_unfinished(place, material.content)
    shown = what_is_shown(place, material, anew=asked.replace)
    entry = shown.entry or intended(place, material)
    told = told_of(place, material, entry, website, asked)
    playlist = find_playlist(place) if _wants_playlist(place.settings, entry) else None
    video = shown.video
    if video is None:
        _refuse_too_much(place, material)
        entry = send_video(place, entry, material.video, replace(told, privacy="private", publish_at=""), asked.limit_rate)
        video = place.video(entry.id)
    sent = _send_what_belongs(place, entry, material, video, told, playlist=playlist, public=asked.public)
    entry = remember_told(place, sent.entry, material, asked.page)
    entry = _read_back(place, replace(sent, entry=entry), material, video, uploaded_now=shown.video is None)
    _make_replaced_private(place, entry)
    return _publication(place, shown, replace(sent, entry=entry))


def look_ahead(settings: Youtube, website: Website, emit: Emit, *, public: bool) -> None:
    """See that the login and the preset will do, before an hour of work for them; a network that is down may be up by then.

    Raises:
        InputError: a text of the preset can't be used, or what is asked for does not go together.
        MissingError: there is no login, it is dead, or it is for another channel.
    """
    refuse_public_later(settings, public=public)
    look_at_texts(settings, website)
    api = open_api(settings, emit, Clock(sleep=_not_now))
    with contextlib.closing(api.connection), contextlib.suppress(TargetError):
        named_channel(api, settings)


def _not_now(_seconds: float) -> None:
    raise gave_up(_("no connection"))


def _send_what_belongs(
    place: Place,
    entry: Entry,
    material: Material,
    video: Video,
    told: Metadata,
    *,
    playlist: Playlist | None,
    public: bool,
) -> Sent:
    """Captions, thumbnail and playlist first: who can see the video is settled last, so that nobody sees it without them."""
    what: list[str] = []

    def noted(result: tuple[Entry, bool], name: str) -> Entry:
        if result[1]:
            what.append(name)
        return result[0]

    settings, fits = place.settings, _fits(entry, material)
    if settings.captions and fits and parse_vtt(decode(material.timed.captions_vtt)).cues:
        entry = noted(send_captions(place, entry, material.meeting.language, material.timed.captions_vtt), _("captions"))
    if settings.thumbnail and fits:
        entry = noted(send_thumbnail(place, entry, material.poster), _("thumbnail"))
    if playlist:
        entry = noted(add_to_playlist(place, entry, playlist), _("playlist"))
    entry, metadata, changed = send_texts(place, entry, video, told, public=public)
    if changed:
        what.append(_("texts"))
    return Sent(entry, metadata, tuple(what))


def _make_replaced_private(place: Place, entry: Entry) -> None:
    """What this video was published in place of is hidden, once this one is whole and YouTube shows it."""
    for other in place.others(entry.content):
        if other.state == "uploaded" and other.id in facts_of(entry).get("replaces", ()):
            was, now = facts_of(other).get("shown", {}).get("privacy"), facts_of(entry)["shown"]["privacy"]
            place.ledger.put(replace(make_private(place, other), state="replaced"), entry)
            sentence = _("The video that was there before is private now: {url}")
            place.emit(Notice(sentence.format(url=other.url)))
            if now == "private" and was in ("unlisted", "public"):
                sentence = _(
                    "The earlier video was {was} and the new one is private, so that people now see neither. Set [youtube]"
                    " privacy, run again, and give them the new link."
                )
                place.emit(Notice(sentence.format(was=was), "warning"))


def _read_back(place: Place, sent: Sent, material: Material, video: Video, *, uploaded_now: bool) -> Entry:
    """See how it stands on YouTube now, and note it; returns the entry.

    Raises:
        TargetError: YouTube could not use the video, or does not allow it.
    """
    entry = sent.entry
    captions = entry.marks["captions"].done if "captions" in entry.marks else ""
    unchecked = captions != facts_of(entry).get("captions_checked", "")
    if uploaded_now or sent.what or unchecked or not facts_of(entry).get("processed"):
        video = settled_video(place, place.video(entry.id), wait=uploaded_now)
        duration_us = material.duration_us if _fits(entry, material) else facts_of(entry)["duration_us"]
        compare(place, video, sent.metadata, duration_us, language=material.meeting.language if unchecked else "")
    shown: ShownNow = {
        "privacy": video["status"]["privacyStatus"],
        "embeddable": video["status"].get("embeddable", False),
    }
    told_more = sent.metadata.privacy != "private" or facts_of(entry).get("kept_private", False)
    return place.put(
        entry,
        {
            "shown": shown,
            "processed": not is_processing(video),
            "captions_checked": captions,
            "kept_private": told_more and shown["privacy"] == "private",
        },
    )


def _publication(place: Place, shown: Shown, sent: Sent) -> Publication:
    if shown.differs:
        place.emit(Notice(shown.differs, "warning"))
    state: State = "published" if shown.video is None else "updated" if sent.what else "unchanged"
    if state == "updated":
        place.emit(Notice(_("Sent to YouTube: {what}.").format(what=", ".join(sent.what))))
    return Publication(TARGET, sent.entry.id, sent.entry.url, None, state)


def _fits(entry: Entry, material: Material) -> bool:
    """Whether captions and chapters of the material fit the video that is shown."""
    return bool(facts_of(entry).get("timing") == material.timing)


def _wants_playlist(settings: Youtube, entry: Entry) -> bool:
    return bool(settings.playlist.strip()) and facts_of(entry).get("playlist") != settings.playlist.strip()


def _refuse_too_much(place: Place, material: Material) -> None:
    """Refuse what YouTube would refuse, before anything is sent."""
    size = material.video.stat().st_size
    if size > LARGEST_BYTES:
        sentence = _("{path} has {size} GB, and YouTube takes 256 at most. Cut it, or publish it to the website only.")
        raise TargetError(sentence, path=material.video, size=size // 10**9)
    unverified = place.channel.long_uploads in ("disallowed", "eligible")
    if unverified and material.duration_us > UNVERIFIED_US:
        sentence = _(
            "The channel {title} takes videos of 15 minutes at most, because it is not verified. Verify it at"
            " youtube.com/verify, then run the same command again."
        )
        raise TargetError(sentence, title=place.channel.title)
