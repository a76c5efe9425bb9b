"""What stands on the slides: as much of it as can be read in the time that is given, the longest shown slides first.

    a slide ─► is there time to read all that are left whole? ─┬─ yes ─► it is read whole
                                                               └─ no ──► its title's area; whole, if time is left in the end

The times are measured while it reads. What no time was left for stays unread, and is counted.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from vbn_video.clock import US_PER_S
from vbn_video.evidence import Slide
from vbn_video.look.late_lines import mark_late
from vbn_video.look.slide_lines import TextLine, find_title, join_lines, shifted, slide_lines
from vbn_video.look.text_reader import Read
from vbn_video.plan.danish.letter_repair import repair_letters
from vbn_video.settings.lexicon.danish_lexicon import Knows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from vbn_video.look.slide_pictures import SlidePicture

TITLE_AREA = 0.5
"""Share of the picture's height, from its top, in which a title stands."""
SHORTEST_US = 2 * US_PER_S
"""A slide that is shown for less was passed over."""
WARM_UP = 1.5
"""Times what a slide takes: the first one also makes the reader ready."""

Picture = Callable[[int], "SlidePicture | None"]
Still = Callable[[int], "NDArray[np.uint8] | None"]


@dataclass(frozen=True)
class ReadSlides:
    """The slides with the text that was read on them."""

    slides: tuple[Slide, ...]
    whole: int
    """How many were read whole."""
    titles: int
    """Of how many only the title's area was read."""
    unread: int
    """For how many there was no time."""


def is_long_enough(slide: Slide, end_us: int) -> bool:
    """Whether a slide that is shown until `end_us` is to be read."""
    return end_us - slide.start_us >= SHORTEST_US


def read_slides(
    slides: Sequence[Slide],
    ends_us: Sequence[int],
    picture: Picture,
    still: Still,
    read: Read,
    *,
    budget_s: float,
    participants: Collection[str],
    knows: Knows | None,
    progress: Callable[[float], None] = lambda _share: None,
    clock_s: Callable[[], float] = time.monotonic,
) -> ReadSlides:
    """Text and title of the slides, as far as `budget_s` goes (one picture more may be read than it has room for).

    `picture` gives a slide's frame by its number, `still` its still (grey, None where it has none), `read` the boxes of text in a
    picture; `participants` are names that Zoom has.
    """
    shown_us = [end_us - slide.start_us for slide, end_us in zip(slides, ends_us, strict=True)]
    order = sorted(
        (number for number in range(len(slides)) if is_long_enough(slides[number], ends_us[number])), key=lambda at: -shown_us[at]
    )
    reading = _Reading(picture, still, read, clock_s, clock_s() + budget_s)
    if order:
        _read_all(order, reading, progress)
    lines = slide_lines(reading.lines, participants, knows)
    found = tuple(
        _with_text(replace(slide, read_us=reading.read_us.get(number)), lines.get(number), knows)
        for number, slide in enumerate(slides)
    )
    titles = len(reading.lines) - len(reading.whole)
    return ReadSlides(found, len(reading.whole), titles, len(order) - len(reading.lines) - len(reading.blank))


@dataclass
class _Reading:
    """What has been read so far, and until when there is time."""

    picture: Picture
    still: Still
    read: Read
    clock_s: Callable[[], float]
    until_s: float
    lines: dict[int, tuple[TextLine, ...]] = field(default_factory=dict)
    read_us: dict[int, int] = field(default_factory=dict)
    """When the picture of each was shown."""
    whole: set[int] = field(default_factory=set)
    blank: set[int] = field(default_factory=set)
    """No frame of these could be decoded."""

    @property
    def left_s(self) -> float:
        return self.until_s - self.clock_s()

    def take(self, number: int, share: float) -> None:
        """Read the uppermost share of a slide's picture."""
        picture = self.picture(number)
        if picture is None:
            self.blank.add(number)
            return
        height, width = picture.rgb.shape[:2]
        area = picture.rgb[: round(height * share)]
        lines = shifted(join_lines(self.read(area), width / len(area)), share)
        self.lines[number] = mark_late(lines, picture.rgb, self.still(number))
        self.read_us[number] = picture.at_us
        if share == 1.0:
            self.whole.add(number)


def _read_all(order: Sequence[int], reading: _Reading, progress: Callable[[float], None]) -> None:
    """Each slide whole as long as there is time for all, else its title's area; then those whole, while time is left."""
    whole_s = 0.0
    for done, number in enumerate(order):
        if reading.left_s <= 0:
            return
        whole = whole_s * (len(order) - done) <= reading.left_s
        before_s = reading.clock_s()
        reading.take(number, 1.0 if whole else TITLE_AREA)
        if whole:
            took_s = reading.clock_s() - before_s
            whole_s = took_s if done else took_s / WARM_UP
        progress((done + 1) / len(order))
    for number in order:
        if number in reading.lines and number not in reading.whole:
            if reading.left_s <= 0:
                return
            reading.take(number, 1.0)


def _with_text(slide: Slide, lines: Sequence[TextLine] | None, knows: Knows | None) -> Slide:
    """The slide with its text; None where it was not read, empty where nothing stands there."""
    if lines is None:
        return slide
    repaired = [replace(line, text=repair_letters(line.text, knows)) for line in lines]
    late = tuple(row for row, line in enumerate(repaired) if line.late)
    return replace(slide, text="\n".join(line.text for line in repaired), title=find_title(repaired, knows), late_lines=late)
