"""What YouTube is told in this run: the preset's texts, and who may see the video, as asked in this run or an earlier one."""

from dataclasses import dataclass, field, replace
from typing import Any

from vbn_video.decisions import Chapter
from vbn_video.events import Notice
from vbn_video.formats.base import decode
from vbn_video.formats.vtt import parse_chapters
from vbn_video.publish.ledger import LedgerEntry
from vbn_video.publish.material import Material
from vbn_video.publish.youtube.channel.session import ChannelSession
from vbn_video.publish.youtube.channel.video_facts import Facts, facts_of, timing_fits
from vbn_video.publish.youtube.texts.limits import compose_metadata
from vbn_video.publish.youtube.texts.metadata import Metadata, from_fact
from vbn_video.publish.youtube.texts.visibility import Visibility
from vbn_video.settings.preset import Website


@dataclass(frozen=True)
class PublicationRequest:
    """What the person asked for in this run."""

    page: str = ""
    """The address of the meeting's page, for the description."""
    visibility: Visibility = field(default_factory=Visibility)
    replace: bool = False
    limit_rate: int | None = None
    """Bytes a second."""


def decide_metadata(
    channel: ChannelSession, material: Material, entry: LedgerEntry, website: Website, asked: PublicationRequest
) -> Metadata:
    """The metadata; what had to be changed in it is said.

    A video that an earlier run made public, or gave a time for it, stays so as long as the preset says what it said then.

    Raises:
        InputError: a text, a tag or a time can't be used.
    """
    before = from_fact(facts_of(entry).get("metadata"))
    as_before = before is not None and facts_of(entry).get("asked") == _asked_of(channel) and not asked.visibility.overrules
    visibility = replace(asked.visibility, publish_at="") if as_before else asked.visibility
    fits = timing_fits(entry, material)
    composed = compose_metadata(
        material.meeting,
        channel.settings,
        website,
        chapters=_chapters_in(material) if fits else _chapters_of(entry),
        duration_us=material.duration_us if fits else facts_of(entry).get("duration_us", material.duration_us),
        page=asked.page,
        visibility=visibility,
        now=channel.clock.now(),
    )
    for notice in composed.notices:
        channel.emit(Notice(notice, "warning"))
    if as_before and before:
        return replace(composed.metadata, privacy=before.privacy, publish_at=before.publish_at)
    return composed.metadata


def note_told(channel: ChannelSession, entry: LedgerEntry, material: Material, page: str) -> LedgerEntry:
    """Note, now that it was told, what the preset said of who may see the video, where its page is, and which chapters it has."""
    facts: Facts = {"asked": _asked_of(channel), "page": page}
    if timing_fits(entry, material):
        facts["chapters"] = chapters_fact(material)
    return channel.put(entry, facts)


def last_description(entry: LedgerEntry) -> str:
    """The text under the video as we last wanted it; empty while nothing was told."""
    last_sent = from_fact(facts_of(entry).get("metadata"))
    return last_sent.description if last_sent else ""


def chapters_fact(material: Material) -> list[list[Any]]:
    """The material's chapters as the ledger holds them."""
    return [[chapter.start_us, chapter.title] for chapter in _chapters_in(material)]


def _chapters_in(material: Material) -> tuple[Chapter, ...]:
    return parse_chapters(decode(material.timed.chapters_vtt)).chapters


def _asked_of(channel: ChannelSession) -> dict[str, str]:
    return {"privacy": channel.settings.privacy, "publish_at": channel.settings.publish_at}


def _chapters_of(entry: LedgerEntry) -> tuple[Chapter, ...]:
    """The chapters of the video that stays."""
    return tuple(Chapter(start_us, title) for start_us, title in facts_of(entry).get("chapters", ()))
