"""What people write for a time, a date or a speed, as values."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vbn_video.clock import US_PER_S
from vbn_video.messages import _

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

CLOCK = re.compile(r"(?:(?:(?P<h>\d+):)?(?P<min>\d{1,2}):)?(?P<s>\d+(?:[.,]\d+)?)")
DANISH_DATE = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
RATE = re.compile(r"(?P<amount>\d+(?:[.,]\d+)?)\s?(?P<unit>[kKmM]?)")
BYTES = {"": 1, "k": 1000, "m": 1_000_000}


class RecordingTime(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.4 on
    """A time in the recording, `1:02:03.5`, `5:10` or `62.5`: whole microseconds."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The time; a decimal comma is as good as a point."""
        if isinstance(value, int):
            return value
        found = CLOCK.fullmatch(str(value).strip())
        if (
            not found
            or (found["min"] and Decimal(found["s"].replace(",", ".")) >= 60)
            or (found["h"] and int(found["min"]) >= 60)
        ):
            self.fail(_("{value} is not a time. Write 1:02:03.5, 5:10 or 62.5 (seconds).").format(value=value), param, ctx)
        whole = int(found["h"] or 0) * 3600 + int(found["min"] or 0) * 60 + Decimal(found["s"].replace(",", "."))
        return round(whole * US_PER_S)


class DayDate(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.4 on
    """A date, `2024-05-14` or `14.5.2024`."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date."""
        if isinstance(value, date):
            return value
        text = str(value).strip()
        danish = DANISH_DATE.fullmatch(text)
        try:
            return date(int(danish[3]), int(danish[2]), int(danish[1])) if danish else date.fromisoformat(text)
        except ValueError:
            self.fail(_("{value} is not a date. Write 2024-05-14 or 14.5.2024.").format(value=value), param, ctx)


class ByteRate(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.4 on
    """A speed, `500k`, `2M` or `1.5M`: whole bytes a second; k and M are powers of 1000."""

    name = "rate"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The speed; a decimal comma is as good as a point."""
        if isinstance(value, int):
            return value
        found = RATE.fullmatch(str(value).strip())
        rate = int(Decimal(found["amount"].replace(",", ".")) * BYTES[found["unit"].lower()]) if found else 0
        if rate < 1:
            sentence = _("{value} is not a speed. Write 500k or 1.5M: thousands or millions of bytes a second.")
            self.fail(sentence.format(value=value), param, ctx)
        return rate


class RecordingPath(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.4 on
    """A path; an empty one (a variable of the shell that was not set) is no name for this folder."""

    name = "path"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path."""
        if not str(value).strip():
            self.fail(_("An empty name is no recording."), param, ctx)
        return Path(str(value))

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Files and folders."""
        return click.Path().shell_complete(ctx, param, incomplete)
