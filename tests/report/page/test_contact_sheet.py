"""The pictures on both sides of every join are the right ones, of the right size."""

import io
from base64 import b64decode
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.made_media import make_video, picture_number
from tests.report.cases import S, case
from vbn_video.decisions import EditPlan, KeptSpan, Side
from vbn_video.report.page.contact_sheet import joins_of, read_joins
from vbn_video.timeline import Timeline

SIDE = Side("break", 0.8)
PLAN = EditPlan((KeptSpan(10 * S, 13 * S, SIDE, SIDE), KeptSpan(20 * S, 22 * S, SIDE, SIDE)), 2 * S, 3 * S)


@pytest.fixture(scope="module")
def video(tmp_path_factory) -> Path:
    """Ten seconds of numbered pictures, one keyframe every four seconds, B-frames, no sound."""
    return make_video(tmp_path_factory.mktemp("joins") / "video.mp4", seconds=10, gop=100, bframes=2, speech=None)


def pixels(still):
    head, _, data = still.source.partition(",")
    assert head == "data:image/jpeg;base64"
    return np.asarray(Image.open(io.BytesIO(b64decode(data))))


def timeline(plan=PLAN):
    return Timeline.of(case().recording, plan)


def test_the_joins_are_intro_cut_and_outro():
    assert [(join.at_us, join.title) for join in joins_of(timeline())] == [
        (2 * S, "Intro → talk"),
        (5 * S, "Cut: 0:13 to 0:20 of the recording is left out (7 s)"),
        (7 * S, "Talk → outro"),
    ]


def test_a_card_is_a_join_of_its_own_and_the_cut_behind_it_begins_where_it_stands():
    spans = (KeptSpan(0, 5 * S, SIDE, SIDE), KeptSpan(5 * S, 8 * S, SIDE, SIDE, "Pause"), KeptSpan(20 * S, 25 * S, SIDE, SIDE))
    assert [join.title for join in joins_of(timeline(EditPlan(spans)))][1:-1] == [
        "Card: Pause",
        "Cut: 0:05 to 0:20 of the recording is left out (15 s)",
    ]


def test_where_nothing_is_left_out_two_parts_meet():
    spans = (KeptSpan(0, 5 * S, SIDE, SIDE), KeptSpan(5 * S, 8 * S, SIDE, SIDE))
    assert [join.title for join in joins_of(timeline(EditPlan(spans)))][1:-1] == ["Two parts of the recording meet"]


def test_without_bumpers_the_ends_of_the_talk_are_shown():
    bare = timeline(EditPlan((KeptSpan(10 * S, 20 * S, SIDE, SIDE),)))
    assert [(join.at_us, join.title) for join in joins_of(bare)] == [(0, "The talk begins"), (10 * S, "The talk ends")]


def test_four_pictures_stand_around_each_join(video):
    for join in read_joins(video, timeline()):
        at = round(join.at_us / 40_000)
        assert [still.position for still in join.stills] == ["before-1", "before-0", "after-0", "after-1"]
        assert [picture_number(pixels(still)) for still in join.stills] == [at - 25, at - 1, at, at + 25]


def test_at_the_ends_of_the_video_only_the_pictures_that_there_are_stand(video):
    first, last = read_joins(video, timeline(EditPlan((KeptSpan(10 * S, 20 * S, SIDE, SIDE),))))
    assert [picture_number(pixels(still)) for still in first.stills] == [0, 25]
    assert [picture_number(pixels(still)) for still in last.stills] == [225, 249]


def test_stills_have_the_shape_that_is_shown(tmp_path):
    wide = make_video(tmp_path / "video.mp4", seconds=2, speech=None, sample_aspect=Fraction(2))
    (first, _last) = read_joins(wide, timeline(EditPlan((KeptSpan(10 * S, 12 * S, SIDE, SIDE),))))
    assert (first.stills[0].width, first.stills[0].height) == (320, 90)
    assert pixels(first.stills[0]).shape == (90, 320, 3)
