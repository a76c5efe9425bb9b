"""What is to be rendered, as one value; and its format in frames, samples and pixels."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from vbn_video.clock import US_PER_S, nearest
from vbn_video.decisions import PLAIN_MIX, ChannelMix, EditPlan, ProgrammeFormat, SpliceSpan
from vbn_video.evidence import Levels, Packets, Part, Recording
from vbn_video.timeline import Timeline

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Programme:
    """The recording, the plan of what is kept, and the format: all that a render needs to know."""

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
    mix: ChannelMix = PLAIN_MIX
    """How the recording's channels are mixed."""
    cards: Mapping[str, "NDArray[np.uint8]"] = field(default_factory=dict)
    """The picture of each card of the plan by its text: height x width x 3, RGB, in the programme's coded size."""

    @cached_property
    def timeline(self) -> Timeline:
        """How the recording lies in the programme."""
        return Timeline.of(self.recording, self.plan)

    @property
    def duration_us(self) -> int:
        """Length of the programme."""
        return self.plan.duration_us

    def card_of(self, span: SpliceSpan) -> "NDArray[np.uint8] | None":
        """The card that is shown in place of a span's frames; None where they are shown."""
        if span.first is None:
            return None
        at_us = int(self.packets.time_us[span.first])
        text = next((kept.card for kept in self.plan.kept if kept.start_us <= at_us < kept.end_us), "")
        return self.cards[text] if text else None

    def held_us(self, span: SpliceSpan) -> int:
        """How long before its own time the first frame of a span is shown: over sound that has no frames yet."""
        assert span.first is not None
        first_us = self.timeline.programme_from_recording(int(self.packets.time_us[span.first]))
        assert first_us is not None
        return first_us - span.start_us

    def path(self, part: Part) -> Path:
        """The recorded file of a part."""
        return self.root / part.file


def frames_in_bumper(fmt: ProgrammeFormat, duration_us: int) -> int:
    """How many frames a bumper of `duration_us` has."""
    return round(duration_us * fmt.rate / US_PER_S)


def samples_in(fmt: ProgrammeFormat, duration_us: int) -> int:
    """How many samples of sound, a channel, there are in `duration_us`."""
    return nearest(duration_us * fmt.sound_rate_hz, US_PER_S)


def setsar_options(fmt: ProgrammeFormat) -> dict[str, str | int]:
    """The pixel shape for the `setsar` filter, which without `max` would round 1280:1281."""
    return {"sar": f"{fmt.sample_aspect.numerator}/{fmt.sample_aspect.denominator}", "max": 65_535}
