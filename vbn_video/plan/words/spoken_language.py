"""Whether another language than Danish is spoken, by what each window of speech sounds like to the model: pure.

    windows      da .99 │ en .98 │ en .99 │ da .97 │ la .93
    words         ▂▂▂▂▂ │ ▂▂▂▂▂▂ │ ▂▂▂▂▂▂ │ ▂▂▂▂▂▂ │ ▂▂▂▂▂
                        └ English, 40 % of the words ┘

Whisper is always told that it hears Danish (`speech/engines/engine.py`), and so makes Danish words of English. Left alone it
takes noise for English now and then, made voices for Latin, and Danish for Norwegian: so only a language that it was much trained
on counts, only where it is sure and all but rules out Danish, and only as far as words were heard. What sounds like Norwegian or
Swedish is a doubt, never more. `python -m benchmarks.spoken_language` prints what the limits were measured on.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from vbn_video.evidence import SpeechSpan, SpokenLanguage, Word

# fmt: off
TELLABLE = frozenset((
    "ar", "ca", "cs", "de", "el", "en", "es", "fi", "fr", "he", "hi", "hu", "id", "it",
    "ja", "ko", "nl", "pl", "pt", "ro", "ru", "ta", "th", "tr", "uk", "vi", "zh",
))
# fmt: on
"""Much trained on (Radford et al. 2022, app. E), far from Danish; not `la`, `cy` and the like, which it says when at a loss."""
NEIGHBOURS = frozenset(("no", "nn", "sv"))
CLEAR = 0.93
"""How probable these must be, all together (Spanish may be Italian, too) …"""
LIKELIEST = 0.6
"""… the likeliest of them by itself …"""
MOST_DANISH = 0.05
"""… and Danish, Norwegian and Swedish together at most."""
LEAST_US = 10_000_000
"""A shorter window, of a sentence or two, tells too little."""
MOSTLY = 0.5
"""Share of the words, from which on it is the meeting's language."""


@dataclass(frozen=True)
class OtherLanguage:
    """A language that is spoken instead of Danish."""

    code: str
    share: float
    """Of the time that all words take."""
    spans: tuple[SpeechSpan, ...]
    """Where, from the first word to the last of windows that follow each other; on the recording clock."""
    doubtful: bool
    """True for a neighbour of Danish, which the model takes Danish for."""

    @property
    def mostly(self) -> bool:
        """True if it is the language of the meeting."""
        return self.share >= MOSTLY


def find_other_languages(languages: Sequence[SpokenLanguage], words: Sequence[Word]) -> tuple[OtherLanguage, ...]:
    """The languages that are spoken instead of Danish, the most spoken first; `languages` and `words` ascend."""
    all_us = _length_us(words)
    middles_us = [(word.start_us + word.end_us) // 2 for word in words]
    places = [(bisect_left(middles_us, window.start_us), bisect_left(middles_us, window.end_us)) for window in languages]
    said_in = [words[first:last] for first, last in places]
    windows = [(other_language(window), said) for window, said in zip(languages, said_in, strict=True) if said]
    spans: dict[str, list[SpeechSpan]] = {}
    spoken_us: dict[str, int] = {}
    for code, group in groupby(windows, key=lambda one: one[0]):
        if code:
            said = [word for _code, words_of_window in group for word in words_of_window]
            spans.setdefault(code, []).append(SpeechSpan(said[0].start_us, said[-1].end_us))
            spoken_us[code] = spoken_us.get(code, 0) + _length_us(said)
    found = (OtherLanguage(code, spoken_us[code] / all_us, tuple(spans[code]), code in NEIGHBOURS) for code in spans)
    return tuple(sorted(found, key=lambda one: -one.share))


def other_language(window: SpokenLanguage) -> str | None:
    """The code of the language that a window is surely in, or seems to be in if it is a neighbour; None: Danish, or not told."""
    if window.end_us - window.start_us < LEAST_US or not window.probabilities:
        return None
    code = max(window.probabilities, key=window.probabilities.__getitem__)
    danish, neighbours, others = (_probability(window, codes) for codes in (("da",), NEIGHBOURS, TELLABLE))
    if code in NEIGHBOURS:
        return code if neighbours >= CLEAR and danish <= MOST_DANISH else None
    is_sure = others >= CLEAR and window.probabilities[code] >= LIKELIEST and danish + neighbours <= MOST_DANISH
    return code if code in TELLABLE and is_sure else None


def _probability(window: SpokenLanguage, codes: Iterable[str]) -> float:
    return sum(window.probabilities.get(code, 0.0) for code in codes)


def _length_us(words: Iterable[Word]) -> int:
    return sum(word.end_us - word.start_us for word in words)
