"""Where a copy may end."""

from tests.plan.made_evidence import made_packets, made_part, made_recording
from vbn_video.plan.cut.gops import Gops


def test_a_copy_ends_behind_any_picture_but_an_idr_picture_that_would_stand_alone() -> None:
    recording = made_recording(made_part(1))
    gops = Gops.of(recording, made_packets(recording, gop=10))
    assert [row for row in range(1, 26) if not gops.may_end(row)] == [1, 11, 21]


def test_a_copy_ends_at_the_recordings_end_even_behind_an_idr_picture() -> None:
    recording = made_recording(made_part(0.84))
    assert Gops.of(recording, made_packets(recording, gop=10)).may_end(21)
