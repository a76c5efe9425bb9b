"""`meeting.toml` as text: how it is first written, and what is wrong with it after people have edited it."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ValidationError

from vbn_video.errors import InputError
from vbn_video.messages import _, did_you_mean
from vbn_video.settings.meeting import AgendaItem, Link, Meeting
from vbn_video.settings.toml_lines import Key, TomlError, at_line, key_lines, line_of, parse_toml
from vbn_video.untrusted.visible_text import acting_characters

DANISH = """\
# Det, som intro, side og kapitler siger om mødet.
#
# Ret det, der mangler eller er forkert, gem filen, og kør samme kommando igen. Det, du selv skriver, bliver aldrig ændret.
# Tekst står i "gåseøjne". En linje, der begynder med #, er en forklaring og har ingen virkning.

# Mødets titel. Den står stort på introen og øverst på siden.
title = {title}

# Rækken eller emnet, som mødet hører til, for eksempel "Temamøde". Den står lille over titlen og må være tom.
theme = {theme}

# Datoen, skrevet som år-måned-dag.
{date}

# Oplægsholderne, for eksempel ["Anne Holm", "Bo Lund"]. Kun de navne, du skriver her, kommer på introen.
speakers = {speakers}

# Mødelederen.
host = {host}

# Navnet på denne video, hvis én optagelse bliver til flere (--as), for eksempel "Oplæg 2". Ellers tomt.
video = {video}

# Et par linjer om mødet til siden. Skal teksten fylde flere linjer, så sæt tre gåseøjne før og efter: \"\"\"…\"\"\"
description = {description}

# Sproget, der tales på mødet ("da" er dansk), og den tidszone, som klokkeslættene her i filen gælder for.
language = {language}
timezone = {timezone}

# Dagsordenen: hvert punkt med et tidspunkt bliver til et kapitel i videoen. Fjern # foran linjerne, og ret dem til.
# Tidspunktet er et klokkeslæt ("09:15") eller tiden fra optagelsens begyndelse ("+0:15:00" er et kvarter inde).
# Uden tidspunkter sættes kapitlerne, hvor der holdes pause.
#
# [[agenda]]
# title = "Velkommen"
# time = "{first}"
#
# [[agenda]]
# title = "Oplæg: Den vanskelige samtale"
# time = "{second}"
#
# [[agenda]]
# title = "Spørgsmål og næste møde"
# time = "{third}"

# Links, der hører til mødet. De kommer på siden under videoen.
#
# [[links]]
# title = "Dagens slides"
# url = "https://example.org/slides.pdf"
"""

ENGLISH = """\
# What intro, page and chapters say of the meeting.
#
# Put right what is missing or wrong, save the file, and run the same command again. What you write yourself is never changed.
# Text stands in "quotes". A line that begins with # is an explanation and does nothing.

# The meeting's title. It stands large on the intro and on top of the page.
title = {title}

# The series or theme that the meeting belongs to. It stands small above the title and may be empty.
theme = {theme}

# The date, written as year-month-day.
{date}

# The speakers, for example ["Anne Holm", "Bo Lund"]. Only the names that you write here come on the intro.
speakers = {speakers}

# Who leads the meeting.
host = {host}

# The name of this video, where one recording becomes several (--as), for example "Talk 2". Otherwise empty.
video = {video}

# A few lines about the meeting for the page. For several lines, put three quotes before and after: \"\"\"…\"\"\"
description = {description}

# The language spoken at the meeting ("da" is Danish), and the time zone of the times of day in this file.
language = {language}
timezone = {timezone}

# The agenda: each point with a time becomes a chapter of the video. Take away the # in front of the lines and change them.
# The time is a time of day ("09:15") or the time since the recording began ("+0:15:00" is a quarter of an hour into it).
# Without times, chapters begin where there are pauses.
#
# [[agenda]]
# title = "Welcome"
# time = "{first}"
#
# [[agenda]]
# title = "Talk: The difficult conversation"
# time = "{second}"
#
# [[agenda]]
# title = "Questions, and the next meeting"
# time = "{third}"

# Links that belong to the meeting. They come on the page below the video.
#
# [[links]]
# title = "Slides"
# url = "https://example.org/slides.pdf"
"""

TEMPLATES = {"da": DANISH, "en": ENGLISH}


def new_meeting_toml(words: Mapping[str, Any], began: dt.datetime | None, language: str) -> str:
    """The text of a new `meeting.toml` with these values, explained in `language`; what `words` lacks is empty.

    The agenda's examples are times of day where it is known when the recording began.
    """
    known = {key: default for key, default in Meeting().model_dump(mode="json").items() if isinstance(default, str | list)}
    filled = {key: _as_toml(words.get(key, default)) for key, default in known.items()}
    filled["date"] = f"date = {words['date']}" if words.get("date") else "# date = 2024-01-31"
    return TEMPLATES[language].format(**filled, **dict(zip(("first", "second", "third"), _example_times(began), strict=True)))


def parse_meeting_toml(text: str, file: str) -> dict[str, Any]:
    """The keys and values of a `meeting.toml`, which stands in that `file`.

    Raises:
        InputError: it is not TOML, a key is unknown, or a value is not allowed. All faults are named, each with its line.
    """
    try:
        words = parse_toml(text)
    except TomlError as error:
        raise InputError(
            _("{place}: this is not TOML ({message}). A text must stand in quotes, a list in square brackets."),
            place=at_line(file, error.line),
            message=error.why,
            path=file,
        ) from error
    lines = key_lines(text)
    wrong = sorted((line_of(key, lines) or 1, sentence) for key, sentence in faults_in(words))
    if wrong:
        said = "\n".join(f"{at_line(file, line)}: {sentence}" for line, sentence in dict.fromkeys(wrong))
        raise InputError("{said}", said=said, path=file)
    return words


def faults_in(words: Mapping[str, Any]) -> list[tuple[Key, str]]:
    """(key, sentence) for each key of a `meeting.toml` that is unknown, missing or of a wrong value."""
    try:
        return _wrong_zone(Meeting.model_validate(dict(words)).timezone)
    except ValidationError as error:
        return [(tuple(map(str, fault["loc"])), _fault(fault["type"], fault["loc"], fault["input"])) for fault in error.errors()]


def _wrong_zone(zone: str) -> list[tuple[Key, str]]:
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        sentence = _('timezone = {value} is not a time zone. It must be one such as "Europe/Copenhagen".')
        return [(("timezone",), sentence.format(value=_shown(zone)) + did_you_mean(zone, available_timezones(), '"{}"'))]
    return []


def _fault(kind: str, loc: tuple[int | str, ...], value: object) -> str:
    table, name = loc[0], str(loc[-1])
    if kind == "extra_forbidden":
        holder: type[BaseModel] = Meeting if len(loc) == 1 else AgendaItem if table == "agenda" else Link
        there = list(holder.model_fields)
        sentence = _("there is no key {name} here. There may be {there}.").format(name=name, there=", ".join(there))
        return sentence + did_you_mean(name, there)
    if kind == "missing":
        return _("[[{table}]] lacks its key {name}.").format(table=table, name=name)
    acting = next(acting_characters(value), "") if isinstance(value, str) else ""
    if acting:
        sentence = _("{name} holds a character that can't be seen and does harm ({code}). Delete it, or write the text anew.")
        return sentence.format(name=next(str(part) for part in reversed(loc) if isinstance(part, str)), code=_code(acting))
    key = next((str(part) for part in reversed(loc) if isinstance(part, str)), name)
    return _("{name} = {value} is not allowed. It must be {allowed}.").format(
        name=key, value=_shown(value), allowed=_allowed(key)
    )


def _allowed(key: str) -> str:
    words = {
        "date": _("a date as year-month-day, such as 2024-01-31"),
        "speakers": _('a list of texts, such as ["Anne Holm", "Bo Lund"]'),
        "time": _('a time of day such as "09:15", or a time since the recording began such as "+0:15:00"'),
        "agenda": _("written as [[agenda]] with title and time below it"),
        "links": _("written as [[links]] with title and url below it"),
        "language": _('a language code such as "da"'),
    }
    return words.get(key, _("a text in quotes"))


def _example_times(began: dt.datetime | None) -> tuple[str, str, str]:
    if began is None:
        return "+0:05:00", "+0:20:00", "+1:10:00"
    start = (began + dt.timedelta(minutes=15)).replace(minute=(began + dt.timedelta(minutes=15)).minute // 15 * 15)
    times = (start, start + dt.timedelta(minutes=15), start + dt.timedelta(minutes=75))
    return f"{times[0]:%H:%M}", f"{times[1]:%H:%M}", f"{times[2]:%H:%M}"


def _as_toml(value: object) -> str:
    import tomlkit

    return tomlkit.item(value).as_string()


def _code(character: str) -> str:
    """The character by its number in Unicode: `U+202E`."""
    return f"U+{ord(character):04X}"


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
