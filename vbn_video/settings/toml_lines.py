"""On which line of a TOML text each key stands, so that a message about a value can say where to fix it.

The standard library's reader gives values without places. Here a text is read statement by statement: lines are gathered
until they are valid TOML by themselves; that is one statement, and it stands where its first line stands.
"""

import re
import tomllib
from collections.abc import Mapping

from vbn_video.messages import _

Key = tuple[str, ...]


def key_lines(text: str) -> dict[Key, int]:
    """Every key of a valid TOML text with the number of its line, from 1; tables have the line of their header.

    The elements of an array of tables are numbered: `("agenda", "0", "title")`.
    """
    lines: dict[Key, int] = {}
    table: Key = ()
    counts: dict[Key, int] = {}
    statement, began = "", 0
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        began = began if statement else number
        statement += line
        try:
            words = tomllib.loads(statement)
        except tomllib.TOMLDecodeError:
            continue
        keys = _paths(words)
        if keys and statement.lstrip().startswith("["):
            table = max(keys, key=len)
            if statement.lstrip().startswith("[["):
                counts[table] = counts.get(table, -1) + 1
                table = (*table, str(counts[table]))
            keys = [()]
        for key in keys:
            for length in range(1, len(table + key) + 1):
                lines.setdefault((table + key)[:length], began)
        statement = ""
    return lines


def line_of(key: Key, lines: Mapping[Key, int]) -> int | None:
    """The line of the key, or of the nearest thing that holds it."""
    for length in range(len(key), 0, -1):
        if key[:length] in lines:
            return lines[key[:length]]
    return None


def at_line(path: object, line: int) -> str:
    """How a place in a file is said: `temamoede.toml, line 12`."""
    return _("{path}, line {line}").format(path=path, line=line)


def error_line(error: tomllib.TOMLDecodeError, text: str) -> tuple[int, str]:
    """The line that the reader stumbled at, and what it says about it, without the place."""
    message = str(error)
    at = re.search(r"\(at line (\d+), column \d+\)", message)
    line = int(at[1]) if at else max(len(text.splitlines()), 1)
    return line, re.sub(r"\s*\(at [^)]*\)", "", message)


def _paths(words: Mapping[str, object], above: Key = ()) -> list[Key]:
    """All keys of a table of tables, each after the one that holds it."""
    paths: list[Key] = []
    for name, value in words.items():
        paths.append((*above, name))
        if isinstance(value, Mapping):
            paths += _paths(value, (*above, name))
    return paths
