"""The catalogue: `index.html` at the root of the media folder, built from one small entry file a meeting.

Two machines may share the folder, and publish at the same time: the catalogue is written, then the entries are read once more,
until it says what they say.
"""

from dataclasses import dataclass

from vbn_video.errors import TargetError
from vbn_video.events import Emit, Notice
from vbn_video.messages import _
from vbn_video.publish.website.entry import ENTRY_FILE, LARGEST_ENTRY_BYTES, PAGE_FILE, MeetingEntry, read_entry
from vbn_video.publish.website.pages.html import PageLayout, catalogue_page, is_ours
from vbn_video.publish.website.storage.drive import MediaFolder
from vbn_video.publish.website.storage.drive_errors import RightsError

CATALOGUE_FILE = "index.html"
AT_MOST = 5
"""Rounds of writing, at most: two machines with different presets would otherwise write in turn for ever."""


@dataclass(frozen=True)
class FoundEntries:
    """What the media folder holds: our entries by their folders' names, and the folders whose entry can't be read."""

    entries: dict[str, MeetingEntry]
    broken: tuple[str, ...]

    def of_recording(self, recording: str) -> dict[str, MeetingEntry]:
        """The entries of one recording; more than one where two machines published it at the same time."""
        return {name: entry for name, entry in self.entries.items() if entry.recording == recording}


def read_entries(media: MediaFolder) -> FoundEntries:
    """All entries in the media folder."""
    entries, broken = {}, []
    for name in media.folders():
        try:
            entry, is_there = entry_in(media, name), media.exists(f"{name}/{ENTRY_FILE}")
        except RightsError:
            entry, is_there = None, True
        if entry:
            entries[name] = entry
        elif is_there:
            broken.append(name)
    return FoundEntries(entries, tuple(broken))


def entry_in(media: MediaFolder, folder: str) -> MeetingEntry | None:
    """The entry of ours in a folder, if there is one.

    Raises:
        RightsError: it may not be read.
    """
    data = media.read(f"{folder}/{ENTRY_FILE}", LARGEST_ENTRY_BYTES)
    return read_entry(data) if data is not None else None


def catalogue_is_ours(media: MediaFolder) -> bool:
    """Whether the catalogue is ours, or not there."""
    page = media.read(CATALOGUE_FILE)
    return is_ours(page) if page is not None else not media.exists(CATALOGUE_FILE)


def check_catalogue_is_ours(media: MediaFolder) -> None:
    """See that the catalogue may be written.

    Raises:
        TargetError: an `index.html` that is not ours stands in its place.
    """
    if not catalogue_is_ours(media):
        raise TargetError(
            _(
                "{path} is not from vbn-video and is left as it is. Give vbn-video a folder of its own inside the website, or"
                " move that file, then run the same command again."
            ),
            path=media.path(CATALOGUE_FILE),
        )


def warn_of_broken(found: FoundEntries, rewritten: str, media: MediaFolder, emit: Emit) -> None:
    """Name the meetings that the catalogue must leave out; `rewritten` is about to be written anew."""
    for name in set(found.broken) - {rewritten}:
        sentence = _("{path} can't be read: the meeting is left out of the catalogue until it is published again.")
        emit(Notice(sentence.format(path=media.path(f"{name}/{ENTRY_FILE}")), "warning"))


def _shows_page(media: MediaFolder, folder: str) -> bool:
    try:
        return media.size(f"{folder}/{PAGE_FILE}") is not None
    except RightsError:
        return False


def rebuild_catalogue(media: MediaFolder, layout: PageLayout) -> bool:
    """Make the catalogue say what the entries say; whether anything had to be written.

    Raises:
        TargetError: the folder refused, or the catalogue has become a stranger's.
    """
    for written in range(AT_MOST):
        shown = {
            name: entry
            for name, entry in read_entries(media).entries.items()
            if entry.state == "published" and _shows_page(media, name)
        }
        page = catalogue_page(shown, layout)
        if media.read(CATALOGUE_FILE) == page:
            return written > 0
        check_catalogue_is_ours(media)
        media.write(CATALOGUE_FILE, page)
    return True
