"""The name of a meeting's folder and of its address: date and title in letters that every system and address can hold."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from itertools import count

from vbn_video.recording.video_names import without_day

LONGEST = 80
"""Characters: readable in a newsletter, and short enough for a path of 260 characters on Windows."""

SHARED_FOLDER = "vbn-video"
"""The folder in the media folder that holds what all pages share; no meeting's."""

_DANISH = (("æ", "ae"), ("ø", "oe"), ("å", "aa"), ("Æ", "ae"), ("Ø", "oe"), ("Å", "aa"))
_DEVICES = re.compile(r"con|prn|aux|nul|com\d|lpt\d")


def slug_of(title: str, date: dt.date | None, nameless: str) -> str:
    """`2020-12-08-hr-og-den-vanskelige-samtale`; `nameless` stands for a title that holds no letter or figure.

    A date that the title holds too stands there once.
    """
    from slugify import slugify

    title = unicodedata.normalize("NFC", title)
    title = without_day(title, date) if date else title
    day = f"{date.isoformat()}-" if date else ""
    longest = LONGEST - len(day)
    stand_in: str = slugify(nameless, replacements=_DANISH)
    words = slugify(title, replacements=_DANISH, max_length=longest, word_boundary=True) or stand_in
    slug = f"{day}{words}"
    return f"{stand_in}-{slug}" if slug == SHARED_FOLDER or _DEVICES.fullmatch(slug) else slug


def slug_candidates(slug: str) -> Iterator[str]:
    """The slug, then with `-2`, `-3`, … for meetings that find it taken."""
    yield slug
    yield from (f"{slug}-{number}" for number in count(2))
