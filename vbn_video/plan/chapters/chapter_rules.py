"""The rules that video platforms have for chapters, and how a list of them keeps them.

YouTube drops the whole list without a word where one is broken: the first at 0:00, ascending, each 10 s or longer, three or
none. Titles are at most 49 characters, since longer ones are cut when a player shows them.
"""

from collections.abc import Sequence
from itertools import pairwise

from vbn_video.clock import US_PER_S, timecode
from vbn_video.decisions import Chapter
from vbn_video.messages import _, ngettext

LONGEST_TITLE = 49
FEWEST = 3
SHORTEST_US = 10 * US_PER_S
SHORT_PROGRAMME_US = 20 * US_PER_S
"""A programme shorter than this has no chapters, and needs none."""


def check_chapters(chapters: Sequence[Chapter], duration_us: int) -> tuple[str, ...]:
    """A sentence for each rule that the chapters break; none for no chapters at all."""
    if not chapters:
        return ()
    problems = []
    if chapters[0].start_us != 0:
        problems.append(_("The first chapter must begin at 0:00, not at {start}.").format(start=timecode(chapters[0].start_us)))
    if len(chapters) < FEWEST:
        problems.append(
            ngettext(
                "There must be at least three chapters or none; there is {count}.",
                "There must be at least three chapters or none; there are {count}.",
                len(chapters),
            ).format(count=len(chapters))
        )
    for number, (chapter, following) in enumerate(pairwise([*chapters, Chapter(duration_us, "")]), 1):
        if following.start_us - chapter.start_us < SHORTEST_US:
            problems.append(
                _("Chapter {number}, “{title}”, is shorter than 10 seconds or not in order.").format(
                    number=number, title=chapter.title
                )
            )
    if any(not chapter.title.strip() for chapter in chapters):
        problems.append(_("A chapter has no title."))
    return tuple(problems)
