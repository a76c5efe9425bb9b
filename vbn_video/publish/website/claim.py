"""The recording's one folder in the media folder: found, or made with our entry in it; and another project's page left alone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from vbn_video.errors import TargetError
from vbn_video.events import Emit, Found
from vbn_video.messages import _
from vbn_video.publish.ledger import Ledger, LedgerEntry
from vbn_video.publish.material import Material
from vbn_video.publish.publication import Publication, YoutubeVideo
from vbn_video.publish.published_cut import cut_facts
from vbn_video.publish.website.catalogue import read_entries, warn_of_broken
from vbn_video.publish.website.double_pages import heal_double_pages, is_published_by_another
from vbn_video.publish.website.entry import ENTRY_FILE, PAGE_FILE, FileMark, MeetingEntry
from vbn_video.publish.website.media_folder import choose_slug
from vbn_video.publish.website.meeting_folder import damaged_files
from vbn_video.publish.website.page_facts import page_facts, page_url
from vbn_video.publish.website.page_notices import emit_what_is_damaged, emit_what_others_changed, emit_what_stands
from vbn_video.publish.website.pages.page_language import WORDINGS
from vbn_video.publish.website.storage.drive import MediaFolder
from vbn_video.publish.website.storage.drive_errors import DisturbedError
from vbn_video.settings.choices import WEBSITE
from vbn_video.settings.preset import Website

CLAIMS = 100
"""How often a run tries for a folder of its own: others may take each name that it chooses."""


@dataclass(frozen=True)
class PageRequest:
    """What is to be published, where, and who is to hear of it."""

    media: MediaFolder
    material: Material
    ledger: Ledger
    website: Website
    emit: Emit
    anew: bool
    """Another video is wanted in place of the one that is there (`--replace`)."""
    youtube: YoutubeVideo | None
    """The video that the page may embed."""

    @property
    def place(self) -> str:
        """The media folder, as the ledger names it."""
        return str(self.media.root)

    @property
    def before(self) -> LedgerEntry | None:
        """What the ledger last knew of this recording's page.

        Raises:
            InputError: it is no entry of ours.
        """
        before = self.ledger.latest(WEBSITE, self.place, self.material.recording)
        if before:
            page_facts(before, self.ledger.path)
        return before

    def intention(self, slug: str, content: str, files: Sequence[str]) -> LedgerEntry:
        """What the ledger says before anything is done: all that a later run or a withdrawal must know."""
        facts = {"recording": self.material.recording, "website": self.website.model_dump(mode="json"), "files": list(files)}
        facts |= cut_facts(self.ledger, self.material, content)
        return LedgerEntry(
            target=WEBSITE,
            place=self.place,
            content=content,
            state="intended",
            id=slug,
            url=page_url(self.website, self.media, slug),
            path=str(self.media.path(f"{slug}/{PAGE_FILE}")),
            facts=facts,
        )


@dataclass(frozen=True)
class Claim:
    """The recording's folder."""

    slug: str
    present: MeetingEntry | None
    """Its entry; None where it can't be read."""
    owned: dict[str, FileMark]
    """The files in it that its entry or the ledger lists as ours."""


def claim_folder(request: PageRequest) -> Claim:
    """Find the folder, or make it; of two, one is taken down.

    Raises:
        DisturbedError: others took each name that was free a moment before.
        TargetError: another run is publishing this recording, or the media folder refused.
    """
    media, material, slug = request.media, request.material, ""
    for _try in range(CLAIMS):
        found = read_entries(media)
        if heal_double_pages(media, found, material.recording, request.website, request.emit):
            continue
        before, nameless = request.before, WORDINGS[request.website.language].nameless
        slug = choose_slug(media, found, before, material, nameless=nameless, emit=request.emit)
        present = found.entries.get(slug)
        if present and is_published_by_another(present, media):
            raise _busy(media.path(slug))
        if media.names(slug) is not None:
            warn_of_broken(found, slug, media, request.emit)
            return Claim(slug, present, owned_files(slug, present, before, request.ledger))
        request.ledger.put(request.intention(slug, material.content, ()))
        media.make_folder(slug, {ENTRY_FILE: _first_entry(request, slug).text()})
    raise DisturbedError(media.path(slug))


def owned_files(slug: str, present: MeetingEntry | None, before: LedgerEntry | None, ledger: Ledger) -> dict[str, FileMark]:
    """The files in the meeting's folder that its entry or the ledger lists as ours."""
    listed = page_facts(before, ledger.path).files if before and before.id == slug else ()
    return {**dict.fromkeys(listed, FileMark(0)), **(present.files if present else {})}


def has_begun(request: PageRequest, claim: Claim) -> bool:
    """True if this project's video was being put in place here while another run put its own, and the page is damaged by that.

    Whoever finds this at its next look finishes its own publication: the other's texts are not at hand.
    """
    before, present = request.before, claim.present
    if before is None or present is None or (before.state, before.id) != ("intended", claim.slug):
        return False
    return before.content == request.material.content and bool(damaged_files(request.media, claim.slug, present))


def is_anothers(request: PageRequest, present: MeetingEntry) -> bool:
    """True if the page shows a video that neither this project nor its ledger knows."""
    own = {request.material.content, *({request.youtube.content} if request.youtube else ())}
    return shows_unknown_video(present, request.ledger, request.place, own)


def shows_unknown_video(present: MeetingEntry, ledger: Ledger, place: str, own: Collection[str] = ()) -> bool:
    """True if a published page shows none of `own`, and no video that the ledger knows of its recording at this place."""
    if present.state != "published" or present.video is None:
        return False
    here = (WEBSITE, place, present.recording)
    known = {entry.content for entry in ledger.entries if (entry.target, entry.place, entry.recording) == here}
    return present.video.content not in {*own, *known}


def leave_page(request: PageRequest, slug: str, present: MeetingEntry) -> Publication:
    """Leave another project's page as it stands, say so, and take back what this run had begun.

    Raises:
        TargetError: the media folder refused.
    """
    media, ledger = request.media, request.ledger
    url = page_url(request.website, media, slug)
    emit_what_stands(present, url, request.material.other_project, request.emit)
    emit_what_is_damaged(damaged_files(media, slug, present), media.path(slug), request.emit)
    standing = [entry for entry in ledger.standing(WEBSITE, request.material.recording) if entry.place == request.place]
    for entry in standing:
        if entry.id == slug:
            for file in set(page_facts(entry, ledger.path).files) - set(present.files):
                media.delete(f"{slug}/{file}")
    taken_over = is_anothers(request, present)
    lost = [entry for entry in standing if taken_over or entry.state == "intended" or entry.id != slug]
    ledger.put(*(replace(entry, state="replaced") for entry in lost))
    request.emit(Found(slug))
    return Publication(WEBSITE, slug, url, str(media.path(f"{slug}/{PAGE_FILE}")), "unchanged")


def leave_corrected_page(request: PageRequest, slug: str, before: LedgerEntry) -> Publication:
    """Leave this project's page as somebody else has published it since, and say so; it stays the page that the ledger knows."""
    url, path = page_url(request.website, request.media, slug), str(request.media.path(f"{slug}/{PAGE_FILE}"))
    emit_what_others_changed(url, request.emit)
    if before.id != slug:
        request.ledger.put(replace(before, id=slug, url=url, path=path))
    request.emit(Found(slug))
    return Publication(WEBSITE, slug, url, path, "unchanged")


def _busy(folder: Path) -> TargetError:
    sentence = _("Another run is just publishing this recording, to {path}. Let it finish, then run the same command again.")
    return TargetError(sentence, path=folder)


def _first_entry(request: PageRequest, slug: str) -> MeetingEntry:
    return MeetingEntry(
        generator="vbn-video",
        state="publishing",
        recording=request.material.recording,
        title=" ".join(request.material.meeting.title.split()),
        slug=slug,
        run=request.media.run.prefix,
    )
