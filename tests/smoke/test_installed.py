"""What the sample does not show: what ships in the wheel, a file with odd names, other formats of captions, doctor, a login."""

from __future__ import annotations

import threading
from pathlib import Path

import pysubs2
import pytest
import requests
from click.testing import CliRunner

from tests.made_media import make_video
from tests.made_texts import in_latin_1
from tests.smoke.wheel import InstalledWheel
from tests.youtube_server import YoutubeServer
from vbn_video.cli.main import program

pytestmark = pytest.mark.smoke


def test_what_runs_is_the_wheel_and_it_ships_its_presets_intros_and_danish(installed: InstalledWheel, tmp_path: Path) -> None:
    code = "import vbn_video, vbn_video.settings.choices as s; print(vbn_video.__file__); print(s.__file__)"
    assert all(Path(line).is_relative_to(installed.home) for line in installed.python(code, tmp_path).out.splitlines())
    assert {"temamoede", "virksomhedsbesoeg", "kort"} <= set(installed.run("presets", "list", cwd=tmp_path).out.split())
    assert "Udgiv" in installed.run("--help", cwd=tmp_path, LANGUAGE="da", LC_ALL="da_DK.UTF-8").out


@pytest.mark.usefixtures("needs_base")
def test_a_recording_whose_names_are_no_utf_8_is_published(installed: InstalledWheel, tmp_path: Path) -> None:
    plain = make_video(tmp_path / "kilde" / "plain.mp4", seconds=6, speech=((1, 5),))
    recording = in_latin_1(plain, tmp_path / "optagelse ø" / "Møde.mp4")
    (tmp_path / "medie").mkdir()
    bumpers = ("--set", "intro.template=", "--set", "outro.template=")
    places = ("--workspace", tmp_path, "--media-dir", tmp_path / "medie")
    done = installed.run("publish", recording, *places, *bumpers, "--despite-findings", "--json", cwd=tmp_path)
    assert done.code == 0, done.err
    assert Path(done.document["video"]).is_file() and done.document["duration"] > 3


def test_captions_of_another_format_are_read_and_held_against_the_norm(installed: InstalledWheel, tmp_path: Path) -> None:
    line = pysubs2.SSAEvent(start=1000, end=3000, text="Velkommen til mødet.")
    fast = pysubs2.SSAEvent(start=4000, end=4300, text="Det her er alt for meget tekst på så kort tid, som ingen når.")
    captions = pysubs2.SSAFile()
    captions.events += [line, fast]
    captions.save(str(tmp_path / "tekst.ass"))
    done = installed.run("captions", "check", tmp_path / "tekst.ass", cwd=tmp_path)
    assert done.code == 6 and "2 captions" in done.out + done.err, done.out + done.err


@pytest.mark.usefixtures("needs_base")
def test_doctor_finds_python_packages_ffmpeg_and_model_in_order(installed: InstalledWheel, tmp_path: Path) -> None:
    (tmp_path / "medie").mkdir()
    done = installed.run("doctor", "--media-dir", tmp_path / "medie", "--set", "captions.model=base", cwd=tmp_path)
    well = {line.split()[0] for line in done.out.splitlines()}
    assert {"Python", "packages", "ffmpeg", "model"} <= well, done.out + done.err


def test_a_person_logs_in_to_youtube(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    token_file, client = tmp_path / "login.json", tmp_path / "client.json"

    def browse(url: str) -> bool:
        threading.Thread(target=requests.get, args=(url,), kwargs={"timeout": 10}).start()
        return True

    monkeypatch.setattr("webbrowser.open", browse)
    with YoutubeServer() as server:
        server.write_client_secret(client)
        sets = ["--set", f"youtube.token_file={token_file}", "--set", f"youtube.api_root={server.root}"]
        done = CliRunner().invoke(program(), ["auth", "youtube", "--client-secret", str(client), *sets])
        assert done.exit_code == 0, done.output
        assert server.state.channel.id in done.output and server.violations == []
    assert token_file.is_file()
