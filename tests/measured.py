"""What is measured on a finished video, in one call."""

from __future__ import annotations

from pathlib import Path

from vbn_video.events import Emit
from vbn_video.report.measure.container import read_container
from vbn_video.report.measure.finished_video import decode_video
from vbn_video.report.measure.measurements import Measurements


def video_content(path: Path) -> str:
    """The hash by which a video is known, whatever its texts say."""
    return read_container(path)[1]


def measure_video(path: Path, emit: Emit) -> Measurements:
    """All that `check` measures, decoded anew."""
    facts, _content = read_container(path)
    return Measurements(facts, decode_video(path, facts.picture_end_us, emit))
