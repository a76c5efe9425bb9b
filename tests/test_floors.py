"""The rules of the house: imports only point down, decisions are pure, each outward door is where the design puts it."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent / "vbn_video"

FLOORS = {
    "codec": 0, "messages": 0, "errors": 0, "events": 0, "evidence": 0, "decisions": 0, "preset": 0, "meeting": 0, "timeline": 0,
    "plan": 1, "project": 1, "preset_files": 1, "preset_faults": 1, "profile_files": 1, "glossary_files": 1, "toml_lines": 1,
    "meeting_file": 1, "meeting_text": 1, "shipped": 1,
    "recording": 2,
    "look": 3, "listen": 3, "speech": 3, "render": 3, "report": 3, "publish": 3,
    "steps": 4, "pipeline": 4,
    "review": 5, "batch": 5,
    "cli": 6, "__main__": 7,
}  # fmt: skip
MEDIA_ROOMS = {"recording", "listen", "look", "speech", "render", "report"}
MEDIA_MODULES = {"av", "moviepy", "ffmpeg", "imageio_ffmpeg", "faster_whisper", "ctranslate2", "whisper", "torch", "onnxruntime"}
NETWORK_MODULES = {"socket", "http", "urllib", "requests", "httplib2", "googleapiclient", "yt_dlp", "fsspec", "asyncio", "ssl"}
NETWORK_ROOMS = {"publish", "batch", "review"}
NETWORK_FILES = {"recording/download.py"}
IMPURE_MODULES = {
    "os",
    "io",
    "pathlib",
    "subprocess",
    "socket",
    "time",
    "random",
    "secrets",
    "tempfile",
    "shutil",
    "urllib",
    "http",
}


def files() -> list[Path]:
    return sorted(path for path in HOUSE.rglob("*.py") if path != HOUSE / "__init__.py")


def room_of(path: Path) -> str:
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write the whole name of what is imported"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def named(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


@pytest.mark.parametrize("path", files(), ids=named)
def test_every_file_lies_in_a_room_of_the_plan(path: Path) -> None:
    assert room_of(path) in FLOORS


@pytest.mark.parametrize("path", files(), ids=named)
def test_imports_only_point_down(path: Path) -> None:
    room = room_of(path)
    for name in imports_of(path):
        other = name.split(".")[1] if name.startswith("vbn_video.") else None
        if other in FLOORS and other != room:
            assert FLOORS[other] < FLOORS[room] or FLOORS[other] == FLOORS[room] in (0, 1, 4), f"{room} reaches {name}"


@pytest.mark.parametrize("path", [p for p in files() if FLOORS.get(room_of(p)) == 0 or room_of(p) == "plan"], ids=named)
def test_decisions_open_nothing(path: Path) -> None:
    used = {name.split(".")[0] for name in imports_of(path)}
    assert not used & (IMPURE_MODULES | MEDIA_MODULES | NETWORK_MODULES)
    names = {node.id for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Name)}
    assert "open" not in names and "print" not in names
    attributes = {node.attr for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Attribute)}
    assert not attributes & {"now", "today", "utcnow"}, "a decision does not read the clock"


@pytest.mark.parametrize("path", [p for p in files() if room_of(p) not in MEDIA_ROOMS], ids=named)
def test_only_the_media_rooms_touch_media(path: Path) -> None:
    if named(path) == "cli/doctor.py":
        return  # asks each package whether it is there
    assert not {name.split(".")[0] for name in imports_of(path)} & MEDIA_MODULES


def test_every_media_file_is_opened_for_reading_at_one_door() -> None:
    assert [named(path) for path in files() if "av.open(" in path.read_text(encoding="utf-8")] == ["recording/media.py"]


@pytest.mark.parametrize("path", [p for p in files() if room_of(p) not in NETWORK_ROOMS], ids=named)
def test_only_named_doors_lead_to_a_network(path: Path) -> None:
    if named(path) in NETWORK_FILES or named(path).startswith("speech/"):
        return
    used = set(imports_of(path))
    assert not {name.split(".")[0] for name in used} & (NETWORK_MODULES - {"socket"})
    assert all(name == "socket" and named(path) == "project.py" for name in used if name.split(".")[0] == "socket")


def test_no_file_holds_two_things() -> None:
    assert {named(path): lines for path in files() if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400} == {}


def test_the_list_of_steps_imports_nothing_heavy() -> None:
    code = "import vbn_video.pipeline, sys; print([m for m in ('av', 'numpy', 'moviepy', 'jinja2') if m in sys.modules])"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "[]"
