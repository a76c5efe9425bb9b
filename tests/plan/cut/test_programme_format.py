from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plan.made_evidence import made_part, made_recording
from vbn_video.decisions import EditPlan, KeptSpan, Side
from vbn_video.evidence import SoundFormat
from vbn_video.plan.cut.programme_format import measured_sound_form, programme_format, usual_rate, whole_frames_us

S = 1_000_000
SIDE = Side("made", 1.0)
ALL = EditPlan((KeptSpan(0, 1000 * S, SIDE, SIDE),))


def test_the_programme_has_the_recordings_shape() -> None:
    shape = programme_format(made_recording(made_part(60, colour_space="bt709", colour_range="tv")), ALL)
    assert (shape.width, shape.height, shape.sample_aspect, shape.rate) == (1280, 720, 1, 25)
    assert (shape.variable_rate, shape.sound_rate_hz, shape.sound_channels) == (False, 32_000, 1)
    assert (shape.colour_space, shape.colour_range, shape.colour_primaries) == ("bt709", "tv", None)


@pytest.mark.parametrize(
    ("picture", "size", "aspect"),
    [
        ({"width": 853, "height": 481}, (852, 480), 1),
        ({"width": 1, "height": 1}, (2, 2), 1),
        ({"width": 640, "height": 360, "sample_aspect": Fraction(2, 3)}, (640, 360), Fraction(2, 3)),
        ({"width": 640, "height": 360, "sample_aspect": Fraction(2, 3), "rotation": 90}, (360, 640), Fraction(3, 2)),
        ({"width": 640, "height": 360, "rotation": 180}, (640, 360), 1),
        ({"width": 640, "height": 360, "sample_aspect": Fraction(0)}, (640, 360), 1),
    ],
)
def test_sizes_are_even_and_as_shown(picture: dict[str, object], size: tuple[int, int], aspect: Fraction) -> None:
    shape = programme_format(made_recording(made_part(60, **picture)), ALL)
    assert (shape.width, shape.height) == size
    assert shape.sample_aspect == aspect


@pytest.mark.parametrize(
    ("rate", "variable", "bumpers", "varies"),
    [
        (Fraction(25), False, Fraction(25), False),
        (Fraction(30000, 1001), False, Fraction(30000, 1001), False),
        (Fraction(15), False, Fraction(15), False),
        (Fraction(1), False, Fraction(25), True),
        (Fraction(22500, 11303), False, Fraction(25), True),
        (Fraction(299, 10), True, Fraction(30000, 1001), True),
        (Fraction(57600), True, Fraction(25), True),
    ],
)
def test_bumpers_have_a_usual_rate(rate: Fraction, variable: bool, bumpers: Fraction, varies: bool) -> None:
    part = made_part(2, Fraction(25))
    part = replace(part, picture=replace(part.picture, rate=rate, variable_rate=variable))
    shape = programme_format(made_recording(part), ALL)
    assert (shape.rate, shape.variable_rate) == (bumpers, varies)


def test_the_part_with_most_of_the_kept_time_decides() -> None:
    recording = made_recording(made_part(60, width=640, height=360), made_part(40), made_part(10, rate=Fraction(30)))
    assert programme_format(recording, EditPlan((KeptSpan(0, 100 * S, SIDE, SIDE),))).width == 640
    late = programme_format(recording, EditPlan((KeptSpan(50 * S, 100 * S, SIDE, SIDE),)))
    assert (late.width, late.variable_rate) == (1280, False)
    assert programme_format(recording, ALL).variable_rate, "parts of different rates have no common one"


@pytest.mark.parametrize(
    ("sound", "made"),
    [
        (SoundFormat("aac", 44_100, 2), (44_100, 2)),
        (SoundFormat("aac", 48_000, 6), (48_000, 2)),
        (SoundFormat("aac", 8_000, 1), (48_000, 1)),
        (None, (48_000, 1)),
    ],
)
def test_the_sound_is_mono_or_stereo_at_a_usual_rate(sound: SoundFormat | None, made: tuple[int, int]) -> None:
    shape = programme_format(made_recording(replace(made_part(60), sound=sound)), ALL)
    assert (shape.sound_rate_hz, shape.sound_channels) == made


def test_a_part_without_sound_takes_the_other_parts_rate() -> None:
    recording = made_recording(replace(made_part(60), sound=None), made_part(10))
    assert programme_format(recording, ALL).sound_rate_hz == 32_000


@pytest.mark.parametrize(
    ("taken", "sets"),
    [
        ([()], (0, 1)),
        ([(0,)], (1, 2)),
        ([(1, 3)], (0, 2)),
        ([(0, 1, 2), (3, 4)], (3, 4)),
        ([tuple(range(29))], (29, 30)),
        ([tuple(range(30))], (0, 1)),
    ],
)
def test_what_is_encoded_takes_numbers_of_parameter_sets_that_no_copied_picture_has(
    taken: list[tuple[int, ...]], sets: tuple[int, int]
) -> None:
    parts = (made_part(60, parameter_sets=numbers, parameter_sets_sha256=f"{numbers}") for numbers in taken)
    shape = programme_format(made_recording(*parts), ALL)
    assert (shape.bumper_set, shape.encoded_set) == sets


def test_pictures_that_cannot_be_copied_take_no_numbers_of_parameter_sets() -> None:
    shape = programme_format(made_recording(made_part(60, parameter_sets=(0,), uncopiable="interlaced")), ALL)
    assert (shape.bumper_set, shape.encoded_set) == (0, 1)


@given(st.floats(0.01, 60), st.sampled_from([Fraction(24000, 1001), Fraction(25), Fraction(30000, 1001), Fraction(60)]))
def test_a_bumper_is_a_whole_number_of_pictures(seconds: float, rate: Fraction) -> None:
    length_us = whole_frames_us(seconds, rate)
    pictures = length_us * rate / S
    assert abs(pictures - round(pictures)) <= rate / S
    assert abs(length_us - seconds * S) <= S / rate
    assert usual_rate(rate) == rate


def test_no_seconds_are_no_pictures() -> None:
    assert whole_frames_us(0, Fraction(25)) == 0
    assert whole_frames_us(4, Fraction(30000, 1001)) == 4_004_000


def test_a_recording_is_measured_as_its_longest_part_with_sound_will_be_heard() -> None:
    short = made_part(1)
    longer = replace(short, duration_us=3 * S, sound=SoundFormat("aac", 44_100, 1))
    silent = replace(short, duration_us=9 * S, sound=None)
    odd = replace(short, duration_us=9 * S, sound=SoundFormat("aac", 22_050, 6))
    assert measured_sound_form(made_recording(short, longer, silent)) == (44_100, 1)
    assert measured_sound_form(made_recording(short, odd)) == (48_000, 2)
    assert measured_sound_form(made_recording(silent)) == (48_000, 1)
    assert measured_sound_form(made_recording(made_part(3))) == (32_000, 1)
