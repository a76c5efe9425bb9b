"""Every real file with sound and picture is rendered: all pictures in their places, sound and picture equally long."""

import av
import pytest

from tests.render.programmes import SIDE, S, encoded, lengths_us, silent
from tests.running import CORPUS, needs_corpus
from vbn_video.decisions import EditPlan, KeptSpan
from vbn_video.listen.measure import measure
from vbn_video.plan.programme import programme_format, whole_pictures_us
from vbn_video.recording.find import find_sources
from vbn_video.recording.understand import understand
from vbn_video.render.bumper import make_bumper
from vbn_video.render.bumper_texts import BumperTexts
from vbn_video.render.container import Tags, write_container
from vbn_video.render.programme import Programme
from vbn_video.render.stills import make_poster
from vbn_video.render.templates import find_template
from vbn_video.timeline import Timeline

FILES = (
    "SAR-2by3.mp4",
    "edts.mp4",
    "example.mp4",
    "h264-png.mp4",
    "rotate-buck-bunny.mp4",
    "sample_fragmented.mp4",
    "sample_with_chapters.mp4",
    "segment_0.mp4",
    "silent-black-25s.mp4",
    "video_with_failing_audio.mp4",
)
TWO_PARTS = (("segment_0.mp4", "segment_1.mp4"), ("edts.mp4", "SAR-2by3.mp4"), ("SAR-2by3.mp4", "cursed-vfr.mp4"))
TEXTS = BumperTexts("Temamøde", "HR og den vanskelige samtale", (), "Netværk")


def programme_of(names, folder):
    """The middle four fifths of the files, an intro of one second before them."""
    sources = find_sources([CORPUS / "media" / name for name in names])
    recording, packets = understand(sources, silent)
    levels, _speech = measure(recording, sources.root, silent)
    times_us = packets.time_us
    start_us = int(times_us[times_us >= recording.duration_us // 10][0])
    spans = (KeptSpan(start_us, recording.duration_us * 9 // 10, SIDE, SIDE),)
    fmt = programme_format(recording, EditPlan(spans))
    intro_us = whole_pictures_us(1, fmt.rate)
    make_bumper(find_template("djursland"), TEXTS, fmt, intro_us, folder / "intro.mp4")
    return Programme(recording, packets, levels, sources.root, EditPlan(spans, intro_us), fmt, folder / "intro.mp4")


@needs_corpus
@pytest.mark.long
@pytest.mark.parametrize("names", [*((name,) for name in FILES), *TWO_PARTS], ids="+".join)
def test_a_real_file_is_rendered_right(names, tmp_path):
    programme = programme_of(names, tmp_path)
    media, video = encoded(programme, tmp_path / "media.mp4"), tmp_path / "video.mp4"
    write_container(media, video, duration_us=programme.duration_us, chapters=(), captions=(), tags=Tags())
    timeline = Timeline.of(programme.recording, programme.plan)
    places = (timeline.programme_from_recording(int(time_us)) for time_us in programme.packets.time_us)
    wanted = [place for place in places if place is not None]
    with av.open(str(video)) as file:
        stream = file.streams.video[0]
        times_us = [round(frame.pts * stream.time_base * S) for frame in file.decode(stream)]
        assert (stream.width, stream.height) == (programme.fmt.width, programme.fmt.height)
        assert stream.sample_aspect_ratio in (programme.fmt.sample_aspect, None)
    assert times_us[-len(wanted) :] == pytest.approx(wanted, abs=1000)
    assert len(times_us) == programme.pictures
    assert lengths_us(video) == pytest.approx((programme.duration_us, programme.duration_us), abs=1000)
    make_poster(video, programme.plan.intro_us, programme.duration_us, tmp_path / "poster.jpg")
    assert (tmp_path / "poster.jpg").stat().st_size < 300_000
