"""How a change of speaker is shown: a dash on the line, or the new speaker's name in front of it, or not at all.

A cue holds one speaker's words; or it is a dialogue: two lines, one speaker each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from vbn_video.settings.profiles import CaptionProfile

SpeakersShown = Literal["dash", "name", "none"]

DASH = "- "


@dataclass(frozen=True)
class TurnMark:
    """What a word's place in the conversation means for a line that begins with it."""

    begins_turn: bool = False
    """Another speaker's word comes just before it."""
    text: str = ""
    """What is put in front of the line."""


def turn_marks(speakers: Sequence[str | None], shown: SpeakersShown, profile: CaptionProfile) -> list[TurnMark]:
    """One mark a word, from the speakers of all words in order (None: not known who)."""
    marks: list[TurnMark] = []
    before: str | None = None
    for index, speaker in enumerate(speakers):
        begins_turn = index > 0 and speaker != speakers[index - 1]
        text = ""
        if shown == "name" and speaker is not None and speaker != before:
            text = name_mark(speaker, profile)
        elif shown == "dash" and begins_turn:
            text = DASH
        marks.append(TurnMark(begins_turn, text))
        before = speaker
    return marks


def name_mark(name: str, profile: CaptionProfile) -> str:
    """`Anne Sørensen: `; where that fills half a line, the first name alone, and a dash where even that does."""
    for shorter in (name, name.split(" ", maxsplit=1)[0]):
        if len(shorter) + 2 <= profile.line_hard // 2:
            return f"{shorter}: "
    return DASH
