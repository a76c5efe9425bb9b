"""Two pages of one recording: which of them stays, decided alike by everybody who sees them, and the other taken down.

They come about when two machines publish at the same time under different titles: neither could see the other's folder yet.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from vbn_video.events import Emit, Notice
from vbn_video.messages import _
from vbn_video.publish.website.catalogue import FoundEntries
from vbn_video.publish.website.entry import MeetingEntry
from vbn_video.publish.website.page_facts import page_url
from vbn_video.publish.website.removal import remove_meeting
from vbn_video.publish.website.storage.drive import MediaFolder
from vbn_video.publish.website.storage.drive_errors import RightsError
from vbn_video.publish.website.storage.run_marks import RunMark
from vbn_video.settings.preset import Website

STATES = ("published", "publishing", "withdrawing")
NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True)
class RecordingPages:
    """The folders of one recording."""

    kept: str
    superfluous: tuple[str, ...]
    copies: tuple[str, ...]
    """Folders that a person copied, or renamed beside another."""


def judge_pages(pages: Mapping[str, MeetingEntry]) -> RecordingPages:
    """Which folder stays: the page that was whole first, since people have its address; then the lowest name.

    `pages`: the entries of one recording by their folders' names, one at least.
    """

    def rank(name: str) -> tuple[bool, int, dt.datetime, str]:
        entry = pages[name]
        return is_copy(name), STATES.index(entry.state), entry.published_at or NEVER, name

    def is_copy(name: str) -> bool:
        return pages[name].slug not in ("", name)

    kept, *others = sorted(pages, key=rank)
    return RecordingPages(
        kept, tuple(name for name in others if not is_copy(name)), tuple(name for name in others if is_copy(name))
    )


def is_published_by_another(entry: MeetingEntry, media: MediaFolder) -> bool:
    """True if another run is known to be at work on this meeting's first publication."""
    run = RunMark.of_name(entry.run) if entry.state == "publishing" and entry.run else None
    return run is not None and media.is_at_work(run)


def heal_double_pages(media: MediaFolder, found: FoundEntries, recording: str, website: Website, emit: Emit) -> bool:
    """Take down the superfluous pages of a recording, and say it; True if any was.

    The page that another run is just making is left to that run: at its end it sees this one.

    Raises:
        DisturbedError: somebody else does the same.
        TargetError: the media folder failed.
    """
    pages = found.of_recording(recording)
    if len(pages) < 2:
        return False
    judged = judge_pages(pages)
    kept = page_url(website, media, judged.kept)
    for copy in judged.copies:
        sentence = _("{path} is a copy of {kept}, made by hand, and is left as it is. Delete it if it is not to be shown.")
        emit(Notice(sentence.format(path=media.path(copy), kept=kept), "warning"))
    removed = False
    for slug in judged.superfluous:
        entry, gone = pages[slug], page_url(website, media, slug)
        if is_published_by_another(entry, media):
            continue
        try:
            remove_meeting(media, slug, entry.files, emit)
        except RightsError as error:
            sentence = _("This recording has two pages on the website, {kept} and {gone}. The second can't be taken down: {why}")
            emit(Notice(sentence.format(kept=kept, gone=gone, why=error.message), "warning"))
            continue
        removed = True
        if entry.state == "published":
            sentence = _("This recording had two pages on the website. {kept} was there first and stays; {gone} is taken down.")
            emit(Notice(sentence.format(kept=kept, gone=gone), "warning"))
    return removed
