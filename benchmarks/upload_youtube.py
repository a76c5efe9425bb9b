"""An upload of 1 GB to the server of `tests/youtube_server`, against google-api-python-client's `MediaFileUpload`.

Each upload is a process of its own, and so is the server, on this machine's loopback address; in rounds, so that a busy moment
hits all. What is measured begins when the program is ready to send, and ends when it has the video's id.

usage: python -m benchmarks.upload_youtube [ROUNDS]
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.machine import description

ROOT = Path(__file__).parent.parent
ROUNDS = 5
SIZE = 1_000_000_000
LIMIT_RATE, LIMITED_SIZE = 50_000_000, 300_000_000
PROMISE_RATIO = 1.0
PROMISE_GROWTH = 80_000_000
NAMES = {"ours": "vbn-video", "chunks": "MediaFileUpload", "whole": "MediaFileUpload, chunksize=-1"}


@dataclass(frozen=True)
class Run:
    """One upload as it went; memory in bytes."""

    id: str
    seconds: float
    cpu_s: float
    start_bytes: int
    peak_bytes: int
    fastest_second: float
    """The most bytes within any second; 0 where no progress was told."""

    @property
    def growth_bytes(self) -> int:
        """Memory over the start."""
        return max(0, self.peak_bytes - self.start_bytes)


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, Path]]:
    """A server, as (its address, a login for it)."""
    token_file = folder / "token.json"
    words = [sys.executable, "-m", "tests.youtube_server", "--no-digest", "--keep-bytes", "0", "--token-file", str(token_file)]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8") as server:
        try:
            assert server.stdout
            yield server.stdout.readline().strip(), token_file
        finally:
            server.terminate()


def sent(who: str, video: Path, server: tuple[str, Path], *limit_rate: int) -> Run:
    """Upload once, in a process of its own."""
    words = [sys.executable, "-m", "benchmarks.upload_sender", who, video, *server, *limit_rate]
    done = subprocess.run([str(word) for word in words], cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    return Run(**json.loads(done.stdout))


def video_of(folder: Path, size: int) -> Path:
    """A file of so many zeros, which takes no room where the file system knows holes, and lies in memory as it is read."""
    video = folder / f"{size}.mp4"
    with video.open("w+b") as file:
        file.truncate(size)
        while file.read(1 << 20):
            pass
    return video


def told(who: str, runs: list[Run]) -> str:
    """One line: speed, work and memory, each the middle one of all rounds, but of memory the worst."""
    speed = SIZE / median(run.seconds for run in runs) / 1e6
    cpu_s = median(run.cpu_s for run in runs)
    growth = max(run.growth_bytes for run in runs) / 1e6
    peak = max(run.peak_bytes for run in runs) / 1e6
    work = f"{cpu_s:.2f} s of the processor"
    return f"  {NAMES[who]}: {speed:.0f} MB/s, {work}, memory {growth:.1f} MB over the start ({peak:.0f} MB in all)"


def compared(peer: str, runs: dict[str, list[Run]]) -> str:
    """One line: how many times as fast as the peer, round by round."""
    ratios = sorted(theirs.seconds / mine.seconds for mine, theirs in zip(runs["ours"], runs[peer], strict=True))
    span = f"of {len(ratios)} rounds: {ratios[0]:.2f} to {ratios[-1]:.2f}; promised: {PROMISE_RATIO:.0f} at least"
    return f"  {median(ratios):.2f} times as fast as {NAMES[peer]} ({span})"


def main(rounds: int = ROUNDS) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if shutil.disk_usage(folder).free < SIZE + LIMITED_SIZE:
            sys.exit(f"{folder} has no room for {(SIZE + LIMITED_SIZE) / 1e9:.1f} GB: name another folder with TMPDIR")
        video, runs = video_of(folder, SIZE), {who: list[Run]() for who in NAMES}
        with served(folder) as server:
            for number in range(rounds):
                order = [*NAMES][number % len(NAMES) :] + [*NAMES][: number % len(NAMES)]
                for who in order:
                    runs[who].append(sent(who, video, server))
            limited = sent("ours", video_of(folder, LIMITED_SIZE), server, LIMIT_RATE)
    print(f"an upload of {SIZE / 1e9:.0f} GB to a server on this machine")
    for who in NAMES:
        print(told(who, runs[who]))
    for peer in ("chunks", "whole"):
        print(compared(peer, runs))
    print(f"  memory over the start: promised under {PROMISE_GROWTH / 1e6:.0f} MB")
    rate = f"{LIMITED_SIZE / 1e6:.0f} MB at {LIMITED_SIZE / limited.seconds / 1e6:.2f} MB/s"
    print(f"  --limit-rate {LIMIT_RATE / 1e6:.0f} MB/s: {rate}, {limited.fastest_second / 1e6:.1f} MB in the fastest second")
    print(f"  {description(['google-api-python-client', 'httplib2', 'requests', 'urllib3'])}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
