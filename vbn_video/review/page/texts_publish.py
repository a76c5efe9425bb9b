"""The sentences of the publication's place: findings, targets, the button, the links."""

from vbn_video.messages import _


def texts() -> dict[str, str]:
    """By key."""
    return {**_found(), **_targets(), **_website(), **_act(), **_steps(), **_links()}


def _found() -> dict[str, str]:
    return {
        "publish.findings": _("What the check found"),
        "publish.look": _("look"),
        "publish.note": _("note"),
        "publish.notes": _("Worth knowing ({count})"),
        "publish.not_checked": _("The video has not been made and checked yet. Publishing does both first."),
        "publish.stale": _("Something was changed since the check. Publishing makes and checks the video anew first."),
        "publish.passed": _("Nothing needs a person: the video may be published."),
        "publish.must_look": _("The video is not published before these are mended."),
        "publish.report": _("The whole report"),
        "publish.reviewed": _("Doubts in the captions that are not decided: {count}. Read until {until} of {length}."),
        "publish.to_captions": _("To the captions"),
        "publish.mend_captions": _("Mend it in the captions"),
        "publish.mend_cut": _("Mend it in the cut"),
        "publish.mend_chapters": _("Mend it in the chapters"),
        "publish.mend_meeting": _("Mend it in the meeting's words"),
    }


def _targets() -> dict[str, str]:
    return {
        "publish.targets": _("What is sent where"),
        "publish.place": _("Where"),
        "publish.visibility": _("Who sees it"),
        "publish.state": _("State"),
        "publish.why_new": _("new"),
        "publish.why_changed": _("changed"),
        "publish.why_same": _("the same: not sent"),
        "publish.why_unknown": _("only what differs"),
        "publish.not_listed": _("The preset does not name this place any more: it is left as it is."),
    }


def _website() -> dict[str, str]:
    return {
        "publish.website": _("The website"),
        "publish.folder": _("The website's folder"),
        "publish.folder_hint": _(
            "Where the finished page is put: a folder on this computer, or a network drive. It holds from now on."
        ),
        "publish.address": _("The website's address, if it is known"),
        "publish.address_hint": _(
            "Under which the folder is seen: https://example.org/meetings/. Without it the link works on this computer only."
        ),
        "publish.change_website": _("Change folder or address"),
        "publish.keep": _("Save"),
        "publish.kept": _("Saved. It holds for the coming meetings too."),
        "publish.folder_first": _("Say first which folder is the website's: above."),
        "publish.only_here": _(
            "This link works on this computer only, until the website's address is written below and it is published again."
        ),
    }


def _act() -> dict[str, str]:
    return {
        "publish.act": _("Publish"),
        "publish.now": _("Publish"),
        "publish.again": _("Publish again"),
        "publish.not_now": _("Not now: end the command"),
        "publish.only_check": _("Only make and check the video"),
        "publish.public": _("Public on YouTube: everybody can find it (otherwise {visibility})"),
        "publish.despite": _("I have looked at everything: publish all the same"),
        "publish.replace": _("Replace the published video where it is another one now"),
        "publish.begun": _("It has begun."),
        "publish.running": _("At work: {step}."),
        "publish.left": _("About {minutes} min of this step are left."),
        "publish.stop": _("Stop"),
        "publish.stopped": _("Stopped. It goes on from there when you begin again."),
        "publish.checked": _("The video is made and checked."),
        "publish.done": _("It is published. The links stand on top."),
    }


def _steps() -> dict[str, str]:
    """What a run is at, by the steps' names."""
    return {
        "publish.step_ingest": _("the recording is read"),
        "publish.step_listen": _("the sound is measured"),
        "publish.step_look": _("the slides are found"),
        "publish.step_transcribe": _("the words are heard"),
        "publish.step_plan": _("the cut and the chapters are planned"),
        "publish.step_caption": _("the captions are made"),
        "publish.step_bumper": _("intro and outro are made"),
        "publish.step_render": _("the video is made"),
        "publish.step_check": _("the video is checked"),
        "publish.step_publish": _("it is sent"),
    }


def _links() -> dict[str, str]:
    return {
        "publish.links": _("The links"),
        "publish.sent_published": _("{name}: published."),
        "publish.sent_updated": _("{name}: what was changed was sent."),
        "publish.sent_unchanged": _("{name}: nothing was different, so nothing was sent."),
        "publish.copy": _("Copy"),
        "publish.copied": _("The link is copied."),
        "publish.copy_yourself": _("The link is selected: copy it with Ctrl+C."),
        "publish.open": _("Open"),
    }
