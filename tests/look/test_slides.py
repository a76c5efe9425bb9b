"""Slide changes, seen in keyframes and placed at the packet that shows them."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.made_media import Picture, make_video
from vbn_video.evidence import Slide
from vbn_video.look.slides import find_slides
from vbn_video.recording.find import find_sources
from vbn_video.recording.understand import understand

RATE = 25
SECONDS = 40


def show(*starts_s: float, tile: float = 0.0, text_size: int = 8) -> Picture:
    """Draws slide n from starts_s[n] on, and a speaker's tile (a share of width and height) that changes all the time."""

    def picture(index: int, size: tuple[int, int]) -> NDArray[np.uint8]:
        number = sum(index >= round(start * RATE) for start in starts_s)
        width, height = size
        pixels = np.full((height, width, 3), 240, np.uint8)
        lines = np.random.default_rng(number).integers(0, 2, (height // text_size, width // text_size))
        pixels[: lines.shape[0] * text_size, : lines.shape[1] * text_size] -= (
            np.kron(lines, np.ones((text_size, text_size), int))[..., None] * 200
        ).astype(np.uint8)
        if tile:
            noise = np.random.default_rng(1000 + index // 40).integers(0, 255, 3)
            pixels[-round(tile * height) :, -round(tile * width) :] = noise
        return pixels

    return picture


def slides_of(*files: Path) -> tuple[Slide, ...]:
    sources = find_sources(files)
    recording, packets = understand(sources, lambda event: None)
    return tuple(found.slide for found in find_slides(recording, packets, sources.root, lambda event: None))


def film(path: Path, *starts_s: float, seconds: float = SECONDS, tile: float = 0.0) -> Path:
    return make_video(
        path, seconds=seconds, speech=(), sound_seconds=1, gop=75, size=(160, 90), picture=show(*starts_s, tile=tile)
    )


def test_a_change_between_two_keyframes_is_placed_at_its_own_picture(tmp_path: Path) -> None:
    slides = slides_of(film(tmp_path / "a.mp4", 10.2, 21.0, seconds=30))
    assert [slide.start_us for slide in slides] == [0, 10_200_000, 21_000_000]
    assert slides[0].change == 1.0 and all(0.08 <= slide.change <= 1 for slide in slides)


def test_a_speakers_tile_that_moves_all_the_time_is_no_slide_and_hides_none(tmp_path: Path) -> None:
    slides = slides_of(film(tmp_path / "a.mp4", 20.2, tile=0.45))
    assert len(slides) == 2 and abs(slides[1].start_us - 20_200_000) <= 3_000_000


def test_slides_go_on_over_parts_on_the_recording_clock(tmp_path: Path) -> None:
    files = film(tmp_path / "1.mp4", 3.0, seconds=6), film(tmp_path / "2.mp4", 0.0, 3.0, seconds=6)
    assert [slide.start_us for slide in slides_of(*files)] == [0, 3_000_000, 9_000_000], "part 2 begins with the same slide"


def test_a_picture_that_stays_is_one_slide(tmp_path: Path) -> None:
    assert len(slides_of(film(tmp_path / "a.mp4", seconds=10))) == 1
