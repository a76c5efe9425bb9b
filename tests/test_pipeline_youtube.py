"""The whole way to YouTube on the shipped sample, by the command: what is sent the first time, again, and after a change."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.running import SAMPLE, Done, command, environment, vbn_video
from tests.workplace import SHORT_BUMPERS, Workplace
from tests.youtube_server import Seen, YoutubeServer
from vbn_video.formats.vtt import parse_vtt
from vbn_video.project import Project

BASE_URL = "https://eksempel.dk/video"


@dataclass
class Network:
    """A workplace whose presets publish to a page and to a YouTube of our own."""

    place: Workplace
    server: YoutubeServer
    folder: Path

    def run(self, *words: object) -> Done:
        return vbn_video(*words, *self.settings, cwd=self.folder, **self.home)

    def run_killed_at(self, name: str) -> None:
        """Run a publication, and kill it when the first request of this name is done and not yet answered."""
        words = command("publish", SAMPLE, *self.where, *self.settings)
        process = subprocess.Popen(words, env=environment(**self.home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

        def kill(seen: Seen, phase: str) -> bool:
            if (seen.name, phase) != (name, "worked"):
                return False
            process.kill()
            process.wait()
            return True

        self.server.on_request = kill
        assert process.wait(600) == -signal.SIGKILL
        self.server.on_request = None
        self.server.settle()

    @property
    def home(self) -> dict[str, str]:
        return {"XDG_CONFIG_HOME": str(self.folder / "config")}

    @property
    def settings(self) -> list[str]:
        values = {"api_root": self.server.root, "token_file": str(self.folder / "login ø.json"), "playlist": "Temamøder"}
        return [word for key, value in values.items() for word in ("--set", f"youtube.{key}={value}")]

    def publish(self, *options: object) -> dict[str, Any]:
        done = self.run("publish", SAMPLE, *self.where, "--json", *options)
        assert done.code == 0, done.err
        self.said = done.err
        return done.document

    @property
    def where(self) -> list[object]:
        places = ["--workspace", self.place.folder, "--media-dir", self.place.site]
        return [*places, *SHORT_BUMPERS, "--to", "youtube", "--to", "website"]

    @property
    def written(self) -> list[str]:
        """The names of the requests that could change anything, since this was last looked at."""
        names = [seen.name for seen in self.server.writes]
        self.server.forget_requests()
        return names


@pytest.fixture
def network(place: Workplace, tmp_path: Path) -> Iterator[Network]:
    with YoutubeServer(duration_s=100.0, processing_polls=0) as server:
        server.write_token_file(tmp_path / "login ø.json", expired=True)
        server.clock = lambda: time.time() + 300 * len(server.state.uploaded)  # nobody waits until it must be listed
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


def test_a_command_that_is_killed_goes_on_in_the_next_one(network: Network) -> None:
    for name in ("videos.insert.bytes", "playlistItems.insert"):
        network.run_killed_at(name)
    youtube, _ = network.publish()["publications"]
    assert [video.id for video in network.server.state.uploaded] == [youtube["id"]]
    (playlist,) = network.server.state.playlists.values()
    assert playlist.video_ids == [youtube["id"]]
    assert len(network.server.state.captions) == 1


def test_while_one_run_is_at_work_another_one_sends_nothing(network: Network) -> None:
    with Project(network.place.project).lock():
        done = network.run("publish", SAMPLE, *network.where)
    assert done.code == 4 and str(os.getpid()) in done.err
    assert network.written == []


def test_a_page_can_play_the_video_on_youtube(network: Network) -> None:
    options = ("--set", "website.player=youtube", "--set", "youtube.privacy=unlisted")
    network.publish(*options)
    video = network.server.state.video
    assert video.id in network.place.page and video.privacy == "unlisted"
    network.server.forget_requests()
    network.publish(*options)
    assert network.written == []


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


@pytest.mark.long
@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="which cores a process has is set on Linux")
@pytest.mark.parametrize("how", ["other cores", "retitled", "renamed", "restored"])
def test_a_lost_project_that_is_made_anew_is_no_second_video(network: Network, how: str) -> None:
    """The whole way, so that what differs is what a real encoder makes."""
    network.publish("--to", "youtube", "--set", "youtube.privacy=unlisted")
    video, page = network.server.state.video, network.place.page
    title, content = video.title, video.content
    network.server.forget_requests()
    backup = network.folder / "sikkerhedskopi"
    shutil.copytree(network.place.project, backup)
    shutil.rmtree(network.place.project)
    recording, options, cores = SAMPLE, ["--set", "youtube.privacy=public"], os.sched_getaffinity(0)
    if how == "restored":
        shutil.copytree(backup, network.place.project)
        assert network.run("withdraw", network.place.project, "--from", "youtube").code == 0
        shutil.rmtree(network.place.project)
        shutil.copytree(backup, network.place.project)
    if how == "renamed":
        recording = network.folder / "2021-01-01 09.00.00 Et andet møde 12345678901"
        shutil.copytree(SAMPLE, recording)
    if how == "retitled":
        options += ["--title", "Noget helt andet"]
    try:
        os.sched_setaffinity(0, {min(cores)} if how == "other cores" else cores)
        done = network.run("publish", recording, *network.where, *options, "--json")
    finally:
        os.sched_setaffinity(0, cores)
    assert done.code == 0, done.err
    (standing,) = network.server.state.videos.values()
    assert (standing.id, standing.title, standing.content) == (video.id, title, content)
    assert standing.privacy == ("private" if how == "restored" else "unlisted")
    assert network.place.page == page
    if how in ("renamed", "retitled"):
        assert video.id in done.err and "--replace" in done.err
