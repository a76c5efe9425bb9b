"""A recording in which nothing is said, however long: nothing is published unseen, and the video is what was recorded."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from tests.made_media import make_video
from tests.running import vbn_video


@pytest.mark.parametrize("seconds", [15, pytest.param(3600, marks=pytest.mark.long)])
def test_it_is_held_back_with_a_sentence_and_its_video_is_not_empty(seconds: int, tmp_path: Path) -> None:
    make_video(tmp_path / "møde" / "møde.mp4", seconds=seconds, size=(160, 90), rate=Fraction(1), speech=())
    (tmp_path / "video").mkdir()
    without_bumpers = ("--set", "intro.template=", "--set", "outro.template=")
    done = vbn_video("publish", tmp_path / "møde", "--media-dir", tmp_path / "video", *without_bumpers)
    assert done.code == 6, done.err
    assert "Nobody is heard to speak, so all of the recording was kept (confidence 0)." in done.err
    project = tmp_path / "møde.vbn"
    (kept,) = json.loads((project / "edit.json").read_text(encoding="utf-8"))["kept"]
    assert (kept["start"], kept["end"]) == (0, pytest.approx(seconds, abs=1))
    assert (project / "video.mp4").stat().st_size > 100 * seconds
    assert not list((tmp_path / "video").iterdir())
