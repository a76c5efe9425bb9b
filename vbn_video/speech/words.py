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
SAME_BREATH_US = 1_000_000


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


def unheard(voice: Iterable[SpeechSpan], words: Sequence[Word]) -> tuple[SpeechSpan, ...]:
    """Stretches of utterances, one after the other, in which no word has its middle: 0.8 s of voice or more, each as one span.

    Utterances that follow each other closely are one stretch, so that a sentence that was passed over is heard again as a whole.
    """
    middles = sorted((word.start_us + word.end_us) // 2 for word in words)
    stretches: list[list[SpeechSpan]] = []
    goes_on = False
    for part in voice:
        if bisect_left(middles, part.start_us) != bisect_left(middles, part.end_us):
            goes_on = False
        elif goes_on and part.start_us - stretches[-1][-1].end_us <= SAME_BREATH_US:
            stretches[-1].append(part)
        else:
            stretches.append([part])
            goes_on = True
    return tuple(
        SpeechSpan(stretch[0].start_us, stretch[-1].end_us)
        for stretch in stretches
        if sum(part.end_us - part.start_us for part in stretch) >= UNHEARD_US
    )
