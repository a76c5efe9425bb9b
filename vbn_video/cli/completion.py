"""`vbn-video completion`: the script that teaches a shell to complete commands, options and paths."""

import click

from vbn_video.cli.terminal.printing import answer
from vbn_video.messages import _

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_VBN_VIDEO_COMPLETE"  # what click listens to


@click.command(
    "completion",
    help=_(
        "Print the script by which a shell completes commands.\n\n"
        'bash: put  eval "$(vbn-video completion bash)"  into ~/.bashrc; zsh: the same with zsh into ~/.zshrc; fish: '
        " vbn-video completion fish > ~/.config/fish/completions/vbn-video.fish"
    ),
)
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print click's own script for the shell."""
    from click.shell_completion import get_completion_class

    root = ctx.find_root()
    made = get_completion_class(shell)
    assert made is not None  # click brings these three
    answer(made(root.command, {}, root.info_name or "vbn-video", VARIABLE).source())
