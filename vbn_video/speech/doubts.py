"""Whether to believe what was heard, and which of two tries is the better one: pure.

The measures are those of Whisper's paper (Radford et al. 2022, section 4.5). Its threshold on compression, 2.4, is for segments;
in a window of 29 s people come back to what they said: a loop is what comes three times without a break, or compresses further.
"""

from collections.abc import Sequence
from dataclasses import replace

from vbn_video.clock import US_PER_S
from vbn_video.plan.danish.tokens import token
from vbn_video.speech.engines.engine import DecodingResult
from vbn_video.speech.language_drift import detect_drift

MOST_COMPRESSION = 3.2
TIMES_IN_A_ROW, LEAST_LETTERS_OF_A_LOOP = 3, 40
"""Less than this people say themselves: `nej, nej, nej`."""
MOST_LETTERS_A_SECOND = 25.0
"""Of speech; Danish is spoken with 12 to 20."""
LEAST_SPEECH_US = US_PER_S
"""A window with less speech than this may well hold no word."""


def find_doubts(heard: DecodingResult, spoken_us: int, least_log_probability: float) -> tuple[str, ...]:
    """Why a window that holds so much speech should be heard again, in English words; empty where nothing speaks against it."""
    text = heard.text
    if not text:
        return ("nothing",) if spoken_us >= LEAST_SPEECH_US else ()
    language = detect_drift(text)
    found = (
        ("loop", heard.compression_ratio > MOST_COMPRESSION or _loops(text)),
        ("unsure", heard.mean_log_probability < least_log_probability),
        ("too fast", len(text) * US_PER_S > MOST_LETTERS_A_SECOND * max(spoken_us, LEAST_SPEECH_US)),
        (language or "", language is not None),
    )
    return tuple(name for name, is_so in found if is_so)


def is_better(other: DecodingResult, than: DecodingResult, spoken_us: int, least_log_probability: float) -> bool:
    """True if `other` has fewer doubts than `than`, or as many and a higher probability."""
    mine, theirs = (len(find_doubts(heard, spoken_us, least_log_probability)) for heard in (other, than))
    return mine < theirs or (mine == theirs and other.mean_log_probability > than.mean_log_probability)


def join_results(parts: Sequence[DecodingResult], starts_us: Sequence[int]) -> DecodingResult:
    """The result of a whole window from those of its parts, which begin at `starts_us` in it; their means weigh by their text."""
    words = tuple(
        replace(word, start_us=word.start_us + start_us, end_us=word.end_us + start_us)
        for part, start_us in zip(parts, starts_us, strict=True)
        for word in part.words
    )
    weights = [len(part.text) + 1 for part in parts]
    mean = sum(part.mean_log_probability * weight for part, weight in zip(parts, weights, strict=True)) / sum(weights)
    texts = [part.text for part in parts]
    others = tuple(
        replace(other, text=" ".join((*texts[:place], other.text, *texts[place + 1 :])))
        for place, part in enumerate(parts)
        for other in part.others
    )
    return DecodingResult(words, round(mean, 4), min(part.no_speech_probability for part in parts), others=others)


def _loops(text: str) -> bool:
    """True if a run of words, of any length, comes three times in a row."""
    said = [word.plain for word in map(token, text.split())]
    for size in range(1, len(said) // TIMES_IN_A_ROW + 1):
        again = 0
        for place in range(size, len(said)):
            again = again + 1 if said[place] == said[place - size] else 0
            if again >= (TIMES_IN_A_ROW - 1) * size:
                letters = sum(map(len, said[place - again - size + 1 : place + 1]))
                if letters >= LEAST_LETTERS_OF_A_LOOP:
                    return True
    return False
