"""`[captions] quality`: how closely is listened, and how sure the model must be; docs/captions.md has the table."""

from __future__ import annotations

from dataclasses import dataclass, replace

from vbn_video.speech.engines.engine import Hearing


@dataclass(frozen=True)
class Quality:
    """A first hearing, and the one for what is doubted in it."""

    first: Hearing
    again: Hearing
    least_log_probability: float
    """Mean over a window's tokens; what the model is less sure of is heard again."""

    def told(self, prompt: str) -> Quality:
        """The same, with the model told this beforehand; a second hearing goes without, lest the prompt was what misled it."""
        return replace(self, first=replace(self.first, prompt=prompt))


QUALITIES = {
    "draft": Quality(Hearing(beam=1), Hearing(beam=5, whole_context=True), -1.0),
    "good": Quality(Hearing(beam=5), Hearing(beam=5, whole_context=True), -0.7),
    "best": Quality(Hearing(beam=8), Hearing(beam=8, whole_context=True), -0.5),
}
