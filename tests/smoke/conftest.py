"""Made once for all smoke tests, whichever worker comes first: the installed wheel, and the sample as it has published it."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.once import make_once, shared_folder
from tests.running import SAMPLE
from tests.smoke.wheel import InstalledWheel, build, install
from tests.youtube_server import YoutubeServer

DEMO_OPTIONS = ("--meeting", SAMPLE.parent / "meeting.toml", "--set", "trim.break_s=15")
"""What `make demo` says of the sample."""


@dataclass(frozen=True)
class OnYoutube:
    """What the stand-in for YouTube holds after the run."""

    videos: int
    title: str
    privacy: str
    sha256: str
    captions: str
    thumbnail: bool
    violations: list[str]


@dataclass(frozen=True)
class Released:
    """The sample, gone from Zoom folder to page and YouTube by the installed program."""

    folder: Path
    document: dict[str, Any]
    said: str
    youtube: OnYoutube

    @property
    def site(self) -> Path:
        return self.folder / "medie mappe ø"

    @property
    def page(self) -> Path:
        return next(self.site.glob("2020*/index.html"))

    @property
    def video(self) -> Path:
        return Path(self.document["video"])


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers have in common."""
    return shared_folder(tmp_path_factory, "røgprøve")


@pytest.fixture(scope="session")
def installed(shared: Path) -> InstalledWheel:
    home = shared / "miljø"
    make_once(shared / "installed.json", lambda: {"home": str(install(build(shared), home).home)})
    return InstalledWheel(home)


@pytest.fixture(scope="session")
def released(installed: InstalledWheel, shared: Path) -> Released:
    told = make_once(shared / "released.json", lambda: _publish(installed, shared))
    return Released(shared, told["document"], told["said"], OnYoutube(**told["youtube"]))


def _publish(installed: InstalledWheel, folder: Path) -> dict[str, Any]:
    site, login = folder / "medie mappe ø", folder / "login ø.json"
    site.mkdir(exist_ok=True)
    with YoutubeServer(duration_s=100.0, processing_polls=0) as server:
        server.write_token_file(login, expired=True)
        server.clock = lambda: time.time() + 300 * len(server.state.uploaded)  # nobody waits until it must be listed
        targets = ("--to", "website", "--to", "youtube", "--set", f"youtube.api_root={server.root}")
        places = ("--workspace", folder, "--media-dir", site, "--set", f"youtube.token_file={login}")
        done = installed.run("publish", SAMPLE, *DEMO_OPTIONS, *targets, *places, "--json", cwd=folder, PYTHONWARNINGS="default")
        assert done.code == 0, done.err
        video = server.state.video
        (track,) = server.state.captions.values()
        youtube = OnYoutube(
            videos=len(server.state.uploaded),
            title=video.title,
            privacy=video.privacy,
            sha256=video.sha256,
            captions=track.content.decode(),
            thumbnail=bool(video.thumbnail),
            violations=[str(violation) for violation in server.violations],
        )
    return {"document": done.document, "said": done.err, "youtube": asdict(youtube)}
