"""What speaks for a word of the captions being wrong, as numbers: pure.

All of it is taken from what was heard, not from what stands in the captions around the word, so that a correction elsewhere
changes nothing here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from math import log, log1p

from vbn_video.decisions import Violation
from vbn_video.evidence import Word
from vbn_video.heard_otherwise import HeardOtherwise
from vbn_video.plan.danish.glossary_index import GlossaryIndex
from vbn_video.plan.danish.tokens import plain, token
from vbn_video.plan.review.doubts.caption_words import CaptionWord
from vbn_video.plan.review.doubts.near_terms import near_terms
from vbn_video.settings.lexicon.danish_lexicon import Knows

LEAST, MOST = 0.005, 0.995
"""Probabilities are taken as if they were within these: the model's own are overconfident."""
PASSAGE = 6
"""Words on each side that tell how well the passage was heard."""
SURE = 0.8
LONG = 12
SHORT = 3

FEATURES = (
    "probability",
    "neighbours",
    "passage",
    "lexicon",
    "short",
    "length",
    "beam",
    "beam share",
    "second hearing",
    "glossary",
    "elsewhere",
    "lexicon beside",
    "reading speed",
)


@dataclass(frozen=True)
class DoubtEvidence:
    """A meeting's words as they were heard, and what else is known of them; times on the programme clock."""

    heard: Sequence[Word]
    alternatives: Sequence[HeardOtherwise]
    """Ascending."""
    knows: Knows | None
    index: GlossaryIndex
    violations: Iterable[Violation] = ()

    def of(self, word: CaptionWord, begins_at_us: int) -> Mapping[str, float]:
        """Each of `FEATURES` of a word that was heard; `begins_at_us`: where its caption begins."""
        first, last = word.first_heard, word.first_heard + len(word.heard)
        core = token(word.text).core
        over = self._over(word.start_us, word.end_us)
        beams = [one.probability for one in over if one.source == "beam"]
        unknown = not self._is_known(word.text)
        return {
            "probability": -log_odds(word.probability or LEAST),
            "neighbours": -self._mean(first - 1, first, last, last + 1),
            "passage": -self._mean(first - PASSAGE, first, last, last + PASSAGE),
            "lexicon": float(unknown),
            "short": float(len(core) <= SHORT),
            "length": min(len(core), LONG) / LONG,
            "beam": float(bool(beams)),
            "beam share": min(sum(beams), 1.0),
            "second hearing": float(len(over) > len(beams)),
            "glossary": float(unknown and bool(near_terms([word.text], self.index))),
            "elsewhere": log1p(self._surely[plain(word.text)]),
            "lexicon beside": float(not (self._known_at(first - 1) and self._known_at(last))),
            "reading speed": float(begins_at_us in self._too_fast),
        }

    @cached_property
    def _log_odds(self) -> list[float]:
        """Sums of the words before each, to take means from."""
        return list(accumulate((log_odds(word.probability) for word in self.heard), initial=0.0))

    @cached_property
    def _surely(self) -> Counter[str]:
        """How often each word was heard surely."""
        return Counter(plain(word.text) for word in self.heard if word.probability >= SURE)

    @cached_property
    def _too_fast(self) -> frozenset[int]:
        return frozenset(one.start_us for one in self.violations if one.rule == "reading speed")

    @cached_property
    def _looked_up(self) -> dict[str, bool]:
        return {}

    @cached_property
    def _ends_us(self) -> list[int]:
        """The latest end so far of what was heard otherwise."""
        return list(accumulate((one.end_us for one in self.alternatives), max))

    def _over(self, start_us: int, end_us: int) -> list[HeardOtherwise]:
        first = bisect_left(self._ends_us, start_us + 1)
        last = bisect_left(self.alternatives, end_us, key=lambda one: one.start_us)
        return [one for one in self.alternatives[first:last] if one.start_us < end_us and one.end_us > start_us]

    def _is_known(self, text: str) -> bool:
        if self.knows is None or token(text).core in self.index.protected:
            return True
        if text not in self._looked_up:
            self._looked_up[text] = self.knows(text)
        return self._looked_up[text]

    def _known_at(self, place: int) -> bool:
        return not 0 <= place < len(self.heard) or self._is_known(self.heard[place].text)

    def _mean(self, first: int, until: int, after: int, last: int) -> float:
        """The mean of the words [first, until) and [after, last), as far as there are some."""
        first, last = max(first, 0), min(last, len(self.heard))
        until, after = max(min(until, len(self.heard)), first), min(after, last)
        count = until - first + last - after
        sums = self._log_odds
        return (sums[until] - sums[first] + sums[last] - sums[after]) / count if count else 0.0


def log_odds(probability: float) -> float:
    """The logarithm of the odds."""
    within = min(max(probability, LEAST), MOST)
    return log(within / (1 - within))
