"""Loudness of kept spans and of files."""

import math

import numpy as np
import pytest

from tests.made_media import make_video, speechlike
from vbn_video.decisions import KeptSpan, Side
from vbn_video.evidence import Levels
from vbn_video.listen.measure import measure
from vbn_video.recording.find import find_sources
from vbn_video.recording.understand import understand
from vbn_video.render.loudness import Loudness, integrated_lufs, measure_loudness, parse_summary

S = 1_000_000
SIDE = Side("editor", 1.0)
SUMMARY = """
[Parsed_ebur128_0 @ 0x6000] Summary:

  Integrated loudness:
    I:         -23.4 LUFS
    Threshold: -33.8 LUFS

  Loudness range:
    LRA:         5.1 LU

  True peak:
    Peak:       -4.2 dBFS
"""


def levels(blocks):
    return Levels(100_000, np.array(blocks, np.float32), np.zeros(len(blocks), np.float32), 0.0)


def span(first_s, last_s):
    return KeptSpan(round(first_s * S), round(last_s * S), SIDE, SIDE)


def test_the_filters_summary_is_read():
    assert parse_summary(SUMMARY) == Loudness(-23.4, -4.2)


def test_silence_is_read_as_none():
    silent = SUMMARY.replace("-23.4 LUFS", "-70.0 LUFS").replace("-4.2", "-inf")
    assert parse_summary(silent) == Loudness(-math.inf, -math.inf)


def test_only_what_is_kept_counts():
    assert integrated_lufs(levels([-10] * 20 + [-30] * 20), [span(2.4, 4)]) == pytest.approx(-30)


def test_rests_do_not_count():
    assert integrated_lufs(levels([-20] * 20 + [-45] * 200), [span(0, 22)]) == pytest.approx(-20, abs=0.01)


def test_silence_has_no_loudness():
    assert integrated_lufs(levels([-np.inf] * 20), [span(0, 2)]) == -math.inf


def test_a_span_shorter_than_a_gating_block_still_has_a_loudness():
    assert integrated_lufs(levels([-20] * 20), [span(1.0, 1.2)]) == pytest.approx(-20)


def test_it_is_what_the_program_measures_in_the_cut_sound(tmp_path):
    voice = 0.3 * speechlike(((0.5, 4), (6, 9)), 12) + 0.1 * speechlike(((9.2, 11),), 12)
    video = make_video(tmp_path / "a.mp4", seconds=12, sound=voice)
    recording, _packets = understand(find_sources([video]), lambda _event: None)
    measured, _speech = measure(recording, tmp_path, lambda _event: None)
    kept = np.concatenate([voice[: 4 * 32_000], voice[8 * 32_000 : 11 * 32_000]])
    cut = make_video(tmp_path / "cut.mp4", seconds=7, sound=kept)
    assert integrated_lufs(measured, [span(0, 4), span(8, 11)]) == pytest.approx(measure_loudness(cut).integrated_lufs, abs=0.2)
