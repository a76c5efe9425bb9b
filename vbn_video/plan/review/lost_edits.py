"""Edits of the page that a file lacks which was saved over them: an editor beside the page had an older copy open.

    every splice of the page, in order ──► strands: a stretch of time, and how it stood after each ─┐
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
class _Strand:
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
    found = (_lost(strand, cues) for strand in _strands(splices))
    return tuple(sorted((one for one in found if one), key=lambda one: one.start_us))


def put_back(lost: Iterable[LostEdit]) -> tuple[CueSplice, ...]:
    """The splices that put these in, to be applied one after another."""
    return tuple(one.splice for one in sorted(lost, key=lambda one: -one.at))


def left_as_in_file(lost: Iterable[LostEdit]) -> tuple[CueSplice, ...]:
    """What to remember where a person wants the file's: from then on the page's last is what stands there."""
    return tuple(CueSplice(one.at, one.page, one.file) for one in lost)


def _strands(splices: Iterable[CueSplice]) -> list[_Strand]:
    strands: list[_Strand] = []
    for step, splice in enumerate(splices):
        shown = (*splice.before, *splice.after)
        if not shown:
            continue
        start_us, end_us = min(cue.start_us for cue in shown), max(cue.end_us for cue in shown)
        touched = [one for one in strands if one.start_us < end_us and start_us < one.end_us]
        strands = [one for one in strands if one not in touched]
        known = [cue for one in touched for cue in one.newest]
        untouched = [cue for cue in splice.before if cue not in known]
        if any(_overlaps(cue, one) for cue in untouched for one in touched):
            touched, known, untouched = [], [], list(splice.before)
        left = [cue for cue in known if cue not in splice.before]
        states = {at: _ordered([*untouched, *_together(touched, at)]) for at in _steps(touched)}
        states[step] = _ordered([*left, *splice.after])
        spans = [(one.start_us, one.end_us) for one in touched] + [(start_us, end_us)]
        strands.append(_Strand(min(start for start, _end in spans), max(end for _start, end in spans), states))
    return strands


def _steps(touched: Sequence[_Strand]) -> list[int]:
    return sorted({_BEGINNING, *(step for strand in touched for step in strand.states)})


def _together(touched: Sequence[_Strand], step: int) -> list[Cue]:
    return [cue for strand in touched for cue in strand.at_step(step)]


def _overlaps(cue: Cue, strand: _Strand) -> bool:
    return cue.start_us < strand.end_us and strand.start_us < cue.end_us


def _ordered(cues: Iterable[Cue]) -> tuple[Cue, ...]:
    return tuple(sorted(cues, key=lambda cue: (cue.start_us, cue.end_us)))


def _lost(strand: _Strand, cues: Sequence[Cue]) -> LostEdit | None:
    """The strand's last state where the file has another that comes of an older one."""
    inside = [at for at, cue in enumerate(cues) if strand.start_us <= (cue.start_us + cue.end_us) // 2 < strand.end_us]
    at = inside[0] if inside else bisect_left(cues, strand.start_us, key=lambda cue: cue.start_us)
    file, page = tuple(cues[index] for index in inside), strand.newest
    older = [state for state in strand.states.values() if state != page]
    if file == page or not older:
        return None
    is_older = file in older
    if not is_older and not _comes_of(file, older, page):
        return None
    until = at + len(file)
    stands = can_stand([*cues[max(at - 1, 0) : at], *page, *cues[until : until + 1]])
    return LostEdit(strand.start_us, strand.end_us, at, page, file, is_older and stands)


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
