"""Evidence of a recording that never was: who speaks when and how loud, and pictures at given times."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from vbn_video.clock import us
from vbn_video.evidence import Identity, Levels, Packets, Part, Recording, SoundFormat, SpeechSpan, VideoFormat, Word

BLOCK_US = 100_000
HOP_US = 10_000
FLOOR_LUFS = -62.0


@dataclass(frozen=True)
class Evidence:
    """What the steps before `plan` would have found."""

    recording: Recording
    levels: Levels
    speech: tuple[SpeechSpan, ...]
    words: tuple[Word, ...]
    packets: Packets

    @property
    def pictures_us(self) -> NDArray[np.int64]:
        """When each picture is shown."""
        return self.packets.time_us


def made_part(
    seconds: float, rate: Fraction = Fraction(25), picture_s: float | None = None, picture_from_s: float = 0, **picture: object
) -> Part:
    """A part whose sound lasts `seconds` and whose picture lasts from `picture_from_s` to `picture_s`."""
    shown_s = seconds if picture_s is None else picture_s
    shape = {"codec": "h264", "width": 1280, "height": 720, "pixel_format": "yuv420p", "rate": rate, **picture}
    return Part(
        file="video.mp4",
        identity=Identity(1, 1, "", ""),
        source_start_us=0,
        duration_us=us(max(seconds, shown_s)),
        picture_index=0,
        picture=VideoFormat(**shape),  # type: ignore[arg-type]
        pictures=max(1, round((shown_s - picture_from_s) * rate)),
        sound_index=1,
        sound=SoundFormat("aac", 32_000, 1),
        picture_start_us=us(picture_from_s),
        picture_end_us=us(shown_s),
        sound_end_us=us(seconds),
    )


def made_recording(*parts: Part) -> Recording:
    """A recording of these parts."""
    return Recording(kind="files", name="møde", parts=parts)


def made_pictures_us(recording: Recording) -> NDArray[np.int64]:
    """The picture times of parts with a fixed rate."""
    times = [
        start_us + part.picture_start_us + round(number * 1_000_000 / part.picture.rate)
        for part, start_us in zip(recording.parts, recording.part_starts_us, strict=True)
        for number in range(part.pictures)
    ]
    return np.array(times, dtype=np.int64)


def made_packets(recording: Recording, gop: int | None = None, pyramid: int = 1) -> Packets:
    """Pictures in GOPs of `gop` (None: one GOP a part), in each of which every `pyramid` pictures are decoded last one first."""
    times_us = made_pictures_us(recording)
    part = (np.searchsorted(recording.part_starts_us, times_us, side="right") - 1).astype(np.int32)
    number = np.arange(len(part)) - np.searchsorted(part, part)
    in_gop = number % (gop or len(part))
    lengths = np.diff(np.append(np.flatnonzero(in_gop == 0), len(part)))
    block = (in_gop - 1) // pyramid
    first, last = block * pyramid + 1, np.minimum((block + 1) * pyramid, lengths.repeat(lengths) - 1)
    decoded = np.where(in_gop == 0, 0, np.where(in_gop == last, first, in_gop + 1))
    position = number - in_gop + decoded
    none = np.zeros(len(part), dtype=np.bool_)
    return Packets(part, times_us, times_us, times_us, position, none.astype(np.int64), in_gop == 0, in_gop == 0, none)


def made_evidence(
    said: Sequence[tuple[float, float, float]],
    seconds: float,
    *parts: Part,
    rate: Fraction = Fraction(25),
    text: str = "ord",
    gop: int | None = None,
    pyramid: int = 1,
) -> Evidence:
    """Evidence from (start s, end s, loudness in LUFS) of each utterance; words of 0.4 s fill the utterances."""
    recording = made_recording(*(parts or (made_part(seconds, rate),)))
    blocks = -(-recording.duration_us // BLOCK_US)
    peaks = np.full(blocks, FLOOR_LUFS + 10, dtype=np.float32)
    loudness = np.full(blocks, FLOOR_LUFS, dtype=np.float32)
    words = []
    for start_s, end_s, loudness_lufs in said:
        first, last = int(start_s * 10), -int(-end_s * 10 // 1)
        peaks[first:last] = loudness_lufs + 12
        loudness[first : last + 3] = np.maximum(loudness[first : last + 3], loudness_lufs)
        count = max(1, int((end_s - start_s) / 0.4))
        each_s = (end_s - start_s) / count
        words += [Word(us(start_s + i * each_s), us(start_s + (i + 1) * each_s), f"{text}{i}", 0.9) for i in range(count)]
    speech = tuple(SpeechSpan(us(start_s), us(end_s)) for start_s, end_s, _lufs in said)
    levels = Levels(
        BLOCK_US, loudness, peaks, -20.0, HOP_US, np.repeat(loudness, BLOCK_US // HOP_US), np.repeat(peaks, BLOCK_US // HOP_US)
    )
    return Evidence(recording, levels, speech, tuple(words), made_packets(recording, gop, pyramid))


def made_meeting(seed: int, minutes: float = 10, pause_s: float = 0) -> tuple[list[tuple[float, float, float]], float, float]:
    """Utterances of a meeting with small talk 12 dB quieter around it, and when it truly begins and ends.

    Lengths, rests and levels are those of the meetings that the project's corpus is made of.
    """
    rnd = random.Random(seed)
    total_s = minutes * 60
    start_s, end_s = total_s * rnd.uniform(0.06, 0.16), total_s * rnd.uniform(0.90, 0.97)
    said: list[tuple[float, float, float]] = []

    def say(at_s: float, quieter_lu: float, until_s: float) -> float:
        length_s, lufs = rnd.choice(((0.8, -14.0), (2.6, -17.0), (3.5, -16.5), (3.6, -23.0), (4.6, -18.0), (6.3, -18.0)))
        if at_s + length_s > until_s:
            return until_s
        said.append((round(at_s, 3), round(at_s + length_s, 3), lufs - quieter_lu))
        return at_s + length_s

    at_s = rnd.uniform(3, 10)
    while at_s < start_s - 6:
        at_s = say(at_s, 12, start_s - 4) + rnd.uniform(6, 25)
    at_s, first = start_s, len(said)
    while at_s < end_s:
        if pause_s and total_s / 2 - 8 < at_s < total_s / 2 + pause_s:
            at_s = total_s / 2 + pause_s + 0.5
        at_s = say(at_s, 0, end_s) + rnd.choice((0.3, 0.5, 0.8, 1.2, 2.0, 4.0))
    truth = said[first][0], said[-1][1]
    at_s = truth[1] + rnd.uniform(5, 12)
    while at_s < total_s - 8:
        at_s = say(at_s, 12, total_s) + rnd.uniform(10, 40)
    return said, *truth
