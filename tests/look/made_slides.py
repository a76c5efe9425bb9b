"""Recordings of slides of which every change is known: cuts, fades, steps of a build-up, scrolling, a film, and what is no slide.

H.264 as Zoom leaves it: 25 frames a second, no B-frames, keyframes far apart, one at 0 and one shortly after.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from tests.made_media import add_sound, write_sound

RATE = 25
FADE_S, SCROLL_S, POP_UP_S = 0.8, 1.6, 3.0
WORDS = [
    "virksomhed",
    "ledelse",
    "samtale",
    "medarbejder",
    "forberedelse",
    "puljen",
    "ansøgning",
    "netværk",
    "frist",
    "budget",
    "løsning",
    "årshjul",
    "turisme",
    "Ærø",
    "strategi",
    "opfølgning",
    "økonomi",
    "kommune",
    "grøn",
    "omstilling",
    "kunder",
    "marked",
    "data",
    "plan",
    "møde",
    "erfaring",
    "spørgsmål",
    "rådgivning",
]
GROUNDS = ((250, 250, 248), (255, 255, 255), (240, 244, 250), (20, 40, 60), (252, 246, 232))
Planes = NDArray[np.uint8]
"""Of one frame in yuv420p, as PyAV lays them: height * 3 / 2 x width."""
Kind = Literal["slide", "fade", "build", "scroll", "film", "box film", "back", "pop-up"]
Cameras = Literal["none", "live", "avatars", "column"]


@dataclass(frozen=True)
class Event:
    """Something begins to be shown at `at_s`: "back" is the slide before the last; a film is shown until the event after it."""

    at_s: float
    kind: Kind


@dataclass(frozen=True)
class SlideFilm:
    """What is shown in a recording."""

    events: tuple[Event, ...]
    seconds: float
    size: tuple[int, int] = (1280, 720)
    keyframes_s: float = 30.0
    cameras: Cameras = "live"
    mouse: bool = True
    seed: int = 1
    codec: str = "libx264"
    options: dict[str, str] = field(default_factory=dict)

    @property
    def changes_s(self) -> tuple[float, ...]:
        """The truth: the first slide, and when each one after it has come up; a fade and scrolling are at their ends."""
        late = {"fade": FADE_S, "scroll": SCROLL_S, "pop-up": None}
        moments = [(event.at_s, late.get(event.kind, 0.0)) for event in self.events]
        return (0.0, *(at_s + after_s for at_s, after_s in moments if after_s is not None))


def scripted(seed: int, seconds: float, kinds: Sequence[Kind], every_s: tuple[float, float] = (8.0, 40.0)) -> tuple[Event, ...]:
    """Events of these kinds in random order, at random distances; a film is followed by a slide."""
    rnd, events, at_s = random.Random(seed), list[Event](), 0.0
    while (at_s := at_s + rnd.uniform(*every_s)) < seconds - 4:
        last = events[-1].kind if events else None
        kind: Kind = "slide" if last in ("film", "box film") else rnd.choice(kinds)
        events.append(Event(round(at_s * RATE) / RATE, kind))
    if events and events[-1].kind in ("film", "box film"):
        events.pop()
    return tuple(events)


def make_slides(path: Path, film: SlideFilm) -> Path:
    """Write the recording; a folder that is missing is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    every = round(film.keyframes_s * RATE)
    with av.open(str(path), "w") as file:
        video = file.add_stream(film.codec, rate=RATE)
        video.width, video.height = film.size
        video.pix_fmt = "yuv420p" if film.codec != "mjpeg" else "yuvj420p"
        context: Any = video.codec_context
        context.time_base = Fraction(1, RATE)
        if film.codec == "libx264":
            params = f"keyint={every}:min-keyint=1:scenecut=0:bframes=0:threads=1"
            video.options = {"preset": "superfast", "crf": "25", "x264-params": params} | film.options
        else:
            context.gop_size = every
            video.options = film.options
        sound = add_sound(file, 1, 32_000)
        write_sound(file, sound, np.zeros(32_000, np.float32), 1, 32_000, 0)
        for index, planes in enumerate(_frames(film)):
            frame = av.VideoFrame.from_ndarray(planes, format="yuv420p").reformat(format=video.pix_fmt)
            frame.pts, frame.time_base = index, Fraction(1, RATE)
            if index == round(0.6 * RATE) and film.codec == "libx264":
                frame.pict_type = av.video.frame.PictureType.I
            file.mux(video.encode(frame))
        file.mux(video.encode())
    return path


def _frames(film: SlideFilm) -> Iterator[Planes]:
    rnd, noise = random.Random(film.seed), np.random.default_rng(film.seed)
    width, height = film.size
    states, pages = [0.0], [_Page(rnd, film.size)]
    for event in film.events:
        if event.kind != "pop-up":
            states.append(event.at_s)
            pages.append(_page_of(event, pages, rnd))
    kinds = ["slide", *(event.kind for event in film.events if event.kind != "pop-up")]
    pop_ups = [event.at_s for event in film.events if event.kind == "pop-up"]
    cameras, drawn = _cameras(film, rnd, noise), dict[int, Planes]()
    clip = _clip(film.size, noise)
    mouse = np.array([width / 2, height / 2])
    target = mouse.copy()
    for index in range(round(film.seconds * RATE)):
        now_s = index / RATE
        number = bisect_right(states, now_s) - 1
        for wanted in (number, max(number - 1, 0)):
            if wanted not in drawn:
                drawn[wanted] = pages[wanted].planes()
        for old in [one for one in drawn if one < number - 1]:
            del drawn[old]
        kind, since_s = kinds[number], now_s - states[number]
        planes = drawn[number].copy()
        if kind == "fade" and since_s < FADE_S:
            part = since_s / FADE_S
            planes = (drawn[number] * part + drawn[number - 1] * (1 - part)).astype(np.uint8)
        elif kind == "scroll" and since_s < SCROLL_S:
            planes = _scrolled(drawn[number - 1], drawn[number], since_s / SCROLL_S, film.size)
        elif kind in ("film", "box film"):
            _play(planes, clip, index, film.size, boxed=kind == "box film")
        if any(at_s <= now_s < at_s + POP_UP_S for at_s in pop_ups):
            _luma(planes, film.size)[-height // 7 - 20 : -20, -width // 5 - 20 : -20] = 60
            _luma(planes, film.size)[-height // 7 : -height // 10, -width // 5 : -width // 10] = 220
        cameras(planes, index)
        if film.mouse:
            if index % 110 == 0:
                target = noise.uniform((0, 0), (width - 24, height - 30))
            mouse += (target - mouse) * (0.12 if index % 110 < 40 else 0)
            x, y = int(mouse[0]), int(mouse[1])
            tall, wide = height // 36, width // 90
            _luma(planes, film.size)[y : y + tall, x : x + wide] = 16
            _luma(planes, film.size)[y + 2 : y + tall - 3, x + 2 : x + wide // 2] = 235
        yield planes


def _page_of(event: Event, pages: Sequence[_Page], rnd: random.Random) -> _Page:
    if event.kind == "build":
        return pages[-1].built_up(rnd)
    return pages[-2] if event.kind == "back" else _Page(rnd, pages[-1].size)


def _luma(planes: Planes, size: tuple[int, int]) -> Planes:
    return planes[: size[1]]


def _scrolled(old: Planes, new: Planes, part: float, size: tuple[int, int]) -> Planes:
    """The old page moves up and out, the new one follows it."""
    height = size[1]
    rows, planes = int(part * height) // 4 * 4, old.copy()
    planes[: height - rows] = old[rows:height]
    planes[height - rows : height] = new[:rows]
    return planes


def _play(planes: Planes, clip: list[Planes], index: int, size: tuple[int, int], *, boxed: bool) -> None:
    """A film with a moving camera, over all of the picture or in a box of three fifths each way."""
    width, height = size
    luma, frame = _luma(planes, size), clip[index % len(clip)]
    if boxed:
        high, wide = height * 3 // 5, width * 3 // 5
        luma[height // 4 : height // 4 + high, width // 5 : width // 5 + wide] = frame[:high, :wide]
    else:
        luma[:] = frame
        planes[height:] = 120


def _clip(size: tuple[int, int], noise: np.random.Generator) -> list[Planes]:
    """A minute is these frames over and over: soft blobs, seen by a camera that pans."""
    width, height = size
    small = noise.uniform(20, 230, (height // 40 + 12, width // 40 + 40))
    large = np.asarray(Image.fromarray(small.astype(np.uint8)).resize((small.shape[1] * 40, small.shape[0] * 40)))
    shifts = [(220 + int(200 * np.sin(n / 50 * np.pi)), 40 + int(40 * np.cos(n / 50 * np.pi))) for n in range(100)]
    return [large[down : down + height, across : across + width].copy() for across, down in shifts]


def _cameras(film: SlideFilm, rnd: random.Random, noise: np.random.Generator) -> Any:
    """A function that draws who takes part into a frame."""
    width, height = film.size
    wide, high = width // 5 // 2 * 2, height // 5 // 2 * 2
    across, down = np.meshgrid(np.linspace(-1, 1, wide), np.linspace(-1, 1, high))
    speckle = noise.normal(0, 1.5, (high, wide))

    def live(planes: Planes, index: int, row: int = 0) -> None:
        sway = 0.25 * np.sin(index / 19 + row) + 0.1 * np.sin(index / 7)
        head = 60 + 130 * np.exp(-((across - sway) ** 2 + (down - sway / 3) ** 2) / 0.2)
        face = np.clip(head + np.roll(speckle, index * 37 % wide, 1), 16, 235).astype(np.uint8)
        top = 4 + row * (high + 4)
        _luma(planes, film.size)[top : top + high, width - wide - 4 : width - 4] = face

    switches = sorted(rnd.uniform(0, film.seconds) for _ in range(int(film.seconds / 9)))
    shades = [rnd.choice((40, 90, 140, 190)) for _ in range(len(switches) + 1)]

    def avatars(planes: Planes, index: int) -> None:
        number = bisect_right(switches, index / RATE)
        tile = np.full((high, wide), 35, np.uint8)
        tile[(across**2 * (wide / high) ** 2 + down**2) < 0.5] = shades[number]
        tile[-high // 6 :, : wide * (2 + number % 3) // 6] = 200
        _luma(planes, film.size)[4 : 4 + high, width - wide - 4 : width - 4] = tile

    def column(planes: Planes, index: int) -> None:
        for row in range(4):
            live(planes, index, row)

    def none(planes: Planes, index: int) -> None:
        pass

    return {"live": live, "avatars": avatars, "column": column, "none": none}[film.cameras]


class _Page:
    """A slide: a title, lines, sometimes a picture."""

    def __init__(self, rnd: random.Random, size: tuple[int, int]) -> None:
        self.size = size
        self.ground, self.title = rnd.choice(GROUNDS), " ".join(rnd.sample(WORDS, 3)).capitalize()
        self.lines = [" ".join(rnd.sample(WORDS, rnd.randint(3, 6))) for _ in range(rnd.randint(2, 4))]
        self.photo = rnd.randint(1, 1_000_000) if rnd.random() < 0.3 else 0

    def built_up(self, rnd: random.Random) -> _Page:
        """The same with one line more."""
        page = _Page(rnd, self.size)
        page.ground, page.title, page.photo = self.ground, self.title, self.photo
        page.lines = [*self.lines, " ".join(rnd.sample(WORDS, 5))]
        return page

    def planes(self) -> Planes:
        width, height = self.size
        image = Image.new("RGB", self.size, self.ground)
        draw = ImageDraw.Draw(image)
        ink = (30, 30, 30) if sum(self.ground) > 400 else (230, 230, 230)
        draw.text((width // 16, height // 14), self.title, ink, ImageFont.load_default(height // 14))
        for row, line in enumerate(self.lines):
            at = (width // 14, height // 4 + row * height // 11)
            draw.text(at, f"– {line}", ink, ImageFont.load_default(height // 24))
        if self.photo:
            pixels = np.random.default_rng(self.photo).integers(0, 255, (9, 12, 3)).astype(np.uint8)
            image.paste(Image.fromarray(pixels).resize((width // 4, height // 4)), (width // 2, height * 7 // 10))
        return av.VideoFrame.from_image(image).reformat(format="yuv420p").to_ndarray()
