"""The meetings as they are played: two people in turn, some sentences each, with names that stand in the meeting's glossary."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.meetings.scripts import Person, Said, Script

NAME = re.compile(r"\[(.+?)\]")
REST_S, REST_BEFORE_OTHER_S = 0.6, 1.2
SENTENCES_IN_A_TURN = 4
PITCHES = (1.0, 1.04)

Use = Literal["judged", "fitted"]
"""What a meeting is for: the weights are fitted to those of one set, and judged by those of the other."""
USES: tuple[Use, ...] = ("judged", "fitted")


@dataclass(frozen=True)
class ReviewMeeting:
    """One meeting, before it is played."""

    name: str
    people: tuple[str, ...]
    """Styles of the voice."""
    lines: tuple[str, ...]
    names: tuple[str, ...]
    """As the glossary has them."""

    @property
    def script(self) -> Script:
        """For the mixing desk."""
        people = tuple(Person(style, pitch) for style, pitch in zip(self.people, PITCHES, strict=True))
        return Script(
            half="third",  # no sentence of that set is said: it only names the script
            kind=f"review {self.name}",
            seed=1,
            people=people,
            items=tuple(
                Said(
                    text,
                    place // SENTENCES_IN_A_TURN % len(people),
                    "meeting",
                    REST_S if place % SENTENCES_IN_A_TURN else REST_BEFORE_OTHER_S,
                )
                for place, text in enumerate(self.lines)
            ),
            shown=(),
            chat=(),
            topics=(),
            agenda=(),
            start_tells=False,
            end_tells=False,
        )


def review_meetings(use: Use) -> tuple[ReviewMeeting, ...]:
    """All of that set."""
    data = tomllib.loads((Path(__file__).parent / f"{use}_sentences.toml").read_text(encoding="utf-8"))
    return tuple(
        ReviewMeeting(
            one["name"],
            tuple(one["people"]),
            tuple(NAME.sub(r"\1", marked) for marked in one["said"]),
            tuple(dict.fromkeys(name for marked in one["said"] for name in NAME.findall(marked))),
        )
        for one in data["meeting"]
    )
