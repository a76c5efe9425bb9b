"""The words of all windows, put in order and held to what the sound says: pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from vbn_video.evidence import SpeechSpan, Word

NEAR_SPEECH_US = 500_000
"""A word further than this from all speech was invented."""
SHORTEST_US = 40_000
UNHEARD_US = 800_000


def on_the_clock(words: Iterable[Word], start_us: int, end_us: int) -> tuple[Word, ...]:
    """A window's words at their times of the recording, none outside it; lone punctuation joins the word before."""
    placed: list[Word] = []
    for word in words:
        text = word.text.strip()
        if placed and text and not any(letter.isalnum() for letter in text):
            placed[-1] = replace(placed[-1], text=placed[-1].text + text)
        elif text:
            first_us = min(max(start_us + word.start_us, start_us), end_us - SHORTEST_US)
            last_us = min(max(start_us + word.end_us, first_us + SHORTEST_US), end_us)
            placed.append(replace(word, start_us=first_us, end_us=last_us, text=text))
    return tuple(placed)


def held_to_speech(words: Iterable[Word], spans: Sequence[SpeechSpan]) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """(words, what was left out because nobody speaks within half a second of it).

    A word that reaches from speech into a rest is cut back to the span that holds most of it: Whisper lets the first word of an
    utterance begin in the silence before it.
    """
    starts, ends = [span.start_us for span in spans], [span.end_us for span in spans]
    kept, dropped = [], []
    for word in words:
        near = spans[bisect_right(ends, word.start_us - NEAR_SPEECH_US) : bisect_left(starts, word.end_us + NEAR_SPEECH_US)]
        if not near:
            dropped.append(word)
            continue
        span = max(near, key=lambda span: min(word.end_us, span.end_us) - max(word.start_us, span.start_us))
        start_us, end_us = max(word.start_us, span.start_us), min(word.end_us, span.end_us)
        kept.append(replace(word, start_us=start_us, end_us=end_us) if end_us - start_us >= SHORTEST_US else word)
    return tuple(kept), tuple(dropped)


def in_order(words: Iterable[Word], duration_us: int) -> tuple[Word, ...]:
    """Words by their times, none begun before the one before it has ended, none past the recording's end, none without length."""
    ordered: list[Word] = []
    for word in sorted(words, key=lambda word: (word.start_us, word.end_us)):
        start_us = max(word.start_us, ordered[-1].end_us if ordered else 0)
        end_us = min(max(word.end_us, start_us + SHORTEST_US), duration_us)
        if start_us < end_us:
            ordered.append(replace(word, start_us=start_us, end_us=end_us))
    return tuple(ordered)


def unheard(spans: Iterable[SpeechSpan], words: Sequence[Word]) -> tuple[SpeechSpan, ...]:
    """Speech of 0.8 s or more in which no word has its middle."""
    middles = sorted((word.start_us + word.end_us) // 2 for word in words)
    return tuple(
        span
        for span in spans
        if span.end_us - span.start_us >= UNHEARD_US and bisect_left(middles, span.start_us) == bisect_left(middles, span.end_us)
    )
