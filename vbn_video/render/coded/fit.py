"""How a frame of one shape is laid into the programme's: scaled to fit, centred, the rest black."""

from dataclasses import dataclass
from fractions import Fraction

from vbn_video.decisions import ProgrammeFormat
from vbn_video.evidence import VideoFormat

ODD_EDGE = 1  # an odd side loses or gains one pixel instead of being scaled, which would blur every letter


@dataclass(frozen=True)
class Fit:
    """Scale a frame to `width` x `height`, or where not `scaled` crop it to that, and put it at (`left`, `top`)."""

    width: int
    height: int
    left: int
    top: int
    scaled: bool


def fit_frame(picture: VideoFormat, fmt: ProgrammeFormat) -> Fit:
    """Where a part's frame, rotated for showing, lies in the programme's; pixels may have another shape in each."""
    width, height, aspect = picture.width, picture.height, picture.sample_aspect
    if picture.rotation % 180 == 90:
        width, height, aspect = height, width, 1 / aspect
    if aspect == fmt.sample_aspect and abs(width - fmt.width) <= ODD_EDGE and abs(height - fmt.height) <= ODD_EDGE:
        return Fit(min(width, fmt.width), min(height, fmt.height), 0, 0, scaled=False)
    shown = Fraction(width, height) * aspect / fmt.sample_aspect
    if shown >= Fraction(fmt.width, fmt.height):
        fitted = fmt.width, min(fmt.height, _even(fmt.width / shown))
    else:
        fitted = min(fmt.width, _even(fmt.height * shown)), fmt.height
    return Fit(*fitted, _even((fmt.width - fitted[0]) / 2), _even((fmt.height - fitted[1]) / 2), scaled=True)


def _even(pixels: float | Fraction) -> int:
    """The nearest even number that is not negative."""
    return max(0, round(pixels / 2) * 2)
