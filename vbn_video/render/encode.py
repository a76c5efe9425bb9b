"""The programme's media: intro, kept pictures and outro as H.264, the sound beside them as AAC, in one file.

Each recorded part is one input of the ffmpeg program, read from the last IDR picture before the first kept one. Its kept
pictures are told from the others by their times, each is given its time in the programme, and all inputs are laid into one
stream in the order of those times:

    intro.mp4 ──────────────────────────── setpts ─ fit ─┐
    part 1 ─ trim ─ select kept pictures ─ setpts ─ fit ─┼─ interleave ─ x264
    part 2 ─ trim ─ select kept pictures ─ setpts ─ fit ─┤
    outro.mp4 ──────────────────────────── setpts ─ fit ─┘

Nothing is made regular: a variable rate stays variable, and where a part has no picture the one before stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vbn_video.codec import US_PER_S
from vbn_video.decisions import ProgrammeFormat
from vbn_video.events import Notice, Progress, Tell
from vbn_video.evidence import PictureFormat
from vbn_video.messages import _
from vbn_video.preset import Sound, Video
from vbn_video.render import colour
from vbn_video.render.aac import FRAME
from vbn_video.render.ffmpeg_program import Ran, run_program
from vbn_video.render.fit import fit
from vbn_video.render.programme import Programme, pixel_shape
from vbn_video.render.sound import EncodedSound, encode_sound

TICKS_PER_S = 90_000  # exact for 24, 25, 30, 50, 60 and their 1001ths, as in MPEG
KEYFRAME_EVERY_S = 4
SOUND_SHARE = 0.1
"""Of the whole time, so much goes into the sound (measured: 720p, x264 veryfast)."""
EDGE_US = 1_000
"""How far before the first and after the last picture of a part nothing else can be."""
QUEUED_PACKETS = 8  # ffmpeg's own default
FLAGS = "bicubic+accurate_rnd+full_chroma_int"


@dataclass(frozen=True)
class Run:
    """Pictures of one part that follow each other in the programme; times on the part's source clock."""

    after_us: int
    """Between the picture before the first one and the first one."""
    before_us: int
    """Between the last one and the picture after it."""
    shift_us: int
    """From source to programme."""


def encode_programme(programme: Programme, video: Video, sound: Sound, out: Path, tell: Tell) -> None:
    """Write the programme's pictures and sound as MP4 to `out`.

    The first kept picture stands at exactly the intro's length, every kept picture once at its Timeline time; sound as
    `sound.py` says.

    Raises:
        RecordingError: a part is damaged beyond reading.
        OSError: with ENOSPC: the disk is full; nothing is left behind.
    """
    sound_file = out.with_name(f"{out.stem}.sound.m4a")
    packets_file = out.with_name(f"{out.stem}.sound.aac")
    total_s = programme.duration_us / US_PER_S
    pictures = programme.pictures

    def tell_sound(share: float) -> None:
        tell(Progress(total_s * SOUND_SHARE * share, total_s))

    def tell_pictures(written: int) -> None:
        tell(Progress(total_s * (SOUND_SHARE + (1 - SOUND_SHARE) * min(written / pictures, 1)), total_s))

    try:
        _write_m4a(encode_sound(programme, sound, packets_file, tell_sound, tell), sound_file)
        complaints = _encode_pictures(programme, video, sound_file, out, tell_pictures)
    except BaseException:
        out.unlink(missing_ok=True)
        raise
    finally:
        sound_file.unlink(missing_ok=True)
        packets_file.unlink(missing_ok=True)
    _tell_damage(programme, complaints, out, tell)


def _write_m4a(sound: EncodedSound, out: Path) -> None:
    """The sound's packets as a file that the ffmpeg program reads."""
    from fractions import Fraction

    import av

    with av.open(str(out), "w", format="mp4") as file, sound.path.open("rb") as packets:
        track = file.add_stream("aac", rate=sound.rate_hz)
        track.layout = "mono" if sound.channels == 1 else "stereo"
        track.codec_context.extradata = sound.configuration
        for number, size in enumerate(sound.sizes):
            packet = av.Packet(packets.read(int(size)))
            packet.stream, packet.time_base = track, Fraction(1, sound.rate_hz)
            packet.pts = packet.dts = number * FRAME - sound.priming
            packet.duration = min(FRAME, sound.samples - packet.pts)
            file.mux(packet)


def runs_of(programme: Programme, part: int) -> tuple[Run, ...]:
    """The kept pictures of a part, as runs."""
    import numpy as np

    packets, clock = programme.packets, programme.timeline.parts[part]
    here = np.flatnonzero(packets.part == part)
    times_us = packets.time_us[here]
    kept = programme.kept_pictures(part)[here]
    to_source_us = clock.source_start_us - clock.start_us
    runs = []
    for span in programme.plan.kept:
        rows = np.flatnonzero(kept & (times_us >= span.start_us) & (times_us < span.end_us))
        if not len(rows):
            continue
        first, last = int(rows[0]), int(rows[-1])
        after_us = (times_us[first - 1] + times_us[first]) // 2 if first else times_us[first] - EDGE_US
        before_us = (times_us[last] + times_us[last + 1]) // 2 if last + 1 < len(times_us) else times_us[last] + EDGE_US
        at_us = programme.timeline.programme_from_recording(int(times_us[first]))
        assert at_us is not None
        shift_us = at_us - int(times_us[first]) - to_source_us
        runs.append(Run(int(after_us) + to_source_us, int(before_us) + to_source_us, shift_us))
    return tuple(runs)


def _encode_pictures(programme: Programme, video: Video, sound_file: Path, out: Path, ran: Ran) -> tuple[str, ...]:
    import ffmpeg

    streams = [_bumper(programme.intro, 0, programme)] if programme.plan.intro_us else []
    for part in range(len(programme.recording.parts)):
        if runs := runs_of(programme, part):
            streams.append(_part(programme, part, runs))
    if programme.plan.outro_us:
        streams.append(_bumper(programme.outro, programme.duration_us - programme.plan.outro_us, programme))
    pictures = ffmpeg.filter(streams, "interleave", nb_inputs=len(streams)) if len(streams) > 1 else streams[0]
    rate = programme.fmt.rate
    output = ffmpeg.output(
        pictures.filter("settb", f"1/{TICKS_PER_S}"),
        ffmpeg.input(str(sound_file))["a"],
        str(out),
        **{
            "c:v": "libx264",
            "preset": video.speed,
            "crf": video.crf,
            "profile:v": "high",
            "x264-params": f"fps={rate.numerator}/{rate.denominator}:keyint={max(1, round(rate * KEYFRAME_EVERY_S))}",
            "bf": 0,  # times need no edit list then, which some players ignore: at 2 pictures a second they would be 1 s late
            "fps_mode": "passthrough",
            "enc_time_base": f"1:{TICKS_PER_S}",
            "video_track_timescale": TICKS_PER_S,
            "copyts": None,
            "c:a": "copy",
            "map_metadata": -1,
            "map_chapters": -1,
            "f": "mp4",
        },
    )
    return run_program(output, reads=programme.path(programme.recording.parts[0]), writes=out, ran=ran)


def _bumper(path: Path | None, at_us: int, programme: Programme) -> Any:
    """The pictures of a bumper, which has the programme's shape already."""
    assert path is not None, "the plan has a bumper that was not made"
    pictures = _input(path, 0 if at_us == 0 else len(programme.recording.parts) + 1)["v:0"]
    return _dressed(pictures.filter("settb", f"1/{US_PER_S}").filter("setpts", f"PTS+{at_us}"), programme.fmt)


def _input(path: Path, number: int, **options: Any) -> Any:
    """An input of the program; ffmpeg-python takes equal ones for one, so that each gets a queue of its own length."""
    import ffmpeg

    return ffmpeg.input(str(path), thread_queue_size=QUEUED_PACKETS + number, **options)


def _part(programme: Programme, part: int, runs: tuple[Run, ...]) -> Any:
    """The kept pictures of one part at their times in the programme."""
    recorded = programme.recording.parts[part]
    source = _input(programme.path(recorded), part + 1, reinit_filter=0, **_seek(programme, part, runs[0]))
    pictures = source[str(recorded.picture_index)].filter("settb", f"1/{US_PER_S}")
    pictures = pictures.filter("trim", start_pts=runs[0].after_us, end_pts=runs[-1].before_us)
    if len(runs) > 1:
        pictures = pictures.filter("select", "+".join(f"between(pts,{run.after_us},{run.before_us})" for run in runs))
    shift = str(runs[-1].shift_us)
    for run in reversed(runs[:-1]):
        shift = f"if(lt(PTS,{run.before_us}),{run.shift_us},{shift})"
    return _dressed(_fitted(pictures.filter("setpts", f"PTS+{shift}"), recorded.picture, programme.fmt), programme.fmt)


def _seek(programme: Programme, part: int, first: Run) -> dict[str, Any]:
    """From where to read, on the source's own clock: the last IDR picture that is not after the first kept one."""
    import numpy as np

    packets, clock = programme.packets, programme.timeline.parts[part]
    source_us = packets.time_us + clock.source_start_us - clock.start_us
    safe = np.flatnonzero((packets.part == part) & packets.idr & (source_us <= first.after_us + EDGE_US))
    own_clock = {"noaccurate_seek": None, "seek_timestamp": 1}
    if not len(safe):
        return own_clock
    return own_clock | {"ss": f"{(int(source_us[safe[-1]]) + EDGE_US) / US_PER_S:.6f}"}


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


def _tell_damage(programme: Programme, complaints: tuple[str, ...], out: Path, tell: Tell) -> None:
    """Say what the decoder stumbled over, and how many pictures the recording was too damaged to give."""
    import av

    with av.open(str(out)) as made:
        lacking = programme.pictures - made.streams.video[0].frames
    if lacking > 0:
        sentence = _("{count} pictures of the recording could not be read; the picture before each stands in its place.")
        tell(Notice(sentence.format(count=lacking), "warning"))
    elif complaints:
        sentence = _("The recording is damaged in places, and what could not be read was concealed: {why}.")
        tell(Notice(sentence.format(why=complaints[0]), "warning"))
