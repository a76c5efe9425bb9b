"""The words of an edited caption find their times again: those that were heard keep theirs, new ones stand between them.

A caption's own times are its editor's and always win: a word that was heard outside them tells nothing about the caption.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import accumulate

from vbn_video.decisions import Cue
from vbn_video.evidence import Word
from vbn_video.timeline import Timeline

NEAR_US = 300_000
"""How late a caption may begin after its first word, or how early end before its last one, and still hold them."""
LONGEST_WORD_US = 3_000_000
_MARKS = "\"'»«”’“„()[]-–,;:.?!…"


@dataclass(frozen=True)
class TimedWord:
    """A word of a caption with its time on the programme clock, inside the caption's."""

    start_us: int
    end_us: int
    text: str
    line: int
    """Index of the caption's line that it stands on."""


def words_in_programme(words: Sequence[Word], timeline: Timeline) -> tuple[Word, ...]:
    """The heard words that are kept, ascending, with their times on the programme clock."""
    placed = []
    for word in words:
        if spans := timeline.programme_spans(word.start_us, max(word.end_us, word.start_us + 1)):
            placed.append(replace(word, start_us=spans[0][0], end_us=spans[-1][1]))
    return tuple(sorted(placed, key=lambda word: (word.start_us, word.end_us)))


def count_heard_there(cues: Sequence[Cue], heard: Sequence[Word]) -> int:
    """How many of the captions begin with a word that was heard where they begin; `heard` is from `words_in_programme`."""
    count = 0
    for cue in cues:
        first = _plain(cue.lines[0].split()[0])
        begun = bisect_left(heard, cue.start_us - NEAR_US, key=lambda word: word.start_us)
        ended = bisect_left(heard, cue.start_us + NEAR_US, key=lambda word: word.start_us)
        count += first in {_plain(word.text) for word in heard[begun:ended]}
    return count


def time_words(cue: Cue, heard: Sequence[Word]) -> tuple[TimedWord, ...]:
    """The caption's words in order, each with its time; `heard` is from `words_in_programme` of the same programme."""
    written = [(line, text) for line, words in enumerate(cue.lines) for text in words.split()]
    near = _near(cue, heard)
    matcher = SequenceMatcher(None, [_plain(text) for _line, text in written], [_plain(word.text) for word in near], False)
    timed: list[TimedWord] = []
    for kind, first, last, heard_first, heard_last in matcher.get_opcodes():
        said = near[heard_first:heard_last]
        if kind == "equal" or (kind == "replace" and last - first == len(said)):
            spans = [(word.start_us, word.end_us) for word in said]
        else:
            after = near[heard_last].start_us if heard_last < len(near) else cue.end_us
            begun_us = said[0].start_us if said else timed[-1].end_us if timed else cue.start_us
            spans = _spread([text for _line, text in written[first:last]], begun_us, said[-1].end_us if said else after)
        timed += [
            TimedWord(*span, text, line) for span, (line, text) in zip(spans[: last - first], written[first:last], strict=True)
        ]
    return _inside(cue, timed)


def _near(cue: Cue, heard: Sequence[Word]) -> Sequence[Word]:
    """The words that were heard while the caption stands."""
    first = bisect_left(heard, cue.start_us - NEAR_US - LONGEST_WORD_US, key=lambda word: word.start_us)
    last = bisect_left(heard, cue.end_us + NEAR_US, key=lambda word: word.start_us)
    return [word for word in heard[first:last] if word.end_us > cue.start_us - NEAR_US]


def _spread(texts: Sequence[str], start_us: int, end_us: int) -> list[tuple[int, int]]:
    """A time for each of the texts between the two, by their characters."""
    whole, done, spans = sum(map(len, texts)), 0, []
    for text in texts:
        begun = done
        done += len(text)
        spans.append(tuple(start_us + max(end_us - start_us, 0) * at // whole for at in (begun, done)))
    return [(start, end) for start, end in spans]


def _inside(cue: Cue, words: Sequence[TimedWord]) -> tuple[TimedWord, ...]:
    """The words inside the caption's own times, one after another."""
    starts_us = list(accumulate((min(max(word.start_us, cue.start_us), cue.end_us) for word in words), max))
    return tuple(
        replace(word, start_us=start_us, end_us=min(max(word.end_us, start_us), until_us))
        for word, start_us, until_us in zip(words, starts_us, [*starts_us[1:], cue.end_us], strict=True)
    )


def _plain(text: str) -> str:
    return text.strip(_MARKS).casefold() or text
