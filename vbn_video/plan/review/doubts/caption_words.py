"""The words of the captions as they stand now, each with what was heard there: pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from vbn_video.decisions import Cue, TextChange
from vbn_video.evidence import Word
from vbn_video.heard_otherwise import HeardOtherwise
from vbn_video.plan.captions.edited.realignment import time_words
from vbn_video.plan.danish.tokens import plain
from vbn_video.timeline import Timeline


@dataclass(frozen=True)
class CaptionWord:
    """One word of a caption; times on the programme clock."""

    cue: int
    """Index of its caption."""
    place: int
    """Index of the word in it, over both lines."""
    text: str
    start_us: int
    end_us: int
    probability: float | None
    """Of the least probable word that was heard there; None where a person wrote another word, or none was heard."""
    first_heard: int = 0
    """Index of the first word that was heard there, or of the next one that was heard."""
    heard: tuple[Word, ...] = ()


def caption_words(cues: Sequence[Cue], heard: Sequence[Word], *, changes: Iterable[TextChange] = ()) -> tuple[CaptionWord, ...]:
    """Every word of the captions, in order; `heard` is from `words_in_programme` of the same programme.

    `changes` are what the rules of writing made of words: what one of them wrote is no person's.
    """
    written = {plain(word) for change in changes for word in change.after.split()}
    starts_us = [word.start_us for word in heard]
    found: list[CaptionWord] = []
    for number, cue in enumerate(cues):
        for place, timed in enumerate(time_words(cue, heard)):
            first = bisect_left(starts_us, timed.start_us)
            if first and heard[first - 1].start_us + heard[first - 1].end_us >= 2 * timed.start_us:
                first -= 1  # begins before its caption, and is mostly said in it
            last = max(bisect_left(starts_us, timed.end_us), first)
            there = tuple(word for word in heard[first:last] if word.start_us + word.end_us < 2 * timed.end_us)
            is_heard = plain(timed.text) in written or plain(timed.text) in {plain(word.text) for word in there}
            probability = min(word.probability for word in there) if there and is_heard else None
            found.append(CaptionWord(number, place, timed.text, timed.start_us, timed.end_us, probability, first, there))
    return tuple(found)


def alternatives_in_programme(found: Iterable[HeardOtherwise], timeline: Timeline) -> tuple[HeardOtherwise, ...]:
    """What was heard otherwise in what is kept, ascending, on the programme clock."""
    placed = []
    for one in found:
        if spans := timeline.programme_spans(one.start_us, max(one.end_us, one.start_us + 1)):
            placed.append(replace(one, start_us=spans[0][0], end_us=spans[-1][1]))
    return tuple(sorted(placed, key=lambda one: (one.start_us, one.end_us)))
