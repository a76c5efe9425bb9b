from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from tests.made_media import make_video
from tests.recording.sound.sounding import part_of, recording_of, write_flac
from vbn_video.errors import RecordingError
from vbn_video.evidence import Recording
from vbn_video.recording.find import find_sources
from vbn_video.recording.sound.samples import RecordingSound, Resampler, read_sound
from vbn_video.recording.understand import understand

RATE = 16_000
SECOND = 1_000_000


def ticks(seconds: float, *at_s: float, rate: int = RATE) -> np.ndarray:
    """Silence with a single loud sample at each of the named times."""
    sound = np.zeros(round(seconds * rate), np.float32)
    sound[[round(at * rate) for at in at_s]] = 0.9
    return sound


def loud(sound: np.ndarray, over: float = 0.5) -> list[int]:
    return np.flatnonzero(np.abs(sound) > over).tolist()


def whole(recording: Recording, root: Path, rate: int = RATE, channels: int = 1, block_s: float = 30) -> np.ndarray:
    return np.concatenate(list(read_sound(recording, root, rate, channels, block_s)))


def test_every_sample_stands_where_it_was_recorded(tmp_path):
    sound = np.random.default_rng(1).uniform(-0.9, 0.9, RATE).astype(np.float32)
    write_flac(tmp_path / "a.flac", sound, RATE)
    read = whole(recording_of(part_of(tmp_path / "a.flac", SECOND)), tmp_path)
    assert np.abs(read - sound).max() < 1e-4


def test_sound_is_cut_or_filled_to_the_length_of_the_recording(tmp_path):
    write_flac(tmp_path / "a.flac", ticks(1, 0.25), RATE)
    shorter = whole(recording_of(part_of(tmp_path / "a.flac", 700_000)), tmp_path)
    longer = whole(recording_of(part_of(tmp_path / "a.flac", 25 * SECOND)), tmp_path)
    assert (len(shorter), loud(shorter)) == (11_200, [4000])
    assert (len(longer), loud(longer)) == (400_000, [4000])


def test_parts_stand_end_to_end_whatever_their_rates(tmp_path):
    write_flac(tmp_path / "a.flac", ticks(1, 0.5, rate=48_000), 48_000)
    write_flac(tmp_path / "b.flac", ticks(1, 0.25, rate=32_000), 32_000)
    recording = recording_of(part_of(tmp_path / "a.flac", 1_200_000), part_of(tmp_path / "b.flac", SECOND))
    assert loud(whole(recording, tmp_path), over=0.2) == [8000, 19_200 + 4000]


def test_a_part_without_sound_is_silent_and_moves_nothing(tmp_path):
    make_video(tmp_path / "silent.mp4", seconds=1, speech=None)
    write_flac(tmp_path / "b.flac", ticks(1, 0.5), RATE)
    recording = recording_of(part_of(tmp_path / "silent.mp4", SECOND), part_of(tmp_path / "b.flac", SECOND))
    assert loud(whole(recording, tmp_path)) == [RATE + 8000]


def test_blocks_have_the_asked_length_and_only_the_last_is_shorter(tmp_path):
    write_flac(tmp_path / "a.flac", ticks(1, 0.5), RATE)
    recording = recording_of(part_of(tmp_path / "a.flac", SECOND))
    assert [len(block) for block in read_sound(recording, tmp_path, RATE, block_s=0.3)] == [4800, 4800, 4800, 1600]


@pytest.mark.parametrize("start_s", [0.0, 0.37, 1.5])
def test_a_sound_track_that_starts_late_stays_late(tmp_path, start_s):
    path = make_video(tmp_path / "late.mp4", seconds=3, sound=ticks(1, 0.5, rate=32_000), sound_start_s=start_s)
    read = whole(recording_of(part_of(path, 3 * SECOND)), tmp_path)
    assert int(np.argmax(np.abs(read))) == pytest.approx((start_s + 0.5) * RATE, abs=1)


def test_a_recording_whose_clock_does_not_begin_at_zero_is_counted_from_its_first_moment(tmp_path):
    write_flac(tmp_path / "a.mka", ticks(2, 0.75), RATE, first_pts=RATE)
    recording = recording_of(part_of(tmp_path / "a.mka", 2 * SECOND, source_start_us=SECOND))
    assert loud(whole(recording, tmp_path)) == [12_000]


def test_sound_that_begins_before_time_0_of_a_transport_stream_stands_where_it_does_in_an_mp4(tmp_path):
    made = make_video(tmp_path / "made.mp4", seconds=3, speech=((0.5, 2.5),))
    stream = tmp_path / "a.ts"
    options = {"avoid_negative_ts": "disabled", "max_interleave_delta": "1"}
    with av.open(str(made)) as source, av.open(str(stream), "w", options=options) as file:
        streams = {track.index: file.add_stream_from_template(track) for track in source.streams}
        packets = [packet for packet in source.demux() if packet.size]
        for packet in sorted(packets, key=lambda packet: packet.stream.type == "audio"):  # no picture is behind the first sound
            packet.stream = streams[packet.stream_index]
            file.mux(packet)
    (wanted, _packets), (read, _others) = (understand(find_sources([path]), lambda _event: None) for path in (made, stream))
    early_us = read.parts[0].picture_start_us
    assert early_us == 32_000
    sound, heard = whole(wanted, tmp_path), whole(read, tmp_path)[early_us * RATE // SECOND :]
    assert len(sound) <= len(heard) < len(sound) + RATE // 10
    assert np.abs(heard[: len(sound)] - sound).max() < 1e-3 < np.abs(sound).max()


def test_a_hole_in_the_sound_is_silence_of_its_own_length(tmp_path):
    whole_flac = write_flac(tmp_path / "whole.flac", np.full(3 * 4608, 0.6, np.float32), RATE)
    with av.open(str(whole_flac)) as source, av.open(str(tmp_path / "hole.mp4"), "w") as file:
        track = file.add_stream_from_template(source.streams.audio[0])
        for packet in source.demux(audio=0):
            if packet.size:
                packet.stream = track
                packet.pts = packet.dts = packet.pts + (4000 if packet.pts >= 9216 else 0)  # a quarter of a second is missing
                file.mux(packet)
    heard = loud(whole(recording_of(part_of(tmp_path / "hole.mp4", SECOND + 200_000)), tmp_path))
    assert heard == [*range(9216), *range(13_216, 17_824)]


def test_one_channel_is_the_mean_of_two_and_two_are_one_doubled(tmp_path):
    left, right = ticks(1, 0.25), ticks(1, 0.5)
    write_flac(tmp_path / "two.flac", np.stack([left, right], axis=1), RATE)
    write_flac(tmp_path / "one.flac", left, RATE)
    two, one = (recording_of(part_of(tmp_path / name, SECOND)) for name in ("two.flac", "one.flac"))
    assert np.abs(whole(two, tmp_path) - (left + right) / 2).max() < 1e-4
    assert np.abs(whole(two, tmp_path, channels=2) - np.stack([left, right], axis=1)).max() < 1e-4
    assert np.abs(whole(one, tmp_path, channels=2) - np.stack([left, left], axis=1)).max() < 1e-4


@pytest.mark.parametrize("suffix", ["flac", "mp4"])
def test_a_span_is_the_same_samples_as_in_the_whole(tmp_path, suffix):
    sound = (0.4 * np.sin(np.cumsum(np.linspace(0.01, 0.2, 5 * 44_100)))).astype(np.float32)  # no noise: AAC invents its own
    path = tmp_path / f"a.{suffix}"
    if suffix == "mp4":
        make_video(path, seconds=5, rate=Fraction(5), sound=sound, sound_rate=44_100)
    else:
        write_flac(path, sound, 44_100)
    recording = recording_of(part_of(path, 5 * SECOND), part_of(path, 5 * SECOND))
    entire = whole(recording, tmp_path)
    with RecordingSound(recording, tmp_path, RATE) as opened:
        for start_us, end_us in [(3_100_000, 4_250_000), (200_000, 900_000), (4_500_000, 5_500_000), (8_000_003, 10_000_000)]:
            first, last = round(start_us * RATE / 1e6), round(end_us * RATE / 1e6)
            assert np.abs(opened.samples(start_us, end_us) - entire[first:last]).max() < 0.01


def test_a_span_outside_the_recording_is_silent(tmp_path):
    write_flac(tmp_path / "a.flac", ticks(1, 0.0, 0.999), RATE)
    with RecordingSound(recording_of(part_of(tmp_path / "a.flac", SECOND)), tmp_path, RATE) as opened:
        read = opened.samples(-500_000, 1_500_000)
    assert (len(read), loud(read)) == (2 * RATE, [8000, 8000 + 15_984])


def test_damaged_sound_is_silent_in_its_place_and_said(tmp_path):
    path = make_video(tmp_path / "a.mp4", seconds=4, rate=Fraction(5), sound=ticks(4, 3.5, rate=32_000))
    with av.open(str(path)) as file:
        broken = [(packet.pos, packet.size) for packet in file.demux(audio=0) if packet.size][20:26]
    data = bytearray(path.read_bytes())
    for position, size in broken:
        data[position : position + size] = b"\xff" * size
    path.write_bytes(data)
    told = []
    read = np.concatenate(list(read_sound(recording_of(part_of(path, 4 * SECOND)), tmp_path, RATE, emit=told.append)))
    assert int(np.argmax(np.abs(read))) == pytest.approx(3.5 * RATE, abs=1)
    assert any("a.mp4" in notice.text for notice in told)


def test_a_file_that_has_gone_is_named(tmp_path):
    write_flac(tmp_path / "a.flac", ticks(1), RATE)
    part = replace(part_of(tmp_path / "a.flac", SECOND), file="væk.flac")
    with pytest.raises(RecordingError, match="væk"):
        whole(recording_of(part), tmp_path)


def test_resampling_in_pieces_gives_what_resampling_at_once_gives():
    noise = np.random.default_rng(3).normal(0, 0.2, (1, 44_100)).astype(np.float32)
    at_once, in_pieces = Resampler(44_100, RATE), Resampler(44_100, RATE)
    once = np.concatenate([at_once.feed(noise), at_once.flush()], axis=1)
    pieces = [in_pieces.feed(noise[:, at : at + 777]) for at in range(0, 44_100, 777)]
    assert np.abs(np.concatenate([*pieces, in_pieces.flush()], axis=1) - once).max() < 1e-6


@pytest.mark.parametrize(("suffix", "cut"), [(".mkv", 0.05), (".mkv", 0.02), (".mkv", 0), (".mp4", 0), (".mov", 0)])
def test_a_lost_end_of_the_sound_is_told(tmp_path, suffix, cut):
    """Also where so little is gone that the file is not refused as cut short."""
    made = make_video(tmp_path / f"hel{suffix}", seconds=12, rate=Fraction(5), size=(64, 48))
    broken = tmp_path / f"b{suffix}"
    data = made.read_bytes()
    broken.write_bytes(data[: len(data) - round(cut * len(data))])
    recording, _packets = understand(find_sources([broken]), lambda _event: None)
    told = []
    list(read_sound(recording, tmp_path, RATE, emit=told.append))
    lost_s = 12 - recording.parts[0].sound_end_us / SECOND
    assert (lost_s > 0.15) == bool(cut)
    assert [f"{lost_s + 0.032:.1f} s sooner than the file says" in event.text for event in told] == [True] * bool(cut)


def test_coded_sound_that_can_not_be_decoded_at_its_end_is_told(tmp_path):
    made = make_video(tmp_path / "a.mp4", seconds=6)
    with av.open(str(made)) as file:
        places = [(packet.pos, packet.size) for packet in file.demux(audio=0) if packet.size]
    data = bytearray(made.read_bytes())
    for at, size in places[-20:]:
        data[at : at + size] = bytes([0xFF]) * size
    made.write_bytes(data)
    recording, _packets = understand(find_sources([made]), lambda _event: None)
    told = []
    list(read_sound(recording, tmp_path, RATE, emit=told.append))
    assert any("sooner than the file says" in event.text or "damaged" in event.text for event in told)
