"""Publishing to several targets in one run, in the order in which each can name the other.

[website] player = "file"      page ──► video on YouTube, its description with the page's address
[website] player = "youtube"   video on YouTube ──► page that plays it ──► the description, once the page has an address
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace

from vbn_video.events import Emit, Found, Notice
from vbn_video.messages import _
from vbn_video.publish.ledger import Ledger
from vbn_video.publish.material import Material
from vbn_video.publish.publication import Publication, YoutubeVideo
from vbn_video.publish.published_cut import emit_what_is_still_shown
from vbn_video.publish.this_machine import note_published, publishing
from vbn_video.publish.website.site import publish_to_website
from vbn_video.publish.youtube.channel.session import ChannelSession, open_session
from vbn_video.publish.youtube.channel.video_facts import facts_of
from vbn_video.publish.youtube.sync.publication_sync import publish_to_youtube
from vbn_video.publish.youtube.sync.target_metadata import PublicationRequest
from vbn_video.publish.youtube.texts.visibility import SEEN_BY_OTHERS
from vbn_video.settings.choices import WEBSITE, YOUTUBE
from vbn_video.settings.preset import Preset


def publish_to(
    targets: Sequence[str], material: Material, ledger: Ledger, preset: Preset, emit: Emit, *, asked: PublicationRequest
) -> tuple[Publication, ...]:
    """Bring every target to show this video and these texts; what came of it, in the order of `targets`.

    Raises:
        InputError, MissingError, TargetError: see `publish_to_website` and `publish_to_youtube`; what was published stands.
    """
    website, embeds = preset.website, preset.website.player == "youtube"
    done: dict[str, Publication] = {}
    channel: ChannelSession | None = None
    with ExitStack() as opened:
        opened.enter_context(publishing(material.recording, material.project, emit))

        def to_website() -> Publication:
            video = _video_for_page(ledger, material.recording, emit) if embeds else None
            return publish_to_website(material, ledger, website, emit, anew=asked.replace, youtube=video)

        def to_youtube(asked: PublicationRequest) -> Publication:
            nonlocal channel
            channel = channel or opened.enter_context(open_session(ledger, preset.youtube, emit, recording=material.recording))
            return publish_to_youtube(channel, material, website, replace(asked, page=page_address(ledger, material.recording)))

        order = (YOUTUBE, WEBSITE) if embeds else (WEBSITE, YOUTUBE)
        for target in sorted(targets, key=order.index):
            page_before = page_address(ledger, material.recording)
            done[target] = to_website() if target == WEBSITE else to_youtube(asked)
            if target == WEBSITE and YOUTUBE in done and page_address(ledger, material.recording) != page_before:
                to_youtube(replace(asked, replace=False))
    emit_what_is_still_shown(ledger, material, emit)
    if any(publication.state in ("published", "updated") for publication in done.values()):
        note_published(material.recording, material.project)
    if YOUTUBE not in done:
        _emit_what_youtube_does_not_know(ledger, material.recording, emit)
    else:
        emit(Found(done[YOUTUBE].url))
    return tuple(done[target] for target in targets)


def page_address(ledger: Ledger, recording: str) -> str:
    """Where people see the meeting's page; empty while it has no address of its own."""
    pages = [entry.url for entry in ledger.standing(WEBSITE, recording) if entry.state == "published"]
    return next((url for url in reversed(pages) if url.startswith(("https://", "http://"))), "")


def _emit_what_youtube_does_not_know(ledger: Ledger, recording: str, emit: Emit) -> None:
    """Name the page that came to be, or moved, after the video's description was written."""
    page = page_address(ledger, recording)
    noted = [facts_of(entry).get("page", "") for entry in ledger.standing(YOUTUBE, recording) if entry.state == "uploaded"]
    if page and any(address != page for address in noted):
        sentence = _(
            "The description on YouTube was written before the page {page} was there. Publish to YouTube too: then it can link"
            " the page."
        )
        emit(Notice(sentence.format(page=page), "warning"))


def _video_for_page(ledger: Ledger, recording: str, emit: Emit) -> YoutubeVideo | None:
    """The video on YouTube that the page may play; why it plays the file instead is said."""
    entry = next((entry for entry in reversed(ledger.standing(YOUTUBE, recording)) if entry.state == "uploaded"), None)
    shown = facts_of(entry).get("shown") if entry else None
    if entry is None or not shown:
        why = _("it is not on YouTube yet")
    elif shown["privacy"] not in SEEN_BY_OTHERS:
        why = _("it is private there")
    elif not shown["embeddable"]:
        why = _("it may not be embedded")
    else:
        return YoutubeVideo(entry.id, entry.url, entry.content, facts_of(entry)["timing"])
    emit(Notice(_("The page plays the file instead of the video on YouTube: {why}.").format(why=why), "warning"))
    return None
