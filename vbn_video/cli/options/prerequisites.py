"""What a run will need is looked at before it begins: an hour of work is not lost for a folder that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vbn_video.cli.terminal.progress_display import ProgressDisplay
from vbn_video.settings.choices import WEBSITE, YOUTUBE

if TYPE_CHECKING:
    from vbn_video.runs.request import RunRequest
    from vbn_video.settings.preset import Preset


def look_at_bumpers(preset: Preset) -> None:
    """See that intro and outro can be made by their templates, and their texts filled for any meeting.

    Raises:
        InputError: there is no such template, or something in it or in a text is wrong.
    """
    from vbn_video.publish.youtube.texts.limits import EVERYTHING
    from vbn_video.render.bumpers.bumper_templates import find_template
    from vbn_video.render.bumpers.bumper_texts import fill_texts, words_of
    from vbn_video.settings.meeting import Meeting

    for section, bumper in (("intro", preset.intro), ("outro", preset.outro)):
        if bumper.template:
            find_template(bumper.template)
            for meeting in (EVERYTHING, Meeting()):
                fill_texts(section, bumper, words_of(meeting, preset.website))


def look_at_targets(request: RunRequest, *, touch: bool) -> None:
    """See that the places to publish to are there, and take what is published; nothing is written there unless `touch`.

    Raises:
        InputError: no media folder is set, or what the preset says of YouTube does not go together.
        MissingError: nobody is logged in to YouTube.
        TargetError: the media folder is not there, or can't be written to, or what is in it is in the way.
    """
    if WEBSITE in request.targets:
        from vbn_video.publish.website.media_folder import open_media_folder

        media = open_media_folder(request.preset.website)
        if touch:
            media.check_writable()
    if YOUTUBE in request.targets:
        from vbn_video.publish.youtube.sync.publication_sync import check_ahead

        with ProgressDisplay() as emit:
            check_ahead(request.preset.youtube, request.preset.website, emit)
