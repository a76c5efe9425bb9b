"""Speech in which a word was heard that is not in the lexicon, and which of two hearings of it to believe: pure.

    speech spans, words ─find_doubtful─► spans to be heard again ─choose_hearing─► of each span the words with less to doubt

The lexicon judges no candidate of the model by itself: among five beams it chose no better than the model. A name that it does
not know comes out the same twice, and stands.
"""

from bisect import bisect_left
from collections.abc import Sequence

from vbn_video.evidence import SpeechSpan, Word
from vbn_video.settings.lexicon.danish_lexicon import Knows

MOST_UNKNOWN = 1
"""In speech with more of them a second hearing is as wrong as the first (docs/captions.md has the figures)."""
LEAST_SHARE_OF_LETTERS = 0.8
"""A second hearing with fewer letters than this share of the first one's has passed words over."""


def find_doubtful(spans: Sequence[SpeechSpan], words: Sequence[Word], knows: Knows) -> tuple[SpeechSpan, ...]:
    """The spans with a single word that is not in the lexicon; a word belongs to the span that its middle lies nearest to."""
    return tuple(
        span for span, own in zip(spans, _words_of(spans, words), strict=True) if 0 < _unknown(own, knows) <= MOST_UNKNOWN
    )


def choose_hearing(spans: Sequence[SpeechSpan], first: Sequence[Word], again: Sequence[Word], knows: Knows) -> tuple[Word, ...]:
    """All words: of each doubtful span those heard again, if all of them are known and none were passed over."""
    chosen: list[Word] = []
    for before, after in zip(_words_of(spans, first), _words_of(spans, again), strict=True):
        fewer = _unknown(after, knows) < _unknown(before, knows) <= MOST_UNKNOWN
        chosen += after if fewer and _letters(after) >= LEAST_SHARE_OF_LETTERS * _letters(before) else before
    return tuple(chosen)


def _words_of(spans: Sequence[SpeechSpan], words: Sequence[Word]) -> list[list[Word]]:
    own: list[list[Word]] = [[] for _ in spans]
    starts_us = [span.start_us for span in spans]
    for word in words:
        at_us = (word.start_us + word.end_us) // 2
        after = bisect_left(starts_us, at_us)
        near = range(max(after - 1, 0), min(after + 1, len(spans)))
        own[min(near, key=lambda index: max(spans[index].start_us - at_us, at_us - spans[index].end_us, 0))].append(word)
    return own


def _unknown(words: Sequence[Word], knows: Knows) -> int:
    return sum(not knows(word.text) for word in words)


def _letters(words: Sequence[Word]) -> int:
    return sum(len(word.text) for word in words)
