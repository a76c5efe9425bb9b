"""The sentences of the chapters' place."""

from vbn_video.messages import _


def texts() -> dict[str, str]:
    """By key."""
    return {
        "chapters.add": _("Add a chapter here"),
        "chapters.new_title": _("New chapter"),
        "chapters.untitled": _("without a title"),
        "chapters.title": _("Title"),
        "chapters.time": _("Begins at"),
        "chapters.too_late": _("The video is only {duration} long."),
        "chapters.no_title": _("Write a title; the chapters are saved when every one has its own."),
        "chapters.too_long": _("{length} of {limit} characters: players cut it off"),
        "chapters.quoted": _("“{title}”"),
        "chapters.remove": _("Remove"),
        "chapters.could_be": _("These could be chapters too"),
        "chapters.take": _("Take it"),
        "chapters.in_order": _("All is in order: YouTube's rules for chapters are kept."),
        "chapters.none": _("There are no chapters. Play the recording, and add one where something new begins."),
        "chapters.stale": _(
            "The cut was changed since. The times here are those of the video as it was last made; when you press"
            " Publish, the chapters are moved with the cut."
        ),
        "chapters.did_add": _("Added: “{title}” at {time}."),
        "chapters.did_move": _("“{title}” begins at {time}."),
        "chapters.did_name": _("The chapter is called “{title}”."),
        "chapters.did_remove": _("Removed: “{title}”."),
        "chapters.key_add": _("add a chapter here"),
        "chapters.key_play": _("play, stop"),
        "chapters.key_skip": _("three seconds back, on"),
        "chapters.key_move": _("in a field of time: a tenth of a second later, earlier"),
        "chapters.key_undo": _("undo, redo"),
    }
