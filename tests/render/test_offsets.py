"""Whatever clock a source has, its sound is as far behind its pictures in the finished video: both are decoded and measured."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from tests.made_media import make_video, picture_number
from tests.render.programmes import clicks, encoded, late_s, programme_of
from tests.sampling import sampled

CLICKS_S = [0.72, 1.92, 2.4, 3.12, 4.2, 5.52, 5.92]
"""At the beginning and near the end of each kept span, and each with a picture."""
KEPT_S = ((0.52, 2.16), (2.2, 3.32), (4.0, 6.2))
RATE, SOUND_HZ = 25, 32_000
MOST_S = 0.001
LATER_S = [(1.5, 1.5), (0.04, 0), (0, 0.04), (1.04, 1.0), (-0.2, -0.2), (0, -0.04)]
MOVES = [(suffix, *later_s) for later_s in LATER_S for suffix in (".mp4", ".mkv", ".ts")]


def moved(path: Path, made: Path, pictures_s: float, sound_s: float) -> Path:
    """The file in another container, its pictures and its sound so much later."""
    with av.open(str(made)) as source, av.open(str(path), "w", options={"avoid_negative_ts": "disabled"}) as out:
        streams = {stream.index: out.add_stream_from_template(stream) for stream in source.streams}
        for packet in source.demux():
            if packet.size:
                later = round((pictures_s if packet.stream.type == "video" else sound_s) / packet.time_base)
                packet.pts, packet.dts = packet.pts + later, packet.dts + later
                packet.stream = streams[packet.stream_index]
                out.mux(packet)
    return path


def behind_s(path: Path) -> list[float]:
    """How much later than its picture each click is heard, less than 50 ms."""
    with av.open(str(path)) as file:
        shown_s = {picture_number(frame.to_ndarray(format="rgb24")): frame.time for frame in file.decode(video=0)}
    with av.open(str(path)) as file:
        heard = [(frame.time, frame.to_ndarray().mean(axis=0)) for frame in file.decode(audio=0)]
    first_s = heard[0][0]
    sound = np.zeros((round((heard[-1][0] - first_s + 1) * SOUND_HZ), 1), np.float32)
    for time_s, samples in heard:
        at = round((time_s - first_s) * SOUND_HZ)
        sound[at : at + len(samples), 0] = samples
    return late_s(sound, SOUND_HZ, [shown_s[round(click_s * RATE)] - first_s for click_s in CLICKS_S])


@pytest.mark.parametrize(("suffix", "pictures_s", "sound_s"), sampled(MOVES, range(0, 18, 7)))
def test_sound_and_pictures_are_as_far_apart_as_in_the_source(tmp_path, suffix, pictures_s, sound_s):
    made = make_video(tmp_path / "made.mp4", seconds=6.4, sound=clicks(CLICKS_S, 6.4), bframes=2)
    recorded = moved(tmp_path / f"a{suffix}", made, pictures_s, sound_s)
    in_source_s = behind_s(recorded)
    assert in_source_s == pytest.approx([sound_s - pictures_s] * len(CLICKS_S), abs=0.002)
    video = encoded(programme_of([recorded], KEPT_S), tmp_path / "video.mp4")
    assert behind_s(video) == pytest.approx(in_source_s, abs=MOST_S)
