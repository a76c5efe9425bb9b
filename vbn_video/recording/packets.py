"""The presented frames of a recorded file, and where its sound begins and ends, by reading packets: nothing is decoded.

A frame is presented if its time lies in what its track's edit list presents (`timing/edit_lists.py`), and libav does not mark its
packet as discarded. The samples to skip at the start of the sound stand in the first packet's side data.

What only the bitstream says is read from it (H.264): a keyframe flag also stands at open GOPs, where decoding can't safely
begin, and no flag says that a packet is damaged, that one is missing, or that a parameter set changes. A transport stream says
where packets were lost: there the picture is damaged, the file is not cut short.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vbn_video.clock import US_PER_S, Whole, nearest
from vbn_video.errors import RecordingError
from vbn_video.evidence import Packets
from vbn_video.messages import _
from vbn_video.recording.h264.stream import CodedPicture, CodedStream, reordering, times_contradict
from vbn_video.recording.media import TRANSPORT_STREAM, open_media, to_fraction, truncated_error, unwrap_ticks
from vbn_video.recording.timing.edit_lists import NO_EDITS, RAW, EditList, differs, read_edit_lists, reading_options

if TYPE_CHECKING:
    import numpy as np
    from av import Packet
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.video.stream import VideoStream
    from numpy.typing import NDArray

MISSING_END_US = US_PER_S
"""How much earlier than its header says a stream ends that has lost its end."""
MATROSKA_DURATION = re.compile(r"(\d{1,4}):(\d\d):(\d\d(?:\.\d{1,9})?)")
"""The tag in which the writers of Matroska files put a track's length."""
PACKETS_PER_PROGRESS = 2000


@dataclass(frozen=True)
class PartPackets:
    """What the packets of one recorded file tell; all arrays have one row for each presented frame, in that order."""

    time_base: Fraction
    pts: NDArray[np.int64]
    dts: NDArray[np.int64]
    position: NDArray[np.int64]
    """Index among the stream's packets, in decoding order, hidden ones counted."""
    size: NDArray[np.int64]
    keyframe: NDArray[np.bool_]
    idr: NDArray[np.bool_]
    damaged: NDArray[np.bool_]
    last_shown_ticks: int
    """How long the last frame is shown; 0 where the file does not say."""
    undecodable: int
    """How many frames at the beginning are left out because they refer to some that the file does not have."""
    sound_start_us: int | None
    """On the source clock; None without sound."""
    sound_end_us: int | None
    sound_declared_end_us: int | None
    """Where the header says that the sound ends; None where it says nothing."""
    sound_hidden: bool
    """Whether there is more sound than an edit list presents."""
    uncopiable: str | None
    parameter_sets: tuple[int, ...]
    parameter_sets_sha256: str | None
    """As in `VideoFormat`."""

    @property
    def times_us(self) -> NDArray[np.int64]:
        """When each frame is presented, on the source clock."""
        return ticks_to_us(self.pts, self.time_base)


def ticks_to_us(ticks: Whole, time_base: Fraction) -> Whole:
    """Ticks of a stream in whole microseconds."""
    return nearest(ticks * (time_base.numerator * US_PER_S), time_base.denominator)


def read_packets(
    path: Path,
    picture_index: int,
    sound_index: int | None,
    progress: Callable[[float], None] = lambda done_s: None,
    *,
    decodable_from: int | None = None,
) -> PartPackets:
    """Read all packets of the chosen streams; `progress` is told how many seconds of the file are read.

    Where the stream begins in mid-GOP, frames before `decodable_from`, the time of the first one that a decoder gives, are none.

    Raises:
        RecordingError: there is no frame in it, the file is cut short, or it can't be read.
    """
    with open_media(path, options := reading_options(path)) as container:
        edits = read_edit_lists(path)
        video = container.streams.video[[s.index for s in container.streams.video].index(picture_index)]
        audio = next((stream for stream in container.streams.audio if stream.index == sound_index), None)
        of_video, of_sound = (edits.get(stream.id, NO_EDITS) if stream else NO_EDITS for stream in (video, audio))
        simple = bool(options)
        clocks = _Clocks(container, [stream for stream in (video, audio) if stream], path)
        frames = _VideoPackets(video, of_video if simple else NO_EDITS)
        sound = _SoundPackets(container, audio, of_sound if simple else NO_EDITS)
        for count, packet in enumerate(_demux(container, video, audio)):
            if packet.is_corrupt and container.format.name != TRANSPORT_STREAM:
                raise truncated_error(path)
            clocks.refuse_restart(packet)
            (frames if packet.stream_index == picture_index else sound).add(packet)
            if count % PACKETS_PER_PROGRESS == 0 and packet.pts is not None and packet.time_base:
                progress(float(packet.pts * packet.time_base))
        read = frames.packets(sound, path, decodable_from)
        if not simple and of_video.edits:
            _refuse_other_edits(of_video, picture_index, read, path)
        else:
            _refuse_missing_end(container, frames.extent_us, read.sound_end_us, _declared_us(video), path)
        return read


def save_packets(path: Path, packets: Packets) -> None:
    """Write `packets.npz`; the same packets give the same bytes."""
    import numpy as np

    with path.open("wb") as file:
        np.savez_compressed(file, **{name: getattr(packets, name) for name in Packets.__dataclass_fields__})


def load_packets(path: Path) -> Packets:
    """What `save_packets` wrote."""
    import numpy as np

    with np.load(path, allow_pickle=False) as arrays:
        return Packets(**{name: arrays[name] for name in Packets.__dataclass_fields__})


def _demux(container: InputContainer, video: VideoStream, audio: AudioStream | None) -> Iterator[Packet[Any]]:
    for packet in container.demux([video] if audio is None else [video, audio]):
        if packet.size:  # demuxing ends with an empty packet for each stream
            yield packet


class _Clocks:
    """Watches that the times of a transport stream go on: a file joined of others may begin anew with each.

    Of other containers the index gives the times.
    """

    def __init__(self, container: InputContainer, streams: Sequence[VideoStream | AudioStream], path: Path) -> None:
        self._container, self._path = container, path
        watched = streams if container.format.name == TRANSPORT_STREAM else ()
        bases = {stream.index: to_fraction(stream.time_base) for stream in watched if stream.time_base}
        self._first = {index: _first_tick(container, base) for index, base in bases.items()}
        self._limit = {index: MISSING_END_US // (US_PER_S * base) for index, base in bases.items()}
        """How many ticks earlier than the newest packet another of its stream may be decoded."""
        self._newest: dict[int, int] = {}

    def refuse_restart(self, packet: Packet[Any]) -> None:
        """Take the next packet.

        Raises:
            RecordingError: it is decoded long before the last one of its stream.
        """
        index = packet.stream_index
        if index not in self._first or packet.dts is None:
            return
        dts = unwrap_ticks(packet.dts, self._first[index], self._container)
        newest = self._newest.get(index, dts)
        if newest - dts > self._limit[index]:
            raise RecordingError(
                _("{path} is joined of recordings whose clocks each begin anew. Give those by their names, in order."),
                path=self._path,
            )
        self._newest[index] = max(newest, dts)


def _first_tick(container: InputContainer, time_base: Fraction) -> int:
    """Where the file begins, in ticks of a stream; 0 where neither is known."""
    return int((container.start_time or 0) / (time_base * US_PER_S)) if time_base else 0


class _VideoPackets:
    """Gathers the packets of the video stream."""

    def __init__(self, video: VideoStream, edits: EditList) -> None:
        self.video, self.edits = video, edits
        self.time_base = to_fraction(video.time_base)
        self.rows: list[tuple[int, int, int, int, bool, CodedPicture]] = []
        self.extent_us: tuple[int, int] | None = None
        """Where all of it begins and ends, what is hidden counted."""
        self.begins_whole = False
        """Whether decoding begins at an IDR picture, so that every frame can be decoded."""
        self.last_pts = -(1 << 63)
        self.last_shown_ticks = 0
        self.count = 0
        self.codec = video.codec_context.codec.canonical_name
        self.stream = CodedStream(video.codec_context.extradata or b"") if self.codec == "h264" else None

    def add(self, packet: Packet[Any]) -> None:
        pts = packet.pts if packet.pts is not None else packet.dts
        coded = self._read(packet)
        self.begins_whole |= not self.count and self.stream is not None and coded.idr
        if pts is not None and not packet.is_discard:
            at_us, end_us = (ticks_to_us(ticks, self.time_base) for ticks in (pts, pts + (packet.duration or 0)))
            first_us, last_us = self.extent_us or (at_us, end_us)
            self.extent_us = min(first_us, at_us), max(last_us, end_us)
        if pts is not None and not packet.is_discard and self.edits.presents(at_us):
            dts = packet.dts if packet.dts is not None else pts
            self.rows.append((pts, dts, self.count, packet.size, packet.is_keyframe, coded))
            if pts > self.last_pts:
                self.last_pts, self.last_shown_ticks = pts, packet.duration or 0
        self.count += 1

    def packets(self, sound: _SoundPackets, path: Path, decodable_from: int | None) -> PartPackets:
        import numpy as np

        undecodable = self._leave_out_before(decodable_from)
        if not self.rows:
            raise RecordingError(_("{path} holds no picture: its video track is empty."), path=path)
        self.rows.sort()
        pts, dts, position, size, keyframe, coded = zip(*self.rows, strict=True)
        return PartPackets(
            self.time_base,
            np.array(pts, np.int64),
            np.array(dts, np.int64),
            np.array(position, np.int64),
            np.array(size, np.int64),
            np.array(keyframe, np.bool_),
            np.array([one.idr for one in coded], np.bool_),
            np.array([one.damaged or one.lacking for one in coded], np.bool_),
            self._last_shown_ticks(),
            undecodable,
            sound.start_us,
            sound.end_us,
            sound.declared_end_us,
            sound.hidden,
            self._uncopiable(pts, position, coded),
            self.stream.parameter_sets if self.stream else (),
            self.stream.parameter_sets_sha256 if self.stream else None,
        )

    def _leave_out_before(self, decodable_from: int | None) -> int:
        """Leave out the frames before the first that can be decoded, unless decoding begins at an IDR picture; how many."""
        if decodable_from is None or self.begins_whole:
            return 0
        before = len(self.rows)
        self.rows = [row for row in self.rows if row[0] >= decodable_from]
        return before - len(self.rows)

    def _last_shown_ticks(self) -> int:
        """How long the last frame stands: as it says, or until its edit ends."""
        end_us = ticks_to_us(self.last_pts + self.last_shown_ticks, self.time_base)
        if not self.last_shown_ticks or (shown_until_us := self.edits.end_of(end_us)) == end_us:
            return self.last_shown_ticks
        return max(round(Fraction(shown_until_us, US_PER_S) / self.time_base) - self.last_pts, 1)

    def _read(self, packet: Packet[Any]) -> CodedPicture:
        """What the bitstream says of a packet; for other codecs than H.264 the keyframe flag says it."""
        if self.stream is None:
            return CodedPicture(packet.is_keyframe, packet.is_corrupt, sequence=0, order=None)
        if packet.has_sidedata("new_extradata"):
            self.stream.add_extradata(bytes(packet.get_sidedata("new_extradata")))
        coded = self.stream.add(memoryview(packet))
        return coded._replace(damaged=True) if packet.is_corrupt else coded

    def _uncopiable(self, pts: Sequence[int], position: Sequence[int], coded: Sequence[CodedPicture]) -> str | None:
        if self.stream is None:
            return f"{self.codec.upper()} pictures"
        if reason := self.stream.uncopiable:
            return reason
        if len(set(pts)) < len(pts):
            return "two pictures at one time"
        if times_contradict(coded):
            return "its times contradict the picture order"
        said = self.stream.reorder_frames
        return "it reorders more pictures than it says" if said is not None and reordering(position) > said else None


class _SoundPackets:
    """Gathers where the sound begins and ends, on the source clock."""

    def __init__(self, container: InputContainer, audio: AudioStream | None, edits: EditList) -> None:
        self.container, self.edits = container, edits
        self.audio = audio if audio and audio.time_base else None
        self.time_base = to_fraction(self.audio.time_base) if self.audio else Fraction(0)
        self.first = _first_tick(container, self.time_base)
        self.start_us: int | None = None
        self.end_us: int | None = None
        self.skip_until_us: int | None = None
        self.hidden = False

    def add(self, packet: Packet[Any]) -> None:
        time_base = self.time_base
        if packet.pts is None or self.audio is None:
            return
        pts = unwrap_ticks(packet.pts, self.first, self.container)
        if (skipped := _samples_to_skip(packet)) and self.skip_until_us is None:
            first_us = ticks_to_us(pts, time_base)
            self.skip_until_us = first_us + ticks_to_us(skipped, Fraction(1, self.audio.rate))
        if packet.is_discard:
            return
        start_us = ticks_to_us(pts, time_base)
        end_us = ticks_to_us(pts + (packet.duration or 0), time_base)
        if self.skip_until_us is not None:
            start_us = max(start_us, self.skip_until_us)
        shown_us = max(start_us, start_us if self.edits.begins_us is None else self.edits.begins_us), self.edits.end_of(end_us)
        self.hidden |= shown_us != (start_us, end_us)
        start_us, end_us = shown_us
        if start_us >= end_us and self.edits.edits:
            return
        self.start_us = start_us if self.start_us is None else min(self.start_us, start_us)
        self.end_us = end_us if self.end_us is None else max(self.end_us, end_us)

    @property
    def declared_end_us(self) -> int | None:
        """Where the header says that the sound ends: by the track's own length, else by the file's."""
        if self.audio is None or self.start_us is None:
            return None
        if self.audio.duration:
            return self.edits.end_of(self.start_us + ticks_to_us(self.audio.duration, self.time_base))
        if clock := MATROSKA_DURATION.fullmatch(self.audio.metadata.get("DURATION", "")):
            hours, minutes, seconds = clock.groups()
            return round((int(hours) * 60 + int(minutes)) * 60 * US_PER_S + float(seconds) * US_PER_S)
        return None


def _samples_to_skip(packet: Packet[Any]) -> int:
    """How many samples of a packet are encoder priming (AV_PKT_DATA_SKIP_SAMPLES)."""
    for data in packet.iter_sidedata():
        if data.data_type == "skip_samples":
            return int(struct.unpack_from("<I", bytes(data))[0])
    return 0


def _declared_us(video: VideoStream) -> int | None:
    return None if video.duration is None else ticks_to_us(video.duration, to_fraction(video.time_base))


def _refuse_missing_end(
    container: InputContainer, extent_us: tuple[int, int] | None, sound_end_us: int | None, declared_us: int | None, path: Path
) -> None:
    """Compare where the packets end with what the header says: the video track's own length, or the file's where it has none."""
    begun_us, ended_us = extent_us or (0, 0)
    if declared_us is not None:
        missing_us = declared_us - (ended_us - begun_us)
    else:
        missing_us = (container.duration or 0) - max(ended_us, sound_end_us or 0)
    if missing_us > MISSING_END_US:
        raise truncated_error(path)


def _refuse_other_edits(edits: EditList, picture_index: int, read: PartPackets, path: Path) -> None:
    """Compare the times that libav made of an edit list in several pieces with those that the list gives."""
    media_us = {place: ticks_to_us(pts, read.time_base) for place, pts in _places(path, picture_index, RAW) if pts is not None}
    places = [place for place, _pts in _places(path, picture_index, {})]
    given = zip((places[index] for index in read.position.tolist()), read.times_us.tolist(), strict=True)
    if differs(edits, media_us, given):
        raise RecordingError(
            _("{path} is put together of pieces by an edit list that can't be followed. Export it anew in one piece."),
            path=path,
        )


def _places(path: Path, picture_index: int, options: dict[str, str]) -> list[tuple[int, int | None]]:
    """(place in the file, time in ticks) of each packet of the video."""
    with open_media(path, options) as container:
        video = next(stream for stream in container.streams.video if stream.index == picture_index)
        return [(packet.pos or 0, packet.pts) for packet in container.demux(video) if packet.size]
