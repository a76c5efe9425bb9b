"""What a recorded file holds: which video and sound stream to use, and their formats. At most one frame is decoded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from vbn_video.errors import RecordingError
from vbn_video.evidence import Choice, SoundFormat, VideoFormat
from vbn_video.messages import _
from vbn_video.recording.media import open_media, to_fraction
from vbn_video.recording.timing.edit_lists import reading_options

if TYPE_CHECKING:
    from av import VideoFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.stream import Stream
    from av.video.stream import VideoStream

StreamT = TypeVar("StreamT", bound="Stream")
PACKETS_TO_FIRST_FRAME = 6000
"""Keyframes of a minute apart are usual, and a file may begin just behind one."""
SOUND_RATES_HZ = range(1000, 768_001)
"""What is beyond is a damaged header: a resampler for it takes gigabytes."""
RANGES = {1: "tv", 2: "pc"}
"""Ffmpeg's numbers; those of the other three are of ITU-T H.273. What is not named here says nothing."""
SPACES = {
    1: "bt709", 4: "fcc", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "ycgco", 9: "bt2020nc", 10: "bt2020c", 14: "ictcp",
}  # fmt: skip
PRIMARIES = {
    1: "bt709", 4: "bt470m", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "film", 9: "bt2020", 10: "smpte428",
    11: "smpte431", 12: "smpte432",
}  # fmt: skip
TRANSFERS = {
    1: "bt709", 4: "gamma22", 5: "gamma28", 6: "smpte170m", 7: "smpte240m", 8: "linear", 9: "log100", 10: "log316",
    11: "iec61966-2-4", 12: "bt1361e", 13: "iec61966-2-1", 14: "bt2020-10", 15: "bt2020-12", 16: "smpte2084", 17: "smpte428",
    18: "arib-std-b67",
}  # fmt: skip


@dataclass(frozen=True)
class Probed:
    """One recorded file as its header has it. The frame rate is not known before its packets are read."""

    picture_index: int
    picture: VideoFormat
    sound_index: int | None
    sound: SoundFormat | None
    decodable_from: int | None
    """Time, in ticks of the stream, of the first frame that can be decoded; None where the file gives it none."""
    choices: tuple[Choice, ...] = ()


def probe(path: Path, file: str) -> Probed:
    """Open a recorded file and say what it holds; `file` is its name in the choices.

    Raises:
        RecordingError: it holds no video, none of its frames can be decoded, or the file can't be read.
    """
    with open_media(path, reading_options(path)) as container:
        video, audio = video_stream(container, path), sound_stream(container)
        choices = _choice(file, _video_streams(container), video, _("{count} pictures; number {number} is used."))
        choices += _choice(file, _sound_streams(container), audio, _("{count} sound tracks; number {number} is used."))
        sound = _sound_format(audio) if audio else None
        frame = _first_frame(container, video, path)
        return Probed(video.index, _video_format(video, frame), audio.index if audio else None, sound, frame.pts, choices)


def probe_sound(path: Path) -> tuple[int | None, SoundFormat | None]:
    """(index, format) of the sound track to use of a file that need have no video; None and None where there is no sound.

    Raises:
        RecordingError: the file can't be read.
    """
    with open_media(path) as container:
        audio = sound_stream(container)
        return (audio.index, _sound_format(audio)) if audio else (None, None)


def read_declared_duration_us(path: Path) -> int:
    """The duration in a file's header; 0 where it has none.

    Raises:
        RecordingError: the file can't be read.
    """
    with open_media(path) as container:
        return container.duration or 0


def video_stream(container: InputContainer, path: Path) -> VideoStream:
    """The video stream to use: the one marked as default, else the first. A cover image is none.

    Raises:
        RecordingError: there is none.
    """
    streams = _video_streams(container)
    if not streams:
        raise RecordingError(_("{path} holds no picture, only sound or nothing: a video needs both."), path=path)
    return _marked_default(streams)


def sound_stream(container: InputContainer) -> AudioStream | None:
    """The sound track to use: the one marked as default, else the first; None if there is none that can be read."""
    streams = _sound_streams(container)
    return _marked_default(streams) if streams else None


def _video_streams(container: InputContainer) -> list[VideoStream]:
    from av.stream import Disposition

    still = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image
    return [stream for stream in container.streams.video if not stream.disposition & still and stream.codec_context]


def _sound_streams(container: InputContainer) -> list[AudioStream]:
    return [stream for stream in container.streams.audio if stream.codec_context and stream.rate in SOUND_RATES_HZ]


def _marked_default(streams: Sequence[StreamT]) -> StreamT:
    from av.stream import Disposition

    return next((stream for stream in streams if stream.disposition & Disposition.default), streams[0])


def _choice(file: str, streams: Sequence[Stream], chosen: Stream | None, sentence: str) -> tuple[Choice, ...]:
    if chosen is None or len(streams) < 2:
        return ()
    number = 1 + [stream.index for stream in streams].index(chosen.index)
    return (Choice(file, sentence.format(count=len(streams), number=number)),)


def _sound_format(audio: AudioStream) -> SoundFormat:
    return SoundFormat(audio.codec_context.codec.canonical_name, audio.rate, audio.channels)


def _video_format(video: VideoStream, frame: VideoFrame) -> VideoFormat:
    context = video.codec_context
    colour_range = _tag(RANGES, frame.color_range, context.color_range)
    full_range_by_format = frame.format.name.startswith("yuvj")
    return VideoFormat(
        codec=context.codec.canonical_name,
        width=frame.width,
        height=frame.height,
        pixel_format=frame.format.name,
        sample_aspect=to_fraction(video.sample_aspect_ratio) or Fraction(1),
        rotation=round(-frame.rotation / 90) * 90 % 360,
        colour_range="pc" if full_range_by_format else colour_range,
        colour_space=_tag(SPACES, frame.colorspace, context.colorspace),
        colour_primaries=_tag(PRIMARIES, frame.color_primaries, context.color_primaries),
        colour_transfer=_tag(TRANSFERS, frame.color_trc, context.color_trc),
    )


def _first_frame(container: InputContainer, video: VideoStream, path: Path) -> VideoFrame:
    """The first frame that can be decoded whole: its rotation and tags stand in the bitstream as often as in the header."""
    import av

    damaged = None
    for number, packet in enumerate(container.demux(video)):
        if number > PACKETS_TO_FIRST_FRAME:
            break
        try:
            for frame in video.codec_context.decode(packet):
                if not frame.is_corrupt:
                    return frame
                damaged = damaged or frame
        except av.InvalidDataError:
            continue  # a file may begin inside a GOP: what comes before the first keyframe can't be decoded
    if damaged:
        return damaged
    raise RecordingError(
        _("No picture of {path} can be decoded: the file is damaged or holds an unknown kind of picture."), path=path
    )


def _tag(names: Mapping[int, str], *numbers: int) -> str | None:
    """The name of the first number that has one."""
    return next((names[number] for number in map(int, numbers) if number in names), None)
