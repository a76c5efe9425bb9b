"""TOML from people's hands: read within bounds, and on which line each key stands, so that a message says where to fix it.

The standard library's reader gives values without places. Here a text is cut into statements (a line, or as many as its
brackets and quotes span); a key stands where its statement begins.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from vbn_video.messages import _
from vbn_video.reasons import library_reason

Key = tuple[str, ...]

LARGEST_CHARACTERS = 1 << 17
"""No file of settings comes near it; what is larger was named by mistake."""
MOST_LEVELS = 50
"""Tables and lists within each other: Python's own stack ends at twenty times that."""
MOST_OF_AN_INTEGER = 1 << 63
"""Source: TOML 1.0, Integer: what 64 bits cannot hold is an error."""

_PIECE = re.compile(
    r'"""(?:\\.|[^\\])*?(?:"{3,5}|\Z)'
    r"|'''.*?(?:'{3,5}|\Z)"
    r'|"(?:\\.|[^"\\\n])*"?'
    r"|'[^'\n]*'?"
    r"|\#[^\n]*"
    r"|[][{}\n.=,]",
    re.DOTALL,
)
"""What says where a key or a statement ends; texts and comments are wholes, and at the latest end with the file."""
_WINDOWS_PATH = re.compile(r'"(?P<path>(?:[A-Za-z]:\\|\\\\)[^"\n]*)"')
_DECIMAL_COMMA = re.compile(r"=\s*(?P<number>[-+]?\d+,\d+)\s*(?:[#}]|$)")
_CURLY_QUOTE = re.compile(r"[=\[,]\s*(?P<opening>[“”„«»‘’])")
_TEXT_OR_COMMENT = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'|#.*')


class TomlError(ValueError):
    """A text is not TOML, or more than settings can be; `line` counts from 1."""

    def __init__(self, why: str, line: int = 1) -> None:
        super().__init__(why)
        self.line, self.why = line, why


def parse_toml(text: str) -> dict[str, Any]:
    """The keys and values of a TOML text.

    Raises:
        TomlError: it is not TOML, too large, too deep, or holds a whole number beyond 64 bits.
    """
    if len(text) > LARGEST_CHARACTERS:
        raise TomlError(_("the file is too large for settings"))
    _check_keys(text)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _error_of(str(error), text) from error
    except RecursionError as error:
        raise TomlError(_too_deep()) from error
    except ValueError as error:  # Python makes no number of more than 4,300 digits
        raise TomlError(_too_large_a_number()) from error
    _check(values, 0)
    return values


def _check_keys(text: str) -> None:
    """Refuse a key of many parts, `a.a.a.…`, on which the library's reader would spend their number squared."""
    dots, line = 0, 1
    for piece in _PIECE.finditer(text) if text.count(".") > MOST_LEVELS else ():
        dots = dots + 1 if piece[0] == "." else dots if piece[0][0] in "\"'" else 0
        line += piece[0].count("\n")
        if dots > MOST_LEVELS:
            raise TomlError(_too_deep(), line)


def _check(value: object, level: int) -> None:
    if level > MOST_LEVELS:
        raise TomlError(_too_deep())
    if isinstance(value, (dict, list)):
        for below in value.values() if isinstance(value, dict) else value:
            _check(below, level + 1)
    elif isinstance(value, int) and not -MOST_OF_AN_INTEGER <= value < MOST_OF_AN_INTEGER:
        raise TomlError(_too_large_a_number())


def _too_deep() -> str:
    return _("too many tables or lists within each other")


def _too_large_a_number() -> str:
    return _("a number is too large")


def _error_of(message: str, text: str) -> TomlError:
    """What tomllib stumbled over and at which line, without the place in its words."""
    at = re.search(r"\(at line (\d+), column \d+\)", message)
    line = int(at[1]) if at else max(text.rstrip("\n").count("\n") + 1, 1)
    if mistake := find_mistake("".join(text.split("\n")[line - 1 : line])):
        return TomlError(mistake, line)
    return TomlError(library_reason("toml", message), line)


def find_mistake(line: str) -> str | None:
    """Which of the mistakes that people make in TOML a line holds, and what to write instead, as the end of a sentence."""
    if found := _WINDOWS_PATH.search(line):
        sentence = _("in double quotes a \\ begins a sign of its own: write the path in single quotes, '{path}'")
        return sentence.format(path=found["path"])
    if found := _DECIMAL_COMMA.search(line):
        return _("a decimal number is written with a point: {right}").format(right=found["number"].replace(",", "."))
    if found := _CURLY_QUOTE.search(line):
        return _('a text stands between straight quotes, "…", not after {sign}').format(sign=found["opening"])
    goes_on = (text[0][0] for text in _TEXT_OR_COMMENT.finditer(line) if line[text.end() : text.end() + 1].isalnum())
    return {
        '"': _('a " inside of "…" ends the text: put a \\ in front of it, \\", or write » and «'),
        "'": _("a ' inside of '…' ends the text: write the text between \"…\""),
    }.get(next(goes_on, ""))


def key_lines(text: str) -> dict[Key, int]:
    """Every key of a valid TOML text with the number of its line, from 1; tables have the line of their header.

    The elements of an array of tables are numbered: `("agenda", "0", "title")`.
    """
    lines: dict[Key, int] = {}
    table: Key = ()
    counts: dict[Key, int] = {}
    for began, statement in _statements(text):
        keys = _paths(tomllib.loads(statement)) if statement.strip() else []
        if keys and statement.lstrip().startswith("["):
            table = max(keys, key=len)
            if statement.lstrip().startswith("[["):
                counts[table] = counts.get(table, -1) + 1
                table = (*table, str(counts[table]))
            keys = [()]
        for key in keys:
            for length in range(1, len(table + key) + 1):
                lines.setdefault((table + key)[:length], began)
    return lines


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """(line, text) of each statement of a valid text."""
    begins, line, began, depth = 0, 1, 1, 0
    for piece in _PIECE.finditer(text):
        depth += (piece[0] in "[{") - (piece[0] in "]}")
        line += piece[0].count("\n")
        if piece[0] == "\n" and depth == 0:
            yield began, text[begins : piece.end()]
            begins, began = piece.end(), line
    yield began, text[begins:]


def line_of(key: Key, lines: Mapping[Key, int]) -> int | None:
    """The line of the key, or of the nearest thing that holds it."""
    for length in range(len(key), 0, -1):
        if key[:length] in lines:
            return lines[key[:length]]
    return None


def at_line(path: object, line: int) -> str:
    """How a place in a file is said: `temamoede.toml, line 12`."""
    return _("{path}, line {line}").format(path=path, line=line)


def _paths(words: Mapping[str, object], above: Key = ()) -> list[Key]:
    """All keys of a table of tables, each after the one that holds it."""
    paths: list[Key] = []
    for name, value in words.items():
        paths.append((*above, name))
        if isinstance(value, Mapping):
            paths += _paths(value, (*above, name))
    return paths
