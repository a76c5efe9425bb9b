"""What is made once for all workers of pytest-xdist: the first that asks makes it, the others wait and share it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock


def shared_folder(tmp_path_factory: pytest.TempPathFactory, name: str) -> Path:
    """A folder that all workers of this run have in common; made if missing."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / name
    folder.mkdir(exist_ok=True)
    return folder


def make_once(record: Path, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What `make` told of what it has made, kept in `record`."""
    with FileLock(f"{record}.lock"):
        if not record.exists():
            record.write_text(json.dumps(make(), ensure_ascii=False), encoding="utf-8")
    told: dict[str, Any] = json.loads(record.read_text(encoding="utf-8"))
    return told
