"""What a publication says of the page that it found."""

from collections.abc import Sequence
from pathlib import Path

from vbn_video.events import Emit, Event, Notice
from vbn_video.messages import _
from vbn_video.publish.material import Material
from vbn_video.publish.meeting_words import safe_links
from vbn_video.publish.publication import YoutubeVideo
from vbn_video.publish.website.entry import PAGE_FILE, MeetingEntry
from vbn_video.publish.website.meeting_folder import MeetingFolder
from vbn_video.publish.website.target_state import TargetState


def once(emit: Emit) -> Emit:
    """An ear that says no sentence twice: who is disturbed looks anew, and finds the same."""
    said: set[Notice] = set()

    def emit_once(event: Event) -> None:
        if isinstance(event, Notice):
            if event in said:
                return
            said.add(event)
        emit(event)

    return emit_once


def emit_what_was_lost(meeting: MeetingFolder, emit: Emit) -> None:
    """Name the files that had been deleted or changed in the media folder."""
    if meeting.damaged:
        sentence = _("In {path} these had been deleted or changed, and are put back: {files}.")
        emit(Notice(sentence.format(path=meeting.media.path(meeting.slug), files=", ".join(meeting.damaged)), "warning"))


def emit_what_differs(target: TargetState, not_embedded: YoutubeVideo | None, material: Material, emit: Emit) -> None:
    """Say in what the page will not be what the project holds; `not_embedded`: the video that the page was to embed."""
    if not_embedded:
        sentence = _("The video on YouTube ({url}) is cut otherwise than the one here, so the page plays the file.")
        emit(Notice(sentence.format(url=not_embedded.url), "warning"))
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


def emit_what_stands(present: MeetingEntry, url: str, other_project: Path | None, emit: Emit) -> None:
    """Say that the page is another project's, and is left as it is."""
    sentence = _(
        "{url} already shows this recording: {meeting}, published from {project}. It is left as it is, and nothing was written."
        " --replace takes it over with the video here; --as NAME publishes this one beside it, as a second video of this"
        " recording."
    )
    emit(Notice(sentence.format(url=url, meeting=_meeting(present), project=_project(other_project)), "warning"))


def emit_what_is_damaged(files: Sequence[str], folder: Path, emit: Emit) -> None:
    """Name the files of another project's page that are not what it published."""
    if files:
        sentence = _(
            "In {path} these are not as they were published: {files}. Let whoever published the page run the same command again,"
            " or take it over with --replace."
        )
        emit(Notice(sentence.format(path=folder, files=", ".join(files)), "warning"))


def emit_what_is_taken_over(meeting: MeetingFolder, url: str, emit: Emit) -> None:
    """Say what another project's page said of the meeting, where that changes."""
    if meeting.present and meeting.present.state == "published" and PAGE_FILE in meeting.outdated:
        sentence = _("{url} was published from another project, as {meeting}. It now says what this project says.")
        emit(Notice(sentence.format(url=url, meeting=_meeting(meeting.present)), "warning"))


def emit_what_others_changed(url: str, emit: Emit) -> None:
    """Say that the page is not what this project last published, and is left so, since nothing is new here."""
    sentence = _(
        "{url} has been published anew by somebody else since this project published it, with other texts. It is left as it is,"
        " since nothing is new here. --replace takes it over with the texts here."
    )
    emit(Notice(sentence.format(url=url), "warning"))


def emit_what_is_overwritten(url: str, emit: Emit) -> None:
    """Say that others' texts, published since this project's, give way to what is new here."""
    sentence = _(
        "{url} had been published anew by somebody else since this project published it, with other texts. Those are replaced:"
        " it now says what this project says. Let them run publish --replace if theirs were right."
    )
    emit(Notice(sentence.format(url=url), "warning"))


def emit_what_is_not_withdrawn(url: str, emit: Emit) -> None:
    """Say that the page is another project's now, and stays."""
    sentence = _(
        "{url} shows a video of this recording that another project has published there. It is left as it is: withdraw it from"
        " that project, or take it over first with publish --replace."
    )
    emit(Notice(sentence.format(url=url), "warning"))


def _meeting(entry: MeetingEntry) -> str:
    date = f" ({entry.date.isoformat()})" if entry.date else ""
    return _("“{title}”").format(title=entry.title) + date


def _project(path: Path | None) -> str:
    return str(path) if path else _("a project that this machine does not know")
