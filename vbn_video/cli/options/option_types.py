"""What people write for a time, a date, a speed, a path or a name, as values."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
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


TIME = RecordingTime()


class RecordingSpan(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.4 on
    """From one time in the recording to a later one, `31:00-43:10`: whole microseconds."""

    name = "span"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """The span; a dash is as good as a hyphen."""
        if isinstance(value, tuple):
            return value
        times = str(value).replace("–", "-").split("-")
        if len(times) != 2:
            sentence = _("{value} is no span of time. Write from where to where: 31:00-43:10.")
            self.fail(sentence.format(value=value), param, ctx)
        start_us, end_us = (TIME.convert(time, param, ctx) for time in times)
        if start_us == end_us:
            self.fail(_("{value} is empty: it ends where it begins.").format(value=value), param, ctx)
        if start_us > end_us:
            sentence = _("{value} ends before it begins. Write the earlier time first: {swapped}.")
            self.fail(sentence.format(value=value, swapped="-".join(reversed([time.strip() for time in times]))), param, ctx)
        return start_us, end_us


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


class NamedPath(click.Path):
    """A path that is named: an empty one, of a shell's variable that is not set, is no name of the folder that one is in."""

    def __init__(self, **kinds: bool) -> None:
        """`kinds`: what `click.Path` looks at: `exists`, `file_okay`, `dir_okay`."""
        super().__init__(path_type=Path, **kinds)

    def convert(self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path."""
        path: Path = super().convert(_not_empty(self, os.fspath(value), param, ctx), param, ctx)  # type: ignore[assignment]
        return path


class Name(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.4 on
    """A name, an address or a path that may be one: a text that is not empty."""

    name = "text"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name, as it is written."""
        return _not_empty(self, str(value), param, ctx)


class PresetName(Name):
    """A preset's name, or the path of its file."""

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
        """The presets that there are, with what they are for."""
        from vbn_video.settings.preset_files import presets_there

        return _completed(incomplete, {preset.name: preset.says for preset in presets_there() if not preset.hidden})


class ProfileName(Name):
    """A caption profile's name, or the path of its file."""

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
        """The shipped profiles."""
        from vbn_video.settings.profiles import PROFILES

        return _completed(incomplete, dict.fromkeys(PROFILES, ""))


class ModelName(Name):
    """A model's name."""

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
        """The models that there are."""
        return _completed(incomplete, dict.fromkeys(_model_names(), ""))


class PresetValue(Name):
    """One value of a preset, `section.key=value`."""

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
        """Models, after `captions.model=`; in bash, for which a word ends at the `=`, nothing."""
        key, equals, begun = incomplete.partition("=")
        from click.shell_completion import CompletionItem

        names = _model_names() if key == "captions.model" and equals else ()
        return [CompletionItem(f"{key}={name}") for name in names if name.startswith(begun)]


def _model_names() -> list[str]:
    from vbn_video.speech.models.model_list import MODELS

    return list(MODELS)


def _completed(begun: str, names: Mapping[str, str]) -> list[CompletionItem[str]]:
    """The names that begin so, with what they are; where none does, a path."""
    from click.shell_completion import CompletionItem

    found = [CompletionItem(name, help=says or None) for name, says in names.items() if name.startswith(begun)]
    return found or [CompletionItem(begun, type="file")]


def _not_empty(kind: click.ParamType, text: str, param: click.Parameter | None, ctx: click.Context | None) -> str:  # type: ignore[type-arg]
    if not text.strip():
        sentence = _("It is empty. Write what is meant, or leave it out; a variable of the shell that is not set is empty.")
        kind.fail(sentence, param, ctx)
    return text
