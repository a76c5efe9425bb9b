"""What the ledger knows of a page: its address, and the `facts` of its entries for the website, as values."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from vbn_video.codec import from_values
from vbn_video.errors import InputError
from vbn_video.messages import _
from vbn_video.publish.ledger import LedgerEntry
from vbn_video.publish.website.entry import PAGE_FILE, FileName
from vbn_video.publish.website.storage.drive import MediaFolder
from vbn_video.safe_names import is_safe_name
from vbn_video.settings.preset import Website


@dataclass(frozen=True)
class PageFacts:
    """All that a later run or a withdrawal must know."""

    recording: str
    website: Website
    files: tuple[FileName, ...] = ()
    """What was put into the meeting's folder, or was about to be."""
    seen_us: tuple[tuple[int, int], ...] = ()
    heard_us: tuple[tuple[int, int], ...] = ()
    """What of the recording is seen and heard in the video (`published_cut.py`)."""


def page_url(website: Website, media: MediaFolder, slug: str) -> str:
    """The link for people; a `file:` address where the media folder has none."""
    return f"{website.base_url.rstrip('/')}/{slug}/" if website.base_url else media.path(f"{slug}/{PAGE_FILE}").as_uri()


def page_facts(entry: LedgerEntry, ledger: Path) -> PageFacts:
    """The facts of an entry.

    Raises:
        InputError: they are not ours, or name something outside of the meeting's folder.
    """
    try:
        facts = from_values(PageFacts, dict(entry.facts))
    except ValidationError as error:
        raise _spoiled(ledger) from error
    if not is_safe_name(entry.id) or entry.id.startswith("."):
        raise _spoiled(ledger)
    return facts


def _spoiled(ledger: Path) -> InputError:
    return InputError(
        _(
            "The ledger {path} can't be read any more. Put back a copy of it, or delete it: what is already published is"
            " then found again at the next run."
        ),
        path=ledger,
    )
