"""Where in captions something stands that a glossary entry would put right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vbn_video.decisions import Cue
from vbn_video.plan.danish.tokens import token


@dataclass(frozen=True)
class HeardPlace:
    """A run of words that would be replaced."""

    start_us: int
    """When its caption begins, on the captions' clock."""
    text: str
    """All that the caption says."""


def heard_places(heard: str, cues: Sequence[Cue]) -> tuple[HeardPlace, ...]:
    """Each place where these words stand, whatever their capitals and punctuation; a run may go on in the next caption."""
    wanted = [token(word).plain for word in heard.split()]
    said = [(token(word).plain, index) for index, cue in enumerate(cues) for line in cue.lines for word in line.split()]
    found = []
    for at, (word, index) in enumerate(said):
        if word == wanted[0] and [one for one, _cue in said[at : at + len(wanted)]] == wanted:
            found.append(HeardPlace(cues[index].start_us, " ".join(cues[index].lines)))
    return tuple(found)
