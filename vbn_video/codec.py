"""Values to JSON text and back, in one way for all the project's files.

The values are frozen dataclasses whose times are integer microseconds (`start_us`); in JSON they are seconds to six places
under the plain name (`"start": 1.25`), by the annotations below. Pydantic does the reading and checking.
"""

import json
from collections.abc import Hashable
from functools import cache
from typing import Annotated, Any, TypeVar, cast

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, TypeAdapter

from vbn_video.clock import seconds, us
from vbn_video.safe_names import safe_name

T = TypeVar("T")

FromSeconds = BeforeValidator(lambda value: us(value) if isinstance(value, (int, float)) else value)
ToSeconds = PlainSerializer(lambda value: None if value is None else seconds(value))

Start = Annotated[int, Field(alias="start"), FromSeconds, ToSeconds]
End = Annotated[int, Field(alias="end"), FromSeconds, ToSeconds]
Duration = Annotated[int, Field(alias="duration"), FromSeconds, ToSeconds]

SafeName = Annotated[str, AfterValidator(safe_name)]
"""A file's name from a file that somebody else may have written."""


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(cast(Any, kind))


def to_json(kind: Hashable, value: object) -> str:
    """JSON text of `value`, which is of type `kind`; None fields are left out, the same value gives the same text."""
    return _adapter(kind).dump_json(value, by_alias=True, exclude_none=True, indent=1).decode() + "\n"


def from_json(kind: type[T], text: str | bytes) -> T:
    """The value that `to_json` wrote.

    Raises:
        pydantic.ValidationError: where the text is not JSON or not such a value.
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
