"""Where a cut may stand: on a frame, in the quiet, and never inside a word.

A kept span begins on a frame and ends on one, or where a part's frames or the part itself end; so `[start, end)` holds
exactly its frames. Where a part's sound begins before its frames, a span may begin there too: its first frame is held over it.
Between those places the quietest near the wanted time is chosen, and from there, if nobody speaks on the
way, the nearest one at which no frame must be encoded: copying begins at an IDR picture, and ends where no frame refers to
a later one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from vbn_video.clock import US_PER_S
from vbn_video.decisions import KeptSpan, Side
from vbn_video.evidence import Levels, Packets, Recording, SpeechSpan, Word
from vbn_video.plan.cut.gops import Gops

REACH_US = 500_000
"""How far from the wanted time the quietest place is looked for."""
AS_QUIET_DB = 1.0
"""Blocks that come so near to the quietest one count as equally quiet: then the nearest to the wanted time is taken."""
LONGEST_WORD_US = 3 * US_PER_S
"""A longer word is one that a model stretched over a rest: it is believed only where there is speech."""
HELD_US = 500_000
"""Over sound without frames at a part's edge the frame beside it is held, if it lasts so long, or is heard."""
UNHEARD_US = 100_000
"""Sound without frames that is shorter than this, and no speech, is not kept for its own sake …"""
UNHEARD_LUFS = -50.0
"""… nor is longer one that is quieter than this: the noise of a quiet room."""
END_REACH_US = 500_000
"""How far an end may be moved to a place at which a copy may end."""


@dataclass(frozen=True)
class PartSpan:
    """Where a part, and the frames in it, begin and end on the recording clock."""

    start_us: int
    frames_start_us: int
    frames_end_us: int
    end_us: int


@dataclass(frozen=True)
class CutPoints:
    """All places of a recording where a cut may stand, and what is heard around them; times in µs of the recording."""

    frames_us: NDArray[np.int64]
    """Ascending; one row a presented frame."""
    starts_us: NDArray[np.int64]
    """Ascending: the frames, and moments before a part's first frame, which is held from there on."""
    ends_us: NDArray[np.int64]
    """Ascending: the frames, and where each part's frames and each part end."""
    speech_us: NDArray[np.int64]
    """Rows (start, end), ascending and apart: somebody speaks."""
    levels: Levels
    part_spans: tuple[PartSpan, ...]
    gops: Gops

    @classmethod
    def of(
        cls, recording: Recording, levels: Levels, speech: Sequence[SpeechSpan], words: Sequence[Word], packets: Packets
    ) -> CutPoints:
        """The cut points of a recording, from the evidence about it."""
        frames = packets.time_us
        parts, before_frames = [], []
        for part, start_us in zip(recording.parts, recording.part_starts_us, strict=True):
            end_us = start_us + part.duration_us
            inside = frames[(frames >= start_us) & (frames < end_us)]
            first_us, last_us = (int(inside[0]), int(inside[-1]) + 1) if len(inside) else (start_us, start_us)
            parts.append(PartSpan(start_us, first_us, min(max(start_us + part.picture_end_us, last_us), end_us), end_us))
            before_frames += _moments_before(first_us, start_us, part.picture.rate)
        places = np.union1d(frames, [time_us for span in parts for time_us in (span.frames_end_us, span.end_us)])
        starts = np.union1d(frames, np.array(before_frames, np.int64))
        return cls(frames, starts, places, _speech(speech, words), levels, tuple(parts), Gops.of(recording, packets))

    def nearest_start(self, wanted_us: int, latest_us: int) -> int:
        """The start nearest to the wanted time that is in no word and not after `latest_us`; else the first one that is kept."""
        places = self._clear(self.starts_us)
        places = places[places <= latest_us]
        return _nearest(places, wanted_us) if len(places) else self.whole_span()[0]

    def nearest_end(self, wanted_us: int, earliest_us: int) -> int:
        """The end nearest to the wanted time that is in no word and not before `earliest_us`; else the recording's end."""
        places = self._clear(self.ends_us)
        places = places[places >= earliest_us]
        return _nearest(places, wanted_us) if len(places) else self.part_spans[-1].end_us

    def start_between(self, earliest_us: int, latest_us: int, wanted_us: int) -> int:
        """The start nearest to the wanted time between two words that no rest parts; else the last one before the second."""
        places = self.starts_us[self.starts_us <= latest_us]
        between = places[places >= earliest_us]
        return _nearest(between, wanted_us) if len(between) else int(places[-1]) if len(places) else self.whole_span()[0]

    def end_between(self, earliest_us: int, latest_us: int, wanted_us: int) -> int:
        """The end nearest to the wanted time between two words that no rest parts; else the first one after the first."""
        places = self.ends_us[self.ends_us >= earliest_us]
        between = places[places <= latest_us]
        return _nearest(between, wanted_us) if len(between) else int(places[0]) if len(places) else self.part_spans[-1].end_us

    def copiable_start(self, begin_us: int, earliest_us: int) -> int:
        """The last IDR picture up to this beginning and not before `earliest_us`, with nobody speaking between; else itself.

        It is not one of the part before. Nor is it a later one: speech is heard up to 0.6 s after its onset (measured), so what
        is kept in front of it is not given away.
        """
        quiet_us, _speech_us = self._rest_around(begin_us)
        part_us = max(part.start_us for part in self.part_spans if part.start_us <= begin_us)
        idr_us = self.frames_us[self.gops.copiable_starts]
        before_us = idr_us[idr_us <= begin_us]
        return int(before_us[-1]) if len(before_us) and before_us[-1] >= max(earliest_us, quiet_us, part_us) else begin_us

    def copiable_end(self, end_us: int) -> int:
        """The place nearest to this end at which a copy may end, with nobody speaking between; else itself."""
        quiet_us, speech_us = self._rest_around(end_us)
        first_us, last_us = max(end_us - END_REACH_US, quiet_us), min(end_us + END_REACH_US, speech_us)
        near = self.ends_us[np.searchsorted(self.ends_us, first_us) : np.searchsorted(self.ends_us, last_us, side="right")]
        clean = near[[self.gops.may_end(int(row)) for row in np.searchsorted(self.frames_us, near)]]
        return _nearest(clean, end_us) if len(clean) else end_us

    def asked_start(self, asked_us: int) -> int:
        """The start that a person means by `--start`: the next one, or the frame on show if it stays for more than `HELD_US`."""
        after_us = self.next_start(asked_us)
        standing = self.frames_us[self.frames_us <= asked_us]
        return int(standing[-1]) if len(standing) and after_us - asked_us > HELD_US else after_us

    def next_frame(self, at_us: int) -> int:
        """The first frame from there on; the recording's end where there is none."""
        after = int(np.searchsorted(self.frames_us, at_us))
        return int(self.frames_us[after]) if after < len(self.frames_us) else self.part_spans[-1].end_us

    def next_start(self, at_us: int) -> int:
        """The first start from there on; the recording's end where there is none."""
        after = int(np.searchsorted(self.starts_us, at_us))
        return int(self.starts_us[after]) if after < len(self.starts_us) else self.part_spans[-1].end_us

    def asked_end(self, asked_us: int) -> int:
        """The end that a person means by `--end`: the next one; the last where there is none."""
        after = int(np.searchsorted(self.ends_us, asked_us))
        return int(self.ends_us[min(after, len(self.ends_us) - 1)])

    def is_in_speech(self, at_us: int) -> bool:
        """Whether the time lies inside speech."""
        return len(self._clear(np.array([at_us], dtype=np.int64))) == 0

    def quietest(self, wanted_us: int, first_us: int, last_us: int) -> int:
        """The middle of the quietest 100 ms near the wanted time and within [first, last]; the wanted time where none fits."""
        wanted_us = min(max(wanted_us, first_us), last_us)
        block_us = self.levels.block_us
        first = -(-max(first_us, wanted_us - REACH_US) // block_us)
        last = min(min(last_us, wanted_us + REACH_US) // block_us, len(self.levels.true_peak_dbtp))
        if first >= last:
            return wanted_us
        peaks = self.levels.true_peak_dbtp[first:last]
        quiet = np.flatnonzero(peaks <= peaks.min() + AS_QUIET_DB)
        return _nearest((quiet + first) * block_us + block_us // 2, wanted_us)

    def whole_span(self) -> tuple[int, int]:
        """(start, end) of all that has frames, and of sound before and behind them where it is long or is heard."""
        first = self.part_spans[0]
        held = self._is_held(first.start_us, first.frames_start_us)
        return first.start_us if held else first.frames_start_us, self._end_of_part(self.part_spans[-1])

    def split_at_parts(self, kept: KeptSpan) -> list[KeptSpan]:
        """The span as one span a part, each beginning on a frame of its own or before the part's first; none without a frame.

        Where one part's sound outlasts its video, or the next one's video begins late, the moment without a frame is left out
        if it is short and not heard; otherwise the last frame is held over it.
        """
        spans: list[KeptSpan] = []
        start_us, start_side = kept.start_us, kept.start_side
        for part in self.part_spans[:-1]:
            if not start_us < part.end_us < kept.end_us:
                continue
            next_us = self.next_frame(part.end_us)
            if next_us >= kept.end_us:
                break
            end_us = next_us if self._is_held(part.end_us, next_us) else self._end_of_part(part)
            part_ends = Side("part ends", 1.0)
            spans.append(replace(kept, start_us=start_us, end_us=end_us, start_side=start_side, end_side=part_ends))
            start_us, start_side = next_us, Side("next part begins", 1.0)
        end_us = self.with_frame(start_us, kept.end_us)
        return [*spans, replace(kept, start_us=start_us, end_us=end_us, start_side=start_side)]

    def with_frame(self, start_us: int, end_us: int) -> int:
        """The end of a span that begins there: `end_us`, or the first end behind a frame where no frame is in front of it."""
        first_us = self.next_frame(start_us)
        return end_us if first_us < end_us else self.asked_end(first_us + 1)

    def _end_of_part(self, part: PartSpan) -> int:
        return part.end_us if self._is_held(part.frames_end_us, part.end_us) else part.frames_end_us

    def _is_held(self, first_us: int, last_us: int) -> bool:
        """Whether a frame is held over the sound of [first, last), which has none."""
        if last_us - first_us >= HELD_US or np.any((self.speech_us[:, 0] < last_us) & (self.speech_us[:, 1] > first_us)):
            return True
        hop_us = self.levels.hop_us
        heard = self.levels.hop_lufs[first_us // hop_us : -(-last_us // hop_us)] > UNHEARD_LUFS
        return last_us - first_us >= UNHEARD_US and bool(heard.any())

    def _rest_around(self, at_us: int) -> tuple[int, int]:
        """(start, end) of the rest around a time; (time, time) where somebody speaks."""
        if self.is_in_speech(at_us):
            return at_us, at_us
        before = self.speech_us[self.speech_us[:, 1] <= at_us, 1]
        after = self.speech_us[self.speech_us[:, 0] >= at_us, 0]
        return (
            int(before[-1]) if len(before) else self.part_spans[0].start_us,
            int(after[0]) if len(after) else self.part_spans[-1].end_us,
        )

    def _clear(self, places_us: NDArray[np.int64]) -> NDArray[np.int64]:
        """Those of the places that are not inside somebody's speech."""
        index = np.searchsorted(self.speech_us[:, 0], places_us, side="left") - 1
        inside = (index >= 0) & (places_us < self.speech_us[np.maximum(index, 0), 1]) if len(self.speech_us) else index >= 0
        return places_us[~inside]


def _speech(speech: Sequence[SpeechSpan], words: Sequence[Word]) -> NDArray[np.int64]:
    """Speech spans and words as one: spans of voice, ascending and apart."""
    heard = sorted((span.start_us, span.end_us) for span in speech)
    starts_us, ends_us = [start_us for start_us, _end_us in heard], [end_us for _start_us, end_us in heard]
    spans = list(heard)
    for word in words:
        around = heard[bisect_right(ends_us, word.start_us) : bisect_left(starts_us, word.end_us)]
        if around and word.end_us - word.start_us <= LONGEST_WORD_US:
            spans.append((word.start_us, word.end_us))
    merged: list[list[int]] = []
    for start_us, end_us in sorted(spans):
        if merged and start_us < merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end_us)
        elif end_us > start_us:
            merged.append([start_us, end_us])
    return np.array(merged, dtype=np.int64).reshape(-1, 2)


def _moments_before(first_us: int, start_us: int, rate: Fraction) -> list[int]:
    """The moments before a part's first frame at which one would stand if its frames began sooner, and the part's start."""
    if first_us <= start_us:
        return []
    frame_us = US_PER_S / rate
    return [start_us, *(first_us - round(number * frame_us) for number in range(1, int((first_us - start_us) / frame_us) + 1))]


def _nearest(places_us: NDArray[np.int64], wanted_us: int) -> int:
    return int(places_us[np.argmin(np.abs(places_us - wanted_us))])
