"""`meeting.toml` changed key by key: every comment, and the order of what is not changed, stay. Text in, text out.

text + {"title": "…", "agenda": […]} ─► tomlkit: only what differs is written ─► text
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from vbn_video.settings.meeting import Meeting
from vbn_video.settings.meeting_text import faults_in

if TYPE_CHECKING:
    from tomlkit.items import AoT

TABLES = {"agenda": ("title", "time"), "links": ("title", "url")}


def sort_out(values: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """(the values that are allowed, each other one's key with its sentence): `agenda.0.time`."""
    wrong = [(".".join(key), sentence) for key, sentence in faults_in(values)]
    refused = {key.partition(".")[0] for key, _sentence in wrong}
    return {key: value for key, value in values.items() if key not in refused}, [
        {"key": key, "sentence": sentence} for key, sentence in wrong
    ]


def with_values(text: str, values: Mapping[str, Any]) -> str:
    """The text with these values in it, which are allowed ones."""
    import tomlkit

    document = tomlkit.parse(text)
    stands = Meeting.model_validate(dict(document.unwrap())).model_dump(mode="json")
    for key, value in Meeting.model_validate(dict(values)).model_dump(mode="json", include=set(values)).items():
        if stands.get(key) == value:
            continue
        if key in TABLES:
            if key in document:
                del document[key]
            if value:
                document[key] = _tables(value, TABLES[key])
        elif key == "date":
            if value:
                document[key] = dt.date.fromisoformat(value)
            elif key in document:
                del document[key]
        elif key == "description" and "\n" in value:
            document[key] = tomlkit.string(value, multiline=True)
        else:
            document[key] = value
    return tomlkit.dumps(document)


def _tables(rows: list[dict[str, Any]], keys: tuple[str, ...]) -> AoT:
    import tomlkit

    tables = tomlkit.aot()
    for row in rows:
        table = tomlkit.table()
        for key in keys:
            if row.get(key) is not None:
                table[key] = row[key]
        tables.append(table)
    return tables
