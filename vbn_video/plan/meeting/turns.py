"""What the turns tell about a moment: whether one speaks or many chat, before it and after it.

    voices   0 1 0 2 1 3 0 1 │ 2 2 2 2 2 2 2 2 2 2     joined: a voice's turn ends where another takes over
                 before      │        after
    leading share  0.4       │   1.0
    turn           2 s       │   60 s

Where no voices are known, the rests between the words still tell how long somebody speaks without pausing.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from vbn_video.clock import US_PER_S, seconds
from vbn_video.evidence import Voices, VoiceTurn, Word

WINDOW_US = 30 * US_PER_S
"""How far is looked before and after a moment, unless asked otherwise."""

LEAST_TALK_US = 3 * US_PER_S
"""In a window with less talk than this, nothing is told: two words are no course of a meeting."""

PAUSE_US = 3 * US_PER_S
"""A voice that rests longer than this has ended its turn, though nobody else took over."""

ASIDE_US = 800_000
"""A shorter turn in the middle of another voice's ("ja", a cough) does not end that one's turn."""

BREATH_US = 700_000
"""Where only words are known: a rest from here on parts two turns."""

HEARD_US = US_PER_S
"""A voice counts as one of a window's voices from here on."""


@dataclass(frozen=True)
class Talk:
    """What is heard of the voices in one window. All of it is of the part of each turn that lies in the window."""

    spoken_share: float
    """Share of the window in which somebody speaks, 0 to 1."""
    turn_s: float
    """How long the turn of a spoken moment is, on average over all of them: each turn's length weighted by itself, so that a
    few short words between two long turns change little. At most the window's length."""
    exchanges_a_minute: float
    """How often another voice takes over, by the minute of talk; where only words are known, how often speech rests."""
    voices: int | None = None
    """How many voices are heard for a second or more; None where only words are known."""
    leading_share: float | None = None
    """Share of the talk that the voice heard longest has, 0 to 1; None where only words are known."""
    leader: int | None = None
    """Number of that voice."""


@dataclass(frozen=True)
class TalkAround:
    """The talk before and after a moment; None where there is too little of it to tell."""

    before: Talk | None
    after: Talk | None

    @property
    def leading_gain(self) -> float | None:
        """The leading share after the moment less that before: -1 to 1; None where either is unknown."""
        shares = self._both("leading_share")
        return shares[1] - shares[0] if shares else None

    @property
    def turn_gain(self) -> float | None:
        """How much longer a turn is after the moment than before: from -1 (only short ones) to 1 (only long ones), 0 for alike.

        The difference of the two by their sum; None where either side is unknown.
        """
        turns = self._both("turn_s")
        return (turns[1] - turns[0]) / (turns[1] + turns[0]) if turns else None

    @property
    def leader_changes(self) -> bool | None:
        """Whether another voice leads after the moment than before; None where either is unknown."""
        leaders = self._both("leader")
        return leaders[0] != leaders[1] if leaders else None

    def _both(self, measure: str) -> tuple[float, float] | None:
        before = None if self.before is None else getattr(self.before, measure)
        after = None if self.after is None else getattr(self.after, measure)
        return None if before is None or after is None else (before, after)


class Turns:
    """The turns of a meeting, that can be asked what is heard in any window.

    Made in O(n log n) of the turns; a question takes O(log n) and the turns within its window.
    """

    def __init__(self, voices: Voices, words: Sequence[Word] = ()) -> None:
        """`words` (ascending) are looked at where no voice is known; with neither, every answer is None."""
        known = _lasting(voices.turns)
        self._has_voices = bool(known)
        self._pieces = known or _breaths(words)
        self._turns = _joined(self._pieces) if known else self._pieces
        self._found = _Spans(self._pieces), _Spans(self._turns)

    @property
    def turns(self) -> tuple[VoiceTurn, ...]:
        """The joined turns, ascending; where only words are known, one a breath, all of voice 0."""
        return tuple(self._turns)

    def around(self, at_us: int, window_us: int = WINDOW_US) -> TalkAround:
        """The talk in the window before a moment and in the one after it."""
        return TalkAround(self.within(at_us - window_us, at_us), self.within(at_us, at_us + window_us))

    def within(self, start_us: int, end_us: int) -> Talk | None:
        """The talk in [start, end); None where there is less than `LEAST_TALK_US` of it."""
        pieces, turns = (found.within(start_us, end_us) for found in self._found)
        spoken_us = _covered_us(pieces)
        if spoken_us < LEAST_TALK_US:
            return None
        lengths = [turn.end_us - turn.start_us for turn in turns]
        changes = sum(turn.voice != before.voice or not self._has_voices for before, turn in pairwise(turns))
        talk = Talk(
            spoken_share=spoken_us / (end_us - start_us),
            turn_s=seconds(sum(length**2 for length in lengths) // sum(lengths)),
            exchanges_a_minute=changes * 60 * US_PER_S / spoken_us,
        )
        return _with_voices(talk, pieces) if self._has_voices else talk


def _with_voices(talk: Talk, pieces: Iterable[VoiceTurn]) -> Talk:
    by_voice = Counter[int]()
    for piece in pieces:
        by_voice[piece.voice] += piece.end_us - piece.start_us
    (leader, most_us), *_others = by_voice.most_common(1)
    return replace(
        talk,
        voices=sum(heard_us >= HEARD_US for heard_us in by_voice.values()),
        leading_share=most_us / by_voice.total(),
        leader=leader,
    )


class _Spans:
    """Turns ascending by their starts, found by place."""

    def __init__(self, turns: Sequence[VoiceTurn]) -> None:
        self._turns = turns
        self._starts = [turn.start_us for turn in turns]
        self._furthest = list(accumulate((turn.end_us for turn in turns), max))

    def within(self, start_us: int, end_us: int) -> list[VoiceTurn]:
        """The parts of all turns that lie in [start, end)."""
        touching = self._turns[bisect_right(self._furthest, start_us) : bisect_left(self._starts, end_us)]
        return [
            VoiceTurn(max(turn.start_us, start_us), min(turn.end_us, end_us), turn.voice)
            for turn in touching
            if turn.end_us > start_us
        ]


def _lasting(turns: Iterable[VoiceTurn]) -> list[VoiceTurn]:
    return sorted((turn for turn in turns if turn.start_us < turn.end_us), key=lambda turn: (turn.start_us, turn.end_us))


def _joined(turns: Iterable[VoiceTurn]) -> list[VoiceTurn]:
    """One turn for all that a voice says until another takes over, or it rests for long."""
    joined: list[VoiceTurn] = []
    for turn in turns:
        while len(joined) > 1 and _is_aside(joined[-2], joined[-1], turn):
            joined.pop()
        last = joined[-1] if joined else None
        if last and last.voice == turn.voice and turn.start_us - last.end_us < PAUSE_US:
            joined[-1] = VoiceTurn(last.start_us, max(last.end_us, turn.end_us), last.voice)
        else:
            joined.append(turn)
    return joined


def _is_aside(before: VoiceTurn, between: VoiceTurn, after: VoiceTurn) -> bool:
    return (
        before.voice == after.voice and between.end_us - between.start_us < ASIDE_US and after.start_us - before.end_us < PAUSE_US
    )


def _breaths(words: Sequence[Word]) -> list[VoiceTurn]:
    breaths: list[VoiceTurn] = []
    for word in words:
        if breaths and word.start_us - breaths[-1].end_us < BREATH_US:
            breaths[-1] = VoiceTurn(breaths[-1].start_us, max(breaths[-1].end_us, word.end_us), 0)
        elif word.start_us < word.end_us:
            breaths.append(VoiceTurn(word.start_us, word.end_us, 0))
    return breaths


def _covered_us(turns: Iterable[VoiceTurn]) -> int:
    """How much of time is covered by one turn or more; they ascend."""
    covered_us, until_us = 0, 0
    for turn in turns:
        covered_us += max(turn.end_us - max(turn.start_us, until_us), 0)
        until_us = max(until_us, turn.end_us)
    return covered_us
