"""When each word is said: the model's rough times, corrected by the sound itself.

    utterances       ┌────────────┐          ┌───────┐
    from the model    [Vi][venter  ] [Det][er ][også]
    corrected        [Vi][venter  ]          [Det][er][også]

Whisper's times come from its attention, to 0.1 s or so: the first word of an utterance begins in the silence before it, the last
one trails, and a number has any time. So two things are decided here.

*Where*: each word goes to an utterance (see `utterances.py`), in order, such that the words are moved as little as possible, an
utterance gets no more words than can be said in its time, and sentences end where the voice rests. This is found for all words
together (dynamic programming over the rests).

*When*: within an utterance the first word begins and the last one ends with the voice, no word is shorter or longer than it can
be said, and what has no time of its own (a number, a word that was moved) is laid between its neighbours by its spoken length.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise

from vbn_video.evidence import Levels, SpeechSpan, Word
from vbn_video.plan.danish.tokens import SENTENCE_MARKS, last_sign
from vbn_video.plan.words.spoken_length import SpokenLength, has_figures, spoken_length
from vbn_video.plan.words.utterances import NEAR_SPEECH_US, find_utterances, split_by_voice

REACH_US = 1_200_000
"""The model is never so far off that a word goes to an utterance further away than this."""
MID_SENTENCE_US = 250_000
"""A rest after a word without a mark is as unlikely as a time that is off by this; after a comma or between figures half so."""
CROWDED = 1.0
SPARSE = 0.4
"""What a second too little, or too much, for the words of an utterance weighs against a second of moving one word."""
HURRIED = 0.55
"""The usual length of words times this is fast speech; what needs more is crowded."""
DRAWN_OUT = 2.0
SNAPPED_US = 800_000
"""The voice that an utterance begins or ends with may be this far from its first or last word; more is speech without words."""


@dataclass(frozen=True)
class _SpokenWords:
    """The words that have an utterance, in order, with what the choice of it needs."""

    words: tuple[Word, ...]
    lengths: tuple[SpokenLength, ...]
    middles_us: tuple[int, ...]
    usual_us: tuple[int, ...]
    """Running sums of the usual lengths, from 0."""


def retime_by_sound(words: Sequence[Word], spans: Sequence[SpeechSpan], levels: Levels) -> tuple[Word, ...]:
    """The same words at the times at which they are said, ascending and apart; texts and probabilities are not touched.

    A word that lies further than half a second from all speech keeps its time; `hallucinations.py` says whether it was said.
    Words near speech keep their order. What is timed already stays as it is, where every utterance has room for its words.
    """
    voice = find_utterances(spans, levels)
    near, far = split_by_voice(sorted(words, key=lambda word: (word.start_us, word.end_us)), voice)
    row = _row(near)
    timed: list[Word] = []
    recorded_us = max((len(levels.hop_lufs) * levels.hop_us, *(part.end_us for part in voice), *(word.end_us for word in far)))
    for part, first, last, until_us in _shared_out(row, voice):
        timed += _laid_out(row.words[first:last], row.lengths[first:last], part, min(until_us, recorded_us))
    return tuple(sorted((*timed, *_between(far, timed, recorded_us)), key=lambda word: word.start_us))


def _row(words: Sequence[Word]) -> _SpokenWords:
    lengths = tuple(spoken_length(word.text) for word in words)
    bounded = tuple(_bounded(word, length) for word, length in zip(words, lengths, strict=True))
    middles_us = tuple((word.start_us + word.end_us) // 2 for word in bounded)
    return _SpokenWords(bounded, lengths, middles_us, tuple(accumulate((length.usual_us for length in lengths), initial=0)))


def _bounded(word: Word, length: SpokenLength) -> Word:
    """The word no longer than it can be said: one that opens a sentence was drawn out into the rest before it, others after."""
    if word.text[:1].isupper() and not _ends_sentence(word.text):
        return replace(word, start_us=max(word.start_us, word.end_us - length.most_us))
    return replace(word, end_us=min(word.end_us, word.start_us + length.most_us))


# --- where ---------------------------------------------------------------------------------------------------------


def _shared_out(row: _SpokenWords, voice: Sequence[SpeechSpan]) -> list[tuple[SpeechSpan, int, int, int]]:
    """(utterance, its first word, one past its last, until when there is room) of each utterance that has words."""
    cheapest: dict[int, float] = {0: 0.0}
    """What it costs at least that the words before this one lie in the utterances so far."""
    came_from: list[dict[int, int]] = []
    for part, borders in zip(voice, _possible_borders(row, voice), strict=True):
        first = min(cheapest)
        moved_us = list(accumulate((_moved_us(us, part) for us in row.middles_us[first : borders[-1]]), initial=0))
        costs: dict[int, float] = {}
        origins: dict[int, int] = {}
        for border in borders:
            rest = _cost_of_rest_after(row, border)
            costs[border], origins[border] = min(
                (before + moved_us[border - first] - moved_us[begin - first] + _misfit(row, begin, border, part) + rest, begin)
                if begin < border
                else (before + _misfit(row, begin, border, part), begin)
                for begin, before in cheapest.items()
                if begin <= border
            )
        cheapest = costs
        came_from.append(origins)
    return _traced(came_from, len(row.words), voice)


def _possible_borders(row: _SpokenWords, voice: Sequence[SpeechSpan]) -> list[range]:
    """After each utterance: how many words may lie before the rest that follows."""
    latest_us = list(accumulate(row.middles_us, max))
    possible: list[range] = []
    for part, after in pairwise(voice):
        fewest = bisect_left(latest_us, part.end_us - REACH_US)
        possible.append(range(fewest, bisect_left(latest_us, after.start_us + REACH_US) + 1))
    return [*possible, range(len(row.words), len(row.words) + 1)][: len(voice)]


def _moved_us(middle_us: int, part: SpeechSpan) -> int:
    return max(part.start_us - middle_us, middle_us - part.end_us, 0)


def _cost_of_rest_after(row: _SpokenWords, border: int) -> float:
    if not 0 < border < len(row.words):
        return 0.0
    before, after = row.words[border - 1].text, row.words[border].text
    if _ends_sentence(before):
        return 0.0
    if after[:1].isupper():
        return MID_SENTENCE_US / 4
    listed = before[-1:] in ",;–-" or (has_figures(before) and has_figures(after))
    return MID_SENTENCE_US / 2 if listed else MID_SENTENCE_US


def _ends_sentence(text: str) -> bool:
    return last_sign(text) in (*SENTENCE_MARKS, ":")


def _misfit(row: _SpokenWords, begin: int, border: int, part: SpeechSpan) -> float:
    """How badly the words [begin, border) fill the utterance, in microseconds of moving."""
    usual_us, there_us = row.usual_us[border] - row.usual_us[begin], part.end_us - part.start_us
    return CROWDED * max(HURRIED * usual_us - there_us, 0) + SPARSE * max(there_us - DRAWN_OUT * usual_us, 0)


def _traced(
    came_from: Sequence[dict[int, int]], border: int, voice: Sequence[SpeechSpan]
) -> list[tuple[SpeechSpan, int, int, int]]:
    shared: list[tuple[SpeechSpan, int, int, int]] = []
    for at in range(len(voice) - 1, -1, -1):
        begin = came_from[at][border]
        until_us = voice[at].end_us + NEAR_SPEECH_US
        if at + 1 < len(voice):
            until_us = min(until_us, voice[at + 1].start_us)
        if begin < border:
            shared.append((voice[at], begin, border, until_us))
        border = begin
    return shared[::-1]


# --- when ----------------------------------------------------------------------------------------------------------


def _laid_out(words: Sequence[Word], lengths: Sequence[SpokenLength], part: SpeechSpan, until_us: int) -> list[Word]:
    """The words of one utterance at their times in it."""
    times = _filled([_own_time(word, part) for word in words], lengths, part)
    if times[0][0] - part.start_us <= SNAPPED_US:
        times[0] = (part.start_us, times[0][1])
    least_us = [length.least_us for length in lengths]
    room_until_us = part.end_us if sum(least_us) <= part.end_us - part.start_us else until_us
    apart = _apart(times, least_us, part.start_us, room_until_us)
    last_us, ends_us = apart[-1]
    if part.end_us - last_us <= lengths[-1].usual_us + SNAPPED_US:
        apart[-1] = (last_us, max(ends_us, part.end_us))
    return [
        replace(word, start_us=start_us, end_us=min(end_us, start_us + length.most_us))
        for word, length, (start_us, end_us) in zip(words, lengths, apart, strict=True)
    ]


def _own_time(word: Word, part: SpeechSpan) -> tuple[int, int] | None:
    """The model's time, within the utterance; None for a number or a word that was moved here."""
    if has_figures(word.text) or not part.start_us <= (word.start_us + word.end_us) // 2 <= part.end_us:
        return None
    return max(word.start_us, part.start_us), min(word.end_us, part.end_us)


def _filled(times: Sequence[tuple[int, int] | None], lengths: Sequence[SpokenLength], part: SpeechSpan) -> list[tuple[int, int]]:
    """Every word with a time: runs of words without one lie between their neighbours by their spoken lengths."""
    filled: list[tuple[int, int]] = []
    for at, time in enumerate(times):
        if time is not None:
            filled.append(time)
            continue
        following = next((later for later in range(at, len(times)) if times[later] is not None), len(times))
        after = times[following] if following < len(times) else None
        end_us = after[0] if after else part.end_us
        begin_us = filled[-1][1] if filled else max(part.start_us, end_us - sum(length.most_us for length in lengths[:following]))
        room_us = max(end_us - begin_us, 0)
        wanted_us = sum(length.usual_us for length in lengths[at:following])
        taken_us = min(lengths[at].usual_us * room_us // wanted_us, lengths[at].most_us)
        filled.append((begin_us, begin_us + taken_us))
    return filled


def _apart(times: Sequence[tuple[int, int]], least_us: Sequence[int], begin_us: int, end_us: int) -> list[tuple[int, int]]:
    """Times in [begin, end) that ascend and lie apart, each as long as its least; all shortened alike where there is no room."""
    needed_us, room_us = sum(least_us), end_us - begin_us
    least = [length * room_us // needed_us for length in least_us] if needed_us > room_us else least_us
    starts: list[int] = []
    for (start_us, _), before in zip(times, [0, *least], strict=False):
        starts.append(max(start_us, starts[-1] + before if starts else begin_us))
    following_us = end_us
    for at in range(len(starts) - 1, -1, -1):
        starts[at] = min(starts[at], following_us - least[at])
        following_us = starts[at]
    limits = [*starts[1:], end_us]
    return [
        (start_us, min(max(time[1], start_us + shortest), limit))
        for start_us, time, shortest, limit in zip(starts, times, least, limits, strict=True)
    ]


def _between(far: Sequence[Word], timed: Sequence[Word], recorded_us: int) -> list[Word]:
    """The words far from all speech, apart from each other and from the rest, as near their own times as can be."""
    starts_us = [word.start_us for word in timed]
    kept: list[Word] = []
    for place, group in groupby(far, key=lambda word: bisect_left(starts_us, word.start_us)):
        words = list(group)
        begin_us = timed[place - 1].end_us if place else 0
        end_us = starts_us[place] if place < len(timed) else recorded_us
        apart = _apart([(word.start_us, word.end_us) for word in words], [1] * len(words), begin_us, end_us)
        kept += [replace(word, start_us=start, end_us=end) for word, (start, end) in zip(words, apart, strict=True)]
    return kept
