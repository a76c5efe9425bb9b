"""A meeting's folder taken away: out of sight by one rename, then file by file; what is not ours stays where it was.

Nobody can put a file into a folder that is hidden, so nothing is left behind of a run that is still writing there. A stranger's
file that came just before that is found by a second look, and the folder gets its name back before anything in it is deleted.
"""

from collections.abc import Collection

from vbn_video.events import Emit, Notice
from vbn_video.messages import _
from vbn_video.publish.website.catalogue import entry_in
from vbn_video.publish.website.entry import ENTRY_FILE, PAGE_FILE
from vbn_video.publish.website.storage.drive import MediaFolder
from vbn_video.safe_names import is_safe_name


def remove_meeting(media: MediaFolder, slug: str, owned: Collection[str], emit: Emit) -> None:
    """Delete the files in `owned` and the entry; a folder that a stranger's files keep is said.

    Raises:
        DisturbedError: somebody took it away at the same moment.
        TargetError: the media folder refused; the next try goes on from there.
    """
    there, entry = media.names(slug), entry_in(media, slug)
    listed = {*entry.files, ENTRY_FILE} if entry else set()
    if there is not None and listed.issuperset(there) and (hidden := media.hide_folder(slug)):
        _remove_hidden(media, hidden, slug, owned, emit)
    elif not _delete(media, slug, owned):
        _emit_what_stays(media, slug, emit)


def remove_abandoned(media: MediaFolder, emit: Emit) -> None:
    """Delete the hidden folders that dead runs left; what is not ours in one is shown again."""
    for hidden in media.abandoned_folders():
        entry = entry_in(media, hidden)
        slug = entry.slug if entry and is_safe_name(entry.slug) and not entry.slug.startswith(".") else ""
        _remove_hidden(media, hidden, slug, entry.files if entry else (), emit)


def _remove_hidden(media: MediaFolder, hidden: str, slug: str, owned: Collection[str], emit: Emit) -> None:
    """Delete a hidden folder; one that holds more than is ours gets its name back first."""
    folder = hidden
    if set(media.names(hidden) or ()) - {*owned, ENTRY_FILE}:
        if not (slug and media.show_folder(hidden, slug)):
            for file in owned:
                media.delete(f"{hidden}/{file}")  # the entry stays: it says the folder's name to a later run
            _emit_what_stays(media, hidden, emit)
            return
        folder = slug
    if not _delete(media, folder, owned):
        shown = folder != hidden or (slug and media.show_folder(hidden, slug))
        _emit_what_stays(media, slug if shown else hidden, emit)


def _emit_what_stays(media: MediaFolder, folder: str, emit: Emit) -> None:
    if not folder.startswith("."):
        sentence = _("{path} stays, because it holds files that are not from vbn-video.")
        emit(Notice(sentence.format(path=media.path(folder))))
        return
    sentence = _(
        "{path} stays hidden, though it holds files that are not from vbn-video: its own name can't be given back to it. Move"
        " them to where they belong, then delete the folder."
    )
    emit(Notice(sentence.format(path=media.path(folder)), "warning"))


def _delete(media: MediaFolder, folder: str, owned: Collection[str]) -> bool:
    """Delete what is ours: the page first, the entry, which lists it all, last."""
    if folder.startswith("."):
        media.discard_temporaries(folder)
    for file in sorted(owned, key=lambda file: file != PAGE_FILE):
        media.delete(f"{folder}/{file}")
    media.delete(f"{folder}/{ENTRY_FILE}")
    return media.remove_folder(folder)
