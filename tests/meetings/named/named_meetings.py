"""The meetings as they are played: each slide with the sentences that are said while it is shown."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.meetings.scripts import Person, Said, Script

FILE = Path(__file__).parent / "named_sentences.toml"
NAME = re.compile(r"\[(.+?)\]")
REST_S, REST_BEFORE_SLIDE_S = 0.6, 1.5
PITCHES = (1.0, 1.06)


@dataclass(frozen=True)
class Line:
    """One sentence."""

    text: str
    names: tuple[str, ...]
    """Those of the slide that are said in it, as they stand there."""
    slide: int


@dataclass(frozen=True)
class NamedMeeting:
    """Slides, and what is said while each is shown."""

    name: str
    people: tuple[str, ...]
    """Styles of the voice; each slide is spoken by the next one."""
    slides: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def script(self) -> Script:
        """For the mixing desk; it belongs to the third set's voices, not to its meetings."""
        people = tuple(Person(style, pitch) for style, pitch in zip(self.people, PITCHES, strict=True))
        before = [None, *(line.slide for line in self.lines)]
        items = tuple(
            Said(line.text, line.slide % len(people), "meeting", REST_S if line.slide == last else REST_BEFORE_SLIDE_S)
            for line, last in zip(self.lines, before, strict=False)
        )
        return Script(
            half="third",
            kind=f"names {self.name}",
            seed=1,
            people=people,
            items=items,
            shown=(),
            chat=(),
            topics=(),
            agenda=(),
            start_tells=False,
            end_tells=False,
        )


def named_meetings() -> tuple[NamedMeeting, ...]:
    """All of them."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(
        NamedMeeting(
            one["name"],
            tuple(one["people"]),
            tuple(slide["text"] for slide in one["slide"]),
            tuple(
                Line(NAME.sub(r"\1", marked), tuple(NAME.findall(marked)), number)
                for number, slide in enumerate(one["slide"])
                for marked in _in_turn(slide["said"], slide["near"])
            ),
        )
        for one in data["meeting"]
    )


def _in_turn(said: list[str], near: list[str]) -> Iterator[str]:
    """What sounds like a name comes between the sentences that hold names, and after them."""
    for number, sentence in enumerate(said):
        yield sentence
        yield from near[number : number + 1]
    yield from near[len(said) :]
