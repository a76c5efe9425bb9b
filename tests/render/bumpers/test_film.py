"""Bumpers as finished files: so many pictures, the programme's shape and colours, sound to the sample."""

import struct
import subprocess
import zlib
from fractions import Fraction

import av
import imageio_ffmpeg
import numpy as np
import pytest
from PIL import Image

from tests.bounded import bounded
from tests.made_media import make_video, plain, speechlike
from tests.made_texts import in_latin_1
from vbn_video.decisions import ProgrammeFormat
from vbn_video.errors import InputError, RecordingError
from vbn_video.render.bumpers.bumper_templates import find_template, read_template
from vbn_video.render.bumpers.bumper_texts import BumperTexts, FootLine
from vbn_video.render.bumpers.film import make_bumper

S = 1_000_000
NTSC = Fraction(30_000, 1001)
TEXTS = BumperTexts("Temamøde", "HR og den vanskelige samtale", (FootLine("8. december 2020", bold=True),), "Netværk")
FJORD, FIELD, RAPS = (11, 59, 68), (18, 81, 92), (242, 183, 5)


def shape(width=320, height=180, rate=Fraction(25), aspect=Fraction(1), **more):
    return ProgrammeFormat(width, height, aspect, rate, False, 32_000, 1, **more)


def pictures(path):
    with av.open(str(path)) as file:
        return [frame.to_ndarray(format="rgb24").astype(int) for frame in file.decode(video=0)]


def near(colour, wanted, by=4):
    return np.abs(np.asarray(colour) - wanted).max() <= by


@pytest.mark.parametrize(("rate", "count"), [(Fraction(25), 50), (NTSC, 60), (Fraction(24), 13)])
def test_it_is_exactly_so_many_pictures_and_its_sound_exactly_as_long(tmp_path, rate, count):
    duration_us = round(count * S / rate)
    make_bumper(find_template("djursland"), TEXTS, shape(rate=rate), duration_us, tmp_path / "b.mp4")
    with av.open(str(tmp_path / "b.mp4")) as file:
        video, audio = file.streams.video[0], file.streams.audio[0]
        times = [frame.pts * frame.time_base for frame in file.decode(video)]
        assert times == pytest.approx([Fraction(number) / rate for number in range(count)], abs=1e-4)
        assert audio.duration == round(duration_us * 32_000 / S)


@pytest.mark.parametrize(
    "fmt",
    [
        shape(320, 174),
        shape(180, 320),
        shape(320, 176, aspect=Fraction(2, 3)),
        ProgrammeFormat(320, 180, Fraction(1280, 1281), Fraction(25), True, 44_100, 2, "tv", *["smpte170m"] * 3),
    ],
    ids=["odd", "upright", "narrow pixels", "bt601 stereo"],
)
def test_it_has_the_programmes_shape_sound_and_colour_tags(tmp_path, fmt):
    make_bumper(find_template("djursland"), TEXTS, fmt, S // 5, tmp_path / "b.mp4")
    with av.open(str(tmp_path / "b.mp4")) as file:
        video, audio = file.streams.video[0], file.streams.audio[0]
        assert (video.width, video.height, video.sample_aspect_ratio) == (fmt.width, fmt.height, fmt.sample_aspect)
        assert (audio.rate, audio.channels) == (fmt.sound_rate_hz, fmt.sound_channels)
        tags = {"smpte170m": 6, None: 2}[fmt.colour_space]
        assert (video.codec_context.colorspace, video.codec_context.color_primaries) == (tags, tags)
        assert video.codec_context.pix_fmt == "yuv420p"


@pytest.mark.parametrize("space", ["bt709", "smpte170m", None])
def test_its_colours_are_the_templates_whatever_the_matrix(tmp_path, space):
    fmt = shape(colour_range="tv" if space else None, colour_space=space)
    make_bumper(find_template("djursland"), TEXTS, fmt, 2 * S, tmp_path / "b.mp4")
    picture = pictures(tmp_path / "b.mp4")[30]
    assert near(picture[100, 20], FJORD)
    assert near(picture[30, 300], FIELD)


def test_full_range_is_drawn_in_full_range(tmp_path):
    make_bumper(find_template("djursland"), TEXTS, shape(colour_range="pc", colour_space="bt709"), S, tmp_path / "b.mp4")
    assert near(pictures(tmp_path / "b.mp4")[12][100, 20], FJORD)


def test_the_words_stand_still_while_the_line_slides_in(tmp_path):
    make_bumper(find_template("djursland"), TEXTS, shape(), 2 * S, tmp_path / "b.mp4")
    seen = pictures(tmp_path / "b.mp4")
    words = (slice(0, 100), slice(0, 190))
    assert all(np.abs(picture[words] - seen[0][words]).mean() < 1 for picture in seen[:38])
    assert seen[0][words].max() > 220
    assert near(seen[0][40, 300], FJORD)
    raps = [np.flatnonzero(np.abs(picture[60] - RAPS).max(axis=1) < 60) for picture in seen[:20]]
    middles = [found.mean() for found in raps if len(found)]
    assert middles == sorted(middles, reverse=True)
    assert middles[-1] == pytest.approx(320 * (0.785 - (0.785 - 0.626) * 60 / 180), abs=2)


def test_it_ends_in_black(tmp_path):
    make_bumper(find_template("djursland"), TEXTS, shape(), 2 * S, tmp_path / "b.mp4")
    seen = pictures(tmp_path / "b.mp4")
    assert seen[-1].mean() < 0.2 * seen[30].mean()


@pytest.fixture
def composed_frames(monkeypatch):
    """How much moviepy has composed, in whole frames of `shape()`; a list of one number."""
    from moviepy import CompositeVideoClip

    counted, frame_function = [0.0], CompositeVideoClip.frame_function

    def counting(clip, at_s):
        if not clip.is_mask:
            counted[0] += clip.size[0] * clip.size[1] / (320 * 180)
        return frame_function(clip, at_s)

    monkeypatch.setattr(CompositeVideoClip, "frame_function", counting)
    return counted


@pytest.mark.parametrize("seconds", [2, 6])
def test_what_stands_is_composed_once_and_of_what_moves_only_where_it_moves(tmp_path, composed_frames, seconds):
    make_bumper(find_template("djursland"), TEXTS, shape(), seconds * S, tmp_path / "b.mp4")
    assert composed_frames[0] < 1.2 + 16 * 0.45  # the field slides for 15 frames over less than that of the width


def test_each_frame_is_as_bright_as_its_time_says(tmp_path):
    text = '[background]\ncolour = "#c8c8c8"\n[fade]\nin_s = 0.4\nout_s = 0.6\n'
    (tmp_path / "egen.toml").write_text(text, encoding="utf-8")
    make_bumper(read_template(tmp_path / "egen.toml"), BumperTexts("", "HR", (), ""), shape(), 2 * S, tmp_path / "b.mp4")
    bright = [picture[150, 20].mean() / 200 for picture in pictures(tmp_path / "b.mp4")]
    at_s = np.arange(50) / 25
    assert bright == pytest.approx(list(np.minimum(np.minimum(at_s / 0.4, 1), (2 - at_s) / 0.6)), abs=0.025)


def test_a_picture_fills_the_frame_and_a_logo_takes_the_networks_place(tmp_path):
    Image.new("RGB", (100, 300), (200, 40, 40)).save(tmp_path / "bag.png")
    Image.new("RGBA", (80, 40), (0, 0, 255, 255)).save(tmp_path / "logo.png")
    text = '[background]\npicture = "bag.png"\nshade = 0.5\n[logo]\npicture = "logo.png"\nheight = 0.2\n'
    (tmp_path / "egen.toml").write_text(text, encoding="utf-8")
    make_bumper(read_template(tmp_path / "egen.toml"), BumperTexts("", "HR", (), "Netværk"), shape(), S // 5, tmp_path / "b.mp4")
    picture = pictures(tmp_path / "b.mp4")[0]
    assert near(picture[5, 5], (100, 20, 20))
    assert near(picture[145, 285], (0, 0, 255), by=12)


def test_a_film_moves_behind_the_words_and_begins_anew(tmp_path):
    grey = lambda index, size: plain((10 * (index % 10),) * 3)(index, size)  # noqa: E731
    make_video(tmp_path / "film.mp4", seconds=0.4, size=(160, 120), picture=grey, speech=None)
    (tmp_path / "egen.toml").write_text('[background]\nfilm = "film.mp4"\n', encoding="utf-8")
    make_bumper(read_template(tmp_path / "egen.toml"), TEXTS, shape(), S, tmp_path / "b.mp4")
    ground = [picture[5, 5, 0] for picture in pictures(tmp_path / "b.mp4")]
    assert ground[8] > ground[1] + 40
    assert abs(ground[12] - ground[2]) <= 12


def test_a_film_and_a_sound_whose_names_are_no_utf_8_are_shown_and_played(tmp_path):
    plain_file = make_video(tmp_path / "plain.mp4", seconds=1, size=(160, 120), picture=plain((200, 40, 40)), speech=((0, 1),))
    film = in_latin_1(plain_file, tmp_path / "film.mp4")
    (tmp_path / "egen.toml").write_text('[background]\nfilm = "film.mp4"\n', encoding="utf-8")
    make_bumper(read_template(tmp_path / "egen.toml"), TEXTS, shape(), S, tmp_path / "b.mp4", sound=film)
    assert near(pictures(tmp_path / "b.mp4")[3][5, 5], (200, 40, 40), by=12)
    with av.open(str(tmp_path / "b.mp4")) as file:
        assert max(np.abs(frame.to_ndarray()).max() for frame in file.decode(audio=0)) > 0.1


def converted(media, out, *options):
    subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(media), *options, str(out)], check=True)
    return out


@pytest.mark.parametrize("suffix", ["gif", "avi", "mpg", "webm"])
def test_a_film_of_any_kind_is_shown(tmp_path, suffix):
    red = make_video(tmp_path / "red.mp4", seconds=1, size=(160, 120), picture=plain((200, 40, 40)), speech=None)
    converted(red, tmp_path / f"film.{suffix}")
    (tmp_path / "egen.toml").write_text(f'[background]\nfilm = "film.{suffix}"\n', encoding="utf-8")
    make_bumper(read_template(tmp_path / "egen.toml"), TEXTS, shape(), S // 5, tmp_path / "b.mp4")
    assert near(pictures(tmp_path / "b.mp4")[3][5, 5], (200, 40, 40), by=16)


@pytest.mark.parametrize("suffix", ["wav", "mp3", "flac", "ogg"])
def test_a_sound_of_any_kind_is_played(tmp_path, suffix):
    tune = make_video(tmp_path / "tune.m4a", seconds=0.5, picture=None, sound=speechlike(((0, 0.5),), 0.5))
    sound = converted(tune, tmp_path / f"tune.{suffix}")
    make_bumper(find_template("djursland"), TEXTS, shape(), S // 5, tmp_path / "b.mp4", sound=sound)
    with av.open(str(tmp_path / "b.mp4")) as file:
        assert max(np.abs(frame.to_ndarray()).max() for frame in file.decode(audio=0)) > 0.1


@pytest.mark.parametrize("content", [b"", b"no film", b"\0\0\0\x20ftypisom" + bytes(400)])
def test_a_film_that_is_none_is_named(tmp_path, content):
    (tmp_path / "film.mp4").write_bytes(content)
    (tmp_path / "egen.toml").write_text('[background]\nfilm = "film.mp4"\n', encoding="utf-8")
    with pytest.raises(RecordingError, match=r"film\.mp4"):
        make_bumper(read_template(tmp_path / "egen.toml"), TEXTS, shape(), S, tmp_path / "b.mp4")


def test_a_film_without_pictures_and_a_sound_without_sound_are_named(tmp_path):
    sound = make_video(tmp_path / "tune.m4a", seconds=0.5, picture=None, speech=((0, 0.5),))
    silent = make_video(tmp_path / "silent.mp4", seconds=0.5, speech=None)
    (tmp_path / "egen.toml").write_text('[background]\nfilm = "tune.m4a"\n', encoding="utf-8")
    with pytest.raises(RecordingError, match=r"tune\.m4a holds no picture"):
        make_bumper(read_template(tmp_path / "egen.toml"), TEXTS, shape(), S, tmp_path / "b.mp4", sound=sound)
    with pytest.raises(RecordingError, match=r"silent\.mp4 holds no sound"):
        make_bumper(find_template("djursland"), TEXTS, shape(), S, tmp_path / "b.mp4", sound=silent)


def test_its_own_sound_is_played_and_followed_by_silence(tmp_path):
    sound = make_video(tmp_path / "tune.m4a", seconds=0.5, picture=None, sound=speechlike(((0, 0.5),), 0.5))
    make_bumper(find_template("djursland"), TEXTS, shape(), S, tmp_path / "b.mp4", sound=sound)
    with av.open(str(tmp_path / "b.mp4")) as file:
        heard = np.concatenate([frame.to_ndarray()[0] for frame in file.decode(audio=0)])
    assert np.abs(heard[:16_000]).max() > 0.1
    assert np.abs(heard[20_000:]).max() < 0.001


def test_what_the_font_lacks_is_reported(tmp_path):
    left_out = make_bumper(find_template("djursland"), BumperTexts("", "Hej 😀", (), ""), shape(), S // 5, tmp_path / "b.mp4")
    assert left_out == "😀"


def png(width, height):
    """A picture of one colour and any size in a few bytes, of which only the header is right."""
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(1 << 20))), (b"IEND", b""))
    joined = b"".join(len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4) for kind, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + joined


def template_with(tmp_path, section, key, name, data):
    (tmp_path / name).write_bytes(data)
    (tmp_path / "egen.toml").write_text(f'[{section}]\n{key} = "{name}"\n', encoding="utf-8")
    return read_template(tmp_path / "egen.toml")


@pytest.mark.parametrize(("section", "key"), [("background", "picture"), ("logo", "picture")])
@pytest.mark.parametrize(
    ("data", "why"),
    [
        (png(60_000, 60_000), "more than 67 million pixels"),
        (png(11_000, 11_000), "more than 67 million pixels"),
        (png(640, 480)[:80], "billede.png"),
        (b"", "it is none of PNG, JPEG"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "it is none of PNG, JPEG"),
    ],
    ids=["bomb", "too large", "cut", "empty", "a program"],
)
def test_a_picture_that_can_not_be_used_is_named(tmp_path, section, key, data, why):
    template = template_with(tmp_path, section, key, "billede.png", data)
    with bounded(cpu_s=5, more_mib=256), pytest.raises(InputError, match=why) as refused:
        make_bumper(template, TEXTS, shape(), S // 5, tmp_path / "b.mp4")
    assert "billede.png" in refused.value.message


@pytest.mark.parametrize("data", [b"", b"hej", b"\0\1\0\0" + bytes(400), b"OTTO\xff\xff" + bytes(100)])
def test_what_is_no_font_is_named(tmp_path, data):
    template = template_with(tmp_path, "letters", "heavy", "skrift.ttf", data)
    with pytest.raises(InputError, match=r"skrift\.ttf is no font that can be used"):
        make_bumper(template, TEXTS, shape(), S // 5, tmp_path / "b.mp4")


def test_a_very_wide_logo_stays_within_the_frame(tmp_path):
    Image.new("RGBA", (20_000, 2), "#ff0000").save(tmp_path / "logo.png")
    (tmp_path / "egen.toml").write_text('[logo]\npicture = "logo.png"\nheight = 1.0\n', encoding="utf-8")
    with bounded(more_mib=512):
        make_bumper(read_template(tmp_path / "egen.toml"), TEXTS, shape(), S // 5, tmp_path / "b.mp4")


@pytest.mark.parametrize(
    "film",
    ["#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{other}\n#EXT-X-ENDLIST\n", "ffconcat version 1.0\nfile '{other}'\n"],
    ids=["m3u8", "concat"],
)
@pytest.mark.parametrize("asked", ["film", "sound"])
def test_a_list_that_names_other_files_is_no_film_and_no_sound(tmp_path, film, asked):
    other = make_video(tmp_path / "anden.mp4", seconds=1)
    template = template_with(tmp_path, "background", "film", "film.mp4", film.format(other=other.name).encode())
    chosen = (template, None) if asked == "film" else (find_template("djursland"), tmp_path / "film.mp4")
    with pytest.raises(RecordingError, match=r"film\.mp4 can't be read"):
        make_bumper(chosen[0], TEXTS, shape(), S // 5, tmp_path / "b.mp4", sound=chosen[1])
