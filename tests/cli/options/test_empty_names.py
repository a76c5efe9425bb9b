"""A variable of the shell that is not set makes an empty word: no path, no address and no name of anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.running import vbn_video
from vbn_video.cli.main import program
from vbn_video.settings.preset_files import load_preset

FREE_TEXTS = {"title", "theme", "speaker"}
"""What is shown as it is written, and may be empty."""
SETTINGS = {"set", "sets"}
"""`section.key=value`: which values may be empty the preset says."""


def every_command(group: click.Group, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    ctx = click.Context(group)
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from every_command(command, (*words, name))
        else:
            yield (*words, name), command


def takes_a_word(param: click.Parameter) -> bool:
    is_switch = isinstance(param, click.Option) and (param.is_flag or param.count)
    return not is_switch and param.name not in FREE_TEXTS | SETTINGS


CASES = [
    pytest.param(command, param, id=f"{' '.join(words)} {param.name}")
    for words, command in every_command(program())
    for param in command.params
    if takes_a_word(param)
]


def words_with(command: click.Command, param: click.Parameter, text: str) -> list[str]:
    """A right command line but for this one word."""
    words = []
    for other in command.params:
        if other is param:
            words += [text] if isinstance(param, click.Argument) else [param.opts[0], text]
        elif isinstance(other, click.Argument) and other.required:
            words.append(other.type.choices[0] if isinstance(other.type, click.Choice) else __file__)
        elif other.required:
            words += [other.opts[0], other.type.choices[0] if isinstance(other.type, click.Choice) else __file__]
    return words


@pytest.mark.parametrize("text", ["", " ", "\t\n"])
@pytest.mark.parametrize(("command", "param"), CASES)
def test_an_empty_word_is_refused_wherever_a_name_is_asked_for(command: click.Command, param: click.Parameter, text: str) -> None:
    with pytest.raises(click.BadParameter) as refused:
        command.make_context("x", words_with(command, param, text))
    assert refused.value.param is param


def test_there_are_many_of_them() -> None:
    assert len(CASES) > 30


@pytest.mark.parametrize("text", ["", "  "])
def test_a_media_folder_that_is_not_set_is_not_the_folder_one_is_in(text: str, tmp_path: Path) -> None:
    done = vbn_video("publish", "x.mp4", "--media-dir", text, cwd=tmp_path)
    assert done.code == 2 and "--media-dir" in done.err and "is empty" in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["", "  "])
def test_in_a_preset_an_empty_media_folder_is_none(text: str, tmp_path: Path) -> None:
    (tmp_path / "egen.toml").write_text(f'extends = "temamoede"\n[website]\nmedia_dir = "{text}"\n', encoding="utf-8")
    assert load_preset(str(tmp_path / "egen.toml"), ()).preset.website.media_dir.strip() == ""
    done = vbn_video("publish", "x.mp4", "--preset", tmp_path / "egen.toml", cwd=tmp_path)
    assert done.code == 2 and "No media folder is set" in done.err
