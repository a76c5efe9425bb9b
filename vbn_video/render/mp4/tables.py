"""The arithmetic of a track: decode times made afresh, chunks of a second, and the sample tables (ISO/IEC 14496-12, 8.6 and 8.7).

All arrays are in decoding order and counted in the track's own ticks.
"""

import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vbn_video.render.mp4.boxes import LARGEST_32_BIT, full_box

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Decoding:
    """When samples are decoded: sample i at the sum of the deltas before it, and presented `offsets[i]` later."""

    deltas: Integers
    offsets: Integers
    delay: int
    """How much later than decoded the movie begins to be presented: 0 where nothing is reordered."""


@dataclass(frozen=True)
class Samples:
    """Where a track's coded samples lie in the file."""

    sizes: Integers
    chunk_counts: Integers
    """Samples in each chunk."""
    chunk_offsets: Integers
    """Where in the file each chunk begins."""

    @property
    def offsets(self) -> Integers:
        """Where in the file each sample begins."""
        before = np.concatenate(([0], np.cumsum(self.sizes)))
        first = np.concatenate(([0], np.cumsum(self.chunk_counts)))[:-1]
        return before[:-1] + np.repeat(self.chunk_offsets - before[first], self.chunk_counts)


def decoding_times(times: Integers, end: int) -> Decoding:
    """The decode times of samples that are presented at `times`, the last of them until `end`.

    The i-th sample is decoded at the i-th smallest presentation time less `delay`, the smallest by which every sample is decoded
    before it is presented. So any mixture of encoders, rates and reorderings has decode times that ascend.
    """
    ordered = np.sort(times)
    delay = int((ordered - times).max())
    return Decoding(np.diff(ordered, append=end), times - ordered + delay, delay)


def chunk_seconds(seconds: Integers) -> tuple[Integers, Integers]:
    """(which second each chunk belongs to, how many samples it holds), from the second in which each sample is due, ascending."""
    chunks, counts = np.unique(seconds, return_counts=True)
    return chunks, counts.astype(np.int64)


def stts(deltas: Integers) -> bytes:
    """Decode times, by runs."""
    starts, lengths = _runs(deltas)
    return _table_box(b"stts", lengths, deltas[starts])


def ctts(offsets: Integers) -> bytes:
    """How much later than decoded each sample is presented, by runs; nothing where none is."""
    starts, lengths = _runs(offsets)
    return _table_box(b"ctts", lengths, offsets[starts]) if offsets.any() else b""


def stss(sync: NDArray[np.bool_]) -> bytes:
    """At which samples decoding may begin; nothing where it may at every one."""
    return b"" if sync.all() else _table_box(b"stss", np.flatnonzero(sync) + 1)


def stsc(chunk_counts: Integers) -> bytes:
    """How many samples each chunk holds, by runs; all have the first sample description."""
    starts, _lengths = _runs(chunk_counts)
    return _table_box(b"stsc", starts + 1, chunk_counts[starts], np.ones_like(starts))


def stsz(sizes: Integers) -> bytes:
    """Each sample's bytes: a table whose own size depends on their number alone."""
    return full_box(b"stsz", 0, 0, struct.pack(">II", 0, len(sizes)), sizes.astype(">u4").tobytes())


def chunk_table(chunk_offsets: Integers) -> bytes:
    """Where the chunks begin: stco, or co64 where 32 bits do not reach."""
    if len(chunk_offsets) and int(chunk_offsets[-1]) > LARGEST_32_BIT:
        return full_box(b"co64", 0, 0, struct.pack(">I", len(chunk_offsets)), chunk_offsets.astype(">u8").tobytes())
    return _table_box(b"stco", chunk_offsets)


def sample_tables(samples: Samples, deltas: Integers, *more: bytes) -> bytes:
    """What every track has, and `more` that this one has."""
    return b"".join((stts(deltas), *more, stsc(samples.chunk_counts), stsz(samples.sizes), chunk_table(samples.chunk_offsets)))


def bit_rates(sizes: Integers, deltas: Integers, ticks_per_s: int) -> tuple[int, int]:
    """(most bits in one second, bits a second over the whole)."""
    ends = np.cumsum(deltas)
    of_second = np.bincount((ends - deltas) // ticks_per_s, weights=sizes)
    return round(8 * of_second.max()), int(8 * sizes.sum() * ticks_per_s // max(int(ends[-1]), 1))


def _runs(values: Integers) -> tuple[Integers, Integers]:
    """(where each run of equal values begins, how long it is)."""
    starts = np.flatnonzero(np.diff(values, prepend=values[:1] - 1))
    return starts, np.diff(starts, append=len(values))


def _table_box(kind: bytes, *columns: Integers) -> bytes:
    return full_box(kind, 0, 0, struct.pack(">I", len(columns[0])), np.column_stack(columns).astype(">u4").tobytes())
