"""What a finished video shows, by three decoders: PyAV, the ffmpeg program of imageio-ffmpeg, and Chromium.

They must agree on every picture and its time, and none may complain.
"""

from __future__ import annotations

import base64
import hashlib
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray

from tests.browser.serving import serve
from tests.made_media import picture_number

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

US_PER_S = 1_000_000
KR, KB = 0.2126, 0.0722  # luma of BT.709
PAGE = """<!doctype html><meta charset="utf-8"><title>film</title><video muted preload="auto" src="{name}"></video>
<script src="decoders.js"></script>"""
SCRIPT = """
const video = document.querySelector("video");
const LATEST_MS = 2000;
const canvas = document.createElement("canvas");
function pixels(height) {
    canvas.width = video.videoWidth;
    canvas.height = height;
    const pen = canvas.getContext("2d", {willReadFrequently: true});
    pen.drawImage(video, 0, 0);
    return pen.getImageData(0, 0, canvas.width, height).data;
}
function coded(bytes) {
    let text = "";
    for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
    return btoa(text);
}
function ready() {
    return new Promise((done, failed) => {
        if (video.readyState >= 2) done();
        video.addEventListener("loadeddata", () => done(), {once: true});
        video.addEventListener("error", () => failed(new Error(video.error.message)), {once: true});
    });
}
async function size() {
    await ready();
    return [video.videoWidth, video.videoHeight, video.duration];
}
async function look(seconds) {
    await ready();
    const began = performance.now();
    const onScreen = new Promise(done => {  // the event comes before the picture; one that stands already does not come again
        video.requestVideoFrameCallback(done);
        setTimeout(done, LATEST_MS);
    });
    await new Promise(done => {
        video.addEventListener("seeked", done, {once: true});
        video.currentTime = seconds;
    });
    const soughtMs = performance.now() - began;
    await onScreen;
    return [soughtMs, coded(pixels(video.videoHeight))];
}
async function play(from, until) {
    await look(from);
    const shown = [], before = video.getVideoPlaybackQuality().droppedVideoFrames;
    function note(_now, picture) {
        shown.push([picture.mediaTime, coded(pixels(Math.ceil(video.videoHeight / 8)))]);
        video.requestVideoFrameCallback(note);
    }
    video.requestVideoFrameCallback(note);
    await video.play();
    await new Promise(done => {
        video.addEventListener("ended", done, {once: true});
        video.addEventListener("timeupdate", () => { if (video.currentTime >= until) done(); });
    });
    video.pause();
    return [video.getVideoPlaybackQuality().droppedVideoFrames - before, shown];
}
"""


@dataclass(frozen=True)
class Decoded:
    """The pictures of a file in the order in which they are shown."""

    times_us: list[int]
    digests: list[str]
    """MD5 of each picture's planes."""

    def at(self, seconds: float) -> int:
        """The index of the picture that stands at this time."""
        return int(np.searchsorted(self.times_us, round(seconds * US_PER_S), side="right")) - 1


@dataclass(frozen=True)
class Read(Decoded):
    """With the number that each picture shows (of a bumper: whatever its edge reads as), and its luma."""

    numbers: list[int]
    lumas: list[NDArray[np.uint8]]


@dataclass(frozen=True)
class Seen:
    """One picture as the browser shows it after a seek."""

    number: int
    luma: NDArray[np.float64]
    sought_ms: float


@dataclass(frozen=True)
class Played:
    """What the browser showed while it played."""

    dropped: int
    shown: list[tuple[int, int]]
    """(time in microseconds, number) of each picture that came to the screen and was read there."""


def read_by_pyav(path: Path) -> Read:
    """Every picture, decoded by PyAV and kept."""
    decoded, numbers, lumas = by_pyav(path), [], []
    with av.open(str(path)) as file:
        for frame in file.decode(video=0):
            lumas.append(frame.to_ndarray()[: frame.height])
            numbers.append(_number(lumas[-1]))
    return Read(decoded.times_us, decoded.digests, numbers, lumas)


def by_pyav(path: Path) -> Decoded:
    """Every picture, decoded by PyAV."""
    times_us, digests = [], []
    with av.open(str(path)) as file:
        for frame in file.decode(video=0):
            times_us.append(round(frame.pts * frame.time_base * US_PER_S))
            digests.append(hashlib.md5(frame.to_ndarray().tobytes()).hexdigest())
    return Decoded(times_us, digests)


def by_ffmpeg(path: Path) -> Decoded:
    """Every picture, decoded by the ffmpeg program, which must not say a word; pictures and sound to their ends."""
    sound = _ffmpeg("-i", path, "-map", "0:a", "-f", "null", "-")
    as_they_come = ("-fps_mode", "passthrough", "-copyts", "-enc_time_base", "demux")
    pictures = _ffmpeg("-i", path, "-map", "0:v:0", *as_they_come, "-f", "framemd5", "-")
    assert (pictures.returncode, pictures.stderr, sound.returncode, sound.stderr) == (0, "", 0, "")
    lines = pictures.stdout.splitlines()
    (base,) = (line.partition(":")[2] for line in lines if line.startswith("#tb 0:"))
    ticks, per_s = (int(number) for number in base.split("/"))
    rows = [[word.strip() for word in line.split(",")] for line in lines if not line.startswith("#")]
    return Decoded([round(int(row[2]) * ticks * US_PER_S / per_s) for row in rows], [row[5] for row in rows])


def _ffmpeg(*words: object) -> subprocess.CompletedProcess[str]:
    program = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostats", "-v", "warning"]
    return subprocess.run([*program, *map(str, words)], capture_output=True, text=True, check=False)


@contextmanager
def in_chromium(path: Path, chromium: Browser) -> Iterator[Film]:
    """The file on a page in the browser, from a server that answers Range, as a website shows it."""
    (path.parent / "decoders.html").write_text(PAGE.format(name=path.name), encoding="utf-8")
    (path.parent / "decoders.js").write_text(SCRIPT, encoding="utf-8")
    context = chromium.new_context()
    with serve(path.parent) as url:
        page = context.new_page()
        page.goto(f"{url}decoders.html")
        try:
            yield Film(page, *page.evaluate("() => size()"))
        finally:
            context.close()


@dataclass(frozen=True)
class Film:
    """A film in the browser."""

    page: Page
    width: int
    height: int
    duration_s: float

    def look(self, seconds: float) -> Seen:
        """Seek, and look at the picture that stands there."""
        sought_ms, data = self.page.evaluate("seconds => look(seconds)", seconds)
        luma = self._luma(data)
        return Seen(_number(luma), luma, sought_ms)

    def play(self, from_s: float, until_s: float) -> Played:
        """Play at the normal rate."""
        dropped, shown = self.page.evaluate("([from, until]) => play(from, until)", [from_s, until_s])
        return Played(dropped, [(round(at_s * US_PER_S), _number(self._luma(data), self.height)) for at_s, data in shown])

    def _luma(self, data: str) -> NDArray[np.float64]:
        """What the screen has as red, green and blue, as BT.709 luma of limited range."""
        rgb = np.frombuffer(base64.b64decode(data), np.uint8).reshape(-1, self.width, 4)[..., :3].astype(float)
        luma: NDArray[np.float64] = 16 + 219 / 255 * (rgb @ [KR, 1 - KR - KB, KB])
        return luma


def places_around(joins_s: Sequence[float], read: Read, count: int, seed: int = 5) -> list[float]:
    """Where to seek: the pictures at each join, one before and one after, and others by chance; each in its picture's middle."""
    rows = {row for join_s in joins_s for row in range(read.at(join_s) - 1, read.at(join_s) + 2)}
    chance = np.random.default_rng(seed)
    others = [int(row) for row in chance.permutation(len(read.times_us)) if int(row) not in rows]
    rows |= set(others[: count - len(rows)])
    ends_us = [*read.times_us[1:], read.times_us[-1] + 20_000]
    chosen = chance.permutation(sorted(row for row in rows if 0 <= row < len(read.times_us)))
    return [(read.times_us[row] + ends_us[row]) / 2 / US_PER_S for row in chosen]


def _number(luma: NDArray[Any], height: int | None = None) -> int:
    """The number of a picture, from its luma or the upper edge of it; `height`: of the whole picture."""
    edge = luma if height is None else np.pad(luma, ((0, height - len(luma)), (0, 0)))
    return picture_number(np.broadcast_to(edge[..., None], (*edge.shape, 3)))
