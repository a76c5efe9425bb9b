"""File names: which are videos, their parts, and their natural order."""

import re
from collections.abc import Iterable

VIDEO_SUFFIXES = frozenset({".mp4", ".mov", ".m4v", ".mkv", ".webm", ".avi", ".mpg", ".mpeg", ".ts", ".mts", ".flv", ".wmv"})
PROJECT_SUFFIX = ".vbn"


def is_video(name: str) -> bool:
    """True if a file's name ends as a video's does."""
    return suffix_of(name) in VIDEO_SUFFIXES


def suffix_of(name: str) -> str:
    """The name's ending in lower case, with its dot."""
    return "." + name.rpartition(".")[2].lower() if "." in name else ""


def stem_of(name: str) -> str:
    """The name without its ending."""
    return name.rpartition(".")[0] if "." in name else name


def natural_sort(names: Iterable[str]) -> list[str]:
    """Sort names by the value of the numbers in them: `zoom_2` before `zoom_10`."""
    return sorted(
        names, key=lambda name: [(int(piece), "") if piece.isdigit() else (-1, piece.casefold()) for piece in _pieces(name)]
    )


def _pieces(name: str) -> list[str]:
    return [piece for piece in re.split(r"([0-9]+)", name) if piece]
