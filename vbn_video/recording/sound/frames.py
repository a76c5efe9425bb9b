"""Where decoded frames of sound stand, and frames that follow each other joined to longer ones: most of their cost is per frame.

time stamps   ├────┤├────┤├────┤       ├────┤├────┤
laid out      ╞═══════════════╡ (gap)  ╞══════════╡
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from vbn_video.clock import US_PER_S

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame

LONGEST_US = US_PER_S


class LaidFrame(NamedTuple):
    """A frame, and where it stands."""

    stamped: int
    """The sample at which its time stamp says that it begins."""
    begin: int
    """The sample at which it begins: a stamp is only as fine as its clock's tick, so frames that follow each other touch."""
    frame: AudioFrame


def lay_out(
    stamped: Iterable[tuple[int, AudioFrame]], rate_hz: int, last: int, joins_until: Callable[[int], int]
) -> Iterator[LaidFrame]:
    """Lay frames, each with the sample at which its stamp says that it begins, and join those that touch.

    Samples are counted at `rate_hz`; a frame with another rate is joined to none. `joins_until` says of a frame's first sample
    up to which sample others may be joined to it. No frame is taken that comes after one that reaches `last`.
    """
    held: list[AudioFrame] = []
    held_stamp = held_begin = until = 0
    kind: tuple[str, str, int] | None = None
    expected: int | None = None
    for stamp, frame in stamped:
        tick = frame.time_base or Fraction(1, frame.sample_rate)
        follows = expected is not None and abs(stamp - expected) <= max(1, tick.numerator * rate_hz / tick.denominator)
        begin = expected if expected is not None and follows else stamp
        expected = begin + samples_at(frame, rate_hz)
        this_kind = frame.format.name, frame.layout.name, frame.sample_rate
        if held and not (follows and this_kind == kind and max(stamp, begin) + frame.samples <= until):
            yield LaidFrame(held_stamp, held_begin, _join(held))
            held = []
        if not held:
            held_stamp, held_begin, kind = stamp, begin, this_kind
            longest = LONGEST_US * rate_hz // US_PER_S
            until = min(begin + longest, joins_until(stamp)) if frame.sample_rate == rate_hz else begin
        held.append(frame)
        if expected >= last:
            yield LaidFrame(held_stamp, held_begin, _join(held))
            held = []
    if held:
        yield LaidFrame(held_stamp, held_begin, _join(held))


def samples_at(frame: AudioFrame, rate_hz: int) -> int:
    """How many samples a frame has once it is brought to a rate (see `resample`)."""
    return frame.samples if frame.sample_rate == rate_hz else round(frame.samples * rate_hz / frame.sample_rate)


def _join(frames: list[AudioFrame]) -> AudioFrame:
    """Frames of one kind as one frame, its time not known."""
    if len(frames) == 1:
        return frames[0]
    from av.audio.fifo import AudioFifo

    fifo = AudioFifo()
    for frame in frames:
        frame.pts = None  # else the FIFO refuses stamps that are rounded to ticks
        fifo.write(frame)
    joined = fifo.read()
    assert joined is not None
    return joined
