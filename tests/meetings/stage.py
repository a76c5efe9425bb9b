"""Where a script is written: who is there, what was said already, and what comes next."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.meetings.scripts import Chatted, Part, Person, Played, Said, Shown, estimated_s
from tests.meetings.sentences import SEEDS, Bank, Half, Topic, load_bank

STYLES: dict[Half, tuple[str, str]] = {
    "known": ("known man", "known woman"),
    "second": ("second man", "second woman"),
    "third": ("third man", "third woman"),
    "aside": ("aside man", "aside woman"),
}
PITCHES: dict[Half, tuple[float, ...]] = {
    "known": (1.0, 0.92, 1.08),
    "second": (0.96, 1.04, 1.13),
    "third": (1.02, 0.94, 1.1),
    "aside": (0.98, 1.06, 0.9),
}
RESTS_S = (0.3, 0.4, 0.4, 0.5, 0.6, 0.7, 0.9, 1.2, 1.6, 2.2, 3.0)
CHAT_RESTS_S = (-0.4, 0.3, 0.3, 0.4, 0.5, 0.6, 0.8, 1.2, 2.0, 3.0)
QUIETER_DB = -9.0


@dataclass
class Stage:
    """A script while it is written."""

    half: Half
    kind: str
    seed: int
    bank: Bank
    rnd: random.Random
    people: tuple[Person, ...]
    host: int
    topics: list[Topic]
    items: list[Said | Played] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    chat: list[Chatted] = field(default_factory=list)
    said: set[str] = field(default_factory=set)
    gains_db: tuple[float, ...] = ()
    small_talk_db: float = 0.0
    long_rests: bool = True

    def length_s(self, first: int = 0) -> float:
        """How long the items from `first` on take, about."""
        return sum(item.rest_s + (estimated_s(item) if isinstance(item, Said) else item.length_s) for item in self.items[first:])

    def pick(self, key: str, style: str | None = None) -> str:
        """A sentence for something that was not said yet; if all were, one again. Of those that this style says, if asked."""
        lines = [line for n, line in enumerate(self.bank.lines[key]) if style is None or STYLES[self.half][n % 2] == style]
        fresh = [line for line in lines if line not in self.said] or lines
        chosen = self.rnd.choice(fresh)
        self.said.add(chosen)
        return chosen

    def say(
        self, text: str, person: int, part: Part, *, rest_s: float | None = None, topic: int | None = None, gain_db: float = 0.0
    ) -> None:
        """The next sentence."""
        if rest_s is None:
            rests = RESTS_S if part in ("meeting",) else CHAT_RESTS_S
            rest_s = self.rnd.choice([rest for rest in rests if self.long_rests or rest <= 0.4])
        talk_db = self.small_talk_db if part != "meeting" else 0.0
        gain = round(self.gains_db[person] + talk_db + gain_db + self.rnd.uniform(-1, 1), 1)
        self.items.append(Said(text, person, part, rest_s if self.items else self.rnd.uniform(0.5, 2.5), gain, topic))

    def of_host(self, key: str, part: Part = "meeting", **more: float | None) -> None:
        """The host says something of a kind."""
        self.say(self.pick(key, self.people[self.host].style), self.host, part, **more)  # type: ignore[arg-type]

    def chatter(self, keys: Sequence[str], part: Part, lasting_s: float) -> None:
        """Short exchanges among many, of these kinds in turn at random, for about so long."""
        first, last = len(self.items), -1
        while self.length_s(first) < lasting_s:
            key = self.rnd.choice(list(keys))
            text = self.pick(key)
            style = STYLES[self.half][self.bank.lines[key].index(text) % 2]
            who = [n for n, person in enumerate(self.people) if person.style == style]
            last = self.rnd.choice([n for n in who if n != last] or who)
            self.say(text, last, part)

    def guests(self, style: str) -> list[int]:
        """Those who speak in a style and do not lead the meeting."""
        return [n for n, person in enumerate(self.people) if person.style == style and n != self.host]

    def show(self, title: str | None, offset_s: float = 0.0, lines: tuple[str, ...] = ()) -> None:
        """A slide that comes up about when the next item begins."""
        self.shown.append(Shown(len(self.items), round(offset_s, 2), title, lines))


def make_stage(half: Half, kind: str, seed: int) -> Stage:
    rnd = random.Random(f"{SEEDS[half]} {kind} {seed}")
    people = tuple(Person(style, pitch) for style in STYLES[half] for pitch in PITCHES[half])
    bank = load_bank(half)
    host = rnd.randrange(len(people))
    style = rnd.choice([0, 1])
    topics = rnd.sample([topic for n, topic in enumerate(bank.topics) if n % 2 == style], 3)
    gains = tuple(round(rnd.uniform(-2.5, 2.5), 1) for _ in people)
    return Stage(half, kind, seed, bank, rnd, people, host, topics, gains_db=gains)


def style_of_topic(stage: Stage, topic: Topic) -> str:
    return STYLES[stage.half][[other.item for other in stage.bank.topics].index(topic.item) % 2]
