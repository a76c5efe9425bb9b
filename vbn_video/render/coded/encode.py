"""One stretch of the programme whose pictures are encoded anew: decoded from the last IDR picture before it, fitted, encoded.

Its pictures are told from the others of their part by their times, and each is given its time in the programme:

    part ─ from the IDR picture ─ trim to the stretch ─ setpts ─ fit ─ x264

Nothing is made regular: a variable rate stays variable, and where a picture can't be read the one before stands. Every group of
pictures is closed and has no B-pictures, so that the stretch can stand between any others.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vbn_video.clock import US_PER_S
from vbn_video.decisions import ProgrammeFormat, SpliceSpan
from vbn_video.evidence import PictureFormat
from vbn_video.render import colour
from vbn_video.render.coded.fit import fit
from vbn_video.render.ffmpeg_program import Ran, run_program
from vbn_video.render.mp4.tracks import TICKS_PER_S
from vbn_video.render.programme import Programme, pixel_shape
from vbn_video.settings.preset import Video

KEYFRAME_EVERY_S = 4
EDGE_US = 1_000
"""How far before the first and after the last picture of a part nothing else can be."""
OWN_CLOCK = {"noaccurate_seek": None, "seek_timestamp": 1}
ALL_IDR = {"force_key_frames": "expr:1", "forced-idr": 1}
FLAGS = "bicubic+accurate_rnd+full_chroma_int"


@dataclass(frozen=True)
class Run:
    """Pictures of one part that follow each other; times on the part's source clock."""

    after_us: int
    """Between the picture before the first one and the first one."""
    before_us: int
    """Between the last one and the picture after it."""
    shift_us: int
    """From source to programme."""


def encode_stretch(
    programme: Programme, span: SpliceSpan, video: Video, out: Path, ran: Ran, *, idr_number: int = 0, sought: bool = True
) -> tuple[str, ...]:
    """Write the pictures of a stretch as H.264 to `out` (NUT), each at its time in the programme in ticks of 1/90,000 s.

    The first is an IDR picture, and numbered 0 (`idr_pic_id`); for a single picture that shall have the number 1 a spare one with
    0 stands in front of it. Parameter sets are numbered `fmt.encoded_set`. Fewer pictures than planned come out where the
    recording is too damaged to give them. Where they are `sought`, the part is read from the last IDR picture before them,
    else from its beginning. Returns what the decoder complained about.

    Raises:
        RecordingError: the part is damaged beyond reading.
        OSError: with ENOSPC: the disk is full.
    """
    import ffmpeg

    assert span.part is not None
    recorded, run, fmt = programme.recording.parts[span.part], run_of(programme, span), programme.fmt
    source = ffmpeg.input(
        str(programme.path(recorded)), reinit_filter=0, **(_seek(programme, span.part, run) if sought else OWN_CLOCK)
    )
    pictures = source[str(recorded.picture_index)].filter("settb", f"1/{US_PER_S}")
    pictures = pictures.filter("trim", start_pts=run.after_us, end_pts=run.before_us).filter("setpts", f"PTS+{run.shift_us}")
    if idr_number:
        pictures = pictures.filter("loop", loop=idr_number, size=1).filter("setpts", f"PTS+{EDGE_US}*N")
    dressed = _dressed(_fitted(pictures, recorded.picture, fmt), fmt)
    settings = f"fps={fmt.rate.numerator}/{fmt.rate.denominator}:keyint={max(1, round(fmt.rate * KEYFRAME_EVERY_S))}"
    output = ffmpeg.output(
        dressed.filter("settb", f"1/{TICKS_PER_S}"),
        str(out),
        **{
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
        | (ALL_IDR if idr_number else {}),
    )
    return run_program(output, reads=programme.path(recorded), writes=out, ran=ran)


def run_of(programme: Programme, span: SpliceSpan) -> Run:
    """Where the pictures of a stretch lie in their file."""
    import numpy as np

    assert span.part is not None and span.first is not None
    packets, clock = programme.packets, programme.timeline.parts[span.part]
    here = np.flatnonzero(packets.part == span.part)
    first, last = span.first - int(here[0]), span.first - int(here[0]) + span.pictures - 1
    times_us = packets.time_us[here]
    after_us = (times_us[first - 1] + times_us[first]) // 2 if first else times_us[first] - EDGE_US
    before_us = (times_us[last] + times_us[last + 1]) // 2 if last + 1 < len(times_us) else times_us[last] + EDGE_US
    at_us = programme.timeline.programme_from_recording(int(times_us[first]))
    assert at_us is not None
    to_source_us = clock.source_start_us - clock.start_us
    return Run(int(after_us) + to_source_us, int(before_us) + to_source_us, at_us - int(times_us[first]) - to_source_us)


def _seek(programme: Programme, part: int, run: Run) -> dict[str, Any]:
    """From where to read, on the source's own clock: the last IDR picture that is not after the first picture."""
    import numpy as np

    packets, clock = programme.packets, programme.timeline.parts[part]
    source_us = packets.time_us + clock.source_start_us - clock.start_us
    safe = np.flatnonzero((packets.part == part) & packets.idr & (source_us <= run.after_us + EDGE_US))
    if not len(safe):
        return OWN_CLOCK
    return OWN_CLOCK | {"ss": f"{(int(source_us[safe[-1]]) + EDGE_US) / US_PER_S:.6f}"}


def _fitted(pictures: Any, picture: PictureFormat, fmt: ProgrammeFormat) -> Any:
    """The part's pictures in the programme's size and colours."""
    place = fit(picture, fmt)
    if place.scaled:
        pictures = pictures.filter("scale", place.width, place.height, **_colours(picture, fmt))
    else:
        pictures = pictures.filter("scale", "iw", "ih", **_colours(picture, fmt)).filter("crop", place.width, place.height, 0, 0)
    if (place.width, place.height) != (fmt.width, fmt.height):
        pictures = pictures.filter("pad", fmt.width, fmt.height, place.left, place.top)
    return pictures


def _colours(picture: PictureFormat, fmt: ProgrammeFormat) -> dict[str, str]:
    """Options of the `scale` filter: how it interpolates, and the programme's matrix where the part's own is another."""
    options = {"flags": FLAGS, "out_range": colour.colour_range(fmt)}
    if picture.colour_space != fmt.colour_space or picture.pixel_format.startswith(("rgb", "bgr", "gbr")):
        options["out_color_matrix"] = colour.matrix(fmt)
    return options


def _dressed(pictures: Any, fmt: ProgrammeFormat) -> Any:
    """Pixel shape, pixel format and colour tags of the programme."""
    return pictures.filter("setsar", **pixel_shape(fmt)).filter("format", "yuv420p").filter("setparams", **colour.tags(fmt))
