from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.recording.sound.sounding import part_of, recording_of
from vbn_video.decisions import PLAIN_MIX, ChannelMix, MixSpan
from vbn_video.recording.sound import frames
from vbn_video.recording.sound.channels import FrameMixer
from vbn_video.recording.sound.samples import read_samples

RATE, FRAME = 16_000, 800
US_PER_SAMPLE = 1_000_000 / RATE
LENGTH = 4 * RATE


def write_frames(path: Path, steps: list[int]) -> NDArray[np.int16]:
    """Stereo frames of 800 samples, each so many samples after the one before begins; those samples, frame by frame."""
    noise = np.random.default_rng(3).integers(-20_000, 20_000, (len(steps), FRAME, 2), np.int16)
    with av.open(str(path), "w") as file:
        track = file.add_stream("pcm_s16le", rate=RATE)
        track.layout, track.format, track.time_base = "stereo", "s16", Fraction(1, RATE)
        for at, samples in zip(np.cumsum(steps), noise, strict=True):
            frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), "s16", "stereo")
            frame.sample_rate, frame.pts, frame.time_base = RATE, int(at), Fraction(1, RATE)
            file.mux(track.encode(frame))
    return noise


def mixed(noise: NDArray[np.int16], steps: list[int], mix: ChannelMix) -> NDArray[np.float64]:
    """What is heard in one channel of those frames: what comes first where two overlap, silence in gaps."""
    heard, filled = np.zeros((2, LENGTH)), 0
    for at, samples in zip(np.cumsum(steps), noise, strict=True):
        taken = slice(max(at, filled), max(min(at + FRAME, LENGTH), filled))
        heard[:, taken] = samples.T[:, taken.start - at : taken.stop - at] / 32768
        filled = taken.stop
    at_us, whole, left = np.arange(LENGTH) * US_PER_SAMPLE, heard.mean(axis=0), np.ones(LENGTH)
    result = np.zeros(LENGTH)
    for span in mix.spans:
        weight = np.clip(np.minimum(at_us - span.start_us, span.end_us - at_us) / 20_000 + 0.5, 0, 1)
        signs = [[-1 if channel in span.inverted else 1] for channel in (0, 1)]
        result += weight * (heard[span.only] if span.only is not None else (heard * signs).mean(axis=0))
        left -= weight
    return result + left * whole


def spans_of(edges_us: list[int], ways: list[tuple[tuple[int, ...], int | None]]) -> ChannelMix:
    """Spans of at least 100 ms between every second pair of edges."""
    ascending = sorted(edges_us)
    pairs = zip(ascending[::2], ascending[1::2], strict=False)
    spans = [MixSpan(a, b, *way) for (a, b), way in zip(pairs, ways, strict=False) if b - a >= 100_000]
    return ChannelMix(tuple(span for at, span in enumerate(spans) if not at or span.start_us - spans[at - 1].end_us > 50_000))


GAPS_AND_OVERLAPS = [FRAME] * 8 + [FRAME // 2, FRAME + 2, 3 * FRAME]
WITHIN_A_TICK = [FRAME - 1, FRAME + 1]
WAYS = st.lists(st.sampled_from([((0,), None), ((1,), None), ((), 0), ((), 1)]), min_size=3, max_size=3)
MIXES = st.builds(spans_of, st.lists(st.integers(0, 3_900_000), min_size=2, max_size=6), WAYS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("frames")


@given(steps=st.lists(st.sampled_from(GAPS_AND_OVERLAPS), min_size=5, max_size=60), mix=MIXES)
def test_joined_frames_stand_and_are_mixed_as_each_by_itself(folder, steps, mix):
    noise = write_frames(folder / "a.nut", steps)
    recording = recording_of(part_of(folder / "a.nut", 4_000_000))
    read = np.concatenate(list(read_samples(recording, folder, (0, LENGTH), RATE, 1, mix=mix)), axis=1)[0]
    assert np.abs(read - mixed(noise, steps, mix)).max() < 1e-4


@pytest.mark.parametrize("suffix", ["nut", "mkv"])
@given(
    steps=st.lists(st.sampled_from(GAPS_AND_OVERLAPS + WITHIN_A_TICK), min_size=5, max_size=60),
    mix=MIXES,
    first=st.integers(0, 3 * RATE),
    length=st.integers(1, RATE),
    channels=st.sampled_from([1, 2]),
)
def test_not_a_bit_of_the_samples_depends_on_how_many_frames_are_joined(folder, suffix, steps, mix, first, length, channels):
    path = folder / f"b.{suffix}"
    write_frames(path, steps)
    recording = recording_of(part_of(path, 4_000_000))

    def read() -> NDArray[np.float32]:
        pieces = read_samples(recording, folder, (first, first + length), RATE, channels, mix=mix)
        return np.concatenate(list(pieces), axis=1)

    with pytest.MonkeyPatch.context() as each_by_itself:
        each_by_itself.setattr(frames, "LONGEST_US", 0)
        one_by_one = read()
    assert read().tobytes() == one_by_one.tobytes()


def test_the_work_on_a_frame_is_done_once_a_second_and_not_once_a_frame(folder, monkeypatch):
    write_frames(folder / "long.nut", [0] + [FRAME] * 399)
    calls, mix = [], FrameMixer.mix
    monkeypatch.setattr(FrameMixer, "mix", lambda self, frame, at_us: calls.append(frame.samples) or mix(self, frame, at_us))
    recording = recording_of(part_of(folder / "long.nut", 20_000_000))
    read = sum(piece.shape[1] for piece in read_samples(recording, folder, (0, 20 * RATE), RATE, 1, mix=PLAIN_MIX))
    assert (read, len(calls)) == (20 * RATE, 20)


def test_no_frame_is_decoded_that_comes_after_a_span(folder, monkeypatch):
    write_frames(folder / "span.nut", [0] + [FRAME] * 79)
    calls, mix = [], FrameMixer.mix
    monkeypatch.setattr(FrameMixer, "mix", lambda self, frame, at_us: calls.append(frame.samples) or mix(self, frame, at_us))
    recording = recording_of(part_of(folder / "span.nut", 4_000_000))
    list(read_samples(recording, folder, (0, FRAME // 2), RATE, 1))
    assert sum(calls) <= RATE // 10 + 2 * FRAME
