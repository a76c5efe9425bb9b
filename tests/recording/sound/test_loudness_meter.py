from math import inf

import numpy as np
import pytest

from tests.ebur128 import by_ffmpeg
from vbn_video.decisions import KeptSpan, Side
from vbn_video.evidence import Levels
from vbn_video.plan.sound.loudness import kept_lufs, lufs_of, powers_of
from vbn_video.recording.sound.loudness_meter import LoudnessMeter

SIDE = Side("editor", 1.0)


def measured(sound: np.ndarray, rate: int, piece: int = 7777) -> Levels:
    meter = LoudnessMeter(rate, len(sound))
    for at in range(0, sound.shape[1], piece):
        meter.feed(sound[:, at : at + piece])
    return meter.finish()


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
    ours = measured(sound, rate)
    assert ours.integrated_lufs == pytest.approx(integrated, abs=0.05)
    assert ours.loudness_lufs[3 : len(momentary)] == pytest.approx(momentary[3:], abs=0.05)
    assert peak - 0.05 < ours.true_peak_dbtp.max() < peak + 0.4  # its interpolator knows a few samples only


def test_a_sine_at_full_scale_reads_as_the_standard_says():
    sine = np.sin(2 * np.pi * 997 * np.arange(5 * 48_000) / 48_000, dtype=np.float32)[None]
    assert measured(sine, 48_000).integrated_lufs == pytest.approx(-3.01, abs=0.01)


def test_two_equal_channels_are_three_units_louder_than_one():
    one = talk(5, 32_000, 1)
    two = np.repeat(one, 2, axis=0)
    assert measured(two, 32_000).integrated_lufs - measured(one, 32_000).integrated_lufs == pytest.approx(3.01, abs=0.01)


def test_the_lengths_of_the_pieces_make_no_difference():
    sound = talk(3.3, 32_000, 1)
    small, large = measured(sound, 32_000, piece=1000), measured(sound, 32_000, piece=90_000)
    assert small.loudness_lufs == pytest.approx(large.loudness_lufs, abs=1e-4)
    assert small.hop_lufs == pytest.approx(large.hop_lufs, abs=1e-4)
    assert small.hop_true_peak_dbtp == pytest.approx(large.hop_true_peak_dbtp, abs=1e-4)
    assert small.integrated_lufs == pytest.approx(large.integrated_lufs, abs=1e-6)


def test_a_peak_between_samples_and_between_seconds_is_seen_in_its_block():
    sound = np.zeros((1, 64_000), np.float32)
    sound[0, 31_998:32_002] = [-0.8, 0.8, 0.8, -0.8]
    levels = measured(sound, 32_000)
    peaks = levels.true_peak_dbtp
    assert int(np.argmax(peaks)) == 9
    assert int(np.argmax(levels.hop_true_peak_dbtp)) == 99
    assert peaks.max() > 20 * np.log10(0.8) + 1


def test_rests_do_not_count_in_the_integrated_loudness():
    sound = talk(6, 16_000, 1)
    with_rest = np.concatenate([sound, np.full((1, 160_000), 1e-5, np.float32), sound], axis=1)
    assert measured(with_rest, 16_000).integrated_lufs == pytest.approx(measured(sound, 16_000).integrated_lufs, abs=0.1)


def test_silence_is_minus_infinity():
    silent = measured(np.zeros((1, 24_000), np.float32), 16_000)
    assert (len(silent.loudness_lufs), len(silent.hop_lufs), silent.integrated_lufs) == (15, 150, -inf)
    for values in (silent.loudness_lufs, silent.true_peak_dbtp, silent.hop_lufs, silent.hop_true_peak_dbtp):
        assert set(values.tolist()) == {-inf}


def test_there_is_a_block_for_the_last_moment_however_short():
    short = measured(talk(1.011, 16_000, 1), 16_000)
    assert (len(short.loudness_lufs), len(short.hop_lufs)) == (11, 102)


def test_no_sound_has_no_blocks():
    none = LoudnessMeter(16_000, 1).finish()
    assert (len(none.loudness_lufs), len(none.hop_lufs), none.integrated_lufs) == (0, 0, -inf)


def test_a_block_is_the_mean_of_its_hops_and_its_peak_the_highest_of_theirs():
    sound = talk(2, 32_000, 2)
    levels = measured(sound, 32_000)
    of_window = powers_of(levels.hop_lufs).reshape(-1, 40)[1:].mean(axis=1)
    assert levels.loudness_lufs[7::4] == pytest.approx(lufs_of(of_window), abs=1e-3)
    assert np.array_equal(levels.true_peak_dbtp, levels.hop_true_peak_dbtp.reshape(-1, 10).max(axis=1))


def test_true_peaks_are_those_of_the_whole_sound_oversampled_at_once():
    sound = talk(4, 32_000, 2)
    spectrum = np.fft.rfft(np.pad(sound.astype(np.float64), ((0, 0), (0, 4 * 32_000))))
    spectrum[:, -1] /= 2
    oversampled = 4 * np.abs(np.fft.irfft(spectrum, 4 * 8 * 32_000))[:, : 4 * 4 * 32_000]
    by_hop = oversampled.reshape(2, 400, -1).max(axis=(0, 2))
    assert 10 ** (measured(sound, 32_000).hop_true_peak_dbtp / 20) == pytest.approx(by_hop, abs=0.003)


def test_the_loudness_of_kept_spans_is_that_of_the_cut_sound():
    sound = talk(12, 32_000, 1) * np.where(np.arange(12 * 32_000) < 8 * 32_000, 1, 1.5).astype(np.float32)
    kept = [KeptSpan(0, 4_000_000, SIDE, SIDE), KeptSpan(8_000_000, 11_000_000, SIDE, SIDE)]
    cut = np.concatenate([sound[:, : 4 * 32_000], sound[:, 8 * 32_000 : 11 * 32_000]], axis=1)
    assert kept_lufs(measured(sound, 32_000), kept) == pytest.approx(by_ffmpeg(cut, 32_000).integrated_lufs, abs=0.1)
