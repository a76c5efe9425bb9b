"""Runs the command as a person does: in a process of its own, with a clean machine's environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

HOUSE = Path(__file__).parent.parent
SAMPLE = next((HOUSE / "sample").glob("2020-*"), Path("sample"))
CORPUS = Path(os.environ.get("VBN_VIDEO_CORPUS", "/nonexistent"))

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="VBN_VIDEO_CORPUS names no folder")


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The one JSON document on standard output."""
        document: dict[str, Any] = json.loads(self.out)
        return document


def environment(**more: str) -> dict[str, str]:
    """English messages, no program on the PATH, no proxy or hub to reach."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if key in ("HOME", "SYSTEMROOT", "TEMP", "TMP", "XDG_CACHE_HOME", "VBN_VIDEO_MODELS")
    }
    return (
        kept
        | {
            "LC_ALL": "C.UTF-8",
            "LANGUAGE": "en",
            "PATH": str(Path(sys.executable).parent),
            "HF_HUB_OFFLINE": "1",
        }
        | more
    )


def vbn_video(*arguments: object, cwd: Path | None = None, timeout_s: float = 900, **env: str) -> Done:
    """Run `vbn-video` to its end."""
    done = subprocess.run(
        command(*arguments),
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env=environment(**env),
        timeout=timeout_s,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def command(*arguments: object) -> list[str]:
    """The words of a `vbn-video` command line that runs this checkout."""
    return [sys.executable, "-m", "vbn_video", *map(str, arguments)]
