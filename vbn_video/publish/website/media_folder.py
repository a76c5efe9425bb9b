"""Opens the preset's media folder, and chooses the meeting's folder in it: its slug."""

import os
from pathlib import Path

from vbn_video.errors import InputError
from vbn_video.events import Emit, Notice
from vbn_video.messages import _
from vbn_video.publish.ledger import LedgerEntry
from vbn_video.publish.material import Material
from vbn_video.publish.website.catalogue import FoundEntries, check_catalogue_is_ours
from vbn_video.publish.website.double_pages import judge_pages
from vbn_video.publish.website.entry import PAGE_FILE
from vbn_video.publish.website.pages.html import is_ours
from vbn_video.publish.website.slug import SHARED_FOLDER, slug_candidates, slug_of
from vbn_video.publish.website.storage.drive import MediaFolder
from vbn_video.settings.preset import Website


def open_media_folder(website: Website) -> MediaFolder:
    """The media folder of the preset.

    Raises:
        InputError: the preset names none, or an address instead of a folder.
        TargetError: it is not there, or holds a stranger's `index.html`, or a link in the place of the shared folder.
    """
    if not website.media_dir.strip():
        raise InputError(
            _(
                'No media folder is set. Name it in the preset:\n[website]\nmedia_dir = "/path/to/the/website\'s/media folder"\n'
                "or on the command line: --media-dir FOLDER"
            )
        )
    if "://" in website.media_dir:
        raise InputError(
            _('[website] media_dir = "{path}" is an address. Connect it as a folder or a drive, and name that.'),
            path=website.media_dir,
        )
    media = MediaFolder(Path(os.path.abspath(Path(website.media_dir).expanduser())))
    check_catalogue_is_ours(media)
    media.check_reachable(f"{SHARED_FOLDER}/{PAGE_FILE}")
    return media


def choose_slug(
    media: MediaFolder, found: FoundEntries, before: LedgerEntry | None, material: Material, *, nameless: str, emit: Emit
) -> str:
    """The meeting's slug: the one it was first published under, else a free one. Nothing is written."""
    if pages := found.of_recording(material.recording):
        return judge_pages(pages).kept
    if before and is_still_ours(media, found, before.id, material.recording):
        return before.id
    wanted = slug_of(material.meeting.title, material.meeting.date, nameless)
    free = next(slug for slug in slug_candidates(wanted) if not media.exists(slug))
    if before and before.state != "withdrawn":
        sentence = _("{path} now holds something else, which is left as it is. The meeting is published as {slug}.")
        emit(Notice(sentence.format(path=media.path(before.id), slug=free), "warning"))
    return free


def is_still_ours(media: MediaFolder, found: FoundEntries, slug: str, recording: str) -> bool:
    """Whether the folder that the ledger knows is gone, empty, or holds what the ledger says."""
    if slug in found.entries:
        return found.entries[slug].recording == recording
    if slug in found.broken or not media.exists(slug) or media.names(slug) == []:
        return True
    page = media.read(f"{slug}/{PAGE_FILE}")
    return page is not None and is_ours(page)
