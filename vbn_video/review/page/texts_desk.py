"""The sentences of the desk, for who never saw a terminal: what each recording is, what its run is at, what can be done."""

from vbn_video.messages import _, ngettext


def texts() -> dict[str, str]:
    """By key."""
    return {**_page(), **_states(), **_steps(), **_acts()}


def _page() -> dict[str, str]:
    return {
        "desk.title": _("Recordings"),
        "desk.folder": _("In the folder {folder}"),
        "desk.nothing": _(
            "There is no recording in the folder {folder} yet. Zoom puts a recording there when it has been converted."
        ),
        "desk.model": _("How it is heard"),
        "desk.base_hears_badly": _(
            "Recordings are heard by the smallest model here, and every fourth word or so is wrong. A better model saves most of"
            " the correcting."
        ),
        "desk.better_here": _("Hear new recordings by {name}, which is here: it takes longer, and hears much better"),
        "desk.better_away": _(
            "Fetch {name} first ({size} MB, once) and hear new recordings by it: it takes longer, and hears much better"
        ),
        "desk.under_a_minute": _("under a minute"),
        "desk.minutes.one": ngettext("{count} minute", "{count} minutes", 1),
        "desk.minutes.many": ngettext("{count} minute", "{count} minutes", 2),
        "desk.warnings.one": ngettext("{count} remark from the run", "{count} remarks from the run", 1),
        "desk.warnings.many": ngettext("{count} remark from the run", "{count} remarks from the run", 2),
        "desk.hours": _("{time} hours"),
        "desk.left": _("{time} left of this step"),
    }


def _states() -> dict[str, str]:
    return {
        "desk.state_new": _("New."),
        "desk.state_converting": _("Not to be used yet."),
        "desk.state_waiting": _("Waits."),
        "desk.state_running": _("At work."),
        "desk.state_stopped": _("Stopped."),
        "desk.state_failed": _("Did not succeed."),
        "desk.state_draft": _("Ready to be looked through."),
        "desk.state_published": _("Published."),
        "desk.state_changed": _("Changed since."),
        "desk.state_unreadable": _("Can't be read."),
        "desk.sentence_waiting": _("It begins when the run before it has ended."),
        "desk.sentence_running": _(
            "It is being made ready. You can go on with other things; the page may be closed and opened again."
        ),
        "desk.told_done": _("{name} is ready."),
        "desk.told_failed": _("{name} did not succeed."),
        "desk.told_stopped": _("{name} was stopped."),
    }


def _steps() -> dict[str, str]:
    return {
        "desk.step_model": _("The better model is being fetched"),
        "desk.step_ingest": _("The recording is being read"),
        "desk.step_listen": _("It is being listened to: loudness and speech"),
        "desk.step_look": _("It is being looked at for slides"),
        "desk.step_transcribe": _("What is said is being written down"),
        "desk.step_plan": _("Beginning, end and chapters are being found"),
        "desk.step_caption": _("The captions are being made"),
        "desk.step_bumper": _("Intro and outro are being made"),
        "desk.step_render": _("The video is being made"),
        "desk.step_check": _("The video is being checked"),
        "desk.step_publish": _("It is being published"),
    }


def _acts() -> dict[str, str]:
    return {
        "desk.begin": _("Get ready"),
        "desk.go_on": _("Go on"),
        "desk.stop": _("Stop"),
        "desk.open": _("Open"),
        "desk.look_through": _("Look through"),
        "desk.publish_again": _("Publish again"),
        "desk.see_website": _("See the page"),
        "desk.see_youtube": _("See it on YouTube"),
        "desk.not_begun": _("This was not begun"),
    }
