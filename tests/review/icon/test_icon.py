"""The icon's files, set by hand for each system, of paths with blanks, letters and signs."""

from __future__ import annotations

import plistlib
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.running import vbn_video
from vbn_video.errors import MissingError
from vbn_video.review.icon.desktop_entry import icon_files, remove_icon, write_icon
from vbn_video.review.icon.icon_texts import linux_entry, mac_program, windows_script

COMMAND = ('/home/åse lund/æ "ø" $HOME `å` 100%/python', "-m", "vbn_video", "review")


def test_the_menu_entry_of_linux() -> None:
    assert linux_entry(COMMAND, "Ret og udgiv optagelser") == (
        "[Desktop Entry]\n"
        "Type=Application\n"
        "Version=1.5\n"
        "Name=vbn-video\n"
        "Comment=Ret og udgiv optagelser\n"
        'Exec="/home/åse lund/æ \\\\"ø\\\\" \\\\$HOME \\\\`å\\\\` 100%%/python" "-m" "vbn_video" "review"\n'
        "Icon=video-x-generic\n"
        "Terminal=true\n"
        "Categories=AudioVideo;AudioVideoEditing;\n"
        "X-Made-By=vbn-video review\n"
    )


def test_the_program_of_a_mac() -> None:
    opened = ("/Users/åse lund/Zoom ø", "--preset", "netværk", "--set", 'website.network="Åses net"')
    command = ("/Users/åse lund/it's $HOME/python", "-m", "vbn_video", "review", *opened)
    assert mac_program(command) == (
        "#!/bin/sh\n# vbn-video review\n"
        "exec '/Users/åse lund/it'\\''s $HOME/python' '-m' 'vbn_video' 'review' '/Users/åse lund/Zoom ø'"
        " '--preset' 'netværk' '--set' 'website.network=\"Åses net\"'\n"
    )
    assert tuple(shlex.split(mac_program(command).splitlines()[-1])[1:]) == command


def test_the_shortcut_of_windows() -> None:
    opened = ("C:\\a b", "--preset", "netværk", "--set", 'website.network="Åses net"')
    command = ("C:\\Users\\Åse O’Lund\\it's here\\python.exe", "-m", "vbn_video", "review", *opened)
    assert windows_script("C:\\Users\\Åse's\\vbn-video.lnk", command, "Ret og udgiv") == (
        "$ErrorActionPreference = 'Stop'\n"
        "$link = (New-Object -ComObject WScript.Shell).CreateShortcut('C:\\Users\\Åse''s\\vbn-video.lnk')\n"
        "$link.TargetPath = 'C:\\Users\\Åse O’’Lund\\it''s here\\python.exe'\n"
        '$link.Arguments = \'-m vbn_video review "C:\\a b" --preset netværk --set "website.network=\\"Åses net\\""\'\n'
        "$link.Description = 'Ret og udgiv (vbn-video review)'\n"
        "$link.WindowStyle = 7\n"
        "$link.Save()\n"
    )


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="desktop-file-utils is not installed")
def test_the_menu_entry_is_valid(tmp_path: Path) -> None:
    entry = tmp_path / "vbn-video-review.desktop"
    entry.write_text(linux_entry(COMMAND, "Ret og udgiv optagelser"), encoding="utf-8")
    done = subprocess.run(["desktop-file-validate", str(entry)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_where_each_system_looks_for_it() -> None:
    home = Path("/hjem æ")
    assert icon_files("linux", home, {}).shown == home / ".local/share/applications/vbn-video-review.desktop"
    assert icon_files("linux", home, {"XDG_DATA_HOME": "/data"}).shown == Path("/data/applications/vbn-video-review.desktop")
    assert icon_files("darwin", home, {}).shown == home / "Applications/vbn-video.app"
    menu = icon_files("win32", home, {"APPDATA": "/roaming"})
    assert menu.shown == Path("/roaming/Microsoft/Windows/Start Menu/Programs/vbn-video.lnk")
    assert menu.texts == {}
    assert len(menu.programs) == 1


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_it_is_written_replaced_and_taken_away_whole(tmp_path: Path, platform: str) -> None:
    files = icon_files(platform, tmp_path, {}, COMMAND)
    write_icon(files)
    write_icon(files)
    for path, text in files.texts.items():
        assert path.read_text(encoding="utf-8") == text
        assert path.stat().st_mode & 0o100
    assert remove_icon(files)
    assert not files.shown.exists()
    assert not remove_icon(files)


def test_a_mac_reads_which_program_it_is(tmp_path: Path) -> None:
    files = icon_files("darwin", tmp_path, {}, COMMAND)
    write_icon(files)
    read = plistlib.loads((files.shown / "Contents/Info.plist").read_bytes())
    assert (files.shown / "Contents/MacOS" / read["CFBundleExecutable"]).is_file()


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_what_somebody_else_made_under_the_name_stays(tmp_path: Path, platform: str) -> None:
    files = icon_files(platform, tmp_path, {}, COMMAND)
    for path in files.texts:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("et andet program")
    for act in (write_icon, remove_icon):
        with pytest.raises(MissingError, match="stays"):
            act(files)
    assert {path.read_text() for path in files.texts} == {"et andet program"}


def test_the_command_shows_writes_and_takes_away(tmp_path: Path) -> None:
    entry = tmp_path / "applications" / "vbn-video-review.desktop"
    shown = vbn_video("review", "--install", "--dry-run", XDG_DATA_HOME=str(tmp_path))
    assert (shown.code, entry.exists()) == (0, False)
    assert str(entry) in shown.out
    assert "[Desktop Entry]" in shown.out
    assert vbn_video("review", "--install", XDG_DATA_HOME=str(tmp_path)).code == 0
    assert entry.is_file()
    assert vbn_video("review", "--uninstall", "--dry-run", XDG_DATA_HOME=str(tmp_path)).out == f"{entry}\n"
    assert entry.is_file()
    assert vbn_video("review", "--uninstall", XDG_DATA_HOME=str(tmp_path)).code == 0
    assert not entry.exists()


def test_the_icon_opens_the_folder_and_the_preset_that_were_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Zoom ø").mkdir()
    (tmp_path / "presets").mkdir()
    for name in ("presets/netværk", "eget"):
        (tmp_path / f"{name}.toml").write_text('extends = "temamoede"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    words = ("review", "Zoom ø", "--preset", "netværk", "--set", "website.network=Vores net", "--install", "--dry-run")
    shown = vbn_video(*words, XDG_DATA_HOME=str(tmp_path)).out
    folder = tmp_path / "Zoom ø"
    beside = tmp_path / "presets" / "netværk.toml"
    assert f'"review" "{folder}" "--preset" "{beside}" "--set" "website.network=Vores net"\n' in shown
    of_a_path = vbn_video("review", "--preset", "./eget.toml", "--install", "--dry-run", XDG_DATA_HOME=str(tmp_path)).out
    assert f'"review" "--preset" "{tmp_path / "eget.toml"}"\n' in of_a_path
    missing = vbn_video("review", "--preset", "findes-ikke", "--install", XDG_DATA_HOME=str(tmp_path))
    assert (missing.code, "findes-ikke" in missing.err) == (2, True)
    assert not (tmp_path / "applications").exists()


@pytest.mark.parametrize("options", [("--install", "--uninstall"), ("--dry-run",)])
def test_options_that_do_not_go_together_are_told(options: tuple[str, ...]) -> None:
    assert vbn_video("review", *options).code == 2
