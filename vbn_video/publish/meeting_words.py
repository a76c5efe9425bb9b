"""What the page and YouTube say alike of a meeting: its date, its speakers, and those of its links that may be published.

The language is that of `[website] language`, never that of the machine that publishes.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Literal

from vbn_video.settings.meeting import Link, Meeting

Language = Literal["da", "en"]

LOCALES: dict[Language, str] = {"da": "da_DK", "en": "en_GB"}
"""Babel's names: the language, and the country whose way of writing dates and numbers is used."""
AND: dict[Language, str] = {"da": "og", "en": "and"}
SAFE_LINKS = ("https://", "http://", "mailto:")


def date_text(date: dt.date | None, language: Language) -> str:
    """`8. december 2020`; empty without a date."""
    from babel.dates import format_date

    return format_date(date, format="long", locale=LOCALES[language]) if date else ""


def names_text(names: Sequence[str], language: Language) -> str:
    """`A, B og C`."""
    named = [name.strip() for name in names if name.strip()]
    return f"{', '.join(named[:-1])} {AND[language]} {named[-1]}" if len(named) > 1 else "".join(named)


def safe_links(meeting: Meeting) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    """(the meeting's links that may be published, those that may not: `javascript:`, or no address at all)."""
    safe = tuple(link for link in meeting.links if link.url.lower().startswith(SAFE_LINKS))
    return safe, tuple(link for link in meeting.links if link not in safe)
