"""What was measured on a finished video: values, without a judgement. All times are microseconds of the programme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from vbn_video.codec import End, FromSeconds, Start, ToSeconds


@dataclass(frozen=True)
class Interval:
    """A stretch [start, end) of the programme throughout which one condition holds."""

    start_us: Start
    end_us: End

    @property
    def duration_us(self) -> int:
        """How long it is."""
        return self.end_us - self.start_us

    def within(self, start_us: int, end_us: int) -> Interval | None:
        """The piece of it that lies in [start, end); None where there is none."""
        first, last = max(self.start_us, start_us), min(self.end_us, end_us)
        return Interval(first, last) if first < last else None


@dataclass(frozen=True)
class DecodeFault:
    """A place where the decoder could not follow, or had to paint over a damage."""

    start_us: Start
    stream: str
    """`picture` or `sound`."""
    what: str
    """The decoder's own words, or `damaged`."""


@dataclass(frozen=True)
class ContainerFacts:
    """What the file says without being decoded."""

    size: int
    """In bytes."""
    whole: bool
    """Every box ends inside the file: nothing was cut off."""
    index_in_front: bool
    """`moov` stands before `mdat`: a browser can begin before all is there."""
    pictures: int
    """Presented frames, counted by their packets."""
    picture_us: Annotated[int, Field(alias="picture"), FromSeconds, ToSeconds]
    """How long a frame is shown, the median."""
    picture_start_us: Annotated[int, Field(alias="picture_start"), FromSeconds, ToSeconds]
    picture_end_us: Annotated[int, Field(alias="picture_end"), FromSeconds, ToSeconds]
    width: int
    height: int
    codec: str
    sound_codec: str | None = None
    sound_rate_hz: int = 0
    sound_channels: int = 0
    chapters: int = 0
    """Chapters inside the file."""
    subtitles: int = 0
    """Subtitle tracks inside the file."""


@dataclass(frozen=True)
class DecodedFacts:
    """What is known only when every frame is decoded: remembered for a video of the same content."""

    pictures: int
    """Frames that the decoder gave."""
    faults: int
    """Places where the decoder could not follow; the first of them are in `first_faults`."""
    first_faults: tuple[DecodeFault, ...] = ()
    sound_start_us: Annotated[int | None, Field(alias="sound_start"), FromSeconds, ToSeconds] = None
    sound_end_us: Annotated[int | None, Field(alias="sound_end"), FromSeconds, ToSeconds] = None
    """Where the decoded sound begins and ends; None without sound."""
    integrated_lufs: float | None = None
    """Gated loudness of the whole (EBU R 128); None where all is silent."""
    true_peak_dbtp: float | None = None
    """Highest true peak (ITU-R BS.1770-4 annex 2); None where all is silent."""
    black: tuple[Interval, ...] = ()
    frozen: tuple[Interval, ...] = ()
    silent: tuple[Interval, ...] = ()


@dataclass(frozen=True)
class Measurements:
    """Everything that was measured on one finished video."""

    container: ContainerFacts
    decoded: DecodedFacts

    @property
    def duration_us(self) -> int:
        """How long the video plays: to the end of its frames or its sound, whichever is later."""
        return max(self.container.picture_end_us, self.decoded.sound_end_us or 0)
