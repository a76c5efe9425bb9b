"""Captions, and changes of them, for laws that hold of all."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from vbn_video.decisions import Cue
from vbn_video.plan.review.cue_splices import CueSplice

MS = 1_000
WORDS = st.lists(st.sampled_from(["og", "Anne", "mødet,", "vindmøller", "i", "dag.", "æ&<b>", "-"]), min_size=1, max_size=6).map(
    " ".join
)
NAMES = st.sampled_from(["", "Anne", "Bo & Co"])


@st.composite
def cues(draw: st.DrawFn, most: int = 8) -> tuple[Cue, ...]:
    """Captions, ascending and apart."""
    made, at_us = [], 0
    for _number in range(draw(st.integers(0, most))):
        start_us = at_us + draw(st.integers(120, 3_000)) * MS
        at_us = start_us + draw(st.integers(800, 4_000)) * MS
        lines = tuple(draw(st.lists(WORDS, min_size=1, max_size=2)))
        speakers = tuple(draw(NAMES) for _line in lines)
        made.append(Cue(start_us, at_us, lines, speakers if any(speakers) else ()))
    return tuple(made)


def retimed(cue: Cue, number: int, lines: tuple[str, ...]) -> Cue:
    """Other words in the same time, a little shorter, so that it is another cue."""
    return Cue(cue.start_us, cue.end_us - (number + 1) * MS, lines, ())


@st.composite
def splices_of(draw: st.DrawFn, made: Sequence[Cue], most: int = 4) -> tuple[CueSplice, ...]:
    """Changes that leave captions in order: other words, fewer cues, two for one; one after another."""
    left, found = list(made), []
    for number in range(draw(st.integers(0, most))):
        if not left:
            break
        at = draw(st.integers(0, len(left) - 1))
        count = draw(st.integers(1, min(2, len(left) - at)))
        before = tuple(left[at : at + count])
        half_us = (before[0].start_us + before[-1].end_us) // 2 // MS * MS
        after = draw(
            st.sampled_from(
                [
                    (),
                    tuple(retimed(cue, number, ("andet",)) for cue in before),
                    (Cue(before[0].start_us, half_us, ("den", "ene")), Cue(half_us, before[-1].end_us, (f"anden {number}",))),
                ]
            )
        )
        found.append(CueSplice(at, before, after))
        left[at : at + count] = after
    return tuple(found)
