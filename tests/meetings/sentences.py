"""What may be said in a made meeting: one bank of Danish sentences for each set."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

Half = Literal["known", "second", "third", "aside"]
"""The sets of made meetings; what is said in one is said in no other."""
HALVES: tuple[Half, ...] = ("known", "second", "third", "aside")
HEARD: tuple[Half, ...] = ("known", "second", "third")
"""Those that were spoken and heard too."""
SEEDS: Mapping[Half, str] = {"known": "known", "second": "aside", "third": "unseen", "aside": "fresh"}
"""What the chances of each set are drawn by."""


@dataclass(frozen=True)
class Topic:
    """Something that a meeting is about: how it is named aloud, its slides, and what is said of it."""

    item: str
    title: str
    slides: tuple[str, ...]
    talk: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Bank:
    """All sentences of one set, by what they are for; those of `agenda` and `transition` have a place to fill in."""

    lines: dict[str, tuple[str, ...]]
    topics: tuple[Topic, ...]

    def sentences(self) -> Iterator[str]:
        """All that is said or written by people, the talk of all topics with it."""
        for lines in self.lines.values():
            yield from lines
        for topic in self.topics:
            yield from (*topic.talk, *topic.questions)


@lru_cache
def load_bank(half: Half) -> Bank:
    """Read from the file of that set."""
    data = tomllib.loads((Path(__file__).parent / f"{half}_sentences.toml").read_text(encoding="utf-8"))
    topics = tuple(
        Topic(**{key: value if isinstance(value, str) else tuple(value) for key, value in one.items()})
        for one in data.pop("topic")
    )
    return Bank({key: tuple(lines) for key, lines in data.items()}, topics)
