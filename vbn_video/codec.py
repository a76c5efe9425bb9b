"""Values to JSON text and back, in one way for all the project's files.

The values are frozen dataclasses whose times are integer microseconds (`start_us`); in JSON they are seconds to six places
under the plain name (`"start": 1.25`), by the annotations below. Pydantic does the reading and checking.

Every JSON text is read here, our own and others': the parser (jiter) refuses half a surrogate pair, more than 200 levels and
numbers of more than 4,300 digits; what JSON or Python can hold and our files cannot is refused beside it.
"""

import json
import re
from collections.abc import Hashable
from functools import cache
from math import isfinite
from typing import Annotated, Any, TypeVar, cast

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, TypeAdapter, ValidationError

from vbn_video.clock import is_time_s, seconds, us
from vbn_video.reasons import library_reason
from vbn_video.safe_names import safe_name, safe_path

T = TypeVar("T")

MOST_OF_AN_INTEGER = 1 << 63
"""What a whole number in a file stays below: RFC 8259 promises no more than 64 bits, and no array of ours holds them."""
OUT_OF_RANGE = "number out of range"
ANYTHING: TypeAdapter[Any] = TypeAdapter(Any)
_STRING_OR_NUMBER = re.compile(r'"(?:[^"\\]|\\.)*"|(?P<number>-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|NaN|-?Infinity)')


class JsonError(ValueError):
    """A text is not JSON, or holds a number that is none; `line` counts from 1."""

    def __init__(self, why: str, line: int = 1) -> None:
        super().__init__(why)
        self.line, self.why = line, why


def _time_us(value: object) -> int | None:
    if value is None:
        return None
    if not is_time_s(value):
        raise ValueError("not a time in seconds")
    return us(value)


FromSeconds = BeforeValidator(_time_us)
ToSeconds = PlainSerializer(lambda value: None if value is None else seconds(value))

Start = Annotated[int, Field(alias="start"), FromSeconds, ToSeconds]
End = Annotated[int, Field(alias="end"), FromSeconds, ToSeconds]
Duration = Annotated[int, Field(alias="duration"), FromSeconds, ToSeconds]

SafeName = Annotated[str, AfterValidator(safe_name)]
"""A file's name from a file that somebody else may have written."""
SafePath = Annotated[str, AfterValidator(safe_path)]
"""The same of a file that may lie in a folder: `slides/001.jpg`."""


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(cast(Any, Annotated[cast(Any, kind), BeforeValidator(_with_usable_numbers)]))


def to_json(kind: Hashable, value: object) -> str:
    """JSON text of `value`, which is of type `kind`; None fields are left out, the same value gives the same text."""
    return _adapter(kind).dump_json(value, by_alias=True, exclude_none=True, indent=1).decode() + "\n"


def from_json(kind: type[T], text: str | bytes) -> T:
    """The value that `to_json` wrote.

    Raises:
        pydantic.ValidationError: where the text is not JSON or not such a value; `json_fault` says it in words.
    """
    value: T = _adapter(cast(Hashable, kind)).validate_json(text)
    return value


def to_values(kind: Hashable, value: object) -> Any:
    """What `to_json` writes, as JSON values: for a file or a document that holds more than this value."""
    return json.loads(to_json(kind, value))


def from_values(kind: type[T], values: object) -> T:
    """The value that `to_values` made these JSON values of.

    Raises:
        pydantic.ValidationError: they are not those of such a value.
    """
    return from_json(kind, json.dumps(values))


def parse_json(text: str | bytes) -> Any:
    """The JSON values of a text that another program or a person wrote.

    Raises:
        JsonError: it is not JSON, or holds a number that is infinite or beyond 64 bits.
    """
    try:
        return _with_usable_numbers(ANYTHING.validate_json(text))
    except JsonError as error:
        raise _fault_of_number(text) from error
    except ValidationError as error:
        raise json_fault(error) from error


def json_fault(error: ValidationError) -> JsonError:
    """The first thing that is wrong with the text, and on which line where the text is no JSON."""
    first = error.errors(include_url=False, include_input=False)[0]
    if first["type"] == "json_invalid":
        return _syntax_error(first["msg"].removeprefix("Invalid JSON: "))
    return JsonError(library_reason("values", ": ".join(filter(None, [".".join(map(str, first["loc"])), first["msg"]]))))


def _syntax_error(message: str) -> JsonError:
    why, _at, place = message.partition(" at line ")
    return JsonError(library_reason("json", why), int(place.partition(" ")[0] or 1))


def _fault_of_number(text: str | bytes) -> JsonError:
    """The first number of a JSON text that is infinite or beyond 64 bits, or a word that only other programs take for one."""
    text = text if isinstance(text, str) else text.decode()
    for match in _STRING_OR_NUMBER.finditer(text):
        number = match["number"]
        if number and not _is_usable(json.loads(number)):
            why = "expected value" if number[-1].isalpha() else OUT_OF_RANGE
            return JsonError(library_reason("json", why), text.count("\n", 0, match.start()) + 1)
    return JsonError(library_reason("json", OUT_OF_RANGE))


def _with_usable_numbers(values: Any) -> Any:
    """The values as they are.

    Raises:
        JsonError: a number in them is infinite (`1e999`), or beyond 64 bits.
    """
    if isinstance(values, dict):
        for value in values.values():
            _with_usable_numbers(value)
    elif isinstance(values, list):
        for value in values:
            _with_usable_numbers(value)
    elif isinstance(values, (int, float)) and not _is_usable(values):
        raise JsonError(OUT_OF_RANGE)
    return values


def _is_usable(number: float) -> bool:
    return isfinite(number) if isinstance(number, float) else -MOST_OF_AN_INTEGER <= number < MOST_OF_AN_INTEGER
