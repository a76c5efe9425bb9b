"""The sample, by the installed wheel: a page, a splice that decodes, captions that can be read, a video on YouTube."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pysubs2
import pytest
import webvtt
from numpy.typing import NDArray

from tests.running import SAMPLE
from tests.smoke.conftest import DEMO_OPTIONS, Released
from tests.smoke.wheel import InstalledWheel

pytestmark = [pytest.mark.smoke, pytest.mark.usefixtures("needs_base")]

MOST_WORDS_MISHEARD = 0.2
COMPARED_S, RATE = 2, 25
RECORDED = next(SAMPLE.glob("video*.mp4"))


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def test_every_step_is_done_and_the_finished_file_passes(released: Released) -> None:
    assert [step["name"] for step in released.document["steps"]][-1] == "publish"
    assert released.document["report"]["passed"]
    assert [publication["state"] for publication in released.document["publications"]] == ["published", "published"]


def test_the_page_shows_the_video_with_title_captions_chapters_and_transcript(released: Released) -> None:
    page = released.page.read_text(encoding="utf-8")
    assert "<h1" in page and "HR og den vanskelige samtale" in page and "<track" in page
    assert all(chapter["title"] in page for chapter in released.document["chapters"])
    (media,) = released.page.parent.glob("*.mp4")
    assert media.name in page
    assert media.read_bytes() == released.video.read_bytes()


def test_the_captions_read_back_the_same_from_every_file_and_say_what_was_spoken(released: Released) -> None:
    (vtt,), (srt,) = (list(released.page.parent.glob(f"captions*.{ending}")) for ending in ("vtt", "srt"))
    cues = [(caption.start_in_seconds, words(caption.text)) for caption in webvtt.read(str(vtt))]
    lines = [(line.start // 1000, words(line.plaintext)) for line in pysubs2.load(str(srt))]
    assert len(cues) == released.document["captions"]["cues"] >= 10
    assert [heard for _start, heard in cues] == [heard for _start, heard in lines]
    assert all(abs(cue - line) <= 1 for (cue, _heard), (line, _read) in zip(cues, lines, strict=True))
    with av.open(str(released.video)) as video:
        inside = [packet for packet in video.demux(subtitles=0) if packet.size > 2]
    assert len(inside) == len(cues)
    spoken = [
        word
        for utterance in json.loads((SAMPLE.parent / "truth.json").read_text(encoding="utf-8"))["speech"]
        if utterance["part"] == "meeting"
        for word in words(utterance["text"])
    ]
    heard = [word for _start, cue in cues for word in cue]
    assert len(set(spoken) - set(heard)) <= MOST_WORDS_MISHEARD * len(set(spoken))


def recorded_s(released: Released, programme_s: float) -> float:
    """When in the recording a picture of the finished video was shown."""
    begins_s = released.document["programme"]["intro"]
    for start_s, end_s in released.document["programme"]["kept"]:
        if programme_s < begins_s + end_s - start_s:
            return float(start_s + programme_s - begins_s)
        begins_s += end_s - start_s
    raise AssertionError(f"{programme_s} s is none of the meeting")


def pictures_of(path: Path) -> Iterator[tuple[float, av.VideoFrame]]:
    with av.open(str(path)) as file:
        yield from ((float(frame.pts * frame.time_base), frame) for frame in file.decode(video=0))


def test_the_splice_decodes_whole_and_shows_each_copied_picture_as_it_was_recorded(released: Released) -> None:
    copies = [span for span in released.document["splice"]["spans"] if span["how"] == "copy"]
    longest = max(copies, key=lambda span: span["end"] - span["start"])
    assert longest["end"] - longest["start"] > COMPARED_S
    times_s: list[float] = []
    shown: dict[int, NDArray[np.uint8]] = {}
    for at_s, frame in pictures_of(released.video):
        times_s.append(at_s)
        if longest["start"] - 1e-3 <= at_s < longest["start"] + COMPARED_S:
            shown[round(1000 * recorded_s(released, at_s + 1e-4))] = frame.to_ndarray()
    assert len(times_s) == round(released.document["duration"] * RATE)
    assert np.allclose(np.diff(times_s), 1 / RATE, atol=1e-4)
    compared = 0
    for at_s, frame in pictures_of(RECORDED):
        if round(1000 * at_s) in shown:
            compared += 1
            assert np.array_equal(shown[round(1000 * at_s)], frame.to_ndarray()), f"the picture at {at_s} s of the recording"
    assert compared == len(shown) == COMPARED_S * RATE


def test_the_sound_is_as_long_as_the_pictures(released: Released) -> None:
    with av.open(str(released.video)) as video:
        samples = sum(frame.samples for frame in video.decode(audio=0))
        assert samples / video.streams.audio[0].rate == pytest.approx(released.document["duration"], abs=0.1)


def test_one_private_video_with_captions_and_thumbnail_is_on_youtube(released: Released) -> None:
    youtube = released.youtube
    assert (youtube.videos, youtube.title, youtube.privacy) == (1, "HR og den vanskelige samtale", "private")
    assert youtube.sha256 == hashlib.sha256(released.video.read_bytes()).hexdigest()
    assert youtube.captions == next(released.page.parent.glob("captions*.vtt")).read_text(encoding="utf-8")
    assert youtube.thumbnail and youtube.violations == []


def test_no_line_of_ours_is_warned_of(released: Released) -> None:
    assert "Warning" not in "".join(line for line in released.said.splitlines(True) if "vbn_video" in line)


def test_the_same_command_again_does_nothing(released: Released, installed: InstalledWheel) -> None:
    places = ("--workspace", released.folder, "--media-dir", released.site)
    done = installed.run("publish", SAMPLE, *DEMO_OPTIONS, "--to", "website", *places, "--json", cwd=released.folder)
    assert done.code == 0, done.err
    assert all(step["cached"] for step in done.document["steps"])
    assert [publication["state"] for publication in done.document["publications"]] == ["unchanged"]
