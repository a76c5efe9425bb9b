"""What is known of a meeting besides its recording: the words of `meeting.toml`, made from text."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

Zone = str


def _as_text(value: object) -> object:
    """TOML has times of its own (`09:15:00`); people write them with and without quotes."""
    return value.isoformat("minutes") if isinstance(value, dt.time) else value


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AgendaItem(_Words):
    """One point of the agenda; `time` is a time of day (`09:15`) or, with a leading `+`, a time in the recording (`+0:15:00`)."""

    title: str
    time: Annotated[str | None, BeforeValidator(_as_text)] = None


class Link(_Words):
    """A link that belongs to the meeting: slides, the next meeting, a fund."""

    title: str
    url: str


class Meeting(_Words):
    """`meeting.toml`: everything that bumpers, page and chapters say of the meeting."""

    title: str = ""
    theme: str = ""
    date: dt.date | None = None
    speakers: tuple[str, ...] = ()
    host: str = ""
    description: str = ""
    language: str = "da"
    timezone: Zone = "Europe/Copenhagen"
    agenda: tuple[AgendaItem, ...] = ()
    links: tuple[Link, ...] = ()
