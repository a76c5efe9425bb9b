"""The poster: a slide of the talk, not a black, blurred or bumper's picture."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from tests.made_media import make_video
from tests.sampling import sampled
from vbn_video.render.frame_scores import has_title, poster_score
from vbn_video.render.stills import CAMERAS, PosterPlan, make_poster, recorded_luma
from vbn_video.render.tiles import tile_share

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


def make(tmp_path, picture, seconds=12, gop=10, **options):
    return make_video(tmp_path / "video.mp4", seconds, rate=Fraction(10), gop=gop, picture=picture, speech=None, **options)


def short(tmp_path, *stretches):
    """A film of a few tenths of a second each: (how long, picture); (the video, the spans of the stretches)."""
    ends_s = np.cumsum([length_s for length_s, _shown in stretches])
    seconds = [(end_s - length_s, end_s, shown) for end_s, (length_s, shown) in zip(ends_s, stretches, strict=True)]
    video = make(tmp_path, shown_at(seconds), seconds=float(ends_s[-1]), gop=2, size=SIZE)
    return video, [(round(start_s * S), round(end_s * S)) for start_s, end_s, _shown in seconds]


def test_a_slide_is_preferred_to_a_face(tmp_path):
    make_poster(make(tmp_path, film(7, 9, slide, face)), PosterPlan([(0, 12 * S)]), tmp_path / "poster.jpg")
    assert mean_of(tmp_path / "poster.jpg") > 170


def test_a_face_is_preferred_to_black(tmp_path):
    make_poster(make(tmp_path, film(5, 6, face, black)), PosterPlan([(0, 12 * S)]), tmp_path / "poster.jpg")
    assert mean_of(tmp_path / "poster.jpg") > 60


def test_the_bumpers_are_never_taken(tmp_path):
    make_poster(make(tmp_path, film(2, 10, face, slide)), PosterPlan([(2 * S, 10 * S)]), tmp_path / "poster.jpg")
    assert mean_of(tmp_path / "poster.jpg") < 150


def test_a_talk_between_two_keyframes_still_has_a_poster(tmp_path):
    video = make(tmp_path, film(3, 3.4, face, slide))
    make_poster(video, PosterPlan([(3 * S, 3_400_000)]), tmp_path / "poster.jpg")
    assert mean_of(tmp_path / "poster.jpg") < 150


def test_the_same_video_gives_the_same_poster(tmp_path):
    video = make(tmp_path, face)
    for name in ("a.jpg", "b.jpg"):
        make_poster(video, PosterPlan([(0, 12 * S)]), tmp_path / name)
    assert (tmp_path / "a.jpg").read_bytes() == (tmp_path / "b.jpg").read_bytes()


def size_of(picture):
    with Image.open(picture) as image:
        return image.size


def test_it_is_small_and_at_most_1280_wide(tmp_path):
    video = make_video(tmp_path / "video.mp4", seconds=0.4, rate=Fraction(5), size=(1440, 810), picture=face, speech=None)
    make_poster(video, PosterPlan([(0, S)]), tmp_path / "poster.jpg")
    assert (tmp_path / "poster.jpg").stat().st_size < 300_000
    assert size_of(tmp_path / "poster.jpg") == (1280, 720)


def test_its_pixels_are_square(tmp_path):
    make_poster(make(tmp_path, face, sample_aspect=Fraction(2, 3)), PosterPlan([(0, 12 * S)]), tmp_path / "poster.jpg")
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
        return next(shown for first_s, last_s, shown in seconds if first_s * 10 - 0.5 < index < last_s * 10 - 0.5)(index, size)

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
    make_poster(make(tmp_path, film, size=SIZE), PosterPlan([(0, 12 * S)]), tmp_path / "poster.jpg")
    assert taken(tmp_path / "poster.jpg", pictures) == "titled"


def test_what_was_shown_in_a_break_is_no_poster(tmp_path):
    pictures = {
        "pause": page("Pause", *["Vi er tilbage om fem minutter"] * 5, ground=250, camera=True),
        "talk": page("Samtalen", ground=225, camera=True),
    }
    film = shown_at([(0, 3, pictures["talk"]), (3, 9, pictures["pause"]), (9, 12, pictures["talk"])])
    video = make(tmp_path, film, size=SIZE)
    make_poster(video, PosterPlan([(0, 12 * S)]), tmp_path / "uncut.jpg")
    shown = recorded_luma(video, 0, 6 * S)
    assert shown is not None
    make_poster(video, PosterPlan([(0, 12 * S)], breaks=[shown]), tmp_path / "cut.jpg")
    assert [taken(tmp_path / name, pictures) for name in ("uncut.jpg", "cut.jpg")] == ["pause", "talk"]


def test_where_nothing_else_is_there_the_breaks_slide_is_taken(tmp_path):
    video = make(tmp_path, page("Pause"), size=SIZE)
    make_poster(video, PosterPlan([(0, 12 * S)], breaks=[recorded_luma(video, 0, 6 * S)]), tmp_path / "poster.jpg")
    assert mean_of(tmp_path / "poster.jpg") > 200


def test_only_frames_of_the_spans_are_taken(tmp_path):
    video = make(tmp_path, film(4, 8, slide, face))
    make_poster(video, PosterPlan([(0, 4 * S), (8 * S, 12 * S)]), tmp_path / "poster.jpg")
    assert mean_of(tmp_path / "poster.jpg") < 150


def test_what_was_shown_in_a_pause_gives_way_to_a_like_slide_and_not_to_a_face(tmp_path):
    pictures = {"read": page("Læs selv", *["Mange taler ikke om det"] * 5), "talk": page("Samtalen", ground=225), "face": face}
    for other in ("talk", "face"):
        film = shown_at([(0, 3, pictures[other]), (3, 9, pictures["read"]), (9, 12, pictures[other])])
        video = make(tmp_path, film, size=SIZE)
        make_poster(video, PosterPlan([(0, 12 * S)], pauses=[recorded_luma(video, 0, 6 * S)]), tmp_path / f"{other}.jpg")
    assert [taken(tmp_path / f"{other}.jpg", pictures) for other in ("talk", "face")] == ["talk", "read"]


NAMES = ("Anne Holm", "Bo Lind", "Ida Kjær", "Ole Bang", "Kaj Skov", "Gro Dam")


def gallery(tiles, cameras=False):
    """Zoom's gallery: tiles on a ground that is nearly black, each with a name; large on an even field where cameras are off."""
    across = 2 if tiles > 1 else 1
    down = -(-tiles // across)
    size = (SIZE[0] // max(across, down) - 8, SIZE[1] // max(across, down) - 8)
    letters = [ImageFont.truetype(str(Path(__file__).parents[2] / "intros" / "fonts" / FONT), height) for height in (36, 14)]

    def picture(index, _size):
        image = Image.new("RGB", SIZE, (26, 26, 26))
        draw = ImageDraw.Draw(image)
        left, top = (SIZE[0] - across * (size[0] + 8)) // 2, (SIZE[1] - down * (size[1] + 8)) // 2
        for number, name in enumerate(NAMES[:tiles]):
            x, y = left + number % across * (size[0] + 8) + 4, top + number // across * (size[1] + 8) + 4
            if cameras:
                image.paste(Image.fromarray(face(index + 7 * number, size)), (x, y))
                draw.text((x + 6, y + size[1] - 20), name, fill="white", font=letters[1])
            else:
                draw.rectangle((x, y, x + size[0], y + size[1]), fill=(70, 74, 90))
                draw.text((x + 20, y + size[1] // 2 - 20), name, fill="white", font=letters[0])
        return np.asarray(image)

    return picture


def beside_tiles(shown):
    """A shared screen with two tiles to its right."""

    def picture(index, size):
        image = Image.fromarray(gallery(1)(0, size)).crop((0, 0, 1, 1)).resize(SIZE)
        image.paste(Image.fromarray(shown(index, size)).resize((500, 281)), (4, 40))
        for top in (80, 170):
            image.paste(Image.fromarray(face(index, (120, 80))), (512, top))
        return np.asarray(image)

    return picture


@pytest.mark.parametrize("cameras", [False, True])
@pytest.mark.parametrize("tiles", sampled([2, 4, 6], (1,)))
def test_tiles_with_names_give_way_to_any_slide(tmp_path, tiles, cameras):
    dull = page("", "Mange taler ikke om det", "og det er svært", ground=120)
    pictures = {"names": gallery(tiles, cameras), "slide": dull}
    video, spans = short(tmp_path, (1.6, pictures["names"]), (0.4, pictures["slide"]))
    make_poster(video, PosterPlan(spans), tmp_path / "poster.jpg")
    assert taken(tmp_path / "poster.jpg", pictures) == "slide"


def test_a_slide_alone_is_preferred_to_one_beside_tiles_and_that_to_tiles_alone(tmp_path):
    dull, titled = page("", "Mange taler ikke om det", "og det er svært", ground=120), page("Samtalen", "Lyt først")
    pictures = {"alone": dull, "beside": beside_tiles(titled), "names": gallery(4)}
    ranked = list(pictures)
    for best, other in ((0, 1), (1, 2)):
        video, spans = short(tmp_path, (1, pictures[ranked[other]]), (0.4, pictures[ranked[best]]))
        make_poster(video, PosterPlan(spans), tmp_path / "poster.jpg")
        assert taken(tmp_path / "poster.jpg", pictures) == ranked[best]


def test_where_only_tiles_are_shown_the_intros_title_is_taken_unless_names_may_be_shown(tmp_path):
    pictures = {"intro": page("Årsmøde", ground=40), "names": gallery(4, cameras=True)}
    intro = shown_at([(0, 0.3, black), (0.3, 1, pictures["intro"])])
    video, (_intro, talk) = short(tmp_path, (0.4, intro), (0.8, pictures["names"]))
    for title_us, expected in ((300_000, "intro"), (None, "names")):
        make_poster(video, PosterPlan([talk], title_us=title_us), tmp_path / "poster.jpg")
        assert taken(tmp_path / "poster.jpg", pictures) == expected


def test_a_camera_that_fills_the_picture_gives_way_to_a_slide_though_large_letters_hang_behind_it(tmp_path):
    letters = page("Samtalen", "Lyt til dine medarbejdere", ground=200)

    def before_letters(index, size):
        shown = letters(index, size).copy()
        shown[100:] = face(index, (SIZE[0], SIZE[1] - 100))
        return shown

    pictures = {"camera": before_letters, "slide": page("", "Mange taler ikke om det", "og det er svært", ground=120)}
    video, spans = short(tmp_path, (1.2, pictures["camera"]), (0.4, pictures["slide"]))
    make_poster(video, PosterPlan(spans), tmp_path / "poster.jpg")
    assert taken(tmp_path / "poster.jpg", pictures) == "slide"


def test_a_slide_on_which_a_title_was_read_is_preferred_to_the_like(tmp_path):
    pictures = {"text": page("", "Mange taler ikke om det"), "read": page("", "Samtalen ikke om det", ground=235)}
    video, spans = short(tmp_path, (0.4, pictures["text"]), (0.4, pictures["read"]))
    for titled_us, expected in (((), "text"), (spans[1:], "read")):
        make_poster(video, PosterPlan(spans, titled_us), tmp_path / "poster.jpg")
        assert taken(tmp_path / "poster.jpg", pictures) == expected


def test_of_one_slide_the_sharpest_frame_is_taken(tmp_path):
    """Zoom sends a new slide coarsely first; the fine letters come after a moment."""
    sharp = page("Samtalen", *["Mange taler ikke om det, og det er svært for alle"] * 5)(0, SIZE)
    coarse = np.minimum(np.asarray(Image.fromarray(sharp).filter(ImageFilter.GaussianBlur(0.8))) + np.uint8(8), 255)
    video, spans = short(tmp_path, (1.0, lambda *_: coarse), (0.4, lambda *_: sharp), (0.4, lambda *_: coarse))
    make_poster(video, PosterPlan([(0, spans[-1][1])]), tmp_path / "poster.jpg")
    fine = [edges_of(Image.open(tmp_path / "poster.jpg")), edges_of(Image.fromarray(sharp)), edges_of(Image.fromarray(coarse))]
    assert abs(fine[0] - fine[1]) < abs(fine[0] - fine[2]) / 2


def edges_of(image):
    """Mean of what Pillow's own edge filter sees."""
    return float(np.asarray(image.convert("L").filter(ImageFilter.FIND_EDGES)).mean())


def test_a_dark_slide_with_a_picture_on_it_is_a_slide():
    dark = np.full((180, 320), 20, np.float32)
    dark[30:44, 20:200:4] = 230
    for row in range(60, 120, 12):
        dark[row : row + 4, 20:150:3] = 210
    assert tile_share(dark) == 0.0
    dark[60:140, 180:300] = face(0, (120, 80))[..., 0]
    assert tile_share(dark) < CAMERAS


def test_what_cannot_be_decoded_shows_nothing(tmp_path):
    video = make(tmp_path, face)
    content = bytearray(video.read_bytes())
    first = content.index(b"mdat") + 64
    content[first : len(content) * 9 // 10] = bytes(len(content) * 9 // 10 - first)
    video.write_bytes(content)
    assert recorded_luma(video, 0, 6 * S) is None
