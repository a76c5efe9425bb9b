"""The recording at a moment as a small picture: the right one, upright, and none where the recording is gone."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from tests.made_media import make_video
from tests.review.places.conftest import Desk
from vbn_video.codec import to_json
from vbn_video.evidence import Recording
from vbn_video.project import read_value
from vbn_video.recording.identity import read_identity
from vbn_video.steps.record import Record

US = 1_000_000


@pytest.fixture
def filmed(desk: Desk) -> Desk:
    """Five frames a second, each of which shows its number in bars on top."""
    video = make_video(desk.made.project.folder.parent / "video.mp4", seconds=20, size=(320, 180), rate=Fraction(5), gop=25)
    recording = read_value(desk.made.path("recording.json"), Recording)
    part = replace(recording.parts[0], identity=read_identity(video))
    desk.made.path("recording.json").write_text(to_json(Recording, replace(recording, parts=(part,))), encoding="utf-8")
    Record.of(desk.made.project).save(sources=(str(video),))
    return desk


def still(desk: Desk, at_us: int) -> Image.Image:
    answered = desk.client.get(f"/media/{desk.key}/still/{at_us}.jpg")
    assert (answered.status_code, answered.headers["content-type"]) == (200, "image/jpeg")
    return Image.open(BytesIO(answered.content))


def differ(one: Image.Image, other: Image.Image) -> float:
    return float(np.abs(np.asarray(one, np.float32) - np.asarray(other, np.float32)).mean())


def test_it_shows_the_frame_that_is_shown_at_that_moment(filmed: Desk) -> None:
    shown, same, next_one = (still(filmed, at_us) for at_us in (7_010_000, 7_190_000, 7_210_000))
    assert shown.size == (320, 180)
    assert differ(shown, same) == 0
    assert differ(shown, next_one) > 1


def test_behind_the_last_frame_the_picture_shortly_before_is_shown(filmed: Desk) -> None:
    assert still(filmed, 20_500_000).size == (320, 180)


def test_where_the_recording_is_gone_or_another_file_now_there_is_none(filmed: Desk) -> None:
    video = filmed.made.project.folder.parent / "video.mp4"
    video.write_bytes(b"another file")
    assert filmed.client.get(f"/media/{filmed.key}/still/{US}.jpg").status_code == 404
    video.unlink()
    assert filmed.client.get(f"/media/{filmed.key}/still/{2 * US}.jpg").status_code == 404
