"""What the pages say, in the language of `[website] language`: never the language of the machine that publishes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from vbn_video.clock import US_PER_S


@dataclass(frozen=True)
class Wording:
    """The words of one language."""

    language: Literal["da", "en"]
    locale: str
    """Babel's name of the language and the land whose dates are written."""
    skip: str
    all_meetings: str
    no_meetings: str
    captioned: str
    by: str
    host: str
    chapters: str
    transcript: str
    links: str
    get_video: str
    get_captions: str
    watch_there: str
    play_here: str
    cookies: str
    refused: str
    no_player: str
    nameless: str
    and_: str
    hours: str
    minutes: str
    seconds: str
    from_time: str


DANISH = Wording(
    language="da",
    locale="da_DK",
    skip="Gå til indholdet",
    all_meetings="Alle møder",
    no_meetings="Her er ingen møder endnu.",
    captioned="med danske undertekster",
    by="Oplæg ved",
    host="Mødeleder:",
    chapters="Kapitler",
    transcript="Udskrift",
    links="Links",
    get_video="Hent video",
    get_captions="Undertekster",
    watch_there="Se på YouTube",
    play_here="Afspil på siden",
    cookies="Når du afspiller på siden, hentes videoen fra YouTube, som sætter cookies.",
    refused="Videoen kan ikke afspilles på siden. Se den på YouTube i stedet.",
    no_player="Din browser kan ikke vise videoen her. Hent den i stedet nedenfor.",
    nameless="Møde",
    and_="og",
    hours="t.",
    minutes="min.",
    seconds="sek.",
    from_time="Afspil fra",
)

ENGLISH = Wording(
    language="en",
    locale="en_GB",
    skip="Skip to the content",
    all_meetings="All meetings",
    no_meetings="There are no meetings here yet.",
    captioned="with Danish captions",
    by="Presented by",
    host="Host:",
    chapters="Chapters",
    transcript="Transcript",
    links="Links",
    get_video="Download video",
    get_captions="Captions",
    watch_there="Watch on YouTube",
    play_here="Play on this page",
    cookies="Playing it on this page fetches the video from YouTube, which sets cookies.",
    refused="The video can't be played on this page. Watch it on YouTube instead.",
    no_player="Your browser can't show the video here. Download it below instead.",
    nameless="Meeting",
    and_="and",
    hours="h",
    minutes="min",
    seconds="s",
    from_time="Play from",
)

WORDINGS = {wording.language: wording for wording in (DANISH, ENGLISH)}


def date_text(date: dt.date, wording: Wording) -> str:
    """`8. december 2020`."""
    from babel.dates import format_date

    return format_date(date, format="long", locale=wording.locale)


def length_text(duration_us: int, wording: Wording) -> str:
    """`1 t. 12 min.`, `48 min.`, and under a minute `45 sek.`; rounded, and never nothing."""
    if duration_us < 60 * US_PER_S:
        return f"{max(round(duration_us / US_PER_S), 1)} {wording.seconds}"
    hours, minutes = divmod(round(duration_us / US_PER_S / 60), 60)
    parts = [f"{hours} {wording.hours}"] * bool(hours) + [f"{minutes} {wording.minutes}"] * bool(minutes)
    return " ".join(parts)


def names_text(names: Sequence[str], wording: Wording) -> str:
    """`A, B og C`."""
    named = [name.strip() for name in names if name.strip()]
    return f"{', '.join(named[:-1])} {wording.and_} {named[-1]}" if len(named) > 1 else "".join(named)


def size_text(size: int, wording: Wording) -> str:
    """`0,4 MB`, `312 MB`, `1,3 GB`: decimal units, as downloads are told."""
    from babel.numbers import format_decimal

    unit, name = (1e9, "GB") if size >= 1e9 else (1e6, "MB")
    amount = max(size / unit, 0.1)
    return f"{format_decimal(amount, '0.#' if amount < 10 else '0', locale=wording.locale)} {name}"
