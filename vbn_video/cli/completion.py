"""`vbn-video completion`: the script that teaches a shell to complete commands, options, names and paths."""

import os

import click
from click.shell_completion import CompletionItem, ShellComplete, add_completion_class, get_completion_class

from vbn_video.cli.terminal.printing import answer
from vbn_video.messages import _

SHELLS = ("bash", "zsh", "fish", "powershell")
VARIABLE = "_VBN_VIDEO_COMPLETE"  # what click listens to
POWERSHELL = r"""
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = $commandAst.CommandElements | Where-Object { $_.Extent.StartOffset -lt $cursorPosition } | ForEach-Object {
        if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
    }
    $encoding = [Console]::OutputEncoding
    try {
        [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
        $env:%(complete_var)s = "powershell_complete"
        $env:COMP_WORDS = $words -join "`n"
        $env:COMP_CWORD = $wordToComplete
        & %(prog_name)s | ForEach-Object {
            $type, $value, $help = $_ -split "`t", 3
            if ($type -eq "plain") {
                if (-not $help) { $help = $value }
                $quoted = if ($value -match "[\s']") { "'" + ($value -replace "'", "''") + "'" } else { $value }
                [System.Management.Automation.CompletionResult]::new($quoted, $value, "ParameterValue", $help)
            } else {
                [System.Management.Automation.CompletionCompleters]::CompleteFilename($value)
            }
        }
    } finally {
        Remove-Item Env:%(complete_var)s, Env:COMP_WORDS, Env:COMP_CWORD -ErrorAction SilentlyContinue
        [Console]::OutputEncoding = $encoding
    }
}
"""


class PowershellComplete(ShellComplete):
    """Completion in PowerShell, 5.1 and later: the words come a line each, an answer is `type<tab>value<tab>help`."""

    name = "powershell"
    source_template = POWERSHELL

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is being typed, and that one; PowerShell sets no variable that is empty."""
        words, incomplete = os.environ["COMP_WORDS"].split("\n")[1:], os.environ.get("COMP_CWORD", "").strip("\"'")
        return words[:-1] if incomplete and words and words[-1] == incomplete else words, incomplete

    def format_completion(self, item: CompletionItem[str]) -> str:
        """One answer."""
        return "\t".join((item.type, item.value, " ".join((item.help or "").split())))


def add_powershell() -> None:
    """Let click answer PowerShell too."""
    add_completion_class(PowershellComplete)


@click.command(
    "completion",
    help=_(
        "Print the script by which a shell completes commands.\n\n"
        'bash: put  eval "$(vbn-video completion bash)"  into ~/.bashrc; zsh: the same with zsh into ~/.zshrc; fish: '
        " vbn-video completion fish > ~/.config/fish/completions/vbn-video.fish; PowerShell: put "
        " vbn-video completion powershell | Out-String | Invoke-Expression  into the file that $PROFILE names"
    ),
)
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the script for the shell."""
    add_powershell()
    root = ctx.find_root()
    made = get_completion_class(shell)
    assert made is not None  # click brings the others
    answer(made(root.command, {}, root.info_name or "vbn-video", VARIABLE).source().strip())
