"""Slide changes of made recordings of which every change is known, within half a second."""

from pathlib import Path
from typing import Any, get_args

import pytest

from tests.look.made_slides import RATE, Cameras, Event, Kind, SlideFilm, make_slides, scripted
from tests.look.test_slides import slides_of
from tests.sampling import sampled
from vbn_video.look.stretches import decode_what_can_be

WITHIN_S = 0.5
SMALL = (320, 180)
KINDS: tuple[Kind, ...] = ("slide", "slide", "fade", "build", "pop-up", "scroll")
FILMS: tuple[Kind, ...] = ("slide", "film", "box film")


def matched(found_s: list[float], truth_s: tuple[float, ...]) -> tuple[list[float], list[float]]:
    """Changes that were missed, and those that are none; each that was found stands for one."""
    free, missed = list(found_s), []
    for moment_s in truth_s:
        near = [one for one in free if abs(one - moment_s) <= WITHIN_S]
        if near:
            free.remove(min(near, key=lambda one: abs(one - moment_s)))
        else:
            missed.append(moment_s)
    return missed, free


def judge(folder: Path, film: SlideFilm) -> tuple[list[float], list[float]]:
    found_s = [slide.start_us / 1e6 for slide in slides_of(make_slides(folder / "film.mp4", film))]
    return matched(found_s, film.changes_s)


SHORT = {
    "a fade": SlideFilm((Event(3.0, "fade"),), 6, SMALL),
    "scrolling": SlideFilm((Event(3.0, "scroll"),), 7, SMALL, cameras="none"),
    "a pop-up that goes away": SlideFilm((Event(3.0, "pop-up"),), 9, SMALL, cameras="none"),
    "several changes in a GOP": SlideFilm((Event(3.0, "slide"), Event(5.4, "slide"), Event(8.0, "slide")), 11, SMALL),
    "a change after the last keyframe": SlideFilm((Event(7.0, "slide"),), 10, SMALL, keyframes_s=5, cameras="none"),
    "a step of a build-up": SlideFilm((Event(3.0, "build"),), 13, SMALL, cameras="none", mouse=False),
    "a step of a build-up, then a slide": SlideFilm(
        (Event(3.0, "build"), Event(7.0, "slide")), 10, SMALL, cameras="none", mouse=False
    ),
    "a slide that is built up quickly": SlideFilm(
        (Event(3.0, "slide"), Event(5.0, "build"), Event(7.0, "build"), Event(9.0, "slide")), 12, SMALL, cameras="none"
    ),
    "another slide and back between two keyframes": SlideFilm(
        (Event(3.0, "slide"), Event(6.0, "back")), 12, SMALL, keyframes_s=10, cameras="none"
    ),
    "a film in a box on the slide": SlideFilm(
        (Event(3.0, "box film"), Event(12.0, "slide"), Event(15.0, "slide")), 18, SMALL, cameras="none"
    ),
    "a film over several keyframes": SlideFilm((Event(3.0, "film"), Event(17.0, "slide")), 24, SMALL, keyframes_s=5),
    "a film": SlideFilm((Event(3.0, "film"), Event(12.0, "slide")), 18, SMALL, cameras="none"),
    "avatars": SlideFilm((Event(4.0, "slide"),), 40, SMALL, cameras="avatars", mouse=False),
    "a line that comes and goes and comes": SlideFilm(
        (Event(3.0, "build"), Event(10.0, "back"), Event(17.0, "back")), 25, SMALL, cameras="none", mouse=False
    ),
    "a film under cameras that move on": SlideFilm((Event(8.0, "film"), Event(16.0, "slide")), 20, SMALL, cameras="column"),
    "a pop-up, and another at a keyframe": SlideFilm(
        (Event(3.0, "pop-up"), Event(9.0, "pop-up")), 16, SMALL, keyframes_s=10, mouse=False
    ),
    "a live camera": SlideFilm((Event(4.2, "slide"), Event(21.0, "slide")), 40, SMALL),
}


@pytest.mark.parametrize("name", sampled(tuple(SHORT), (3, 6, 8, 9, 13, 15)))
def test_every_change_is_found_and_nothing_else(name: str, tmp_path: Path) -> None:
    assert judge(tmp_path, SHORT[name]) == ([], [])


@pytest.mark.long
@pytest.mark.parametrize("cameras", get_args(Cameras))
def test_nearly_all_are_found_and_are_changes_in_minutes_of_all_kinds(cameras: Cameras, tmp_path: Path) -> None:
    hits = found = truth = 0
    for seed, kinds in ((31, KINDS), (32, KINDS), (33, FILMS)):
        film = SlideFilm(
            scripted(seed, 180, kinds, (6, 25)), 180, (640, 360), cameras=cameras, mouse=cameras != "avatars", seed=seed
        )
        missed, extra = judge(tmp_path, film)
        truth += len(film.changes_s)
        hits += len(film.changes_s) - len(missed)
        found += len(film.changes_s) - len(missed) + len(extra)
    assert hits >= 0.95 * truth and hits >= 0.95 * found


@pytest.mark.long
def test_less_than_half_of_a_recording_with_a_camera_is_decoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    film = SlideFilm((Event(27.0, "slide"), Event(41.0, "fade"), Event(44.0, "slide")), 63, SMALL, keyframes_s=10)
    decoded = 0

    def counted(context: Any, packet: Any) -> Any:
        nonlocal decoded
        decoded += packet is not None
        return decode_what_can_be(context, packet)

    monkeypatch.setattr("vbn_video.look.stretches.decode_what_can_be", counted)
    assert judge(tmp_path, film) == ([], [])
    assert decoded <= film.seconds * RATE / 2
