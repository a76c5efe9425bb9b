"""How Subtitle Edit divides words that Whisper has heard, by what is known of its settings for Danish and of its ways.

Its profile for Danish has 40 characters a line, 2 lines, 12 characters a second wished for, 1.2 to 7 s, and 120 ms between two
captions. After listening it splits long segments, breaks lines near the middle (after punctuation where that is near), lengthens
what stands too short into the silence after it, and keeps the gap. What it does not know is where a break is bad in Danish: its
list of words not to break after is off unless asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vbn_video.clock import US_PER_S
from vbn_video.decisions import Cue
from vbn_video.evidence import Word
from vbn_video.plan.danish.breaks import ends_sentence

LINE, LINES = 40, 2
SPEED = 12
SHORTEST_US, LONGEST_US, GAP_US = 1_200_000, 7_000_000, 120_000
NEAR_THE_MIDDLE = 0.25
"""How far from the middle punctuation is still taken as the place to break, as a share of the text."""


def subtitle_edit(words: Sequence[Word]) -> list[Cue]:
    """The captions."""
    blocks = [block for sentence in sentences(words) for block in _split(sentence)]
    starts_us = [block[0].start_us for block in blocks]
    cues = []
    for block, next_us in zip(blocks, [*starts_us[1:], blocks[-1][-1].end_us + LONGEST_US], strict=True):
        text = _text(block)
        wanted_us = max(block[-1].end_us, block[0].start_us + max(SHORTEST_US, len(text) * US_PER_S // SPEED))
        end_us = max(min(wanted_us, next_us - GAP_US, block[0].start_us + LONGEST_US), block[0].start_us + 1000)
        cues.append(Cue(block[0].start_us, end_us, tuple(_lines(text))))
    return cues


def sentences(words: Sequence[Word]) -> Iterator[list[Word]]:
    """The words a sentence: what Whisper's segments mostly are."""
    sentence: list[Word] = []
    for word, following in zip(words, [*words[1:], None], strict=True):
        sentence.append(word)
        if following is None or ends_sentence(word.text, following.text):
            yield sentence
            sentence = []


def _split(words: list[Word]) -> Iterator[list[Word]]:
    """In halves, until each fits on its lines and is no longer than the longest time."""
    fits = len(_text(words)) <= LINE * LINES and all(len(line) <= LINE for line in _lines(_text(words)))
    if len(words) == 1 or (fits and words[-1].end_us - words[0].start_us <= LONGEST_US):
        yield words
        return
    at = _middle([word.text for word in words])
    yield from _split(words[:at])
    yield from _split(words[at:])


def _lines(text: str) -> list[str]:
    words = text.split()
    if len(text) <= LINE or len(words) == 1:
        return [text]
    at = _middle(words)
    return [" ".join(words[:at]), " ".join(words[at:])]


def _middle(words: Sequence[str]) -> int:
    """How many words stand before the break: nearest the middle, after punctuation where that is near."""
    whole = len(" ".join(words))
    off = {at: abs(2 * len(" ".join(words[:at])) + 1 - whole) / whole for at in range(1, len(words))}
    punctuated = [at for at in off if words[at - 1].endswith((".", "?", "!", ",", ":", ";")) and off[at] <= 2 * NEAR_THE_MIDDLE]
    return min(punctuated or off, key=lambda at: off[at])


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)
