"""How the channels of a recording are mixed, stretch by stretch, so that the mix loses nothing that is heard in one of them.

    channels   L ▂▅▃▂▅▃▂▅▃▂▅▃        mean of the two   ▂▅▃▂▅▃······      a channel that is the other's negative cancels it
               R ▂▅▃▂▅▃▘▝▘▘▝▘        planned           ▂▅▃▂▅▃▂▅▃▂▅▃      its sign is turned, there only

Three things go wrong: channels that cancel each other get their signs turned; where one channel alone is live it is heard on
both sides; where somebody is heard in one channel and not in the mix (noise in the other), that channel is heard alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from vbn_video.decisions import MixSpan
from vbn_video.evidence import SpeechSpan

AUDIBLE_POWER = 1e-6
"""Mean square in the band of speech of a block that may hold speech: -60 dBFS."""
CANCELLED_DB = 4.0
"""How far the power of a mix may lie below the sum of its channels' powers; equal channels do so from a correlation of -0.6."""
MOST_DB = 30.0
DEAD_SHARE = 1e-4
"""A channel of less power than this share of the loudest one's (-40 dB) is dead."""
OTHER_SHARE = 1e-3
"""What a channel holds beyond another one's copy, from this share of the loudest one's power on (-30 dB), is its own."""
ALIKE_SHARE = 1e-2
"""Two channels that differ by less than this share of the loudest one's power (-20 dB) are heard as one."""
DIFFERENT_BLOCKS = 5
ONE_LIVE_DB = 0.5
"""What it costs to mix dead channels with the only live one: enough to leave them out after six seconds."""
DROPPED_DB = 20.0
"""What it costs to leave out what no other channel has …"""
COPY_DROPPED_DB = 3.0
"""… and to leave out another's copy."""
CHANGE_DB = 12.0
"""What it costs to mix in another way from one block to the next."""
TURNED_DB, ALONE_DB = 0.05, 0.1
"""What it costs to turn signs, and to hear one channel alone, where nothing is won by it."""
MOST_PATTERNS = 6

HEARD_AROUND_US = 300_000
"""Two detections of the same speech may begin and end so far apart."""
LOST_SHARE, LOST_US, LOST_PIECE_US = 0.3, 500_000, 1_500_000
"""Speech in one channel is lost if the mix has less than this share of it, or lacks so much at a stretch."""


@dataclass(frozen=True)
class ChannelPowers:
    """What the channels of one part hold in the band of speech, block by block."""

    edges_us: NDArray[np.int64]
    """Where each block begins on the recording clock, and where the last one ends; one more than there are blocks."""
    covariance: NDArray[np.float64]
    """Blocks x channels x channels: mean products of the channels; on the diagonal their powers."""
    gains: NDArray[np.float64]
    """2 x channels: what of each channel is in left and right of a plain mix."""

    @property
    def loudest(self) -> NDArray[np.float64]:
        """The loudest channel's power in each block."""
        loudest: NDArray[np.float64] = self._powers.max(axis=1, initial=0)
        return loudest

    @property
    def _powers(self) -> NDArray[np.float64]:
        return np.diagonal(self.covariance, axis1=1, axis2=2)

    def are_alike(self) -> bool:
        """Whether the channels, but for sign and level, hold the same throughout, or nothing."""
        rows = np.arange(len(self.covariance))
        best = self._powers.argmax(axis=1)
        beyond = self._beyond(self.covariance[rows, best], self._powers[rows, best])
        different = (self.loudest > AUDIBLE_POWER) & (beyond.max(axis=1, initial=0) > ALIKE_SHARE * self.loudest)
        return int(different.sum()) < DIFFERENT_BLOCKS

    def costs(self, way: MixSpan) -> NDArray[np.float64]:
        """What is lost in each block, in dB, if it is mixed in this way."""
        found = self._costs_alone(way.only) if way.only is not None else self._costs_mixed(way.inverted)
        costs: NDArray[np.float64] = np.where(self.loudest > AUDIBLE_POWER, found, 0)
        return costs

    def sign_patterns(self) -> list[tuple[int, ...]]:
        """Which channels could be turned together, the most usual first."""
        plain = self._cancelled_db(self.gains)
        blocks = self.covariance[(self.loudest > AUDIBLE_POWER) & (plain > CANCELLED_DB / 2)]
        mono = self.gains.mean(axis=0)
        counts = Counter(pattern for block in blocks if (pattern := _turned(block, mono)))
        return [pattern for pattern, _count in counts.most_common(MOST_PATTERNS)]

    def _costs_mixed(self, inverted: Sequence[int]) -> NDArray[np.float64]:
        signs = np.array([-1 if channel in inverted else 1 for channel in range(self.covariance.shape[1])])
        costs: NDArray[np.float64] = np.clip(self._cancelled_db(self.gains * signs) - CANCELLED_DB, 0, MOST_DB)
        mixed = self.gains.any(axis=0)
        left_out = self._powers[:, ~mixed].max(axis=1, initial=0) > self._powers[:, mixed].max(axis=1, initial=0)
        costs += DROPPED_DB * left_out + ONE_LIVE_DB * self._one_is_live() + (TURNED_DB if inverted else 0)
        return costs

    def _costs_alone(self, only: int) -> NDArray[np.float64]:
        own = self._powers[:, only]
        beyond = self._beyond(self.covariance[:, only], own).max(axis=1, initial=0)
        drops = (beyond > AUDIBLE_POWER) & (beyond > OTHER_SHARE * self.loudest)
        costs: NDArray[np.float64] = DROPPED_DB * drops + COPY_DROPPED_DB * ~self._one_is_live() + _db(self.loudest, own) / 10
        return costs + ALONE_DB

    def _one_is_live(self) -> NDArray[np.bool_]:
        """Whether all channels but one are dead, for each block."""
        live: NDArray[np.bool_] = np.sort(self._powers, axis=1)[:, -2] <= DEAD_SHARE * self.loudest
        return live

    def _beyond(self, shared: NDArray[np.float64], own: NDArray[np.float64]) -> NDArray[np.float64]:
        """Blocks x channels: the power of each channel beyond a copy of one of them, of which `shared` are the covariances."""
        copied = shared**2 / np.maximum(own, 1e-20)[:, None]
        beyond: NDArray[np.float64] = np.maximum(self._powers - copied, 0)
        return beyond

    def _cancelled_db(self, gains: NDArray[np.float64]) -> NDArray[np.float64]:
        """How far the quieter of left, right and both together lies below the sum of its channels' powers."""
        rows = np.concatenate([gains, gains.mean(axis=0, keepdims=True)])
        apart = np.einsum("rc,bc->br", rows**2, self._powers)
        together = np.einsum("rc,bcd,rd->br", rows, self.covariance, rows)
        matters = apart > 1e-2 * apart.max(axis=1, keepdims=True)
        cancelled: NDArray[np.float64] = np.where(matters, _db(apart, together), 0).max(axis=1)
        return cancelled


def plan_mix(powers: ChannelPowers) -> tuple[MixSpan, ...]:
    """The stretches of one part that can't be mixed as they are: the ways that lose least, changed as seldom as that allows."""
    if not len(powers.covariance):
        return ()
    channels = powers.covariance.shape[1]
    ways = [MixSpan(0, 0), *(MixSpan(0, 0, inverted=pattern) for pattern in powers.sign_patterns())]
    ways += [MixSpan(0, 0, only=channel) for channel in range(channels)]
    chosen = _cheapest(np.stack([powers.costs(way) for way in ways], axis=1))
    borders = [0, *(1 + np.flatnonzero(np.diff(chosen))).tolist(), len(chosen)]
    spans = ((ways[chosen[first]], int(powers.edges_us[first]), int(powers.edges_us[last])) for first, last in pairwise(borders))
    return tuple(MixSpan(start_us, end_us, way.inverted, way.only) for way, start_us, end_us in spans if way != ways[0])


def hear_lost_speech(
    mix: Sequence[MixSpan],
    mixed: Sequence[SpeechSpan],
    by_channel: Sequence[Sequence[SpeechSpan]],
    part_us: tuple[int, int],
) -> tuple[MixSpan, ...]:
    """The mix of one part, in which speech that was heard in one channel, and not in the mix, is heard in that channel alone.

    From there on no other channel comes back before somebody is heard in the mix, so that noise does not come and go. What is
    heard of the mix outside the part counts for nothing; the spans lie in the part, ascend and are apart.
    """
    mixed = [span for span in mixed if span.start_us < part_us[1] and span.end_us > part_us[0]]
    lost = [
        (span.start_us, span.end_us, channel)
        for channel, heard in enumerate(by_channel)
        for span in heard
        if _is_lost(span, mixed)
    ]
    if not lost:
        return tuple(mix)
    alone: list[MixSpan] = []
    spoken_until_us = part_us[0]
    for start_us, end_us, channel in sorted(lost, key=lambda one: (one[0], -one[1])):
        before_us = max((span.end_us for span in mixed if span.end_us <= start_us), default=None)
        after_us = min((span.start_us for span in mixed if span.start_us >= end_us), default=None)
        first_us = part_us[0] if before_us is None else max((before_us + start_us) // 2, part_us[0])
        last_us = part_us[1] if after_us is None else min((end_us + after_us) // 2, part_us[1])
        if alone and first_us < alone[-1].end_us and channel == alone[-1].only:
            alone[-1] = replace(alone[-1], end_us=last_us)
        elif alone and first_us < alone[-1].end_us:
            if end_us <= spoken_until_us:
                continue
            first_us = (max(start_us, spoken_until_us) + spoken_until_us) // 2
            alone[-1] = replace(alone[-1], end_us=first_us)
            alone.append(MixSpan(first_us, last_us, only=channel))
        else:
            alone.append(MixSpan(first_us, last_us, only=channel))
        spoken_until_us = max(spoken_until_us, end_us)
    return _over(mix, alone)


def join_speech(*heard: Sequence[SpeechSpan]) -> tuple[SpeechSpan, ...]:
    """All that was heard in any of these, as spans that ascend and are apart."""
    joined: list[SpeechSpan] = []
    for span in sorted((span for spans in heard for span in spans), key=lambda span: span.start_us):
        if joined and span.start_us <= joined[-1].end_us:
            joined[-1] = SpeechSpan(joined[-1].start_us, max(joined[-1].end_us, span.end_us))
        else:
            joined.append(span)
    return tuple(joined)


def _turned(block: NDArray[np.float64], mono: NDArray[np.float64]) -> tuple[int, ...]:
    """The channels that cancel those louder than they are, by one block's covariances."""
    scaled = block * np.outer(mono, mono)
    signs: dict[int, int] = {}
    for channel in np.argsort(-np.diagonal(scaled), kind="stable").tolist():
        with_louder = sum(sign * scaled[channel, other] for other, sign in signs.items())
        together = sum(a * b * scaled[one, two] for one, a in signs.items() for two, b in signs.items())
        opposed = with_louder < -0.3 * (scaled[channel, channel] * max(together, 0)) ** 0.5
        signs[channel] = -1 if opposed and scaled[channel, channel] > 0 else 1
    turned = tuple(sorted(channel for channel, sign in signs.items() if sign < 0))
    return tuple(channel for channel in range(len(mono)) if channel not in turned) if 0 in turned else turned


def _cheapest(costs: NDArray[np.float64]) -> NDArray[np.int64]:
    """Blocks x ways → the way of each block, so that costs and changes are least (Viterbi's algorithm)."""
    total, came_from = costs[0].copy(), np.zeros(costs.shape, np.int64)
    stay = np.arange(costs.shape[1])
    for block in range(1, len(costs)):
        best = int(total.argmin())
        changes = total > total[best] + CHANGE_DB
        came_from[block] = np.where(changes, best, stay)
        total = np.where(changes, total[best] + CHANGE_DB, total) + costs[block]
    chosen = np.zeros(len(costs), np.int64)
    chosen[-1] = total.argmin()
    for block in range(len(costs) - 1, 0, -1):
        chosen[block - 1] = came_from[block, chosen[block]]
    return chosen


def _db(more: NDArray[np.float64], less: NDArray[np.float64]) -> NDArray[np.float64]:
    """How many dB one power lies above another, at most `MOST_DB`."""
    ratio = np.maximum(more, 1e-20) / np.maximum(less, 1e-20)
    db: NDArray[np.float64] = np.minimum(10 * np.log10(ratio), MOST_DB)
    return db


def _is_lost(span: SpeechSpan, mixed: Sequence[SpeechSpan]) -> bool:
    near = [(other.start_us - HEARD_AROUND_US, other.end_us + HEARD_AROUND_US) for other in mixed]
    inside = [(max(first, span.start_us), min(last, span.end_us)) for first, last in near]
    has = [(first, last) for first, last in inside if first < last]
    length_us, heard_us = span.end_us - span.start_us, sum(last - first for first, last in has)
    edges = [span.start_us, *(edge for piece in has for edge in piece), span.end_us]
    longest_us = max(last - first for first, last in zip(edges[::2], edges[1::2], strict=True))
    return (length_us >= LOST_US and heard_us < LOST_SHARE * length_us) or longest_us >= LOST_PIECE_US


def _over(mix: Sequence[MixSpan], alone: Sequence[MixSpan]) -> tuple[MixSpan, ...]:
    """A mix with other stretches laid over it."""
    spans = list(alone)
    for span in mix:
        pieces = [(span.start_us, span.end_us)]
        for over in alone:
            cut = [((first, min(last, over.start_us)), (max(first, over.end_us), last)) for first, last in pieces]
            pieces = [piece for pair in cut for piece in pair if piece[0] < piece[1]]
        spans += [MixSpan(first, last, span.inverted, span.only) for first, last in pieces]
    return tuple(sorted(spans, key=lambda span: span.start_us))
