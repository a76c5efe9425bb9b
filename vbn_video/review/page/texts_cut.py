"""The sentences of the cut's place: the strip, each end of what is kept, the list; and what places share."""

from vbn_video.messages import _


def texts() -> dict[str, str]:
    """By key."""
    return {**_shared(), **_whole(), **_sides(), **_spans(), **_done(), **_keys()}


def _shared() -> dict[str, str]:
    """What the places of the cut, the chapters, the meeting and the publication all say."""
    return {
        "places.undo": _("Undo"),
        "places.redo": _("Redo"),
        "places.undone": _("Undone: {what}"),
        "places.redone": _("Done again: {what}"),
        "places.no_time": _("“{text}” is no time. Write it as 0:02:31.5 or 2:31."),
        "places.two_ways": _(
            "“{text}” can be read in two ways. Write minutes and seconds as 1:11 or 1.11, and parts of a second with a comma:"
            " {decimal}."
        ),
        "places.changed_elsewhere": _("It was changed elsewhere; this is how it stands now."),
        "places.conflict": _("It was changed elsewhere too"),
        "places.conflict_what": _(
            "While you worked here, the same was changed in another window or in the file. Which one shall stand?"
        ),
        "places.your_change": _("Your change"),
        "places.their_change": _("The other change"),
    }


def _whole() -> dict[str, str]:
    return {
        "cut.summary": _("{kept} of {whole} is kept, as the program found it."),
        "cut.summary_yours": _("{kept} of {whole} is kept, with your changes."),
        "cut.reset": _("Forget my changes"),
        "cut.reset_what": _("The cut is found anew, without your changes. You can undo this here."),
        "cut.reset_yes": _("Forget them"),
        "cut.none": _("There is no cut at the moment."),
        "cut.find_now": _("Find it now"),
        "cut.finding": _("The cut is being found …"),
        "cut.needs_run": _(
            "Video, captions and chapters are still of the earlier cut. They are made anew when you press Publish."
        ),
        "cut.unsure": _("The program is not sure everywhere: the places that are marked want a look."),
        "cut.to_unsure": _("To the first one"),
        "cut.play": _("Play"),
        "cut.cut": _("cut"),
        "cut.card": _("break, card"),
        "cut.silent": _("silent"),
        "cut.nothing": _("nothing"),
    }


def _sides() -> dict[str, str]:
    return {
        "cut.begins": _("The meeting begins"),
        "cut.ends": _("The meeting ends"),
        "cut.break_begins": _("Break {number} begins"),
        "cut.break_ends": _("Break {number} ends"),
        "cut.time_start": _("Kept from"),
        "cut.time_end": _("Kept to"),
        "cut.too_late": _("The recording is only {duration} long."),
        "cut.steps": _("Move it"),
        "cut.earlier": _("{seconds} s earlier"),
        "cut.later": _("{seconds} s later"),
        "cut.sure": _("{reason}, {sure} % sure (limit {limit} %)"),
        "cut.yours": _("Chosen by you"),
        "cut.doubtful": _("Look here:"),
        "cut.confirm": _("It is right"),
        "cut.hear_cut": _("Hear what is cut"),
        "cut.hear_kept": _("Hear what is kept"),
        "cut.hear_across": _("Hear both"),
        "cut.words": _("Said there:"),
        "cut.here": _("the cut"),
        "cut.because": _("Because: {why}"),
        "cut.elsewhere": _("It could also be here"),
        "cut.place": _("{time} · {percent} %"),
        "cut.chosen": _("chosen now"),
        "cut.hear": _("Hear it"),
        "cut.at": _("at {time}"),
    }


def _spans() -> dict[str, str]:
    return {
        "cut.list": _("What is kept and what is cut"),
        "cut.kept": _("kept"),
        "cut.break": _("break, cut"),
        "cut.keep": _("Keep it"),
        "cut.span": _("{from} to {to}"),
        "cut.break_doubt": _("Is it a break? {percent} % sure."),
        "cut.break_inside": _("Said in it: “{words}”"),
        "cut.is_break": _("Yes, cut it out"),
        "cut.no_break": _("No, keep it"),
        "cut.hear_again": _("Let it be heard again"),
        "cut.add": _("Cut out more"),
        "cut.from": _("From"),
        "cut.to": _("to"),
        "cut.where_it_plays": _("Use the player's place"),
        "cut.from_here": _("is the beginning"),
        "cut.to_here": _("is the end"),
        "cut.cut_out": _("Cut it out"),
        "cut.only_silence": _("Only silence it"),
        "cut.span_wrong": _("Fill in both times, the earlier one first."),
    }


def _done() -> dict[str, str]:
    return {
        "cut.did_start": _("It begins at {time}."),
        "cut.did_end": _("It ends at {time}."),
        "cut.did_cut": _("Cut out: {from} to {to}."),
        "cut.did_keep": _("Kept: {from} to {to}."),
        "cut.did_silence": _("Silenced: {from} to {to}."),
        "cut.did_hear": _("It is heard again."),
    }


def _keys() -> dict[str, str]:
    return {
        "cut.keys_time": _("In a field of time"),
        "cut.keys_all": _("The cut"),
        "cut.key_tenth": _("a tenth of a second later, earlier"),
        "cut.key_second": _("a second later, earlier"),
        "cut.key_set": _("set it"),
        "cut.key_play": _("play, stop"),
        "cut.key_skip": _("three seconds back, on"),
        "cut.key_undo": _("undo, redo"),
    }
