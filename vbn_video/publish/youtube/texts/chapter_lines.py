"""Chapters as lines of a YouTube description, and read from it as strictly as YouTube may.

YouTube reads chapters from the description: the first at 0:00, at least three, ascending, each 10 seconds or longer; one bad line
drops the list without a word. What it does with a time in the middle of other text is not documented (each becomes a link), so
such a time is a bad line here too, and whoever writes a description writes `9.15` there (`plain_times`).
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from vbn_video.clock import US_PER_S, micros, player_time
from vbn_video.decisions import Chapter
from vbn_video.publish.youtube.texts.characters import one_line, without_angles

FEWEST = 3
SHORTEST_US = 10 * US_PER_S

COLON_OF_A_TIME = re.compile(r"(?<=[0-9]):(?=[0-9]{2}(?![0-9]))")
ADDRESS = re.compile(r"((?:https?://|mailto:)\S+)", re.IGNORECASE)
LINE = re.compile(r"(?:([1-9][0-9]?):(?=[0-9]{2}:))?([0-9]|[0-5][0-9]):([0-5][0-9]) (\S.*)")


def chapter_lines(chapters: Sequence[Chapter], duration_us: int) -> str:
    """`0:00 Velkommen`, `12:34 …`, a line each, in whole seconds; empty where YouTube's rules can't be met.

    A chapter without a title, or nearer than 10 seconds to the one before or to the end, is left out.
    """
    good: list[Chapter] = []
    for chapter in chapters:
        start_us, title = chapter.start_us // US_PER_S * US_PER_S, plain_times(without_angles(one_line(chapter.title)))
        earliest_us = good[-1].start_us + SHORTEST_US if good else 0
        if title and earliest_us <= start_us <= duration_us - SHORTEST_US:
            good.append(Chapter(start_us, title))
    if len(good) < FEWEST or good[0].start_us != 0:
        return ""
    return "\n".join(f"{player_time(chapter.start_us)} {chapter.title}" for chapter in good)


def parse_chapter_lines(description: str, duration_us: int) -> tuple[Chapter, ...]:
    """The chapters that YouTube surely reads from the description; none where anything in it may make it drop them."""
    chapters: list[Chapter] = []
    for line in description.splitlines():
        if not has_times(line):
            continue
        match = LINE.fullmatch(line)
        if match is None or has_times(match[4]):
            return ()
        chapters.append(Chapter(micros(*match.groups()[:3]), match[4]))
    if len(chapters) < FEWEST or chapters[0].start_us != 0:
        return ()
    ends_us = [*(chapter.start_us for chapter in chapters), duration_us]
    return tuple(chapters) if all(end_us - start_us >= SHORTEST_US for start_us, end_us in pairwise(ends_us)) else ()


def has_times(text: str) -> bool:
    """Whether anything outside an address looks like `12:34`."""
    return plain_times(text) != text


def plain_times(text: str) -> str:
    """The text with `9.15` for `9:15`, as Danish has it anyway; addresses stay as they are."""
    return "".join(part if index % 2 else COLON_OF_A_TIME.sub(".", part) for index, part in enumerate(ADDRESS.split(text)))
