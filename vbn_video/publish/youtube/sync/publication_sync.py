"""Publishing to YouTube: one video on the channel, whole, private until it is captioned, and everything beside it once.

    which video is shown ──► upload ──► is it the only one ──► captions, … ──► texts and who can see it ──► read back
                                           │ no                                                               │
                 what stands is gone on with                                       what was replaced ──► private

Whatever happens in between, the next run reads the ledger, asks the channel, and goes on.
"""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from vbn_video.clock import US_PER_S
from vbn_video.errors import MissingError, TargetError
from vbn_video.events import Emit, Notice
from vbn_video.messages import _
from vbn_video.publish.ledger import LedgerEntry, Mark
from vbn_video.publish.material import Material
from vbn_video.publish.publication import Publication, State
from vbn_video.publish.youtube.api.methods import open_api
from vbn_video.publish.youtube.channel.session import ChannelSession, Video, named_channel, watch_url
from vbn_video.publish.youtube.channel.video_facts import ShownNow, facts_of, timing_fits
from vbn_video.publish.youtube.sync.metadata_update import send_texts
from vbn_video.publish.youtube.sync.processing import is_processing, wait_until_processed, warn_of_differences
from vbn_video.publish.youtube.sync.rivals import is_settled, settle
from vbn_video.publish.youtube.sync.side_acts import SideAct, hash_of_act, plan_side_acts, run_once
from vbn_video.publish.youtube.sync.target_metadata import PublicationRequest, decide_metadata, note_told
from vbn_video.publish.youtube.sync.video_choice import (
    VideoChoice,
    choose_video,
    emit_doubles,
    finish_begun,
    intended_entry,
)
from vbn_video.publish.youtube.sync.withdrawal import hide_video, make_private
from vbn_video.publish.youtube.texts.limits import check_templates
from vbn_video.publish.youtube.texts.metadata import Metadata
from vbn_video.publish.youtube.texts.visibility import privacy_in_words
from vbn_video.publish.youtube.transport.refusals import gave_up_error
from vbn_video.publish.youtube.transport.retry import Clock
from vbn_video.publish.youtube.upload.one_upload import send_video
from vbn_video.settings.choices import YOUTUBE
from vbn_video.settings.preset import Website, Youtube

LARGEST_BYTES = 256 * 10**9
UNVERIFIED_US = 15 * 60 * US_PER_S
"""A channel that is not verified takes no longer video."""


@dataclass(frozen=True)
class Sent:
    """What one run sent beside the video."""

    entry: LedgerEntry
    metadata: Metadata
    """What the video says in the end."""
    what: tuple[str, ...]


def publish_to_youtube(channel: ChannelSession, material: Material, website: Website, asked: PublicationRequest) -> Publication:
    """Bring the channel to show this video and these texts; `website`: for the words of the texts.

    Raises:
        InputError: a text, a time or a playlist of the preset can't be used.
        MissingError: the login died, or this machine's disk refused the ledger.
        TargetError: YouTube refused or can't be reached; the next run goes on.
    """
    _refuse_other_channel(channel)
    finish_begun(channel, material.content)
    ours = channel.list_ours(material.content)
    emit_doubles(channel, ours)
    choice = choose_video(channel, material, ours, anew=asked.replace, overrules=asked.visibility.overrules)
    if choice.others:
        return _leave_as_it_stands(channel, material, choice.others)
    channel.ledger.put(*choice.changed)
    entry = choice.entry or intended_entry(channel, material, ours)
    metadata = decide_metadata(channel, material, entry, website, asked)
    acts = plan_side_acts(channel, entry, material)
    all_anew = bool(facts_of(entry).get("adopted")) and asked.replace
    if all_anew:
        entry = channel.put(entry, marks={act.name: Mark("") for act in acts})  # each looks what is there first
    elif choice.adopted:
        entry = _take_as_it_stands(channel, entry, acts)
    video = choice.video
    if video is None:
        _refuse_too_much(channel, material)
        entry = send_video(channel, entry, material.video, replace(metadata, privacy="private", publish_at=""), asked.limit_rate)
        video = channel.require_video(entry.id)
    if not is_settled(entry, video):
        entry, stays = settle(channel, entry, video)
        if not stays:
            return publish_to_youtube(channel, material, website, replace(asked, replace=False))
    sent = _send_what_belongs(channel, entry, acts, video, metadata, overrules=asked.visibility.overrules, all_anew=all_anew)
    entry = note_told(channel, sent.entry, material, asked.page)
    if all_anew:
        entry = channel.put(entry, {"adopted": False})
    entry = _read_back(channel, replace(sent, entry=entry), material, video, uploaded_now=choice.video is None)
    _make_replaced_private(channel, entry)
    return _publication(channel, choice, replace(sent, entry=entry))


def _refuse_other_channel(channel: ChannelSession) -> None:
    """Refuse to publish on a second channel what stands on another, but where the preset names the channel.

    Raises:
        MissingError: the login is for another channel than the one that the ledger knows.
    """
    elsewhere = [
        entry
        for entry in channel.ledger.standing(YOUTUBE, channel.recording)
        if entry.place != channel.info.id and entry.state == "uploaded"
    ]
    if elsewhere and not channel.settings.channel.strip():
        raise MissingError(
            _(
                "The recording is published on another channel ({id}): {url}. The login is for {title}. Log in to the right one"
                ' (vbn-video auth youtube), or publish here too by naming it: [youtube] channel = "{here}"'
            ),
            id=elsewhere[-1].place,
            url=elsewhere[-1].url,
            title=channel.info.title,
            here=channel.info.id,
        )


def _take_as_it_stands(channel: ChannelSession, entry: LedgerEntry, acts: Sequence[SideAct]) -> LedgerEntry:
    """Nothing of what stands beside an adopted video is overwritten: it may be better than what this project has; said."""
    marks = {act.name: Mark(digest, digest) for act in acts for digest in [hash_of_act(act)]}
    sentence = _(
        "This very video is on YouTube already: {url}. Its captions and texts stay as they are there; what is changed here from"
        " now on is sent. --replace sends all of it anew."
    )
    channel.emit(Notice(sentence.format(url=entry.url), "warning"))
    return channel.put(entry, marks=marks)


def _leave_as_it_stands(channel: ChannelSession, material: Material, video: Video) -> Publication:
    """Nothing is sent: the recording is published already, and not by this project; what can be done is said."""
    url, snippet = watch_url(video["id"]), video["snippet"]
    sentence = _(
        "The recording is already on YouTube, published from {project}: “{title}”, {privacy}, {url}. It stays as it is, and"
        " nothing was sent. --replace publishes this video in its place; --as NAME publishes it beside that one."
    )
    notice = sentence.format(
        project=material.other_project or _("another project or machine"),
        title=snippet.get("title", ""),
        privacy=privacy_in_words(video.get("status", {}).get("privacyStatus", "")),
        url=url,
    )
    channel.emit(Notice(notice, "warning"))
    return Publication(YOUTUBE, video["id"], url, None, "unchanged")


def check_ahead(settings: Youtube, website: Website, emit: Emit) -> None:
    """See that the login and the preset will do, before an hour of work for them; a network that is down may be up by then.

    Raises:
        InputError: a text of the preset can't be used.
        MissingError: there is no login, it is dead, or it is for another channel.
    """
    check_templates(settings, website)
    api = open_api(settings, emit, Clock(sleep=_not_now))
    with contextlib.closing(api.connection), contextlib.suppress(TargetError):
        named_channel(api, settings)


def _not_now(_seconds: float) -> None:
    raise gave_up_error(_("no connection"))


def _send_what_belongs(
    channel: ChannelSession,
    entry: LedgerEntry,
    acts: Sequence[SideAct],
    video: Video,
    wanted: Metadata,
    *,
    overrules: bool,
    all_anew: bool,
) -> Sent:
    """The side acts first: who can see the video is settled last, so that nobody sees it without them."""
    what: list[str] = []
    for act in acts:
        entry, done = run_once(channel, entry, act)
        what += [act.label] * done
    entry, metadata, changed = send_texts(channel, entry, video, wanted, overrules=overrules, all_anew=all_anew)
    what += [_("texts")] * changed
    return Sent(entry, metadata, tuple(what))


def _make_replaced_private(channel: ChannelSession, entry: LedgerEntry) -> None:
    """What this video was published in place of is hidden, once this one is whole and YouTube shows it."""
    known = {other.id: other for other in channel.ledger.entries}
    for video_id in facts_of(entry).get("replaces", ()):
        other = known.get(video_id)
        if (other and other.state == "replaced") or video_id in facts_of(entry).get("hidden", ()):
            continue
        was = (channel.api.get_video(video_id) or {}).get("status", {}).get("privacyStatus", "")
        if other:
            channel.ledger.put(replace(make_private(channel, other), state="replaced"), entry)
        else:
            hide_video(channel, video_id)
            entry = channel.put(entry, {"hidden": [*facts_of(entry).get("hidden", ()), video_id]})
        sentence = _("The video that was there before is private now: {url}")
        channel.emit(Notice(sentence.format(url=watch_url(video_id))))
        if facts_of(entry)["shown"]["privacy"] == "private" and was in ("unlisted", "public"):
            sentence = _(
                "The earlier video was {was} and the new one is private, so that people now see neither. Let them see the new"
                " one in YouTube Studio or with --public, and give them its link: {url}"
            )
            channel.emit(Notice(sentence.format(was=privacy_in_words(was), url=entry.url), "warning"))


def _read_back(channel: ChannelSession, sent: Sent, material: Material, video: Video, *, uploaded_now: bool) -> LedgerEntry:
    """See how it stands on YouTube now, and note it; returns the entry.

    Raises:
        TargetError: YouTube could not use the video, or does not allow it.
    """
    entry = sent.entry
    captions = entry.marks["captions"].done if "captions" in entry.marks else ""
    unchecked = captions != facts_of(entry).get("captions_checked", "")
    if uploaded_now or sent.what or unchecked or not facts_of(entry).get("processed"):
        video = wait_until_processed(channel, channel.require_video(entry.id), wait=uploaded_now)
        duration_us = material.duration_us if timing_fits(entry, material) else facts_of(entry)["duration_us"]
        warn_of_differences(channel, video, sent.metadata, duration_us, language=material.meeting.language if unchecked else "")
    shown: ShownNow = {
        "privacy": video["status"]["privacyStatus"],
        "embeddable": video["status"].get("embeddable", False),
    }
    told_more = sent.metadata.privacy != "private" or facts_of(entry).get("kept_private", False)
    return channel.put(
        entry,
        {
            "shown": shown,
            "processed": not is_processing(video),
            "captions_checked": captions,
            "kept_private": told_more and shown["privacy"] == "private",
        },
    )


def _publication(channel: ChannelSession, choice: VideoChoice, sent: Sent) -> Publication:
    if choice.differs:
        channel.emit(Notice(choice.differs, "warning"))
    state: State = "published" if choice.video is None else "updated" if sent.what else "unchanged"
    if state == "updated":
        channel.emit(Notice(_("Sent to YouTube: {what}.").format(what=", ".join(sent.what))))
    return Publication(YOUTUBE, sent.entry.id, sent.entry.url, None, state)


def _refuse_too_much(channel: ChannelSession, material: Material) -> None:
    """Refuse what YouTube would refuse, before anything is sent."""
    size = material.video.stat().st_size
    if size > LARGEST_BYTES:
        sentence = _("{path} has {size} GB, and YouTube takes 256 at most. Cut it, or publish it to the website only.")
        raise TargetError(sentence, path=material.video, size=size // 10**9)
    unverified = channel.info.long_uploads in ("disallowed", "eligible")
    if unverified and material.duration_us > UNVERIFIED_US:
        sentence = _(
            "The channel {title} takes videos of 15 minutes at most, because it is not verified. Verify it at"
            " youtube.com/verify, then run the same command again."
        )
        raise TargetError(sentence, title=channel.info.title)
