"""A video joined of copied and newly encoded pictures: three decoders show each picture once, in its place, and the same."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.decoders import US_PER_S, Film, Played, Read, by_ffmpeg, by_pyav, in_chromium, places_around, read_by_pyav
from tests.made_h264 import made_h264
from vbn_video.pipeline import run
from vbn_video.runs.request import RunRequest
from vbn_video.settings.preset_files import load_preset

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

RATE = 25
SIZE = (320, 180)
BUMPER_S = 1
KEPT_S = ((0.64, 2.48), (4.0, 6.12), (7.24, 8.96))
"""Out of a GOP and out of another, from an IDR picture on, and inside one GOP only in part."""
IDRS = (0, 30, 65, 100, 140, 190, 220)
COLOURS = "colorprim=bt709:transfer=bt709:colormatrix=bt709"
UNEVEN = [0.0, *accumulate(step / RATE for step in (1, 1, 2, 1, 3, 1, 1, 12) * 30)][:240]
"""A still picture now and then; never so quick that a screen leaves one out."""
SEEKS = 40
PLAYS = 10
SAME_LUMA = 3.0
"""Mean difference, of 219 levels, that a browser's colours may have to the decoded picture."""
CODED: dict[str, dict[str, Any]] = {
    "no B-frames": {},
    "B-frames": {"b_frames": 3, "refs": 2},
    "B-pyramid": {"b_frames": 3, "b_pyramid": True, "refs": 3},
    "slices": {"slices": 4},
    "uneven times": {"variable": UNEVEN, "gop": 10},
    "parameter sets 5": {"b_frames": 2, "sps_id": 5},
}


@dataclass(frozen=True)
class Rendered:
    """A finished video, the numbers of the recorded pictures that it must show, and where it is joined."""

    video: Path
    numbers: list[int]
    joins_s: list[float]
    talk_us: tuple[int, int]
    how: str


def rendered(folder: Path, kept_s: Sequence[tuple[float, float]], coded: dict[str, Any]) -> Rendered:
    """A made recording taken through the pipeline to its video, with an intro and an outro of a second each."""
    recording = made_h264(folder / "optagelse.mp4", pictures=240, size=SIZE, sound=(), x264=COLOURS, **{"gop": IDRS, **coded})
    edit = folder / "edit.json"
    edit.write_text(json.dumps({"kept": [{"start": start, "end": end} for start, end in kept_s]}), encoding="utf-8")
    preset = load_preset("temamoede", [f"{bumper}.seconds={BUMPER_S}" for bumper in ("intro", "outro")]).preset
    result = run(RunRequest((recording,), preset, edit_file=edit, until="render"), lambda _event: None)
    document = result.document()
    programme, spans = document["programme"], document["splice"]["spans"]
    lengths_s = [programme["intro"], *(end - start for start, end in programme["kept"])]
    joins_s = sorted({round(edge_s, 6) for edge_s in (*accumulate(lengths_s), *(span["start"] for span in spans[1:]))})
    times_s = [at_us / US_PER_S for at_us in by_pyav(recording).times_us]
    numbers = [number for start_s, end_s in programme["kept"] for number, at_s in enumerate(times_s) if start_s <= at_s < end_s]
    talk_us = round(lengths_s[0] * US_PER_S), round(sum(lengths_s) * US_PER_S)
    how = ", ".join(f"{span['how']} {span['start']:.2f}-{span['end']:.2f}" for span in spans)
    return Rendered(Path(document["video"]), numbers, joins_s, talk_us, how)


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(CODED, key=lambda name: name != "B-frames"))
def test_three_decoders_show_the_same(name: str, tmp_path: Path, chromium: Browser, request: pytest.FixtureRequest) -> None:
    made = rendered(tmp_path, KEPT_S, CODED[name])
    read, decoded = read_by_pyav(made.video), by_ffmpeg(made.video)
    assert (decoded.times_us, decoded.digests) == (read.times_us, read.digests)
    talk = range(*np.searchsorted(read.times_us, made.talk_us))
    assert [read.numbers[row] for row in talk] == made.numbers
    with in_chromium(made.video, chromium) as film:
        sought_ms = _seek(film, made, read)
        dropped = _play(film, read)
    told = f"{made.how}\nseek: median {np.median(sought_ms):.0f} ms, worst {max(sought_ms):.0f} ms\ndropped: {dropped}"
    request.node.add_report_section("call", "what was seen", told)  # pytest -rP shows it
    assert min(dropped) == 0


def _seek(film: Film, made: Rendered, read: Read) -> list[float]:
    """Seek to each join and to other places; the screen shows the picture that PyAV has there."""
    sought_ms = []
    for at_s in places_around(made.joins_s, read, SEEKS):
        seen, row = film.look(at_s), read.at(at_s)
        assert (at_s, seen.number) == (at_s, read.numbers[row])
        assert np.abs(seen.luma - read.lumas[row]).mean() < SAME_LUMA, f"the picture at {at_s} s"
        sought_ms.append(seen.sought_ms)
    return sought_ms


def _play(film: Film, read: Read) -> list[int]:
    """Play all of it, through every join: each picture that comes to the screen is the one of its time; how many were dropped.

    A busy machine drops pictures too, a faulty file drops them each time: so it may be played again.
    """
    plays: list[Played] = []
    while len(plays) < PLAYS and not (plays and plays[-1].dropped == 0):
        plays.append(film.play(0, film.duration_s))
    for at_us, number in plays[-1].shown:
        row = read.at((at_us + 1000) / US_PER_S)
        assert at_us == pytest.approx(read.times_us[row], abs=1000)
        assert number in read.numbers[row : row + 2], "the screen may have gone on to the next one while it was read"
    return [played.dropped for played in plays]
