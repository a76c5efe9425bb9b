"""Edits of the page that a file lacks which was saved over them: an editor beside the page had an older copy open.

    every splice of the page, in order ──► spans: a stretch of time, and how it stood after each ─┐
    the file now ───────────────────────────────────────────────────────────────────────────────────┴──► LostEdits

The file is what stands. A stretch that stands there as the page left it is not lost; one that stands as it did before fits back
in; one that both have changed is shown side by side. An edit that was made on the page for a file changed elsewhere begins its
stretch anew: whoever made it saw what stood there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from vbn_video.decisions import Cue
from vbn_video.plan.review.cue_lines import said_lines
from vbn_video.plan.review.cue_splices import CueSplice, can_stand

LEAST_ALIKE = 0.5
"""Share of the words that a stretch has in common with its older self at least: otherwise its times are of another cut."""

_BEGINNING = -1


@dataclass(frozen=True)
class LostEdit:
    """A stretch that the page has changed, and that stands otherwise in the file."""

    start_us: int
    end_us: int
    at: int
    """Index of its first cue in the file."""
    page: tuple[Cue, ...]
    """As the page left it."""
    file: tuple[Cue, ...]
    """As it stands now."""
    fits: bool
    """Nobody else has changed it: it stands as it did before the page's edits."""

    @property
    def splice(self) -> CueSplice:
        """What puts the page's cues in."""
        return CueSplice(self.at, self.file, self.page)


@dataclass
class _EditedSpan:
    """A stretch of time, and its cues after each step that changed them; the first is how it stood before."""

    start_us: int
    end_us: int
    states: dict[int, tuple[Cue, ...]]

    @property
    def newest(self) -> tuple[Cue, ...]:
        return self.states[max(self.states)]

    def at_step(self, step: int) -> tuple[Cue, ...]:
        return self.states[max(one for one in self.states if one <= step)]


def lost_edits(splices: Iterable[CueSplice], cues: Sequence[Cue]) -> tuple[LostEdit, ...]:
    """What the page has changed by these splices, in their order, and these cues lack; ascending."""
    found = (_lost(span, cues) for span in _edited_spans(splices))
    return tuple(sorted((one for one in found if one), key=lambda one: one.start_us))


def put_back(lost: Iterable[LostEdit]) -> tuple[CueSplice, ...]:
    """The splices that put these in, to be applied one after another.

    Of two that take out the same cues only the later is among them: the other is lost still, and is found again afterwards.
    """
    splices: list[CueSplice] = []
    for one in sorted(lost, key=lambda one: (-one.at, -one.start_us)):
        if not splices or one.at + len(one.file) <= splices[-1].at:
            splices.append(one.splice)
    return tuple(splices)


def left_as_in_file(lost: Iterable[LostEdit]) -> tuple[CueSplice, ...]:
    """What to remember where a person wants the file's: from then on the page's last is what stands there."""
    return tuple(CueSplice(one.at, one.page, one.file) for one in lost)


def _edited_spans(splices: Iterable[CueSplice]) -> list[_EditedSpan]:
    spans: list[_EditedSpan] = []
    for step, splice in enumerate(splices):
        shown = (*splice.before, *splice.after)
        if not shown:
            continue
        start_us, end_us = min(cue.start_us for cue in shown), max(cue.end_us for cue in shown)
        touched = [one for one in spans if one.start_us < end_us and start_us < one.end_us]
        spans = [one for one in spans if one not in touched]
        known = [cue for one in touched for cue in one.newest]
        untouched = [cue for cue in splice.before if cue not in known]
        if any(_overlaps(cue, one) for cue in untouched for one in touched):
            touched, known, untouched = [], [], list(splice.before)
        left = [cue for cue in known if cue not in splice.before]
        states = {at: _ordered([*untouched, *_together(touched, at)]) for at in _steps(touched)}
        states[step] = _ordered([*left, *splice.after])
        times = [(one.start_us, one.end_us) for one in touched] + [(start_us, end_us)]
        spans.append(_EditedSpan(min(start for start, _end in times), max(end for _start, end in times), states))
    return spans


def _steps(touched: Sequence[_EditedSpan]) -> list[int]:
    return sorted({_BEGINNING, *(step for span in touched for step in span.states)})


def _together(touched: Sequence[_EditedSpan], step: int) -> list[Cue]:
    return [cue for span in touched for cue in span.at_step(step)]


def _overlaps(cue: Cue, span: _EditedSpan) -> bool:
    return cue.start_us < span.end_us and span.start_us < cue.end_us


def _ordered(cues: Iterable[Cue]) -> tuple[Cue, ...]:
    return tuple(sorted(cues, key=lambda cue: (cue.start_us, cue.end_us)))


def _lost(span: _EditedSpan, cues: Sequence[Cue]) -> LostEdit | None:
    """The span's last state where the file has another that comes of an older one.

    Cues of other spans that stand between its own, since captions overlap, are part of it on either side and stay.
    """
    inside = [at for at, cue in enumerate(cues) if span.start_us <= (cue.start_us + cue.end_us) // 2 < span.end_us]
    at = inside[0] if inside else bisect_left(cues, span.start_us, key=lambda cue: cue.start_us)
    file = tuple(cues[at : inside[-1] + 1]) if inside else ()
    between = [cue for index, cue in enumerate(file, at) if index not in inside]
    page, *states = (_ordered([*state, *between]) for state in (span.newest, *span.states.values()))
    older = [state for state in states if state != page]
    if file == page or not older:
        return None
    is_older = file in older
    if not is_older and not _comes_of(file, older, page):
        return None
    until = at + len(file)
    stands = can_stand([*cues[max(at - 1, 0) : at], *page, *cues[until : until + 1]])
    return LostEdit(span.start_us, span.end_us, at, page, file, is_older and stands)


def _comes_of(file: tuple[Cue, ...], older: Sequence[tuple[Cue, ...]], page: tuple[Cue, ...]) -> bool:
    """Whether the file's cues are as near to an older state as to the page's last: then somebody has changed that one."""
    distance, ratio = min((_distance(state, file) for state in older), key=lambda one: one[0])
    return ratio >= LEAST_ALIKE and distance <= _distance(page, file)[0]


def _distance(state: tuple[Cue, ...], file: tuple[Cue, ...]) -> tuple[tuple[int, int], float]:
    """((words that differ, times that differ), share of words in common)."""
    one, other = _words(state), _words(file)
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    equal = sum(block.size for block in matcher.get_matching_blocks())
    times = {(cue.start_us, cue.end_us) for cue in state} ^ {(cue.start_us, cue.end_us) for cue in file}
    return (len(one) + len(other) - 2 * equal, len(times)), matcher.ratio()


def _words(cues: Iterable[Cue]) -> list[str]:
    """The words in order, each speaker's name before what is said."""
    return [word for cue in cues for line in said_lines(cue) for word in (f"<{line.speaker}>", *line.text.split())]
