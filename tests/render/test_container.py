"""The finished file: text tracks and tags in it, the index in front, pictures and sound untouched."""

import datetime as dt
import struct
from zoneinfo import ZoneInfo

import av
import pytest

from tests.made_media import make_video
from vbn_video.decisions import Chapter, Cue
from vbn_video.render.container import Tags, write_container
from vbn_video.render.content import video_content

S = 1_000_000
CHAPTERS = (Chapter(0, "Velkommen"), Chapter(1_500_000, "Æblet & <øen>"))
CUES = (Cue(500_000, 1_250_000, ("God morgen,", "Åse & <Bo>")), Cue(2_000_000, 2_700_000, ("Tak.",)))
TAGS = Tags('HR & "samtalen"', ("Anne", "Bo"), dt.datetime(2020, 12, 8, 9, 30, tzinfo=ZoneInfo("Europe/Copenhagen")))


@pytest.fixture(scope="module")
def media(tmp_path_factory):
    """Four seconds with B-frames, and sound."""
    return make_video(tmp_path_factory.mktemp("made") / "media.mp4", seconds=4, bframes=2)


def write(media, out, chapters=CHAPTERS, captions=CUES, tags=TAGS, duration_us=4 * S):
    write_container(media, out, duration_us=duration_us, chapters=chapters, captions=captions, tags=tags)
    return out


def read_cues(path):
    """(start, end, text) in milliseconds of the subtitle track, rests left out."""
    with av.open(str(path)) as file:
        track = file.streams.subtitles[0]
        packets = [packet for packet in file.demux(track) if packet.size > 2]
        return [(packet.pts, packet.pts + packet.duration, bytes(packet)[2:].decode()) for packet in packets]


def boxes(path):
    """The names of the file's outermost boxes, in order."""
    data, names, at = path.read_bytes(), [], 0
    while at < len(data):
        size, name = struct.unpack_from(">I4s", data, at)
        names.append(name.decode())
        at += size
    return names


def media_packets(path):
    with av.open(str(path)) as file:
        streams = file.streams.video[0], file.streams.audio[0]
        return [(p.stream_index, p.pts, p.dts, p.is_keyframe, bytes(p)) for p in file.demux(streams) if p.size]


def test_captions_stand_inside_as_a_danish_track(media, tmp_path):
    video = write(media, tmp_path / "video.mp4")
    assert read_cues(video) == [(500, 1250, "God morgen,\nÅse & <Bo>"), (2000, 2700, "Tak.")]
    with av.open(str(video)) as file:
        track = file.streams.subtitles[0]
        assert (track.name, track.language, track.metadata["handler_name"]) == ("mov_text", "dan", "Dansk")
        assert track.codec_context.extradata[:4] == bytes(4)
        assert file.streams.audio[0].language == "dan"


def test_chapters_and_tags_stand_inside(media, tmp_path):
    with av.open(str(write(media, tmp_path / "video.mp4"))) as file:
        chapters = [(chapter["start"], chapter["end"], chapter["metadata"]["title"]) for chapter in file.chapters()]
        assert chapters == [(0, 1500, "Velkommen"), (1500, 4000, "Æblet & <øen>")]
        assert file.metadata["title"] == 'HR & "samtalen"'
        assert file.metadata["artist"] == "Anne, Bo"
        assert file.metadata["creation_time"].startswith("2020-12-08T08:30:00")


def test_the_index_stands_in_front(media, tmp_path):
    order = boxes(write(media, tmp_path / "video.mp4"))
    assert order.index("moov") < order.index("mdat")


def test_pictures_and_sound_are_the_same_packets_however_often_the_text_is_changed(media, tmp_path):
    first = write(media, tmp_path / "1.mp4")
    second = write(first, tmp_path / "2.mp4", captions=CUES[:1], chapters=(), tags=Tags("Andet"))
    third = write(second, tmp_path / "3.mp4")
    assert media_packets(media) == media_packets(first) == media_packets(second) == media_packets(third)
    assert video_content(media) == video_content(first) == video_content(second) == video_content(third)
    assert first.read_bytes() == third.read_bytes()
    assert read_cues(second) == [(500, 1250, "God morgen,\nÅse & <Bo>")]


def test_pictures_and_sound_last_as_long_as_before(media, tmp_path):
    with av.open(str(media)) as before, av.open(str(write(media, tmp_path / "video.mp4"))) as after:
        for kind in ("video", "audio"):
            old, new = getattr(before.streams, kind)[0], getattr(after.streams, kind)[0]
            assert (new.start_time, new.duration * new.time_base) == (old.start_time, old.duration * old.time_base)


def test_the_last_picture_stands_until_the_end(media, tmp_path):
    with av.open(str(write(media, tmp_path / "video.mp4", duration_us=5 * S))) as file:
        video = file.streams.video[0]
        assert video.duration * video.time_base == 5


def test_without_captions_and_chapters_there_are_no_tracks_for_them(media, tmp_path):
    with av.open(str(write(media, tmp_path / "video.mp4", chapters=(), captions=()))) as file:
        assert [stream.type for stream in file.streams] == ["video", "audio"]
        assert file.chapters() == []


def test_edited_captions_that_overlap_or_run_over_the_end_are_shown_one_after_the_other(media, tmp_path):
    times = ((3_500_000, 9_000_000, "c"), (0, 2_000_000, "a"), (1_000_000, 3_000_000, "b"), (5 * S, 6 * S, "d"))
    cues = tuple(Cue(start_us, end_us, (text,)) for start_us, end_us, text in times)
    video = write(media, tmp_path / "video.mp4", captions=cues)
    assert read_cues(video) == [(0, 1000, "a"), (1000, 3000, "b"), (3500, 4000, "c")]


def test_content_tells_videos_apart(media, tmp_path):
    other = make_video(tmp_path / "other.mp4", seconds=4, bframes=2, gop=49)
    assert video_content(media) != video_content(other)
    assert len(video_content(media)) == 64


def test_the_ffmpeg_program_reads_it_without_a_word(media, tmp_path):
    import ffmpeg

    from vbn_video.render.ffmpeg_program import run_program

    video = write(media, tmp_path / "video.mp4")
    assert run_program(ffmpeg.input(str(video)).output("-", f="null"), reads=video, level="warning") == ()
