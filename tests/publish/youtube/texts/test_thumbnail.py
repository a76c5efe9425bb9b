"""The still for YouTube: its shape, its size, its edges."""

from __future__ import annotations

from io import BytesIO
from random import Random
from typing import Any

import pytest
from PIL import Image

from tests.publish.made_meeting import poster
from vbn_video.errors import InputError
from vbn_video.publish.youtube.texts.thumbnail import thumbnail

GROUND = (11, 59, 68)


def saved(image: Image.Image, kind: str = "JPEG", **how: Any) -> bytes:
    out = BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def like(one: float | tuple[int, ...] | None, other: tuple[int, ...]) -> bool:
    assert isinstance(one, tuple)
    return all(abs(left - right) < 12 for left, right in zip(one, other, strict=True))


def test_a_poster_that_will_do_is_sent_as_it_is() -> None:
    assert thumbnail(poster()) == poster()


@pytest.mark.parametrize("size", [(640, 360), (1920, 1080), (640, 480), (480, 640), (1080, 1080), (3000, 100), (2, 2)])
def test_every_poster_becomes_a_still_of_the_right_shape(size: tuple[int, int]) -> None:
    still = opened(thumbnail(saved(Image.new("RGB", size, "#f2b705"))))
    assert (still.size, still.mode, still.format) == ((1280, 720), "RGB", "JPEG")
    assert like(still.getpixel((640, 360)), (242, 183, 5))


def test_a_narrow_poster_stands_on_the_dark_ground_and_keeps_its_shape() -> None:
    still = opened(thumbnail(saved(Image.new("RGB", (640, 480), "#ffffff"))))
    assert like(still.getpixel((20, 360)), GROUND) and like(still.getpixel((1260, 360)), GROUND)
    assert like(still.getpixel((180, 20)), (255, 255, 255)) and like(still.getpixel((1100, 700)), (255, 255, 255))
    assert like(still.getpixel((150, 360)), GROUND)


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "CMYK"])
def test_other_kinds_of_pictures_become_plain_ones(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    still = opened(thumbnail(saved(Image.new("RGB", (1280, 720), "#808080").convert(mode), kind)))
    assert (still.mode, still.size) == ("RGB", (1280, 720))


def test_a_progressive_poster_becomes_a_baseline_one() -> None:
    assert "progressive" not in opened(thumbnail(saved(Image.new("RGB", (1280, 720)), progressive=True))).info


def test_even_noise_stays_under_two_megabytes() -> None:
    noise = Image.frombytes("RGB", (1280, 720), Random(1).randbytes(1280 * 720 * 3))
    assert len(saved(noise, quality=100, subsampling=0)) > 2_000_000
    assert len(thumbnail(saved(noise, quality=100, subsampling=0))) < 2_000_000


@pytest.mark.parametrize("data", [b"", b"not a picture", poster()[:2000]])
def test_what_is_no_picture_is_said(data: bytes) -> None:
    with pytest.raises(InputError, match=r"poster\.jpg"):
        thumbnail(data)
