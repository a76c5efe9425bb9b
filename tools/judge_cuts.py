"""How often the cut is right, and how sure it says that it is, over made meetings of one half.

    python -m tools.judge_cuts known|second|aside [VARIANTS] [heard] [strict]

With `heard`, by what Whisper base heard of a synthetic voice, instead of by the script with one word in four misheard. With
`strict`, an end among the answers to the goodbye is wrong.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import cast

from tests.meetings.kept import heard_meetings, kept_meetings
from tests.meetings.sentences import Half
from tests.plan.meeting.varied_evidence import varied
from vbn_video.clock import US_PER_S
from vbn_video.plan.meeting.decide import decide_meeting
from vbn_video.settings.lists.phrase_files import load_phrases
from vbn_video.settings.preset import Trim
from vbn_video.settings.trimming.cut_weights import CUT_WEIGHTS

EDGES = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


@dataclass(frozen=True)
class Judged:
    """One side as it was decided."""

    meeting: str
    kind: str
    seed: int
    confidence: float
    right: bool
    tells: bool


def judge_half(half: Half, variants: int, *, heard: bool = False, answers: bool = True) -> list[Judged]:
    """Two sides of each meeting and variant, the start first; with `answers`, an end within those to the goodbye is right."""
    table, judged = load_phrases(("moede",)), []
    for meeting in heard_meetings(half) if heard else kept_meetings(half):
        for seed in range(variants):
            found = decide_meeting(varied(meeting.evidence, seed), table, CUT_WEIGHTS, 60 * US_PER_S)
            assert found is not None
            truth = meeting.truth
            for side, right, tells in (
                (found.start, truth.begins_at(found.start.at_us), truth.start_tells),
                (found.end, truth.ends_at(found.end.at_us, answers=answers), truth.end_tells),
            ):
                judged.append(Judged(meeting.name, meeting.kind, seed, side.confidence, right, tells))
    return judged


def wilson(right: int, count: int) -> tuple[float, float]:
    """The 95 % interval of a share; source: Wilson 1927."""
    if not count:
        return 0.0, 1.0
    z, share = 1.96, right / count
    middle, spread = share + z * z / (2 * count), z * sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return (middle - spread) / (1 + z * z / count), (middle + spread) / (1 + z * z / count)


OPTIONS = ("heard", "strict")


def main(arguments: Sequence[str]) -> None:
    """Print the tables."""
    half, heard, answers = cast(Half, arguments[0]), "heard" in arguments, "strict" not in arguments
    variants = next((int(argument) for argument in arguments[1:] if argument not in OPTIONS), 10)
    judged, sure = judge_half(half, variants, heard=heard, answers=answers), Trim().sure
    pairs = [(a, b) for a, b in zip(judged[::2], judged[1::2], strict=True) if a.seed == 0]
    telling = [(a, b) for a, b in pairs if a.tells and b.tells]
    silent = [side for pair in pairs for side in pair if not side.tells]
    print(f"meetings: {len(pairs)}, both sides right: {sum(a.right and b.right for a, b in pairs)}")
    print(f"  telling: {len(telling)}, both right: {sum(a.right and b.right for a, b in telling)}, ", end="")
    print(f"right and sure on both: {sum(a.right and b.right and min(a.confidence, b.confidence) >= sure for a, b in telling)}")
    print(f"  sides where nothing tells: {len(silent)}, below sure: {sum(side.confidence < sure for side in silent)}")
    for name, number in (("start", 0), ("end", 1)):
        print(f"  {name} right: {sum(pair[number].right for pair in pairs)}")
    sides = [side for side in judged if side.confidence >= sure]
    right = sum(side.right for side in sides)
    low, high = wilson(right, len(sides))
    print(
        f"{len(judged)} sides of {variants} variants, right {sum(s.right for s in judged)}; sure: {len(sides)}, right {right}",
        end="",
    )
    print(f" = {right / max(len(sides), 1):.3f} ({low:.3f} to {high:.3f})")
    for first, last in pairwise(EDGES):
        within = [side for side in judged if first <= side.confidence < last]
        if within:
            mean, share = sum(s.confidence for s in within) / len(within), sum(s.right for s in within) / len(within)
            print(f"  {first:.1f}–{min(last, 1):.1f}: {len(within):4} sides, said {mean:.2f}, right {share:.2f}")
    for a, b in pairs:
        if not (a.right and b.right):
            print(
                f"  {a.kind}: start {a.confidence}{'' if a.right else ' wrong'}, end {b.confidence}{'' if b.right else ' wrong'}"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
