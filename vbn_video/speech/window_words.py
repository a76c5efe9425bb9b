"""A window's words on the recording's clock, and where somebody speaks but no word was heard: pure."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from vbn_video.evidence import SpeechSpan, Word
from vbn_video.speech.windows import SpeechWindow

SHORTEST_US = 40_000
MARKS = ",.;:!?…"
UNHEARD_US = 800_000
SAME_BREATH_US = 1_000_000
GAP_US = 1_500_000
"""Longest voiced stretch between two words of an utterance (measured: at most 0.8 s, save where words are missing)."""


def to_recording_clock(words: Iterable[Word], window: SpeechWindow) -> tuple[Word, ...]:
    """A window's words at their times of the recording, each in the piece that holds its middle; none outside it.

    Punctuation in front joins the word before (`1 ,2`).
    """
    placed: list[Word] = []
    for word in words:
        text = word.text.strip()
        if placed:
            marks = text[: len(text) - len(text.lstrip(MARKS))] if any(map(str.isalnum, text)) else text
            placed[-1] = replace(placed[-1], text=placed[-1].text + marks)
            text = text[len(marks) :]
        if text:
            piece, later_us = window.piece_at((word.start_us + word.end_us) // 2)
            first_us = min(max(word.start_us + later_us, piece.start_us), piece.end_us - SHORTEST_US)
            last_us = min(max(word.end_us + later_us, first_us + SHORTEST_US), piece.end_us)
            placed.append(replace(word, start_us=first_us, end_us=last_us, text=text))
    return tuple(placed)


def find_unheard(voice: Iterable[SpeechSpan], words: Sequence[Word]) -> tuple[SpeechSpan, ...]:
    """Where somebody speaks and no word was heard, from utterances and the words as they are timed by the sound.

    An utterance without the middle of a word; those that follow each other closely are one stretch, so that a sentence that was
    passed over is heard again as a whole. And a gap between the words of an utterance, where no rest explains it.
    """
    middles_us = [(word.start_us + word.end_us) // 2 for word in words]
    stretches: list[list[SpeechSpan]] = []
    goes_on = False
    for part in voice:
        inside = words[bisect_left(middles_us, part.start_us) : bisect_left(middles_us, part.end_us)]
        if inside:
            stretches += [[gap] for gap in _gaps(part, inside)]
        elif goes_on and part.start_us - stretches[-1][-1].end_us <= SAME_BREATH_US:
            stretches[-1].append(part)
        else:
            stretches.append([part])
        goes_on = not inside
    return tuple(
        SpeechSpan(stretch[0].start_us, stretch[-1].end_us)
        for stretch in stretches
        if sum(part.end_us - part.start_us for part in stretch) >= UNHEARD_US
    )


def _gaps(part: SpeechSpan, words: Sequence[Word]) -> list[SpeechSpan]:
    edges = [part.start_us, *(edge for word in words for edge in (word.start_us, word.end_us)), part.end_us]
    return [SpeechSpan(begin, end) for begin, end in zip(edges[::2], edges[1::2], strict=True) if end - begin >= GAP_US]
