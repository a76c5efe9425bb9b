"""What an engine heard against what was said: wrong words, words over silence, utterances without words. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from itertools import groupby

SILENT_FROM_S = 0.5
"""A word whose middle lies further than this from every utterance lies over silence."""
SHORT_S = 1.0
"""An utterance of this length and more must have words."""
NO_WORD = re.compile(r"[^\w ]")


@dataclass(frozen=True)
class Utterance:
    """What somebody says at one time."""

    start_s: float
    end_s: float
    text: str
    """Empty where nobody wrote it down: such an utterance says only where there is voice."""


@dataclass(frozen=True)
class HeardWord:
    """A word that an engine heard."""

    start_s: float
    end_s: float
    text: str


@dataclass(frozen=True)
class Errors:
    """Counts, which add up over recordings."""

    said: int = 0
    """Words of known text."""
    wrong: int = 0
    """Substituted, left out or added."""
    over_silence: int = 0
    heard_utterances: int = 0
    """Utterances that last a second or more and have words."""
    passed_over: int = 0
    """Those without."""

    def __add__(self, other: Errors) -> Errors:
        return Errors(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))

    @property
    def rate(self) -> float:
        """The word error rate; not a number where no text is known."""
        return self.wrong / self.said if self.said else float("nan")


def errors(words: Iterable[HeardWord], utterances: Sequence[Utterance]) -> Errors:
    """Each word counts for the utterance that it lies nearest to; what follows each other and is known is compared as one text.

    So a word that an engine moves over the edge between two utterances is no error, and one over silence is an added word.
    `utterances` are in their order; of the words only the texts' letters and figures count, in lower case.
    """
    heard = list(words)
    places = [_nearest(_middle_s(word), utterances) for word in heard]
    near = {index for index, far_s in places if far_s <= SILENT_FROM_S}
    long = {index for index, one in enumerate(utterances) if one.end_s - one.start_s >= SHORT_S}
    said, wrong = _compared(utterances, by_utterance(heard, utterances))
    return Errors(
        said=said,
        wrong=wrong,
        over_silence=sum(far_s > SILENT_FROM_S for _index, far_s in places),
        heard_utterances=len(long & near),
        passed_over=len(long - near),
    )


def by_utterance(words: Iterable[HeardWord], utterances: Sequence[Utterance]) -> list[list[str]]:
    """The texts of the words that lie nearest to each utterance, in their order."""
    of: list[list[str]] = [[] for _ in utterances]
    for word in sorted(words, key=_middle_s):
        of[_nearest(_middle_s(word), utterances)[0]].append(word.text)
    return of


def normalised(text: str) -> str:
    """Lower case, no punctuation, one blank between words; numbers as they stand."""
    return " ".join(NO_WORD.sub(" ", text.lower()).split())


def _middle_s(word: HeardWord) -> float:
    return (word.start_s + word.end_s) / 2


def _nearest(at_s: float, utterances: Sequence[Utterance]) -> tuple[int, float]:
    """The utterance that lies nearest to a moment, and how far away it is: 0 within it."""
    after = bisect_left(utterances, at_s, key=lambda one: one.start_s)
    candidates = range(max(after - 1, 0), min(after + 1, len(utterances)))
    return min(((index, _distance_s(at_s, utterances[index])) for index in candidates), key=lambda place: place[1])


def _distance_s(at_s: float, utterance: Utterance) -> float:
    return max(utterance.start_s - at_s, at_s - utterance.end_s, 0.0)


def _compared(utterances: Sequence[Utterance], heard: Sequence[Sequence[str]]) -> tuple[int, int]:
    """Words said and words wrong, over all stretches of known text."""
    import jiwer

    stretches = [pair for pair in _stretches(utterances, heard) if pair[0]]
    if not stretches:
        return 0, 0
    result = jiwer.process_words([said for said, _heard in stretches], [heard for _said, heard in stretches])
    wrong = result.substitutions + result.deletions + result.insertions
    return result.hits + result.substitutions + result.deletions, wrong


def _stretches(utterances: Sequence[Utterance], heard: Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Text and words of utterances that follow each other and are known."""
    pairs = zip(utterances, heard, strict=True)
    for known, group in groupby(pairs, key=lambda pair: bool(pair[0].text)):
        if known:
            both = list(group)
            said = " ".join(utterance.text for utterance, _words in both)
            yield normalised(said), normalised(" ".join(word for _utterance, words in both for word in words))
