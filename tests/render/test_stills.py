"""The poster: a slide of the talk, not a black, blurred or bumper's picture."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from tests.made_media import make_video
from vbn_video.render.stills import has_title, make_poster, poster_score, recorded_luma

S = 1_000_000
FONT = "AtkinsonHyperlegibleNext-SemiBold.ttf"


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
    make_poster(make(tmp_path, film(7, 9, slide, face)), [(0, 12 * S)], (), (), tmp_path / "poster.jpg")
    assert mean_of(tmp_path / "poster.jpg") > 170


def test_a_face_is_preferred_to_black(tmp_path):
    make_poster(make(tmp_path, film(5, 6, face, black)), [(0, 12 * S)], (), (), tmp_path / "poster.jpg")
    assert mean_of(tmp_path / "poster.jpg") > 60


def test_the_bumpers_are_never_taken(tmp_path):
    make_poster(make(tmp_path, film(2, 10, face, slide)), [(2 * S, 10 * S)], (), (), tmp_path / "poster.jpg")
    assert mean_of(tmp_path / "poster.jpg") < 150


def test_a_talk_between_two_keyframes_still_has_a_poster(tmp_path):
    video = make(tmp_path, film(3, 3.4, face, slide))
    make_poster(video, [(3 * S, 3_400_000)], (), (), tmp_path / "poster.jpg")
    assert mean_of(tmp_path / "poster.jpg") < 150


def test_the_same_video_gives_the_same_poster(tmp_path):
    video = make(tmp_path, face)
    for name in ("a.jpg", "b.jpg"):
        make_poster(video, [(0, 12 * S)], (), (), tmp_path / name)
    assert (tmp_path / "a.jpg").read_bytes() == (tmp_path / "b.jpg").read_bytes()


def size_of(picture):
    with Image.open(picture) as image:
        return image.size


def test_it_is_small_and_at_most_1280_wide(tmp_path):
    video = make_video(tmp_path / "video.mp4", seconds=1, rate=Fraction(5), size=(1920, 1080), picture=face, speech=None)
    make_poster(video, [(0, S)], (), (), tmp_path / "poster.jpg")
    assert (tmp_path / "poster.jpg").stat().st_size < 300_000
    assert size_of(tmp_path / "poster.jpg") == (1280, 720)


def test_its_pixels_are_square(tmp_path):
    make_poster(make(tmp_path, face, sample_aspect=Fraction(2, 3)), [(0, 12 * S)], (), (), tmp_path / "poster.jpg")
    assert size_of(tmp_path / "poster.jpg") == (213, 180)


@pytest.mark.parametrize("blur", [8, 16])
def test_a_blurred_picture_scores_less_than_a_sharp_one(blur):
    sharp = slide(0, (320, 180))[..., 0].astype(np.float32)
    blurred = sharp.copy()
    for axis in (0, 1):
        blurred = np.mean([np.roll(blurred, shift, axis) for shift in range(blur)], axis=0)
    assert poster_score(blurred, None) < poster_score(sharp, None) / 2


SIZE = (640, 360)


def page(title, *points, ground=245, camera=None):
    """A slide with a title over points, as a picture of the film; `camera` draws a speaker's tile in its corner."""
    image = Image.new("RGB", SIZE, (ground, ground, ground))
    draw = ImageDraw.Draw(image)
    font = str(Path(__file__).parents[2] / "intros" / "fonts" / FONT)
    draw.text((30, 40), title, fill=(11, 59, 68), font=ImageFont.truetype(font, 46))
    for number, point in enumerate(points):
        draw.text((30, 150 + 36 * number), point, fill=(20, 20, 20), font=ImageFont.truetype(font, 18))
    drawn = np.asarray(image).copy()

    def picture(index, size):
        if camera:
            drawn[10:110, -190:-10] = face(index, (180, 100))
        return drawn

    return picture


def luma_of(picture, index=0):
    small = Image.fromarray(picture(index, SIZE)).convert("L").resize((320, 180))
    return np.asarray(small, np.float32)


@pytest.mark.parametrize("camera", [None, True])
@pytest.mark.parametrize("title", ["Hvorfor er det så svært?", "Pause", "Årsmøde i Grenå"])
def test_a_title_is_seen_beside_a_camera_too(title, camera):
    assert has_title(luma_of(page(title, "Mange taler ikke om det", camera=camera)))


@pytest.mark.parametrize("camera", [None, True])
def test_an_empty_slide_and_one_of_running_text_have_no_title(camera):
    assert not has_title(luma_of(page("", camera=camera)))
    assert not has_title(luma_of(page("", *["Mange taler ikke om det, og det er svært for alle"] * 5, camera=camera)))
    assert not has_title(luma_of(face))


def shown_at(seconds):
    """(first and last second, picture) of each stretch as one film at ten pictures a second."""

    def picture(index, size):
        return next(shown for first_s, last_s, shown in seconds if first_s * 10 <= index < last_s * 10)(index, size)

    return picture


def taken(path, pictures):
    """Which of the pictures the poster is."""
    poster = np.asarray(Image.open(path).convert("L").resize(SIZE), np.float32)
    nearest = {
        name: np.abs(np.asarray(Image.fromarray(shown(0, SIZE)).convert("L"), np.float32) - poster).mean()
        for name, shown in pictures.items()
    }
    return min(nearest, key=nearest.get)


def test_neither_an_empty_slide_nor_one_without_a_title_is_taken(tmp_path):
    pictures = {
        "empty": page("", ground=252, camera=True),
        "text": page("", "Mange taler ikke om det, der er svært", camera=True),
        "titled": page("Samtalen", "Lyt til dine medarbejdere", "Sig det, som det er", camera=True),
    }
    film = shown_at([(0, 5, pictures["empty"]), (5, 10, pictures["text"]), (10, 12, pictures["titled"])])
    make_poster(make(tmp_path, film, size=SIZE), [(0, 12 * S)], (), (), tmp_path / "poster.jpg")
    assert taken(tmp_path / "poster.jpg", pictures) == "titled"


def test_what_was_shown_in_a_break_is_no_poster(tmp_path):
    pictures = {
        "pause": page("Pause", *["Vi er tilbage om fem minutter"] * 5, ground=250, camera=True),
        "talk": page("Samtalen", ground=225, camera=True),
    }
    film = shown_at([(0, 3, pictures["talk"]), (3, 9, pictures["pause"]), (9, 12, pictures["talk"])])
    video = make(tmp_path, film, size=SIZE)
    make_poster(video, [(0, 12 * S)], (), (), tmp_path / "uncut.jpg")
    shown = recorded_luma(video, 0, 6 * S)
    assert shown is not None
    make_poster(video, [(0, 12 * S)], [shown], (), tmp_path / "cut.jpg")
    assert [taken(tmp_path / name, pictures) for name in ("uncut.jpg", "cut.jpg")] == ["pause", "talk"]


def test_where_nothing_else_is_there_the_breaks_slide_is_taken(tmp_path):
    video = make(tmp_path, page("Pause"), size=SIZE)
    make_poster(video, [(0, 12 * S)], [recorded_luma(video, 0, 6 * S)], (), tmp_path / "poster.jpg")
    assert mean_of(tmp_path / "poster.jpg") > 200


def test_only_frames_of_the_spans_are_taken(tmp_path):
    video = make(tmp_path, film(4, 8, slide, face))
    make_poster(video, [(0, 4 * S), (8 * S, 12 * S)], (), (), tmp_path / "poster.jpg")
    assert mean_of(tmp_path / "poster.jpg") < 150


def test_what_was_shown_in_a_pause_gives_way_to_a_like_slide_and_not_to_a_face(tmp_path):
    pictures = {"read": page("Læs selv", *["Mange taler ikke om det"] * 5), "talk": page("Samtalen", ground=225), "face": face}
    for other in ("talk", "face"):
        film = shown_at([(0, 3, pictures[other]), (3, 9, pictures["read"]), (9, 12, pictures[other])])
        video = make(tmp_path, film, size=SIZE)
        make_poster(video, [(0, 12 * S)], (), [recorded_luma(video, 0, 6 * S)], tmp_path / f"{other}.jpg")
    assert [taken(tmp_path / f"{other}.jpg", pictures) for other in ("talk", "face")] == ["talk", "read"]


def test_what_cannot_be_decoded_shows_nothing(tmp_path):
    video = make(tmp_path, face)
    content = bytearray(video.read_bytes())
    first = content.index(b"mdat") + 64
    content[first : len(content) * 9 // 10] = bytes(len(content) * 9 // 10 - first)
    video.write_bytes(content)
    assert recorded_luma(video, 0, 6 * S) is None
