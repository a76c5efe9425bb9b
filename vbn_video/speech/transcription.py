"""From speech spans to words: the windows, what is heard in them, a second hearing for speech that was left without a word, and
for speech in which a word was heard that the lexicon does not know.

Speech is left without a word where the model passed it over, and where all that it wrote is dropped: a sentence that it wrote
twice takes longer to say than there is time, so both copies go. Heard on its own, the sentence is mostly written once.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np

from vbn_video.clock import US_PER_S
from vbn_video.evidence import DroppedWords, Levels, SpeechSpan, SpokenLanguage, Word
from vbn_video.heard_otherwise import HeardOtherwise
from vbn_video.plan.danish.tokens import plain
from vbn_video.plan.words.hallucinations import Sifted, sift
from vbn_video.plan.words.other_hearings import differing_hearing, still_standing
from vbn_video.plan.words.unknown_words import choose_hearing, find_doubtful
from vbn_video.plan.words.utterances import find_utterances
from vbn_video.plan.words.word_times import retime_by_sound
from vbn_video.settings.lexicon.danish_lexicon import Knows
from vbn_video.speech.checkpoint import HeardStretch
from vbn_video.speech.engines.engine import RATE_HZ, SoundSource
from vbn_video.speech.hearing import Listener
from vbn_video.speech.window_words import find_unheard
from vbn_video.speech.windows import SpeechWindow, plan_windows

HEARD_AT_LUFS = -18.0
LOUDEST_GAIN_DB = 30.0
QUIET_SAMPLES = RATE_HZ // 20
"""50 ms: where a long stretch of speech is parted."""


@dataclass(frozen=True)
class HeardRecording:
    """The words of a recording, and how they came about."""

    words: tuple[Word, ...]
    dropped: tuple[DroppedWords, ...]
    """What the model wrote though nobody said it."""
    stretches: tuple[HeardStretch, ...]
    """All windows as they were heard."""
    passed_over: tuple[SpeechSpan, ...]
    """Speech without a word, after a second hearing too."""
    doubtful: tuple[SpeechSpan, ...] = ()
    """Speech that was heard a second time, because a word in it is not in the lexicon."""
    languages: tuple[SpokenLanguage, ...] = ()
    """What each window sounds like that was heard first: together they hold all speech."""
    alternatives: tuple[HeardOtherwise, ...] = ()
    """What was heard otherwise of the words."""


def transcribe(listener: Listener, levels: Levels, knows: Knows | None, names: Collection[str] = ()) -> HeardRecording:
    """All words of the recording, ascending and apart, each with its time by the sound.

    `knows` says whether a word is in the lexicon; where there is none, nothing is heard a second time for its words. `names`, and
    what the model was told beforehand, are right though the lexicon does not know them.
    """
    sound, spans = listener.sound, listener.spans

    def windows_of(speech: Sequence[SpeechSpan]) -> tuple[SpeechWindow, ...]:
        return plan_windows(speech, sound.duration_us, lambda start_us, end_us: find_quietest_us(sound, start_us, end_us))

    def sifted(words: Sequence[Word]) -> Sifted:
        return sift(retime_by_sound(words, spans, levels), spans, levels, listener.checkpoint.prompt.split())

    voice = find_utterances(spans, levels)
    first = listener.hear(windows_of(spans))
    found = sifted([word for stretch in first for word in stretch.words])
    again = listener.hear([window for stretch in find_unheard(voice, found.kept) for window in windows_of([stretch])])
    if more := [word for stretch in again for word in stretch.words]:
        earlier = [dropped for dropped in found.dropped if not _heard_again(dropped, again)]
        found = sifted((*found.kept, *more))
        found = _and_dropped(found, earlier)
    told = {plain(word) for text in (*names, listener.checkpoint.prompt) for word in text.split()}
    heard_twice: list[HeardOtherwise] = []
    doubtful = find_doubtful(spans, found.kept, knows, told) if knows else ()
    if knows and doubtful:
        hearings = listener.hear_again(windows_of(doubtful))
        second = sifted([word for stretch in hearings for word in stretch.words]).kept
        chosen = choose_hearing(spans, found.kept, second, knows, told)
        heard_twice = [
            *(one for stretch in hearings for one in stretch.alternatives),
            *(one for span in doubtful for words in (found.kept, second) for one in _differing_within(span, chosen, words)),
        ]
        found = _and_dropped(sifted(chosen), found.dropped)
    languages = tuple(SpokenLanguage(one.start_us, one.end_us, one.languages) for one in first)
    passed_over = find_unheard(voice, found.kept)
    otherwise = (one for stretch in (*first, *again) for one in stretch.alternatives)
    alternatives = still_standing((*otherwise, *heard_twice), found.kept)
    return HeardRecording(found.kept, found.dropped, (*first, *again), passed_over, doubtful, languages, alternatives)


def _differing_within(span: SpeechSpan, words: Sequence[Word], other: Sequence[Word]) -> tuple[HeardOtherwise, ...]:
    """Where two hearings of a span differ."""

    def within(hearing: Sequence[Word]) -> list[Word]:
        return [word for word in hearing if span.start_us <= (word.start_us + word.end_us) // 2 < span.end_us]

    return differing_hearing(within(words), within(other))


def _and_dropped(found: Sifted, earlier: Sequence[DroppedWords]) -> Sifted:
    return Sifted(found.kept, tuple(sorted((*earlier, *found.dropped), key=lambda dropped: dropped.words[0].start_us)))


def _heard_again(dropped: DroppedWords, again: Sequence[HeardStretch]) -> bool:
    """True if a second hearing over all the time of these words found words: those stand for them, said or dropped."""
    start_us, end_us = dropped.words[0].start_us, dropped.words[-1].end_us
    return any(stretch.words and stretch.start_us <= start_us and end_us <= stretch.end_us for stretch in again)


def transcription_gain(levels: Levels) -> float:
    """Factor that brings the recording to the loudness at which Whisper hears well; 1 for silence."""
    if not isfinite(levels.integrated_lufs):
        return 1.0
    return float(10 ** (min(HEARD_AT_LUFS - levels.integrated_lufs, LOUDEST_GAIN_DB) / 20))


def find_quietest_us(sound: SoundSource, start_us: int, end_us: int) -> int:
    """The middle of the quietest 50 ms of [start, end)."""
    samples = sound.samples(start_us, end_us)
    power = np.convolve(samples.astype(np.float64) ** 2, np.ones(QUIET_SAMPLES), "valid")
    if not power.size:
        return end_us
    return start_us + (int(np.argmin(power)) + QUIET_SAMPLES // 2) * US_PER_S // RATE_HZ
