"""WebKitGTK, driven by the W3C's WebDriver protocol on a screen that nobody sees; Safari shares its code for media elements."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

BROWSERS = [
    browser for libraries in ("lib*", "lib*/*") for browser in Path("/usr").glob(f"{libraries}/webkit2gtk-4.*/MiniBrowser")
]
ANSWER_S = 20


class WebKit:
    """One window."""

    def __init__(self, session: str) -> None:
        self.session = session

    def goto(self, url: str) -> None:
        self._post("url", {"url": url})

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression in the page."""
        return self._post("execute/sync", {"script": f"return {expression};", "args": []})

    def wait_for(self, expression: str) -> Any:
        """The expression's first value that is true."""
        until = time.monotonic() + ANSWER_S
        while not (value := self.evaluate(expression)):
            assert time.monotonic() < until, f"never true: {expression}"
            time.sleep(0.05)
        return value

    def _post(self, command: str, body: dict[str, Any]) -> Any:
        answer = requests.post(f"{self.session}/{command}", json=body, timeout=ANSWER_S)
        value = answer.json()["value"]
        assert answer.ok, value
        return value


def is_installed() -> bool:
    """Whether all is there that a window takes."""
    return bool(BROWSERS and shutil.which("WebKitWebDriver") and shutil.which("xvfb-run"))


@contextmanager
def open_webkit() -> Iterator[WebKit]:
    """A window, until the end of the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    driver = subprocess.Popen(
        ["xvfb-run", "-a", "WebKitWebDriver", f"--port={port}"], stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield WebKit(_begin(f"http://127.0.0.1:{port}/session"))
    finally:
        os.killpg(driver.pid, signal.SIGTERM)
        driver.wait()


def _begin(sessions: str) -> str:
    """The address of a new session, when the driver listens."""
    options = {"binary": str(BROWSERS[-1]), "args": ["--automation"]}
    wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
    until = time.monotonic() + ANSWER_S
    while True:
        try:
            answer = requests.post(sessions, json=wanted, timeout=ANSWER_S).json()
        except requests.ConnectionError:
            assert time.monotonic() < until, "WebKitWebDriver does not answer"
            time.sleep(0.05)
        else:
            return f"{sessions}/{answer['value']['sessionId']}"
