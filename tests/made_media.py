"""Small videos made for tests, of which everything is known: which picture stands when, and where there is sound.

Every picture carries its own number as sixteen black or white fields along its upper edge, which survive encoding, scaling and
cutting: `picture_number(rgb)` reads it back. Sound is `speechlike` (the Silero detector takes it for speech) in the spans that
a test names, and a faint noise floor elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

Spans = Sequence[tuple[float, float]]
Picture = Callable[[int, tuple[int, int]], NDArray[np.uint8]]

NUMBER_FIELDS = 16
SYLLABLES_PER_S = 4.2
FORMANTS_HZ = ((730, 1090, 2440), (270, 2290, 3010), (300, 870, 2240), (530, 1840, 2480), (570, 840, 2410))
"""First three formants of a, i, u, e and o (Peterson and Barney 1952, men)."""


def numbered(index: int, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Picture `index`: a slanting grey gradient that moves a little, its number along the upper edge; height x width x 3."""
    width, height = size
    grey = np.linspace(60, 160, width) + np.linspace(0, 60, height)[:, np.newaxis] + index % 25
    field_w, field_h = width // NUMBER_FIELDS, max(height // 8, 8)
    for bit in range(NUMBER_FIELDS):
        grey[:field_h, bit * field_w : (bit + 1) * field_w] = 235 if index >> bit & 1 else 16
    return np.repeat(grey.astype(np.uint8)[..., None], 3, axis=2)


def picture_number(rgb: NDArray[np.uint8]) -> int:
    """The number of a picture that `numbered` drew, from its decoded (and perhaps scaled) height x width x 3 pixels."""
    field_w, field_h = rgb.shape[1] / NUMBER_FIELDS, rgb.shape[0] / 8
    row = rgb[int(field_h * 0.3) : int(field_h * 0.7), :, 1].mean(axis=0)
    return sum(
        1 << bit for bit in range(NUMBER_FIELDS) if row[int((bit + 0.25) * field_w) : int((bit + 0.75) * field_w)].mean() > 126
    )


def plain(colour: tuple[int, int, int]) -> Picture:
    """A picture of one colour, without a number."""
    return lambda index, size: np.full((size[1], size[0], 3), colour, np.uint8)


def speechlike(spans: Spans, seconds: float, rate: int = 32_000, seed: int = 1) -> NDArray[np.float32]:
    """Mono sound of `seconds`: vowels in syllables within `spans`, a noise floor near -70 dBFS elsewhere."""
    return _speechlike(tuple(spans), seconds, rate, seed).copy()


@lru_cache(maxsize=32)  # of the sounds of all tests, two in three were made before
def _speechlike(spans: Spans, seconds: float, rate: int, seed: int) -> NDArray[np.float32]:
    noise = np.random.default_rng(seed)
    sound = noise.normal(0, 3e-4, round(seconds * rate)).astype(np.float32)
    for first_s, last_s in spans:
        voice = _vowels(last_s - first_s, rate, noise)
        at = round(first_s * rate)
        end = min(at + len(voice), len(sound))
        sound[at:end] += voice[: end - at]
    return sound


def _vowels(seconds: float, rate: int, noise: np.random.Generator) -> NDArray[np.float32]:
    """A voice on about 120 Hz that says one vowel a syllable, 0.5 at its loudest."""
    at_s = np.arange(round(seconds * rate)) / rate
    pitch_hz = 120 + 12 * np.sin(2 * np.pi * 0.7 * at_s) + 3 * np.sin(2 * np.pi * 5.5 * at_s)
    phase = 2 * np.pi * np.cumsum(pitch_hz) / rate
    syllable = np.floor(at_s * SYLLABLES_PER_S).astype(int)
    formants = np.array(FORMANTS_HZ)[noise.integers(0, len(FORMANTS_HZ), syllable.max(initial=0) + 1)][syllable]
    voice = np.zeros_like(at_s)
    for harmonic in range(1, 32):
        hz = harmonic * pitch_hz
        gain = sum(weight / (1 + ((hz - formants[:, n]) / (60 + 40 * n)) ** 2) for n, weight in enumerate((1.0, 0.6, 0.35)))
        voice += (gain + 0.01) / harmonic**0.5 * np.sin(harmonic * phase)
    voice *= np.sin(np.pi * (at_s * SYLLABLES_PER_S % 1)) ** 0.6
    voice += noise.normal(0, 0.01, len(voice))
    peak = np.abs(voice).max(initial=1e-9)
    return (0.5 * voice / peak).astype(np.float32)


def make_video(
    path: Path,
    seconds: float = 4.0,
    size: tuple[int, int] = (320, 180),
    rate: Fraction = Fraction(25),
    speech: Spans | None = ((0.5, 3.5),),
    sound: NDArray[np.float32] | None = None,
    sound_seconds: float | None = None,
    sound_start_s: float = 0.0,
    channels: int = 1,
    sound_rate: int = 32_000,
    picture: Picture | None = numbered,
    picture_times_s: Sequence[float] | None = None,
    sample_aspect: Fraction = Fraction(1),
    rotation: int = 0,
    gop: int = 50,
    bframes: int = 0,
    open_gop: bool = False,
    colour: str | None = "bt709",
    sound_tracks: int = 1,
    codec: str = "libx264",
) -> Path:
    """An MP4 (or MOV, MKV by its suffix) of `seconds`, its index in front; the folder is made if missing.

    `speech` names the spans with speech, () a silent track, None no sound track; `sound` (samples, or samples x channels, at
    `sound_rate`) is taken instead of `speech`. `picture` draws picture number n, None = no video stream. `picture_times_s`
    makes a variable rate: one time for each picture, the last one shown until `seconds`. `colour` tags it (limited range), None =
    untagged. `sound_seconds` and `sound_start_s` make a sound that is shorter, longer or later than the picture. `rotation`:
    degrees clockwise to turn the picture for showing.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if sound is None and speech is not None:
        sound = speechlike(speech, seconds if sound_seconds is None else sound_seconds, sound_rate)
    options = {"movflags": "+faststart"} if path.suffix in {".mp4", ".mov", ".m4a"} else {}
    with av.open(str(path), "w", options=options) as file:
        video = _add_picture(file, size, rate, sample_aspect, gop, bframes, open_gop, colour, codec) if picture else None
        if video and rotation:
            video.set_display_rotation(-rotation)
        tracks = [add_sound(file, channels, sound_rate) for _ in range(sound_tracks if sound is not None else 0)]
        if picture and video:
            _write_pictures(file, video, seconds, rate, size, picture, picture_times_s)
        for track in tracks:
            write_sound(file, track, sound, channels, sound_rate, round(sound_start_s * sound_rate))
    return path


def _add_picture(file, size, rate, sample_aspect, gop, bframes, open_gop, colour, codec):
    video = file.add_stream(codec, rate=rate)
    video.width, video.height = size
    video.pix_fmt = "yuv420p" if codec == "libx264" else "yuvj420p"
    context = video.codec_context
    context.time_base = Fraction(1, 90_000)
    context.sample_aspect_ratio = sample_aspect
    if codec == "libx264":
        params = f"keyint={gop}:min-keyint=1:scenecut=0:open-gop={int(open_gop)}:bframes={bframes}:b-adapt=0"
        video.options = {"preset": "ultrafast", "crf": "20", "x264-params": params, "threads": "1"}
    if colour:
        number = {"bt709": 1, "smpte170m": 6}[colour]
        context.color_range, context.colorspace, context.color_primaries, context.color_trc = 1, number, number, number
    return video


def add_sound(file, channels, sound_rate):
    track = file.add_stream("aac", rate=sound_rate)
    track.layout, track.bit_rate = {1: "mono", 2: "stereo"}[channels], 64_000 * channels
    return track


def _write_pictures(file, video, seconds, rate, size, picture, picture_times_s):
    base = Fraction(1, 90_000)
    times_s = [Fraction(n) / rate for n in range(round(Fraction(seconds) * rate))] if picture_times_s is None else picture_times_s
    ticks = [round(Fraction(at) / base) for at in times_s]
    ends = [*ticks[1:], round(Fraction(seconds) / base) if picture_times_s is not None else ticks[-1] + round(1 / rate / base)]
    shown = {pts: end - pts for pts, end in zip(ticks, ends, strict=True)}
    for index, pts in enumerate(ticks):
        frame = av.VideoFrame.from_ndarray(picture(index, size), format="rgb24").reformat(format=video.pix_fmt)
        frame.pts, frame.time_base = pts, base
        _mux(file, video.encode(frame), shown)
    _mux(file, video.encode(), shown)


def _mux(file, packets, shown):
    for packet in packets:
        packet.duration = shown[packet.pts]
        file.mux(packet)


def write_sound(file, track, sound, channels, sound_rate, first):
    planes = np.atleast_2d(sound.T).astype(np.float32)
    planes = np.ascontiguousarray(np.broadcast_to(planes, (channels, planes.shape[1])))
    for at in range(0, planes.shape[1], sound_rate):
        chunk = av.AudioFrame.from_ndarray(np.ascontiguousarray(planes[:, at : at + sound_rate]), "fltp", track.layout.name)
        chunk.sample_rate, chunk.pts, chunk.time_base = sound_rate, first + at, Fraction(1, sound_rate)
        file.mux(track.encode(chunk))
    file.mux(track.encode())
