"""IDR pictures that follow each other in a rendered file can be told apart, wherever the cuts lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.idr_numbers import check_idr_numbers
from tests.made_h264 import made_h264
from tests.render.programmes import encoded, kept_rows, programme_of, shown, wanted_us

PICTURES_PER_S = 25

CUTS = {
    "one picture behind the last place for a copy's end, then one encoded": [(0, 14), (33, 60)],
    "one picture behind an IDR picture, then from one": [(0, 31), (60, 91), (120, 150)],
    "one picture in front of an IDR picture": [(0, 20), (29, 60), (89, 120)],
    "one picture, then one encoded": [(0, 14), (33, 34), (37, 38), (43, 50)],
    "one picture before the end": [(0, 14), (33, 34)],
    "every span short": [(0, 2), (29, 31), (60, 62), (91, 93)],
}


@pytest.mark.parametrize("b_frames", [0, 3])
@pytest.mark.parametrize("cuts", CUTS)
def test_no_idr_picture_can_be_taken_for_the_one_before(tmp_path: Path, cuts: str, b_frames: int) -> None:
    made = made_h264(tmp_path / "made.mp4", pictures=150, gop=30, b_frames=b_frames, sound=())
    programme = programme_of([made], [(first / PICTURES_PER_S, end / PICTURES_PER_S) for first, end in CUTS[cuts]])
    video = encoded(programme, tmp_path / "video.mp4")
    assert check_idr_numbers(video) == []
    seen = shown(video)
    assert seen.numbers == kept_rows(programme).tolist()
    assert seen.times_us == pytest.approx(wanted_us(programme), abs=20)


def test_nor_in_a_stream_of_nothing_else(tmp_path: Path) -> None:
    made = made_h264(tmp_path / "made.mp4", pictures=150, gop=1, sound=())
    programme = programme_of([made], [(0, 1.2), (1.64, 2.84), (3.2, 4.8)])
    assert check_idr_numbers(encoded(programme, tmp_path / "video.mp4")) == []
