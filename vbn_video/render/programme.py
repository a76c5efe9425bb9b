"""What is to be rendered, as one value: the recording, what of it is kept, and what stands around it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from vbn_video.clock import US_PER_S, nearest
from vbn_video.decisions import EditPlan, ProgrammeFormat
from vbn_video.evidence import Levels, Packets, Part, Recording
from vbn_video.timeline import Timeline


@dataclass(frozen=True)
class Programme:
    """The programme before it is made."""

    recording: Recording
    packets: Packets
    levels: Levels
    root: Path
    """Folder that the parts' names are relative to."""
    plan: EditPlan
    fmt: ProgrammeFormat
    intro: Path | None = None
    outro: Path | None = None
    """The bumpers, as `make_bumper` made them, where the plan has any."""

    @cached_property
    def timeline(self) -> Timeline:
        """How the recording lies in the programme."""
        return Timeline.of(self.recording, self.plan)

    @property
    def duration_us(self) -> int:
        """Length of the programme."""
        return self.plan.duration_us

    def path(self, part: Part) -> Path:
        """The recorded file of a part."""
        return self.root / part.file


def bumper_pictures(fmt: ProgrammeFormat, duration_us: int) -> int:
    """How many pictures a bumper of `duration_us` has."""
    return round(duration_us * fmt.rate / US_PER_S)


def sound_samples(fmt: ProgrammeFormat, duration_us: int) -> int:
    """How many samples (a channel) last `duration_us`."""
    return nearest(duration_us * fmt.sound_rate_hz, US_PER_S)


def pixel_shape(fmt: ProgrammeFormat) -> dict[str, str | int]:
    """The pixel shape as arguments of the `setsar` filter, which would round 1280:1281 if it were not told how fine to be."""
    return {"sar": f"{fmt.sample_aspect.numerator}/{fmt.sample_aspect.denominator}", "max": 65_535}
