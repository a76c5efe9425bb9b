"""The sentences of the page's head and of what all places share."""

from vbn_video.messages import _


def texts() -> dict[str, str]:
    """By key."""
    return {
        "frame.home": _("all recordings"),
        "frame.skip": _("To the content"),
        "frame.places": _("The meeting's pages"),
        "frame.meeting": _("Meeting"),
        "frame.cut": _("Cut"),
        "frame.captions": _("Captions"),
        "frame.chapters": _("Chapters"),
        "frame.publish": _("Publish"),
        "frame.recording": _("The recording"),
        "frame.recording_missing": _(
            "The recording is not where it was: nothing can be heard. The captions can be corrected all the same."
        ),
        "frame.making_proxy": _(
            "This browser can't play the recording as it is. A small copy that it can play is being made; that takes a few"
            " minutes."
        ),
        "frame.cannot_play": _("This browser can't play the recording. Try Chrome, Edge, Firefox or Safari."),
        "frame.saved": _("Saved {time}"),
        "frame.saving": _("Saving …"),
        "frame.waits_run": _("Not saved yet: a run is at work in this meeting. It is saved when that has ended."),
        "frame.waits_server": _(
            "Not saved: vbn-video does not answer. Leave this tab open and start vbn-video again: it goes on here by itself."
        ),
        "frame.away": _("vbn-video does not answer. Start it again, then reload this page."),
        "frame.ended": _("vbn-video has ended. All that was shown as saved is saved; this tab can be closed."),
        "frame.to_desk": _("To the desk"),
        "frame.keys": _("Keys"),
        "frame.keys_page": _("Everywhere"),
        "frame.key_help": _("this list"),
        "frame.close": _("Close"),
        "frame.cancel": _("Cancel"),
        "frame.mine": _("Yours"),
        "frame.theirs": _("What stands there now"),
        "frame.keep_mine": _("Keep yours"),
        "frame.keep_theirs": _("Keep what stands there"),
    }
