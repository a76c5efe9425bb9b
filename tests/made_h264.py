"""H.264 files made for tests, as awkward as real ones, of which everything is known.

Picture n shows its own number (`picture_number` of tests/made_media.py reads it back). The other functions make a faulty file
out of a made one: parameter sets that change in mid-stream, times in the wrong order, damaged packets.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Literal

import av
import numpy as np
from av.video.frame import PictureType
from numpy.typing import NDArray

from tests.made_media import Spans, numbered, speechlike
from vbn_video.recording.h264.configuration import AvcConfiguration
from vbn_video.recording.h264.sps import read_sps

TICK_S = Fraction(1, 90_000)
SOUND_HZ = 32_000
NOISE = 6
"""So many grey levels of noise lie on a seeded picture: too little to hide its number."""
START_CODE = b"\0\0\0\1"
DAMAGE = ("cut", "no slice", "header", "body")
Damage = Literal["cut", "no slice", "header", "body"]
Change = Callable[[int, av.Packet], bytes]


def made_h264(
    path: Path,
    pictures: int = 50,
    size: tuple[int, int] = (160, 96),
    rate: Fraction = Fraction(25),
    gop: int | Sequence[int] = 25,
    b_frames: int = 0,
    b_pyramid: bool = False,
    open_gop: bool = False,
    refs: int = 1,
    slices: int = 1,
    variable: int | Sequence[float] | None = None,
    interlaced: bool = False,
    pixel_format: str = "yuv420p",
    sps_id: int = 0,
    codec: str = "libx264",
    sound: Spans | None = None,
    start_s: float = 0.0,
    first_number: int = 0,
    seed: int | None = None,
    x264: str = "",
) -> Path:
    """A file of so many pictures, MP4, MKV or TS by its suffix; the folder is made if missing.

    `gop` is the distance of keyframes, or the indices of the pictures that are keyframes. `variable` is a seed for uneven times,
    or the times in seconds themselves. `sound` names the spans with speech, () a silent track, None no sound track. `start_s` is
    when picture and sound begin. `first_number` is the number that the first picture shows. `seed` lays noise on the pictures.
    `x264` has more parameters for x264, divided by colons.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    times_s = picture_times_s(pictures, rate, variable)
    ticks = [round((at_s + Fraction(start_s)) / TICK_S) for at_s in times_s]
    shown = dict(zip(ticks, [*np.diff(ticks).tolist(), round(1 / rate / TICK_S)], strict=True))
    keys, distance = (set(), gop) if isinstance(gop, int) else (set(gop), 10_000)
    noise = None if seed is None else np.random.default_rng(seed)
    parameters = (
        f"keyint={distance}:min-keyint=1:scenecut=0:open-gop={int(open_gop)}:bframes={b_frames}:b-adapt=0"
        f":b-pyramid={2 if b_pyramid else 0}:ref={refs}:slices={slices}:sps-id={sps_id}{':tff=1' if interlaced else ''}"
    )
    with av.open(str(path), "w", options={"movflags": "+faststart"} if path.suffix == ".mp4" else {}) as file:
        video = file.add_stream(codec, rate=rate)
        video.width, video.height, video.pix_fmt = *size, pixel_format
        video.codec_context.time_base = TICK_S
        if codec == "libx264":
            more = {"x264-params": f"{parameters}:{x264}" if x264 else parameters}
            video.options = {"preset": "veryfast", "crf": "24", "threads": "1", **more}
        track = file.add_stream("aac", rate=SOUND_HZ, layout="mono") if sound is not None else None
        for index, pts in enumerate(ticks):
            frame = av.VideoFrame.from_ndarray(_picture(first_number + index, size, noise), format="rgb24")
            frame = frame.reformat(format=pixel_format)
            frame.pts, frame.time_base = pts, TICK_S
            frame.pict_type = PictureType.I if index in keys else PictureType.NONE
            _mux(file, video.encode(frame), shown)
        _mux(file, video.encode(), shown)
        if track is not None:
            _write_sound(file, track, speechlike(sound or (), float(times_s[-1] + 1 / rate), SOUND_HZ), start_s)
    return path


def picture_times_s(pictures: int, rate: Fraction, variable: int | Sequence[float] | None) -> list[Fraction]:
    """When each picture of `made_h264` is presented, counted from the first: even, uneven by a seed, or as given."""
    if variable is None:
        return [index / rate for index in range(pictures)]
    if not isinstance(variable, int):
        return [Fraction(at_s) for at_s in variable]
    chance, at_s, times_s = random.Random(variable), Fraction(0), []
    for _index in range(pictures):
        times_s.append(at_s)
        at_s += round(1 / rate * Fraction(chance.choice((1, 1, 1, 2, 3, 0.5, 12))) / TICK_S) * TICK_S
    return times_s


def joined_in_one_stream(path: Path, *made: Path, sets_in_band: bool = True) -> Path:
    """Several made files as one stream, their parameter sets in front of each keyframe (or only the first file's, in the header).

    The header has the sets of the first file. Each file begins when the last picture of the one before has been shown.
    """
    with av.open(str(made[0])) as first, av.open(str(path), "w") as out:
        video = out.add_stream_from_template(first.streams.video[0])
        annex_b = path.suffix == ".ts"
        copies, offset_s = [], Fraction(0)
        for number, one in enumerate(made):
            with av.open(str(one)) as source:
                stream = source.streams.video[0]
                sets = _in_lengths(parameter_sets_of(one)) if annex_b or (number and sets_in_band) else b""
                packets = [packet for packet in source.demux(stream) if packet.size]
                for packet in packets:
                    data = (sets if packet.is_keyframe else b"") + bytes(packet)
                    data = in_annex_b(data) if annex_b else data
                    copies.append(_like(packet, data, video, round(offset_s / TICK_S), stream.time_base))
                last = max(packets, key=lambda packet: packet.pts)
                offset_s += (last.pts + last.duration) * stream.time_base
        shown = sorted(copy.pts for copy in copies)
        deepest = max(index - shown.index(copy.pts) for index, copy in enumerate(copies))
        for index, copy in enumerate(copies):
            copy.dts = shown[index - deepest] if index >= deepest else shown[0] - deepest + index
            out.mux(copy)
    return path


def joined_with_two_headers(path: Path, one: Path, two: Path) -> Path:
    """Two made files as one MP4 stream with a sample description each (`stsd`), as an editor writes that copies."""
    whole = joined_in_one_stream(path, one, two, sets_in_band=False).read_bytes()
    with av.open(str(one)) as file:
        first = [packet.size for packet in file.demux(video=0) if packet.size]
    chunks, descriptions = _box(whole, b"stco"), _box(whole, b"stsd")
    assert chunks[4:8] == (1).to_bytes(4), "all pictures lie in one chunk"
    begin = int.from_bytes(chunks[8:12])
    offsets = bytes(4) + (2).to_bytes(4) + begin.to_bytes(4) + (begin + sum(first)).to_bytes(4)
    runs = (bytes(4), (2).to_bytes(4), _numbers(1, len(first), 1), _numbers(2, _samples(whole) - len(first), 2))
    both = bytes(4) + (2).to_bytes(4) + descriptions[8:] + _box(two.read_bytes(), b"stsd")[8:]
    for kind, content in ((b"stco", offsets), (b"stsc", b"".join(runs)), (b"stsd", both)):
        whole = _with_box(whole, kind, content)
    path.write_bytes(whole)
    return path


def _numbers(*numbers: int) -> bytes:
    return b"".join(number.to_bytes(4) for number in numbers)


def _samples(whole: bytes) -> int:
    return int.from_bytes(_box(whole, b"stsz")[8:12])


def _box(whole: bytes, kind: bytes) -> bytes:
    """What is in the only box of this kind."""
    at = whole.rindex(kind)
    return whole[at + 4 : at - 4 + int.from_bytes(whole[at - 4 : at])]


def _with_box(whole: bytes, kind: bytes, content: bytes) -> bytes:
    """The file with another content in this box; the boxes around it grow. Its media must stand in front of it."""
    at = whole.rindex(kind)
    more = len(content) - len(_box(whole, kind))
    end = at - 4 + int.from_bytes(whole[at - 4 : at])
    changed = whole[: at - 4] + (8 + len(content)).to_bytes(4) + kind + content + whole[end:]
    for around in (b"moov", b"trak", b"mdia", b"minf", b"stbl"):
        outer = whole.rindex(around, 0, at)
        size = int.from_bytes(whole[outer - 4 : outer]) + more
        changed = changed[: outer - 4] + size.to_bytes(4) + changed[outer:]
    return changed


def times_in_decoding_order(path: Path, made: Path) -> Path:
    """The file with presentation times in decoding order: what a muxer writes that knows nothing of B-frames."""
    with av.open(str(made)) as source:
        pts = sorted(packet.pts for packet in source.demux(video=0) if packet.size)
    return remuxed(path, made, times=pts)


def reordering_denied(path: Path, made: Path) -> Path:
    """The file with a header that says that no picture is reordered (`max_num_reorder_frames` 0) where some are."""
    with av.open(str(made)) as source:
        record = bytes(source.streams.video[0].codec_context.extradata or b"")
    configuration = AvcConfiguration.parse(record)
    sps = tuple(_without_reordering(unit) for unit in configuration.sps)
    return remuxed(path, made, record=replace(configuration, sps=sps).serialise())


def _without_reordering(unit: bytes) -> bytes:
    reorder_frames = read_sps(unit).vui.reorder_frames
    assert reorder_frames is not None
    bits = "".join(f"{byte:08b}" for byte in unit.replace(b"\0\0\3", b"\0\0")).rstrip("0")
    old, behind = _exp_golomb(reorder_frames), [_exp_golomb(buffered) + "1" for buffered in range(17)]
    (rest,) = (rest for rest in behind if bits.endswith(old + rest))
    bits = bits.removesuffix(old + rest) + _exp_golomb(0) + rest
    rbsp = bytes(int(bits[at : at + 8].ljust(8, "0"), 2) for at in range(0, len(bits), 8))
    return re.sub(rb"\0\0(?=[\0-\3])", b"\0\0\3", rbsp)


def _exp_golomb(number: int) -> str:
    bits = f"{number + 1:b}"
    return "0" * (len(bits) - 1) + bits


def damaged(path: Path, made: Path, packets: Sequence[int], how: Damage) -> Path:
    """The file with these video packets (in decoding order) damaged.

    "cut": the end is gone; "no slice": all but filler data is gone; "header": all behind the NAL header is zeros;
    "body": the second half of the last slice is damaged.
    """
    chance = random.Random(7)

    def change(index: int, packet: av.Packet) -> bytes:
        data = bytes(packet)
        if index not in packets:
            return data
        spoiled = len(_units(data)[-1]) // 2
        return {
            "cut": data[: max(6, len(data) // 2)],
            "no slice": (len(data)).to_bytes(4) + b"\x0c" + b"\xff" * (len(data) - 2) + b"\x80",
            "header": b"".join(len(unit).to_bytes(4) + unit[:1] + bytes(len(unit) - 1) for unit in _units(data)),
            "body": data[:-spoiled] + chance.randbytes(spoiled),
        }[how]

    return remuxed(path, made, change)


def remuxed(
    path: Path,
    made: Path,
    change: Change | None = None,
    times: Sequence[int] | None = None,
    record: bytes | None = None,
) -> Path:
    """The file with its video packets changed, other presentation times (in decoding order) or another header; sound stays."""
    with av.open(str(made)) as source, av.open(str(path), "w") as out:
        streams = {stream.index: out.add_stream_from_template(stream) for stream in source.streams}
        if record is not None:
            next(stream for stream in streams.values() if stream.type == "video").codec_context.extradata = record
        annex_b = path.suffix == ".ts" and made.suffix != ".ts"
        sets = _in_lengths(parameter_sets_of(made)) if annex_b else b""
        index = 0
        for packet in source.demux():
            if not packet.size:
                continue
            data, pts = bytes(packet), packet.pts
            if packet.stream.type == "video":
                data, pts = change(index, packet) if change else data, times[index] if times else pts
                data = in_annex_b((sets if packet.is_keyframe else b"") + data) if annex_b else data
                index += 1
            copy = _like(packet, data, streams[packet.stream_index], 0, packet.time_base)
            copy.pts, copy.dts = pts, min(packet.dts, pts)
            out.mux(copy)
    return path


def parameter_sets_of(made: Path) -> list[bytes]:
    """The SPS and PPS of an MP4 or MKV, as NAL units, read off its avcC record in the plainest way."""
    with av.open(str(made)) as file:
        record = bytes(file.streams.video[0].codec_context.extradata or b"")
    units, at = [], 5
    for mask in (0x1F, 0xFF):
        count, at = record[at] & mask, at + 1
        for _set in range(count):
            length = int.from_bytes(record[at : at + 2])
            units.append(record[at + 2 : at + 2 + length])
            at += 2 + length
    return units


def in_annex_b(data: bytes) -> bytes:
    """Length-prefixed NAL units (four bytes) with start codes instead."""
    return b"".join(START_CODE + unit for unit in _units(data))


def _in_lengths(units: Sequence[bytes]) -> bytes:
    return b"".join(len(unit).to_bytes(4) + unit for unit in units)


def _units(data: bytes) -> list[bytes]:
    units, at = [], 0
    while at + 4 <= len(data):
        length = int.from_bytes(data[at : at + 4])
        units.append(data[at + 4 : at + 4 + length])
        at += 4 + length
    return units


def _picture(number: int, size: tuple[int, int], noise: np.random.Generator | None) -> NDArray[np.uint8]:
    picture = numbered(number, size)
    if noise is None:
        return picture
    return np.clip(picture + noise.integers(-NOISE, NOISE + 1, picture.shape), 0, 255).astype(np.uint8)


def _mux(file, packets, shown):
    for packet in packets:
        packet.duration = shown[packet.pts]
        file.mux(packet)


def _like(packet, data, stream, offset_ticks, time_base):
    """A packet with other bytes, `offset_ticks` (of 1/90 000 s) later."""
    copy = av.Packet(data)
    offset = round(offset_ticks * TICK_S / time_base)
    copy.pts, copy.dts, copy.duration = packet.pts + offset, packet.dts + offset, packet.duration
    copy.time_base, copy.is_keyframe, copy.stream = time_base, packet.is_keyframe, stream
    return copy


def _write_sound(file, track, sound, start_s):
    first = round(start_s * SOUND_HZ)
    for at in range(0, len(sound), SOUND_HZ):
        chunk = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound[None, at : at + SOUND_HZ]), "fltp", "mono")
        chunk.sample_rate, chunk.pts, chunk.time_base = SOUND_HZ, first + at, Fraction(1, SOUND_HZ)
        file.mux(track.encode(chunk))
    file.mux(track.encode())
