"""What was heard of a stretch of speech beside the words that stand in the transcript."""

from dataclasses import dataclass
from typing import Literal

from vbn_video.codec import End, Start

HearingSource = Literal["second hearing", "beam"]
"""Another hearing of the same sound at other settings, or the next hypotheses of the hearing that was taken."""


@dataclass(frozen=True)
class HeardOtherwise:
    """A stretch that was heard in another way too; on the *recording* clock."""

    start_us: Start
    end_us: End
    """Those of the words that stand there."""
    text: str
    """What was heard instead; empty where nothing was."""
    instead: str
    """The words of the transcript that it stands against, at least one."""
    source: HearingSource
    probability: float
    """How likely the model held it: of a beam the share of all hypotheses kept, of another hearing the mean of its words."""
