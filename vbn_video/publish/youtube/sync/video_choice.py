"""Which video of the project the channel is to show: the one that is there, the one on its way, or a new one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vbn_video.clock import seconds
from vbn_video.errors import InputError, TargetError
from vbn_video.events import Notice
from vbn_video.messages import _
from vbn_video.publish.ledger import LedgerEntry
from vbn_video.publish.material import Material
from vbn_video.publish.published_cut import cut_facts
from vbn_video.publish.youtube.channel.session import ChannelSession, OurVideos, Video, is_dead, is_seen, watch_url
from vbn_video.publish.youtube.channel.video_facts import facts_of, timing_fits
from vbn_video.publish.youtube.sync.metadata_update import is_told
from vbn_video.publish.youtube.sync.rivals import first_of
from vbn_video.publish.youtube.sync.target_metadata import chapters_fact
from vbn_video.publish.youtube.sync.withdrawal import make_private
from vbn_video.publish.youtube.upload.one_upload import abandon_upload
from vbn_video.settings.choices import YOUTUBE

UNFINISHED = ("intended", "session")
GONE = ("withdrawn", "replaced")


@dataclass(frozen=True)
class VideoChoice:
    """The chosen video; `video` None means upload."""

    entry: LedgerEntry | None = None
    """What the ledger says of it; None: a new one."""
    video: Video | None = None
    differs: str = ""
    """A sentence on how the video that stays differs from the one that the project holds now."""
    changed: tuple[LedgerEntry, ...] = ()
    """The entries that the decision changes, to be noted before anything is sent: those that it takes the place of, and it."""
    others: Video | None = None
    """A video of the recording that another project published: it is left as it stands, and nothing is sent."""
    adopted: bool = False
    """The very video was found on the channel, and nothing is known of what was sent beside it."""


def choose_video(  # noqa: PLR0911  one line for each case
    channel: ChannelSession, material: Material, ours: OurVideos, *, anew: bool, overrules: bool
) -> VideoChoice:
    """Decide; nothing is written.

    `ours`: the recording's videos as the channel lists them; `anew`: the person wants another video in place of the published
    one (`--replace`); `overrules`: and it may be seen by more people than now (`--public`).

    Raises:
        InputError: a video that was made private would take the place of one that people see.
        TargetError: a video that was published is no longer on the channel.
    """
    own = channel.entry(material.content)
    others = [entry for entry in channel.others(material.content) if entry.state == "uploaded"]
    if own and own.state in UNFINISHED and _is_begun(own):
        return VideoChoice(own)
    theirs = _of_another_project(channel, ours)
    if theirs and theirs in ours.same and not (own and own.id == theirs["id"]):
        return _adopt(channel, material, theirs)
    if theirs and not anew and not (own and own.id == theirs["id"]):
        return VideoChoice(others=theirs)
    if theirs and own and own.id and (made := channel.api.get_video(own.id)):
        return _show_again(channel, own, (*(other.id for other in others), theirs["id"]), made, overrules)
    if own and own.state in UNFINISHED:
        return VideoChoice(own)
    if own and own.state == "uploaded" and not _is_outdone(own, others):
        video = _await_standing(channel, own, anew)
        return _keep(channel, own, others, video, overrules) if video else VideoChoice()
    if own and own.id and (anew or not others) and (made := channel.api.get_video(own.id)):
        return _show_again(channel, own, [other.id for other in others], made, overrules)
    if others and not anew and (video := _await_standing(channel, latest := _latest(others), anew)):
        return replace(_keep(channel, latest, others, video, overrules), differs=_difference(latest, material))
    return VideoChoice()


def emit_doubles(channel: ChannelSession, ours: OurVideos) -> None:
    """Say that two videos of the recording are shown, but for one that is about to take the other's place."""
    replaced = {video_id for entry in channel.ledger.standing(YOUTUBE) for video_id in facts_of(entry).get("replaces", ())}
    shown = [watch_url(video["id"]) for video in ours.shown if video["id"] not in replaced]
    if len(shown) > 1:
        sentence = _("There are {count} videos of this recording on the channel {title}: {urls}. Take down all but one.")
        notice = sentence.format(count=len(shown), title=channel.info.title, urls=", ".join(shown))
        channel.emit(Notice(notice, "warning"))


def _of_another_project(channel: ChannelSession, ours: OurVideos) -> Video | None:
    """The recording's video that stands on the channel though by the ledger none of this project's does; None: there is none.

    One that this project took down, and that somebody has shown again on YouTube, is such a video.
    """
    entries = [entry for entry in channel.ledger.entries if entry.target == YOUTUBE and entry.recording == channel.recording]
    if any(entry.state == "uploaded" and not is_told(entry) for entry in entries):
        return None  # which of the two stays is settled first
    known = {entry.id for entry in entries if entry.id and (entry.state not in GONE or not ours.shown)}
    shown = ours.shown or (*ours.same, *ours.hidden)
    if not shown or any(video["id"] in known for video in shown):
        return None
    return first_of([video for video in shown if video in ours.same] or shown)


def _adopt(channel: ChannelSession, material: Material, video: Video) -> VideoChoice:
    """The very video is there already: the ledger takes it in; what it says there stays until this project says otherwise."""
    entry = intended_entry(channel, material)
    facts = {**entry.facts, "adopted": True, "replaces": []}
    entry = replace(entry, state="uploaded", id=video["id"], url=watch_url(video["id"]), facts=facts)
    return VideoChoice(entry, channel.require_video(entry.id), changed=(entry,), adopted=True)


def _is_begun(entry: LedgerEntry) -> bool:
    """Whether a byte of it may be on its way."""
    return bool(facts_of(entry).get("session") or facts_of(entry).get("finishing_at"))


def _is_whole(entry: LedgerEntry) -> bool:
    """True if all but the visibility was sent."""
    return "description" in entry.marks


def _is_outdone(entry: LedgerEntry, others: Sequence[LedgerEntry]) -> bool:
    """Whether one that is whole was published in place of it: a killed run had only not hidden it yet."""
    return any(_is_whole(other) and entry.id in facts_of(other).get("replaces", ()) for other in others)


def _latest(entries: Sequence[LedgerEntry]) -> LedgerEntry:
    """The one that is shown, where killed runs have left several."""
    left = [entry for entry in entries if not _is_outdone(entry, entries)] or entries
    return ([entry for entry in left if _is_whole(entry)] or left)[-1]


def _keep(
    channel: ChannelSession, entry: LedgerEntry, others: Sequence[LedgerEntry], video: Video, overrules: bool
) -> VideoChoice:
    """The video stays; where a run was killed while it was replaced, it takes its place back."""
    replacing = any(entry.id in facts_of(other).get("replaces", ()) for other in others)
    rest = [other.id for other in others if other is not entry]
    return _show_again(channel, entry, rest, video, overrules) if replacing else VideoChoice(entry, video)


def _show_again(channel: ChannelSession, own: LedgerEntry, others: Sequence[str], video: Video, overrules: bool) -> VideoChoice:
    """A video that was hidden, or was about to be, takes the place of those with the ids `others`, which are shown now.

    Raises:
        InputError: it is private, they are not, and it was not said that it may be seen.
    """
    others = [video_id for video_id in others if video_id != own.id]
    if not is_seen(video) and not overrules:
        for video_id in others:
            if (other := channel.api.get_video(video_id)) and is_seen(other):
                raise InputError(
                    _(
                        "The video {url} was made private, and {other} stands in its place. It is shown again only by --public,"
                        " or in YouTube Studio."
                    ),
                    url=own.url,
                    other=watch_url(video_id),
                )
    own = replace(own, state="uploaded", facts={**own.facts, "replaces": others})
    yielding = [
        replace(other, facts={**other.facts, "replaces": [id for id in facts_of(other).get("replaces", ()) if id != own.id]})
        for other in channel.others(own.content)
        if other.id in others
    ]
    return VideoChoice(own, video, changed=(*yielding, own))


def intended_entry(channel: ChannelSession, material: Material, ours: OurVideos = OurVideos()) -> LedgerEntry:  # noqa: B008
    """The entry of a video that is about to be uploaded; it names what it replaces, so that a killed run hides that too.

    `ours`: what other projects published of the recording, and is to be replaced with the rest.
    """
    replaced = [entry.id for entry in channel.others(material.content) if entry.state == "uploaded"]
    return LedgerEntry(
        target=YOUTUBE,
        place=channel.info.id,
        content=material.content,
        state="intended",
        id="",
        facts={
            "recording": material.recording,
            "timing": material.timing,
            "duration_us": material.duration_us,
            "chapters": chapters_fact(material),
            **cut_facts(channel.ledger, material, material.content),
            "replaces": list(dict.fromkeys((*replaced, *(video["id"] for video in ours.shown)))),
        },
    )


def finish_begun(channel: ChannelSession, content: str) -> None:
    """Finish what a run was killed in: uploads of other videos are not wanted any more, a withdrawal and a deletion are.

    Raises:
        TargetError: it can't be told yet whether an upload became a video.
    """
    for entry in channel.others(content):
        if entry.state in UNFINISHED:
            abandon_upload(channel, entry)
    for entry in channel.ledger.standing(YOUTUBE, channel.recording):
        if entry.state == "withdrawing" and entry.place == channel.info.id:
            channel.put(make_private(channel, entry), state="withdrawn")
        elif facts_of(entry).get("yields_to") and not channel.api.get_video(entry.id):
            channel.put(entry, {"deleted": True}, state="replaced", marks={})


def _await_standing(channel: ChannelSession, entry: LedgerEntry, anew: bool) -> Video | None:
    """The entry's video; None if it is gone, or YouTube will not show it, and another one is wanted."""
    video = channel.await_video(entry.id)
    if video and not (anew and is_dead(video)):
        return video
    if anew:
        return None
    raise TargetError(
        _("The video {url} is no longer on the channel {title}: somebody deleted it. To upload it again, run with --replace."),
        url=entry.url,
        title=channel.info.title,
    )


def _difference(entry: LedgerEntry, material: Material) -> str:
    if timing_fits(entry, material):
        return _(
            "YouTube has the new texts; its video is still the earlier one, and so is what its intro and outro show. --replace"
            " uploads the new video and makes the earlier one private."
        )
    sentence = _(
        "The video here is cut otherwise than the one on YouTube ({here} s, there {there} s), which stays with its own captions"
        " and chapters. --replace uploads the new video and makes the earlier one private."
    )
    return sentence.format(here=round(seconds(material.duration_us)), there=round(seconds(facts_of(entry).get("duration_us", 0))))
