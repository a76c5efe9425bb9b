"""The one place where a time crosses from one clock to another.

Four clocks:

- *source*: (part, microseconds) of one recorded file, as its container presents them;
- *recording*: microseconds from the first presented frame or sound of part 1, the parts laid end to end;
- *wall*: time of day with its zone;
- *programme*: microseconds in the finished video, bumpers included.

        source ──────► recording ──────► programme
        (part, t)          │   cut: nothing
                           └──► wall

All times are integer microseconds, so that a way there and back is exact: source → programme → source is the identity on
everything that is kept, and what was cut maps to None. Spans are half open.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from vbn_video.decisions import EditPlan
from vbn_video.evidence import Recording

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HALF_A_DAY = timedelta(hours=12)


@dataclass(frozen=True)
class PartClock:
    """How one part's source clock lies on the recording clock."""

    start_us: int
    """Where the part begins on the recording clock."""
    duration_us: int
    source_start_us: int
    """What the source clock shows there."""
    began: datetime | None = None
    """The wall time there, with its zone, where it is known."""

    def source_from_recording(self, recording_us: int) -> int:
        """The part's source time of a recording time, which may lie a little outside the part."""
        return recording_us - self.start_us + self.source_start_us


@dataclass(frozen=True)
class Timeline:
    """Carries times between the four clocks, for one recording and one edit plan."""

    parts: tuple[PartClock, ...]
    plan: EditPlan

    @classmethod
    def of(cls, recording: Recording, plan: EditPlan) -> Timeline:
        """The timeline of a recording cut by a plan."""
        clocks = tuple(
            PartClock(start_us, part.duration_us, part.source_start_us, part.began)
            for part, start_us in zip(recording.parts, recording.part_starts_us, strict=True)
        )
        return cls(clocks, plan)

    @cached_property
    def _kept_starts_us(self) -> list[int]:
        return [span.start_us for span in self.plan.kept]

    @cached_property
    def _programme_starts_us(self) -> list[int]:
        """Where each kept span begins in the programme."""
        starts, at_us = [], self.plan.intro_us
        for span in self.plan.kept:
            starts.append(at_us)
            at_us += span.end_us - span.start_us
        return starts

    @property
    def duration_us(self) -> int:
        """Length of the programme."""
        return self.plan.duration_us

    @property
    def talk_us(self) -> tuple[int, int]:
        """Where the talk begins and ends in the programme: all but the bumpers."""
        return self.plan.intro_us, self.plan.intro_us + self.plan.kept_us

    @property
    def joins_us(self) -> tuple[int, ...]:
        """Programme times at which one stretch ends and the next begins: bumpers and cuts."""
        starts = list(self._programme_starts_us)
        if self.plan.outro_us:
            starts.append(self.talk_us[1])
        return tuple(start for start in starts if start > 0)

    @property
    def silent_us(self) -> tuple[tuple[int, int], ...]:
        """Where in the programme nothing is heard, because the plan says so; ascending."""
        return tuple(piece for span in self.plan.silent_us for piece in self.programme_spans(*span))

    @property
    def card_us(self) -> tuple[tuple[int, int], ...]:
        """Where in the programme a card is shown in place of what was recorded; ascending."""
        return tuple(piece for span in self.plan.kept if span.card for piece in self.programme_spans(span.start_us, span.end_us))

    def recording_from_source(self, part: int, source_us: int) -> int:
        """The recording time of a moment in a recorded file."""
        clock = self.parts[part]
        return clock.start_us + source_us - clock.source_start_us

    def programme_from_recording(self, recording_us: int) -> int | None:
        """The programme time of a recording time; None where it was cut."""
        index = bisect_right(self._kept_starts_us, recording_us) - 1
        if index < 0 or recording_us >= self.plan.kept[index].end_us:
            return None
        return self._programme_starts_us[index] + recording_us - self.plan.kept[index].start_us

    def programme_from_kept(self, recording_us: NDArray[np.int64]) -> NDArray[np.int64]:
        """The programme times of recording times, all in one kept span, the earliest first."""
        first_us = self.programme_from_recording(int(recording_us[0]))
        assert first_us is not None
        return recording_us + (first_us - int(recording_us[0]))

    def recording_from_programme(self, programme_us: int) -> int | None:
        """The recording time of a programme time; None inside a bumper or outside the programme."""
        index = bisect_right(self._programme_starts_us, programme_us) - 1
        if index < 0:
            return None
        span = self.plan.kept[index]
        recording_us = span.start_us + programme_us - self._programme_starts_us[index]
        return recording_us if recording_us < span.end_us else None

    def programme_spans(self, start_us: int, end_us: int) -> tuple[tuple[int, int], ...]:
        """What of the recording's [start, end) is kept, as spans of the programme, in order; empty where all of it was cut."""
        spans = []
        for kept, programme_us in zip(self.plan.kept, self._programme_starts_us, strict=True):
            first, last = max(start_us, kept.start_us), min(end_us, kept.end_us)
            if first < last:
                spans.append((programme_us + first - kept.start_us, programme_us + last - kept.start_us))
        return tuple(spans)

    def recording_spans(self, start_us: int, end_us: int) -> tuple[tuple[int, int], ...]:
        """What of the programme's [start, end) comes from the recording, as spans of the recording, in order."""
        spans = []
        for kept, programme_us in zip(self.plan.kept, self._programme_starts_us, strict=True):
            first = max(start_us, programme_us)
            last = min(end_us, programme_us + kept.end_us - kept.start_us)
            if first < last:
                spans.append((kept.start_us + first - programme_us, kept.start_us + last - programme_us))
        return tuple(spans)

    def recording_from_time_of_day(self, at: time, began: datetime) -> int | None:
        """The recording time of a time of day in `began`'s zone, in a recording that began then and may go on past midnight."""
        wall = datetime.combine(began.date(), at, began.tzinfo)
        return self.recording_from_wall(wall + timedelta(days=1) if began - wall > HALF_A_DAY else wall)

    def recording_from_wall(self, wall: datetime) -> int | None:
        """The recording time of a time of day; None where no part's beginning is known.

        Before the recording it is below 0, between two parts the later one's beginning, after the last one beyond the end.

        Raises:
            TypeError: `wall` has no zone.
        """
        known = [(clock, clock.began) for clock in self.parts if clock.began is not None]
        if not known:
            return None
        clock, began = next(((clock, began) for clock, began in reversed(known) if began <= wall), known[0])
        into_us = round((wall - began) / timedelta(microseconds=1))
        return clock.start_us + (into_us if clock is known[-1][0] else min(into_us, clock.duration_us))


def subtract(spans: Iterable[tuple[int, int]], others: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """What of the spans (start, end) lies in none of the others, in order; all on one clock."""
    left = list(spans)
    for first_us, last_us in others:
        pieces = [((start_us, min(end_us, first_us)), (max(start_us, last_us), end_us)) for start_us, end_us in left]
        left = [piece for pair in pieces for piece in pair if piece[0] < piece[1]]
    return sorted(left)
