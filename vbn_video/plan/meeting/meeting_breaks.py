"""The breaks inside a meeting: announced and ended by words, or long silences in which nothing is shown either.

"… holder vi pause"        chat, rest            "velkommen tilbage …"
────────────────────┤  what may be cut  ├────────────────────────────
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from vbn_video.clock import US_PER_S
from vbn_video.decisions import Support
from vbn_video.plan.meeting.meeting_evidence import MeetingEvidence
from vbn_video.plan.meeting.phrase_marks import PhraseMark
from vbn_video.plan.meeting.sides.said import Said
from vbn_video.plan.meeting.turns import Turns

LONGEST_US = 90 * 60 * US_PER_S
"""What is announced and ended further apart is two breaks, or none."""
ANNOUNCED_SHARE = 1 / 3
"""Where words announce and end it, a break may be so much shorter than one that only silence shows."""
REST_US = 800_000
AFTER_WORD_US = 15 * US_PER_S
"""How long somebody goes on to say when it continues, after a break is announced."""
EDGE_US = 5 * US_PER_S
"""A slide that changes so near to the break's ends is the break's own."""
FILM_CHANGES = 2
LONG_TURN_S = 45.0
NEAR_US = 20 * US_PER_S
RESUMES = ("transition", "beginning", "greeting")
"""What is said where a meeting goes on, if nobody says that it does."""
CLEAR = 0.85
"""A phrase less like than this neither announces nor ends a break: cut out is what may be the meeting."""
BACK_US = 3 * US_PER_S


@dataclass(frozen=True)
class DecidedBreak:
    """Nobody holds the meeting in [start, end): from the last word before to the first one after."""

    start_us: int
    end_us: int
    confidence: float
    support: tuple[Support, ...]
    """What spoke for it, the strongest first, then against."""


@dataclass(frozen=True)
class BreakFacts:
    """What is known of a meeting when its breaks are looked for."""

    evidence: MeetingEvidence
    phrases: Sequence[PhraseMark]
    said: Said
    weights: Mapping[str, float]


def find_breaks(facts: BreakFacts, within_us: tuple[int, int], break_us: int) -> tuple[DecidedBreak, ...]:
    """The breaks between the meeting's first and last word that are likelier than not; ascending and apart."""
    turns = Turns(facts.evidence.voices, facts.evidence.words)
    spans = [*_announced(facts.phrases, facts.said, within_us, break_us), *_silences(facts.said, within_us, break_us)]
    kept: list[DecidedBreak] = []
    for start_us, end_us in spans:
        found = _weigh((start_us, end_us), facts, turns)
        if found.confidence > 0.5 and all(found.end_us <= other.start_us or other.end_us <= found.start_us for other in kept):
            kept.append(found)
    return tuple(sorted(kept, key=lambda found: found.start_us))


def _announced(phrases: Sequence[PhraseMark], said: Said, within_us: tuple[int, int], break_us: int) -> Iterator[tuple[int, int]]:
    """From the end of what announces a break to the beginning of what ends it."""
    inside = [m for m in phrases if within_us[0] <= m.start_us and m.end_us <= within_us[1] and _is_clear(m)]
    until_us = within_us[0]
    for mark in inside:
        if mark.kind != "break" or mark.start_us < until_us:
            continue
        leave_us = _end_of_talk(said, mark.end_us)
        least_us = leave_us + round(break_us * ANNOUNCED_SHARE)
        later = [other for other in inside if least_us <= other.start_us <= leave_us + LONGEST_US]
        returned = next((_begin_of_talk(said, other.start_us) for other in later if other.kind == "return"), None)
        resumed = next((_after_rest(said, other.start_us, leave_us) for other in later if other.kind in RESUMES), None)
        ends_us = [end_us for end_us in (returned, resumed) if end_us is not None and end_us >= least_us]
        if ends_us:
            until_us = min(ends_us)
            yield leave_us, until_us


def _after_rest(said: Said, phrase_us: int, leave_us: int) -> int:
    """Where the talk that holds the phrase begins behind its last long rest, for that is where people come back."""
    ends_us = np.maximum.accumulate(said.end_us)
    for place in range(int(np.searchsorted(said.start_us, phrase_us, side="right")) - 1, 0, -1):
        if said.start_us[place] <= leave_us:
            break
        if said.start_us[place] - ends_us[place - 1] >= BACK_US:
            return int(said.start_us[place])
    return _begin_of_talk(said, phrase_us)


def _end_of_talk(said: Said, phrase_us: int) -> int:
    """Where the talk that holds the phrase rests for the first time."""
    ends_us = np.maximum.accumulate(said.end_us)
    place = max(int(np.searchsorted(ends_us, phrase_us)), 0)
    while place + 1 < len(ends_us):
        if said.start_us[place + 1] - ends_us[place] >= REST_US or ends_us[place + 1] > phrase_us + AFTER_WORD_US:
            break
        place += 1
    return int(ends_us[min(place, len(ends_us) - 1)])


def _begin_of_talk(said: Said, phrase_us: int) -> int:
    """Where the sentence that holds the phrase begins."""
    place = int(np.searchsorted(said.start_us, phrase_us, side="right")) - 1
    while place > 0:
        rest_us = said.start_us[place] - said.end_us[place - 1]
        if rest_us >= REST_US / 2 or said.texts[place - 1].endswith((".", "?", "!")):
            break
        place -= 1
    return int(said.start_us[max(place, 0)])


def _silences(said: Said, within_us: tuple[int, int], break_us: int) -> Iterator[tuple[int, int]]:
    """The stretches inside the meeting in which nobody says anything for as long as a break lasts."""
    inside = (said.start_us >= within_us[0]) & (said.end_us <= within_us[1])
    starts_us, ends_us = said.start_us[inside], np.maximum.accumulate(said.end_us[inside])
    for at in np.flatnonzero(starts_us[1:] - ends_us[:-1] >= break_us):
        yield int(ends_us[at]), int(starts_us[at + 1])


def _weigh(span_us: tuple[int, int], facts: BreakFacts, turns: Turns) -> DecidedBreak:
    start_us, end_us = span_us
    phrases, said, weights = facts.phrases, facts.said, facts.weights
    support: list[Support] = []

    def count(kind: str, at_us: int, value: float, text: str = "") -> None:
        if value:
            support.append(Support(kind, at_us, round(weights[f"break_{kind.replace(' ', '_')}"] * value, 2), text))

    for kind, near_us, wanted in (("announced", start_us, ("break",)), ("return", end_us, ("return", *RESUMES))):
        near = [
            mark for mark in phrases if mark.kind in wanted and abs(_edge(mark, kind) - near_us) <= NEAR_US and _is_clear(mark)
        ]
        if near:
            best = max(near, key=lambda mark: mark.likeness * mark.strength)
            count(kind, best.start_us, best.likeness * best.strength, best.text)
    inside = (said.start_us >= start_us) & (said.end_us <= end_us)
    talk_us = int((said.end_us[inside] - said.start_us[inside]).sum())
    count("silence", start_us, max(0.0, 1 - talk_us / (end_us - start_us)))
    chat = [mark for mark in phrases if mark.kind == "small_talk" and start_us <= mark.start_us < end_us]
    if chat:
        count("small talk", chat[0].start_us, min(len(chat), 3) / 3, chat[0].text)
    changes = [slide for slide in facts.evidence.slides if start_us + EDGE_US < slide.start_us < end_us - EDGE_US]
    if len(changes) >= FILM_CHANGES:
        count("slides change", changes[0].start_us, 1.0)
    talk = turns.within(start_us, end_us)
    if talk is not None and talk.turn_s >= LONG_TURN_S and talk.spoken_share > 0.5:
        count("one speaker", start_us, 1.0)
    odds = weights["break_any"] + sum(piece.weight for piece in support)
    confidence = round(float(min(0.99, 1 / (1 + np.exp(-odds)))), 2)
    return DecidedBreak(start_us, end_us, confidence, tuple(sorted(support, key=lambda piece: -piece.weight)))


def _is_clear(mark: PhraseMark) -> bool:
    return mark.likeness * mark.strength >= CLEAR


def _edge(mark: PhraseMark, kind: str) -> int:
    return mark.end_us if kind == "announced" else mark.start_us
