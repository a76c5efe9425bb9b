"""The frames on both sides of every join of the finished video, small, for a person to look at.

    … ─ one second before ─ last before │ first after ─ one second after ─ …

Each join is reached by a seek, so that this costs seconds however long the video is.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from vbn_video.clock import player_time
from vbn_video.decisions import EditPlan
from vbn_video.messages import _
from vbn_video.recording.media import open_container
from vbn_video.report.report_figures import length
from vbn_video.timeline import Timeline

if TYPE_CHECKING:
    import av
    from av.container import InputContainer

STILL_WIDTH = 320
JPEG_QUALITY = 70
NEAR_US = 5_000
"""Less than the shortest picture (8 ms at 120 a second), more than a time stamp is rounded by."""
AROUND_US = 1_000_000


@dataclass(frozen=True)
class Moment:
    """One of the four moments around a join."""

    at_us: int
    position: str
    """`before-1` (a second before), `before-0`, `after-0` or `after-1`."""
    caption: str
    """The same for people."""


@dataclass(frozen=True)
class Still(Moment):
    """The frame that is shown at that moment."""

    source: str
    """The JPEG as a `data:` address."""
    width: int
    height: int


@dataclass(frozen=True)
class Join:
    """A place where a bumper or kept span ends and the next begins."""

    at_us: int
    title: str
    stills: tuple[Still, ...] = ()


def joins_of(timeline: Timeline) -> tuple[Join, ...]:
    """The joins of a programme in order, and its two ends where no bumper stands there. Pure."""
    plan = timeline.plan
    joins = [] if plan.intro_us else [Join(0, _("The talk begins"))]
    joins += [Join(at_us, _join_title(plan, timeline, at_us)) for at_us in timeline.joins_us]
    if not plan.outro_us:
        joins.append(Join(plan.duration_us, _("The talk ends")))
    return tuple(joins)


def read_joins(video: Path, timeline: Timeline) -> tuple[Join, ...]:
    """The joins with their stills, read from the finished video; a frame that cannot be decoded is left out."""
    with open_container(video) as media:
        media.streams.video[0].thread_type = "AUTO"
        return tuple(
            Join(join.at_us, join.title, tuple(_stills(media, join, timeline.duration_us))) for join in joins_of(timeline)
        )


def _join_title(plan: EditPlan, timeline: Timeline, at_us: int) -> str:
    if at_us == plan.intro_us:
        return _("Intro → talk")
    if at_us == timeline.talk_us[1]:
        return _("Talk → outro")
    back_us = timeline.recording_from_programme(at_us) or 0
    before = max((span for span in plan.kept if span.end_us <= back_us), key=lambda span: span.end_us)
    card = next((span.card for span in plan.kept if span.start_us <= back_us < span.end_us), "")
    # a card stands where the cut begins
    left_us = before.start_us if before.card else before.end_us
    if card:
        return _("Card: {text}").format(text=card)
    if back_us == left_us:
        return _("Two parts of the recording meet")
    return _("Cut: {first} to {last} of the recording is left out ({length})").format(
        first=player_time(left_us), last=player_time(back_us), length=length(back_us - left_us)
    )


def _stills(media: InputContainer, join: Join, duration_us: int) -> Iterator[Still]:
    wanted = [
        Moment(join.at_us - AROUND_US + NEAR_US, "before-1", _("1 s before")),
        Moment(join.at_us - NEAR_US, "before-0", _("last before")),
        Moment(join.at_us + NEAR_US, "after-0", _("first after")),
        Moment(join.at_us + AROUND_US + NEAR_US, "after-1", _("1 s after")),
    ]
    inside = [moment for moment in wanted if 0 <= moment.at_us < duration_us]
    aspect = float(media.streams.video[0].sample_aspect_ratio or 1)
    for moment, frame in zip(inside, _shown_at(media, [moment.at_us for moment in inside]), strict=True):
        if frame is not None:
            yield _still(moment, frame, aspect)


def _shown_at(media: InputContainer, moments_us: Sequence[int]) -> Iterator[av.VideoFrame | None]:
    """The frame that is shown at each of the moments, which ascend; None where there is none."""
    stream = media.streams.video[0]
    tick_us = float(stream.time_base or 1) * 1_000_000
    media.seek(int(moments_us[0] / tick_us), stream=stream)
    waiting = list(moments_us)
    before: av.VideoFrame | None = None
    for frame in _frames(media, stream):
        while waiting and (frame.pts or 0) * tick_us > waiting[0]:
            yield before
            waiting.pop(0)
        if not waiting:
            return
        before = frame
    yield from (before for _moment in waiting)


def _frames(media: InputContainer, stream: av.VideoStream) -> Iterator[av.VideoFrame]:
    import av

    for packet in media.demux(stream):
        try:
            yield from packet.decode()
        except av.error.FFmpegError:  # `decode_video` has counted it
            continue


def _still(moment: Moment, frame: av.VideoFrame, aspect: float) -> Still:
    from PIL import Image

    height = max(2, round(STILL_WIDTH * frame.height / (frame.width * aspect)))
    jpeg = BytesIO()
    small = frame.reformat(width=STILL_WIDTH, height=height, format="rgb24").to_ndarray()
    Image.fromarray(small).save(jpeg, "JPEG", quality=JPEG_QUALITY, optimize=True)
    source = "data:image/jpeg;base64," + b64encode(jpeg.getvalue()).decode("ascii")
    return Still(moment.at_us, moment.position, moment.caption, source, STILL_WIDTH, height)
