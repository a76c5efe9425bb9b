"""Frames and sound stand in the finished video where a file's edit lists put them; what the lists hide is not in it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from tests.decoders import by_ffmpeg
from tests.made_edit_lists import Edit, set_edits
from tests.made_media import make_video
from tests.render.programmes import SIDE, clicks, encoded, heard, late_s, programme_of, shown
from tests.render.test_offsets import SOUND_HZ
from tests.sampling import sampled
from vbn_video.decisions import EditPlan, KeptSpan
from vbn_video.errors import RecordingError

LENGTH_S = 8.0
PRIMING_S = 1024 / SOUND_HZ
CLICKS_S = [1.5, 2.2, 3.1, 4.3, 5.2, 6.1, 7.0]
CASES: dict[str, tuple[Fraction, int, list[Edit], list[Edit]]] = {
    # frames a second, B-frames, edits of the video, edits of the sound
    "begins between two slides": (Fraction(2), 0, [(6, 0.65)], [(6, 0.65)]),
    "begins in mid-GOP": (Fraction(25), 0, [(6, 1.32)], [(6, 1.3)]),
    "begins between two frames": (Fraction(25), 2, [(6, 1.35)], [(6, 1.2)]),
    "begins with an empty edit": (Fraction(25), 2, [(1.0, None), (5, 1.35)], [(0.5, None), (5.5, 1.35)]),
    "hides the beginning behind an empty edit": (Fraction(10), 2, [(1.0, None), (5, 2.55)], [(0.25, None), (5.5, 1.4)]),
    "only the sound is later": (Fraction(25), 0, [(7, 0.0)], [(0.75, None), (6, PRIMING_S)]),
    "ends before its media": (Fraction(25), 2, [(3, 1.2)], [(3.5, 1.2)]),
}


def edited(folder: Path, name: str) -> Path:
    """The recording of a case: the frames show their number, the sound clicks."""
    rate, b_frames, video, sound = CASES[name]
    heard_s = clicks(CLICKS_S, LENGTH_S)
    made = make_video(folder / "made.m4v", LENGTH_S, (160, 96), rate, sound=heard_s, gop=40, bframes=b_frames)
    return set_edits(made, {"vide": video, "soun": sound}).rename(folder / "møde.mp4")


def presented(edits: list[Edit], media_s: list[float]) -> dict[int, float]:
    """When the number-th thing of the media is presented, read off the list."""
    empty_s = edits[0][0] if edits[0][1] is None else 0.0
    lasts_s, begins_s = edits[-1]
    assert begins_s is not None
    return {
        number: at_s - begins_s + empty_s
        for number, at_s in enumerate(media_s)
        if begins_s - 1e-6 <= at_s < begins_s + lasts_s - 1e-6
    }


@pytest.mark.parametrize("name", sampled(list(CASES), [0]))
def test_frames_and_sound_stand_where_the_edit_lists_put_them(tmp_path: Path, name: str) -> None:
    rate, b_frames, video, sound = CASES[name]
    programme = programme_of([edited(tmp_path, name)], [(0, 60)])
    whole = KeptSpan(0, programme.recording.duration_us, SIDE, SIDE)
    video_file = encoded(replace(programme, plan=EditPlan((whole,))), tmp_path / "video.mp4")
    delay_s = float(2 / rate) if b_frames else 0.0
    frames_s = presented(video, [float(number / rate) + delay_s for number in range(round(LENGTH_S * rate))])
    clicks_s = presented(sound, [at_s + PRIMING_S for at_s in CLICKS_S])
    began_s = min(*frames_s.values(), sound[0][0] if sound[0][1] is None else 0)
    seen = shown(video_file)
    assert seen.numbers == list(frames_s), "what is hidden is not shown, what is presented is"
    assert seen.times_us == by_ffmpeg(video_file).times_us
    assert [time_us / 1e6 for time_us in seen.times_us][1:] == pytest.approx(
        [at_s - began_s for at_s in frames_s.values()][1:], abs=0.001
    )
    samples, rate_hz = heard(video_file)
    assert late_s(samples, rate_hz, [at_s - began_s for at_s in clicks_s.values()]) == pytest.approx(
        [0] * len(clicks_s), abs=0.001
    )


def in_pieces(folder: Path, pieces: list[Edit], rate: int, b_frames: int = 0) -> Path:
    """A recording of which video and sound are put together of pieces."""
    made = make_video(folder / "a.m4v", LENGTH_S, rate=Fraction(rate), sound=clicks(CLICKS_S, LENGTH_S), gop=40, bframes=b_frames)
    return set_edits(made, {"vide": pieces, "soun": pieces}).rename(folder / "lysbilleder.mp4")


def test_pieces_that_begin_between_two_frames_are_put_together(tmp_path: Path) -> None:
    programme = programme_of([in_pieces(tmp_path, [(2, 1.3), (3, 5.1)], rate=5)], [(0, 60)])
    seen = shown(encoded(programme, tmp_path / "video.mp4"))
    assert seen.numbers == [*range(7, 17), *range(26, 40)]


@pytest.mark.parametrize(("pieces", "rate", "b_frames"), [([(2, 0.65), (3, 4.15)], 2, 0), ([(2, 1.35), (3, 5.15)], 10, 2)])
def test_pieces_put_together_otherwise_than_the_list_says_are_refused(
    tmp_path: Path, pieces: list[Edit], rate: int, b_frames: int
) -> None:
    with pytest.raises(RecordingError, match=r"lysbilleder.mp4 is put together of pieces"):
        programme_of([in_pieces(tmp_path, pieces, rate, b_frames)], [(0, 60)])
