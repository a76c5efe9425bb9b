"""Known words get the times at which they are said: the text is given, the model only says where in the sound it lies.

    cues of Zoom   [Godmorgen og velkommen.] [Tak.]      [Vi begynder …]      times to a second
    windows        [                                ]    [               …    near 30 s, parted where the voice rests
    words           God­morgen │ og │ velkommen.  Tak.     Vi │ begynder …

What the model finds is held against the cue's own times. A cue that it did not recognise (another language, a text that is not
what is said, more text than fits into its time) has the times of its words interpolated by their letters.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from vbn_video.clock import US_PER_S, seconds
from vbn_video.events import Emit, Progress
from vbn_video.evidence import Levels, SpeechSpan, Word
from vbn_video.plan.words.word_times import retime_by_sound
from vbn_video.recording.zoom.sidecar_texts import ZoomText
from vbn_video.recording.zoom.zoom_captions import ZoomCue
from vbn_video.speech.engines.engine import Engine, SoundSource
from vbn_video.speech.hearing import amplify
from vbn_video.speech.transcription import transcription_gain
from vbn_video.speech.window_words import SHORTEST_US

LONGEST_US = 29_500_000  # Whisper hears 30 s at a time
SHORTEST_WINDOW_US = US_PER_S
FROM_HALF_US = 15_000_000
"""A window is parted at its longest rest after this."""
MOST_LETTERS = 700
"""Whisper takes 448 tokens at most; Danish has 2 to 3 letters in one."""
SLACK_US, SLACK_OF_WHOLE_SECONDS_US = 500_000, 1_000_000
"""How far a cue's own times may be off."""
LEAST_PROBABILITY = 0.15
"""Mean over a cue's words: with base 0.6 for what is said there and 0.12 for text from elsewhere (medians, measured)."""
MOST_LETTERS_A_SECOND = 35
"""Nobody speaks faster: such a text is not what is said there."""
MOST_ASTRAY = 0.25
"""A cue with a larger share of its words outside its own times was not recognised."""


@dataclass(frozen=True)
class TextWindow:
    """A stretch of the recording, and the cues that are said in it."""

    start_us: int
    end_us: int
    cues: tuple[ZoomCue, ...]


@dataclass(frozen=True)
class AlignedText:
    """The words of a text, ascending; and how many cues were not recognised, so that their words' times are interpolated."""

    words: tuple[Word, ...]
    interpolated: int


def align_text(
    sound: SoundSource, found: ZoomText, spans: Sequence[SpeechSpan], levels: Levels, *, engine: Engine, emit: Emit
) -> AlignedText:
    """Every word of the cues with its time, and with its speaker where the text names one; progress in seconds of sound heard."""
    slack_us = SLACK_OF_WHOLE_SECONDS_US if found.whole_seconds else SLACK_US
    windows = plan_text_windows(found.cues, spans, slack_us, sound.duration_us)
    gain = transcription_gain(levels)
    words: list[Word] = []
    cues: list[ZoomCue] = []
    """The cue of each word."""
    interpolated = 0
    emit(Progress(0, seconds(sound.duration_us)))
    for at in range(0, len(windows), engine.windows_at_once):
        group = windows[at : at + engine.windows_at_once]
        sounds = [amplify(sound.samples(window.start_us, window.end_us), gain) for window in group]
        texts = [" ".join(cue.text for cue in window.cues) for window in group]
        for window, aligned in zip(group, engine.align(sounds, texts), strict=True):
            for cue, heard in _by_cue(window, aligned):
                placed = place_in_cue(heard, cue, spans, slack_us)
                interpolated += placed is None
                words += placed or interpolate_by_letters(cue, spans, slack_us)
                cues += [cue] * (len(words) - len(cues))
        emit(Progress(seconds(group[-1].end_us), seconds(sound.duration_us)))
    named = [replace(word, speaker=cue.name) for word, cue in zip(words, cues, strict=True)]
    return AlignedText(_by_the_sound(_ascending(named), cues, slack_us, spans, levels), interpolated)


def plan_text_windows(
    cues: Sequence[ZoomCue], spans: Sequence[SpeechSpan], slack_us: int, duration_us: int
) -> tuple[TextWindow, ...]:
    """Windows of up to 29.5 s that hold all cues in order, parted where the voice rests longest; none reaches into another."""
    rests = _Rests(spans)
    borders: list[tuple[int, int]] = []
    """(index of the cue after it, time) of each border between windows."""
    first, first_us = 0, max(cues[0].start_us - slack_us, 0) if cues else 0
    while first < len(cues):
        last = _furthest(cues, first, slack_us)
        if last < len(cues):
            between = [
                (index, *rests.widest(cues[index - 1].end_us, cues[index].start_us + slack_us))
                for index in range(first + 1, last + 1)
                if index == last or cues[index - 1].end_us - first_us >= FROM_HALF_US
            ]
            last, border_us, _length_us = max(between, key=lambda border: (border[2], border[0]))
            borders.append((last, border_us))
        first, first_us = last, borders[-1][1] if borders else 0
    return tuple(_windows(cues, borders, slack_us, duration_us))


def _furthest(cues: Sequence[ZoomCue], first: int, slack_us: int) -> int:
    """One past the last cue that fits into a window with the first one."""
    last, letters = first, 0
    while last < len(cues):
        letters += len(cues[last].text) + 1
        too_long = cues[last].end_us - cues[first].start_us + 2 * slack_us > LONGEST_US
        if last > first and (too_long or letters > MOST_LETTERS):
            break
        last += 1
    return last


def _windows(
    cues: Sequence[ZoomCue], borders: Sequence[tuple[int, int]], slack_us: int, duration_us: int
) -> Iterator[TextWindow]:
    edges = [(0, 0), *borders, (len(cues), duration_us)]
    for (first, from_us), (last, until_us) in pairwise(edges):
        if inside := tuple(cues[first:last]):
            start_us = max(inside[0].start_us - slack_us, from_us)
            end_us = min(max(cue.end_us for cue in inside) + slack_us, until_us)
            end_us = max(end_us, start_us + SHORTEST_WINDOW_US)  # cues that overlap leave no room between borders
            yield TextWindow(start_us, min(end_us, start_us + LONGEST_US), inside)


class _Rests:
    """Where nobody speaks."""

    def __init__(self, spans: Sequence[SpeechSpan]) -> None:
        self._rests = [(before.end_us, after.start_us) for before, after in pairwise(spans) if before.end_us < after.start_us]
        self._ends = [end_us for _start_us, end_us in self._rests]

    def widest(self, start_us: int, end_us: int) -> tuple[int, int]:
        """(middle, length) of the longest rest within [start, end); the middle of it all, without length, where there is none."""
        start_us, end_us = min(start_us, end_us), max(start_us, end_us)
        best = ((start_us + end_us) // 2, 0)
        for rest_start_us, rest_end_us in self._rests[bisect_left(self._ends, start_us) :]:
            if rest_start_us >= end_us:
                break
            first_us, last_us = max(rest_start_us, start_us), min(rest_end_us, end_us)
            if last_us - first_us > best[1]:
                best = ((first_us + last_us) // 2, last_us - first_us)
        return best


def _by_cue(window: TextWindow, aligned: Sequence[Word]) -> Iterator[tuple[ZoomCue, tuple[Word, ...]]]:
    """Each cue with its words on the recording's clock; without words where the engine had none for this window."""
    counts = [len(cue.text.split()) for cue in window.cues]
    whole = len(aligned) == sum(counts)
    for cue, last, count in zip(window.cues, accumulate(counts), counts, strict=True):
        yield (
            cue,
            tuple(
                replace(word, start_us=window.start_us + word.start_us, end_us=window.start_us + word.end_us)
                for word in (aligned[last - count : last] if whole else ())
            ),
        )


def place_in_cue(words: Sequence[Word], cue: ZoomCue, spans: Sequence[SpeechSpan], slack_us: int) -> tuple[Word, ...] | None:
    """The words, none outside the cue's own times by more than the slack; None where they were not recognised there."""
    first_us, last_us = cue.start_us - slack_us, cue.end_us + slack_us
    if not words or sum(word.probability for word in words) < LEAST_PROBABILITY * len(words):
        return None
    spoken_us = sum(last - first for first, last in _spoken(spans, first_us, last_us)) or last_us - first_us
    if len(cue.text) * US_PER_S > MOST_LETTERS_A_SECOND * spoken_us:
        return None
    astray = sum(word.end_us <= first_us or word.start_us >= last_us for word in words)
    if astray > MOST_ASTRAY * len(words):
        return None
    inside = []
    for word in words:
        start_us = min(max(word.start_us, first_us), last_us - SHORTEST_US)
        inside.append(replace(word, start_us=start_us, end_us=min(max(word.end_us, start_us + SHORTEST_US), last_us)))
    return tuple(inside)


def interpolate_by_letters(cue: ZoomCue, spans: Sequence[SpeechSpan], slack_us: int) -> tuple[Word, ...]:
    """The cue's words, their times interpolated by their letters, over the speech in the cue where there is any."""
    texts = cue.text.split()
    least_us = cue.start_us + SHORTEST_US * len(texts)
    whole = cue.start_us % US_PER_S == 0 and cue.end_us % US_PER_S == 0
    until_us = cue.end_us + (slack_us if whole else 0)
    pieces = _spoken(spans, cue.start_us, until_us) or [(cue.start_us, max(cue.end_us, least_us))]
    if sum(last - first for first, last in pieces) < SHORTEST_US * len(texts):
        pieces = [(cue.start_us, max(cue.end_us, least_us))]
    there_us = sum(last - first for first, last in pieces)
    letters = list(accumulate((len(text) + 1 for text in texts), initial=0))
    words = []
    for text, before, after in zip(texts, letters, letters[1:], strict=False):
        start_us, room_us = _along(pieces, before * there_us // letters[-1])
        length_us = (after - before) * there_us // letters[-1]
        words.append(Word(start_us, start_us + max(min(length_us, room_us), SHORTEST_US), text, 0.0))
    return tuple(words)


def _along(pieces: Sequence[tuple[int, int]], at_us: int) -> tuple[int, int]:
    """(where on the clock, how much is left of the piece) so far into the pieces laid end to end."""
    for first_us, last_us in pieces:
        if at_us < last_us - first_us:
            return first_us + at_us, last_us - first_us - at_us
        at_us -= last_us - first_us
    return pieces[-1][1], 0


def _spoken(spans: Sequence[SpeechSpan], start_us: int, end_us: int) -> list[tuple[int, int]]:
    """What is spoken of [start, end)."""
    return [
        (max(span.start_us, start_us), min(span.end_us, end_us))
        for span in spans
        if span.start_us < end_us and start_us < span.end_us
    ]


def _by_the_sound(
    words: Sequence[Word], cues: Sequence[ZoomCue], slack_us: int, spans: Sequence[SpeechSpan], levels: Levels
) -> tuple[Word, ...]:
    """The words as they are timed by the sound; one that would leave its cue (a text that leaves out what was said) stays."""
    timed = retime_by_sound(words, spans, levels)
    if [word.text for word in timed] != [word.text for word in words]:
        return tuple(words)
    return _ascending(
        [
            after if cue.start_us - slack_us <= (after.start_us + after.end_us) // 2 <= cue.end_us + slack_us else before
            for before, after, cue in zip(words, timed, cues, strict=True)
        ]
    )


def _ascending(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words in the order of the text, ascending and apart; cues that overlap in time push each other."""
    ascending: list[Word] = []
    for word in words:
        start_us = max(word.start_us, ascending[-1].start_us if ascending else 0)
        if ascending and ascending[-1].end_us > start_us:
            ascending[-1] = replace(ascending[-1], end_us=max(start_us, ascending[-1].start_us + 1))
            start_us = max(start_us, ascending[-1].end_us)
        ascending.append(replace(word, start_us=start_us, end_us=max(word.end_us, start_us + SHORTEST_US)))
    return tuple(ascending)
