"""A file system that refuses: so manieth a call below a folder fails as a drive would fail it."""

from __future__ import annotations

import errno
import fcntl
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

BY_PATH = ("mkdir", "rename", "replace", "unlink", "rmdir", "open", "stat", "lstat", "scandir", "listdir")
"""Functions of `os` whose first argument is a path, or an open file."""


class RefusingDisk:
    """Counts the calls that reach a folder, and lets one of them fail."""

    def __init__(self, folder: Path, fails: int | None, number: int) -> None:
        self.calls: list[str] = []
        self._folder, self._fails, self._number = str(folder), fails, number

    def reached(self, what: str, place: object) -> None:
        """One more call; raises where it is the one that fails."""
        if self._below(place):
            self.calls.append(what)
            if len(self.calls) - 1 == self._fails:
                path = None if isinstance(place, int) else os.fspath(place)  # what has no path says none
                raise OSError(self._number, os.strerror(self._number), path)

    def _below(self, place: object) -> bool:
        if isinstance(place, int):
            try:
                place = Path(f"/proc/self/fd/{place}").readlink()
            except OSError:
                return False
        return isinstance(place, str | os.PathLike) and os.fspath(place).startswith(self._folder)


@contextmanager
def refusing(folder: Path, fails: int | None = None, number: int = errno.EIO) -> Iterator[RefusingDisk]:
    """Within, call number `fails` below the folder is refused with that number; None: all are only counted."""
    disk = RefusingDisk(folder, fails, number)
    with pytest.MonkeyPatch.context() as patch:
        for name in BY_PATH:
            patch.setattr(os, name, _before(getattr(os, name), name, disk))
        patch.setattr(io, "open", _opening(io.open, disk))
        patch.setattr(os, "fsync", lambda handle: disk.reached("fsync", handle))
        patch.setattr(fcntl, "flock", _before_lock(fcntl.flock, disk))
        patch.setattr(os, "fdopen", _writing(os.fdopen, disk))
        yield disk


def _before(function: Callable[..., Any], name: str, disk: RefusingDisk) -> Callable[..., Any]:
    def call(place: Any, *words: Any, **more: Any) -> Any:
        disk.reached(name, place)
        return function(place, *words, **more)

    return call


def _before_lock(function: Callable[..., Any], disk: RefusingDisk) -> Callable[..., Any]:
    def call(file: Any, operation: int) -> Any:
        if operation != fcntl.LOCK_UN:
            disk.reached("flock", file if isinstance(file, int) else file.fileno())
        return function(file, operation)

    return call


def _opening(function: Callable[..., Any], disk: RefusingDisk) -> Callable[..., Any]:
    def call(place: Any, *words: Any, **more: Any) -> Any:
        disk.reached("open", place)
        return _Refusing(function(place, *words, **more), disk, place) if disk._below(place) else function(place, *words, **more)

    return call


def _writing(function: Callable[..., Any], disk: RefusingDisk) -> Callable[..., Any]:
    def call(handle: int, *words: Any, **more: Any) -> Any:
        return _Refusing(function(handle, *words, **more), disk, handle)

    return call


class _Refusing:
    """An open file of which each reading and writing counts as a call; its failures name no path."""

    def __init__(self, file: Any, disk: RefusingDisk, place: Any) -> None:
        self._file, self._disk = file, disk

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._file, name)
        if name not in ("read", "write", "flush"):
            return found

        def call(*words: Any) -> Any:
            self._disk.reached(name, self._file.fileno())
            return found(*words)

        return call

    def __enter__(self) -> Any:
        self._file.__enter__()
        return self

    def __exit__(self, *words: object) -> Any:
        return self._file.__exit__(*words)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._file)
