"""The command line as a whole: help that is quick, every ending a sentence and an exit code, in the person's language."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.running import Done, as_it_was, environment, vbn_video
from vbn_video.cli.main import commands, main, program

HEAVY = {
    "pydantic", "numpy", "av", "jinja2", "rich", "babel", "moviepy", "faster_whisper", "ctranslate2", "ffmpeg", "imageio_ffmpeg",
    "PIL", "tomlkit", "platformdirs", "filelock", "pysubs2", "asyncio", "socket", "ssl", "urllib.request", "tomllib",
}  # fmt: skip


def modules_after(code: str) -> set[str]:
    printed = subprocess.run(
        [sys.executable, "-c", f"{code}\nprint(*sys.modules, file=sys.stderr)"], capture_output=True, text=True, check=True
    ).stderr
    return set(printed.split())


def test_help_imports_nothing_heavy_and_few_modules_more_than_click() -> None:
    click_alone = modules_after("import sys, click")
    helped = modules_after("import sys\nfrom vbn_video.cli.main import main\ntry: main(['--help'])\nexcept SystemExit: pass")
    assert not helped & HEAVY
    assert len(helped - click_alone) <= 31, sorted(helped - click_alone)


@pytest.mark.parametrize("name", commands())
def test_every_command_is_there_and_explains_itself(name: str) -> None:
    shown = CliRunner().invoke(program(), [name, "--help"])
    assert shown.exit_code == 0
    assert "Options:" in shown.output
    assert name in CliRunner().invoke(program(), ["--help"]).output


@pytest.mark.parametrize("name", commands())
def test_no_command_imports_anything_heavy_to_explain_itself(name: str) -> None:
    code = f"import sys\nfrom vbn_video.cli.main import main\ntry: main(['{name}', '--help'])\nexcept SystemExit: pass"
    assert not modules_after(code) & HEAVY


def test_every_option_of_publish_has_a_word_to_say() -> None:
    command = program().get_command(None, "publish")  # type: ignore[arg-type]
    assert command is not None
    assert [param.name for param in command.params if param.param_type_name == "option" and not getattr(param, "help", "")] == []


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("publsih",), "Did you mean publish?"),
        (("presets", "lst"), "Did you mean list?"),
        (("captions", "chek", "x.vtt"), "Did you mean check?"),
        (("models", "downlod", "base"), "Did you mean download?"),
        (("auth", "yotube"), "Did you mean youtube?"),
        (("noget helt andet",), "publish, run, review, inspect"),
        (("publish",), "RECORDING"),
        (("publish", ""), "is empty"),
        (("run", "x.mp4", "--until", "rendre"), "rendre"),
        (("publish", "x.mp4", "--start", "ti minutter"), "1:02:03.5"),
        (("publish", "x.mp4", "--date", "i går"), "14.5.2024"),
        (("publish", "x.mp4", "--qreplace"), "--qreplace"),
        (("publish", "x.mp4", "--meeting", "findes ikke.toml"), "findes ikke.toml"),
        (("withdraw", "x.vbn", "--from", "youtub"), "youtub"),
    ],
)
def test_a_wrong_usage_ends_with_2_and_says_what_is_wrong(arguments: tuple[str, ...], word: str, tmp_path: Path) -> None:
    done = vbn_video(*arguments, cwd=tmp_path)
    assert done.code == 2
    assert word in done.err
    assert done.out == ""


def error_of(done: Done) -> dict[str, object]:
    assert set(done.document) == {"error"}
    assert set(done.document["error"]) == {"code", "message", "path"}
    assert done.document["error"]["code"] == done.code
    error: dict[str, object] = done.document["error"]
    return error


@pytest.mark.parametrize(
    "arguments", [("publish", "--json"), ("run", "x.mp4", "--until", "y", "--json"), ("inspect", "--jso", "--json")]
)
def test_a_wrong_usage_is_a_json_document_too(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = vbn_video(*arguments, cwd=tmp_path)
    assert done.code == 2
    assert error_of(done)["path"] is None


def test_a_recording_that_is_not_there_ends_with_3_and_its_path(tmp_path: Path) -> None:
    done = vbn_video("inspect", "findes ikke æ.mp4", "--json", cwd=tmp_path)
    assert done.code == 3
    assert error_of(done)["path"] == str(tmp_path / "findes ikke æ.mp4")
    assert "findes ikke æ.mp4" in done.err


def test_a_fault_of_ours_is_a_sentence_and_the_traceback_is_in_a_file(tmp_path: Path) -> None:
    code = (
        "import vbn_video.recording.find as find\n"
        "def broken(paths, **asked): raise ZeroDivisionError('half of nothing')\n"
        "find.find_sources = broken\n"
        "from vbn_video.cli.main import main\n"
        "main(['inspect', 'x.mp4', '--json'])\n"
    )
    home = {
        "XDG_STATE_HOME": str(tmp_path),
        "HOME": str(tmp_path),
        "LOCALAPPDATA": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path),
    }
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment(**home), check=False)
    assert done.returncode == 1
    error = json.loads(done.stdout)["error"]
    assert error["code"] == 1
    assert "half of nothing" in error["message"]
    assert "Traceback" not in done.stderr + done.stdout
    (log,) = tmp_path.rglob("faults.log")
    assert "ZeroDivisionError: half of nothing" in log.read_text(encoding="utf-8")
    assert str(log) in error["message"]
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment(VBN_VIDEO_DEBUG="1", **home), check=False
    )
    assert "Traceback" in shown.stderr
    assert json.loads(shown.stdout)["error"]["code"] == 1


@pytest.mark.skipif(os.name != "posix", reason="signals are sent by POSIX systems")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_person_who_stops_a_run_gets_130_and_a_sentence(sent: signal.Signals, tmp_path: Path) -> None:
    code = (
        "import os, signal\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "import vbn_video.recording.find as find\n"
        f"find.find_sources = lambda paths, **asked: os.kill(os.getpid(), signal.Signals({int(sent)}))\n"
        "from vbn_video.cli.main import main\n"
        "main(['inspect', 'x.mp4', '--json'])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment(), check=False)
    assert done.returncode == 130
    assert json.loads(done.stdout)["error"]["code"] == 130
    assert "goes on from here" in done.stderr


def test_what_is_piped_is_utf8_whatever_the_console_speaks(tmp_path: Path) -> None:
    done = vbn_video("inspect", "blåbærgrød 😀.mp4", "--json", cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert error_of(done)["path"] == str(tmp_path / "blåbærgrød 😀.mp4")


def test_the_version_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    from vbn_video import __version__

    with as_it_was(), pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.strip() == f"vbn-video {__version__}"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_the_completion_script_asks_the_command_itself(shell: str) -> None:
    done = vbn_video("completion", shell)
    assert done.code == 0
    assert "_VBN_VIDEO_COMPLETE" in done.out


def test_commands_and_options_are_completed(tmp_path: Path) -> None:
    asked = {"_VBN_VIDEO_COMPLETE": "bash_complete", "COMP_CWORD": "1"}
    assert vbn_video(COMP_WORDS="vbn-video pu", **asked).out.split() == ["plain,publish"]
    asked["COMP_CWORD"] = "2"
    assert "plain,--despite-findings" in vbn_video(COMP_WORDS="vbn-video publish --des", **asked).out.split()


@pytest.mark.parametrize("before", [(), ("publish",), ("presets", "show")])
def test_h_is_help_everywhere(before: tuple[str, ...]) -> None:
    asked = [sys.executable, "-m", "vbn_video", *before, "-h"]  # click remembers a command's help option: a process of its own
    done = subprocess.run(asked, capture_output=True, text=True, env=environment(), check=False)
    assert done.returncode == 0
    assert "-h, --help" in done.stdout


FOLDER = "2024-01-24 - Temamøde om HR"


@pytest.mark.parametrize(
    "arguments",
    [
        ("inspect", *FOLDER.split()),
        ("publish", *FOLDER.split(), "--title", "Temamøde"),
        ("publish", "--media-dir", ".", *f"{FOLDER}/video.mp4".split()),
        ("status", *FOLDER.split()),
        ("withdraw", *FOLDER.split(), "--from", "website"),
        ("captions", "check", *f"{FOLDER}/captions.vtt".split()),
    ],
)
def test_a_name_whose_words_were_typed_without_quotes_is_told_to_need_them(arguments: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "video.mp4").touch()
    (tmp_path / FOLDER / "captions.vtt").touch()
    (tmp_path / "Temamøde").mkdir()
    done = vbn_video(*arguments, cwd=tmp_path)
    assert done.code == 2
    assert f'"{FOLDER}' in done.err and "quotes" in done.err


def test_other_words_are_not_taken_for_a_name_without_quotes(tmp_path: Path) -> None:
    for name in ("del 1", "del", "1"):
        (tmp_path / name).mkdir()
    done = vbn_video("inspect", "del", "1", cwd=tmp_path)
    assert "quotes" not in done.err


def completed(*typed: str, shell: str = "bash", cwd: Path | None = None) -> list[str]:
    """What the shell is offered for the last of the words."""
    words = ("vbn-video", *typed)
    last = {"COMP_CWORD": words[-1]} if words[-1] else {}
    asked = {
        "bash": {"COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)},
        "fish": {"COMP_WORDS": " ".join(words), "COMP_CWORD": words[-1]},
        "powershell": {"COMP_WORDS": "\n".join(word for word in words if word), **last},
    }[shell]
    return vbn_video(cwd=cwd, _VBN_VIDEO_COMPLETE=f"{shell}_complete", **asked).out.splitlines()


def test_names_of_presets_models_and_profiles_are_completed(tmp_path: Path) -> None:
    (tmp_path / "presets").mkdir()
    (tmp_path / "presets" / "temadag.toml").write_text("# Vores temadage.\n", encoding="utf-8")
    (tmp_path / "presets" / "temaord.toml").write_text('words = ["Grenaa"]\n', encoding="utf-8")
    tema = ["plain,temadag", "plain,temamoede"]
    assert completed("publish", "--preset", "tema", cwd=tmp_path) == tema
    assert completed("presets", "show", "tema", cwd=tmp_path) == tema
    assert completed("presets", "check", "./te", cwd=tmp_path) == ["file,./te"]
    assert "plain,large-v3" in completed("models", "download", "large")
    assert completed("captions", "check", "--profile", "dansk-w") == ["plain,dansk-web"]
    assert "plain,captions.model=base" in completed("run", "--set", "captions.model=ba", shell="fish")


def test_powershell_is_answered_word_by_word(tmp_path: Path) -> None:
    (tmp_path / "presets").mkdir()
    (tmp_path / "presets" / "temadag æ.toml").write_text("# Vores\ttemadage.\n", encoding="utf-8")
    answers = [line.split("\t") for line in completed("publish", "--preset", "", shell="powershell", cwd=tmp_path)]
    assert answers[0] == ["plain", "temadag æ", "Vores temadage."]
    assert [name for _kind, name, _help in answers[1:]] == ["kort", "temamoede", "virksomhedsbesoeg"]
    assert completed("publish", "en mappe", "--pre", shell="powershell")[0].split("\t")[:2] == ["plain", "--preset"]
    assert completed("inspect", "'2024 Te", shell="powershell") == ["file\t2024 Te\t"]


@pytest.mark.skipif(not shutil.which("pwsh"), reason="needs PowerShell")
def test_powershell_itself_completes_by_the_script(tmp_path: Path) -> None:
    script = tmp_path / "script.ps1"
    (tmp_path / "vbn-video.ps1").write_text(f'& "{sys.executable}" -m vbn_video @args', encoding="utf-8")
    script.write_text(
        f'$env:PATH = "{tmp_path}" + [IO.Path]::PathSeparator + $env:PATH\n{vbn_video("completion", "powershell").out}\n'
        '(TabExpansion2 "vbn-video publish --pres" 24).CompletionMatches.CompletionText\n',
        encoding="utf-8",
    )
    done = subprocess.run(["pwsh", "-NoProfile", "-File", str(script)], capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["--preset"]
