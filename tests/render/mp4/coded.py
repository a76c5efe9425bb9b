"""Coded pictures and sound as libav takes them out of a made file, to be written again by us; and what it reads in the result."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from vbn_video.decisions import Chapter, Cue
from vbn_video.render.mp4.text_metadata import TextMetadata
from vbn_video.render.mp4.tracks import Colour, SoundTrack, VideoTrack
from vbn_video.render.mp4.writer import write_movie

S = 1_000_000
NAL_IDR = 5
BT709 = Colour("tv", "bt709", "bt709", "bt709")
CHAPTERS = (Chapter(0, "Velkommen"), Chapter(1_500_000, "Æblet & <øen>"))
CUES = (Cue(500_000, 1_250_000, ("God morgen,", "Åse & <Bo>")), Cue(2_000_000, 2_700_000, ("Tak.",)))


@dataclass(frozen=True)
class Coded:
    video: VideoTrack
    video_data: tuple[bytes, ...]
    sound: SoundTrack | None
    sound_data: tuple[bytes, ...]

    def write(self, path: Path, metadata: TextMetadata, progress=lambda share: None) -> Path:
        write_movie(path, self.video, self.sound, metadata, iter(self.video_data), iter(self.sound_data), progress)
        return path


def coded(path: Path) -> Coded:
    """What libav finds in a made file."""
    with av.open(str(path)) as file:
        stream = file.streams.video[0]
        packets = [packet for packet in file.demux(stream) if packet.size]
        data = tuple(bytes(packet) for packet in packets)
        context = stream.codec_context
        video = VideoTrack(
            configuration=context.extradata,
            width=context.width,
            height=context.height,
            sample_aspect=Fraction(context.sample_aspect_ratio or 1),
            colour=BT709,
            times=np.array([round(packet.pts * packet.time_base * 90_000) for packet in packets]),
            sync=np.array([NAL_IDR in nal_kinds(sample) for sample in data]),
        )
    sound, sound_data = _sound(path)
    return Coded(video, data, sound, sound_data)


def _sound(path: Path) -> tuple[SoundTrack | None, tuple[bytes, ...]]:
    with av.open(str(path)) as file:
        if not file.streams.audio:
            return None, ()
        audio = file.streams.audio[0]
        context = audio.codec_context
        packets = [packet for packet in file.demux(audio) if packet.size]
        priming = -round(packets[0].pts * packets[0].time_base * audio.rate)
        samples = round(audio.duration * audio.time_base * audio.rate)
        facts = (context.extradata, audio.rate, context.channels, context.bit_rate, len(packets), priming, samples)
        return SoundTrack(*facts), tuple(bytes(packet) for packet in packets)


def nal_kinds(sample: bytes) -> set[int]:
    kinds, at = set(), 0
    while at < len(sample):
        kinds.add(sample[at + 4] & 0x1F)
        at += 4 + int.from_bytes(sample[at : at + 4])
    return kinds


def decoded_pictures(path: Path) -> list[tuple[Fraction, str]]:
    """(when, hash of the pixels) of every picture."""
    with av.open(str(path)) as file:
        frames = list(file.decode(video=0))
        return [(frame.pts * frame.time_base, hashlib.sha256(frame.to_ndarray().tobytes()).hexdigest()) for frame in frames]


def decoded_sound(path: Path) -> tuple[Fraction, np.ndarray]:
    """(when the first sample is presented, all samples)."""
    with av.open(str(path)) as file:
        frames = list(file.decode(audio=0))
        return frames[0].pts * frames[0].time_base, np.concatenate([frame.to_ndarray() for frame in frames], axis=1)


def read_cues(path: Path) -> list[tuple[int, int, str]]:
    """(start, end, text) in milliseconds of the subtitle track, rests left out."""
    with av.open(str(path)) as file:
        packets = [packet for packet in file.demux(file.streams.subtitles[0]) if packet.size > 2]
        return [(packet.pts, packet.pts + packet.duration, bytes(packet)[2:].decode()) for packet in packets]


def read_chapters(path: Path) -> list[tuple[int, int, str]]:
    with av.open(str(path)) as file:
        return [(chapter["start"], chapter["end"], chapter["metadata"]["title"]) for chapter in file.chapters()]
