"""Captions that a person has edited beside those that were heard anew: where the new ones say something else, as a diff.

Three texts are compared, sentence by sentence, however each is divided into captions: what was heard when the person began to
edit, what the person made of it, and what is heard now. Where only the person has changed something, there is nothing to show.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from vbn_video.clock import timecode
from vbn_video.decisions import Cue
from vbn_video.formats.transcript import Sentence, sentences_of
from vbn_video.messages import _


@dataclass(frozen=True)
class Conflicts:
    """The places where what is heard now says something else."""

    diff: str = ""
    """A unified diff from the person's sentences to those heard now, without context; empty where there is nothing to show."""
    places: int = 0
    changed_too: int = 0
    """How many of them the person has changed as well."""


@dataclass(frozen=True)
class _Hunk:
    """Sentences [first, last) of the person's against [new_first, new_last) of those heard now."""

    first: int
    last: int
    new_first: int
    new_last: int


def find_conflicts(before: Sequence[Cue], edited: Sequence[Cue], now: Sequence[Cue]) -> Conflicts:
    """What `now` says otherwise than `before` did, against the person's `edited`; all of one programme."""
    old, mine, new = (sentences_of(cues) for cues in (before, edited, now))
    mine_from, new_from = _origins(old, mine), _origins(old, new)
    hunks = []
    for hunk in _hunks(mine, new):
        unedited = [mine_from[index] for index in range(hunk.first, hunk.last) if mine_from[index] is not None]
        anew = [index for index in range(hunk.new_first, hunk.new_last) if new_from[index] is None]
        if unedited or anew:
            changed_too = any(mine_from[index] is None for index in range(hunk.first, hunk.last))
            hunks.append((hunk, changed_too))
    text = "".join(_shown(hunk, changed_too, mine, new) for hunk, changed_too in hunks)
    header = f"--- {_('your captions')}\n+++ {_('heard anew')}\n"
    return Conflicts(header + text if hunks else "", len(hunks), sum(changed_too for _hunk, changed_too in hunks))


def _origins(old: Sequence[Sentence], text: Sequence[Sentence]) -> list[int | None]:
    """For each sentence the index of the identical one in `old`, or None."""
    origins: list[int | None] = [None] * len(text)
    for match in _matcher(old, text).get_matching_blocks():
        origins[match.b : match.b + match.size] = range(match.a, match.a + match.size)
    return origins


def _hunks(mine: Sequence[Sentence], new: Sequence[Sentence]) -> Iterator[_Hunk]:
    """Where the two differ; runs of equal length are paired one to one."""
    for kind, first, last, new_first, new_last in _matcher(mine, new).get_opcodes():
        if kind == "replace" and last - first == new_last - new_first:
            yield from (_Hunk(first + at, first + at + 1, new_first + at, new_first + at + 1) for at in range(last - first))
        elif kind != "equal":
            yield _Hunk(first, last, new_first, new_last)


def _matcher(one: Sequence[Sentence], other: Sequence[Sentence]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, [sentence.text for sentence in one], [sentence.text for sentence in other], autojunk=False)


def _shown(hunk: _Hunk, changed_too: bool, mine: Sequence[Sentence], new: Sequence[Sentence]) -> str:
    gone, come = mine[hunk.first : hunk.last], new[hunk.new_first : hunk.new_last]
    place = timecode((gone or come)[0].start_us)
    whose = _("you have changed this too") if changed_too else _("you have not changed this")
    head = f"@@ -{_range(hunk.first, hunk.last)} +{_range(hunk.new_first, hunk.new_last)} @@ {place} {whose}"
    return "\n".join([head, *(f"-{s.text}" for s in gone), *(f"+{s.text}" for s in come), ""])


def _range(first: int, last: int) -> str:
    """Lines as a unified diff names them: from 1, and an empty range by the line before it."""
    return f"{first + (last > first)},{last - first}"
