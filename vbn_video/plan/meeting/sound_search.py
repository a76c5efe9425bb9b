"""Many short strings of sounds searched in a long one at once, with mistakes: begun and ended only where words are.

    patterns ─► their pieces of three sounds ─┐
    the long string ─► its pieces ────────────┴─► places that share enough of them ─► edit distance from there ─► what is near

A letter of a string is a number from 1 to 27, `REST` is no letter: nothing that is found goes over it. All arrays of one search
have one row a candidate.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

GRAM = 3
REST = 31
LONGEST = 63
"""Number of sounds of the longest pattern: its places are the bits of one number."""
SIGNS = 32
"""How many numbers a letter can be."""
Codes = NDArray[np.int64]
_CODE_OF_BYTE = np.full(256, 28, np.int64)
"""By the byte of a sound in Latin-1."""
_CODE_OF_BYTE[np.frombuffer("abcdefghijklmnopqrstuvwxyzø".encode("latin-1"), np.uint8)] = np.arange(1, 28)
_CODE_OF_BYTE[ord("|")] = REST
_BEYOND = 100
"""Added to the distance of what goes over a rest."""


def codes_of(sounds: str) -> Codes:
    """One number a sound; `|` is a rest."""
    return _CODE_OF_BYTE[np.frombuffer(sounds.encode("latin-1", "replace"), np.uint8)]


@dataclass(frozen=True)
class Found:
    """What was found: columns with one row a find."""

    pattern: Codes
    start: Codes
    """Place of the first sound in the long string."""
    end: Codes
    """Place behind the last one."""
    distance: Codes


@dataclass(frozen=True)
class SoundPatterns:
    """Strings of sounds, at most `LONGEST` each, and how many mistakes each may have."""

    lengths: Codes
    mistakes: Codes
    needed: Codes
    """How many pieces must be shared at least before a pattern is compared."""
    masks: NDArray[np.uint64]
    """(patterns, SIGNS): the bits of the places at which a sound stands."""
    gram_starts: Codes
    """(SIGNS³ + 1,): where the postings of each piece begin."""
    gram_patterns: Codes
    gram_places: Codes
    """A posting each: in which pattern the piece stands, and where."""

    @classmethod
    def of(cls, patterns: Sequence[Codes], mistakes: Sequence[int]) -> SoundPatterns:
        """The patterns with all that they are found by."""
        lengths = np.array([len(pattern) for pattern in patterns], np.int64)
        allowed = np.array(mistakes, np.int64)
        number = np.repeat(np.arange(len(patterns)), lengths)
        place = np.concatenate([np.arange(length) for length in lengths]) if len(patterns) else np.zeros(0, np.int64)
        masks = np.zeros((len(patterns), SIGNS), np.uint64)
        sounds = np.concatenate(patterns) if len(patterns) else np.zeros(0, np.int64)
        np.bitwise_or.at(masks, (number, sounds), np.uint64(1) << place.astype(np.uint64))
        grams = [_grams(pattern) for pattern in patterns]
        counts = np.array([len(one) for one in grams], np.int64)
        joined = np.concatenate(grams) if grams else np.zeros(0, np.int64)
        order = np.argsort(joined, kind="stable")
        starts = np.searchsorted(joined[order], np.arange(SIGNS**GRAM + 1))
        places = np.concatenate([np.arange(count) for count in counts]) if grams else np.zeros(0, np.int64)
        needed = np.maximum(2, lengths - (GRAM - 1) - 2 * allowed)
        return cls(lengths, allowed, needed, masks, starts, np.repeat(np.arange(len(patterns)), counts)[order], places[order])

    def search(self, text: Codes, starts: Codes, is_end: NDArray[np.bool_]) -> Found:
        """Where each pattern stands in the text with at most its mistakes, ended where it is nearest.

        `starts` are the places where words begin, ascending; `is_end` has a row for each place of the text and one more: whether
        a word ends before it.
        """
        pattern, start = self._candidates(text, starts)
        best = np.full(len(pattern), _BEYOND, np.int64)
        end = np.zeros(len(pattern), np.int64)
        rows = np.arange(len(pattern))
        for at, length, distance in self._distances(pattern, start, text):
            better = is_end[start[at] + length] & (distance < best[at]) & (distance <= self.mistakes[pattern[at]])
            best[at[better]] = distance[better]
            end[at[better]] = start[at[better]] + length
        good = rows[best < _BEYOND]
        return Found(pattern[good], start[good], end[good], best[good])

    def distances(self, pattern: Codes, start: Codes, end: Codes, text: Codes) -> Codes:
        """The edit distance of each pattern from [start, end) of the text."""
        found = np.full(len(pattern), _BEYOND, np.int64)
        for at, length, distance in self._distances(pattern, start, text, np.max(end - start, initial=0)):
            here = end[at] - start[at] == length
            found[at[here]] = distance[here]
        return found

    def _candidates(self, text: Codes, starts: Codes) -> tuple[Codes, Codes]:
        """(pattern, place where a word begins) wherever enough pieces of a pattern stand in about its order, each once."""
        grams = _grams(text)
        counts = self.gram_starts[grams + 1] - self.gram_starts[grams]
        posting = _ranges(self.gram_starts[grams], counts)
        width = len(text) + 2 * LONGEST
        begins = np.repeat(np.arange(len(grams)), counts) - self.gram_places[posting] + LONGEST
        keys = np.sort(self.gram_patterns[posting] * width + begins)
        pattern = keys // width
        ahead = np.arange(len(keys)) + self.needed[pattern] - 1
        inside = ahead < len(keys)
        keys, pattern, ahead = keys[inside], pattern[inside], ahead[inside]
        sorted_keys = np.concatenate([keys, np.full(int(self.needed.max(initial=0)) + 1, np.iinfo(np.int64).max)])
        near = sorted_keys[np.minimum(ahead, len(sorted_keys) - 1)] - keys <= self.mistakes[pattern]
        keys, pattern = keys[near], pattern[near]
        begin = keys - pattern * width - LONGEST
        slack = self.mistakes[pattern]
        first = np.searchsorted(starts, begin - slack, "left")
        several = np.searchsorted(starts, begin + slack, "right") - first
        word = _ranges(first, several)
        pairs = np.unique(np.repeat(pattern, several) * width + starts[word] if len(word) else np.zeros(0, np.int64))
        return pairs // width, pairs % width

    def _distances(
        self, pattern: Codes, start: Codes, text: Codes, longest: int | None = None
    ) -> Iterator[tuple[Codes, int, Codes]]:
        """(rows, length, distance) for each length from 1 on: how far the patterns are from so much of the text.

        Source: Myers 1999, in the form of Hyyrö 2003 for two whole strings: a column of the table is the bits of one number.
        """
        one = np.uint64(1)
        at = np.arange(len(pattern))
        ends = self.lengths[pattern] + self.mistakes[pattern] if longest is None else np.full(len(pattern), longest)
        last = one << (self.lengths[pattern] - 1).astype(np.uint64)
        plus, minus = np.full(len(pattern), ~np.uint64(0)), np.zeros(len(pattern), np.uint64)
        distance = self.lengths[pattern].copy()
        padded = np.concatenate([text, [REST]])
        for length in range(1, int(ends.max(initial=0)) + 1):
            live = (ends >= length) & (distance < _BEYOND)
            if not live.all():
                at, ends, distance = at[live], ends[live], distance[live]
                last, plus, minus = last[live], plus[live], minus[live]
            if not len(at):
                return
            sound = padded[np.minimum(start[at] + length - 1, len(text))]
            equal = self.masks[pattern[at], sound]
            vertical = equal | minus
            equal = (((equal & plus) + plus) ^ plus) | equal
            up, down = minus | ~(equal | plus), plus & equal
            distance += ((up & last) != 0).astype(np.int64) - ((down & last) != 0)
            distance += _BEYOND * (sound == REST)
            up, down = up << one | one, down << one
            plus, minus = down | ~(vertical | up), up & vertical
            yield at, length, distance


def _ranges(starts: Codes, counts: Codes) -> Codes:
    """The numbers from each start on, so many as its count, one range behind the other."""
    return np.repeat(starts - (np.cumsum(counts) - counts), counts) + np.arange(counts.sum())


def _grams(sounds: Codes) -> Codes:
    """One number for each piece of three sounds."""
    if len(sounds) < GRAM:
        return np.zeros(0, np.int64)
    return (sounds[:-2] * SIGNS + sounds[1:-1]) * SIGNS + sounds[2:]
