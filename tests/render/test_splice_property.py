"""Whatever was recorded and whatever is kept: every kept picture once, in order, at its time; what is copied bit for bit."""

from __future__ import annotations

import random
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.made_h264 import made_h264
from tests.made_media import picture_number
from tests.mp4_structure import check_structure
from tests.render.programmes import S, encoded, kept_of, pictures_of, programme_of
from tests.sampling import sampled
from vbn_video.decisions import SplicePlan
from vbn_video.plan.cut.splice import plan_splice
from vbn_video.render.programme import Programme

SIZES = ((160, 96), (176, 144), (322, 182), (96, 160))
RATES = (Fraction(25), Fraction(30), Fraction(30_000, 1001), Fraction(10), Fraction(50))
SEEDS = [seed for seed in range(201) if seed != 81]
"""The pictures of 81, a transport stream, are so slow that libav finds no sound between them: it is refused."""
BUMPER_NUMBER = 60_000
MOST_DIFFERENCE = 2.0
"""Mean over a picture's 0 to 255, of those that are encoded anew."""
TICK_US = S // 90_000 + 1


@dataclass(frozen=True)
class Frame:
    """A decoded picture."""

    time_us: int
    planes: NDArray[np.uint8]
    number: int


def frames_of(path: Path) -> list[Frame]:
    with av.open(str(path)) as file:
        return [
            Frame(round(frame.pts * frame.time_base * S), frame.to_ndarray(), picture_number(frame.to_ndarray(format="rgb24")))
            for frame in file.decode(video=0)
        ]


def made_part(chance: random.Random, path: Path, size: tuple[int, int], first_number: int) -> Path:
    pictures = chance.randint(50, 120)
    b_frames = chance.choice((0, 0, 1, 2, 3))
    suffix = chance.choice((".mp4", ".mp4", ".mkv", ".ts"))
    return made_h264(
        path.with_suffix(suffix),
        pictures=pictures,
        size=size,
        rate=chance.choice(RATES),
        gop=chance.choice(
            (chance.randint(2, 30), chance.randint(2, 30), sorted({0, *(chance.randrange(pictures) for _key in range(6))}))
        ),
        b_frames=b_frames,
        b_pyramid=chance.random() < 0.5 and b_frames > 1,
        open_gop=chance.random() < 0.3,
        refs=chance.randint(1, 4),
        slices=chance.choice((1, 1, 3)),
        variable=chance.choice((None, None, chance.randrange(1000))),
        sps_id=chance.choice((0, 0, 1, 5)),
        sound=chance.choice(((), ((0.2, 1.1),))),
        start_s=chance.choice((0.0, 0.0, 0.3, 1.5)),
        first_number=first_number,
        seed=chance.randrange(1000),
        x264=chance.choice(("", "cabac=0", "weightp=0", "constrained-intra=1")),
    )


def random_kept_s(chance: random.Random, programme: Programme) -> list[tuple[float, float]]:
    """One to three spans that begin and end anywhere, each with at least one picture."""
    times_us = programme.packets.time_us
    edges = sorted(chance.sample(range(len(times_us)), 2 * chance.choice((1, 1, 2, 3))))
    starts = [_idr_before(programme, row) if chance.random() < 0.3 else row for row in edges[::2]]
    starts = [max(start, end) for start, end in zip(starts, [0, *edges[1::2]], strict=False)]
    return [(times_us[first] / S, times_us[last] / S) for first, last in zip(starts, edges[1::2], strict=True)]


def _idr_before(programme: Programme, row: int) -> int:
    idr = np.flatnonzero(programme.packets.idr[: row + 1])
    return int(idr[-1]) if len(idr) else row


def case(seed: int, folder: Path) -> Programme:
    chance = random.Random(seed)
    size = chance.choice(SIZES)
    parts = [made_part(chance, folder / "møde 1", size, 0)]
    if chance.random() < 0.25:
        parts.append(made_part(chance, folder / "møde 2", chance.choice(SIZES), 1000))
    whole = programme_of(parts, [(0, 10_000)])
    kept_s = random_kept_s(chance, whole)
    bare = kept_of(whole, kept_s)
    if chance.random() < 0.5:
        return bare
    fmt, count = bare.fmt, chance.randint(1, 12)
    bumper = made_h264(
        folder / "bumper.mp4",
        pictures=count,
        size=(fmt.width, fmt.height),
        rate=fmt.rate,
        sps_id=fmt.bumper_set,
        sound=(),
        first_number=BUMPER_NUMBER,
    )
    length_us = round(count * S / fmt.rate)
    return kept_of(whole, kept_s, intro=bumper, outro=bumper, bumper_us=(length_us, length_us))


def check(programme: Programme, splice: SplicePlan, video: Path) -> None:
    sources = [frames_of(programme.path(part)) for part in programme.recording.parts]
    first_rows = np.unique(programme.packets.part, return_index=True)[1]
    shown = iter(frames_of(video))
    for span in splice.spans:
        if span.part is None:
            at = [next(shown) for _picture in range(span.frames)]
            assert [frame.number for frame in at] == list(range(BUMPER_NUMBER, BUMPER_NUMBER + span.frames))
            assert abs(at[0].time_us - span.start_us) <= TICK_US
            continue
        for row in range(span.first, span.first + span.frames):
            source, made = sources[span.part][row - first_rows[span.part]], next(shown)
            place_us = programme.timeline.programme_from_recording(int(programme.packets.time_us[row]))
            assert place_us is not None and abs(made.time_us - place_us) <= TICK_US, f"picture {row}"
            if span.how == "copy":
                assert np.array_equal(made.planes, source.planes), f"picture {row} is not what was recorded"
            elif made.planes.shape == source.planes.shape and "fitted" not in span.why:
                assert np.abs(made.planes.astype(int) - source.planes).mean() < MOST_DIFFERENCE, f"picture {row}"
                assert made.number == source.number
    assert next(shown, None) is None


@pytest.mark.parametrize("seed", sampled(SEEDS, range(4)))
def test_every_kept_picture_is_there_once_in_order_at_its_time(seed: int, tmp_path: Path) -> None:
    programme = case(seed, tmp_path)
    video = encoded(programme, tmp_path / "video.mp4")
    splice = plan_splice(programme.recording, programme.packets, programme.plan)
    assert sum(span.frames for span in splice.spans) == pictures_of(programme)
    check(programme, splice, video)
    assert check_structure(video) == []


def test_many_of_the_cases_copy_and_many_encode(tmp_path: Path) -> None:
    how = []
    for seed in range(5):
        programme = case(seed, tmp_path / str(seed))
        splice = plan_splice(programme.recording, programme.packets, programme.plan)
        how.append({span.how for span in splice.spans if span.part is not None})
    assert sum("copy" in one for one in how) >= 2
    assert sum("encode" in one for one in how) >= 2
