"""Which video of the project the channel is to show: the one that is there, the one on its way, or a new one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from vbn_video.clock import seconds
from vbn_video.errors import TargetError
from vbn_video.messages import _
from vbn_video.publish.ledger import LedgerEntry
from vbn_video.publish.material import Material
from vbn_video.publish.youtube.channel.session import DEAD, ChannelSession
from vbn_video.publish.youtube.channel.video_facts import facts_of, timing_fits
from vbn_video.publish.youtube.sync.target_metadata import chapters_fact
from vbn_video.publish.youtube.upload.one_upload import abandon_upload
from vbn_video.settings.choices import YOUTUBE

UNFINISHED = ("intended", "session")


@dataclass(frozen=True)
class VideoChoice:
    """The chosen video; `video` None means upload."""

    entry: LedgerEntry | None = None
    """What the ledger says of it; None: a new one."""
    video: Mapping[str, Any] | None = None
    differs: str = ""
    """A sentence on how the video that stays differs from the one that the project holds now."""
    changed: tuple[LedgerEntry, ...] = ()
    """The entries that the decision changes, to be noted before anything is sent: those that it takes the place of, and it."""


def choose_video(channel: ChannelSession, material: Material, *, anew: bool) -> VideoChoice:
    """Decide; nothing is written. `anew`: the person wants another video in place of the published one (`--replace`).

    Raises:
        TargetError: a video that was published is no longer on the channel.
    """
    own = channel.entry(material.content)
    others = [entry for entry in channel.others(material.content) if entry.state == "uploaded"]
    if own and own.state in UNFINISHED:
        return VideoChoice(own)
    if own and own.state == "uploaded" and not _is_outdone(own, others):
        video = _await_standing(channel, own, anew)
        return _keep(own, others, video) if video else VideoChoice()
    if own and own.id and (anew or not others) and (video := channel.api.get_video(own.id)):
        return _show_again(own, others, video)
    if others and not anew and (video := _await_standing(channel, latest := _latest(others), anew)):
        return replace(_keep(latest, others, video), differs=_difference(latest, material))
    return VideoChoice()


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


def _keep(entry: LedgerEntry, others: Sequence[LedgerEntry], video: Mapping[str, Any]) -> VideoChoice:
    """The video stays; where a run was killed while it was replaced, it takes its place back."""
    replacing = any(entry.id in facts_of(other).get("replaces", ()) for other in others)
    rest = [other for other in others if other is not entry]
    return _show_again(entry, rest, video) if replacing else VideoChoice(entry, video)


def _show_again(own: LedgerEntry, others: Sequence[LedgerEntry], video: Mapping[str, Any]) -> VideoChoice:
    """A video that was hidden, or was about to be, takes the place of those that are shown now."""
    own = replace(own, state="uploaded", facts={**own.facts, "replaces": [other.id for other in others]})
    yielding = [
        replace(other, facts={**other.facts, "replaces": [id for id in facts_of(other).get("replaces", ()) if id != own.id]})
        for other in others
    ]
    return VideoChoice(own, video, changed=(*yielding, own))


def intended_entry(channel: ChannelSession, material: Material) -> LedgerEntry:
    """The entry of a video that is about to be uploaded; it names what it replaces, so that a killed run hides that too."""
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
            "replaces": [entry.id for entry in channel.others(material.content) if entry.state == "uploaded"],
        },
    )


def abandon_unfinished(channel: ChannelSession, content: str) -> None:
    """Uploads of other videos that were begun are not wanted any more.

    Raises:
        TargetError: it can't be told yet whether one became a video.
    """
    for entry in channel.others(content):
        if entry.state in UNFINISHED:
            abandon_upload(channel, entry)


def _await_standing(channel: ChannelSession, entry: LedgerEntry, anew: bool) -> Mapping[str, Any] | None:
    """The entry's video; None if it is gone, or YouTube will not show it, and another one is wanted."""
    video = channel.await_video(entry.id)
    if video and not (anew and video.get("status", {}).get("uploadStatus") in DEAD):
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
