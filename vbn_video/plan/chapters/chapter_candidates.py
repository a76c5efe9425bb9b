"""The signs of one moment as one candidate, with all that speaks for it and the title that can be trusted most.

slide title   ────────────▏De fem faser▕──────────
transition    ─────────▏så går vi videre til …▕───          ─►  one candidate: begins with the first of them,
pause         ────────▕──────────────────────────               is called "De fem faser"
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from vbn_video.clock import US_PER_MS, US_PER_S
from vbn_video.decisions import Support
from vbn_video.plan.chapters.chapter_evidence import ChapterCandidate, ChapterSign, ChapterSource
from vbn_video.plan.chapters.chapter_signs import NEUTRAL
from vbn_video.plan.chapters.chapter_weights import WEIGHTS
from vbn_video.plan.chapters.shown_spans import HeardWord, sentence_starts_us

TOGETHER_US = 6 * US_PER_S
"""Signs this near to the strongest one of them mean the same moment."""
SNAP_BACK_US, SNAP_ON_US = 2 * US_PER_S, 3 * US_PER_S
CLEAR = 0.5
"""Strength of a sign from which on a chapter may be called by what happens there."""
BEGINS = 1.0
"""A sign with less weight draws no beginning to itself where there is one with more."""
REST_BEFORE_US = 4 * US_PER_S
"""A rest that ended so shortly before the first clear sign is where the new begins."""
TRUST: tuple[tuple[str, ChapterSource], ...] = (
    ("agenda", "agenda"),
    ("agenda time", "agenda"),
    ("slide title", "slide"),
    ("transition", "spoken"),
)
"""In which order titles are trusted, and where a chapter with such a title comes from."""
HAPPENS: tuple[tuple[str, ChapterSource], ...] = (
    ("questions", "spoken"),
    ("return", "spoken"),
    ("goodbye", "spoken"),
    ("speaker", "speaker"),
    ("agenda read", "spoken"),
)
QUOTED: tuple[tuple[str, ChapterSource], ...] = (("cut", "pause"), ("pause", "pause"))


def gather(signs: Sequence[ChapterSign], words: Sequence[HeardWord], duration_us: int) -> list[ChapterCandidate]:
    """The candidates, ascending by their starts, which are whole milliseconds in [0, duration)."""
    left = sorted((sign for sign in signs if sign.kind in WEIGHTS), key=lambda sign: (-_weight(sign), sign.at_us))
    starts_us = sentence_starts_us(words)
    candidates: dict[int, ChapterCandidate] = {}
    while left:
        middle_us = left[0].at_us
        together = [sign for sign in left if abs(sign.at_us - middle_us) <= TOGETHER_US]
        left = [sign for sign in left if abs(sign.at_us - middle_us) > TOGETHER_US]
        candidate = _merged(together, starts_us)
        at_us = min(max(candidate.start_us, 0), duration_us - US_PER_MS) // US_PER_MS * US_PER_MS
        candidates.setdefault(at_us, replace(candidate, start_us=at_us))
    return [candidates[at_us] for at_us in sorted(candidates)]


def title_of(signs: Sequence[ChapterSign]) -> tuple[str, ChapterSource]:
    """(title, where it comes from) of one moment, by the order of trust; an empty title where nothing names it."""
    ordered = sorted(signs, key=_weight, reverse=True)
    named = {sign.kind: sign for sign in reversed(ordered) if sign.title}
    for kind, source in TRUST:
        if kind in named:
            return named[kind].title, source
    kinds = {sign.kind for sign in signs if sign.strength >= CLEAR}
    for kind, source in HAPPENS:
        if kind in kinds:
            return NEUTRAL[kind], source
    for kind, source in QUOTED:
        if kind in named:
            return named[kind].title, source
    return "", _source_of_unnamed(ordered)


def support_of(signs: Sequence[ChapterSign]) -> tuple[Support, ...]:
    """What speaks for a moment, each kind once, the strongest first; a point of the agenda is one, said or by its time."""
    strongest: dict[str, ChapterSign] = {}
    for sign in sorted(signs, key=_weight, reverse=True):
        strongest.setdefault("agenda" if sign.kind == "agenda time" else sign.kind, sign)
    return tuple(Support(sign.kind, sign.at_us, round(_weight(sign), 3), sign.text) for sign in strongest.values())


def _merged(signs: Sequence[ChapterSign], starts_us: Sequence[int]) -> ChapterCandidate:
    title, source = title_of(signs)
    return ChapterCandidate(_begins_us(signs, starts_us), title, source, support_of(signs))


def _begins_us(signs: Sequence[ChapterSign], starts_us: Sequence[int]) -> int:
    """Where what is new begins: with the first clear sign of it, after the rest before it, drawn to where a sentence begins."""
    clear = [sign for sign in signs if _weight(sign) >= BEGINS] or signs
    first_us = min(sign.at_us for sign in clear)
    rests = [sign.at_us for sign in signs if sign.kind in ("cut", "pause") and 0 <= first_us - sign.at_us <= REST_BEFORE_US]
    first_us = min(rests, default=first_us)
    if all(sign.kind == "agenda time" for sign in signs):
        return first_us
    near = starts_us[bisect_left(starts_us, first_us - SNAP_BACK_US) : bisect_left(starts_us, first_us + SNAP_ON_US)]
    return min(near, key=lambda at_us: abs(at_us - first_us), default=first_us)


def _source_of_unnamed(signs: Sequence[ChapterSign]) -> ChapterSource:
    kind = signs[0].kind
    return "slide" if kind in ("slide", "slide title") else "spoken" if kind == "transition" else "pause"


def _weight(sign: ChapterSign) -> float:
    return WEIGHTS.get(sign.kind, 0.0) * sign.strength
