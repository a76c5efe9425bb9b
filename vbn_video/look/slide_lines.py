"""The lines of text in one picture: which boxes are one line, which line is the slide's title, what is no slide's text. Pure.

    boxes ─join_lines─► lines, top down ─► without clocks, window frames and tiles' names ─┬─find_title─► the title
                                                                                            └─► the slide's text

A participant's name on a tile must become neither title nor text. Zoom tells some names; the others are known by how names are
written, and by that a tile's name stands where it stood on another slide, or stands alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from vbn_video.plan.danish.person_names import name_key
from vbn_video.settings.lexicon.danish_lexicon import Knows


@dataclass(frozen=True)
class TextLine:
    """Text and its upright box, in shares of the picture's width and height from its upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    score: float = 1.0
    """How surely it was read, 0 to 1."""
    late: bool = False
    """Whether the slide's still does not show it yet."""

    @property
    def height(self) -> float:
        """Of its letters, as far as the box tells."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Down from the picture's top."""
        return (self.top + self.bottom) / 2


TITLE_ABOVE = 0.5
"""A title's middle lies in the upper half."""
LEAST_TITLE = 0.03
"""Height of a title's letters; a tile's name at 1080p has 0.02 to 0.025."""
LARGER_THAN_TEXT = 1.15
"""Times the median of the other lines without a bullet: a page of text has no title."""
AS_LARGE = 0.85
"""Of two lines nearly as large the upper one is the title."""
LONGEST_TITLE = 90
"""Characters."""
SAME_PLACE = 0.02
_BULLET = re.compile(r"^[•·▪■●○◦‣*»>–—-]\s*")
_CLOCK = re.compile(r"(?:kl\.? ?)?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?|\d{1,3} ?%|\d{1,4}(?: ?(?:/|af|of) ?\d{1,4})?", re.IGNORECASE)
_DATE = re.compile(r"\d{1,2}[-./] ?\d{1,2}[-./] ?\d{2,4}|\d{4}-\d{2}-\d{2}")
_ADDRESS = re.compile(r"\S*(?:https?://|www\.|@)\S+|\S+\.(?:dk|com|org|net|eu|pptx?|docx?|pdf|xlsx?)\b.*", re.IGNORECASE)
_FRAME = re.compile(
    r".*\b(?:powerpoint|keynote|google slides|acrobat|zoom meeting|zoom-møde|microsoft teams)\b.*"
    r"|(?:filer?|file|rediger|edit|hjem|home|indsæt|insert|vis|view|design|overgange|animationer|slideshow|hjælp|help)"
    r"(?:\s+(?:filer?|file|rediger|edit|hjem|home|indsæt|insert|vis|view|design|overgange|animationer|slideshow|hjælp|help))+"
    r"|(?:du deler|you are|you're) .*(?:skærm|screen).*|.*\b(?:stop deling|stop share|optager|recording)\b(?:…|\.\.\.)?",
    re.IGNORECASE,
)


def join_lines(boxes: Sequence[TextLine], aspect: float) -> tuple[TextLine, ...]:
    """The lines, top down and from the left: boxes of one row that follow each other closely are one.

    `aspect` is the picture's width by its height.
    """
    lines: list[TextLine] = []
    for box in sorted(boxes, key=lambda box: box.left):
        before = next((line for line in reversed(lines) if _goes_on(line, box, aspect)), None)
        if before:
            lines[lines.index(before)] = _joined(before, box)
        else:
            lines.append(box)
    return tuple(sorted(lines, key=lambda line: (round(line.middle, 2), line.left)))


def slide_lines(
    pictures: Mapping[int, Sequence[TextLine]], participants: Collection[str], knows: Knows | None
) -> dict[int, tuple[TextLine, ...]]:
    """Of each picture the lines that may be a slide's: no clock, no window's frame, no tile's name."""
    keys = {name_key(name) for name in participants if name.strip()}
    kept = {
        number: tuple(line for line in lines if not _is_frame(line) and not _is_participant(line.text, keys))
        for number, lines in pictures.items()
    }
    return {number: tuple(line for line in lines if not _is_tile(line, number, kept, knows)) for number, lines in kept.items()}


def find_title(lines: Sequence[TextLine], knows: Knows | None) -> str | None:
    """The line with the largest letters in the upper half, with the line below it that is as large; None where none stands out.

    A line that is written as a person's name is none, whoever it is: a tile may fill the picture.
    """
    upper = [line for line in lines if line.middle < TITLE_ABOVE and line.height >= LEAST_TITLE and _may_be_title(line.text)]
    if not upper:
        return None
    largest = max(line.height for line in upper)
    first = next(line for line in upper if line.height >= AS_LARGE * largest)
    below = next((line for line in lines if line is not first and _is_second_line(first, line)), None)
    others = [line.height for line in lines if line not in (first, below) and not _BULLET.match(line.text)]
    if others and first.height < LARGER_THAN_TEXT * median(others):
        return None
    title = first.text
    if below and len(f"{title} {below.text}") <= LONGEST_TITLE:
        title = f"{title} {below.text}"
    if len(title) > LONGEST_TITLE or is_like_name(title, knows):
        return None
    if len(title.split()) == 1 and not _known_small(title, knows) and not any(is_prose(line.text, knows) for line in lines):
        return None
    return title.strip(" :–-")


def is_like_name(text: str, knows: Knows | None) -> bool:
    """Two to four words with capital letters, the first or the last one no ordinary word: as names of people are written."""
    words = text.split()
    if not 2 <= len(words) <= 4 or not all(re.fullmatch(r"[^\W\d_][\w.'’-]*", word) and word[:1].isupper() for word in words):
        return False
    if all(word.isupper() and len(word) > 1 for word in words):
        return not all(_known_small(word, knows) for word in words)
    return not (_known_small(words[0], knows) and _known_small(words[-1], knows))


def is_prose(text: str, knows: Knows | None) -> bool:
    """Several words of which one that is written small is Danish: so something is shown beside names."""
    words = _BULLET.sub("", text).split()
    return len(words) > 1 and any(word[:1].islower() and len(word) > 1 and _known_small(word, knows) for word in words)


def without_bullet(text: str) -> str:
    """The line without the sign that it begins with."""
    return _BULLET.sub("", text)


def _goes_on(line: TextLine, box: TextLine, aspect: float) -> bool:
    overlap = min(line.bottom, box.bottom) - max(line.top, box.top)
    small, large = sorted((line.height, box.height))
    gap = (box.left - line.right) * aspect
    return overlap > 0.6 * small and large < 1.4 * small and -0.5 * large < gap < 1.0 * large


def _joined(line: TextLine, box: TextLine) -> TextLine:
    return TextLine(
        f"{line.text} {box.text}",
        min(line.left, box.left),
        min(line.top, box.top),
        max(line.right, box.right),
        max(line.bottom, box.bottom),
        min(line.score, box.score),
    )


def _is_second_line(first: TextLine, line: TextLine) -> bool:
    """As large, right below it, and begun at the same edge or around the same middle."""
    alike = 0.82 < line.height / first.height < 1.22
    near = -0.3 * first.height < line.top - first.bottom < 0.6 * first.height
    edge = abs(line.left - first.left) < SAME_PLACE
    centred = abs((line.left + line.right) - (first.left + first.right)) < 2 * SAME_PLACE
    return alike and near and (edge or centred) and not _BULLET.match(line.text)


def _may_be_title(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= 3 and not _BULLET.match(text)


def _is_frame(line: TextLine) -> bool:
    return any(pattern.fullmatch(line.text.strip()) for pattern in (_CLOCK, _DATE, _ADDRESS, _FRAME))


def _is_participant(text: str, keys: Collection[tuple[str, ...]]) -> bool:
    own = set(name_key(text))
    return any(own == set(key) or (len(own) > 1 and (own <= set(key) or (set(key) <= own and len(own) <= 4))) for key in keys)


def _is_tile(line: TextLine, number: int, pictures: Mapping[int, Sequence[TextLine]], knows: Knows | None) -> bool:
    """A name in small letters, one that stands there on another slide too, or one with nothing but names beside it."""
    words = line.text.split()
    single = (
        len(words) == 1 and words[0][:1].isupper() and not _known_small(words[0], knows) and not any(map(str.isdigit, line.text))
    )
    if not (single or is_like_name(line.text, knows)):
        return False
    if not single and line.height < LEAST_TITLE:
        return True
    if not any(is_prose(other.text, knows) for other in pictures[number]):
        return True
    elsewhere = (other for which, lines in pictures.items() if which != number for other in lines)
    return any(other.text == line.text and _same_place(other, line) for other in elsewhere)


def _same_place(one: TextLine, other: TextLine) -> bool:
    return abs(one.left - other.left) < SAME_PLACE and abs(one.top - other.top) < SAME_PLACE


def _known_small(word: str, knows: Knows | None) -> bool:
    bare = word.strip(".,:;!?()»«\"'").lower()
    return knows is not None and bool(bare) and knows(bare)


def shifted(lines: Sequence[TextLine], share: float) -> tuple[TextLine, ...]:
    """Lines of the uppermost `share` of a picture, as they lie in the whole picture."""
    return tuple(replace(line, top=line.top * share, bottom=line.bottom * share) for line in lines)
