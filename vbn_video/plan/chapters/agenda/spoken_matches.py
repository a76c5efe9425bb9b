"""Where a phrase is said, by spelling and by sound, though the model heard it with faults or divided its words otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from vbn_video.plan.chapters.shown_spans import HeardWord
from vbn_video.plan.meeting.phrase_index import fine_sounds, mistakes_in
from vbn_video.plan.meeting.sound_search import LONGEST, SIGNS, SoundPatterns, codes_of


@dataclass(frozen=True)
class Mention:
    """A phrase is said in the words [first, last]."""

    first: int
    last: int
    likeness: float
    """1: sound for sound; of ten sounds two faults are 0.8."""


def find_mentions(phrases: Sequence[str], words: Sequence[HeardWord]) -> list[list[Mention]]:
    """Of each phrase where it is said, ascending and apart: all of them in one search of the words."""
    sounds = ["".join(map(fine_sounds, phrase.split()))[:LONGEST] for phrase in phrases]
    patterns = SoundPatterns.of([codes_of(one) for one in sounds], [mistakes_in(len(one)) for one in sounds])
    spoken = [(number, key) for number, word in enumerate(words) if (key := fine_sounds(word.text))]
    ends = list(accumulate(len(key) for _number, key in spoken))
    found: list[list[Mention]] = [[] for _ in phrases]
    if not ends:
        return found
    starts = np.array([0, *ends[:-1]], np.int64)
    is_end = np.zeros(ends[-1] + 2 * SIGNS + LONGEST, np.bool_)
    is_end[ends] = True
    hits = patterns.search(codes_of("".join(key for _number, key in spoken)), starts, is_end)
    first, last = np.searchsorted(starts, hits.start), np.searchsorted(np.array(ends), hits.end)
    for pattern, begins, until, distance in zip(hits.pattern, first, last, hits.distance, strict=True):
        likeness = 1 - float(distance) / len(sounds[pattern])
        found[pattern].append(Mention(spoken[begins][0], spoken[until][0], likeness))
    for pattern, sound in enumerate(sounds):
        if not mistakes_in(len(sound)):
            found[pattern] = [Mention(number, number, 1.0) for number, key in spoken if key == sound]
    return [_apart(mentions) for mentions in found]


def _apart(mentions: Sequence[Mention]) -> list[Mention]:
    """Of those that overlap the likeliest."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda mention: (-mention.likeness, mention.last - mention.first, mention.first)):
        if all(mention.last < other.first or other.last < mention.first for other in kept):
            kept.append(mention)
    return sorted(kept, key=lambda mention: mention.first)
