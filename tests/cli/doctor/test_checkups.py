"""`vbn-video doctor`: a line for each thing, and 4 when one is missing."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

import imageio_ffmpeg
import pytest
from click.testing import CliRunner, Result

from tests.running import vbn_video
from vbn_video.cli.doctor import checkups, installation
from vbn_video.cli.main import program
from vbn_video.speech.models import machine
from vbn_video.speech.models.machine import Memory

GB = 1_000_000_000


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
    assert names == [
        "preset",
        "Python",
        "packages",
        "ffmpeg",
        "time zones",
        "model",
        "lexicon",
        "slides",
        "memory",
        "bumpers",
        "disk",
        "media folder",
    ]
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


def line(name: str, text: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(name))


def test_which_models_fit_is_said_of_the_machine_and_of_its_card(media_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "machine_memory", lambda: Memory(8 * GB, 2 * GB))
    monkeypatch.setattr(machine, "card_memory", lambda: None)
    assert line("memory", ask("--media-dir", media_dir).output).endswith("2.0 GB of 8.0 GB is free, room for tiny, base, small")
    monkeypatch.setattr(machine, "card_memory", lambda: Memory(8 * GB, 5 * GB))
    memory = line("memory", ask("--media-dir", media_dir).output)
    assert "room for tiny, base, small; on the graphics card 5.0 GB of 8.0 GB, room for tiny, base" in memory


@pytest.mark.parametrize(
    ("own", "card", "words"),
    [
        (Memory(GB // 2, GB // 4), None, "more than there is"),
        (Memory(8 * GB, GB // 2), None, "Close other programs"),
        (Memory(8 * GB, 6 * GB), Memory(GB, GB), "more than there is"),
    ],
)
def test_a_model_that_does_not_fit_is_a_finding(
    own: Memory, card: Memory | None, words: str, media_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "machine_memory", lambda: own)
    monkeypatch.setattr(machine, "card_memory", lambda: card)
    done = ask("--media-dir", media_dir)
    assert done.exit_code == 4
    assert words in line("memory", done.stderr) and "base" in line("memory", done.stderr)


def test_a_machine_without_the_lexicon_is_told_so_and_is_well(media_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert line("lexicon", ask("--media-dir", media_dir).output).endswith("Danish")
    monkeypatch.setattr(checkups, "danish_lexicon", lambda: None)
    done = ask("--media-dir", media_dir)
    assert "not on this machine" in line("lexicon", done.output) and "all else works" in line("lexicon", done.output)
    assert done.exit_code == 0


@pytest.mark.parametrize(("version", "words"), [(None, 'pip install "vbn-video[slides]"'), ("3.10.0", "rapidocr 3.10.0")])
def test_a_machine_that_can_not_read_slides_is_told_how_to_get_it_and_is_well(
    version: str | None, words: str, media_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkups, "reader_version", lambda: version)
    done = ask("--media-dir", media_dir)
    assert words in line("slides", done.output) and done.exit_code == 0


def test_a_card_too_small_for_any_model_is_said(media_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "card_memory", lambda: Memory(GB, GB // 10))
    assert line("memory", ask("--media-dir", media_dir).stderr).endswith("room for no model")


def test_the_versions_of_python_and_of_what_handles_media_are_shown(media_dir: Path) -> None:
    done = ask("--media-dir", media_dir)
    assert platform.python_version() in line("Python", done.output)
    packages = line("packages", done.output)
    assert all(f"{name} {version(name)}" in packages for name in ("av", "CTranslate2", "faster-whisper", "moviepy", "numpy"))
    assert imageio_ffmpeg.get_ffmpeg_version() in line("ffmpeg", done.output)


def test_a_package_outside_its_bounds_and_one_that_is_not_there_are_named(
    media_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ["av<18,>=15", "click>=8", "no-such-package>=2", 'none-either>=1; extra == "openai"']
    monkeypatch.setattr("importlib.metadata.requires", lambda _package: asked)
    done = ask("--media-dir", media_dir)
    assert done.exit_code == 4
    assert f"av {version('av')} (<18,>=15), no-such-package – (>=2)" in line("packages", done.stderr)


def test_a_python_that_nobody_tried_is_told_and_hinders_nothing(media_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "python_version_tuple", lambda: ("3", "99", "0"))
    done = ask("--media-dir", media_dir)
    assert done.exit_code == 0
    assert "vbn-video is tried with 3.11, 3.12, 3.13" in line("Python", done.output)


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")
@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("echo 'ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright (c) 2000-2021'", ("4.4.2", "9.0", "IMAGEIO_FFMPEG_EXE")),
        ("exit 1", ("Install vbn-video again",)),
    ],
    ids=["too old", "does not run"],
)
def test_an_ffmpeg_that_cannot_be_used_is_named_and_the_rest_is_looked_at(
    media_dir: Path, tmp_path: Path, script: str, words: tuple[str, ...]
) -> None:
    program = tmp_path / "ffmpeg"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    done = vbn_video("doctor", "--media-dir", media_dir, IMAGEIO_FFMPEG_EXE=str(program))
    assert done.code == 4 and line("disk", done.out)
    assert all(word in line("ffmpeg", done.err) for word in (str(program), *words))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("7.1", (7, 1)), ("7.0.2-static", (7, 0)), ("n9.0.2-17-g2a571b6068-20260930", (9, 0)), ("N-118193-g5f38c82536", ())],
)
def test_the_version_of_an_ffmpeg_is_read_from_its_name(text: str, numbers: tuple[int, ...]) -> None:
    assert installation.ffmpeg_version(text) == numbers
