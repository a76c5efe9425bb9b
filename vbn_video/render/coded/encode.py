"""A span whose frames are encoded anew: decoded from the last IDR picture before it, fitted to the programme, encoded.

Its frames are told from the others of their part by their times, and each is given its time in the programme:

    part ─ from the IDR picture ─ trim to the span ─ setpts ─ fit ─ x264

Nothing is made regular: a variable rate stays variable, and where a frame can't be read the one before stands. Every GOP is
closed and has no B-pictures, so that the span can stand between any others.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vbn_video.clock import US_PER_S
from vbn_video.decisions import ProgrammeFormat, SpliceSpan
from vbn_video.evidence import VideoFormat
from vbn_video.plan.cut.programme_format import pixel_aspect
from vbn_video.recording.timing.edit_lists import reading_options
from vbn_video.render import colour
from vbn_video.render.coded.fit import fit_frame
from vbn_video.render.ffmpeg_program import FrameProgress, run_program
from vbn_video.render.mp4.tracks import TICKS_PER_S
from vbn_video.render.programme import Programme, setsar_options
from vbn_video.settings.preset import Video

KEYFRAME_EVERY_S = 4
EDGE_US = 1_000
"""Nothing else can be so near before the first and after the last frame of a part."""
OWN_CLOCK = {"noaccurate_seek": None, "seek_timestamp": 1}
ALL_IDR = {"force_key_frames": "expr:1", "forced-idr": 1}
FLAGS = "bicubic+accurate_rnd+full_chroma_int"


@dataclass(frozen=True)
class SourceRange:
    """Frames of one part that follow each other, those at `after_us` < time < `before_us` on the part's source clock."""

    after_us: int
    """Between the frame before the first one and the first one."""
    before_us: int
    """Between the last one and the frame after it."""
    later_us: int
    """How much later a frame is in the programme than on the source clock."""


def encode_span(
    programme: Programme,
    span: SpliceSpan,
    video: Video,
    out: Path,
    progress: FrameProgress,
    *,
    idr_number: int = 0,
    seek: bool = True,
) -> tuple[str, ...]:
    """Write the frames of a span as H.264 to `out` (NUT), each at its time in the programme in ticks of 1/90,000 s.

    The first is an IDR picture with `idr_pic_id` 0; where a single frame shall have `idr_number` 1, a spare one with 0 stands in
    front of it. Parameter sets are numbered `fmt.encoded_set`. Fewer frames than planned come out where the recording is too
    damaged to give them. With `seek` the part is read from the last IDR picture before the span, else from its beginning.
    Returns what the decoder complained about.

    Raises:
        RecordingError: the part is damaged beyond reading.
        OSError: with ENOSPC: the disk is full.
    """
    import ffmpeg

    assert span.part is not None
    recorded, frames, fmt = programme.recording.parts[span.part], source_range(programme, span), programme.fmt
    start = _seek(programme, span.part, frames.after_us) if seek else OWN_CLOCK
    source = ffmpeg.input(str(programme.path(recorded)), reinit_filter=0, **start, **reading_options(programme.path(recorded)))
    graph = source[str(recorded.picture_index)].filter("settb", f"1/{US_PER_S}")
    graph = graph.filter("trim", start_pts=frames.after_us, end_pts=frames.before_us)
    graph = graph.filter("setpts", f"PTS+{frames.later_us}")
    if idr_number:
        graph = graph.filter("loop", loop=idr_number, size=1).filter("setpts", f"PTS+{EDGE_US}*N")
    graph = set_format(_fit(graph, recorded.picture, fmt), fmt)
    output = ffmpeg.output(
        graph.filter("settb", f"1/{TICKS_PER_S}"),
        str(out),
        **encoder_options(fmt, video, all_idr=bool(idr_number)),
    )
    return run_program(output, reads=programme.path(recorded), writes=out, progress=progress)


def encoder_options(fmt: ProgrammeFormat, video: Video, *, all_idr: bool = False) -> dict[str, Any]:
    """The arguments by which frames become H.264 that can stand between copied ones, in a NUT file."""
    settings = f"fps={fmt.rate.numerator}/{fmt.rate.denominator}:keyint={max(1, round(fmt.rate * KEYFRAME_EVERY_S))}"
    options: dict[str, Any] = {
        "c:v": "libx264",
        "preset": video.speed,
        "crf": video.crf,
        "profile:v": "high",
        "x264-params": f"{settings}:sps-id={fmt.encoded_set}",
        "bf": 0,
        "flags": "+global_header",
        "fps_mode": "passthrough",
        "enc_time_base": f"1:{TICKS_PER_S}",
        "copyts": None,
        "map_metadata": -1,
        "map_chapters": -1,
        "f": "nut",
    }
    return options | (ALL_IDR if all_idr else {})


def source_range(programme: Programme, span: SpliceSpan) -> SourceRange:
    """Where the frames of a span lie in their file."""
    import numpy as np

    assert span.part is not None and span.first is not None
    packets, clock = programme.packets, programme.timeline.parts[span.part]
    here = np.flatnonzero(packets.part == span.part)
    first, last = span.first - int(here[0]), span.first - int(here[0]) + span.frames - 1
    times_us = packets.time_us[here]
    after_us = (times_us[first - 1] + times_us[first]) // 2 if first else times_us[first] - EDGE_US
    before_us = (times_us[last] + times_us[last + 1]) // 2 if last + 1 < len(times_us) else times_us[last] + EDGE_US
    at_us = programme.timeline.programme_from_recording(int(times_us[first]))
    assert at_us is not None
    after_us, before_us, first_us = (clock.source_from_recording(int(time)) for time in (after_us, before_us, times_us[first]))
    return SourceRange(after_us, before_us, at_us - first_us)


def _seek(programme: Programme, part: int, after_us: int) -> dict[str, Any]:
    """Arguments to read from the last IDR picture that is not after the first frame, which comes soon after `after_us`."""
    packets, clock = programme.packets, programme.timeline.parts[part]
    idr_us = [clock.source_from_recording(int(time)) for time in packets.time_us[(packets.part == part) & packets.idr]]
    before_us = max((time for time in idr_us if time <= after_us + EDGE_US), default=None)
    if before_us is None:
        return OWN_CLOCK
    return OWN_CLOCK | {"ss": f"{(before_us + EDGE_US) / US_PER_S:.6f}"}


def _fit(graph: Any, picture: VideoFormat, fmt: ProgrammeFormat) -> Any:
    """Bring the part's frames to the programme's size and colours, those too whose size is not the part's first one."""
    place = fit_frame(picture, fmt)
    width, height = (place.width, place.height) if place.scaled else (picture.shown_width, picture.shown_height)
    graph = graph.filter("scale", *_sides(picture, fmt, width, height), eval="frame", **_scale_options(picture, fmt))
    usual = f"eq(iw,{width})*eq(ih,{height})"
    left = f"if({usual},{place.left},2*round(({fmt.width}-iw)/4))"
    top = f"if({usual},{place.top},2*round(({fmt.height}-ih)/4))"
    if picture.is_hdr:
        graph = colour.tone_map(graph, picture, fmt)
    room = max(fmt.width, width + width % 2), max(fmt.height, height + height % 2)  # `pad` rounds down
    graph = graph.filter("pad", *room, left, top, eval="frame")
    loses_an_edge = (place.width, place.height) != (width, height)
    return graph.filter("crop", fmt.width, fmt.height, 0, 0) if loses_an_edge else graph


def _sides(picture: VideoFormat, fmt: ProgrammeFormat, width: int, height: int) -> tuple[str, str]:
    """The sides a frame gets, as expressions: `width` and `height` for those of the part's size, as large as fits for others.

    A screen that is shared from a window changes its size with it.
    """
    usual = f"eq(iw,{picture.shown_width})*eq(ih,{picture.shown_height})"
    aspect = pixel_aspect(picture) if picture.rotation % 180 == 0 else 1 / pixel_aspect(picture)
    wider = aspect / fmt.sample_aspect
    shown = f"(iw*{wider.numerator}/(ih*{wider.denominator}))"
    wide, high = f"min({fmt.width},2*round({fmt.height}*{shown}/2))", f"min({fmt.height},2*round({fmt.width}/{shown}/2))"
    return f"if({usual},{width},max(2,{wide}))", f"if({usual},{height},max(2,{high}))"


def _scale_options(picture: VideoFormat, fmt: ProgrammeFormat) -> dict[str, str]:
    """Options of the `scale` filter: how it interpolates, and the programme's matrix where the part's own is another."""
    if picture.is_hdr:
        return {"flags": FLAGS}
    options = {"flags": FLAGS, "out_range": colour.colour_range(fmt)}
    if picture.colour_space != fmt.colour_space or picture.pixel_format.startswith(("rgb", "bgr", "gbr")):
        options["out_color_matrix"] = colour.matrix(fmt)
    return options


def set_format(graph: Any, fmt: ProgrammeFormat) -> Any:
    """Give frames the pixel shape, pixel format and colour tags of the programme."""
    return graph.filter("setsar", **setsar_options(fmt)).filter("format", "yuv420p").filter("setparams", **colour.tags(fmt))
