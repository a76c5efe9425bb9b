"""The still that stands for the video on YouTube, made from the project's poster."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from vbn_video.errors import InputError
from vbn_video.messages import _
from vbn_video.untrusted.picture_files import PictureError, read_picture

if TYPE_CHECKING:
    from PIL.Image import Image

SIZE = (1280, 720)
LIMIT_BYTES = 2_000_000
GROUND = "#0b3b44"
"""Beside a poster of another shape: the darkest colour of the house."""
QUALITY = 92  # at which nothing of this size is over 1 MB, not even noise


def thumbnail(poster: bytes) -> bytes:
    """The poster as a baseline JPEG of 1280 x 720 under 2 MB, its shape kept; one that is so already stays as it is.

    Raises:
        InputError: the poster is no picture.
    """
    try:
        picture = read_picture(poster)
    except PictureError as error:
        raise InputError(
            _("The project's poster.jpg is no picture that can be read ({why}). Delete it; the next run makes it anew."),
            why=error,
        ) from error
    return poster if _will_do(picture, poster) else _jpeg(_letterboxed(picture))


def _will_do(picture: Image, data: bytes) -> bool:
    is_plain = picture.format == "JPEG" and picture.mode == "RGB" and not picture.info.keys() & {"progressive", "icc_profile"}
    return is_plain and picture.size == SIZE and len(data) < LIMIT_BYTES


def _letterboxed(picture: Image) -> Image:
    from PIL import Image, ImageOps

    still = Image.new("RGB", SIZE, GROUND)
    fitted = ImageOps.contain(picture.convert("RGB"), SIZE, Image.Resampling.LANCZOS)
    still.paste(fitted, ((SIZE[0] - fitted.width) // 2, (SIZE[1] - fitted.height) // 2))
    return still


def _jpeg(picture: Image) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
