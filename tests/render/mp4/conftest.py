"""Made media whose coded samples are written again by our writer."""

from fractions import Fraction

import pytest

from tests.made_media import make_video

JITTERY_S = (0, 0.04, 0.05, 0.2, 0.24, 0.3, 0.301, 0.4, 1.0, 1.5, 1.54, 1.6, 2.7, 2.71, 2.8, 3.3)


@pytest.fixture(scope="session")
def plain(tmp_path_factory):
    """Four seconds without reordering, mono."""
    return make_video(tmp_path_factory.mktemp("made") / "plain.mp4")


@pytest.fixture(scope="session")
def reordered(tmp_path_factory):
    """Four seconds with B-frames, stereo at 48 kHz."""
    return make_video(tmp_path_factory.mktemp("made") / "reordered.mp4", bframes=3, channels=2, sound_rate=48_000)


@pytest.fixture(scope="session")
def jittery(tmp_path_factory):
    """Sixteen pictures at odd times in four seconds, with B-frames."""
    path = tmp_path_factory.mktemp("made") / "jittery.mp4"
    return make_video(path, picture_times_s=JITTERY_S, bframes=2, gop=7, sound_rate=44_100)


@pytest.fixture(scope="session")
def silent(tmp_path_factory):
    """Four seconds of pictures alone, of pixels that are not square."""
    return make_video(tmp_path_factory.mktemp("made") / "silent.mp4", speech=None, sample_aspect=Fraction(4, 3))


@pytest.fixture(params=["plain", "reordered", "jittery", "silent"])
def made(request):
    return request.getfixturevalue(request.param)
