"""The finished video: every kept picture once, at its time, in the programme's shape and colours."""

from dataclasses import replace
from fractions import Fraction

import av
import numpy as np
import psutil
import pytest

from tests.made_h264 import damaged, made_h264
from tests.made_media import make_video, plain
from tests.render.programmes import (
    PRESET,
    S,
    clicks,
    encoded,
    heard,
    kept_rows,
    late_s,
    lengths_us,
    pictures_of,
    programme_of,
    shown,
    wanted_us,
)
from tests.sampling import sampled
from vbn_video.events import Notice, Progress
from vbn_video.plan.cut.splice import plan_splice
from vbn_video.render.bumpers.bumper_templates import find_template
from vbn_video.render.bumpers.bumper_texts import BumperTexts
from vbn_video.render.bumpers.film import make_bumper
from vbn_video.render.movie import RenderJob, make_movie
from vbn_video.render.mp4.finished import FinishedMovie
from vbn_video.render.mp4.text_metadata import TextMetadata
from vbn_video.render.reuse import PreviousRender

NTSC = Fraction(30_000, 1001)
SOURCES = [{}, {"bframes": 2}, {"rate": NTSC, "bframes": 3, "open_gop": True}, {"gop": 300}]
TEXTS = BumperTexts("Temamøde", "HR", (), "Netværk")


def close(times_us, wanted):
    return len(times_us) == len(wanted) and max(abs(a - b) for a, b in zip(times_us, wanted, strict=True)) <= S // 1000


@pytest.mark.parametrize("source", sampled(SOURCES, [2, 3]))
def test_every_kept_picture_stands_once_at_its_time(tmp_path, source):
    recorded = make_video(tmp_path / "møde 1.mp4", seconds=8, **source)
    programme = programme_of([recorded], [(1.3, 3.01), (4.7, 7.5)])
    seen = shown(encoded(programme, tmp_path / "video.mp4"))
    assert seen.numbers == kept_rows(programme).tolist()
    assert close(seen.times_us, wanted_us(programme))


def test_the_first_kept_picture_stands_at_exactly_the_intros_length(tmp_path):
    recorded = make_video(tmp_path / "a.mp4", seconds=4, rate=NTSC)
    length_us = round(30 * S / NTSC)
    bare = programme_of([recorded], [(1.0, 3.0)])
    bumper = tmp_path / "bumper.mp4"
    make_bumper(find_template("djursland"), TEXTS, bare.fmt, length_us, bumper)
    programme = programme_of([recorded], [(1.0, 3.0)], intro=bumper, outro=bumper, bumper_us=(length_us, length_us))
    seen = shown(encoded(programme, tmp_path / "video.mp4"))
    kept = wanted_us(programme)
    assert len(seen.times_us) == 30 + len(kept) + 30 == pictures_of(programme)
    assert abs(seen.times_us[30] - length_us) <= 1000
    assert close(seen.times_us[30:-30], kept)
    assert seen.numbers[30] == 30
    assert abs(seen.times_us[-30] - (programme.duration_us - length_us)) <= 1000


@pytest.mark.parametrize(("source", "how"), [({"bframes": 2}, "copy"), ({"rotation": 90}, "encode")])
def test_the_first_picture_is_held_over_the_sound_before_it(tmp_path, source, how):
    """And what follows stands with its sound, also where another cut takes over what was encoded for this one."""
    times_s, clicks_s = [1 + number / 25 for number in range(50)], [0.4, 1.4, 2.4]
    late = make_video(tmp_path / "a.mp4", seconds=3, picture_times_s=times_s, sound=clicks(clicks_s, 3), **source)
    programme = programme_of([late], [(1, 3)])
    (kept,) = programme.plan.kept
    previous = None
    for start_us in (100_000, 300_000):
        plan = replace(programme.plan, kept=(replace(kept, start_us=start_us),))
        splice = plan_splice(programme.recording, programme.packets, plan)
        assert [span.how for span in splice.spans] == [how]
        job = RenderJob(replace(programme, plan=plan), splice, PRESET, TextMetadata(plan.duration_us))
        out = tmp_path / f"{start_us}.mp4"
        pieces = make_movie(job, out, lambda _event: None, previous)
        previous = PreviousRender(FinishedMovie.read(out), pieces)
        assert close(shown(out).times_us, [0, *(round(time_s * S) - start_us for time_s in times_s[1:])])
        assert late_s(*heard(out), [click_s - start_us / S for click_s in clicks_s]) == pytest.approx([0] * 3, abs=0.001)


def test_a_variable_rate_stays_variable(tmp_path):
    times_s = [0, 0.04, 0.09, 0.5, 0.533, 1.9, 1.94, 3.0, 3.005, 3.6, 5.0]
    recorded = make_video(tmp_path / "a.mp4", seconds=6, picture_times_s=times_s)
    programme = programme_of([recorded], [(0.05, 5.5)])
    media = encoded(programme, tmp_path / "video.mp4")
    seen = shown(media)
    assert seen.numbers == list(range(2, 11))
    assert close(seen.times_us, wanted_us(programme))


def test_the_last_picture_stands_until_the_programme_ends(tmp_path):
    recorded = make_video(tmp_path / "a.mp4", seconds=2, sound_seconds=4)
    programme = programme_of([recorded], [(0.5, 3.6)])
    video = encoded(programme, tmp_path / "video.mp4")
    assert all(abs(length_us - programme.duration_us) <= 1000 for length_us in lengths_us(video))
    assert len(shown(video).numbers) == 37


def test_a_part_of_another_shape_is_fitted_between_black_bars(tmp_path):
    files = [make_video(tmp_path / "a.mp4", seconds=3), make_video(tmp_path / "b.mp4", seconds=2, size=(320, 240))]
    programme = programme_of(files, [(1, 2.5), (3.2, 4.6)])
    assert (programme.fmt.width, programme.fmt.height) == (320, 180)
    media = encoded(programme, tmp_path / "video.mp4")
    assert shown(media).numbers[:38] == list(range(25, 63))
    fitted = shown(media, box=(40, 0, 280, 180))
    assert fitted.numbers[38:] == list(range(5, 40))
    assert fitted.pictures[-1][60:120, :36].max() < 24
    assert close(fitted.times_us, wanted_us(programme))


def test_pixel_shape_and_colour_tags_are_kept(tmp_path):
    recorded = make_video(tmp_path / "a.mp4", seconds=1, sample_aspect=Fraction(2, 3), colour="smpte170m")
    media = encoded(programme_of([recorded], [(0, 1)]), tmp_path / "video.mp4")
    with av.open(str(media)) as file:
        context = file.streams.video[0].codec_context
        assert (context.sample_aspect_ratio, context.pix_fmt) == (Fraction(2, 3), "yuv420p")
        assert (context.color_range, context.colorspace, context.color_primaries, context.color_trc) == (1, 6, 6, 6)


@pytest.mark.parametrize("colour", ["bt709", "smpte170m", None])
def test_colours_look_the_same_after_encoding(tmp_path, colour):
    teal = plain((18, 81, 92))
    recorded = make_video(tmp_path / "a.mp4", seconds=1, picture=teal, colour=colour)
    media = encoded(programme_of([recorded], [(0, 1)]), tmp_path / "video.mp4")
    before, after = shown(recorded).pictures[3], shown(media).pictures[3]
    assert np.abs(before.astype(int) - after).max() <= 2


def test_full_range_pictures_keep_their_black_and_white(tmp_path):
    recorded = make_video(tmp_path / "a.mov", seconds=1, picture=plain((255, 255, 255)), codec="mjpeg")
    media = encoded(programme_of([recorded], [(0, 1)]), tmp_path / "video.mp4")
    with av.open(str(media)) as file:
        assert next(file.decode(video=0)).to_ndarray(format="rgb24").min() >= 250


def test_progress_goes_up_to_its_end(tmp_path):
    told = []
    programme = programme_of([make_video(tmp_path / "a.mp4", seconds=4)], [(0, 4)])
    encoded(programme, tmp_path / "video.mp4", told.append)
    done = [event.done for event in told if isinstance(event, Progress)]
    assert len(done) > 3 and done == sorted(done)
    (total,) = {event.total for event in told if isinstance(event, Progress)}
    assert done[-1] == pytest.approx(total)


def test_a_stopped_run_leaves_no_program_running_and_no_file(tmp_path):
    def stop(event):
        if isinstance(event, Progress) and event.done > 0:
            raise KeyboardInterrupt

    programme = programme_of([make_video(tmp_path / "a.mp4", seconds=4)], [(0, 4)])
    working = tmp_path / "working"
    working.mkdir()
    with pytest.raises(KeyboardInterrupt):
        encoded(programme, working / "video.mp4", stop)
    assert not list(working.iterdir())
    assert not [child for child in psutil.Process().children() if "ffmpeg" in child.name()]


def test_a_damaged_picture_is_said_and_the_rest_is_there(tmp_path):
    recorded = make_video(tmp_path / "a.mp4", seconds=4, gop=25)
    data = bytearray(recorded.read_bytes())
    with av.open(str(recorded)) as file:
        hurt = [packet for packet in file.demux(video=0) if packet.size][40:44]
    for packet in hurt:
        data[packet.pos + 4 : packet.pos + packet.size] = bytes(packet.size - 4)
    recorded.write_bytes(data)
    programme = programme_of([recorded], [(0, 4)])
    told = []
    seen = shown(encoded(programme, tmp_path / "video.mp4", told.append))
    assert [event for event in told if isinstance(event, Notice)]
    assert seen.numbers[:38] == list(range(38))
    assert seen.numbers[-40:] == list(range(60, 100))


def test_what_was_encoded_is_taken_over_byte_for_byte_and_its_damage_said_again(tmp_path):
    made = made_h264(tmp_path / "made.mp4", pictures=100, gop=50, sound=((0.2, 3.8),))
    programme = programme_of([damaged(tmp_path / "a.mp4", made, [20], "header")], [(0.2, 3.6)])
    splice = plan_splice(programme.recording, programme.packets, programme.plan)
    wanted = RenderJob(programme, splice, PRESET, TextMetadata(programme.duration_us))
    first, second, told, told_again = tmp_path / "1.mp4", tmp_path / "2.mp4", [], []
    pieces = make_movie(wanted, first, told.append)
    assert len(pieces.pictures) == 1
    assert make_movie(wanted, second, told_again.append, PreviousRender(FinishedMovie.read(first), pieces)) == pieces
    assert first.read_bytes() == second.read_bytes()
    assert notices(told) == notices(told_again) != []


def notices(told):
    return [event for event in told if isinstance(event, Notice)]


def test_an_odd_sized_part_loses_an_edge_instead_of_being_blurred(tmp_path):
    recorded = make_video(tmp_path / "a.mov", seconds=1, size=(321, 181), codec="mjpeg")
    programme = programme_of([recorded], [(0, 1)])
    assert (programme.fmt.width, programme.fmt.height) == (320, 180)
    before, after = shown(recorded).pictures[5], shown(encoded(programme, tmp_path / "video.mp4")).pictures[5]
    assert np.abs(before[:180, :320].astype(int) - after).mean() < 4
