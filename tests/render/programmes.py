"""Programmes made of small made recordings, and what a finished file shows and sounds like when it is decoded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from tests.made_media import picture_number
from vbn_video.decisions import EditPlan, KeptSpan, Side
from vbn_video.listen.measure import measure
from vbn_video.plan.cut.programme_format import programme_format
from vbn_video.plan.cut.splice import plan_splice
from vbn_video.recording.find import find_sources
from vbn_video.recording.understand import understand
from vbn_video.render.movie import RenderJob, make_movie
from vbn_video.render.mp4.text_metadata import TextMetadata
from vbn_video.render.programme import Programme, frames_in_bumper
from vbn_video.settings.preset import Preset

S = 1_000_000
SIDE = Side("editor", 1.0)
SOUND = Preset().sound
PRESET = Preset().model_copy(update={"video": Preset().video.model_copy(update={"crf": 20})})


def silent(_event: object) -> None:
    """Hears nothing."""


def programme_of(
    files: Sequence[Path],
    kept_s: Sequence[tuple[float, float]],
    *,
    intro: Path | None = None,
    outro: Path | None = None,
    bumper_us: tuple[int, int] = (0, 0),
) -> Programme:
    """The programme that keeps these seconds of a recording; starts go to the picture at or after them."""
    sources = find_sources(list(files))
    recording, packets = understand(sources, silent)
    levels = measure(recording, sources.root, silent).levels
    whole = Programme(recording, packets, levels, sources.root, EditPlan(()), programme_format(recording, EditPlan(())))
    return kept_of(whole, kept_s, intro=intro, outro=outro, bumper_us=bumper_us)


def kept_of(
    programme: Programme,
    kept_s: Sequence[tuple[float, float]],
    *,
    intro: Path | None = None,
    outro: Path | None = None,
    bumper_us: tuple[int, int] = (0, 0),
) -> Programme:
    """The same recording with these seconds kept."""
    times_us = programme.packets.time_us
    spans = tuple(
        KeptSpan(int(times_us[np.searchsorted(times_us, round(first * S))]), round(last * S), SIDE, SIDE)
        for first, last in kept_s
    )
    plan = EditPlan(spans, *bumper_us)
    fmt = programme_format(programme.recording, plan)
    return replace(programme, plan=plan, fmt=fmt, intro=intro, outro=outro)


def encoded(programme: Programme, out: Path, emit=silent, preset: Preset = PRESET) -> Path:
    """The programme as a finished video without texts."""
    splice = plan_splice(programme.recording, programme.packets, programme.plan)
    make_movie(RenderJob(programme, splice, preset, TextMetadata(programme.duration_us)), out, emit)
    return out


def kept_rows(programme: Programme) -> NDArray[np.int64]:
    """The rows of `Packets` that the plan keeps, read off its spans."""
    times_us = programme.packets.time_us
    return np.flatnonzero([any(span.start_us <= at_us < span.end_us for span in programme.plan.kept) for at_us in times_us])


def pictures_of(programme: Programme) -> int:
    """How many pictures the programme has, bumpers included."""
    bumpers = (frames_in_bumper(programme.fmt, length_us) for length_us in (programme.plan.intro_us, programme.plan.outro_us))
    return len(kept_rows(programme)) + sum(bumpers)


def wanted_us(programme: Programme) -> list[int]:
    """When each kept picture should stand."""
    places = (programme.timeline.programme_from_recording(int(time_us)) for time_us in programme.packets.time_us)
    return [place for place in places if place is not None]


@dataclass(frozen=True)
class Shown:
    """The pictures of a file."""

    times_us: list[int]
    numbers: list[int]
    pictures: list[NDArray[np.uint8]]


def shown(path: Path, box: tuple[int, int, int, int] | None = None) -> Shown:
    """All pictures decoded; their numbers are read within `box` (left, top, right, bottom)."""
    times_us, numbers, pictures = [], [], []
    with av.open(str(path)) as file:
        for frame in file.decode(video=0):
            picture = frame.to_ndarray(format="rgb24")
            left, top, right, bottom = box or (0, 0, picture.shape[1], picture.shape[0])
            times_us.append(round(frame.pts * frame.time_base * S))
            numbers.append(picture_number(picture[top:bottom, left:right]))
            pictures.append(picture)
    return Shown(times_us, numbers, pictures)


def heard(path: Path) -> tuple[NDArray[np.float32], int]:
    """The sound decoded, samples x channels from time 0 on, and its rate."""
    pieces = []
    with av.open(str(path)) as file:
        stream = file.streams.audio[0]
        for frame in file.decode(stream):
            assert pieces or frame.pts == 0
            pieces.append(frame.to_ndarray().T)
        return np.concatenate(pieces), stream.rate


def lengths_us(path: Path) -> tuple[int, int]:
    """How long the picture track and the sound track last, as the container says."""
    with av.open(str(path)) as file:
        streams = file.streams.video[0], file.streams.audio[0]
        assert all((stream.start_time or 0) == 0 for stream in streams)
        return tuple(round(stream.duration * stream.time_base * S) for stream in streams)


def clicks(at_s: Sequence[float], seconds: float, rate: int = 32_000) -> NDArray[np.float32]:
    """Silence with a burst of noise, 20 ms long, at each of these times; the bursts differ from each other."""
    sound = np.zeros(round(seconds * rate), np.float32)
    for number, second in enumerate(at_s):
        first = round(second * rate)
        sound[first : first + rate // 50] = _burst(number, rate)
    return sound


def late_s(sound: NDArray[np.float32], rate: int, at_s: Sequence[float]) -> list[float]:
    """How much later than at these times each burst of `clicks` is heard, found by cross-correlation within 50 ms."""
    mono, reach = sound.mean(axis=1), rate // 20
    late = []
    for number, second in enumerate(at_s):
        first = round(second * rate)
        heard_there = mono[max(0, first - reach) : first + reach + rate // 50]
        found = int(np.argmax(np.correlate(heard_there, _burst(number, rate), "valid")))
        late.append((found - min(first, reach)) / rate)
    return late


def _burst(number: int, rate: int) -> NDArray[np.float32]:
    return np.random.default_rng(7 + number).normal(0, 0.1, rate // 50).astype(np.float32)
