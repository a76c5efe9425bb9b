"""What is cut away or silenced is in nothing that is published: planted in a recording, and searched in every byte.

Words (spoken, on slides, in the chat), a colour and a tone stand before the start, in two cuts, under a silence and after the
end. The same search finds each of them where its part is kept: what it doesn't find isn't there.
"""

from __future__ import annotations

import gzip
import io
import json
import time
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests.made_media import make_video, numbered, speechlike
from tests.running import vbn_video
from tests.workplace import SHORT_BUMPERS
from tests.youtube_server import YoutubeServer
from vbn_video.evidence import Transcript, Word

LENGTH_S = 70
PLANTED_S = {"before": (0, 10), "break": (26, 32), "silence": (38, 40), "cut": (48, 53), "after": (62, LENGTH_S)}
"""Where in the recording something is planted; under the silence the picture stays."""
OPEN, SECRET, SLIDE, NEAR = "bralgord", "kvaksalv", "hyldebær", "bralgorrd"
"""What is said where it is kept, and planted: words and chat, slides, and on slides a word so near to the kept one that captions
would learn it."""
TONE_HZ, RATE_HZ = 9_000, 32_000
MAGENTA = (230, 20, 230)
MARGIN_S = 0.1
"""A plant keeps so far from the edges of its part: what an encoder smears over an edge is no leak."""
FRAMES_A_S = 5


def planted_at(at_s: float, *but: str) -> str | None:
    inside = (name for name, (start_s, end_s) in PLANTED_S.items() if start_s + MARGIN_S <= at_s < end_s - MARGIN_S)
    return next((name for name in inside if name not in but), None)


def picture(index: int, size: tuple[int, int]) -> NDArray[np.uint8]:
    """A slide that stands still: only what is planted changes it."""
    rgb = numbered(0, size)
    if planted_at(index / FRAMES_A_S, "silence"):
        rgb[size[1] // 4 :, : size[0] // 2] = MAGENTA
    return rgb


def sound() -> NDArray[np.float32]:
    samples = 0.4 * speechlike([(at_s, at_s + 2.4) for at_s in range(1, LENGTH_S - 2, 3)], LENGTH_S, RATE_HZ)
    at_s = np.arange(len(samples)) / RATE_HZ
    for start_s, end_s in PLANTED_S.values():
        inside = (at_s >= start_s + MARGIN_S) & (at_s < end_s - MARGIN_S)
        samples[inside] += 0.3 * np.sin(2 * np.pi * TONE_HZ * at_s[inside])
    return samples.astype(np.float32)


def words() -> tuple[Word, ...]:
    """Two a second, of which those in a planted part bear its name."""
    said = []
    for number in range(2 * LENGTH_S):
        part = planted_at(number / 2 + 0.2)
        text = f"{SECRET}{part}" if part else (f"{OPEN}." if number % 8 == 7 else OPEN)
        said.append(Word(number * 500_000 + 20_000, number * 500_000 + 380_000, text, 0.95))
    return tuple(said)


def chat() -> str:
    """A line to everybody in each planted part, and a private one where it is kept."""
    lines = [(start_s + 1, "Everyone", name) for name, (start_s, _end_s) in PLANTED_S.items()]
    lines = sorted([*lines, (34, "Bo (Direct Message)", "privat")])
    return "".join(f"09:{at_s // 60:02}:{at_s % 60:02} From Ida to {to}:\n\t{SECRET}chat{name}\n" for at_s, to, name in lines)


class Published:
    """The made recording in a workspace of its own, published to a folder and to a YouTube of our own."""

    def __init__(self, folder: Path, server: YoutubeServer) -> None:
        self.folder, self.server, self.site = folder, server, folder / "side"
        self.site.mkdir()
        self.recording = folder / "2020-12-08 09.00.00 Et møde 98765432101"
        make_video(
            self.recording / "video1607414400.mp4", LENGTH_S, rate=FRAMES_A_S, sound=sound(), sound_rate=RATE_HZ, picture=picture
        )
        (self.recording / "meeting_saved_chat.txt").write_text(chat(), encoding="utf-8")
        server.write_token_file(folder / "login.json")

    def run(self, *arguments: object) -> Any:
        done = vbn_video(*arguments, cwd=self.folder, XDG_CONFIG_HOME=str(self.folder / "config"))
        assert done.code == 0, done.err
        return done

    def publish(self, keeping: str = "") -> dict[str, Any]:
        """Cut and silence all that is planted, but what is `keeping`; then publish."""
        start_s, end_s = PLANTED_S["before"][1] * (keeping != "before"), PLANTED_S["after"][keeping == "after"]
        self.run("run", self.recording, "--until", "plan", "--start", start_s, "--end", end_s, *self.where)
        for name in ("break", "cut", "silence"):
            if name != keeping:
                self.cut(name)
        return self.send().document

    @property
    def where(self) -> tuple[object, ...]:
        """Options of every run."""
        return ("--workspace", self.folder, *SHORT_BUMPERS, "--set", "chapters.pause_s=0.1", "--set", "youtube.privacy=unlisted")

    def cut(self, name: str) -> None:
        """Cut or silence one of the planted parts."""
        silence = ["--sound-only"] if name == "silence" else []
        span = "{}-{}".format(*PLANTED_S[name])
        self.run("plan", "set", self.recording, "--workspace", self.folder, "--cut", span, *silence)

    def send(self, *more: str) -> Any:
        """Publish to both targets; how it ended."""
        youtube = {"api_root": self.server.root, "token_file": self.folder / "login.json"}
        settings = [word for key, value in youtube.items() for word in ("--set", f"youtube.{key}={value}")]
        to = ("--to", "youtube", "--to", "website", "--media-dir", self.site, "--despite-findings", "--json")
        return self.run("publish", self.recording, *self.where, *settings, *to, *more)

    @property
    def everything(self) -> dict[str, bytes]:
        """All that left the project, by where it went."""
        found = {str(path.relative_to(self.site)): path.read_bytes() for path in self.site.rglob("*") if path.is_file()}
        found["names of files"] = "\n".join(found).encode()
        state = self.server.state
        for video in state.uploaded:
            found[f"YouTube {video.id}.mp4"] = video.content
        for number, thumbnail in enumerate(video.thumbnail for video in state.uploaded if video.thumbnail):
            found[f"YouTube {number}.jpg"] = thumbnail
        for seen in self.server.requests:
            found[f"request {seen.number} {seen.name}"] = f"{seen.path}\n{seen.headers}\n".encode() + seen.body
        return found

    @property
    def seen_by_others(self) -> dict[str, bytes]:
        """What people can see now: the media folder, and what YouTube has of videos that are not private."""
        found = {str(path.relative_to(self.site)): path.read_bytes() for path in self.site.rglob("*") if path.is_file()}
        state = self.server.state
        for video in state.uploaded:
            if video.privacy != "private":
                found |= {f"{video.id}.mp4": video.content, f"{video.id}.jpg": video.thumbnail}
                found[f"{video.id} texts"] = json.dumps([video.snippet, video.extra], ensure_ascii=False).encode()
                found |= {f"{video.id} {track.id}": track.content for track in state.captions_of(video.id)}
        return found


def layers(content: bytes) -> Iterator[bytes]:
    """The bytes, and those packed in them."""
    yield content
    if zipfile.is_zipfile(io.BytesIO(content)) and content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            for name in file.namelist():
                yield from layers(file.read(name))
    for unpack in (gzip.decompress, zlib.decompress):
        try:
            yield from layers(unpack(content))
        except (OSError, EOFError, zlib.error):
            continue


def tells(content: bytes, text: str) -> bool:
    """Whether a text stands in it, as UTF-8, UTF-16, or as JSON and addresses write it."""
    forms = {text.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")} | {json.dumps(text)[1:-1].encode()}
    return any(form in layer.lower() for layer in layers(content) for form in forms)


def magenta(rgb: NDArray[np.uint8]) -> bool:
    red, green, blue = (rgb[..., channel].astype(int) for channel in range(3))
    return bool(np.mean((red > 150) & (blue > 150) & (green < 110)) > 0.002)


def seen_and_heard(content: bytes) -> tuple[bool, bool]:
    """Whether any picture of a video has the colour, and whether the tone is anywhere in its sound."""
    with av.open(io.BytesIO(content)) as file:
        colour = any(magenta(frame.to_ndarray(format="rgb24")) for frame in file.decode(video=0))
    with av.open(io.BytesIO(content)) as file:
        rate_hz = file.streams.audio[0].rate
        samples = np.concatenate([frame.to_ndarray().mean(axis=0) for frame in file.decode(audio=0)])
    window = rate_hz // 20
    blocks = samples[: len(samples) // window * window].reshape(-1, window)
    turns = np.exp(-2j * np.pi * TONE_HZ / rate_hz * np.arange(window))
    return colour, bool((abs(blocks @ (turns * np.hanning(window))) * 4 / window).max() > 0.01)


def found_in(everything: dict[str, bytes], *texts: str) -> set[str]:
    """What of the planted things is in what is published: `text in …`, `colour in …`, `tone in …`."""
    found = {f"text in {name}" for name, content in everything.items() if any(tells(content, text) for text in texts)}
    for name, content in everything.items():
        if name.endswith(".mp4"):
            colour, tone = seen_and_heard(content)
            found |= {f"colour in {name}"} if colour else set()
            found |= {f"tone in {name}"} if tone else set()
        elif name.endswith((".jpg", ".png", ".webp")) and magenta(np.asarray(Image.open(io.BytesIO(content)).convert("RGB"))):
            found.add(f"colour in {name}")
    return found


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Published]:
    """The words and the slides' texts are handed in where else a model would hear and read them."""
    monkeypatch.setattr("vbn_video.steps.transcribe._transcript", lambda *_: Transcript(words(), "base"))
    monkeypatch.setattr("vbn_video.steps.look._with_text", lambda slides, *_: tuple(map(with_text, slides)))
    with YoutubeServer(duration_s=60.0, processing_polls=0) as server:
        server.clock = lambda: time.time() + 300 * len(server.state.uploaded)
        yield Published(tmp_path, server)
    assert server.violations == []


def with_text(slide: Any) -> Any:
    part = planted_at(slide.start_us / 1e6 + 0.5)
    title = f"{SLIDE.capitalize()}{part} {NEAR}" if part and part != "silence" else "Dagsorden"
    return replace(slide, text=title, title=title)


def test_nothing_that_is_cut_or_silenced_is_published(made: Published) -> None:
    document = made.publish()
    everything = made.everything
    assert found_in(everything, SECRET, SLIDE, NEAR) == set()
    assert SECRET not in json.dumps(document).lower()
    telling = {name for name, content in everything.items() if tells(content, OPEN)}
    assert {name.rpartition(".")[2] for name in telling} >= {"html", "vtt", "srt", "mp4"}
    assert any("captions.insert" in name for name in telling)
    assert len([name for name in everything if "storyboard" in name]) == 2


@pytest.mark.long
@pytest.mark.parametrize("part", list(PLANTED_S))
def test_each_planted_thing_is_found_where_its_part_is_kept(made: Published, part: str) -> None:
    made.publish(keeping=part)
    found = found_in(made.everything, SECRET + part)
    kinds = {(kind.split(" ")[0], kind.rpartition(".")[2] if "." in kind else "") for kind in found}
    wanted = {("text", kind) for kind in ("html", "vtt", "srt", "mp4")} | {("tone", "mp4")}
    assert kinds >= wanted | ({("colour", "mp4")} if part != "silence" else set())
    others = [name for name in PLANTED_S if name != part]
    assert not any(tells(content, SECRET + other) for content in made.everything.values() for other in others)


@pytest.mark.long
@pytest.mark.parametrize("part", ["cut", "silence"])
def test_what_is_cut_or_silenced_after_it_was_published_is_named_and_goes_with_replace(made: Published, part: str) -> None:
    made.publish(keeping=part)
    assert found_in(made.seen_by_others, SECRET + part)
    made.cut(part)
    start_s, end_s = PLANTED_S[part]
    said = [line for line in made.send().err.split("\n") if "still shows" in line]
    assert len(said) == 2 and all(f"0:{start_s}-0:{end_s} of the recording" in line for line in said)
    assert any(found.startswith("tone in") for found in found_in(made.seen_by_others, SECRET + part))
    assert "still shows" not in made.send("--replace").err
    assert len([name for name in made.seen_by_others if name.endswith(".mp4")]) == 2
    assert found_in(made.seen_by_others, SECRET, SLIDE, NEAR) == set()
