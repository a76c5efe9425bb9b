"""A run's process that does what its order tells it to: lines that it says, and when it waits, dies or is stopped."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path


def main() -> None:
    """A step and a half; then what the order's last step stands for."""
    order = json.loads(sys.stdin.buffer.read())
    signal.signal(signal.SIGTERM, lambda *_: end({"message": "Stopped.", "exit_code": 130}))
    say(event="StepBegan", name="ingest")
    say(event="Found", text="1 part")
    say(event="Notice", text="look at this", level="warning")
    say(event="StepEnded", name="ingest", seconds=0.5, cached=False)
    say(event="StepBegan", name="transcribe")
    say(event="Progress", done=10.0, total=40.0, unit="", expected_s=30.0)
    say(event="Heard", start_us=0, end_us=1_000_000, text="hej alle")
    gate = Path(order["options"]["workspace"])
    match order["until"]:
        case "plan":
            wait(gate)
        case "caption":
            os._exit(9)
        case "check" if order["options"].get("title") == "waits":
            wait(gate)
        case "publish":
            end({"message": "Nobody is logged in.", "exit_code": 4})
    end(None, ["http://127.0.0.1/side"])


def wait(gate: Path) -> None:
    """Until somebody opens the pipe for writing."""
    (gate / f"begun {os.getpid()}").touch()
    with (gate / "pipe").open("rb"):
        pass


def say(**line: object) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def end(error: dict[str, object] | None, links: list[str] | None = None) -> None:
    done = [{"target": "website", "url": link, "state": "published"} for link in links or []]
    say(event="Ended", publications=done, error=error)
    os._exit(0)


if __name__ == "__main__":
    main()
