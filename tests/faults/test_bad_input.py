"""Whatever is wrong, a person gets one clear sentence and the right exit code, and nothing is lost."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.made_media import make_video
from tests.running import Done, started, vbn_video
from vbn_video import pipeline


@pytest.fixture
def media_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "medie mappe"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which a small recording has been taken to its captions."""
    folder = tmp_path_factory.mktemp("planned")
    make_video(folder / "møde.mp4", seconds=8, speech=((1, 4), (5, 7)))
    assert vbn_video("run", folder / "møde.mp4", "--until", "caption").code == 0
    return folder


def refused(done: Done, code: int, *words: str) -> None:
    assert done.code == code, done.err
    error = done.document["error"]
    assert error["code"] == code
    for word in words:
        assert word in error["message"], error["message"]
    assert "Traceback" not in done.err


def zoom_folder(folder: Path, percent: int) -> Path:
    recording = folder / "2020-12-08 08.55.10 HR og æøå 987"
    make_video(recording / "video1122334455.mp4", seconds=3)
    items = [{"video": "video1122334455.mp4", "audio": "audio1122334455.m4a", "process": percent}]
    (recording / "recording.conf").write_text(json.dumps({"items": items}), encoding="utf-8")
    return recording


def two_meetings(folder: Path) -> Path:
    for day in ("20240124", "20240131"):
        make_video(folder / f"GMT{day}-202901_Recording_1280x720.mp4", seconds=2)
    return folder


def empty_folder(folder: Path) -> Path:
    (folder / "tom mappe").mkdir(parents=True)
    return folder / "tom mappe"


def text_file(folder: Path) -> Path:
    (folder / "referat.mp4").write_text("Dette er ikke en video.", encoding="utf-8")
    return folder / "referat.mp4"


def truncated(folder: Path) -> Path:
    whole = make_video(folder / "hel.mp4", seconds=6)
    (folder / "afbrudt.mp4").write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    return folder / "afbrudt.mp4"


RECORDINGS: dict[str, tuple[Callable[[Path], Path], tuple[str, ...]]] = {
    "not there": (lambda folder: folder / "findes ikke.mp4", ("findes ikke.mp4",)),
    "an empty folder": (empty_folder, ("tom mappe",)),
    "no sound track": (lambda folder: make_video(folder / "stum.mp4", seconds=2, speech=None), ("stum.mp4", "sound")),
    "no picture": (lambda folder: make_video(folder / "lyd.mp4", seconds=2, picture=None), ("lyd.mp4", "picture")),
    "a text file named .mp4": (text_file, ("referat.mp4",)),
    "a truncated file": (truncated, ("afbrudt.mp4",)),
    "still being converted by Zoom": (lambda folder: zoom_folder(folder, 62), ("62",)),
    "two meetings in one folder": (two_meetings, ("more than one meeting", "2024-01-31")),
}


@pytest.mark.parametrize("name", RECORDINGS)
def test_a_recording_that_can_not_be_used_is_refused_in_a_sentence(name: str, tmp_path: Path, media_dir: Path) -> None:
    make, words = RECORDINGS[name]
    recording = make(tmp_path / "optagelser" if name != "a text file named .mp4" else tmp_path)
    before = sorted(tmp_path.rglob("*"))
    refused(vbn_video("publish", recording, "--media-dir", media_dir, "--json"), 3, *words)
    assert not list(media_dir.iterdir())
    assert [path for path in before if not path.exists()] == [], "nothing is lost"


def test_without_a_media_folder_the_line_to_add_is_named(planned: Path) -> None:
    refused(vbn_video("publish", planned / "møde.mp4", "--json"), 2, "media_dir")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--preset", "temamode"], ("temamode", "temamoede")),
        (["--set", "captions.modle=base"], ("modle", "model")),
        (["--set", "trim.lead_s=hurtigt"], ("lead_s", "number")),
        (["--set", "captions.engine=wisper"], ("wisper", "faster-whisper")),
        (["--start", "ti minutter"], ("ti minutter",)),
        (["--until", "rendre"], ("rendre",)),
    ],
)
def test_a_wrong_preset_or_option_names_what_is_allowed(options: list[str], words: tuple[str, ...], planned: Path) -> None:
    verb = "run" if "--until" in options else "publish"
    refused(vbn_video(verb, planned / "møde.mp4", *options, "--json"), 2, *words)


def test_a_wrong_key_in_a_preset_file_names_file_and_line(planned: Path, tmp_path: Path) -> None:
    preset = tmp_path / "mit preset.toml"
    preset.write_text('extends = "temamoede"\n\n[trim]\nled_s = 2\n', encoding="utf-8")
    refused(
        vbn_video("publish", planned / "møde.mp4", "--preset", preset, "--json"), 2, "mit preset.toml", "4", "led_s", "lead_s"
    )


def test_a_missing_model_names_the_command_that_mends_it(planned: Path, media_dir: Path) -> None:
    done = vbn_video("publish", planned / "møde.mp4", "--media-dir", media_dir, "--set", "captions.model=large-v3", "--json")
    refused(done, 4, "vbn-video models download large-v3")


@pytest.mark.long
def test_a_model_with_a_wrong_hash_is_not_used(planned: Path, media_dir: Path, tmp_path: Path) -> None:
    """The embedded model is put together anew from its packages; one that was fetched is refused."""
    models = {"VBN_VIDEO_MODELS": str(tmp_path / "models")}
    shutil.copytree(planned, tmp_path / "kopi")
    run = ("run", tmp_path / "kopi" / "møde.mp4", "--until", "transcribe", "--json", "--set")
    assert vbn_video(*run, "captions.quality=draft", **models).code == 0
    whole = next((tmp_path / "models").rglob("model.bin"))
    sound, spoiled = whole.read_bytes(), whole.read_bytes()[:-8] + b"damaged!"
    whole.write_bytes(spoiled)
    assert vbn_video(*run, "captions.quality=best", **models).code == 0
    assert whole.read_bytes() == sound
    small = Path(str(whole.parent).replace("base", "small"))
    shutil.copytree(whole.parent, small)
    (small / "model.bin").write_bytes(spoiled)
    refused(vbn_video(*run, "captions.model=small", **models), 4, "small", "vbn-video models download small")


@pytest.mark.parametrize(
    "title", ["Løn / \\ : < > \" & 😀 '", "Meget lang titel om den vanskelige samtale " * 7, ""], ids=["signs", "300", "empty"]
)
def test_any_title_is_published(title: str, planned: Path, media_dir: Path, tmp_path: Path) -> None:
    shutil.copytree(planned, tmp_path / "kopi")
    done = vbn_video(
        "publish", tmp_path / "kopi" / "møde.mp4", "--media-dir", media_dir, "--title", title, "--despite-findings", "--json"
    )
    assert done.code == 0, done.err
    page = Path(done.document["publications"][0]["path"])
    assert page.is_relative_to(media_dir) and page.is_file()


@pytest.mark.long
def test_a_path_of_over_200_characters_with_spaces_and_danish_letters_is_used(tmp_path: Path, media_dir: Path) -> None:
    deep = tmp_path.joinpath(*["en mappe med et langt navn på dansk æøå"] * 6)
    recording = make_video(deep / "årsmøde på rådhuset.mp4", seconds=6, speech=((1, 4),))
    assert len(str(recording)) > 240
    done = vbn_video("publish", recording, "--media-dir", media_dir, "--despite-findings", "--json")
    assert done.code == 0, done.err


@pytest.mark.parametrize(
    ("file", "spoil", "words"),
    [
        ("captions.da.vtt", lambda text: text.replace("-->", "->", 1), ("captions.da.vtt", "line")),
        ("edit.json", lambda text: text.replace('"start"', '"strat"', 1), ("edit.json",)),
        ("edit.json", lambda text: text[:-20], ("edit.json", "line")),
    ],
)
def test_an_edited_file_that_is_no_longer_valid_is_named_and_left(
    file: str, spoil: Callable[[str], str], words: tuple[str, ...], planned: Path, tmp_path: Path
) -> None:
    shutil.copytree(planned, tmp_path / "kopi")
    edited = tmp_path / "kopi" / "møde.vbn" / file
    if file.endswith("vtt"):
        edited.write_text("WEBVTT\n\n00:05.000 --> 00:07.000\nGod morgen\n", encoding="utf-8")
    spoiled = spoil(edited.read_text(encoding="utf-8"))
    edited.write_text(spoiled, encoding="utf-8")
    refused(vbn_video("run", tmp_path / "kopi" / "møde.mp4", "--until", "caption", "--json"), 2, *words)
    assert edited.read_text(encoding="utf-8") == spoiled


def test_a_strangers_index_page_in_the_media_folder_is_left_and_said(planned: Path, media_dir: Path, tmp_path: Path) -> None:
    shutil.copytree(planned, tmp_path / "kopi")
    (media_dir / "index.html").write_text("<h1>Kommunens egen side</h1>", encoding="utf-8")
    done = vbn_video("publish", tmp_path / "kopi" / "møde.mp4", "--media-dir", media_dir, "--despite-findings", "--json")
    refused(done, 5, "index.html")
    assert [path.name for path in media_dir.iterdir()] == ["index.html"]
    assert (media_dir / "index.html").read_text(encoding="utf-8") == "<h1>Kommunens egen side</h1>"


def test_a_media_folder_that_is_not_there_is_said(planned: Path, tmp_path: Path) -> None:
    shutil.copytree(planned, tmp_path / "kopi")
    done = vbn_video("publish", tmp_path / "kopi" / "møde.mp4", "--media-dir", tmp_path / "drev", "--despite-findings", "--json")
    refused(done, 5, "drev")


def test_a_second_run_is_told_who_is_at_work(planned: Path) -> None:
    from vbn_video.project import Project

    with Project(planned / "møde.vbn").lock():
        refused(started("run", planned / "møde.mp4", "--until", "plan", "--json"), 4, str(os.getpid()))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str, str], Path]]:
    """Mounts disks of a given size; skips where this may not be done."""
    mounted: list[Path] = []

    def mount(name: str, options: str) -> Path:
        place = tmp_path / name
        place.mkdir()
        if subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], capture_output=True, check=False
        ).returncode:
            pytest.skip("disks can't be mounted here")
        mounted.append(place)
        return place

    if shutil.which("mount") is None:
        pytest.skip("there is no mount program here")
    yield mount
    for place in mounted:
        subprocess.run(["umount", str(place)], check=True)


@pytest.fixture
def room_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """There was room when the run began; another program has taken it since."""
    monkeypatch.setattr(pipeline, "check_room", lambda *_said: None)


@pytest.mark.usefixtures("room_enough")
def test_a_disk_that_is_full_while_rendering_loses_nothing(
    planned: Path, small_disk: Callable[[str, str], Path], tmp_path: Path
) -> None:
    disk = small_disk("lille disk", "size=2m")
    shutil.copytree(planned / "møde.vbn", disk / "møde.vbn")
    before = (disk / "møde.vbn" / "captions.da.vtt").read_bytes()
    (disk / "fyld").write_bytes(bytes((shutil.disk_usage(disk).free // 4096 - 20) * 4096))
    run = ("run", planned / "møde.mp4", "--workspace", disk, "--until", "render", "--json")
    refused(vbn_video(*run), 4, "full")
    assert (disk / "møde.vbn" / "captions.da.vtt").read_bytes() == before
    (disk / "fyld").unlink()
    assert vbn_video(*run).code == 0


@pytest.mark.usefixtures("room_enough")
def test_the_last_video_stands_when_the_disk_is_too_full_for_the_next(
    planned: Path, small_disk: Callable[[str, str], Path]
) -> None:
    disk = small_disk("lille disk", "size=4m")
    shutil.copytree(planned / "møde.vbn", disk / "møde.vbn")
    run = ("run", planned / "møde.mp4", "--workspace", disk, "--until", "render", "--json")
    assert vbn_video(*run).code == 0
    before = (disk / "møde.vbn" / "video.mp4").read_bytes()
    (disk / "fyld").write_bytes(bytes((shutil.disk_usage(disk).free // 4096 - 20) * 4096))
    refused(vbn_video(*run, "--start", "2"), 4, "full")
    assert (disk / "møde.vbn" / "video.mp4").read_bytes() == before


@pytest.mark.usefixtures("room_enough")
def test_a_media_folder_that_is_full_shows_nothing_half_written(
    planned: Path, small_disk: Callable[[str, str], Path], tmp_path: Path
) -> None:
    shutil.copytree(planned, tmp_path / "kopi")
    disk = small_disk("fuld mappe", "size=32k")
    publish = ("publish", tmp_path / "kopi" / "møde.mp4", "--despite-findings", "--json", "--media-dir")
    refused(vbn_video(*publish, disk), 5, "full")
    seen = [path for path in disk.rglob("*") if path.is_file() and not path.name.startswith(".")]
    assert [(path.name, json.loads(path.read_bytes())["state"]) for path in seen] == [("entry.json", "publishing")]
    other = tmp_path / "rummelig"
    other.mkdir()
    assert vbn_video(*publish, other).code == 0


def test_a_media_folder_that_may_not_be_written_to_is_said(
    planned: Path, small_disk: Callable[[str, str], Path], tmp_path: Path
) -> None:
    shutil.copytree(planned, tmp_path / "kopi")
    disk = small_disk("skrivebeskyttet", "size=8m,ro")
    done = vbn_video("publish", tmp_path / "kopi" / "møde.mp4", "--media-dir", disk, "--despite-findings", "--json")
    refused(done, 5, "skrivebeskyttet")
