"""A meeting's folder taken away: out of sight by one rename, then file by file; what is not ours stays where it was.

Nobody can put a file into a folder that is hidden, so nothing is left behind of a run that is still writing there.
"""

from collections.abc import Collection

from vbn_video.publish.website.catalogue import entry_in
from vbn_video.publish.website.entry import ENTRY_FILE, PAGE_FILE
from vbn_video.publish.website.storage.drive import MediaFolder


def remove_meeting(media: MediaFolder, slug: str, owned: Collection[str]) -> bool:
    """Delete the files in `owned` and the entry; True if the folder is gone, False if a stranger's files keep it.

    Raises:
        DisturbedError: somebody took it away at the same moment.
        TargetError: the media folder refused; the next try goes on from there.
    """
    there, entry = media.names(slug), entry_in(media, slug)
    listed = {*entry.files, ENTRY_FILE} if entry else set()
    hidden = media.hide_folder(slug) if there is not None and listed.issuperset(there) else None
    gone = _delete(media, hidden or slug, owned)
    if hidden and not gone:
        media.show_folder(hidden, slug)
    return gone


def remove_abandoned(media: MediaFolder) -> None:
    """Delete the hidden folders that dead runs left; what is not ours in one is shown again."""
    for hidden in media.abandoned_folders():
        entry = entry_in(media, hidden)
        if not _delete(media, hidden, entry.files if entry else ()) and entry and entry.slug:
            media.show_folder(hidden, entry.slug)


def _delete(media: MediaFolder, folder: str, owned: Collection[str]) -> bool:
    """Delete what is ours: the page first, the entry, which lists it all, last."""
    if folder.startswith("."):
        media.discard_temporaries(folder)
    for file in sorted(owned, key=lambda file: file != PAGE_FILE):
        media.delete(f"{folder}/{file}")
    media.delete(f"{folder}/{ENTRY_FILE}")
    return media.remove_folder(folder)
