"""What was typed otherwise than it was meant: a command's name, and a path with spaces that is not in quotes."""

import os
from collections.abc import Sequence

import click

from vbn_video.errors import InputError, RecordingError
from vbn_video.messages import _, did_you_mean

MOST_WORDS = 100
"""Nobody types a name of more; a shell puts in more where a pattern (`*`) names many files."""


class CommandGroup(click.Group):
    """Commands of which the nearest is named where there is none of that name."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names, as click has it.

        Raises:
            UsageError: there is no such command; the sentence says which there are, and the nearest.
        """
        name = args[0]
        if self.get_command(ctx, name) is None and not ctx.resilient_parsing and not name.startswith("-"):
            there = self.list_commands(ctx)
            sentence = _("There is no command {name}. There are: {there}.").format(name=name, there=", ".join(there))
            raise click.UsageError(sentence + did_you_mean(name, there), ctx)
        return super().resolve_command(ctx, args)


def explain(error: BaseException, words: Sequence[str]) -> BaseException:
    """The error that a command line ended with, or what is behind it: the words of one name without its quotes."""
    if isinstance(error, (click.UsageError, InputError, RecordingError)) and (name := unquoted_path(words)):
        sentence = _('{name} has spaces in its name: put quotes around it, or the shell takes it for several: "{name}"')
        return InputError(sentence, name=name, path=os.path.abspath(name))
    return error


def unquoted_path(words: Sequence[str]) -> str | None:
    """The longest run of words that with spaces between them name a file or a folder, where not each of them does."""
    missing = [not os.path.lexists(word) for word in words[:MOST_WORDS]]
    runs = ((start, end) for start in range(len(missing)) for end in range(start + 2, len(missing) + 1))
    for start, end in sorted(runs, key=lambda run: run[0] - run[1]):
        path = " ".join(words[start:end])
        if any(missing[start:end]) and not path.startswith("-") and os.path.lexists(path):
            return path
    return None
