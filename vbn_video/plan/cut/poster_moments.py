"""From where in the programme a poster may be taken, and when something was shown that should not be one."""

from collections.abc import Sequence
from itertools import pairwise

from vbn_video.decisions import EditPlan
from vbn_video.evidence import Slide, SpeechSpan
from vbn_video.timeline import Timeline, subtract

LEAST_KEPT = 0.5
"""Share of a slide's time that must be kept: a break's slide, or the one that people wait before, is mostly cut away."""
LONG_PAUSE_US = 10_000_000
"""Nobody speaks for so long: a break too short to be cut, or one that a person has kept."""
MOST_PAUSES = 5


def poster_spans(slides: Sequence[Slide], timeline: Timeline) -> tuple[tuple[int, int], ...]:
    """Spans of the programme, ascending: of the slides that are mostly kept, without cards; the whole talk where no slide is."""
    end_us = max((span.end_us for span in timeline.plan.kept), default=0)
    recorded_us = max([end_us, *(clock.start_us + clock.duration_us for clock in timeline.parts)])
    starts_us = [slide.start_us for slide in slides]
    spans: list[tuple[int, int]] = []
    for shown_us, gone_us in pairwise([*starts_us, recorded_us]):
        kept = subtract(timeline.programme_spans(shown_us, gone_us), timeline.card_us)
        if sum(last - first for first, last in kept) > LEAST_KEPT * (gone_us - shown_us):
            spans += kept
    return tuple(spans) or tuple(subtract([timeline.talk_us], timeline.card_us)) or (timeline.talk_us,)


def break_moments(plan: EditPlan) -> tuple[int, ...]:
    """Times of the recording at which a break was going on: amid each stretch that was cut out of the talk."""
    return tuple((before.end_us + after.start_us) // 2 for before, after in pairwise(plan.kept))


def pause_moments(speech: Sequence[SpeechSpan], plan: EditPlan) -> tuple[int, ...]:
    """Times of the recording amid the longest pauses of the talk."""
    first_us, last_us = (plan.kept[0].start_us, plan.kept[-1].end_us) if plan.kept else (0, 0)
    silent = [(before.end_us, after.start_us) for before, after in pairwise(speech)]
    pauses = [
        (start_us, end_us)
        for start_us, end_us in silent
        if first_us <= start_us and end_us <= last_us and end_us - start_us >= LONG_PAUSE_US
    ]
    longest = sorted(pauses, key=lambda pause: pause[0] - pause[1])[:MOST_PAUSES]
    return tuple(sorted((start_us + end_us) // 2 for start_us, end_us in longest))
