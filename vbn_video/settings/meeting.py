"""What is known of a meeting besides its recording: the keys of `meeting.toml`, their types and what they are by themselves."""

import datetime as dt
import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from vbn_video.untrusted.visible_text import acting_characters

TIME_OF_DAY = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?")
TIME_IN_RECORDING = re.compile(r"\+(\d{1,6}):(\d{2}):(\d{2})")


def agenda_time(text: str) -> dt.time | dt.timedelta:
    """`09:15` as a time of day, `+0:15:00` as the time since the recording began.

    Raises:
        ValueError: it is neither.
    """
    if match := TIME_OF_DAY.fullmatch(text.strip()):
        hours, minutes, seconds = (int(number or 0) for number in match.groups())
        return dt.time(hours, minutes, seconds)
    if match := TIME_IN_RECORDING.fullmatch(text.strip()):
        hours, minutes, seconds = map(int, match.groups())
        if minutes < 60 and seconds < 60:
            return dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
    raise ValueError(text)


def _as_time_text(value: object) -> object:
    """TOML has times of its own (`09:15:00`); people write them with and without quotes."""
    text = value.isoformat() if isinstance(value, dt.time) else value
    if isinstance(text, str):
        agenda_time(text)
    return text


def _as_date(value: object) -> object:
    """TOML has dates of its own (`2020-12-08`); a number is none."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, str):
        return dt.date.fromisoformat(value.strip())
    if value is None or isinstance(value, dt.date):
        return value
    raise ValueError(value)


def _as_list(value: object) -> object:
    """One text is a list of one."""
    return (value,) if isinstance(value, str) else value


def _as_seen(text: str) -> str:
    """A text as it is read: letters composed; what is not seen but acts (a NUL, a mark that turns the order) is refused."""
    if any(acting_characters(text)):
        raise ValueError("it acts")  # without the text: half a character can't be quoted
    return unicodedata.normalize("NFC", text)


Text = Annotated[str, AfterValidator(_as_seen)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AgendaItem(_Table):
    """One point of the agenda; `time` is a time of day (`09:15`) or, with a leading `+`, a time in the recording (`+0:15:00`)."""

    title: Text
    time: Annotated[str | None, BeforeValidator(_as_time_text)] = None


class Link(_Table):
    """A link that belongs to the meeting: slides, the next meeting, a fund."""

    title: Text
    url: Text


class Meeting(_Table):
    """`meeting.toml`: everything that bumpers, page and chapters say of the meeting."""

    title: Text = ""
    theme: Text = ""
    date: Annotated[dt.date | None, BeforeValidator(_as_date)] = None
    speakers: Annotated[tuple[Text, ...], BeforeValidator(_as_list)] = ()
    host: Text = ""
    video: Text = ""
    """The name that tells this video from the others of the same recording (`--as`); empty where there is only one."""
    description: Text = ""
    language: str = Field("da", pattern=r"^[a-z]{2,3}$")
    timezone: str = "Europe/Copenhagen"
    agenda: tuple[AgendaItem, ...] = ()
    links: tuple[Link, ...] = ()
