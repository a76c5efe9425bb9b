"""`vbn-video doctor`: a line for each thing, and 4 when one is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from vbn_video.cli.main import program


@pytest.fixture
def media_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "medie mappe"
    folder.mkdir()
    return folder


def ask(*arguments: object) -> Result:
    return CliRunner().invoke(program(), ["doctor", *map(str, arguments)])


def test_every_thing_has_a_line_and_nothing_is_left_in_the_media_folder(media_dir: Path, tmp_path: Path) -> None:
    done = ask("--media-dir", media_dir, "--workspace", tmp_path)
    names = [line[:16].strip() for line in done.output.splitlines()]
    assert names == ["preset", "Python", "packages", "ffmpeg", "time zones", "model", "bumpers", "disk", "media folder"]
    assert list(media_dir.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (["--media-dir", "{folder}/findes ikke"], "findes ikke"),
        (["--media-dir", "{folder}", "--set", "captions.model=large-v3"], "models download large-v3"),
        (["--media-dir", "{folder}", "--set", "intro.template=djurslan"], "djursland"),
        (["--media-dir", "{folder}", "--set", "intro.sound={folder}/ding.wav"], "ding.wav"),
    ],
)
def test_what_is_missing_is_said_with_what_to_do_and_ends_with_4(options: list[str], word: str, media_dir: Path) -> None:
    done = ask(*(option.format(folder=media_dir) for option in options))
    assert done.exit_code == 4
    assert word in done.stderr


def test_without_a_media_folder_the_lines_to_add_are_named() -> None:
    done = ask()
    assert done.exit_code == 4
    assert "media_dir" in done.stderr
