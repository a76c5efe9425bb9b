"""What undo and redo are called: the kind of the edit, and where it was made, in the person's language."""

from __future__ import annotations

from vbn_video.clock import player_time
from vbn_video.messages import _, ngettext
from vbn_video.review.captions.captions_journal import JournalLine


def label_of(line: JournalLine) -> str:
    """The words for one edit, by its journal line."""
    if line.label:
        return line.label
    if line.edit == "settle":
        return ngettext("{count} place that is right", "{count} places that are right", len(line.settled)).format(
            count=len(line.settled)
        )
    if line.edit == "replace" and len(line.splices) > 1:
        return ngettext("words in {count} caption", "words in {count} captions", len(line.splices)).format(
            count=len(line.splices)
        )
    known = {
        "text": _("text at {time}"),
        "split": _("division at {time}"),
        "join": _("joining at {time}"),
        "move_word": _("moved word at {time}"),
        "retime": _("times at {time}"),
        "speaker": _("speaker at {time}"),
        "replace": _("words at {time}"),
        "delete": _("deletion at {time}"),
        "put_back": _("edits put back, the first at {time}"),
        "corrections": _("earlier corrections, the first at {time}"),
    }
    cues = [cue for splice in line.splices for cue in (*splice.before, *splice.after)]
    at_us = min((cue.start_us for cue in cues), default=0)
    return known.get(line.edit, _("change at {time}")).format(time=player_time(at_us))
