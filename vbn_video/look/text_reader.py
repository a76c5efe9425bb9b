"""The one door to rapidocr (extra `slides`): what is written in a picture, box by box.

Its package carries the weights (PP-OCRv6 small), and nothing is fetched. The boxes are found in the picture at a width of
`DETECTED_AT`, the letters are read at full size: so a small name on a tile may be missed, and a slide's text is not.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from vbn_video.look.slide_lines import TextLine

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Read = Callable[["NDArray[np.uint8]"], tuple[TextLine, ...]]
"""Height x width x 3 (RGB) -> the boxes of text in it; their places are shares of that picture's width and height."""

PACKAGE = "rapidocr"
DETECTED_AT = 640
"""Pixels of the longer side: at 960 no line more was read of eight drawn slides, and 70 MB more were taken."""
LEAST_SCORE = 0.8
"""What is read with less (0 to 1) is guessed: a pattern, a blurred name."""


def reader_version() -> str | None:
    """What the text depends on; None where the extra is not installed. Nothing is loaded."""
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        return None


def load_reader() -> Read | None:
    """The reader, in a second or two and with some 200 MB; None where the extra is not installed or can't be used here."""
    try:
        import numpy as np
        from rapidocr import RapidOCR
    except (ImportError, OSError):
        return None
    engine = RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.log_level": "critical",
            "Global.text_score": LEAST_SCORE,
            "Det.limit_type": "max",
            "Rec.rec_batch_num": 1,  # several lines at once are no faster, and take 70 MB more
            "Det.limit_side_len": DETECTED_AT,
        }
    )
    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)

    def read(picture: NDArray[np.uint8]) -> tuple[TextLine, ...]:
        height, width = picture.shape[:2]
        found: Any = engine(np.ascontiguousarray(picture[:, :, ::-1]))  # it takes BGR, as OpenCV has it
        if found.boxes is None or found.txts is None or found.scores is None:
            return ()
        return tuple(
            _line(corners / (width, height), " ".join(text.split()), float(score))
            for corners, text, score in zip(np.asarray(found.boxes, float), found.txts, found.scores, strict=True)
            if text.strip()
        )

    return read


def _line(corners: NDArray[np.float64], text: str, score: float) -> TextLine:
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    return TextLine(text, float(left), float(top), float(right), float(bottom), score)
