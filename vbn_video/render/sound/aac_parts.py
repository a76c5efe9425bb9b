"""The AAC packets of a whole programme, encoded in parts and joined in order; memory does not grow with length.

    PCM ─► part 0 ─► encoder ─┐
      └──► part 1 ─► encoder ─┼─ joined in order ─► packets, one after the other, in a file
      └──► part 2 ─── reused ────┘

A part's packets depend on nothing but the sound that its encoder hears, so a part of the previous render can be reused.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, BinaryIO

from vbn_video.render.sound.aac import FRAME, AacPackets, AacSettings, AacWindow, encode, find_join, quietest_join, read_window

if TYPE_CHECKING:
    from vbn_video.recording.sound.channels import Planes

PART_PACKETS = 960
"""31 s at 32 kHz: so short that a change costs little, so long that what is encoded twice does not count."""
SHORTEST_PART_PACKETS = PART_PACKETS // 2
AROUND_PACKETS = 32
"""Distance from a part's edge within which a place for the join is looked for: a second at 32 kHz."""
PRIMED_FRAMES = 24
"""Heard before the first packet that may be used: by then the encoder has forgotten that it began in mid-sound."""
BEYOND_FRAMES = 4
"""Heard after the last packet that may be used: the encoder looks ahead by one."""
MOST_THREADS = 4

ReadSound = Callable[[int, int], "Iterator[Planes]"]
"""Gives samples [first, last) of the programme in pieces, channels x samples; what is not taken is not decoded."""
ReusePart = Callable[[int], AacPackets | None]
"""Gives, by a part's index, the packets of the previous render, exactly those that stood in that programme; None: none."""


@dataclass(frozen=True)
class AacPart:
    """Which packets one encoder makes, and which samples it hears."""

    first: int
    """The first packet that may be used."""
    end: int
    """The one after the last that may be used."""
    first_sample: int
    last_sample: int
    """It hears [first, last); whole frames."""


@dataclass(frozen=True)
class JoinedPart:
    """Which packets of a part stand in the programme."""

    first: int
    packets: int
    before: AacWindow | None = None
    """The window of the packet before the first one."""


def divide_into_parts(samples: int) -> tuple[AacPart, ...]:
    """Divide a programme of so many samples. Two parts that follow each other overlap around their common edge."""
    frames = -(-samples // FRAME)
    packets = frames + 1
    edges = [*range(0, max(packets - SHORTEST_PART_PACKETS, 1), PART_PACKETS), packets]
    parts = []
    for begin, end in pairwise(edges):
        first = max(begin - AROUND_PACKETS, 0)
        after = packets if end == packets else end + AROUND_PACKETS
        heard = max(first - PRIMED_FRAMES, 0), min(after + BEYOND_FRAMES, frames)
        parts.append(AacPart(first, after, heard[0] * FRAME, heard[1] * FRAME))
    return tuple(parts)


def encode_part(sound: Planes, part: AacPart, settings: AacSettings) -> AacPackets:
    """The packets of a part from the samples that it hears."""
    import numpy as np

    made = encode(sound, settings)
    skipped = part.first - part.first_sample // FRAME
    kept = made[skipped : skipped + part.end - part.first]
    frames = sound.reshape(len(sound), -1, FRAME)
    power = np.einsum("cfs,cfs->f", frames, frames)
    power = np.maximum(np.append(power, 0), np.append(0, power))[skipped : skipped + len(kept)]  # a packet holds two frames
    return AacPackets(part.first, tuple(kept), read_window(made[skipped - 1]) if skipped else None, power)


@dataclass(frozen=True)
class PartEncoding:
    """All parts of a programme, and how they are encoded."""

    parts: Sequence[AacPart]
    settings: AacSettings
    read_sound: ReadSound
    reuse: ReusePart
    """Called for a part when its turn comes, so that never more than a few parts are held."""

    def encode_alone(self, index: int) -> AacPackets:
        """One part encoded on its own."""
        return encode_part(PartReader(self).read(index), self.parts[index], self.settings)

    def encode_in_order(self) -> Iterator[AacPackets]:
        """Each part's packets; as many parts are under way as there are threads."""
        threads = min(os.cpu_count() or 1, MOST_THREADS)
        under_way: deque[AacPackets | Future[AacPackets]] = deque()
        reader = PartReader(self)
        executor = ThreadPoolExecutor(threads)
        try:
            for index, part in enumerate(self.parts):
                made = self.reuse(index)
                under_way.append(made or executor.submit(encode_part, reader.read(index), part, self.settings))
                del made  # else the part is held until the next one's turn
                while len(under_way) > threads:
                    yield _result(under_way.popleft())
            while under_way:
                yield _result(under_way.popleft())
        finally:
            executor.shutdown(cancel_futures=True)


class PartReader:
    """Reads the samples that each part's encoder hears, in the parts' order; where parts overlap nothing is decoded twice."""

    def __init__(self, encoding: PartEncoding) -> None:
        self._encoding = encoding
        self._pieces: Iterator[Planes] = iter(())
        self._rest: Planes | None = None
        self._first_sample = -1
        """Where `_rest` begins: what was read and is not used up."""

    def read(self, index: int) -> Planes:
        """All samples of a part."""
        import numpy as np

        parts, channels = self._encoding.parts, self._encoding.settings.channels
        part, rest = parts[index], self._rest
        if rest is None or self._first_sample != part.first_sample:
            self._pieces = self._encoding.read_sound(part.first_sample, parts[-1].last_sample)
            rest = np.zeros((channels, 0), np.float32)
        sound = np.zeros((channels, part.last_sample - part.first_sample), np.float32)
        at = 0
        while at < sound.shape[1]:
            if not rest.shape[1]:
                rest = next(self._pieces)
            taken = rest[:, : sound.shape[1] - at]
            sound[:, at : at + taken.shape[1]] = taken
            at, rest = at + taken.shape[1], rest[:, taken.shape[1] :]
        if index + 1 < len(parts):
            self._first_sample = parts[index + 1].first_sample
            self._rest = np.concatenate([sound[:, self._first_sample - part.first_sample :], rest], axis=1)
        return sound


def write_parts(encoding: PartEncoding, out: BinaryIO, progress: Callable[[float], None]) -> tuple[list[int], list[JoinedPart]]:
    """Write the packets of all parts, joined, to `out`; (size of each packet, which packets came from which part).

    `progress` is called with the share that is done, 0 to 1.
    """
    sizes: list[int] = []
    joined: list[JoinedPart] = []

    def write(packets: AacPackets, first: int, end: int) -> None:
        data = packets.data[first - packets.first : end - packets.first]
        out.write(b"".join(data))
        sizes.extend(map(len, data))
        joined.append(JoinedPart(first, len(data), packets.window(first - 1) if first else None))
        progress(end / encoding.parts[-1].end)

    following_parts = encoding.encode_in_order()
    left, begun = next(following_parts), 0
    for index, following in enumerate(following_parts, 1):
        left, right, join = _find_join_of(encoding, index, left, following)
        write(left, begun, join)
        left, begun = right, join
    write(left, begun, left.end)
    return sizes, joined


def _find_join_of(encoding: PartEncoding, index: int, left: AacPackets, right: AacPackets) -> tuple[AacPackets, AacPackets, int]:
    """(packets of part `index` - 1, of part `index`, at which packet the second takes over).

    A reused part that does not fit its neighbour is encoded, which gives the same packets and more of them around: so what is
    written already still fits. Where two encoders never agree the quietest place is taken.
    """
    join = find_join(left, right)
    if join is None and _is_reused(right):
        right = encoding.encode_alone(index)
        join = find_join(left, right)
    if join is None and _is_reused(left):
        left = encoding.encode_alone(index - 1)
        join = find_join(left, right)
    return left, right, quietest_join(left, right) if join is None else join


def _is_reused(packets: AacPackets) -> bool:
    """Whether packets are from the previous render: their sound was not read in this one."""
    return packets.power is None


def _result(packets: AacPackets | Future[AacPackets]) -> AacPackets:
    return packets if isinstance(packets, AacPackets) else packets.result()
