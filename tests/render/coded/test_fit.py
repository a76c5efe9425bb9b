"""How pictures of other shapes are laid into the programme's."""

from fractions import Fraction

import pytest

from vbn_video.decisions import ProgrammeFormat
from vbn_video.evidence import VideoFormat
from vbn_video.render.coded.fit import Fit, fit_frame

WIDE = ProgrammeFormat(1280, 720, Fraction(1), Fraction(25), False, 32_000, 1)
NARROW_PIXELS = ProgrammeFormat(640, 360, Fraction(2, 3), Fraction(25), False, 32_000, 1)


def picture(width, height, **more):
    return VideoFormat("h264", width, height, "yuv420p", **more)


@pytest.mark.parametrize(
    ("part", "fmt", "wanted"),
    [
        (picture(1280, 720), WIDE, Fit(1280, 720, 0, 0, scaled=False)),
        (picture(1281, 719), WIDE, Fit(1280, 719, 0, 0, scaled=False)),
        (picture(1920, 1080), WIDE, Fit(1280, 720, 0, 0, scaled=True)),
        (picture(640, 480), WIDE, Fit(960, 720, 160, 0, scaled=True)),
        (picture(1920, 1040), WIDE, Fit(1280, 694, 0, 12, scaled=True)),
        (picture(1280, 720, rotation=90), WIDE, Fit(404, 720, 438, 0, scaled=True)),
        (picture(720, 1280, rotation=270), WIDE, Fit(1280, 720, 0, 0, scaled=False)),
        (picture(720, 576, sample_aspect=Fraction(64, 45)), WIDE, Fit(1280, 720, 0, 0, scaled=True)),
        (picture(640, 360, sample_aspect=Fraction(2, 3)), NARROW_PIXELS, Fit(640, 360, 0, 0, scaled=False)),
        (picture(640, 360), NARROW_PIXELS, Fit(640, 240, 0, 60, scaled=True)),
    ],
)
def test_a_picture_keeps_its_shape_and_stands_in_the_middle(part, fmt, wanted):
    assert fit_frame(part, fmt) == wanted
