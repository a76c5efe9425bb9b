from fractions import Fraction

import numpy as np

from tests.plan.made_evidence import made_part, made_pictures_us, made_recording
from vbn_video.decisions import EditPlan, KeptSpan, Side
from vbn_video.evidence import Packets, Recording
from vbn_video.plan.splice import plan_splice

S = 1_000_000
SIDE = Side("made", 1.0)


def packets_of(recording: Recording) -> Packets:
    times_us = made_pictures_us(recording)
    part = np.searchsorted(recording.part_starts_us, times_us, side="right").astype(np.int32) - 1
    zeros, flags = np.zeros(len(times_us), dtype=np.int64), np.zeros(len(times_us), dtype=np.bool_)
    return Packets(part, times_us, zeros, zeros, zeros, zeros, flags, flags, flags)


def kept(*spans_s: tuple[float, float]) -> tuple[KeptSpan, ...]:
    return tuple(KeptSpan(round(start * S), round(end * S), SIDE, SIDE) for start, end in spans_s)


def test_every_picture_is_counted_once_and_the_stretches_are_the_whole_programme() -> None:
    recording = made_recording(made_part(60), made_part(40, Fraction(30)))
    plan = EditPlan(kept((10, 20), (30, 60), (60, 70)), 4 * S, 6 * S)
    splice = plan_splice(recording, packets_of(recording), plan)
    assert [(span.start_us // S, span.end_us // S, span.pictures, span.part) for span in splice.spans] == [
        (0, 4, 100, None),
        (4, 14, 250, 0),
        (14, 44, 750, 0),
        (44, 54, 300, 1),
        (54, 60, 150, None),
    ]
    assert splice.pictures("encode") == 1550
    assert splice.pictures("copy") == 0
    assert {span.why for span in splice.spans} == {"bumper", "every picture is encoded"}


def test_no_bumpers_are_no_stretches() -> None:
    recording = made_recording(made_part(60))
    assert len(plan_splice(recording, packets_of(recording), EditPlan(kept((0, 60)))).spans) == 1


def test_a_span_over_a_part_border_is_two_stretches_and_says_how_long_a_picture_is_held() -> None:
    recording = made_recording(made_part(60, picture_s=57), made_part(40))
    first, second = plan_splice(recording, packets_of(recording), EditPlan(kept((50, 70)))).spans
    assert (first.start_us, first.end_us, first.pictures, first.part) == (0, 10 * S, 175, 0)
    assert (second.start_us, second.end_us, second.pictures, second.part) == (10 * S, 20 * S, 250, 1)
    assert first.why == "every picture is encoded; the last one is held for 3.000 s of sound without picture"
