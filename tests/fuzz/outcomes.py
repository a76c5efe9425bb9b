"""What a reader may do with a broken file: understand it, or say in one sentence what is wrong; soon, and in little memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.bounded import TooBusyError, bounded
from vbn_video.errors import VbnError

MOST_CPU_S = 10
"""Far above what any of these inputs takes, far below what one takes whose cost grows with the square of its length."""
MOST_MIB = 512
LONGEST_MESSAGE = 20_000


def outcome(read: Callable[[bytes, Path], object], refusals: tuple[type[VbnError], ...], data: bytes, path: Path) -> str | None:
    """What went wrong as a short text; None where the reader did what it may."""
    try:
        with bounded(MOST_CPU_S, MOST_MIB):
            read(data, path)
    except refusals as error:
        return _sentence_fault(error)
    except TooBusyError:
        return f"more than {MOST_CPU_S} s"
    except MemoryError:
        return f"more than {MOST_MIB} MiB"
    except Exception as error:  # what no reader declares: that is looked for here
        return f"{type(error).__name__}: {_where(error)}"
    return None


def _sentence_fault(error: VbnError) -> str | None:
    """What is wrong with the message of an error that may be raised."""
    try:
        error.message.encode()
    except UnicodeEncodeError:
        return "its message can't be shown"
    if not error.message.strip():
        return "it says nothing"
    return None if len(error.message) <= LONGEST_MESSAGE else "its message is a book"


def _where(error: BaseException) -> str:
    """File and line of ours that it came through last."""
    at = error.__traceback__
    place = ""
    while at is not None:
        name = at.tb_frame.f_code.co_filename
        if "vbn_video" in name:
            place = f"{name.rpartition('vbn_video/')[2]}:{at.tb_lineno}"
        at = at.tb_next
    return place
