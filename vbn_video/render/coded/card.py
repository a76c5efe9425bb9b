"""A span in which a card is shown: one picture in place of every recorded frame, each at that frame's time.

Nothing of the recording is decoded for it. The encoder makes frames at a regular rate, which are then given their times.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from vbn_video.decisions import SpliceSpan
from vbn_video.render import colour
from vbn_video.render.coded.encode import FLAGS, encoder_options, set_format
from vbn_video.render.coded.segments import EncodedSegment, hold_first
from vbn_video.render.ffmpeg_program import run_program
from vbn_video.render.mp4.tracks import to_ticks
from vbn_video.render.programme import Programme
from vbn_video.settings.preset import Video

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def encode_card(
    programme: Programme, span: SpliceSpan, card: NDArray[np.uint8], video: Video, out: Path, *, idr_number: int = 0
) -> EncodedSegment:
    """Write the card to `out` (NUT) as often as the span has frames, and give them as a segment.

    The first is an IDR picture with `idr_pic_id` 0; where a single frame shall have `idr_number` 1, a spare one stands in front.

    Raises:
        OSError: with ENOSPC: the disk is full.
    """
    import ffmpeg
    import numpy as np

    assert span.part is not None and span.first is not None
    fmt = programme.fmt
    rate, count = f"{fmt.rate.numerator}/{fmt.rate.denominator}", span.frames + idr_number
    raw = ffmpeg.input("pipe:0", f="rawvideo", pix_fmt="rgb24", s=f"{fmt.width}x{fmt.height}", framerate=rate)
    graph = raw.filter("scale", flags=FLAGS, out_color_matrix=colour.matrix(fmt), out_range=colour.colour_range(fmt))
    if count > 1:
        graph = (
            graph.filter("loop", loop=count - 1, size=1)
            .filter("setpts", "N")
            .filter("settb", f"{fmt.rate.denominator}/{fmt.rate.numerator}")
        )
    output = ffmpeg.output(set_format(graph, fmt), str(out), **encoder_options(fmt, video, all_idr=bool(idr_number)))
    run_program(
        output, reads=programme.path(programme.recording.parts[span.part]), writes=out, feed=[np.ascontiguousarray(card).data]
    )
    segment = EncodedSegment.of(out, 0, spare=idr_number)
    rows = slice(span.first, span.first + span.frames)
    times = to_ticks(programme.timeline.programme_from_kept(programme.packets.time_us[rows]))
    return replace(segment, times=hold_first(programme, span, times))
