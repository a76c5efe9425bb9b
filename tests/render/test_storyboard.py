"""The storyboard: each tile shows what the finished video shows at its time."""

import re
from fractions import Fraction
from pathlib import Path

import numpy as np
from PIL import Image

from tests.made_media import make_video
from vbn_video.formats.vtt import parse_vtt
from vbn_video.render.storyboard import make_storyboard

S = 1_000_000


def shade(index, size):
    """Lighter from second to second: ten pictures a second."""
    return np.full((size[1], size[0], 3), 40 + index // 10 % 200, np.uint8)


def storyboard(folder: Path, seconds: int, **options):
    """(the sheet, [(start s, end s, x, y, width, height)])."""
    video = make_video(folder / "video.mp4", seconds=seconds, rate=Fraction(10), gop=50, picture=shade, speech=None, **options)
    make_storyboard(video, seconds * S, folder / "storyboard.jpg", folder / "storyboard.vtt")
    cues = parse_vtt((folder / "storyboard.vtt").read_text(encoding="utf-8")).cues
    places = [re.fullmatch(r"storyboard\.jpg#xywh=(\d+),(\d+),(\d+),(\d+)", cue.lines[0]) for cue in cues]
    rows = [(cue.start_us / S, cue.end_us / S, *map(int, place.groups())) for cue, place in zip(cues, places, strict=True)]
    return np.asarray(Image.open(folder / "storyboard.jpg").convert("L")), rows


def test_each_tile_shows_the_picture_of_its_time_and_the_times_leave_no_gap(tmp_path: Path) -> None:
    sheet, rows = storyboard(tmp_path, 125)
    assert [row[0] for row in rows] == list(range(0, 125, 10))
    assert [row[1] for row in rows] == [*range(10, 125, 10), 125]
    for start_s, _end_s, x, y, width, height in rows:
        assert (width, height) == (160, 90)
        assert abs(sheet[y : y + height, x : x + width].mean() - 40 - start_s) < 3
    assert sheet.shape == (180, 1600)


def test_a_long_video_has_no_more_than_a_hundred_tiles_and_ends_at_its_end(tmp_path: Path) -> None:
    sheet, rows = storyboard(tmp_path, 1200, size=(32, 18))
    assert 60 <= len(rows) <= 100 and rows[-1][1] == 1200
    assert sheet.shape[1] <= 1600 and sheet.shape[0] <= 900


def test_an_upright_video_and_pixels_that_are_not_square_keep_their_shape(tmp_path: Path) -> None:
    _sheet, rows = storyboard(tmp_path, 3, sample_aspect=Fraction(2, 3))
    assert rows == [(0, 3, 0, 0, 160, 135)]
