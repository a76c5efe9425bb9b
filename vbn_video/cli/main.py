"""`vbn-video`: every command, and the one place where a run ends.

A command lives in the file that is named here, as `command`, and is imported when it is asked for: `vbn-video --help` reads this
file only. To add a command, write such a file and add its line.
"""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import click

from vbn_video import __version__
from vbn_video.cli.mistyped import CommandGroup, explain
from vbn_video.cli.terminal import language, stopping
from vbn_video.cli.terminal.failure import make_streams_safe, report_error
from vbn_video.messages import _

PROGRAM = "vbn-video"
WIDTH = 100


def commands() -> dict[str, str]:
    """The name of each command (its file has the same) and what it does, in a line."""
    return {
        "publish": _("Publish a recording: from the Zoom folder to the page."),
        "review": _("Open a page in the browser: hear, correct, decide and publish there."),
        "run": _("Take a recording through the steps, up to one of them."),
        "inspect": _("Show what was found in a recording, and what would be used."),
        "status": _("Show every project below a folder."),
        "plan": _("Show, change and undo what is cut."),
        "withdraw": _("Take a publication down; the project stays."),
        "clean": _("Delete what can be made again from a project."),
        "captions": _("Check and mend captions, and learn from corrections."),
        "presets": _("Show, check and make presets."),
        "auth": _("Log in to where is published to."),
        "models": _("Show and download the models that listen."),
        "doctor": _("Check everything that a publication needs, before the meeting."),
        "completion": _("Print the script by which a shell completes commands."),
    }


class Commands(CommandGroup):
    """The commands, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every name, in the order in which people meet them."""
        return list(commands())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, from its file."""
        if cmd_name not in commands():
            return None
        command: click.Command = import_module(f"vbn_video.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in `--help`, without importing a command."""
        with formatter.section(_("Commands")):
            formatter.write_dl(list(commands().items()))


def program() -> click.Group:
    """The whole command line, in the language that is installed."""
    group = Commands(
        PROGRAM,
        help=_("From a raw Zoom recording to a published, captioned video, with one command."),
        context_settings={"max_content_width": WIDTH, "help_option_names": ["-h", "--help"]},
        no_args_is_help=True,
    )
    return click.version_option(__version__, message="%(prog)s %(version)s")(group)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code; whatever goes wrong ends as a sentence."""
    as_json = "--json" in (sys.argv[1:] if arguments is None else arguments)
    try:
        stopping.install_handlers(lambda: report_error(stopping.Stop(), as_json))
        code = _run(arguments, as_json)
        stopping.release()
    except stopping.Stop:
        stopping.leave()
    sys.exit(code)


def _run(arguments: Sequence[str] | None, as_json: bool) -> int:
    """The command's exit code.

    Raises:
        Stop: somebody has asked the run to stop, whatever became of it.
    """
    try:
        make_streams_safe()
        language.install_catalogues()
        stopping.stop_if_asked()
        if f"_{PROGRAM.upper().replace('-', '_')}_COMPLETE" in os.environ:  # a shell asks, by the name that click listens to
            from vbn_video.cli.completion import add_powershell

            add_powershell()
        code = program().main(arguments, PROGRAM, standalone_mode=False)
        stopping.stop_if_asked()
        return code if isinstance(code, int) else 0
    except (Exception, KeyboardInterrupt) as error:
        stopping.stop_if_asked()
        return report_error(explain(error, sys.argv[1:] if arguments is None else arguments), as_json)
