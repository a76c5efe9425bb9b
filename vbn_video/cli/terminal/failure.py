"""How a command ends that does not end well: a sentence on standard error, with `--json` the document too, and the exit code.

Only a fault of ours has a traceback; it is written to a file of the person's own log folder, and shown with VBN_VIDEO_DEBUG=1.
"""

import io
import os
import sys
from pathlib import Path

import click

from vbn_video.cli.terminal import stopping
from vbn_video.cli.terminal.printing import print_document, say, say_what_to_do
from vbn_video.errors import StoppedError, VbnError
from vbn_video.messages import _

DEBUG = "VBN_VIDEO_DEBUG"
FAULT_CODE = 1


def make_streams_safe() -> None:
    """No letter that a console lacks stops a run, and what is piped is UTF-8 on every system."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def report_error(error: BaseException, as_json: bool) -> int:
    """Say what ended the run, and return its exit code; a second document is not printed after a first."""
    code, message, path = describe(error)
    if as_json and not stopping.has_answered():
        print_document({"error": {"code": code, "message": message, "path": path}})
    return code


def describe(error: BaseException) -> tuple[int, str, str | None]:
    """(exit code, sentence, path) of what ended a run; the sentence is said on standard error too."""
    if isinstance(error, (KeyboardInterrupt, click.Abort)):
        error = StoppedError(_("Stopped. The same command goes on from here."))
    if isinstance(error, VbnError):
        from vbn_video.untrusted.foreign_words import without_secrets

        message = without_secrets(error.message)
        say_what_to_do(message)
        return error.exit_code, message, error.path
    if isinstance(error, click.ClickException):
        error.show()
        return 2, error.format_message(), None
    message = _report_fault(error)
    say_what_to_do(message)
    return FAULT_CODE, message, None


def _report_fault(error: BaseException) -> str:
    import traceback

    from vbn_video.untrusted.foreign_words import quoted, without_secrets

    lines = without_secrets("".join(traceback.format_exception(error)))
    if os.environ.get(DEBUG):
        say(lines)
    what = f"{type(error).__name__}: {quoted(error)}"
    try:
        path = _write_down(lines)
    except (OSError, VbnError):
        sentence = _("This is a fault of vbn-video's own ({what}). With {debug}=1 set it shows where.")
        return sentence.format(what=what, debug=DEBUG)
    return _("This is a fault of vbn-video's own ({what}). What happened is written in {path}.").format(what=what, path=path)


def _write_down(lines: str) -> Path:
    from datetime import datetime

    from platformdirs import user_log_path

    from vbn_video import __version__
    from vbn_video.untrusted.own_files import append_to

    path = user_log_path("vbn-video", appauthor=False, ensure_exists=True) / "faults.log"
    said = f"{datetime.now().astimezone().isoformat()} vbn-video {__version__}, Python {sys.version}\n{lines}\n"
    with append_to(path) as log:
        log.write(said.encode(errors="replace"))
    return path
