from fractions import Fraction
from math import inf

import av
import numpy as np
import pytest

from vbn_video.listen.loudness import LoudnessMeter, integrated_lufs


def measured(sound: np.ndarray, rate: int, piece: int = 7777) -> tuple[np.ndarray, np.ndarray, float]:
    meter = LoudnessMeter(rate, len(sound))
    for at in range(0, sound.shape[1], piece):
        meter.feed(sound[:, at : at + piece])
    return meter.finish()


def by_ffmpeg(sound: np.ndarray, rate: int) -> tuple[list[float], float, float]:
    """(momentary loudness of each 100 ms, integrated loudness, true peak in dBTP) by ffmpeg's ebur128 filter."""
    layout = {1: "mono", 2: "stereo"}[len(sound)]
    graph = av.filter.Graph()
    source = graph.add_abuffer(sample_rate=rate, format="fltp", layout=layout, time_base=Fraction(1, rate))
    meter, sink = graph.add("ebur128", "peak=true:metadata=1"), graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    read = []
    for at in [*range(0, sound.shape[1], 4800), None]:
        frame = None
        if at is not None:
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound[:, at : at + 4800]), "fltp", layout)
            frame.sample_rate, frame.pts, frame.time_base = rate, at, Fraction(1, rate)
        graph.push(frame)
        while True:
            try:
                read.append(dict(graph.pull().metadata))
            except (av.error.BlockingIOError, av.error.EOFError):
                break
    marked = [metadata for metadata in read if "lavfi.r128.M" in metadata]
    peaks = [float(marked[-1][f"lavfi.r128.true_peaks_ch{channel}"]) for channel in range(len(sound))]
    momentary = [float(metadata["lavfi.r128.M"]) for metadata in marked]
    return momentary, float(marked[-1]["lavfi.r128.I"]), 20 * float(np.log10(max(peaks)))


def talk(seconds: float, rate: int, channels: int) -> np.ndarray:
    """Noise that swells and rests, with a second of a tone whose peaks lie between the samples."""
    at = np.arange(round(seconds * rate)) / rate
    noise = np.random.default_rng(1).normal(0, 0.1, (channels, len(at))) * np.abs(np.sin(1.3 * at)) ** 3
    noise[0] += (at < 1) * 0.5 * np.sin(2 * np.pi * rate / 4 * at + np.pi / 4)
    return noise.astype(np.float32)


@pytest.mark.parametrize("rate", [16_000, 32_000, 44_100, 48_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_loudness_and_peaks_are_those_that_ffmpeg_measures(rate, channels):
    sound = talk(8.03, rate, channels)
    momentary, integrated, peak = by_ffmpeg(sound, rate)
    lufs, dbtp, ours = measured(sound, rate)
    assert ours == pytest.approx(integrated, abs=0.05)
    assert lufs[3 : len(momentary)] == pytest.approx(momentary[3:], abs=0.05)
    assert dbtp.max() == pytest.approx(peak, abs=0.3)  # another interpolator


def test_a_sine_at_full_scale_reads_as_the_standard_says():
    sine = np.sin(2 * np.pi * 997 * np.arange(5 * 48_000) / 48_000, dtype=np.float32)[None]
    assert measured(sine, 48_000)[2] == pytest.approx(-3.01, abs=0.01)


def test_two_equal_channels_are_three_units_louder_than_one():
    one = talk(5, 32_000, 1)
    assert measured(np.repeat(one, 2, axis=0), 32_000)[2] - measured(one, 32_000)[2] == pytest.approx(3.01, abs=0.01)


def test_the_lengths_of_the_pieces_make_no_difference():
    sound = talk(3.3, 32_000, 1)
    small, large = measured(sound, 32_000, piece=1000), measured(sound, 32_000, piece=90_000)
    assert small[0] == pytest.approx(large[0], abs=1e-4)
    assert small[1] == pytest.approx(large[1], abs=1e-4)
    assert small[2] == pytest.approx(large[2], abs=1e-6)


def test_a_peak_between_samples_and_between_seconds_is_seen_in_its_block():
    sound = np.zeros((1, 64_000), np.float32)
    sound[0, 31_998:32_002] = [-0.8, 0.8, 0.8, -0.8]
    peaks = measured(sound, 32_000)[1]
    assert int(np.argmax(peaks)) == 10
    assert peaks.max() > 20 * np.log10(0.8) + 1


def test_rests_do_not_count_in_the_integrated_loudness():
    sound = talk(6, 16_000, 1)
    with_rest = np.concatenate([sound, np.full((1, 160_000), 1e-5, np.float32), sound], axis=1)
    assert measured(with_rest, 16_000)[2] == pytest.approx(measured(sound, 16_000)[2], abs=0.1)


def test_silence_is_minus_infinity():
    lufs, dbtp, integrated = measured(np.zeros((1, 24_000), np.float32), 16_000)
    assert (len(lufs), set(lufs.tolist()), set(dbtp.tolist()), integrated) == (15, {-inf}, {-inf}, -inf)


def test_there_is_a_block_for_the_last_moment_however_short():
    assert len(measured(talk(1.01, 16_000, 1), 16_000)[0]) == 11


def test_no_sound_has_no_blocks():
    lufs, dbtp, integrated = LoudnessMeter(16_000, 1).finish()
    assert (len(lufs), len(dbtp), integrated) == (0, 0, -inf)


def test_the_relative_gate_leaves_out_what_is_ten_units_quieter_than_the_rest():
    loud, quiet = np.full(10, 0.1), np.full(50, 0.0005)
    assert integrated_lufs(np.concatenate([loud, quiet])) == pytest.approx(integrated_lufs(loud))
