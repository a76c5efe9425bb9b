"""Drops words that the model wrote though nobody said them.

Text alone makes words suspect, no more: people do say `Tak, fordi du så med`. They are dropped only if nobody speaks there, or
for far less time than the text takes, or far too quietly. What was dropped is kept with its reason and that proof.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from statistics import median

from vbn_video.clock import seconds
from vbn_video.evidence import DroppedWords, Levels, SpeechSpan, Word
from vbn_video.plan.danish.phonetics import edit_distance
from vbn_video.plan.danish.tokens import SENTENCE_MARKS, token
from vbn_video.plan.words.known_hallucinations import KNOWN_LINES

NEAR_SPEECH_US = 500_000
"""A word further than this from all speech was said by nobody."""
EDGE_US = 150_000
"""Largest error of a word's start or end."""
FASTEST_LETTERS_A_S = 30.0
"""Danish is spoken with 12 to 20 letters a second; nobody comes near this for a whole sentence."""
FAST_LETTERS_A_S = 22.0
"""The same for a line that its text makes suspect."""
QUIET_LU = 25.0
"""Sound this many dB below the speech level is not speech, whatever the detector says; asked only of suspect lines."""
NAMED_BY_TEXT = frozenset({"known line", "prompt leak", "loop"})
LEAST_LETTERS = 12
"""Shortest sentence that can be too fast; below this only its times may be wrong."""
NEW_UTTERANCE_US = 500_000
LIKE = 0.15
"""Largest share of a known line's letters that may differ."""
WILD_WORDS = 4
MOST_IN_A_LOOP = 12
"""In words."""
LEAST_LEAK = 3
"""In words: a shorter run in the prompt's order is chance."""
LOUD_LU = 12.0
"""Sound without speech that is no more than this below the speech is music, clapping or noise."""


@dataclass(frozen=True)
class Sifted:
    """The words that were said, and those that were not; together they are all words, each once."""

    kept: tuple[Word, ...]
    dropped: tuple[DroppedWords, ...]


@dataclass(frozen=True)
class _Run:
    """The words [first, last), suspect for `reason`."""

    first: int
    last: int
    reason: str


@dataclass(frozen=True)
class _Sound:
    """What can be asked of the sound."""

    spans: Sequence[SpeechSpan]
    levels: Levels

    @cached_property
    def starts(self) -> list[int]:
        return [span.start_us for span in self.spans]

    @cached_property
    def ends(self) -> list[int]:
        return [span.end_us for span in self.spans]

    def spoken_us(self, start_us: int, end_us: int) -> int:
        """For how long somebody speaks in [start, end)."""
        there = self.spans[bisect_right(self.ends, start_us) : bisect_left(self.starts, end_us)]
        return sum(max(min(span.end_us, end_us) - max(span.start_us, start_us), 0) for span in there)

    def lufs(self, places: Sequence[Word | SpeechSpan]) -> float:
        """Median loudness of all hops of these places; -inf for silence."""
        every, hop_us = self.levels.hop_lufs, self.levels.hop_us
        hops = [float(hop) for place in places for hop in every[place.start_us // hop_us : -(-place.end_us // hop_us)]]
        return median(hops) if hops else -math.inf

    @cached_property
    def speech_lufs(self) -> float:
        """Median loudness of the spans of speech."""
        found = [self.lufs([span]) for span in self.spans]
        return median(found) if found else self.levels.integrated_lufs


def sift(words: Sequence[Word], spans: Sequence[SpeechSpan], levels: Levels, prompt_words: Sequence[str] = ()) -> Sifted:
    """The words (ascending) without those that the sound speaks against.

    `spans` are all spans of speech, `prompt_words` the words that the model was told beforehand, in their order.
    """
    sound = _Sound(spans, levels)
    dropped: list[tuple[int, DroppedWords]] = []
    taken: set[int] = set()
    suspects = (_known(words), _leaks(words, prompt_words), _loops(words), _utterances(words), _unspoken(words, sound, taken))
    for run in chain.from_iterable(suspects):
        places = set(range(run.first, run.last))
        if not places & taken and (found := _against(words, run, sound, taken)):
            dropped.append((run.first, DroppedWords(tuple(words[run.first : run.last]), *found)))
            taken |= places
    kept = tuple(word for index, word in enumerate(words) if index not in taken)
    return Sifted(kept, tuple(group for _first, group in sorted(dropped, key=lambda found: found[0])))


def _against(words: Sequence[Word], run: _Run, sound: _Sound, taken: set[int]) -> tuple[str, str] | None:
    """(the reason, the proof) for which these words go; None where the sound bears them out."""
    start_us, end_us = words[run.first].start_us, words[run.last - 1].end_us
    lufs = sound.lufs(words[run.first : run.last])
    level = f"{lufs:.0f} LUFS" if math.isfinite(lufs) else "digital silence"
    if run.reason == "no speech":
        spoken_us = 0
    elif run.reason == "too fast":
        spoken_us = sound.spoken_us(*_free_around(words, run, taken))
    else:
        spoken_us = sound.spoken_us(start_us - EDGE_US, end_us + EDGE_US)
        if spoken_us and lufs < sound.speech_lufs - QUIET_LU:
            return run.reason, f"{level}, {sound.speech_lufs - lufs:.0f} LU below the speech"
    letters = _letters(words[run.first : run.last])
    fastest = FASTEST_LETTERS_A_S if run.reason == "too fast" else FAST_LETTERS_A_S
    needed_s = letters / fastest
    if run.reason != "no speech" and seconds(spoken_us) >= needed_s:
        return None
    if spoken_us == 0:
        reason = "music" if math.isfinite(lufs) and lufs >= sound.speech_lufs - LOUD_LU else "no speech"
        return (run.reason if run.reason in NAMED_BY_TEXT else reason), f"no speech there, {level}"
    return run.reason, f"{seconds(spoken_us):.2f} s of speech there, {letters} letters take {needed_s:.2f} s at least, {level}"


def _free_around(words: Sequence[Word], run: _Run, taken: set[int]) -> tuple[int, int]:
    """All the time in which these words can have been said: from the end of the word before to the start of the one after."""
    start_us, end_us = words[run.first].start_us, words[run.last - 1].end_us
    before = next((words[index].end_us for index in range(run.first - 1, -1, -1) if index not in taken), 0)
    after = next((words[index].start_us for index in range(run.last, len(words)) if index not in taken), None)
    from_us = min(start_us, max(before, start_us - NEAR_SPEECH_US))
    to_us = end_us + NEAR_SPEECH_US if after is None else max(end_us, min(after, end_us + NEAR_SPEECH_US))
    return from_us - EDGE_US, to_us + EDGE_US


def _letters(words: Sequence[Word]) -> int:
    return sum(letter.isalnum() for word in words for letter in word.text)


def _unspoken(words: Sequence[Word], sound: _Sound, taken: set[int]) -> Iterator[_Run]:
    """Runs of words that no suspicion took and that lie further than `NEAR_SPEECH_US` from all speech.

    `taken` is read when the first run is asked for: after all other suspects.
    """
    far = [index not in taken and not _near(word, sound) for index, word in enumerate(words)]
    yield from (_Run(first, last, "no speech") for first, last in _stretches(far))


def _near(word: Word, sound: _Sound) -> bool:
    first = bisect_right(sound.ends, word.start_us - NEAR_SPEECH_US)
    return first < bisect_left(sound.starts, word.end_us + NEAR_SPEECH_US)


def _stretches(marks: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """[first, last) of each unbroken stretch of True."""
    first = None
    for index, mark in enumerate([*marks, False]):
        if mark and first is None:
            first = index
        elif not mark and first is not None:
            yield first, index
            first = None


def _known(words: Sequence[Word]) -> Iterator[_Run]:
    """Where a known line stands, or nearly so: at each word the longest that begins there."""
    said = [token(word.text.replace("-", " ").replace("...", "")).plain for word in words]
    lines = [line.split() for line in KNOWN_LINES]
    beginnings: dict[str, list[list[str]]] = {}
    for first, word in enumerate(said):
        if word not in beginnings:
            beginnings[word] = [line for line in lines if edit_distance(word, line[0], 2) <= min(2, len(line[0]) // 4)]
        ends = [last for line in beginnings[word] if (last := _end_of(line, words, said, first))]
        if ends:
            yield _Run(first, max(ends), "known line")


def _end_of(line: Sequence[str], words: Sequence[Word], said: Sequence[str], first: int) -> int:
    """The index after the last word of `line`, should it begin at `first`; 0 where it does not."""
    fixed = [word for word in line if word != "*"]
    last = first + len(fixed)
    text, wanted = " ".join(said[first:last]), " ".join(fixed)
    limit = int(len(wanted) * LIKE)
    if last > len(said) or edit_distance(text, wanted, limit) > limit:
        return 0
    if line[-1] == "*":
        most = min(last + WILD_WORDS, len(words))
        while last < most and not _ends(words, last - 1):
            last += 1
    return last


def _ends(words: Sequence[Word], index: int) -> bool:
    """Whether an utterance ends with this word: it ends a sentence, or a rest follows."""
    ends = words[index].text.endswith(SENTENCE_MARKS) and len(words[index].text) > 3
    return index + 1 == len(words) or ends or words[index + 1].start_us - words[index].end_us >= NEW_UTTERANCE_US


def _leaks(words: Sequence[Word], prompt_words: Sequence[str]) -> Iterator[_Run]:
    """Words of the prompt in the prompt's order."""
    prompt = [token(word).plain for text in prompt_words for word in text.split()]
    said = [token(word.text).plain for word in words]
    places: dict[str, list[int]] = {}
    for index, word in enumerate(prompt):
        places.setdefault(word, []).append(index)
    first = 0
    while first < len(said):
        lengths = [_common(said, first, prompt, at) for at in places.get(said[first], [])]
        longest = max(lengths, default=0)
        if longest >= LEAST_LEAK:
            yield _Run(first, first + longest, "prompt leak")
        first += max(longest, 1) if longest >= LEAST_LEAK else 1


def _common(one: Sequence[str], first: int, other: Sequence[str], at: int) -> int:
    length = 0
    while first + length < len(one) and at + length < len(other) and one[first + length] == other[at + length]:
        length += 1
    return length


def _loops(words: Sequence[Word]) -> Iterator[_Run]:
    """The same words over and over, from the second time on: three times in all, a single word five times."""
    said = [token(word.text).plain for word in words]
    first = 0
    while first < len(said):
        size, last = _loop_at(said, first)
        if size:
            yield _Run(first + size, last, "loop")
        first = last if size else first + 1


def _loop_at(said: Sequence[str], first: int) -> tuple[int, int]:
    """(number of words repeated, index after the last repetition); (0, first) where nothing is repeated."""
    for size in range(1, MOST_IN_A_LOOP + 1):
        last = first + size
        while last < len(said) and said[last] == said[last - size]:
            last += 1
        last -= (last - first) % size
        if (last - first) // size >= (5 if size == 1 else 3):
            return size, last
    return 0, first


def _utterances(words: Sequence[Word]) -> Iterator[_Run]:
    """Every sentence, or piece of one between rests, that has `LEAST_LETTERS` letters."""
    first = 0
    for index in range(len(words)):
        if _ends(words, index):
            if _letters(words[first : index + 1]) >= LEAST_LETTERS:
                yield _Run(first, index + 1, "too fast")
            first = index + 1
