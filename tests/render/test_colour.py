"""Colour tags and matrices in the words of ffmpeg's filters."""

from dataclasses import replace
from fractions import Fraction

import ffmpeg
import pytest

from vbn_video.decisions import ProgrammeFormat
from vbn_video.recording.probe import PRIMARIES, RANGES, SPACES, TRANSFERS
from vbn_video.render.colour import matrix, tags
from vbn_video.render.ffmpeg_program import run_program

UNTAGGED = ProgrammeFormat(1280, 720, Fraction(1), Fraction(25), False, 32_000, 1)
KINDS = (("colour_range", RANGES), ("colour_space", SPACES), ("colour_primaries", PRIMARIES), ("colour_transfer", TRANSFERS))


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in KINDS for name in names.values()])
def test_every_tag_that_a_recording_can_have_is_known_to_the_filter(kind, name, tmp_path):
    tagged = tags(replace(UNTAGGED, **{kind: name}))
    source = ffmpeg.input("color=s=16x16:d=0.04", f="lavfi").filter("setparams", **tagged)
    run_program(source.output("-", f="null"), reads=tmp_path)


def test_untagged_pictures_stay_untagged():
    assert set(tags(UNTAGGED).values()) == {"unknown"}


def test_untagged_colours_are_taken_as_players_take_them():
    assert matrix(UNTAGGED) == "bt709"
    assert matrix(replace(UNTAGGED, height=576)) == "smpte170m"
    assert matrix(replace(UNTAGGED, colour_space="bt470bg")) == "smpte170m"
