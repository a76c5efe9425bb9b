"""Loudness of powers, and of what is kept."""

from math import inf

import numpy as np
import pytest

from vbn_video.decisions import KeptSpan, Side
from vbn_video.evidence import Levels
from vbn_video.plan.sound.loudness import gating_windows, integrated_lufs, kept_lufs, lufs_of, powers_of

S = 1_000_000
SIDE = Side("editor", 1.0)


def levels(blocks):
    """Levels of blocks of 100 ms, each of ten equal hops."""
    hops = np.repeat(np.array(blocks, np.float32), 10)
    return Levels(100_000, np.array(blocks, np.float32), np.zeros(len(blocks), np.float32), 0.0, 10_000, hops, hops + 12)


def span(first_s, last_s):
    return KeptSpan(round(first_s * S), round(last_s * S), SIDE, SIDE)


def test_the_relative_gate_leaves_out_what_is_ten_units_quieter_than_the_rest():
    loud, quiet = np.full(10, 0.1), np.full(50, 0.0005)
    assert integrated_lufs(np.concatenate([loud, quiet])) == pytest.approx(integrated_lufs(loud))


def test_only_what_is_kept_counts():
    assert kept_lufs(levels([-10] * 20 + [-30] * 20), [span(2, 4)]) == pytest.approx(-30)


def test_rests_do_not_count():
    assert kept_lufs(levels([-20] * 200 + [-45] * 200), [span(0, 40)]) == pytest.approx(-20, abs=0.05)


def test_silence_has_no_loudness():
    assert kept_lufs(levels([-np.inf] * 20), [span(0, 2)]) == -inf


def test_nothing_kept_has_no_loudness():
    assert kept_lufs(levels([-20] * 20), []) == -inf


def test_a_span_shorter_than_a_gating_block_still_has_a_loudness():
    assert kept_lufs(levels([-20] * 20), [span(1.0, 1.2)]) == pytest.approx(-20)


def test_a_span_beyond_the_end_of_the_sound_has_the_loudness_of_what_there_is():
    assert kept_lufs(levels([-20] * 20), [span(0, 9)]) == pytest.approx(-20)


def test_spans_are_laid_end_to_end():
    apart = kept_lufs(levels([-20] * 2 + [-50] * 100 + [-20] * 2), [span(0, 0.2), span(10.2, 10.4)])
    assert apart == pytest.approx(-20)


def test_windows_are_400_ms_long_and_begin_every_100_ms():
    powers = np.repeat([1.0, 0, 0, 0, 0, 4.0], 10)
    assert gating_windows(powers, 10_000).tolist() == [0.25, 0, 1]


def test_powers_and_loudness_are_two_ways_to_write_the_same():
    powers = np.array([0, 1e-7, 0.5])
    assert powers_of(lufs_of(powers)) == pytest.approx(powers, rel=1e-5)
