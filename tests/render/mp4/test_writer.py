"""The finished file by our own writer: what three readers find in it."""

import datetime as dt
import subprocess
import tracemalloc
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import av
import imageio_ffmpeg
import numpy as np
import pytest

from tests.mp4_structure import check_structure
from tests.render.mp4.coded import (
    CHAPTERS,
    CUES,
    Coded,
    S,
    coded,
    decoded_pictures,
    decoded_sound,
    read_chapters,
    read_cues,
)
from vbn_video.decisions import Chapter
from vbn_video.render.mp4.text_metadata import Tags, TextMetadata
from vbn_video.render.mp4.tracks import Colour

TAGS = Tags('HR & "samtalen"', ("Anne", "Bo"), dt.datetime(2020, 12, 8, 9, 30, tzinfo=ZoneInfo("Europe/Copenhagen")))
METADATA = TextMetadata(4 * S, CHAPTERS, CUES, TAGS)
FULL = Path("/dev/full")


def ffmpeg_says(path, *arguments):
    """(standard output, error output) of the ffmpeg program, which complains of times only if it keeps the file's own clock."""
    command = [
        imageio_ffmpeg.get_ffmpeg_exe(),
        "-nostdin",
        "-v",
        "warning",
        "-i",
        str(path),
        "-enc_time_base:v",
        "demux",
        *arguments,
        "-",
    ]
    done = subprocess.run(command, capture_output=True, check=True)
    return done.stdout.decode(), done.stderr.decode()


def test_pictures_and_their_times_are_those_of_the_source(made, tmp_path):
    video = coded(made).write(tmp_path / "video.mp4", METADATA)
    assert decoded_pictures(video) == decoded_pictures(made)


def test_sound_is_that_of_the_source_sample_for_sample(plain, reordered, jittery, tmp_path):
    for made in (plain, reordered, jittery):
        video = coded(made).write(tmp_path / "video.mp4", METADATA)
        start, sound = decoded_sound(video)
        expected_start, expected = decoded_sound(made)
        assert start == expected_start == 0
        assert np.array_equal(sound, expected)


def test_coded_samples_come_back_as_they_were_handed_over(made, tmp_path):
    source = coded(made)
    again = coded(source.write(tmp_path / "video.mp4", METADATA))
    assert (again.video_data, again.sound_data) == (source.video_data, source.sound_data)
    if source.sound and again.sound:  # libav counts the bit rate itself
        assert replace(again.sound, bitrate=source.sound.bitrate) == source.sound
    assert again.video.times.tolist() == source.video.times.tolist()
    assert again.video.sync.tolist() == source.video.sync.tolist()
    assert again.video.sample_aspect == source.video.sample_aspect


def test_the_structure_is_sound(made, tmp_path):
    assert check_structure(coded(made).write(tmp_path / "video.mp4", METADATA)) == []
    assert check_structure(coded(made).write(tmp_path / "bare.mp4", TextMetadata(4 * S))) == []


def test_the_ffmpeg_program_decodes_it_without_a_word(made, tmp_path):
    video = coded(made).write(tmp_path / "video.mp4", METADATA)
    assert ffmpeg_says(video, "-f", "null") == ("", "")


def test_captions_are_read_by_libav_and_the_ffmpeg_program(plain, tmp_path):
    video = coded(plain).write(tmp_path / "video.mp4", METADATA)
    assert read_cues(video) == [(500, 1250, "God morgen,\nÅse & <Bo>"), (2000, 2700, "Tak.")]
    text, words = ffmpeg_says(video, "-map", "0:s", "-f", "webvtt")
    assert "00:00.500 --> 00:01.250\nGod morgen,\nÅse & <Bo>\n" in text
    assert words == ""
    with av.open(str(video)) as file:
        track = file.streams.subtitles[0]
        assert (track.name, track.language, track.metadata["handler_name"]) == ("mov_text", "dan", "Dansk")
        assert file.streams.audio[0].language == "dan"


def test_chapters_and_tags_are_read_by_libav(reordered, tmp_path):
    video = coded(reordered).write(tmp_path / "video.mp4", METADATA)
    assert read_chapters(video) == [(0, 1500, "Velkommen"), (1500, 4000, "Æblet & <øen>")]
    with av.open(str(video)) as file:
        assert file.metadata["title"] == 'HR & "samtalen"'
        assert file.metadata["artist"] == "Anne, Bo"
        assert file.metadata["date"] == "2020-12-08"
        assert file.metadata["creation_time"].startswith("2020-12-08T08:30:00")


def test_chapters_may_begin_late(plain, tmp_path):
    late = replace(METADATA, chapters=(Chapter(1 * S, "Senere"), Chapter(3 * S, "Sidst")))
    video = coded(plain).write(tmp_path / "video.mp4", late)
    assert [(start, title) for start, _end, title in read_chapters(video)] == [(1000, "Senere"), (3000, "Sidst")]
    assert check_structure(video) == []


def test_without_text_there_are_no_tracks_for_it(plain, tmp_path):
    with av.open(str(coded(plain).write(tmp_path / "video.mp4", TextMetadata(4 * S)))) as file:
        assert [stream.type for stream in file.streams] == ["video", "audio"]
        assert file.chapters() == []


def test_colour_and_the_shape_of_a_pixel_stand_in_the_container(silent, tmp_path):
    with av.open(str(coded(silent).write(tmp_path / "video.mp4", METADATA))) as file:
        context = file.streams.video[0].codec_context
        assert (context.color_range, context.colorspace, context.color_primaries, context.color_trc) == (1, 1, 1, 1)
        assert file.streams.video[0].sample_aspect_ratio == Fraction(4, 3)
    source = coded(silent)
    untagged = Coded(replace(source.video, colour=Colour()), source.video_data, None, ())
    assert b"colr" not in untagged.write(tmp_path / "untagged.mp4", METADATA).read_bytes()


def test_the_last_picture_stands_until_the_end(plain, jittery, tmp_path):
    for made in (plain, jittery):
        with av.open(str(coded(made).write(tmp_path / "video.mp4", replace(METADATA, duration_us=5 * S)))) as file:
            video = file.streams.video[0]
            assert video.duration * video.time_base == 5
            assert file.duration == 5 * S


@pytest.mark.parametrize("shift", [9000, 300_000])
def test_a_first_picture_that_comes_late_stays_late(reordered, tmp_path, shift):
    source = coded(reordered)
    late = replace(source, video=replace(source.video, times=source.video.times + shift))
    video = late.write(tmp_path / "video.mp4", replace(METADATA, duration_us=8 * S))
    later = Fraction(shift, 90_000)
    assert decoded_pictures(video) == [(time + later, pixels) for time, pixels in decoded_pictures(reordered)]
    assert check_structure(video) == []


def test_the_same_input_gives_the_same_bytes(reordered, tmp_path):
    source = coded(reordered)
    first, second = (source.write(tmp_path / name, METADATA).read_bytes() for name in ("1.mp4", "2.mp4"))
    assert first == second


def test_pictures_and_sound_lie_side_by_side_second_by_second(plain, tmp_path):
    taken = []

    def noted(kind, samples):
        for sample in samples:
            taken.append(kind)
            yield sample

    source = coded(plain)
    noting = Coded(source.video, noted("p", source.video_data), source.sound, noted("s", source.sound_data))
    noting.write(tmp_path / "video.mp4", METADATA)
    assert "".join(taken) == "".join("p" * 25 + "s" * packets for packets in (33, 31, 31, 31))


def test_progress_ascends_to_the_whole(plain, tmp_path):
    shares = []
    coded(plain).write(tmp_path / "video.mp4", METADATA, shares.append)
    assert shares == sorted(shares)
    assert (shares[0], shares[-1], len(shares)) == (0, 1, 9)


def test_no_more_than_a_few_samples_are_in_memory(tmp_path, plain):
    source = coded(plain)
    sample = (999_996).to_bytes(4) + b"\x65" + bytes(999_995)
    big = Coded(source.video, (sample for _ in source.video_data), None, ())
    tracemalloc.start()
    big.write(tmp_path / "video.mp4", METADATA)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (tmp_path / "video.mp4").stat().st_size > 100_000_000 - 2
    assert peak < 8_000_000


@pytest.mark.parametrize("change", [-1, 1])
def test_another_number_of_samples_than_promised_is_refused(plain, tmp_path, change):
    source = coded(plain)
    data = source.video_data[:-1] if change < 0 else (*source.video_data, b"\0\0\0\1\x41")
    with pytest.raises(ValueError, match="promised"):
        Coded(source.video, data, source.sound, source.sound_data).write(tmp_path / "video.mp4", METADATA)


@pytest.mark.skipif(not FULL.exists(), reason="this system has no disk that is always full")
def test_a_full_disk_is_said(plain):
    with pytest.raises(OSError, match="No space left"):
        coded(plain).write(FULL, METADATA)
