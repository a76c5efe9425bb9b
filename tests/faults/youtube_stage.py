"""A channel and a project on which an act of `youtube_run.py` is disturbed, and what is to be seen of them then."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from tests.faults.youtube_run import ACTS, SCENES, Point, Runner, Scene, Struck, When, project, small_and_quick
from tests.publish.youtube.studio import Studio
from tests.youtube_server import Seen, YoutubeServer
from vbn_video.publish.ledger import Ledger

KILLED = -9
WHENS: tuple[When, ...] = ("before", "within", "received", "worked", "after", "noted")
AT_THE_SERVER = ("within", "received", "worked")
FORGOTTEN_FACTS = ("captions_id", "playlist_id", "processed")
Tried = TypeVar("Tried")


class Stage:
    """A channel and a project, as they are when the scene's act begins."""

    def __init__(self, folder: Path, scene: Scene, server: YoutubeServer) -> None:
        self.folder, self.scene, self.server = folder, scene, server
        folder.mkdir()
        server.write_token_file(folder / "token.json", expired=not scene.before)
        for name in scene.before:
            self.act(name)
        server.forget_requests()
        server.on_request = self.expire

    def act(self, name: str = "", studio: Studio | None = None) -> Studio:
        """Do an act to its end, in a project that knows only what is on the disk unless one is given."""
        studio = studio or self.project()
        with small_and_quick():
            ACTS[name or self.scene.act](studio)
        return studio

    def project(self) -> Studio:
        """The project as a new process finds it."""
        return project(self.folder, self.server.root)

    def expire(self, seen: Seen, phase: str) -> None:
        """Let the login's token expire when its time has come."""
        if seen.number == self.scene.expires_after and phase == "worked":
            self.server.oauth.expire_all()

    def killed_again(self, runner: Runner, left: Counter[str]) -> bool:
        """Do the act in a process that is killed when it is done with the first request of those that are left; False: none."""

        def strike(seen: Seen, phase: str) -> bool:
            self.expire(seen, phase)
            struck = phase == "worked" and left[seen.name] > 0
            if struck:
                left[seen.name] -= 1
                runner.kill()
            return struck

        self.server.on_request = strike
        code = runner.run(self.scene.act, self.folder, self.server.root, Point(0, "worked"))
        self.server.settle()
        self.server.on_request = self.expire
        assert code in (0, KILLED), (self.folder / "error.txt").read_text(encoding="utf-8")
        return code == KILLED

    def killed(self, runner: Runner, point: Point, name: str = "") -> None:
        """Do the act in a process that is killed at the point."""

        def strike(seen: Seen, phase: str) -> bool:
            self.expire(seen, phase)
            struck = point.when in AT_THE_SERVER and (seen.number, phase) == (point.number, point.when)
            if struck:
                assert seen.name == point.name, "not the request that it was to be"
                runner.kill()
            return struck

        self.server.on_request = strike
        code = runner.run(name or self.scene.act, self.folder, self.server.root, point)
        self.server.settle()
        self.server.on_request = self.expire
        error = self.folder / "error.txt"
        assert code == KILLED, error.read_text(encoding="utf-8") if error.exists() else "the point was not reached"

    def points(self) -> list[Point]:
        """Every point at which the act can be killed, from an undisturbed act."""
        notes = Struck(Point(0, "noted"))
        with small_and_quick(notes.noted):
            ACTS[self.scene.act](self.project())
        requests = [
            Point(seen.number, when, seen.name)
            for seen in self.server.requests
            for when in WHENS
            if when != "noted" and (seen.size or when != "within")
        ]
        return [*requests, *(Point(number, "noted") for number in range(1, notes.notes + 1))]

    def picture(self) -> dict[str, Any]:
        """All that matters of the channel and the ledger, without what is by right another in every run."""
        state = self.server.state
        which = {video.id: f"video {number}" for number, video in enumerate(state.uploaded)}
        entries = [
            {
                **{key: value for key, value in asdict(entry).items() if key not in ("id", "url", "facts")},
                "id": which[entry.id],
                "facts": {key: value for key, value in entry.facts.items() if key not in FORGOTTEN_FACTS}
                | ({"replaces": [which[video_id] for video_id in replaces]} if (replaces := entry.facts.get("replaces")) else {}),
            }
            for entry in Ledger(self.folder / "ledger.json").entries
        ]
        videos = {
            which[video.id]: {
                "there": video.id in state.videos,
                "sha256": video.sha256,
                "snippet": video.snippet,
                "status": video.status,
                "thumbnail": hashlib.sha256(video.thumbnail or b"").hexdigest(),
                "captions": [(track.language, track.name, track.content) for track in state.captions_of(video.id)],
                "notified": video.notified,
            }
            for video in state.uploaded
        }
        playlists = [(made.title, made.privacy, [which[item] for item in made.video_ids]) for made in state.playlists.values()]
        return {"entries": entries, "videos": videos, "playlists": playlists}


@dataclass(frozen=True)
class Request:
    """One request of an undisturbed publication: the `nth` of its name, the `number`th of all."""

    name: str
    nth: int
    number: int
    last: bool
    """Of its name."""

    def __str__(self) -> str:
        return f"{self.number} {self.name} {self.nth}"


def requests_of(names: list[str]) -> list[Request]:
    """The requests that have these names, in their order."""
    counts = [(name, names[: index + 1].count(name)) for index, name in enumerate(names)]
    return [Request(name, nth, index + 1, nth == names.count(name)) for index, (name, nth) in enumerate(counts)]


@contextmanager
def staged(folder: Path, scene: Scene) -> Iterator[Stage]:
    """The scene's beginning, on a server of its own."""
    with YoutubeServer(duration_s=124.0, **scene.server) as server:
        yield Stage(folder, scene, server)
        assert server.violations == []
    shutil.rmtree(folder)


@cache
def undisturbed(name: str) -> tuple[list[Point], dict[str, Any]]:
    """The points of a scene, and what it ends as."""
    with tempfile.TemporaryDirectory() as folder, staged(Path(folder, "undisturbed"), SCENES[name]) as stage:
        return stage.points(), stage.picture()


@cache
def undisturbed_requests(name: str) -> list[Request]:
    """The requests of a scene's act."""
    with tempfile.TemporaryDirectory() as folder, staged(Path(folder, "undisturbed"), SCENES[name]) as stage:
        stage.act()
        return requests_of(stage.server.names())


def nothing_is_left(stage: Stage, name: str) -> None:
    """An act that was done only reads if it is done again."""
    stage.server.forget_requests()
    stage.act(name)
    assert [seen.name for seen in stage.server.writes] == []


def differences(one: Any, other: Any, path: str = "") -> list[str]:
    """Where two pictures differ, a line each."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = sorted(one.keys() | other.keys())
        return [line for key in keys for line in differences(one.get(key), other.get(key), f"{path}/{key}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [line for index, pair in enumerate(zip(one, other, strict=True)) for line in differences(*pair, f"{path}/{index}")]
    return [] if one == other else [f"{path} is {one!r}, not {other!r}"]


def hold_for_all(points: list[Tried], hold: Callable[[Tried], None]) -> None:
    """Try every point, and tell of all that do not hold."""
    failed = {}
    for point in points:
        try:
            hold(point)
        except Exception as error:
            failed[str(point)] = error
    if failed:
        told = "\n".join(f"{point}: {type(error).__name__}: {str(error)[:400]}" for point, error in failed.items())
        raise AssertionError(f"{len(failed)} of {len(points)} points do not hold:\n{told}") from next(iter(failed.values()))
