"""Which slides list what is to come: they begin no chapter that is called as they are, and what they name has not begun yet."""

from collections.abc import Mapping, Sequence

from vbn_video.evidence import Slide
from vbn_video.plan.chapters.agenda.agenda_places import named_in
from vbn_video.plan.chapters.chapter_titles import title_key

LISTED = 2
"""So many points that are named in lines of their own are a list of them."""
LIKE = 0.6
"""How surely a line names a point of the agenda."""
MOST_WORDS = 4
"""Of a line that is no sentence."""
BEHIND_TITLE = 2
"""The first slides that can be read, of which the last may be the agenda."""
FIRST = 8
"""The agenda is among so many slides that can be read."""
LIKELY = 0.45
"""How surely the slide after the title is one, which has lines like an agenda's."""


def agenda_slides(slides: Sequence[Slide], agenda: Sequence[str]) -> Mapping[int, float]:
    """How surely a slide is a list of what comes, by its start: points of the agenda stand on it, or titles of later slides.

    One that comes up again between two points is among them. So may be, less surely, the slide after the title that holds
    nothing but short lines.
    """
    titles = [title_key(slide.title or "") for slide in slides]
    listing: dict[str, float] = {}
    first = [index for index, title in enumerate(titles) if title][:FIRST]
    for index, slide in ((index, slides[index]) for index in first):
        lines = [line for line in (slide.text or "").splitlines() if title_key(line) not in ("", titles[index])]
        later = set(titles[index + 1 :]) - {"", titles[index]}
        named = [{point for point in agenda if named_in(point, line) >= LIKE} or ({title_key(line)} & later) for line in lines]
        if len(set().union(*named)) >= LISTED and sum(map(bool, named)) >= LISTED:
            listing[titles[index]] = 1.0
        elif _is_second(titles[: index + 1]) and later and len(lines) >= LISTED and all(map(_is_short, lines)):
            listing[titles[index]] = LIKELY
    return {slide.start_us: listing[title] for slide, title in zip(slides, titles, strict=True) if title in listing}


def _is_second(titles: Sequence[str]) -> bool:
    """Whether the last of the titles is the second one that can be read."""
    return bool(titles[-1]) and len(set(titles) - {""}) == BEHIND_TITLE and titles[-1] not in titles[:-1]


def _is_short(line: str) -> bool:
    return len(line.split()) <= MOST_WORDS and not line.rstrip().endswith((".", "!", "?"))
