"""How every frame of the programme comes to be: which stretches are copied, which encoded, and why.

Of a kept span

    cut                                          cut
     ├─────────┬──────────────────────────────┬───┤
     │ encoded │            copied            │ e │
               IDR        IDR         IDR     the last place at which a copy may end (`plan/cut/gops.py`)

A GOP that can't be copied is encoded, its neighbours are not.

Every encoded stretch begins with an IDR picture, and two IDR pictures that follow each other must not have the same `idr_pic_id`
(ITU-T H.264, 7.4.3): a decoder may take the second for more of the first (7.4.1.2.4). An encoder numbers its first one 0, unless
it is told otherwise (`idr_numbers`). So no kept span of several frames ends with an IDR picture alone, copied or encoded. A
single frame from a cut to the next IDR picture is encoded with the GOP behind it if that is short; otherwise it stays alone,
told from the copied one by its parameter set. So does a single damaged frame between two copies.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from vbn_video.clock import US_PER_S
from vbn_video.decisions import EditPlan, KeptSpan, ProgrammeFormat, SpliceHow, SplicePlan, SpliceSpan
from vbn_video.evidence import Packets, Recording, VideoFormat
from vbn_video.plan.cut.cut_points import UNHEARD_US
from vbn_video.plan.cut.gops import FAULTS, WHOLE, Gops
from vbn_video.plan.cut.programme_format import deciding_part, pixel_aspect, programme_format
from vbn_video.timeline import Timeline

BUMPER = "bumper"
CARD = "card"
COPIED = "as it was recorded"
TO_IDR = "from the cut to the next IDR picture"
BEFORE_IDR = "before the recording's first IDR picture"
REFERRING = "the cut lies among pictures that refer to later ones"
SHORT = "too short to pay"
ROTATED = "rotated"
OTHER_COLOURS = "fitted: other colours"
TONE_MAPPED = "HDR shown in standard colours"
OTHER_SETS = "other parameter sets"
HELD = "the last one is held for {:.1f} s of sound without picture"
HELD_BEFORE = "the first one is held for {:.1f} s of sound without picture"
SETS_TAKEN = "no parameter set number is free"

COLOUR_TAGS = ("colour_range", "colour_space", "colour_primaries", "colour_transfer")
ENCODER_START_FRAMES = 25
"""Fewest frames between two encoded stretches that are copied: to start an encoder takes about as long as to encode these."""
LONGEST_BEHIND_ONE = 50
"""Frames of a GOP that is encoded so that the one in front of it, behind a cut, isn't alone."""


def plan_splice(recording: Recording, packets: Packets, plan: EditPlan) -> SplicePlan:
    """The stretches of the programme in order: the intro, each kept span by part, the outro; together they are all of it.

    A stretch begins at its first frame's time. Where a part's sound begins before its video, or goes on without it, the frame
    beside it is held, and `why` says for how long, unless that is too short to be noticed.
    """
    fmt = programme_format(recording, plan)
    source = _Source(recording, packets, Gops.of(recording, packets), deciding_part(recording, plan).picture, fmt)
    timeline = Timeline.of(recording, plan)
    talk = [span for kept in plan.kept for span in _kept(source, kept, timeline)]
    intro_end_us, outro_start_us = timeline.talk_us
    intro = [_bumper(0, intro_end_us, fmt.rate)] if plan.intro_us else []
    outro = [_bumper(outro_start_us, timeline.duration_us, fmt.rate)] if plan.outro_us else []
    return SplicePlan((*intro, *talk, *outro))


def copied_share(splice: SplicePlan) -> float:
    """How many of the recording's kept frames are copied, 0 to 1; bumpers are not counted."""
    kept = sum(span.frames for span in splice.spans if span.part is not None)
    return splice.frames("copy") / kept if kept else 0.0


def idr_numbers(splice: SplicePlan) -> tuple[int, ...]:
    """The `idr_pic_id` with which each encoded stretch shall begin (0 at the copied ones): 1 for a single frame before a 0."""
    numbers: list[int] = []
    behind: SpliceSpan | None = None
    for span in reversed(splice.spans):
        alone = span.part is not None and span.how == "encode" and span.frames == 1
        before_0 = behind is not None and behind.how == "encode" and numbers[-1] == 0
        numbers.append(int(alone and before_0))
        behind = span
    return tuple(reversed(numbers))


def why_encoded(video: VideoFormat, deciding: VideoFormat, fmt: ProgrammeFormat) -> str | None:
    """Why no frame of such a part can be copied into the programme, whose shape `deciding` gave; None where they can."""
    if video.is_hdr or video.uncopiable is not None or video.rotation:
        return TONE_MAPPED if video.is_hdr else video.uncopiable or ROTATED
    if (video.width, video.height) != (fmt.width, fmt.height):
        return f"fitted: {video.width}x{video.height} into {fmt.width}x{fmt.height}"
    if (aspect := pixel_aspect(video)) != fmt.sample_aspect:
        return f"fitted: pixels of {_ratio(aspect)} into {_ratio(fmt.sample_aspect)}"
    if any(getattr(video, tag) != getattr(fmt, tag) for tag in COLOUR_TAGS):
        return OTHER_COLOURS
    if video.parameter_sets_sha256 != deciding.parameter_sets_sha256:
        return OTHER_SETS
    return SETS_TAKEN if {fmt.bumper_set, fmt.encoded_set} & set(video.parameter_sets) else None


@dataclass(frozen=True)
class _Source:
    """Where the frames of a kept span are looked up, and the shape that they must have."""

    recording: Recording
    packets: Packets
    gops: Gops
    deciding: VideoFormat
    fmt: ProgrammeFormat


@dataclass(frozen=True)
class _Piece:
    """The frames [first, end) of `Packets`, all of one part and one kept span."""

    first: int
    end: int
    how: SpliceHow
    why: str


def _ratio(aspect: Fraction) -> str:
    return f"{aspect.numerator}:{aspect.denominator}"


def _bumper(start_us: int, end_us: int, rate: Fraction) -> SpliceSpan:
    return SpliceSpan(start_us, end_us, "encode", BUMPER, round((end_us - start_us) * rate / US_PER_S))


def _kept(source: _Source, kept: KeptSpan, timeline: Timeline) -> Iterator[SpliceSpan]:
    """The stretches of one kept span."""
    times_us, part = source.packets.time_us, source.packets.part
    first, last = (int(row) for row in np.searchsorted(times_us, (kept.start_us, kept.end_us)))
    borders = [first, *(first + 1 + np.flatnonzero(np.diff(part[first:last]))).tolist(), last]
    pieces: list[_Piece] = []
    for begins, ends in pairwise(borders):
        *others, final = [_Piece(begins, ends, "encode", CARD)] if kept.card else _of_part(source, begins, ends)
        end_us = kept.end_us if ends == last else int(times_us[ends])
        pieces += [*others, _held(source, end_us, final)]
    pieces[0] = _held_before(source, kept.start_us, pieces[0])
    starts_us = [kept.start_us, *(int(times_us[piece.first]) for piece in pieces[1:]), kept.end_us]
    programme_us = timeline.programme_from_kept(np.array(starts_us)).tolist()
    for piece, (start_us, end_us) in zip(pieces, pairwise(programme_us), strict=True):
        count = piece.end - piece.first
        yield SpliceSpan(start_us, end_us, piece.how, piece.why, count, int(part[piece.first]), piece.first)


def _held_before(source: _Source, start_us: int, first: _Piece) -> _Piece:
    """The first stretch of a kept span; `why` says for how long its first frame is held, where it stands behind `start_us`."""
    held_us = int(source.packets.time_us[first.first]) - start_us
    return first if held_us < UNHEARD_US else replace(first, why=f"{first.why}; {HELD_BEFORE.format(held_us / US_PER_S)}")


def _held(source: _Source, end_us: int, final: _Piece) -> _Piece:
    """The last stretch of a part; `why` says for how long its last frame is held, where `end_us` lies behind the frames."""
    part = int(source.packets.part[final.first])
    frames_end_us = source.recording.part_starts_us[part] + source.recording.parts[part].picture_end_us
    held_us = end_us - max(frames_end_us, int(source.packets.time_us[final.end - 1]))
    if held_us < UNHEARD_US:
        return final
    return replace(final, why=f"{final.why}; {HELD.format(held_us / US_PER_S)}")


def _of_part(source: _Source, first: int, end: int) -> list[_Piece]:
    """The rows [first, end), all of one part, as stretches."""
    part = source.packets.part
    if why := why_encoded(source.recording.parts[int(part[first])].picture, source.deciding, source.fmt):
        return [_Piece(first, end, "encode", why)]
    from_its_start = first == 0 or bool(part[first - 1] != part[first])
    return list(_Rows(source.gops, first, end, BEFORE_IDR if from_its_start else TO_IDR).pieces())


@dataclass(frozen=True)
class _Rows:
    """The rows [first, end) of one part whose frames can be copied."""

    gops: Gops
    first: int
    end: int
    why_in_front: str
    """Why what stands before the first IDR picture is encoded."""

    def pieces(self) -> Iterator[_Piece]:
        """The rows as stretches, copied wherever that can be and pays."""
        at = self.first
        for begins, ends in self._copies():
            if at < begins:
                yield self._encoded(at, begins)
            yield from self._copied(begins, ends)
            at = ends
        if at < self.end:
            yield self._encoded(at, self.end)

    def _copies(self) -> list[tuple[int, int]]:
        """The longest runs that can be copied, but for short ones between two that are encoded."""
        starts, ends = self._whole_until(self.end)
        if len(ends) and (ends[-1] == self.end - 1 or (ends[-1] == self.end and self.gops.ends_alone(self.end))):
            starts, ends = self._whole_until(self.end - 2)
        if len(starts) and starts[0] == self.first + 1 and ends[0] - starts[0] <= LONGEST_BEHIND_ONE:
            starts, ends = starts[1:], ends[1:]
        if not len(starts):
            return []
        apart = starts[1:] != ends[:-1]
        begins, ends = starts[np.append(True, apart)], ends[np.append(apart, True)]
        worth = (ends - begins >= ENCODER_START_FRAMES) | (begins == self.first) | (ends == self.end)
        return list(zip(begins[worth].tolist(), ends[worth].tolist(), strict=True))

    def _whole_until(self, row: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """(first rows, ends) of what can be copied of each GOP in front of `row`, where anything can."""
        low, high = np.searchsorted(self.gops.starts, (self.first, max(row, self.first)))
        whole = low + np.flatnonzero(self.gops.faults[low:high] == WHOLE)
        starts, ends = self.gops.starts[whole], self.gops.ends[whole]
        if len(whole) and ends[-1] > row:
            ends[-1] = self.gops.last_end(int(whole[-1]), row)
        return starts[starts < ends], ends[starts < ends]

    def _copied(self, first: int, end: int) -> Iterator[_Piece]:
        """The run as stretches whose packets follow each other in the file: hidden ones may stand between two GOPs."""
        low, high = np.searchsorted(self.gops.starts, (first, end))
        starts = self.gops.starts[low:high]
        gaps = 1 + np.flatnonzero(np.diff(self.gops.position[starts]) != np.diff(starts))
        for begins, ends in pairwise([first, *starts[gaps].tolist(), end]):
            yield _Piece(begins, ends, "copy", COPIED)

    def _encoded(self, first: int, end: int) -> _Piece:
        """The rows as one stretch, with all that speaks against copying them."""
        low, high = np.searchsorted(self.gops.starts, (first, end))
        reasons = [FAULTS[fault] if fault else SHORT for fault in self.gops.faults[low:high].tolist()]
        if low == high or self.gops.starts[low] > first:
            in_one_gop = REFERRING if low == high else SHORT
            reasons.insert(0, self.why_in_front if first == self.first else in_one_gop)
        cut_open = low < high and end == self.end < self.gops.ends[high - 1] and self.gops.starts[high - 1] < end - 1
        if cut_open and self.gops.faults[high - 1] == WHOLE:
            reasons.append(REFERRING)
        return _Piece(first, end, "encode", "; ".join(dict.fromkeys(reasons)))
