"""The whole way to YouTube on the shipped sample, by the command: what is sent the first time, again, and after a change."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.running import SAMPLE, Done, vbn_video
from tests.workplace import Workplace
from tests.youtube_server import YoutubeServer
from vbn_video.plan.vtt import parse_vtt

BASE_URL = "https://eksempel.dk/video"


@dataclass
class Network:
    """A workplace whose presets publish to a page and to a YouTube of our own."""

    place: Workplace
    server: YoutubeServer
    folder: Path

    def run(self, *words: object) -> Done:
        home = {"XDG_STATE_HOME": str(self.folder / "state"), "XDG_CONFIG_HOME": str(self.folder / "config")}
        return vbn_video(*words, *self.settings, cwd=self.folder, **home)

    @property
    def settings(self) -> list[str]:
        values = {"api_root": self.server.root, "token_file": str(self.folder / "login ø.json"), "playlist": "Temamøder"}
        return [word for key, value in values.items() for word in ("--set", f"youtube.{key}={value}")]

    def publish(self, *options: object) -> dict[str, Any]:
        place = self.place
        where = ("--workspace", place.folder, "--media-dir", place.site)
        done = self.run("publish", SAMPLE, *where, "--to", "youtube", "--to", "website", "--json", *options)
        assert done.code == 0, done.err
        self.said = done.err
        return done.document

    @property
    def written(self) -> list[str]:
        """The names of the requests that could change anything, since this was last looked at."""
        names = [seen.name for seen in self.server.writes]
        self.server.forget_requests()
        return names


@pytest.fixture
def network(place: Workplace, tmp_path: Path) -> Iterator[Network]:
    with YoutubeServer(duration_s=84.0, processing_polls=0) as server:
        server.write_token_file(tmp_path / "login ø.json", expired=True)
        yield Network(place, server, tmp_path)
    assert server.violations == []


def test_the_sample_on_youtube_and_on_a_page(network: Network) -> None:
    address = ("--base-url", BASE_URL)
    document = network.publish(*address)
    youtube, website = document["publications"]
    video = network.server.state.video
    page = f"{BASE_URL}/{website['id']}/"
    assert youtube == {
        "target": "youtube",
        "id": video.id,
        "url": f"https://www.youtube.com/watch?v={video.id}",
        "path": None,
        "state": "published",
    }
    assert website["url"] == page and page in video.description
    assert "\n0:00 " in video.description
    assert video.content == Path(document["video"]).read_bytes() and video.privacy == "private" and video.thumbnail
    (track,) = network.server.state.captions.values()
    assert len(parse_vtt(track.content.decode()).cues) == document["captions"]["cues"]
    (playlist,) = network.server.state.playlists.values()
    assert (playlist.title, playlist.video_ids) == ("Temamøder", [video.id])
    assert network.server.counts()["token"] >= 1
    network.server.forget_requests()

    again = network.publish(*address)
    assert [publication["state"] for publication in again["publications"]] == ["unchanged", "unchanged"]
    assert network.written == []

    captions = network.place.project / "captions.da.vtt"
    captions.write_text(captions.read_text(encoding="utf-8").replace("svært", "meget svært", 1), encoding="utf-8")
    network.publish(*address)
    assert network.written == ["captions.update"]
    (track,) = network.server.state.captions.values()
    assert "meget svært" in track.content.decode()

    network.publish(*address, "--title", "En anden titel")
    assert network.written == ["videos.update"]
    assert network.server.state.video.title == "En anden titel"
    assert "--replace" in network.said
    assert len(network.server.state.uploaded) == 1


def test_public_on_a_slow_line_and_taken_down_by_the_command(network: Network) -> None:
    network.publish("--public", "--limit-rate", "5M")
    video = network.server.state.video
    assert (video.privacy, video.size) == ("public", (network.place.project / "video.mp4").stat().st_size)
    done = network.run("withdraw", network.place.project, "--from", "youtube")
    assert done.code == 0, done.err
    assert network.server.state.video.privacy == "private"
    done = network.run("withdraw", network.place.project, "--from", "youtube", "--delete")
    assert done.code == 0, done.err
    assert network.server.state.videos == {}


def test_without_a_login_nothing_is_begun(network: Network) -> None:
    (network.folder / "login ø.json").unlink()
    where = ("--workspace", network.folder / "nyt", "--to", "youtube")
    done = network.run("publish", SAMPLE, *where)
    assert done.code == 4 and "vbn-video auth youtube" in done.err
    assert not (network.folder / "nyt").exists()
    assert network.server.requests == []


def test_a_login_that_is_dead_is_said_before_the_work(network: Network) -> None:
    network.server.oauth.revoke_all()
    done = network.run("publish", SAMPLE, "--workspace", network.folder / "nyt", "--to", "youtube")
    assert done.code == 4 and "7 days" in done.err
    assert not (network.folder / "nyt").exists()
