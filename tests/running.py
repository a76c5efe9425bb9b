"""Runs the command as a person does, with a clean machine's environment: within this process, or in one of its own."""

from __future__ import annotations

import gettext
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from vbn_video import messages
from vbn_video.cli.main import main
from vbn_video.cli.terminal import stopping

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
        if key in ("HOME", "SYSTEMROOT", "TEMP", "TMP", "XDG_CACHE_HOME", "XDG_STATE_HOME", "VBN_VIDEO_MODELS")
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


def vbn_video(*arguments: object, cwd: Path | None = None, **env: str) -> Done:
    """Run `vbn-video` to its end within this process, which has imported already what each start would import again."""
    with as_it_was(), CliRunner().isolation(env=_only(environment(**env))) as (out, err, _both):
        os.chdir(cwd or Path.cwd())
        with pytest.raises(SystemExit) as left:
            main(list(map(str, arguments)))
    return Done(int(left.value.code or 0), out.getvalue().decode(), err.getvalue().decode())


def started(*arguments: object, cwd: Path | None = None, **env: str) -> Done:
    """Run `vbn-video` to its end in a process of its own."""
    done = subprocess.run(
        command(*arguments),
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env=environment(**env),
        timeout=900,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def _only(env: dict[str, str]) -> dict[str, str | None]:
    """The changes of the environment after which it is this one."""
    return dict.fromkeys(os.environ) | env


@contextmanager
def as_it_was() -> Iterator[None]:
    """What a command changes of its process is put back: the language, the folder, and who hears of signals."""
    translate, plural = messages._translate, messages._translate_plural
    language, domain, folder = messages.language(), gettext.textdomain(), Path.cwd()
    handlers = {number: signal.getsignal(number) for number in stopping.SIGNALS}
    unraisable, of_thread = sys.unraisablehook, threading.excepthook
    try:
        messages.install(str)
        yield
    finally:
        messages.install(translate, language, plural)
        gettext.textdomain(domain)
        os.chdir(folder)
        stopping.release()
        sys.unraisablehook, threading.excepthook = unraisable, of_thread
        for number, handler in handlers.items():
            signal.signal(number, handler)


def command(*arguments: object) -> list[str]:
    """The words of a `vbn-video` command line that runs this checkout."""
    return [sys.executable, "-m", "vbn_video", *map(str, arguments)]
