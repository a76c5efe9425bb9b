"""What stands on the slides and may be told: only what the programme shows. Pure.

a slide    comes up ──── its still ──────────── its text is read ──── gone
cut                                     ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░   what was written there since the still is not told
"""

from collections.abc import Sequence
from dataclasses import replace

from vbn_video.decisions import EditPlan
from vbn_video.evidence import Slide


def shown_slides(slides: Sequence[Slide], duration_us: int, plan: EditPlan) -> tuple[Slide, ...]:
    """The same slides; without text, title and still where those are of what is cut out or behind a card."""
    ends_us = [*(slide.start_us for slide in slides[1:]), duration_us]
    return tuple(_as_shown(slide, end_us, plan) for slide, end_us in zip(slides, ends_us, strict=False))


def _as_shown(slide: Slide, end_us: int, plan: EditPlan) -> Slide:
    if not plan.shows(slide.start_us, end_us):
        return replace(slide, text=None, title=None, still=None, read_us=None, late_lines=(), still_us=None)
    if slide.still_us is not None and not plan.shows(slide.still_us, slide.still_us):
        slide = replace(slide, still=None, still_us=None)
    return slide if slide.read_us is None or plan.shows(slide.read_us, slide.read_us) else _without_late(slide)


def _without_late(slide: Slide) -> Slide:
    """What the slide's still shows already, and nothing that came later."""
    lines = (slide.text or "").split("\n")
    late = {lines[row] for row in slide.late_lines}
    kept = "\n".join(line for row, line in enumerate(lines) if row not in slide.late_lines)
    named_late = slide.title is not None and any(slide.title in line or line.strip(" :–-") in slide.title for line in late)
    return replace(slide, text=kept, title=None if named_late else slide.title, read_us=None, late_lines=())
