"""A run that was begun on the review page: what is asked comes as JSON on standard input, its events go out as lines of JSON.

`python -m vbn_video.cli.review.run_child` does what `vbn-video run` and `publish` do, by the same options, and ends by the same
exit codes; being asked to stop is heard in the same way. The last line is `Ended`, with what was published or the error.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import Any, NoReturn

from vbn_video.cli.options.prerequisites import look_at_targets
from vbn_video.cli.options.run_options import RunOptions, load, request_of
from vbn_video.cli.terminal import language, stopping
from vbn_video.cli.terminal.failure import describe, make_streams_safe
from vbn_video.events import Event, StepBegan, StepEnded
from vbn_video.untrusted.foreign_words import without_secrets

NOTHING_ASKED: RunOptions = {
    "recording": (),
    "preset": "",
    "to": (),
    "title": None,
    "theme": None,
    "date": None,
    "speaker": (),
    "as_name": None,
    "start": None,
    "end": None,
    "cut": (),
    "keep": (),
    "meeting": None,
    "edit": None,
    "workspace": None,
    "media_dir": None,
    "base_url": None,
    "set": (),
    "public": False,
    "replace": False,
    "discard_edits": False,
    "discard_edits_in": (),
    "despite_findings": False,
    "limit_rate": None,
}


def main() -> NoReturn:
    """Run, and leave with the exit code."""
    code = 0
    try:
        stopping.install_handlers(lambda: _end(error=stopping.Stop()))
        make_streams_safe()
        language.install_catalogues()
        try:
            _end(_run(json.loads(sys.stdin.buffer.read())))
        except Exception as error:
            stopping.stop_if_asked()
            code = _end(error=error)
        stopping.release()
    except stopping.Stop:
        stopping.leave()
    sys.exit(code)


def _run(order: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """Take the recording as far as was asked; what came of each target."""
    from vbn_video import pipeline

    options: RunOptions = {**NOTHING_ASKED, **order["options"]}
    options["recording"] = tuple(Path(path) for path in order["options"]["recording"])
    options["workspace"] = Path(options["workspace"]) if options["workspace"] else None
    if order.get("model"):
        _fetch(str(order["model"]))
    request = request_of(options, load(options), order["until"])
    if order["until"] == "publish":
        look_at_targets(request, touch=True)
    return pipeline.run(request, _emit).publications


def _fetch(model: str) -> None:
    """The model that the run is to hear by, fetched if it is not here: the first step that the page shows."""
    from vbn_video.speech.models.installed import download

    began_s = monotonic()
    _emit(StepBegan("model"))
    download(model, _emit)
    _emit(StepEnded("model", monotonic() - began_s, cached=False))


def _emit(event: Event) -> None:
    stopping.stop_if_asked()
    values = {name: without_secrets(value) if isinstance(value, str) else value for name, value in asdict(event).items()}
    _write({"event": type(event).__name__, **values})


def _end(publications: tuple[dict[str, Any], ...] = (), error: BaseException | None = None) -> int:
    """Say how it ended; the exit code."""
    code, message, _path = describe(error) if error else (0, "", None)
    done = [{name: publication[name] for name in ("target", "url", "state")} for publication in publications]
    _write({"event": "Ended", "publications": done, "error": {"message": message, "exit_code": code} if error else None})
    return code


def _write(line: dict[str, Any]) -> None:
    """One line; where the server is gone nobody hears it, and the run goes on."""
    try:
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
    except OSError:  # a broken pipe
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 (for the rest of the process)


if __name__ == "__main__":
    main()
