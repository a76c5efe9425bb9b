"""From where in the programme a poster may be taken, and when something was shown that should not be one."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from vbn_video.decisions import EditPlan
from vbn_video.evidence import Slide, SpeechSpan
from vbn_video.timeline import Timeline, subtract

LEAST_KEPT = 0.5
"""Share of a slide's time that must be kept: a break's slide, or the one that people wait before, is mostly cut away."""
LONG_PAUSE_US = 10_000_000
"""Nobody speaks for so long: a break too short to be cut, or one that a person has kept."""
MOST_PAUSES = 5
TITLE_SHOWN = 0.7
"""Share of the intro's length after which its title stands still, and has not begun to go."""


def poster_spans(slides: Sequence[Slide], timeline: Timeline) -> tuple[tuple[int, int], ...]:
    """Spans of the programme, ascending: of the slides that are mostly kept, without cards; the whole talk where no slide is."""
    spans: list[tuple[int, int]] = []
    for _slide, shown_us, gone_us in _shown(slides, timeline):
        kept = subtract(timeline.programme_spans(shown_us, gone_us), timeline.card_us)
        if sum(last - first for first, last in kept) > LEAST_KEPT * (gone_us - shown_us):
            spans += kept
    return tuple(spans) or tuple(subtract([timeline.talk_us], timeline.card_us)) or (timeline.talk_us,)


def titled_spans(slides: Sequence[Slide], timeline: Timeline) -> tuple[tuple[int, int], ...]:
    """Spans of the programme, ascending, in which a slide is shown on which a title was read."""
    titled = [(shown_us, gone_us) for slide, shown_us, gone_us in _shown(slides, timeline) if slide.title]
    return tuple(span for shown_us, gone_us in titled for span in timeline.programme_spans(shown_us, gone_us))


def intro_moment(plan: EditPlan) -> int:
    """When, in the programme, the intro shows the meeting's title."""
    return round(TITLE_SHOWN * plan.intro_us)


def _shown(slides: Sequence[Slide], timeline: Timeline) -> Iterator[tuple[Slide, int, int]]:
    """Each slide, and from when until when it is shown in the recording."""
    end_us = max((span.end_us for span in timeline.plan.kept), default=0)
    recorded_us = max([end_us, *(clock.start_us + clock.duration_us for clock in timeline.parts)])
    spans = pairwise([*(slide.start_us for slide in slides), recorded_us])
    yield from ((slide, shown_us, gone_us) for slide, (shown_us, gone_us) in zip(slides, spans, strict=True))


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
