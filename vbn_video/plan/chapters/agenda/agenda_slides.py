"""Which slides list what is to come: they begin no chapter that is called as they are, and what they name has not begun yet."""

from collections.abc import Sequence

from vbn_video.evidence import Slide
from vbn_video.plan.chapters.agenda.agenda_places import named_in
from vbn_video.plan.chapters.chapter_titles import title_key

LISTED = 2
"""So many points that are named in lines of their own are a list of them."""
LIKE = 0.6
"""How surely a line names a point of the agenda."""


def agenda_slides(slides: Sequence[Slide], agenda: Sequence[str]) -> frozenset[int]:
    """The starts of the slides on which points of the agenda stand beside the title, or the titles of slides that come later.

    One that comes up again between two points is among them.
    """
    titles = [title_key(slide.title or "") for slide in slides]
    listing: set[str] = set()
    for index, slide in enumerate(slides):
        lines = [line for line in (slide.text or "").splitlines() if title_key(line) != titles[index]]
        later = set(titles[index + 1 :]) - {"", titles[index]}
        named = [{point for point in agenda if named_in(point, line) >= LIKE} or ({title_key(line)} & later) for line in lines]
        if titles[index] and len(set().union(*named)) >= LISTED and sum(map(bool, named)) >= LISTED:
            listing.add(titles[index])
    return frozenset(slide.start_us for slide, title in zip(slides, titles, strict=True) if title in listing)
