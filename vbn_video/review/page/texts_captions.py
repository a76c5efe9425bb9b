"""The sentences of the captions' place: the two passes, the transcript, its dialogs and keys."""

from vbn_video.messages import _, ngettext


def texts() -> dict[str, str]:
    """By key."""
    return {
        **_transcript(),
        **_doubts(),
        **_reading(),
        **_dialogs(),
        **_teaching(),
        **_keys(),
        **_counted("one", 1),
        **_counted("many", 2),
    }


def _counted(form: str, number: int) -> dict[str, str]:
    """The sentences that a count stands in, in one form."""
    return {
        f"captions.minutes_left.{form}": ngettext("about {count} minute left", "about {count} minutes left", number),
        f"captions.places.{form}": ngettext("the word stands in {count} place", "the word stands in {count} places", number),
        f"captions.speaker_turn.{form}": ngettext(
            "It is set for {count} caption, {start}–{end}.", "It is set for {count} captions, {start}–{end}.", number
        ),
        f"captions.found.{form}": ngettext("{count} place was found", "{count} places were found", number),
        f"captions.glossary_places.{form}": ngettext("{count} place in {name}", "{count} places in {name}", number),
        f"captions.corrections_fit.{form}": ngettext(
            "The captions were made anew. {count} of your corrections fits in them.",
            "The captions were made anew. {count} of your corrections fit in them.",
            number,
        ),
        f"captions.lost.{form}": ngettext(
            "The captions were saved from an older copy beside the page: {count} edit that you made here is not in them.",
            "The captions were saved from an older copy beside the page: {count} edits that you made here are not in them.",
            number,
        ),
        f"captions.corrections_done.{form}": ngettext("{count} correction is in.", "{count} corrections are in.", number),
        f"captions.everywhere_title.{form}": ngettext(
            "“{heard}” becomes “{right}” in {count} place", "“{heard}” becomes “{right}” in {count} places", number
        ),
    }


def _transcript() -> dict[str, str]:
    return {
        "captions.list": _("Captions"),
        "captions.transcript": _("Transcript"),
        "captions.side": _("The recording and what to look at"),
        "captions.field": _("The caption at {time}"),
        "captions.breaks_rule": _("Breaks a rule of the norm:"),
        "captions.line_length": _("line {number}: {length} characters (at most {limit})"),
        "captions.speed": _("{speed} of {limit} characters a second"),
        "captions.duration": _("{seconds} s"),
        "captions.too_many_lines": _("more than {limit} lines"),
        "captions.play": _("Play"),
        "captions.pause": _("Pause"),
        "captions.rate": _("Speed"),
        "captions.cut_here": _("cut away here"),
        "captions.undo": _("Undo"),
        "captions.redo": _("Redo"),
        "captions.undo_what": _("Undo: {what}"),
        "captions.redo_what": _("Redo: {what}"),
        "captions.undo_done": _("Undone: {what}"),
        "captions.redo_done": _("Done again: {what}"),
        "captions.done": _("Done"),
        "captions.split": _("Split at the caret"),
        "captions.join": _("Join with the next"),
        "captions.word_back": _("First word to the previous"),
        "captions.word_on": _("Last word to the next"),
        "captions.times": _("Times …"),
        "captions.speaker": _("Who speaks …"),
        "captions.delete": _("Delete"),
        "captions.search": _("Search and replace …"),
        "captions.glossary_button": _("Word list …"),
        "captions.changed_elsewhere": _("The captions were changed elsewhere; this is how they stand now."),
        "captions.none_yet": _("There are no captions yet. Get the recording ready on the desk first."),
        "captions.still_heard": _("The recording is still being heard. The captions can be corrected when the run has ended."),
    }


def _doubts() -> dict[str, str]:
    return {
        "captions.passes": _("How to go through the captions"),
        "captions.pass_doubts": _("1. The doubts"),
        "captions.pass_reading": _("2. Read along"),
        "captions.candidates": _("What it may be"),
        "captions.write_right": _("Or write what is right"),
        "captions.is_right": _("It is right"),
        "captions.here": _("Replace here"),
        "captions.everywhere": _("Everywhere …"),
        "captions.skip": _("Skip"),
        "captions.back": _("Back"),
        "captions.replay": _("Hear again"),
        "captions.hear_better": _("Have it heard better"),
        "captions.hearing_better": _("The best model that is here listens to the place again …"),
        "captions.heard_better": _("Heard again: {text}"),
        "captions.finding_doubts": _("Finding the doubts …"),
        "captions.doubt_of": _("Doubt {number} of {count}"),
        "captions.was_right": _("Right as it stands: {text}"),
        "captions.because_probability": _("heard unsurely"),
        "captions.because_lexicon": _("no Danish word"),
        "captions.because_glossary": _("sounds like a word of the glossary"),
        "captions.because_second_hearing": _("heard otherwise the second time"),
        "captions.because_beam": _("could be heard otherwise"),
        "captions.because_reading_speed": _("too fast to read"),
        "captions.from_second_hearing": _("heard the second time"),
        "captions.from_beam": _("could be heard too"),
        "captions.from_glossary": _("from the glossary"),
        "captions.from_spelling": _("by spelling"),
        "captions.from_written": _("as you wrote it before"),
        "captions.from_better_model": _("heard by the better model"),
        "captions.replace_chosen": _("Replace where ticked"),
        "captions.no_doubts": _("No doubts are left"),
        "captions.no_doubts_next": _("What the model believed in can still be wrong. Read along once, faster than it was said."),
        "captions.better_model": _(
            "These captions were heard by the smallest model, which hears about every fourth word wrongly. A better one saves you"
            " most of the work: it is fetched once, and the meeting is heard anew."
        ),
        "captions.better_model_do": _("Fetch {name} ({size} MB) and hear it anew: corrections are kept and offered again"),
        "captions.better_model_later": _("Go on with these"),
    }


def _reading() -> dict[str, str]:
    return {
        "captions.read_along": _("Read along"),
        "captions.reading_how": _(
            "The recording is played, and the caption that is heard is marked. Press Enter, or tap a caption, to correct it: the"
            " recording waits, and goes on when you are done."
        ),
        "captions.not_read": _("Not read along yet."),
        "captions.read_until": _("Read until {time}."),
        "captions.read_on": _("Read on from {time}"),
        "captions.read_from_start": _("Read from the beginning"),
    }


def _dialogs() -> dict[str, str]:
    return {
        "captions.speaker_how": _("The name is set for the whole turn: all that is said until somebody else speaks."),
        "captions.speaker_name": _("Who speaks"),
        "captions.speaker_set": _("Set the name"),
        "captions.search_for": _("Search for"),
        "captions.replace_by": _("Replace by"),
        "captions.whole_words": _("Whole words only"),
        "captions.exact_case": _("Capitals as written"),
        "captions.times_how": _(
            "Arrow up and down move a time by a tenth of a second, with Shift by a second. You hear the place each time."
        ),
        "captions.time_start": _("Comes at"),
        "captions.time_end": _("Goes at"),
        "captions.hear_start": _("Hear the start"),
        "captions.hear_end": _("Hear the end"),
        "captions.no_time": _("“{text}” is no time. Write it as 1:02:03,4."),
        "captions.conflict": _("This caption was changed elsewhere meanwhile"),
        "captions.conflict_what": _("Nothing is lost. Choose which one stands."),
        "captions.recut": _(
            "The cut was changed since. The captions follow it when the video is made anew; until then the earlier one is heard."
        ),
        "captions.conflict_again": _(
            "The captions were changed elsewhere meanwhile, in the same place. Look at them, and do it again."
        ),
        "captions.not_saved": _("This correction is not saved"),
        "captions.leave_unsaved": _(
            "Corrections that could not be saved are lost if you go on. They are marked in the captions."
        ),
        "captions.leave_do": _("Go on without them"),
    }


def _teaching() -> dict[str, str]:
    return {
        "captions.glossary": _("What your corrections teach"),
        "captions.glossary_how": _(
            "Words that are ticked are put into the word list {file}: from then on every run spells them so by itself."
        ),
        "captions.glossary_nothing": _("There is no correction of a name or a term in these captions that the word list lacks."),
        "captions.glossary_ambiguous": _("“{heard}” also stands where it is right: then it would be changed there too."),
        "captions.glossary_add": _("Put into the word list"),
        "captions.glossary_own": _("A word of your own"),
        "captions.glossary_own_right": _("Written as"),
        "captions.glossary_own_heard": _("Heard as, if you know"),
        "captions.glossary_own_missing": _("Write how the word is to be written."),
        "captions.glossary_added": _("Put into {file}."),
        "captions.corrections": _("Your corrections"),
        "captions.corrections_put": _("Put them in"),
        "captions.corrections_show": _("Show them"),
        "captions.lost_page": _("As you left it here"),
        "captions.lost_file": _("As it stands in the file"),
        "captions.lost_put": _("Put it back"),
        "captions.lost_leave": _("Let the file’s stand"),
        "captions.no_caption": _("No caption"),
    }


def _keys() -> dict[str, str]:
    return {
        "captions.keys_doubts": _("From doubt to doubt"),
        "captions.keys_sound": _("Sound"),
        "captions.keys_text": _("Transcript"),
        "captions.key_choose": _("choose that one, for this place"),
        "captions.key_choose_everywhere": _("choose that one for every place, after a look at each"),
        "captions.key_right": _("it is right; of something written: replace here"),
        "captions.key_everywhere": _("replace everywhere, after a look at each place"),
        "captions.key_take_over": _("take what stands there into the field"),
        "captions.space": _("Space"),
        "captions.shift": _("Shift"),
        "captions.key_write_number": _("before a number that is to be written"),
        "captions.key_skip": _("the next doubt, the one before"),
        "captions.key_replay": _("hear it again from a little before"),
        "captions.key_play": _("play and pause, also while writing"),
        "captions.key_hear_better": _("have the best model hear it again"),
        "captions.key_jkl": _("back, play and pause, forward; outside fields"),
        "captions.key_rows": _("the caption before, the next one"),
        "captions.key_edit": _("correct the caption; in its field: done, on to the next"),
        "captions.key_line": _("new line"),
        "captions.key_split": _("split at the caret"),
        "captions.key_cancel": _("leave it as it was"),
        "captions.key_undo": _("undo, redo; outside fields"),
        "captions.key_search": _("search and replace"),
    }
