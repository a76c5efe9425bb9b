"""The poster: a slide of the talk, not a black, blurred or bumper's picture."""

from fractions import Fraction

import numpy as np
import pytest
from PIL import Image

from tests.made_media import make_video
from vbn_video.render.stills import make_poster, poster_score

S = 1_000_000


def slide(index, size):
    """A white page with lines of text."""
    page = np.full((size[1], size[0], 3), 245, np.uint8)
    page[20:30, 20:200] = (11, 59, 68)
    for row in range(50, size[1] - 20, 14):
        page[row : row + 3, 20 : size[0] - 40 : 3] = 20
    return page


def face(index, size):
    """Soft shapes that move, with a camera's noise."""
    noise = np.random.default_rng(index)
    across, down = np.meshgrid(np.arange(size[0]), np.arange(size[1]))
    grey = 120 + 60 * np.sin((across + 5 * index) / 40) * np.cos(down / 30) + noise.normal(0, 6, (size[1], size[0]))
    return np.repeat(np.clip(grey, 0, 255).astype(np.uint8)[..., None], 3, axis=2)


def film(first_s, last_s, shown, otherwise):
    """`shown` between two seconds at 10 pictures a second, `otherwise` around it."""
    return lambda index, size: (shown if first_s * 10 <= index < last_s * 10 else otherwise)(index, size)


def black(index, size):
    return np.zeros((size[1], size[0], 3), np.uint8)


def mean_of(path):
    return float(np.asarray(Image.open(path).convert("L")).mean())


def make(tmp_path, picture, **options):
    return make_video(tmp_path / "video.mp4", seconds=12, rate=Fraction(10), gop=10, picture=picture, speech=None, **options)


def test_a_slide_is_preferred_to_a_face(tmp_path):
    make_poster(make(tmp_path, film(7, 9, slide, face)), 0, 12 * S, tmp_path / "poster.jpg")
    assert mean_of(tmp_path / "poster.jpg") > 170


def test_a_face_is_preferred_to_black(tmp_path):
    make_poster(make(tmp_path, film(5, 6, face, black)), 0, 12 * S, tmp_path / "poster.jpg")
    assert mean_of(tmp_path / "poster.jpg") > 60


def test_the_bumpers_are_never_taken(tmp_path):
    make_poster(make(tmp_path, film(2, 10, face, slide)), 2 * S, 10 * S, tmp_path / "poster.jpg")
    assert mean_of(tmp_path / "poster.jpg") < 150


def test_a_talk_between_two_keyframes_still_has_a_poster(tmp_path):
    video = make(tmp_path, film(3, 3.4, face, slide))
    make_poster(video, 3 * S, 3_400_000, tmp_path / "poster.jpg")
    assert mean_of(tmp_path / "poster.jpg") < 150


def test_the_same_video_gives_the_same_poster(tmp_path):
    video = make(tmp_path, face)
    for name in ("a.jpg", "b.jpg"):
        make_poster(video, 0, 12 * S, tmp_path / name)
    assert (tmp_path / "a.jpg").read_bytes() == (tmp_path / "b.jpg").read_bytes()


def size_of(picture):
    with Image.open(picture) as image:
        return image.size


def test_it_is_small_and_at_most_1280_wide(tmp_path):
    video = make_video(tmp_path / "video.mp4", seconds=1, rate=Fraction(5), size=(1920, 1080), picture=face, speech=None)
    make_poster(video, 0, S, tmp_path / "poster.jpg")
    assert (tmp_path / "poster.jpg").stat().st_size < 300_000
    assert size_of(tmp_path / "poster.jpg") == (1280, 720)


def test_its_pixels_are_square(tmp_path):
    make_poster(make(tmp_path, face, sample_aspect=Fraction(2, 3)), 0, 12 * S, tmp_path / "poster.jpg")
    assert size_of(tmp_path / "poster.jpg") == (213, 180)


@pytest.mark.parametrize("blur", [8, 16])
def test_a_blurred_picture_scores_less_than_a_sharp_one(blur):
    sharp = slide(0, (320, 180))[..., 0].astype(np.float32)
    blurred = sharp.copy()
    for axis in (0, 1):
        blurred = np.mean([np.roll(blurred, shift, axis) for shift in range(blur)], axis=0)
    assert poster_score(blurred, None) < poster_score(sharp, None) / 2
