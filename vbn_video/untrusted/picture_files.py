"""The one door through which a picture that somebody else made is read: a template's background and logo, a project's poster.

    PNG, JPEG, WebP, GIF, BMP ──read_picture──► an image in memory, no larger than `MOST_PIXELS`

Pillow's readers raise whatever a damaged file leads them to; here that is a `PictureError`.
"""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from vbn_video.messages import _
from vbn_video.reasons import system_reason

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
"""Of all that Pillow knows, what is a picture and nothing else: EPS starts a program, and libtiff writes to the terminal."""
MOST_PIXELS = 1 << 26
"""Twice those of a frame of 8K; as RGBA they take 256 MB."""


class PictureError(ValueError):
    """What should be a picture is none that can be read; its message is the end of a sentence: why."""


def read_picture(source: Path | bytes) -> Image:
    """The picture of a file, or of a file's bytes, in memory and upright as its camera noted it.

    Raises:
        PictureError: it is none, it is damaged, or it has more than `MOST_PIXELS`.
    """
    from PIL import ImageOps

    with _opened(source) as image:
        image.load()
        ImageOps.exif_transpose(image, in_place=True)
        return image


def read_picture_size(source: Path | bytes) -> tuple[int, int]:
    """(width, height) of a picture, from its header; raises as `read_picture`."""
    with _opened(source) as image:
        width, height = image.size
        return width, height


@contextmanager
def _opened(source: Path | bytes) -> Iterator[Image]:
    from PIL import Image, UnidentifiedImageError

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what Pillow overlooks: what it does not is raised
        try:
            with Image.open(BytesIO(source) if isinstance(source, bytes) else source, formats=FORMATS) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise Image.DecompressionBombError
                yield image
        except Image.DecompressionBombError as error:
            raise PictureError(_("it has more than {limit} million pixels").format(limit=MOST_PIXELS // 1_000_000)) from error
        except UnidentifiedImageError as error:
            raise PictureError(_("it is none of {formats}").format(formats=", ".join(FORMATS))) from error
        except (OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, ArithmeticError, struct.error) as error:
            raise PictureError(system_reason(error, "picture")) from error
