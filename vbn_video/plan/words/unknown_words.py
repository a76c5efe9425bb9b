"""Speech in which a word was heard that is not in the lexicon, and which of two hearings of it to believe: pure.

    speech spans, words ─find_doubtful─► spans to be heard again ─choose_hearing─► of each span the words with less to doubt

The lexicon judges no candidate of the model by itself: among five beams it chose no better than the model. What is likely a name
or was heard surely is no doubt, and a second hearing of its speech must hold it too.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Sequence

from vbn_video.evidence import SpeechSpan, Word
from vbn_video.plan.danish.breaks import begins_sentence
from vbn_video.plan.danish.tokens import token
from vbn_video.settings.lexicon.danish_lexicon import Knows

MOST_DOUBTS = 1
"""In speech with more of them a second hearing is as wrong as the first."""
SURE = 0.65
"""Words at least as probable stand. In base's recorded hearings the unknown words that were right had 0.68 to 0.89, two of three
wrong ones less than 0.65; no second hearing put one of human speech right."""
LEAST_SHARE_OF_LETTERS = 0.8
"""A second hearing with fewer letters than this share of the first one's has passed words over."""


def find_doubtful(
    spans: Sequence[SpeechSpan], words: Sequence[Word], knows: Knows, names: Container[str] = ()
) -> tuple[SpeechSpan, ...]:
    """The spans with a single doubt; a word belongs to the span that its middle lies nearest to.

    `names` are words in small letters that are right though the lexicon does not know them.
    """
    return tuple(
        span
        for span, own in zip(spans, _words_of(spans, words), strict=True)
        if 0 < len(_unknown(own, knows)) - len(_standing(own, knows, names)) <= MOST_DOUBTS
    )


def choose_hearing(
    spans: Sequence[SpeechSpan], first: Sequence[Word], again: Sequence[Word], knows: Knows, names: Container[str] = ()
) -> tuple[Word, ...]:
    """All words: of each doubtful span those heard again, if only what stands is unknown in them, and none were passed over."""
    chosen: list[Word] = []
    for before, after in zip(_words_of(spans, first), _words_of(spans, again), strict=True):
        unknown, standing = _unknown(before, knows), _standing(before, knows, names)
        doubted = 0 < len(unknown) - len(standing) <= MOST_DOUBTS
        better = doubted and Counter(_unknown(after, knows)) == Counter(standing)
        chosen += after if better and _letters(after) >= LEAST_SHARE_OF_LETTERS * _letters(before) else before
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


def _unknown(words: Sequence[Word], knows: Knows) -> list[str]:
    return [token(word.text).plain for word in words if not knows(word.text)]


def _standing(words: Sequence[Word], knows: Knows, names: Container[str]) -> list[str]:
    """Those unknown words that are no doubt: heard surely, a name of the meeting, or written as a name or an abbreviation is."""
    texts = [word.text for word in words]
    return [
        token(word.text).plain
        for index, word in enumerate(words)
        if not knows(word.text) and (word.probability >= SURE or token(word.text).plain in names or _is_name(texts, index))
    ]


def _is_name(texts: Sequence[str], index: int) -> bool:
    """A capital letter within the word, or at its head where no sentence begins."""
    core = token(texts[index]).core
    return any(letter.isupper() for letter in core[1:]) or (core[:1].isupper() and not begins_sentence(texts, index))


def _letters(words: Sequence[Word]) -> int:
    return sum(len(word.text) for word in words)
