"""Which stretches of sound go to Whisper: speech joined over short rests into windows of up to 29 s.

    speech   ████ ███████  ██          █████████████████████████ ██████
    windows  [            ]           [                        ][      ]

A longer window gives the model more to understand by, but over a rest of some seconds it stops listening. On ten minutes of human
Danish (base, measured) windows that bridge rests of 1 s had 48 % of the words wrong, of 2.5 s 41 %, both with no utterance lost;
those that bridge 10 s had 40 % and lost 4 utterances of 88.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from vbn_video.evidence import SpeechSpan

LONGEST_US = 29_000_000  # Whisper hears 30 s at a time
BRIDGED_US = 2_500_000
PAD_US = 250_000
SPLIT_WITHIN_US = 10_000_000
GROUPS_IN_A_ROW = 4
"""Windows of so many groups are shared out by their length: a group takes as long as if all in it were as long as its longest."""

Quietest = Callable[[int, int], int]
"""The quietest moment of [start, end)."""


@dataclass(frozen=True)
class Window:
    """A stretch of the recording that is heard at once."""

    start_us: int
    end_us: int

    @property
    def length_us(self) -> int:
        """How much sound it is."""
        return self.end_us - self.start_us


def plan_windows(spans: Sequence[SpeechSpan], duration_us: int, quietest: Quietest) -> tuple[Window, ...]:
    """Windows in order and apart that cover all speech, none longer than 29 s.

    Speech that goes on for longer without a rest is parted at its quietest moment within the last 10 s of a window, so that no
    word is cut.
    """
    stretches: list[tuple[int, int]] = []
    for start_us, end_us in (piece for span in spans for piece in _parted(span, quietest)):
        fits = stretches and start_us - stretches[-1][1] <= BRIDGED_US and end_us - stretches[-1][0] <= LONGEST_US - 2 * PAD_US
        if fits:
            stretches[-1] = (stretches[-1][0], end_us)
        else:
            stretches.append((start_us, end_us))
    befores = [0, *(end_us for _, end_us in stretches)]
    afters = [*(start_us for start_us, _ in stretches[1:]), duration_us]
    return tuple(
        padded(start_us, end_us, before_us, after_us)
        for (start_us, end_us), before_us, after_us in zip(stretches, befores, afters, strict=False)
    )


def padded(start_us: int, end_us: int, before_us: int, after_us: int) -> Window:
    """A window a little longer than the speech in it, that reaches at most half way to its neighbours."""
    return Window(max(start_us - PAD_US, (before_us + start_us) // 2), min(end_us + PAD_US, (end_us + after_us) // 2))


def halves(window: Window, spans: Sequence[SpeechSpan]) -> tuple[Window, ...]:
    """The window parted at a long rest near its middle; whole where nobody rests in it."""
    rests = [
        (before.end_us, after.start_us)
        for before, after in pairwise(spans)
        if window.start_us < before.end_us < after.start_us < window.end_us
    ]
    if not rests:
        return (window,)

    def worth(rest: tuple[int, int]) -> float:
        from_middle_us = abs(rest[0] + rest[1] - window.start_us - window.end_us) / 2
        return (rest[1] - rest[0]) / BRIDGED_US - from_middle_us / window.length_us

    begin_us, end_us = max(rests, key=worth)
    at_us = (begin_us + end_us) // 2
    return Window(window.start_us, at_us), Window(at_us, window.end_us)


def groups(windows: Sequence[Window], at_once: int) -> Iterator[tuple[Window, ...]]:
    """The windows in groups to be heard together, of like lengths, as good as in order; the same for the same windows."""
    for at in range(0, len(windows), GROUPS_IN_A_ROW * at_once):
        row = sorted(windows[at : at + GROUPS_IN_A_ROW * at_once], key=lambda window: (window.length_us, window.start_us))
        together = (sorted(row[first : first + at_once], key=_start_us) for first in range(0, len(row), at_once))
        yield from (tuple(group) for group in sorted(together, key=lambda group: group[0].start_us))


def spoken_us(window: Window, spans: Sequence[SpeechSpan]) -> int:
    """How much of the window is speech."""
    inside = ((max(span.start_us, window.start_us), min(span.end_us, window.end_us)) for span in spans)
    return sum(end_us - start_us for start_us, end_us in inside if start_us < end_us)


def _start_us(window: Window) -> int:
    return window.start_us


def _parted(span: SpeechSpan, quietest: Quietest) -> list[tuple[int, int]]:
    start_us, pieces = span.start_us, []
    longest_us = LONGEST_US - 2 * PAD_US
    while span.end_us - start_us > longest_us:
        cut_us = quietest(start_us + longest_us - SPLIT_WITHIN_US, start_us + longest_us)
        pieces.append((start_us, cut_us))
        start_us = cut_us
    return [*pieces, (start_us, span.end_us)]
