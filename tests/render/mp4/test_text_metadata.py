"""Words in the file: what a text track can hold is made of what was written."""

import datetime as dt
import struct

from tests.render.mp4.coded import CHAPTERS, S, coded, read_chapters, read_cues
from vbn_video.decisions import Chapter, Cue
from vbn_video.render.mp4.text_metadata import Tags, TextMetadata, caption_samples, chapter_samples, user_data


def texts(data):
    return [sample[2 : 2 + struct.unpack_from(">H", sample)[0]].decode() for sample in data]


def test_the_track_is_never_without_a_sample():
    cues = (Cue(500_000, 1_250_000, ("Et",)), Cue(1_250_000, 2_000_000, ("To", "linjer")), Cue(3 * S, 4 * S, ("Tre",)))
    track = caption_samples(TextMetadata(6_000_400, captions=cues))
    assert texts(track.data) == ["", "Et", "To\nlinjer", "", "Tre", ""]
    assert track.durations_ms == (500, 750, 750, 1000, 1000, 2000)


def test_edited_captions_that_overlap_or_run_over_the_end_are_shown_one_after_the_other(plain, tmp_path):
    times = ((3_500_000, 9_000_000, "c"), (0, 2_000_000, "a"), (1_000_000, 3_000_000, "b"), (5 * S, 6 * S, "d"))
    cues = tuple(Cue(start_us, end_us, (text,)) for start_us, end_us, text in times)
    video = coded(plain).write(tmp_path / "video.mp4", TextMetadata(4 * S, captions=cues))
    assert read_cues(video) == [(0, 1000, "a"), (1000, 3000, "b"), (3500, 4000, "c")]


def test_a_text_that_is_too_long_for_its_sample_is_cut_between_two_characters():
    track = caption_samples(TextMetadata(S, captions=(Cue(0, S, ("x" + "æ" * 40_000,)),)))
    assert texts(track.data) == ["x" + "æ" * 32_767]


def test_chapters_that_would_last_no_time_are_left_out():
    chapters = (Chapter(0, "a"), Chapter(S, "b"), Chapter(S + 400, "c"), Chapter(9 * S, "d"))
    track = chapter_samples(TextMetadata(4 * S, chapters))
    assert (texts(track.data), track.durations_ms, track.start_ms) == (["a", "c"], (1000, 3000), 0)


def test_three_hundred_chapters_and_a_very_long_title_are_read(plain, tmp_path):
    chapters = (Chapter(0, "å" * 200), *(Chapter(number * 10_000, f"{number}") for number in range(1, 300)))
    video = coded(plain).write(tmp_path / "video.mp4", TextMetadata(4 * S, chapters))
    read = read_chapters(video)
    assert [title for _, _, title in read] == [chapter.title for chapter in chapters]
    nero = user_data(TextMetadata(4 * S, chapters))
    assert nero[nero.index(b"chpl") + 4 + 4 + 4] == 255
    assert ("å" * 127).encode() in nero
    assert ("å" * 128).encode() not in nero


def test_without_tags_and_chapters_there_is_no_user_data():
    assert user_data(TextMetadata(S)) == b""
    assert b"chpl" not in user_data(TextMetadata(S, tags=Tags("Titel")))
    assert b"ilst" not in user_data(TextMetadata(4 * S, CHAPTERS))


def test_the_date_is_the_meetings_own():
    late = dt.datetime(2020, 12, 8, 0, 30, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    assert b"2020-12-08" in user_data(TextMetadata(S, tags=Tags(created=late)))
