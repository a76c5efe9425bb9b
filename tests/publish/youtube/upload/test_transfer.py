"""The hands of the upload: what is read of the file, how fast, what is told meanwhile, and what the answers are taken for."""

import hashlib
import os
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.publish.youtube.studio import Studio
from tests.youtube_server import Fault, YoutubeServer
from vbn_video.errors import MissingError
from vbn_video.events import Emit, Event, Progress
from vbn_video.publish.youtube.transport.connection import BLOCK_BYTES
from vbn_video.publish.youtube.transport.responses import Response
from vbn_video.publish.youtube.transport.retry import Clock
from vbn_video.publish.youtube.upload.state_machine import FIRST_CHUNK_BYTES, GRAIN_BYTES, Finished, Lost
from vbn_video.publish.youtube.upload.transfer import ARREARS_S, FileSlice, Pace, UploadJob, VideoFile, read_session, upload

MIB = 1 << 20
PATTERN = bytes(range(251))
BODY = {"snippet": {"title": "Et temamøde", "categoryId": "27"}, "status": {"privacyStatus": "private"}}


@dataclass
class MadeClock:
    """A clock that only sleep moves on, and a test."""

    now_s: float = 0.0
    slept_s: list[float] = field(default_factory=list)

    def sleep(self, wait_s: float) -> None:
        assert wait_s > 0
        self.slept_s.append(wait_s)
        self.now_s += wait_s

    @property
    def clock(self) -> Clock:
        return Clock(sleep=self.sleep, chance=lambda: 1.0, elapsed_s=lambda: self.now_s)


def made_file(folder: Path, size: int) -> Path:
    """A file whose every stretch differs."""
    path = folder / "video.mp4"
    path.write_bytes((PATTERN * (size // len(PATTERN) + 1))[:size])
    return path


def whole(body: FileSlice) -> bytes:
    return b"".join(iter(lambda: body.read(BLOCK_BYTES), b""))


@pytest.fixture
def source(tmp_path: Path) -> Iterator[VideoFile]:
    with VideoFile(made_file(tmp_path, 3 * MIB + 5)) as source:
        yield source


def unhurried() -> Pace:
    return Pace(None, MadeClock().clock)


def run(
    studio: Studio,
    video: Path,
    session: str = "",
    *,
    limit_rate: int | None = None,
    clock: Clock | None = None,
    emit: Emit | None = None,
) -> str:
    """Upload `video`, or go on with it; the video's id."""
    api = studio.api()
    api.clock = clock or api.clock
    job = UploadJob(
        video=video,
        body=BODY,
        notify=False,
        find_video=lambda _late: None,
        note=lambda _state: None,
        emit=emit or studio.heard.append,
        limit_rate=limit_rate,
    )
    try:
        return str(upload(api, job, session)["id"])
    finally:
        api.connection.close()


def progress(studio: Studio) -> list[Progress]:
    return [event for event in studio.heard if isinstance(event, Progress)]


# ── the bytes of one request ──


@pytest.mark.parametrize(("first", "end"), [(0, 3 * MIB + 5), (MIB + 1, 3 * MIB), (3 * MIB, 3 * MIB + 5), (7, 8)])
def test_a_slice_is_the_very_bytes_of_its_range(source: VideoFile, first: int, end: int, tmp_path: Path) -> None:
    body = FileSlice(source, first, end, lambda _at: None, unhurried())
    assert len(body) == end - first
    assert whole(body) == (tmp_path / "video.mp4").read_bytes()[first:end]
    assert body.read() == b""


def test_a_slice_can_be_read_as_a_file_or_as_blocks(source: VideoFile) -> None:
    as_blocks = list(FileSlice(source, 0, 3 * MIB, lambda _at: None, unhurried()))
    as_file = FileSlice(source, 0, 3 * MIB, lambda _at: None, unhurried())
    assert as_blocks == [as_file.read() for _block in as_blocks]


def test_no_block_is_larger_than_what_may_lie_in_memory_or_is_asked_for(source: VideoFile) -> None:
    assert {len(block) for block in FileSlice(source, 0, 3 * MIB, lambda _at: None, unhurried())} == {BLOCK_BYTES}
    assert len(FileSlice(source, 0, MIB, lambda _at: None, unhurried()).read(1000)) == 1000


def test_a_slice_tells_what_has_gone_out_and_at_its_end_all(source: VideoFile) -> None:
    told: list[int] = []
    whole(FileSlice(source, MIB, 3 * MIB, told.append, unhurried()))
    assert told == [MIB, 2 * MIB, 3 * MIB]


# ── --limit-rate ──


def test_without_a_limit_nothing_waits() -> None:
    made = MadeClock()
    pace = Pace(None, made.clock)
    for _block in range(100):
        pace.wait_for(BLOCK_BYTES)
    assert made.slept_s == []


def test_the_limit_is_kept_to_the_byte() -> None:
    made = MadeClock()
    pace = Pace(1_000_000, made.clock)
    for _block in range(40):
        pace.wait_for(pace.block)
    assert made.now_s == pytest.approx(40 * pace.block / 1_000_000)


def test_under_a_low_limit_the_blocks_are_small_so_that_no_line_is_silent_for_long() -> None:
    assert Pace(100_000, MadeClock().clock).block == 25_000
    assert Pace(50_000_000, MadeClock().clock).block == BLOCK_BYTES
    assert Pace(1, MadeClock().clock).block == 1


def test_time_that_the_line_took_is_not_waited_for_again() -> None:
    made = MadeClock()
    pace = Pace(1000, made.clock)
    for _block in range(10):
        pace.wait_for(100)
        made.now_s += 0.06  # the line's own share of the 0.1 s that a block may take
    assert made.now_s == pytest.approx(1.0 + 0.06)


def test_a_line_that_stood_still_is_not_made_up_for() -> None:
    made = MadeClock()
    pace = Pace(1000, made.clock)
    pace.wait_for(100)
    made.now_s += 3600.0
    resumed_s = made.now_s
    for _block in range(100):
        pace.wait_for(100)
    assert made.now_s - resumed_s == pytest.approx(10.0 - ARREARS_S)


@given(
    rate=st.integers(1, 10**9),
    blocks=st.lists(st.tuples(st.integers(1, 4 * MIB), st.floats(0, 30)), min_size=1, max_size=40),
)
def test_in_no_stretch_of_time_more_goes_out_than_the_limit_allows(rate: int, blocks: list[tuple[int, float]]) -> None:
    made = MadeClock()
    pace = Pace(rate, made.clock)
    went: list[tuple[float, int]] = []
    for count, taken_s in blocks:
        pace.wait_for(count)
        went.append((made.now_s, count))
        made.now_s += taken_s
    for index, (began_s, _count) in enumerate(went):
        for last in range(index + 1, len(went)):
            after_the_first = sum(count for _at_s, count in went[index + 1 : last + 1])
            may_s = went[last][0] - began_s + ARREARS_S
            assert after_the_first / rate <= may_s * (1 + 1e-9) + 1e-6


def test_the_whole_upload_keeps_the_limit_over_all_its_chunks(studio: Studio, tmp_path: Path) -> None:
    made, size = MadeClock(), 3 * FIRST_CHUNK_BYTES
    run(studio, made_file(tmp_path, size), limit_rate=1_000_000, clock=made.clock)
    assert made.now_s == pytest.approx(size / 1_000_000, rel=1e-6)
    assert studio.server.counts()["videos.insert.bytes"] > 1


# ── what an answer says is stored ──


@pytest.mark.parametrize("stored", [0, 1, 2])
def test_it_goes_on_from_where_the_range_of_a_308_ends_or_from_the_beginning_without_one(
    studio: Studio, tmp_path: Path, stored: int
) -> None:
    video = made_file(tmp_path, FIRST_CHUNK_BYTES + 3 * GRAIN_BYTES + 17)
    studio.server.faults.add(Fault("videos.insert.bytes", "partial", stored=stored * GRAIN_BYTES))
    run(studio, video)
    ranges = [seen.headers["content-range"] for seen in studio.server.requests if seen.name == "videos.insert.bytes"]
    assert ranges[1].startswith(f"bytes {stored * GRAIN_BYTES}-")
    assert studio.server.state.video.content == video.read_bytes()
    assert ("videos.insert.ask" in studio.server.names()) == (stored == 0)  # nothing kept: a wait, and a question first


@pytest.mark.parametrize("stored", [True, False])
def test_what_arrived_before_the_line_was_cut_is_not_sent_again(studio: Studio, tmp_path: Path, stored: bool) -> None:
    video = made_file(tmp_path, 2 * FIRST_CHUNK_BYTES)
    studio.server.faults.add(Fault("videos.insert.bytes", "cut_within", stored=stored))
    run(studio, video)
    second = [seen for seen in studio.server.requests if seen.name == "videos.insert.bytes"][1]
    arrived = FIRST_CHUNK_BYTES // 2 if stored else 0
    assert second.headers["content-range"].startswith(f"bytes {arrived}-")
    assert studio.server.state.video.sha256 == hashlib.sha256(video.read_bytes()).hexdigest()


@pytest.mark.parametrize("status", [200, 201])
def test_an_answer_that_holds_a_video_ends_the_upload(status: int) -> None:
    assert read_session(Response(status, {}, b'{"id": "v"}'), MadeClock().clock) == Finished({"id": "v"})
    assert isinstance(read_session(Response(status, {}, b"{}"), MadeClock().clock), Lost)


def test_a_whole_video_whose_answer_was_lost_is_asked_for_not_sent_again(studio: Studio, tmp_path: Path) -> None:
    studio.server.faults.add(Fault("videos.insert.bytes", "cut_after"))
    assert run(studio, made_file(tmp_path, 1000)) == studio.server.state.video.id
    assert [name for name in studio.server.names() if name.startswith("videos.insert")] == [
        "videos.insert.open",
        "videos.insert.bytes",
        "videos.insert.ask",
    ]


# ── the file changes under our hands ──


def write_in_place(video: Path) -> None:
    """As many other bytes; the time is set, for a file system's own may not tell two writings in a row apart."""
    with video.open("r+b") as file:
        file.write(b"something else")
    os.utime(video, ns=(0, video.stat().st_mtime_ns + 1_000_000_000))


def cut_off(video: Path) -> None:
    os.truncate(video, 9 * MIB)


def add_to(video: Path) -> None:
    with video.open("ab") as file:
        file.write(b"more")


@pytest.mark.parametrize("at", [0, FIRST_CHUNK_BYTES, FIRST_CHUNK_BYTES + 3 * MIB])
@pytest.mark.parametrize("change", [write_in_place, cut_off, add_to])
def test_of_a_file_that_is_being_written_the_end_is_never_sent(
    studio: Studio, tmp_path: Path, change: Callable[[Path], None], at: int
) -> None:
    video = made_file(tmp_path, FIRST_CHUNK_BYTES + 4 * MIB)

    def meanwhile(event: Event) -> None:
        if isinstance(event, Progress) and event.done == at:
            change(video)

    with pytest.raises(MissingError, match=r"video\.mp4 changed while it was uploaded"):
        run(studio, video, emit=meanwhile)
    assert studio.server.state.videos == {}


@pytest.mark.skipif(sys.platform == "win32", reason="an open file can't be deleted there")
@pytest.mark.parametrize("instead", [None, b"another video"])
def test_a_file_that_is_deleted_or_replaced_meanwhile_is_uploaded_as_it_was(
    studio: Studio, tmp_path: Path, instead: bytes | None
) -> None:
    video = made_file(tmp_path, FIRST_CHUNK_BYTES + 4 * MIB)
    sha256 = hashlib.sha256(video.read_bytes()).hexdigest()

    def meanwhile(seen: object, phase: str) -> None:
        if getattr(seen, "name", "") == "videos.insert.bytes" and phase == "received":
            video.unlink(missing_ok=True)
            if instead:
                video.write_bytes(instead)

    studio.server.on_request = meanwhile
    run(studio, video)
    assert studio.server.state.video.sha256 == sha256


def test_a_file_that_is_not_there_is_named_before_anything_is_sent(studio: Studio, tmp_path: Path) -> None:
    with pytest.raises(MissingError, match=r"gone\.mp4 can't be read: it is not there"):
        run(studio, tmp_path / "gone.mp4")
    assert studio.server.requests == []


@pytest.mark.skipif(sys.platform != "linux", reason="takes a file whose beginning can never be read")
def test_a_disk_that_fails_is_not_taken_for_a_lost_connection() -> None:
    with (
        VideoFile(Path("/proc/self/mem")) as source,
        pytest.raises(MissingError, match="mem can't be read: the disk can't be read"),
    ):
        source.read(0, 10)


# ── what is told, and what it costs ──


def test_progress_is_told_in_bytes_block_by_block_from_nothing_to_all(studio: Studio, tmp_path: Path) -> None:
    size = 2 * FIRST_CHUNK_BYTES + 5
    run(studio, made_file(tmp_path, size))
    told = progress(studio)
    assert {(event.unit, event.total) for event in told} == {("bytes", size)}
    counts = [event.done for event in told]
    assert counts == sorted(counts)
    assert (counts[0], counts[-1]) == (0, size)
    assert max(later - earlier for earlier, later in pairwise(counts)) <= BLOCK_BYTES


def test_a_new_process_tells_progress_from_where_the_earlier_one_ended(studio: Studio, tmp_path: Path) -> None:
    video = made_file(tmp_path, 3 * FIRST_CHUNK_BYTES)
    answer = studio.api().open_upload(BODY, video.stat().st_size, notify=False)
    session = answer.headers["location"]
    first = {"Content-Range": f"bytes 0-{FIRST_CHUNK_BYTES - 1}/{video.stat().st_size}"}
    studio.api().connection.send("PUT", session, first, video.read_bytes()[:FIRST_CHUNK_BYTES])
    run(studio, video, session)
    assert progress(studio)[0].done == FIRST_CHUNK_BYTES
    assert studio.server.state.video.sha256 == hashlib.sha256(video.read_bytes()).hexdigest()
    assert studio.server.counts()["videos.insert.open"] == 1


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    size = 64 * MIB
    video = tmp_path / "large.mp4"
    with video.open("wb") as file:
        file.truncate(size)
    with YoutubeServer(keep_bytes=0, digest=False) as server:
        server.write_token_file(tmp_path / "token.json")
        studio = Studio(server, tmp_path)
        run(studio, made_file(tmp_path, 10))  # from here on everything is loaded
        tracemalloc.start()
        try:
            run(studio, video)
            _now, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert [video.size for video in server.state.uploaded] == [10, size]
        assert server.violations == []
    assert peak < 12 * MIB
