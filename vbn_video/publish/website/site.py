"""Publishing to the website's media folder, and taking down again.

    intention in the ledger → the meeting's folder (entry, shared files, video, texts, page, entry) → catalogue
        → what was replaced goes → done in the ledger

Whatever happens in between, the next run looks at what is there and goes on; what nobody listed as ours is never touched.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from vbn_video.events import Emit, Found, Notice
from vbn_video.messages import _
from vbn_video.publish.ledger import Ledger, LedgerEntry, Mark
from vbn_video.publish.material import Material
from vbn_video.publish.meeting_words import safe_links
from vbn_video.publish.publication import Publication, State, YoutubeVideo
from vbn_video.publish.website.catalogue import CATALOGUE_FILE, catalogue_is_ours, read_entries, rebuild_catalogue, warn_of_broken
from vbn_video.publish.website.entry import ENTRY_FILE, PAGE_FILE, FileMark, MeetingEntry
from vbn_video.publish.website.media_folder import choose_slug, is_still_ours, open_media_folder, page_url
from vbn_video.publish.website.meeting_folder import MeetingFolder
from vbn_video.publish.website.pages.html import PageLayout
from vbn_video.publish.website.pages.page_language import WORDINGS
from vbn_video.publish.website.pages.player import choose_embedded_video
from vbn_video.publish.website.slug import SHARED_FOLDER
from vbn_video.publish.website.storage import MediaFolder
from vbn_video.publish.website.target_state import TargetState, decide_target_state
from vbn_video.settings.choices import WEBSITE
from vbn_video.settings.preset import Website


def publish_to_website(
    material: Material, ledger: Ledger, website: Website, emit: Emit, *, anew: bool = False, youtube: YoutubeVideo | None = None
) -> Publication:
    """Bring the media folder to show this video and these texts.

    `anew`: publish another video in place of the one that is there (`--replace`); without it only the texts are updated, and
    what differs is said. `youtube`: what the page embeds if the preset says `player = "youtube"`; None where no video there
    can be shown, and the page plays the file.

    Raises:
        InputError: the preset names no media folder.
        MissingError: this machine's disk refused the ledger, or can't read the video.
        TargetError: the media folder refused; what was published before is still whole.
    """
    media = open_media_folder(website, material.recording)
    return publish_into(media, material, ledger, website, emit, anew=anew, youtube=youtube)


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
    layout = PageLayout.of(website)
    slug, present = _claim(media, material, ledger, website, emit)
    before = ledger.latest(WEBSITE, str(media.root), material.recording)
    known = before or present
    was_published = known is not None and known.state == "published"
    embedded = choose_embedded_video(website, youtube, present, material)
    target = decide_target_state(media, slug, present, material, layout, anew=anew, youtube=embedded)
    meeting = MeetingFolder.inspect(
        media=media, slug=slug, present=present, owned=_owned(slug, present, before), target=target, shared=layout.assets.files
    )
    if was_published:
        _emit_what_was_lost(meeting, emit)
    if youtube and website.player == "youtube" and not embedded:
        sentence = _("The video on YouTube ({url}) is cut otherwise than the one here, so the page plays the file.")
        emit(Notice(sentence.format(url=youtube.url), "warning"))
    _emit_what_differs(target, material, emit)

    intention = _intention(
        media, slug, target.video.content, material.recording, website, files=sorted(meeting.combined_entry.files)
    )
    embeds = {"youtube": target.video.youtube} if target.video.youtube else {}
    marks = {"page": Mark(target.page_sha256)}
    intention = replace(intention, marks=marks, facts={**intention.facts, **embeds})
    media.sweep("", SHARED_FOLDER, slug)
    changed = not meeting.is_up_to_date
    if changed:
        ledger.put(intention)
        meeting.fill(material.video, emit)
    changed |= rebuild_catalogue(media, layout)
    changed |= meeting.clear_away()
    _note_done(ledger, intention, sorted(target.entry.files))

    state: State = "published" if not was_published else "updated" if changed else "unchanged"
    emit(Found(slug))
    return Publication(WEBSITE, slug, intention.url, intention.path, state)


def withdraw(ledger: Ledger, emit: Emit) -> tuple[Publication, ...]:
    """Take down what stands of this project on any website: page, video and all; the project and its ledger stay.

    Raises:
        TargetError: a media folder is not there or refused; the next try goes on from there.
    """
    return tuple(
        withdraw_from(MediaFolder(Path(entry.place), entry.facts["recording"]), entry, ledger, emit)
        for entry in ledger.standing(WEBSITE)
    )


def withdraw_from(media: MediaFolder, standing: LedgerEntry, ledger: Ledger, emit: Emit) -> Publication:
    """Take down what one entry of the ledger says, from its media folder."""
    slug, website = standing.id, Website.model_validate(standing.facts["website"])
    found = read_entries(media)
    present, ours = found.entries.get(slug), is_still_ours(media, found, slug, standing.facts["recording"])
    ledger.put(replace(standing, state="withdrawing"))
    media.sweep("", SHARED_FOLDER, slug)
    if present and ours:
        media.write(f"{slug}/{ENTRY_FILE}", replace(present, state="withdrawing").text())
    if catalogue_is_ours(media):
        rebuild_catalogue(media, PageLayout.of(website))
    else:
        sentence = _("{path} is not from vbn-video and is left as it is; see whether it still links to the meeting.")
        emit(Notice(sentence.format(path=media.path(CATALOGUE_FILE)), "warning"))
    if ours:
        owned = _owned(slug, present, standing)
        for file in sorted(owned, key=lambda file: file != PAGE_FILE):
            media.delete(f"{slug}/{file}")
        media.delete(f"{slug}/{ENTRY_FILE}")
        if not media.remove_folder(slug):
            sentence = _("{path} stays, because it holds files that are not from vbn-video.")
            emit(Notice(sentence.format(path=media.path(slug))))
    ledger.put(replace(standing, state="withdrawn", marks={}))
    return Publication(WEBSITE, slug, standing.url, standing.path, "withdrawn")


def _claim(
    media: MediaFolder, material: Material, ledger: Ledger, website: Website, emit: Emit
) -> tuple[str, MeetingEntry | None]:
    """The meeting's own folder, made if it is not there, and our entry in it; another machine may take the name meanwhile."""
    while True:
        found = read_entries(media)
        slug = choose_slug(
            media,
            found,
            ledger.latest(WEBSITE, str(media.root), material.recording),
            material,
            nameless=WORDINGS[website.language].nameless,
            emit=emit,
        )
        if media.names(slug) is None:
            ledger.put(_intention(media, slug, material.content, material.recording, website, files=()))
            if not media.make_folder(slug):
                continue
        warn_of_broken(found, slug, media, emit)
        return slug, found.entries.get(slug)


def _intention(
    media: MediaFolder, slug: str, content: str, recording: str, website: Website, *, files: Sequence[str]
) -> LedgerEntry:
    """What the ledger says before anything is done: all that a later run or a withdrawal must know."""
    return LedgerEntry(
        target=WEBSITE,
        place=str(media.root),
        content=content,
        state="intended",
        id=slug,
        url=page_url(website, media, slug),
        path=str(media.path(f"{slug}/{PAGE_FILE}")),
        facts={"recording": recording, "website": website.model_dump(mode="json"), "files": list(files)},
    )


def _note_done(ledger: Ledger, intention: LedgerEntry, files: Sequence[str]) -> None:
    """Write into the ledger that it is published, and that another video that was there before is replaced."""
    marks = {name: Mark(mark.intended, mark.intended) for name, mark in intention.marks.items()}
    done = replace(intention, state="published", marks=marks, facts={**intention.facts, "files": list(files)})
    standing = ledger.standing(WEBSITE, done.recording)
    others = [entry for entry in standing if entry.place == done.place and entry.key != done.key]
    ledger.put(*(replace(other, state="replaced") for other in others), done)


def _owned(slug: str, present: MeetingEntry | None, before: LedgerEntry | None) -> dict[str, FileMark]:
    """The files in the meeting's folder that its entry or the ledger lists as ours."""
    listed = before.facts["files"] if before and before.id == slug else ()
    return {**dict.fromkeys(listed, FileMark(0)), **(present.files if present else {})}


def _emit_what_was_lost(meeting: MeetingFolder, emit: Emit) -> None:
    if meeting.damaged:
        sentence = _("In {path} these had been deleted or changed, and are put back: {files}.")
        emit(Notice(sentence.format(path=meeting.media.path(meeting.slug), files=", ".join(meeting.damaged)), "warning"))


def _emit_what_differs(target: TargetState, material: Material, emit: Emit) -> None:
    if target.differs:
        emit(Notice(_stays_on_youtube(target) if target.video.youtube else _stays_in_the_folder(target), "warning"))
    for link in safe_links(material.meeting)[1]:
        sentence = _("The link {url} in meeting.toml is left out of the page: an address begins with https:// or mailto:.")
        emit(Notice(sentence.format(url=link.url), "warning"))


def _stays_in_the_folder(target: TargetState) -> str:
    if target.differs == "picture":
        return _(
            "The page has the new texts; the published video is still the earlier one, and so is what its intro and outro"
            " show. --replace publishes the new video in its place."
        )
    return _(
        "The video here is cut otherwise than the published one, which stays with its own captions and chapters."
        " --replace publishes the new video in its place."
    )


def _stays_on_youtube(target: TargetState) -> str:
    if target.differs == "picture":
        return _(
            "The page has the new texts; the video on YouTube that it shows is still the earlier one, and so is what its intro"
            " and outro show. --to youtube --to website --replace publishes the new video."
        )
    return _(
        "The video here is cut otherwise than the one on YouTube that the page shows, which stays with its own captions and"
        " chapters. --to youtube --to website --replace publishes the new video."
    )
