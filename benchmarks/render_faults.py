"""What a cut of a made recording gets wrong: pictures that are missing or shown again, sound that is not with its picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from benchmarks.made import RATE, SOUND_HZ, spoken
from tests.made_media import picture_number

HEARD_S = 0.5
REACH_S = 0.3

Kept = Sequence[Sequence[float]]
Sound = NDArray[np.float32]


@dataclass(frozen=True)
class Faults:
    """How a file differs from what was to be kept."""

    missing: int
    repeated: int
    foreign: int
    """Pictures that were to be cut away."""
    out_of_order: int
    late_ms: tuple[float, float]
    """How much later than its picture the sound comes, at the edges of the kept spans: least and most."""

    def __str__(self) -> str:
        counts = {"missing": self.missing, "repeated": self.repeated, "cut away": self.foreign, "out of order": self.out_of_order}
        wrong = [f"pictures {what}: {count}" for what, count in counts.items() if count]
        return f"{', '.join(wrong) or 'every picture once'}; sound {self.late_ms[0]:+.1f} to {self.late_ms[1]:+.1f} ms"


def faults(video: Path, recording: Path, kept_s: Kept, talk_s: tuple[float, float]) -> Faults:
    """Decode the file and compare; `talk_s`: where in it the talk lies, between the bumpers."""
    numbers, times_s = _pictures(video, talk_s)
    wanted = {number for start_s, end_s in kept_s for number in range(round(start_s * RATE), round(end_s * RATE))}
    counted = Counter(numbers)
    shown_at = dict(zip(reversed(numbers), reversed(times_s), strict=True))
    sounds = _sound(video), _sound(recording)
    late_s = [_late_s(*sounds, shown_at[number], number / RATE) for number in _places(kept_s) if number in shown_at]
    return Faults(
        missing=len(wanted - counted.keys()),
        repeated=sum(count - 1 for number, count in counted.items() if number in wanted),
        foreign=sum(count for number, count in counted.items() if number not in wanted),
        out_of_order=int(np.sum(np.diff(numbers) < 0)),
        late_ms=(min(late_s, default=np.nan) * 1000, max(late_s, default=np.nan) * 1000),
    )


def _pictures(video: Path, talk_s: tuple[float, float]) -> tuple[list[int], list[float]]:
    """The numbers of the talk's pictures and when each is shown."""
    numbers, times_s = [], []
    with av.open(str(video)) as file:
        stream = file.streams.video[0]
        stream.thread_type = "AUTO"
        for frame in file.decode(stream):
            if talk_s[0] - 0.5 / RATE < frame.time < talk_s[1] - 0.5 / RATE:
                plane = frame.planes[0]
                luma = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[: frame.height, : frame.width]
                numbers.append(picture_number(np.broadcast_to(luma[..., None], (*luma.shape, 3))))
                times_s.append(frame.time)
    return numbers, times_s


def _sound(path: Path) -> Sound:
    """The sound as it is heard from time 0 on, mono."""
    with av.open(str(path)) as file:
        stream = file.streams.audio[0]
        resampler = av.AudioResampler("fltp", "mono", SOUND_HZ)
        length_s = float((stream.duration or 0) * stream.time_base) + 1
        sound = np.zeros(round(length_s * SOUND_HZ), np.float32)
        for frame in file.decode(stream):
            for heard in resampler.resample(frame):
                at, samples = round(heard.time * SOUND_HZ), heard.to_ndarray()[0]
                sound[max(at, 0) : at + len(samples)] = samples[max(-at, 0) :][: len(sound) - max(at, 0)]
    return sound


def _places(kept_s: Kept) -> list[int]:
    """The first and the last picture of each kept span from which on somebody speaks."""
    places = []
    for start_s, end_s in kept_s:
        speech = [span for span in spoken(end_s + 4) if start_s <= span[0] and span[0] + HEARD_S + REACH_S < end_s]
        places += [round(span[0] * RATE) for span in (speech[:1] + speech[-1:])]
    return places


def _late_s(sound: Sound, source: Sound, at_s: float, source_s: float) -> float:
    """How much later than `at_s` one hears what the source has at `source_s`, by cross-correlation."""
    first = round(source_s * SOUND_HZ)
    wanted = source[first : first + round(HEARD_S * SOUND_HZ)]
    from_sample = max(0, round((at_s - REACH_S) * SOUND_HZ))
    there = sound[from_sample : round((at_s + REACH_S + HEARD_S) * SOUND_HZ)]
    size = len(there) + len(wanted)
    products = np.fft.irfft(np.fft.rfft(there, size) * np.conj(np.fft.rfft(wanted, size)), size)[: len(there) - len(wanted) + 1]
    return (from_sample + int(np.argmax(products))) / SOUND_HZ - at_s
