"""Everything that can stop a run, each with its exit code and the sentence for the person who can fix it.

An error is raised as `RecordingError(_("{path} holds no sound …"), path=path)`: the sentence says what, where and what to
do; the keyword values fill its `{fields}`. `path`, when given, also stands by itself in the `--json` document.
"""

from typing import ClassVar

LONGEST_VALUE = 4_000
"""Characters of one value in a sentence; a file that is broken all through would be named line by line without end."""


class VbnError(Exception):
    """A run that ends with a sentence instead of a traceback."""

    exit_code: ClassVar[int] = 1

    def __init__(self, sentence: str, **values: object) -> None:
        self.message = sentence.format(**{name: _short(value) for name, value in values.items()})
        self.path = str(values["path"]) if values.get("path") is not None else None
        super().__init__(self.message)


class InputError(VbnError):
    """Wrong usage, a wrong preset or `meeting.toml`, or an edited file that is no longer valid."""

    exit_code = 2


class RecordingError(VbnError):
    """The recording can't be used."""

    exit_code = 3


class MissingError(VbnError):
    """Something is missing on this machine: a model, a login, room on the disk, the right to write, the lock."""

    exit_code = 4


class TargetError(VbnError):
    """The place to publish to refused."""

    exit_code = 5


class FindingsError(VbnError):
    """Not published: the check found what a person must look at."""

    exit_code = 6


class StoppedError(VbnError):
    """The person stopped the run; the project goes on at the next one."""

    exit_code = 130


def _short(value: object) -> object:
    """The value; of a long text its beginning, and that it goes on."""
    return value[:LONGEST_VALUE] + " …" if isinstance(value, str) and len(value) > LONGEST_VALUE else value
