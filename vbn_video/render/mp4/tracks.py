"""What a video track and a sound track are, apart from their coded samples."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from vbn_video.clock import US_PER_S, Whole, nearest
from vbn_video.decisions import ProgrammeFormat

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TICKS_PER_S = 90_000
"""The clock of the video track and of the movie: 24, 25, 30, 30000/1001 and 60 frames a second are whole numbers of ticks."""
PACKET_SAMPLES = 1024
"""Sound in an AAC-LC packet (ISO/IEC 14496-3, 4.5.2.1)."""


def to_ticks(time_us: Whole) -> Whole:
    """Microseconds in ticks."""
    return nearest(time_us * TICKS_PER_S, US_PER_S)


@dataclass(frozen=True)
class Colour:
    """The four colour tags by ffmpeg's names, as `ProgrammeFormat` has them too; None = not said."""

    colour_range: str | None = None
    """`tv`, `pc` or another name for one of them."""
    colour_space: str | None = None
    """The matrix between RGB and YUV."""
    colour_primaries: str | None = None
    colour_transfer: str | None = None


@dataclass(frozen=True)
class VideoTrack:
    """One H.264 track; its samples hold NAL units with four bytes of length, and no parameter sets."""

    configuration: bytes
    """The body of avcC (ISO/IEC 14496-15, 5.3.3.1), with every parameter set."""
    width: int
    height: int
    """In pixels as coded."""
    sample_aspect: Fraction
    colour: Colour | ProgrammeFormat
    times: NDArray[np.int64]
    """When each sample is presented, in ticks of 1/90 000 s, *in decoding order*; no two alike."""
    sync: NDArray[np.bool_]
    """Which samples are IDR pictures."""


@dataclass(frozen=True)
class SoundTrack:
    """One AAC-LC track."""

    configuration: bytes
    """The AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1)."""
    rate_hz: int
    channels: int
    bitrate: int
    """Bits a second, as the file says it."""
    packets: int
    priming: int
    """Samples at the start that the decoder gives and nobody should hear."""
    samples: int
    """How many are presented after them."""
