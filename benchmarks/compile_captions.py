"""How long it takes to divide an hour of words into captions.

usage: python -m benchmarks.compile_captions [RUNS]
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks.machine import description
from vbn_video.decisions import EditPlan, KeptSpan, Side
from vbn_video.evidence import Word
from vbn_video.plan.captions.compiler import compile_captions
from vbn_video.settings.profiles import PROFILES
from vbn_video.timeline import PartClock, Timeline

RUNS = 9
PROMISE_S = 0.5
S = 1_000_000
HOUR_US = 3600 * S
SENTENCES = Path(__file__).parent.parent / "tests" / "plan" / "captions" / "golden" / "captions.da.txt"
PACES = (12.0, 22.0)
"""Characters a second, a sentence."""
RESTS_S = (0.1, 1.6)


def hour_of_words() -> list[Word]:
    """The golden file's sentences in a made order, at changing paces, by two speakers, for an hour."""
    _head, *blocks = SENTENCES.read_text(encoding="utf-8").split("\n\n")
    texts = [block.partition("\n")[0] for block in blocks]
    chance = random.Random(1)
    words: list[Word] = []
    at_us = 0
    while at_us < HOUR_US:
        pace, speaker = chance.uniform(*PACES), chance.choice(("Anne", "Anne", "Anne", "Bo"))
        for text in re.sub(r"\[\w+\] ", "", chance.choice(texts)).split():
            end_us = at_us + round((len(text) + 1) * S / pace)
            words.append(Word(at_us, end_us, text, 0.9, speaker))
            at_us = end_us
        at_us += round(chance.uniform(*RESTS_S) * S)
    return words


def timeline_of(words: Sequence[Word]) -> Timeline:
    """All of the words' recording, kept as it is."""
    side = Side("all", 1.0)
    end_us = words[-1].end_us + 5 * S
    return Timeline((PartClock(0, end_us, 0),), EditPlan((KeptSpan(0, end_us, side, side),), 4 * S, 6 * S))


def main(runs: int = RUNS) -> None:
    """Measure and print."""
    words = hour_of_words()
    timeline, taken_s = timeline_of(words), []
    for _run in range(runs):
        began_s = time.perf_counter()
        captions = compile_captions(words, timeline, PROFILES["dansk-web"])
        taken_s.append(time.perf_counter() - began_s)
    middle_s = median(taken_s)
    spoken_us = {word.start_us // 1000 * 1000 + timeline.plan.intro_us for word in words}
    print(f"an hour of words ({len(words)}) becomes {len(captions.cues)} captions")
    print(
        f"  {middle_s:.2f} s, {len(words) / middle_s:,.0f} words a second "
        f"(of {runs} runs: {min(taken_s):.2f} to {max(taken_s):.2f} s; promised: {PROMISE_S} s at most)"
    )
    print(
        f"  {len(captions.violations)} rules broken, each with its proof; {len(captions.changes)} places condensed; "
        f"{sum(cue.start_us not in spoken_us for cue in captions.cues)} starts off by up to 100 ms"
    )
    print(f"  {description(['numpy'])}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
