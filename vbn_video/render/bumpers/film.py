"""Intro and outro as files: the frames that differ, drawn once each, what stands repeated by the encoder, and the sound.

composition.py ─► each different frame ─ RGB ─► ffmpeg: YUV ─ what stands, so many times ─► H.264 ─┐
a sound file, or silence ─────────────────────────────────────────────────────────────────► AAC ──┴─► intro.mp4, outro.mp4
"""

from __future__ import annotations

from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path
from typing import Any

from vbn_video.clock import US_PER_S
from vbn_video.decisions import ProgrammeFormat
from vbn_video.errors import RecordingError
from vbn_video.messages import _
from vbn_video.recording.media import FORMATS
from vbn_video.recording.probe import sound_stream
from vbn_video.render import colour
from vbn_video.render.bumpers.backgrounds import stream_index
from vbn_video.render.bumpers.bumper_templates import Template
from vbn_video.render.bumpers.bumper_texts import BumperTexts
from vbn_video.render.bumpers.composition import brightness, canvas_of, compose, darken, standing_frames
from vbn_video.render.bumpers.layout import lay_out
from vbn_video.render.ffmpeg_program import run_program
from vbn_video.render.mp4.tracks import TICKS_PER_S
from vbn_video.render.programme import frames_in_bumper, samples_in, setsar_options

QUALITY_CRF = 18  # it is shown as it is; even fields cost little
STANDING_SPEED, MOVING_SPEED = {"preset": "superfast", "subq": 0}, {"preset": "veryfast"}
"""Where hardly anything moves, there is no motion to be searched for: with the same quality asked for, a few kilobytes more."""
SOUND_FADE_S = 0.3
SOUNDS = f"{FORMATS},wav,mp3,flac,ogg,aac,aiff,caf,w64"
"""By libav's names: each is one file of media; a playlist, which names other files and addresses, is none."""
FLAGS = "bicubic+accurate_rnd+full_chroma_int+full_chroma_inp"


def make_bumper(
    template: Template, texts: BumperTexts, fmt: ProgrammeFormat, duration_us: int, out: Path, *, sound: Path | None = None
) -> str:
    """Write a bumper of `duration_us` to `out` (MP4): whole frames at the programme's rate, in its size and colours.

    `sound` is played under it, cut or followed by silence; None is silence. Returns the characters that were left out because
    the template's fonts lack them.

    Raises:
        InputError: a picture or a font of the template can't be used.
        RecordingError: the film or the sound file can't be read.
        OSError: with ENOSPC: the disk is full.
    """
    layout = lay_out(template, texts, canvas_of(fmt))
    duration_s = float(Fraction(duration_us, US_PER_S))
    count = frames_in_bumper(fmt, duration_us)
    standing = standing_frames(template.look, count, fmt.rate, duration_s)
    with ExitStack() as opened:
        frame_at = compose(template, layout, fmt, duration_s, opened)
        times_s = (float(number / fmt.rate) for number in range(count) if number not in standing[1:-1])
        feed = (darken(frame_at(at_s), brightness(template.look.fade, at_s, duration_s)) for at_s in times_s)
        node = _output(fmt, standing, _sound_node(fmt, duration_us, sound), out)
        run_program(node, reads=sound or template.path, writes=out, feed=feed)
    return layout.left_out


def _output(fmt: ProgrammeFormat, standing: range, sound: Any, out: Path) -> Any:
    """The ffmpeg-python node that encodes the frames that are fed, of those `standing` only the first and last, and the sound."""
    import ffmpeg

    rate = f"{fmt.rate.numerator}/{fmt.rate.denominator}"
    raw = ffmpeg.input("pipe:0", f="rawvideo", pix_fmt="rgb24", s=f"{fmt.width}x{fmt.height}", framerate=rate)
    frames = raw.video.filter("scale", flags=FLAGS, out_color_matrix=colour.matrix(fmt), out_range=colour.colour_range(fmt))
    frames = frames.filter("format", "yuv420p")
    if gap := len(standing[1:-1]):
        frames = frames.filter("setpts", f"N+{gap}*gt(N,{standing.start})").filter("fps", rate)
    frames = frames.filter("setsar", **setsar_options(fmt))
    return ffmpeg.output(
        frames.filter("setparams", **colour.tags(fmt)),
        sound,
        str(out),
        **{
            "c:v": "libx264",
            **(STANDING_SPEED if standing else MOVING_SPEED),
            "crf": QUALITY_CRF,
            "profile:v": "high",
            "bf": 0,
            "x264-params": f"sps-id={fmt.bumper_set}",
            "video_track_timescale": TICKS_PER_S,
            "c:a": "aac",
            "b:a": f"{96 * fmt.sound_channels}k",
            "map_metadata": -1,
            "f": "mp4",
        },
    )


def _sound_node(fmt: ProgrammeFormat, duration_us: int, sound: Path | None) -> Any:
    """The bumper's sound as an ffmpeg-python node: exactly as long as it, at the programme's rate and channels."""
    import ffmpeg

    layout = "mono" if fmt.sound_channels == 1 else "stereo"
    samples = samples_in(fmt, duration_us)
    if sound is None:
        silence = ffmpeg.input(f"anullsrc=r={fmt.sound_rate_hz}:cl={layout}", f="lavfi").audio
        return silence.filter("atrim", end_sample=samples)
    index = stream_index(sound_stream, sound, SOUNDS)
    if index is None:
        raise RecordingError(_("{path} holds no sound. Name another file as the bumper's sound."), path=sound)
    played = ffmpeg.input(str(sound))[str(index)].filter("aresample", fmt.sound_rate_hz).filter("aformat", channel_layouts=layout)
    fade_s = min(SOUND_FADE_S, duration_us / 2e6)
    whole = played.filter("apad").filter("atrim", end_sample=samples)
    return whole.filter("afade", type="out", start_time=duration_us / 1e6 - fade_s, duration=fade_s)
