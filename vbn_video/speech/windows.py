"""Which sound goes to Whisper: speech with its rests shortened, packed into windows of up to 29 s.

    speech   ████ ███████  ██          █████████████████████████ ██████
    pieces  [███████████████████]     [███████████████████████████████]
    windows [████ ███████  ██ │ █████████████████████████][██████]

A longer window gives the model more to understand by, but over a rest of some seconds it stops listening: such a rest is cut
out, and the words are put back on the recording's clock piece by piece. On ten minutes of human Danish base had 45 % of the words
wrong with rests of up to 2.5 s heard as they are (windows of 12 s on average), and 41 % packed like this, in the same time.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

from vbn_video.evidence import SpeechSpan

LONGEST_US = 29_000_000  # Whisper hears 30 s at a time
BRIDGED_US = 1_000_000
"""A rest up to this is heard as it is."""
PAD_US = 400_000
"""Length of a longer rest that is heard at each of its ends."""
SPLIT_WITHIN_US = 10_000_000
GROUPS_IN_A_ROW = 4
"""Number of groups whose windows are shared out by length: a group costs as much as its longest window."""

Quietest = Callable[[int, int], int]
"""The quietest moment of [start, end)."""


@dataclass(frozen=True)
class SpeechWindow:
    """Pieces of the recording, in order and apart, that are heard at once, laid end to end."""

    pieces: tuple[SpeechSpan, ...]

    @property
    def start_us(self) -> int:
        """Where in the recording it begins."""
        return self.pieces[0].start_us

    @property
    def end_us(self) -> int:
        """Where in the recording it ends."""
        return self.pieces[-1].end_us

    @property
    def length_us(self) -> int:
        """How much sound it is."""
        return self._joins_us[-1]

    @cached_property
    def _joins_us(self) -> tuple[int, ...]:
        """Where on the window's own clock its pieces begin, and where the last one ends."""
        return tuple(accumulate((piece.end_us - piece.start_us for piece in self.pieces), initial=0))

    def piece_at(self, at_us: int) -> tuple[SpeechSpan, int]:
        """The piece in which a moment of the window's clock lies, and what is to be added for the recording's clock."""
        last = next((index for index, join_us in enumerate(self._joins_us[1:-1]) if at_us < join_us), len(self.pieces) - 1)
        return self.pieces[last], self.pieces[last].start_us - self._joins_us[last]

    def speech_us(self, spans: Sequence[SpeechSpan]) -> int:
        """How much of these spans, which are apart, is in the window."""
        near = [span for span in spans if span.start_us < self.end_us and span.end_us > self.start_us]
        pairs = ((span, piece) for span in near for piece in self.pieces)
        shared = (min(span.end_us, piece.end_us) - max(span.start_us, piece.start_us) for span, piece in pairs)
        return sum(length_us for length_us in shared if length_us > 0)


def plan_windows(spans: Sequence[SpeechSpan], duration_us: int, quietest: Quietest) -> tuple[SpeechWindow, ...]:
    """Windows in order and apart that cover all speech, none longer than 29 s.

    Speech that goes on for longer without a rest is parted at its quietest moment within the last 10 s of a window, so that no
    word is cut.
    """
    windows: list[list[SpeechSpan]] = []
    filled_us = 0
    for piece in _pieces(spans, duration_us, quietest):
        length_us = piece.end_us - piece.start_us
        if windows and filled_us + length_us <= LONGEST_US:
            windows[-1].append(piece)
            filled_us += length_us
        else:
            windows.append([piece])
            filled_us = length_us
    return tuple(SpeechWindow(tuple(pieces)) for pieces in windows)


def split_at_rest(window: SpeechWindow, spans: Sequence[SpeechSpan]) -> tuple[SpeechWindow, ...]:
    """The window split at a long rest near its middle; whole where it has none."""
    rests = [
        (before.end_us, after.start_us)
        for before, after in pairwise(spans)
        if window.start_us < before.end_us < after.start_us < window.end_us
    ]
    if not rests:
        return (window,)

    def worth(rest: tuple[int, int]) -> float:
        first_us = _until(window, sum(rest) // 2).length_us
        return min((rest[1] - rest[0]) / BRIDGED_US, 1) - abs(2 * first_us - window.length_us) / 2 / window.length_us

    begin_us, end_us = max(rests, key=worth)
    at_us = (begin_us + end_us) // 2
    return _until(window, at_us), _since(window, at_us)


def batch_by_length(windows: Sequence[SpeechWindow], at_once: int) -> Iterator[tuple[SpeechWindow, ...]]:
    """Groups of windows of like length, to be heard together, nearly in order; deterministic."""
    for at in range(0, len(windows), GROUPS_IN_A_ROW * at_once):
        row = sorted(windows[at : at + GROUPS_IN_A_ROW * at_once], key=lambda window: (window.length_us, window.start_us))
        together = (
            sorted(row[first : first + at_once], key=lambda window: window.start_us) for first in range(0, len(row), at_once)
        )
        yield from (tuple(group) for group in sorted(together, key=lambda group: group[0].start_us))


def _until(window: SpeechWindow, at_us: int) -> SpeechWindow:
    return SpeechWindow(tuple(SpeechSpan(one.start_us, min(one.end_us, at_us)) for one in window.pieces if one.start_us < at_us))


def _since(window: SpeechWindow, at_us: int) -> SpeechWindow:
    return SpeechWindow(tuple(SpeechSpan(max(one.start_us, at_us), one.end_us) for one in window.pieces if one.end_us > at_us))


def _pieces(spans: Sequence[SpeechSpan], duration_us: int, quietest: Quietest) -> list[SpeechSpan]:
    """Speech joined over short rests, a little longer at each end than it is: at most half way to its neighbours."""
    stretches: list[SpeechSpan] = []
    for part in (part for span in spans for part in _parted(span, quietest)):
        last = stretches[-1] if stretches else None
        if last and part.start_us - last.end_us <= BRIDGED_US and part.end_us - last.start_us <= LONGEST_US - 2 * PAD_US:
            stretches[-1] = SpeechSpan(last.start_us, part.end_us)
        else:
            stretches.append(part)
    befores = [0, *(stretch.end_us for stretch in stretches)]
    afters = [*(stretch.start_us for stretch in stretches[1:]), duration_us]
    return [
        SpeechSpan(
            max(part.start_us - PAD_US, (before + part.start_us) // 2), min(part.end_us + PAD_US, (part.end_us + after) // 2)
        )
        for part, before, after in zip(stretches, befores, afters, strict=False)
    ]


def _parted(span: SpeechSpan, quietest: Quietest) -> list[SpeechSpan]:
    start_us, parts = span.start_us, []
    longest_us = LONGEST_US - 2 * PAD_US
    while span.end_us - start_us > longest_us:
        cut_us = quietest(start_us + longest_us - SPLIT_WITHIN_US, start_us + longest_us)
        parts.append(SpeechSpan(start_us, cut_us))
        start_us = cut_us
    return [*parts, SpeechSpan(start_us, span.end_us)]
