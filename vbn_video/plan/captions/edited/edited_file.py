"""The captions file that a person has edited, in the cut that is planned now.

    the file ──find_programme──► the cut that it was made for ──move_all──► this cut: what stands, what was cut away
    what was set aside for earlier cuts ────────────────────────────► what is back, what stays aside

Its text is kept byte for byte while the cut is the one that it was made for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vbn_video.decisions import Cue, EditPlan
from vbn_video.evidence import Recording, Word
from vbn_video.formats.base import Position
from vbn_video.formats.vtt import parse_vtt, retime
from vbn_video.plan.captions.edited.retiming import (
    CuesOfCut,
    CutWords,
    Detached,
    MovedCue,
    find_programme,
    move_all,
    rejoin,
    same_cut,
)
from vbn_video.timeline import Timeline


@dataclass(frozen=True)
class EditedFile:
    """A person's captions as they belong in this cut."""

    cues: tuple[Cue, ...]
    text: str | None
    """The new text of the file; None where it stands as it is, because it was made for this cut."""
    detached: Detached
    """All that has no place in this cut."""
    made_for_earlier: bool = False
    """The file has the times of a cut before the last one: somebody had it open while the cut changed."""
    cut_away: tuple[Cue, ...] = ()
    """Cues, and parts of cues, that stood in the file and have no place in this cut."""
    back: tuple[Cue, ...] = ()
    """Those that had been set aside and have a place again."""


def move_to_cut(
    text: str,
    cuts: Sequence[EditPlan],
    recording: Recording,
    timeline: Timeline,
    words: Sequence[Word],
    *,
    detached: Detached,
    position: Position,
) -> EditedFile:
    """The WebVTT file `text` in the cut of `timeline`.

    `cuts`: those that it may have been made for, the latest first; `words`: all that was heard, on the recording clock;
    `detached`: what earlier cuts had no place for; `position`: of the cues that come back.
    """
    cues = parse_vtt(text).cues
    index = find_programme(cues, [Timeline.of(recording, cut) for cut in cuts], words) if len(cuts) > 1 else 0
    made_for, made_for_earlier = cuts[index], index > 0
    if made_for_earlier:
        detached = detached.without(made_for)
    if same_cut(made_for, timeline.plan):
        return EditedFile(cues, None, detached, made_for_earlier)
    moved = move_all(cues, Timeline.of(recording, made_for), timeline, words)
    back, remaining = _bring_back(detached, recording, timeline, words)
    places, alone = rejoin([one.kept for one in moved], back.parts)
    new_text = retime(text, places, [*back.cues, *alone], position)
    return EditedFile(
        parse_vtt(new_text).cues,
        new_text,
        remaining.plus(made_for, *_without_place(moved)),
        made_for_earlier,
        cut_away=tuple(cue for one in moved for cue in (*one.cut, *(part.cue for part in one.parts))),
        back=back.all_cues,
    )


def _bring_back(
    detached: Detached, recording: Recording, timeline: Timeline, words: Sequence[Word]
) -> tuple[CuesOfCut, Detached]:
    """(what of all that was set aside has a place in this cut, on its clock; what has none)."""
    cues: list[Cue] = []
    parts: list[CutWords] = []
    remaining = Detached()
    for group in detached.groups:
        then = Timeline.of(recording, group.plan)
        whole = move_all(group.cues, then, timeline, words)
        cues += [cue for one in whole for cue in one.kept]
        left = []
        for part, (found,) in ((part, move_all([part.cue], then, timeline, words)) for part in group.parts):
            if found.cut:
                left.append(part)
            elif len(found.kept) == 1 and not found.parts:
                parts.append(replace(part, cue=found.kept[0]))
            else:
                cues += found.kept
                left += found.parts
        cut, new_parts = _without_place(whole)
        remaining = remaining.plus(group.plan, cut, [*left, *new_parts])
    return CuesOfCut(timeline.plan, tuple(cues), tuple(parts)), remaining


def _without_place(moved: Sequence[MovedCue]) -> tuple[list[Cue], list[CutWords]]:
    """(whole cues, parts of cues) that have no place."""
    return [cue for one in moved for cue in one.cut], [part for one in moved for part in one.parts]
