"""A video that is decoded in chunks is the video that is decoded in one piece."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from tests.made_media import numbered
from vbn_video.report.measure.frame_chunks import SAMPLE_EVERY_US, DecodedChunk, decode_chunks, find_chunks

RATE, SECONDS = 25, 8
S = 1_000_000
WHOLE = 100 * S


def made(path: Path, options: str, *, codec: str = "libx264") -> Path:
    """Numbered frames, encoded with these options of x264."""
    with av.open(str(path), "w") as file:
        stream = file.add_stream(codec, rate=RATE)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        stream.codec_context.time_base = Fraction(1, RATE)
        stream.options = {"x264-params": options} if codec == "libx264" else {}
        for index in range(RATE * SECONDS):
            file.mux(stream.encode(av.VideoFrame.from_ndarray(numbered(index, (320, 180)), "rgb24")))
        file.mux(stream.encode())
    return path


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An IDR picture every second, B-frames between."""
    return made(tmp_path_factory.mktemp("closed") / "ø video.mp4", "keyint=25:min-keyint=25:scenecut=0:bframes=3")


def together(chunks: list[DecodedChunk]) -> tuple[int, list[int], int]:
    """(frames, times of the samples, faults) of all chunks."""
    times = [seen.at_us for chunk in chunks for seen in chunk.samples]
    return sum(chunk.frames for chunk in chunks), times, sum(chunk.faults for chunk in chunks)


@pytest.mark.parametrize("least_us", [S, 2 * S, 3 * S])
def test_chunks_hold_every_frame_once_and_in_order(closed: Path, least_us: int) -> None:
    chunks = list(decode_chunks(closed, least_us))
    frames, times, faults = together(chunks)
    assert len(chunks) == -(-SECONDS * S // least_us)
    assert (frames, faults) == (RATE * SECONDS, 0)
    assert times == sorted(times) == list(range(0, SECONDS * S, SAMPLE_EVERY_US))


def test_what_is_seen_in_chunks_is_what_is_seen_in_one_piece(closed: Path) -> None:
    [whole], chunks = decode_chunks(closed, WHOLE), list(decode_chunks(closed, S))
    seen = [seen for chunk in chunks for seen in chunk.samples]
    assert all(np.array_equal(one.luma, other.luma) for one, other in zip(whole.samples, seen, strict=True))


def test_a_keyframe_to_which_later_frames_may_reach_back_begins_no_chunk(tmp_path: Path) -> None:
    """x264's open GOPs: keyframes by the container's flag, of which only the first is an IDR picture."""
    opened = made(tmp_path / "open.mp4", "keyint=25:min-keyint=25:scenecut=0:bframes=3:open-gop=1:fake-interlaced=0")
    with av.open(str(opened)) as file:
        assert sum(packet.is_keyframe for packet in file.demux(file.streams.video[0])) > 3
    assert len(find_chunks(opened, S)) == 1


def test_another_codec_is_one_chunk(tmp_path: Path) -> None:
    [whole] = decode_chunks(made(tmp_path / "video.mp4", "", codec="mpeg4"), S)
    assert (whole.frames, whole.faults) == (RATE * SECONDS, 0)


def test_damage_is_found_in_the_chunk_that_it_is_in_and_in_no_other(closed: Path, tmp_path: Path) -> None:
    with av.open(str(closed)) as file:
        packets = [packet for packet in file.demux(file.streams.video[0]) if packet.size]
        at, size = packets[4 * RATE + 10].pos, packets[4 * RATE + 10].size
    content = bytearray(closed.read_bytes())
    content[at + 8 : at + size] = bytes(byte ^ 0x5A for byte in content[at + 8 : at + size])
    damaged = tmp_path / "damaged.mp4"
    damaged.write_bytes(content)
    chunks = list(decode_chunks(damaged, S))
    assert [index for index, chunk in enumerate(chunks) if chunk.faults] == [4]
    assert 4 * S <= chunks[4].first_faults[0].start_us < 5 * S


def test_decoding_stops_when_nobody_wants_the_rest(closed: Path) -> None:
    begun = decode_chunks(closed, S)
    first = next(begun)
    begun.close()  # would wait for ever for a thread that goes on
    assert first.frames == RATE


def test_chunks_meet_without_a_gap(closed: Path) -> None:
    chunks = find_chunks(closed, S)
    assert (chunks[0].start_dts, chunks[-1].end_dts) == (None, None)
    assert all(one.end_dts == next_one.start_dts for one, next_one in pairwise(chunks))
