"""Danish letters of what was read on a slide, put right by what is said while it is shown: pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from vbn_video.clock import US_PER_S
from vbn_video.evidence import Slide, Word
from vbn_video.plan.danish.letter_repair import repair_letters
from vbn_video.plan.danish.tokens import token
from vbn_video.settings.lexicon.danish_lexicon import Knows

AROUND_US = 30 * US_PER_S
"""So long before a slide comes up and after it is gone it is still spoken of."""


def spell_slides(slides: Sequence[Slide], words: Sequence[Word], duration_us: int, knows: Knows | None) -> tuple[Slide, ...]:
    """The slides with text and title as `repair_letters` has them with the words around; `words` ascend by their starts."""
    starts_us = [word.start_us for word in words]
    ends_us = [*(slide.start_us for slide in slides[1:]), duration_us]

    def spelled(slide: Slide, end_us: int) -> Slide:
        if not slide.text:
            return slide
        first = bisect_left(starts_us, slide.start_us - AROUND_US)
        last = bisect_right(starts_us, end_us + AROUND_US)
        said = {token(word.text).plain for word in words[first:last]} - {""}
        title = slide.title and repair_letters(slide.title, knows, said)
        return replace(slide, text=repair_letters(slide.text, knows, said), title=title)

    return tuple(spelled(slide, end_us) for slide, end_us in zip(slides, ends_us, strict=False))
