"""Publishing to the website's media folder, and taking down again.

    the recording's page → intention in the ledger → the meeting's folder (entry, shared files, video, texts, page, entry)
        → catalogue → what was replaced goes → all of it read back → done in the ledger

Whatever happens in between, the next run looks at what is there and goes on; what nobody listed as ours is never touched. Other
machines may publish to the same folder, the same recording too, and the drive may have no locks: who finds that another has
changed what it was about to change looks anew, and there is one whole page in the end.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from vbn_video.events import Emit, Found, Notice
from vbn_video.messages import _
from vbn_video.publish.ledger import Ledger, LedgerEntry, Mark
from vbn_video.publish.material import Material
from vbn_video.publish.publication import Publication, State, YoutubeVideo
from vbn_video.publish.website.catalogue import CATALOGUE_FILE, catalogue_is_ours, read_entries, rebuild_catalogue
from vbn_video.publish.website.claim import (
    PageRequest,
    claim_folder,
    has_begun,
    is_anothers,
    leave_corrected_page,
    leave_page,
    owned_files,
    shows_unknown_video,
)
from vbn_video.publish.website.double_pages import heal_double_pages, judge_pages
from vbn_video.publish.website.entry import ENTRY_FILE, PAGE_FILE
from vbn_video.publish.website.media_folder import is_still_ours, open_media_folder
from vbn_video.publish.website.meeting_folder import MeetingFolder, damaged_files
from vbn_video.publish.website.page_facts import page_facts, page_url
from vbn_video.publish.website.page_notices import (
    emit_what_differs,
    emit_what_is_not_withdrawn,
    emit_what_is_overwritten,
    emit_what_is_taken_over,
    emit_what_was_lost,
    once,
)
from vbn_video.publish.website.pages.html import PageLayout
from vbn_video.publish.website.pages.player import choose_embedded_video
from vbn_video.publish.website.removal import remove_abandoned, remove_meeting
from vbn_video.publish.website.slug import SHARED_FOLDER
from vbn_video.publish.website.storage.drive import MediaFolder
from vbn_video.publish.website.storage.drive_errors import DisturbedError
from vbn_video.publish.website.target_state import decide_target_state, published_sha256
from vbn_video.settings.choices import WEBSITE
from vbn_video.settings.preset import Website

LOOKS = 5
"""How often a run looks anew, at most, where others change the same page."""


def publish_to_website(
    material: Material, ledger: Ledger, website: Website, emit: Emit, *, anew: bool = False, youtube: YoutubeVideo | None = None
) -> Publication:
    """Bring the media folder to show this video and these texts.

    `anew`: publish another video in place of the one that is there (`--replace`); without it only the texts are updated, and
    what differs is said; and a page that another project made of this recording is left as it is. `youtube`: what the page embeds
    if the preset says `player = "youtube"`; None where no video there can be shown, and the page plays the file.

    Raises:
        InputError: the preset names no media folder, or the ledger is no longer one.
        MissingError: this machine's disk refused the ledger, or can't read the video.
        TargetError: the media folder refused, or another run publishes the same; what was published before is still whole.
    """
    return publish_into(open_media_folder(website), material, ledger, website, emit, anew=anew, youtube=youtube)


def publish_into(
    media: MediaFolder,
    material: Material,
    ledger: Ledger,
    website: Website,
    emit: Emit,
    *,
    anew: bool = False,
    youtube: YoutubeVideo | None = None,
) -> Publication:
    """As `publish_to_website`, into an opened media folder."""
    request = PageRequest(media, material, ledger, website, once(emit), anew, youtube)
    with media.at_work():
        for _look in range(LOOKS - 1):
            try:
                return _publish(request)
            except DisturbedError:
                continue
        return _publish(request)


def _publish(request: PageRequest) -> Publication:
    media, material, ledger, website, emit = request.media, request.material, request.ledger, request.website, request.emit
    layout = PageLayout.of(website)
    media.sweep("", SHARED_FOLDER)
    remove_abandoned(media, emit)
    claim = claim_folder(request)
    slug, present = claim.slug, claim.present
    anew = request.anew or has_begun(request, claim)
    if present and not anew and is_anothers(request, present):
        rebuild_catalogue(media, layout)
        return leave_page(request, slug, present)
    before = request.before
    known = present if before is None or before.state == "replaced" else before
    was_published = known is not None and known.state == "published"
    embedded = choose_embedded_video(website, request.youtube, present, material)
    target = decide_target_state(media, slug, present, material, layout, anew=anew, youtube=embedded)
    meeting = MeetingFolder.inspect(
        media=media, slug=slug, present=present, owned=claim.owned, target=target, shared=layout.assets.files
    )
    if before is None and present and present.state == "published" and meeting.outdated and not anew:
        rebuild_catalogue(media, layout)
        return leave_page(request, slug, present)
    stands = published_sha256(present) if present and present.state == "published" else None
    last = before.marks["page"].done if before and "page" in before.marks else ""
    if before and present and last and stands not in (None, last, target.page_sha256):
        if target.page_sha256 == last and not anew and not damaged_files(media, slug, present):
            rebuild_catalogue(media, layout)
            return leave_corrected_page(request, slug, before)
        emit_what_is_overwritten(page_url(website, media, slug), emit)
    if was_published:
        emit_what_was_lost(meeting, emit)
    if before is None:
        emit_what_is_taken_over(meeting, page_url(website, media, slug), emit)
    emit_what_differs(target, request.youtube if website.player == "youtube" and not embedded else None, material, emit)

    intention = request.intention(slug, target.video.content, sorted(meeting.combined_entry.files))
    embeds = {"youtube": target.video.youtube} if target.video.youtube else {}
    marks = {"page": Mark(target.page_sha256)}
    intention = replace(intention, marks=marks, facts={**intention.facts, **embeds})
    media.sweep(slug)
    changed = not meeting.is_up_to_date
    if changed:
        ledger.put(intention)
        meeting = meeting.fill(material.video, emit)
    changed |= rebuild_catalogue(media, layout)
    changed |= meeting.clear_away()
    if changed:
        meeting.check_whole()
        _check_alone(request, slug, layout)
    _note_done(ledger, intention, sorted(target.entry.files))

    state: State = "published" if not was_published else "updated" if changed else "unchanged"
    emit(Found(slug))
    return Publication(WEBSITE, slug, intention.url, intention.path, state)


def withdraw(ledger: Ledger, emit: Emit) -> tuple[Publication, ...]:
    """Take down what stands of this project on any website: page, video and all; the project and its ledger stay.

    A page that another project has taken over is left, and that is said.

    Raises:
        InputError: the ledger is no longer one.
        TargetError: a media folder is not there or refused; the next try goes on from there.
    """
    done = [withdraw_from(MediaFolder(Path(entry.place)), entry, ledger, emit) for entry in ledger.standing(WEBSITE)]
    return tuple(publication for publication in done if publication)


def withdraw_from(media: MediaFolder, standing: LedgerEntry, ledger: Ledger, emit: Emit) -> Publication | None:
    """Take down what one entry of the ledger says, from its media folder, whatever the folder of the recording is called now."""
    facts = page_facts(standing, ledger.path)
    with media.at_work():
        media.sweep("", SHARED_FOLDER, standing.id)
        remove_abandoned(media, emit)
        found = read_entries(media)
        pages = found.of_recording(facts.recording)
        slug = standing.id if standing.id in pages or not pages else judge_pages(pages).kept
        if slug != standing.id:
            media.sweep(slug)
            url, path = page_url(facts.website, media, slug), str(media.path(f"{slug}/{PAGE_FILE}"))
            standing = replace(standing, id=slug, url=url, path=path)
        present, ours = found.entries.get(slug), is_still_ours(media, found, slug, facts.recording)
        if present and ours and shows_unknown_video(present, ledger, standing.place):
            emit_what_is_not_withdrawn(standing.url, emit)
            ledger.put(replace(standing, state="replaced"))
            return None
        owned = owned_files(slug, present, standing, ledger)
        ledger.put(replace(standing, state="withdrawing"))
        if present and ours:
            media.write(f"{slug}/{ENTRY_FILE}", replace(present, state="withdrawing", files=dict(sorted(owned.items()))).text())
        if catalogue_is_ours(media):
            rebuild_catalogue(media, PageLayout.of(facts.website))
        else:
            sentence = _("{path} is not from vbn-video and is left as it is; see whether it still links to the meeting.")
            emit(Notice(sentence.format(path=media.path(CATALOGUE_FILE)), "warning"))
        if ours:
            remove_meeting(media, slug, owned, emit)
        ledger.put(replace(standing, state="withdrawn", marks={}))
    return Publication(WEBSITE, slug, standing.url, standing.path, "withdrawn")


def _check_alone(request: PageRequest, slug: str, layout: PageLayout) -> None:
    """See that the recording has no other page; one that came to be meanwhile is taken down, or this one for it.

    Raises:
        DisturbedError: this page was not the one that stays.
    """
    media = request.media
    if not heal_double_pages(media, read_entries(media), request.material.recording, request.website, request.emit):
        return
    if slug not in read_entries(media).entries:
        raise DisturbedError(media.path(slug))
    rebuild_catalogue(media, layout)


def _note_done(ledger: Ledger, intention: LedgerEntry, files: Sequence[str]) -> None:
    """Write into the ledger that it is published, and that another video that was there before is replaced."""
    marks = {name: Mark(mark.intended, mark.intended) for name, mark in intention.marks.items()}
    done = replace(intention, state="published", marks=marks, facts={**intention.facts, "files": list(files)})
    standing = ledger.standing(WEBSITE, done.recording)
    others = [entry for entry in standing if entry.place == done.place and entry.key != done.key]
    ledger.put(*(replace(other, state="replaced") for other in others), done)
