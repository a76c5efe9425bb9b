"""How every picture of the programme comes to be: which stretches are copied, which encoded, and why.

Today every picture is encoded; the plan already says so for each stretch, with its pictures counted.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from vbn_video.codec import US_PER_S
from vbn_video.decisions import EditPlan, KeptSpan, SplicePlan, SpliceSpan
from vbn_video.evidence import Packets, Recording
from vbn_video.plan.programme import programme_format

BUMPER = "bumper"
ENCODED = "every picture is encoded"


def plan_splice(recording: Recording, packets: Packets, plan: EditPlan) -> SplicePlan:
    """The stretches of the programme in order: the intro, each kept span by part, the outro; together they are all of it.

    Where a part's sound goes on without picture, the stretch's last picture is held, and `why` says for how long.
    """
    rate = programme_format(recording, plan).rate
    spans, at_us = [], 0
    if plan.intro_us:
        spans.append(_bumper(0, plan.intro_us, rate))
        at_us = plan.intro_us
    for kept in plan.kept:
        spans += _kept(recording, packets, kept, at_us)
        at_us += kept.end_us - kept.start_us
    if plan.outro_us:
        spans.append(_bumper(at_us, at_us + plan.outro_us, rate))
    return SplicePlan(tuple(spans))


def _bumper(start_us: int, end_us: int, rate: Fraction) -> SpliceSpan:
    return SpliceSpan(start_us, end_us, "encode", BUMPER, round((end_us - start_us) * rate / US_PER_S))


def _kept(recording: Recording, packets: Packets, kept: KeptSpan, at_us: int) -> list[SpliceSpan]:
    """The kept span as one stretch for each part that has pictures in it."""
    first, last = (int(index) for index in np.searchsorted(packets.time_us, (kept.start_us, kept.end_us)))
    parts = [int(part) for part in np.unique(packets.part[first:last])]
    edges_us = [kept.start_us]
    edges_us += [int(packets.time_us[first + np.searchsorted(packets.part[first:last], part)]) for part in parts[1:]]
    stretches = []
    for part, start_us, end_us in zip(parts, edges_us, [*edges_us[1:], kept.end_us], strict=True):
        pictures_end_us = recording.part_starts_us[part] + recording.parts[part].picture_end_us
        held_us = max(0, end_us - max(pictures_end_us, start_us))
        why = f"{ENCODED}; the last one is held for {held_us / US_PER_S:.3f} s of sound without picture" if held_us else ENCODED
        count = int(np.sum((packets.time_us[first:last] >= start_us) & (packets.time_us[first:last] < end_us)))
        stretches.append(SpliceSpan(at_us + start_us - kept.start_us, at_us + end_us - kept.start_us, "encode", why, count, part))
    return stretches
