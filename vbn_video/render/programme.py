"""What is to be rendered, as one value: the recording, what of it is kept, and what stands around it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from vbn_video.codec import US_PER_S, nearest
from vbn_video.decisions import EditPlan, ProgrammeFormat
from vbn_video.evidence import Levels, Packets, Part, Recording
from vbn_video.timeline import Timeline

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


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

    def kept_pictures(self, part: int) -> NDArray[np.bool_]:
        """For each presented picture whether it is one of this part and kept."""
        import numpy as np

        times_us = self.packets.time_us
        kept = np.zeros(len(times_us), bool)
        for span in self.plan.kept:
            kept |= (times_us >= span.start_us) & (times_us < span.end_us)
        kept_here: NDArray[np.bool_] = kept & (self.packets.part == part)
        return kept_here

    @property
    def pictures(self) -> int:
        """How many pictures the programme has, bumpers included."""
        kept = sum(int(self.kept_pictures(part).sum()) for part in range(len(self.recording.parts)))
        return kept + sum(bumper_pictures(self.fmt, us) for us in (self.plan.intro_us, self.plan.outro_us))


def bumper_pictures(fmt: ProgrammeFormat, duration_us: int) -> int:
    """How many pictures a bumper of `duration_us` has."""
    return round(duration_us * fmt.rate / US_PER_S)


def sound_samples(fmt: ProgrammeFormat, duration_us: int) -> int:
    """How many samples (a channel) last `duration_us`."""
    return nearest(duration_us * fmt.sound_rate_hz, US_PER_S)


def pixel_shape(fmt: ProgrammeFormat) -> dict[str, str | int]:
    """The pixel shape as arguments of the `setsar` filter, which would round 1280:1281 if it were not told how fine to be."""
    return {"sar": f"{fmt.sample_aspect.numerator}/{fmt.sample_aspect.denominator}", "max": 65_535}
