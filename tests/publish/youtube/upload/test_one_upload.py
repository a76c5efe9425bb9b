"""One video's way onto the channel, ledger and clock included: killed anywhere, taken up after any time, never sent twice."""

import datetime as dt
import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from vbn_video.errors import TargetError
from vbn_video.project import sha256_of
from vbn_video.publish.ledger import Ledger, LedgerEntry
from vbn_video.publish.youtube.api.methods import Channel
from vbn_video.publish.youtube.channel.session import ChannelSession
from vbn_video.publish.youtube.texts.metadata import Metadata
from vbn_video.publish.youtube.transport.connection import Stream
from vbn_video.publish.youtube.transport.refusals import refusal_error
from vbn_video.publish.youtube.transport.responses import LostError, Refused, Response
from vbn_video.publish.youtube.transport.retry import Clock
from vbn_video.publish.youtube.upload.one_upload import SETTLED_AFTER, abandon_upload, send_video
from vbn_video.publish.youtube.upload.state_machine import GRAIN_BYTES
from vbn_video.settings.choices import YOUTUBE
from vbn_video.settings.preset import Youtube

SIZE = 3 * GRAIN_BYTES + 77
BEGIN = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
METADATA = Metadata("Titel", "", (), "27", "da", "private", "", "youtube", True, False)
GAPS = [dt.timedelta(), dt.timedelta(minutes=30), dt.timedelta(minutes=61), dt.timedelta(days=8)]


class Killed(BaseException):
    """The process is gone."""


@dataclass
class Uploaded:
    """A video on the channel."""

    resource: dict[str, Any]
    seen_at: dt.datetime
    """From then on it is among the uploads."""


@dataclass
class Service:
    """The service and its line: `draw` decides what arrives, what is answered, and when the process dies."""

    draw: st.DataObject
    now: dt.datetime = BEGIN
    calm: bool = False
    stored: dict[str, int] = field(default_factory=dict)
    bodies: dict[str, Any] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    videos: dict[str, Uploaded] = field(default_factory=dict)
    """By the session that became one."""
    root: str = "http://127.0.0.1:1/"

    @property
    def clock(self) -> Clock:
        return Clock(sleep=self._sleep, chance=lambda: 1.0, now=lambda: self.now, elapsed_s=self.now.timestamp)

    def _sleep(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=seconds)

    @property
    def connection(self) -> "Service":
        return self

    def renew(self) -> None:
        """The token is as good as ever."""

    def error(self, refused: Refused, doing: str) -> Exception:
        return refusal_error(refused, doing, self.now)

    def list_uploads(self, _channel: Channel) -> Iterator[Mapping[str, Any]]:
        self._may_die()
        return iter([video.resource for video in self.videos.values() if video.seen_at <= self.now])

    def open_upload(self, body: dict[str, Any], size: int, *, notify: bool) -> Response:
        self._may_die()
        session = f"{self.root}session-{len(self.stored)}"
        self.stored[session], self.bodies[session] = 0, body
        self._line()
        return Response(200, {"location": session}, b"")

    def query_upload(self, session: str, size: int) -> Response:
        assert size == SIZE and session.startswith(self.root)
        self._may_die()
        self._line()
        return self._standing(session)

    def send(self, _method: str, session: str, headers: Mapping[str, str], body: Stream) -> Response:
        self._may_die()
        sent = b"".join(body)
        first = int(headers["Content-Range"].split()[1].split("-")[0])
        if session not in self.gone and session not in self.videos:
            assert first == self.stored[session]
            arrived = (
                len(sent)
                if self.calm
                else self.draw.draw(st.sampled_from([len(sent), len(sent), 0, GRAIN_BYTES]), label="arrives")
            )
            end = first + min(arrived, len(sent))
            self.stored[session] = end if end == SIZE else end // GRAIN_BYTES * GRAIN_BYTES
            if self.stored[session] == SIZE:
                self._becomes_a_video(session)
        self._line(session)
        return self._standing(session)

    def _becomes_a_video(self, session: str) -> None:
        lag = dt.timedelta() if self.calm else SETTLED_AFTER * 0.95
        resource = {"id": f"video-{len(self.videos)}", "snippet": self.bodies[session]["snippet"], "status": {}}
        self.videos[session] = Uploaded(resource, self.now + lag)

    def _line(self, session: str = "") -> None:
        """The answer is on its way, and may not get there."""
        self._sleep(1.0)
        if self.calm:
            return
        what = self.draw.draw(
            st.sampled_from(["fine", "fine", "fine", "lost", "slow and lost", "killed", "slow and killed"]), label="answer"
        )
        if session in self.videos and self.draw.draw(st.booleans(), label="session dies"):
            self.gone.add(session)
        if what.startswith("slow"):
            self.now += dt.timedelta(minutes=50)
        if what.endswith("killed"):
            raise Killed
        if what.endswith("lost"):
            raise LostError("cut")

    def _may_die(self) -> None:
        if not self.calm and self.draw.draw(st.integers(0, 39), label="killed before if 0") == 0:
            raise Killed

    def _standing(self, session: str) -> Response:
        if session in self.gone or session not in self.stored:
            return Response(404, {}, b"")
        if session in self.videos:
            return Response(201, {}, json.dumps(self.videos[session].resource).encode())
        stored = self.stored[session]
        return Response(308, {"range": f"bytes=0-{stored - 1}"} if stored else {}, b"")


@given(st.data())
def test_one_video_whatever_happens_between_and_within_the_runs(draw: st.DataObject) -> None:
    youtube = Service(draw)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "video.mp4").write_bytes(bytes(SIZE))
        for _run in range(draw.draw(st.integers(1, 5), label="disturbed runs")):
            event(run(youtube, folder))
            youtube.now += draw.draw(st.sampled_from(GAPS), label="gap")
            assert len(youtube.videos) <= 1
        youtube.calm = True
        if run(youtube, folder) != "uploaded":
            youtube.now += 2 * SETTLED_AFTER
            assert run(youtube, folder) == "uploaded"
        assert len(youtube.videos) == 1
        (video,) = youtube.videos.values()
        (entry,) = Ledger(folder / "ledger.json").entries
        assert (entry.state, entry.id) == ("uploaded", video.resource["id"])


@dataclass
class SlowService(Service):
    """The last chunk takes more than an hour, its answer is lost, and then the process is killed and the session dies."""

    def send(self, _method: str, session: str, _headers: Mapping[str, str], body: Stream) -> Response:
        assert len(b"".join(body)) == SIZE
        self._becomes_a_video(session)
        self.videos[session].seen_at += dt.timedelta(minutes=65 + 57)
        self.now += dt.timedelta(minutes=65)
        raise LostError("cut")

    def query_upload(self, session: str, _size: int) -> Response:
        self.gone.add(session)
        raise Killed


def test_a_last_chunk_that_took_more_than_an_hour_may_have_arrived_just_now(tmp_path: Path) -> None:
    (tmp_path / "video.mp4").write_bytes(bytes(SIZE))
    slow = SlowService(None, calm=True)  # type: ignore[arg-type]
    assert run(slow, tmp_path) == "killed"
    after = Service(None, slow.now, True, slow.stored, slow.bodies, slow.gone, slow.videos)  # type: ignore[arg-type]
    assert run(after, tmp_path).startswith("stopped")
    after.now += dt.timedelta(hours=1)
    assert run(after, tmp_path) == "uploaded"
    assert len(after.videos) == 1


@dataclass
class DyingService(Service):
    """So many bytes of the last chunk are stored, and the process is killed before it hears of it."""

    keeps: int = 0

    def send(self, _method: str, session: str, _headers: Mapping[str, str], body: Stream) -> Response:
        assert len(b"".join(body)) == SIZE
        self.stored[session] = self.keeps
        if self.keeps == SIZE:
            self._becomes_a_video(session)
        raise Killed


def killed_before_the_file_changed(folder: Path, keeps: int) -> Service:
    """The service as the next process finds it, with a video file that is not the one whose upload was begun."""
    dying = DyingService(None, calm=True, keeps=keeps)  # type: ignore[arg-type]
    (folder / "video.mp4").write_bytes(bytes(SIZE))
    assert run(dying, folder) == "killed"
    (folder / "video.mp4").write_bytes(bytes(SIZE - 1) + b"!")
    return Service(None, dying.now, True, dying.stored, dying.bodies, dying.gone, dying.videos)  # type: ignore[arg-type]


def test_a_changed_file_is_sent_at_once_where_the_session_says_that_bytes_are_missing(tmp_path: Path) -> None:
    youtube = killed_before_the_file_changed(tmp_path, keeps=GRAIN_BYTES)
    assert run(youtube, tmp_path) == "uploaded"
    assert len(youtube.stored) == 2 and len(youtube.videos) == 1


def test_a_changed_file_is_not_sent_where_the_session_that_is_gone_became_the_video(tmp_path: Path) -> None:
    youtube = killed_before_the_file_changed(tmp_path, keeps=SIZE)
    (session,) = youtube.videos
    youtube.gone.add(session)
    youtube.videos[session].seen_at = youtube.now + dt.timedelta(minutes=50)
    assert run(youtube, tmp_path).startswith("stopped")
    youtube.now += dt.timedelta(minutes=50)
    assert run(youtube, tmp_path) == "uploaded"
    assert len(youtube.stored) == 1


def test_where_nothing_arrived_and_the_session_is_gone_it_is_sent_again_after_an_hour_and_not_before(tmp_path: Path) -> None:
    youtube = killed_before_the_file_changed(tmp_path, keeps=0)
    youtube.gone.update(youtube.stored)
    youtube.now += dt.timedelta(minutes=50)
    assert run(youtube, tmp_path).startswith("stopped")
    youtube.now += dt.timedelta(minutes=10)
    assert run(youtube, tmp_path) == "uploaded"
    assert len(youtube.stored) == 2


@dataclass
class AnsweringService(Service):
    """What it answers when it is first asked about a session, in that order."""

    answers: list[int] = field(default_factory=list)
    renewals: int = 0

    def query_upload(self, session: str, size: int) -> Response:
        return Response(self.answers.pop(0), {}, b"") if self.answers else super().query_upload(session, size)

    def renew(self) -> None:
        self.renewals += 1


def answering(youtube: Service, *answers: int) -> AnsweringService:
    now = youtube.now
    return AnsweringService(None, now, True, youtube.stored, youtube.bodies, youtube.gone, youtube.videos, answers=[*answers])  # type: ignore[arg-type]


def test_a_session_of_a_changed_file_is_asked_until_it_answers(tmp_path: Path) -> None:
    youtube = answering(killed_before_the_file_changed(tmp_path, keeps=GRAIN_BYTES), 503, 401)
    assert run(youtube, tmp_path) == "uploaded"
    assert (youtube.answers, youtube.renewals, len(youtube.stored)) == ([], 1, 2)


@pytest.mark.parametrize(("days", "end", "sessions"), [(6, "stopped", 1), (7, "uploaded", 2)])
def test_a_session_that_is_refused_is_gone_only_where_it_is_older_than_a_week(
    tmp_path: Path, days: int, end: str, sessions: int
) -> None:
    dying = DyingService(None, calm=True)  # type: ignore[arg-type]
    (tmp_path / "video.mp4").write_bytes(bytes(SIZE))
    assert run(dying, tmp_path) == "killed"
    dying.now += dt.timedelta(days=days)
    youtube = answering(dying, *[400] * 9)
    assert run(youtube, tmp_path).startswith(end)
    assert len(youtube.stored) == sessions


def test_a_login_that_has_run_out_is_renewed_and_the_session_gone_on_with(tmp_path: Path) -> None:
    dying = DyingService(None, calm=True)  # type: ignore[arg-type]
    (tmp_path / "video.mp4").write_bytes(bytes(SIZE))
    assert run(dying, tmp_path) == "killed"
    youtube = answering(dying, 401)
    assert run(youtube, tmp_path) == "uploaded"
    assert (youtube.renewals, len(youtube.stored)) == (1, 1)


@dataclass
class UnopenedService(AnsweringService):
    """The process is killed before a session is open."""

    def open_upload(self, body: dict[str, Any], size: int, *, notify: bool) -> Response:
        raise Killed


def test_an_upload_whose_session_is_gone_is_not_under_way_until_another_one_is_open(tmp_path: Path) -> None:
    dying = DyingService(None, calm=True)  # type: ignore[arg-type]
    (tmp_path / "video.mp4").write_bytes(bytes(SIZE))
    assert run(dying, tmp_path) == "killed"
    (begun,) = Ledger(tmp_path / "ledger.json").entries
    later = dying.now + 2 * SETTLED_AFTER
    unopened = UnopenedService(None, later, True, dying.stored, answers=[404])  # type: ignore[arg-type]
    assert run(unopened, tmp_path) == "killed"
    (entry,) = Ledger(tmp_path / "ledger.json").entries
    assert (begun.state, entry.state) == ("session", "intended")


def test_no_session_is_asked_where_somebody_could_listen(tmp_path: Path) -> None:
    (tmp_path / "video.mp4").write_bytes(bytes(SIZE))
    elsewhere = {"session": "http://elsewhere.example/session", "sha256": sha256_of(tmp_path / "video.mp4"), "size": SIZE}
    Ledger(tmp_path / "ledger.json").put(LedgerEntry("youtube", "UC1", "content", "session", "", facts=elsewhere))
    youtube = answering(Service(None, calm=True))  # type: ignore[arg-type]
    assert run(youtube, tmp_path) == "uploaded"
    assert len(youtube.stored) == 1


def test_an_upload_that_is_not_wanted_any_more_is_let_go_of_unless_it_may_be_a_video(tmp_path: Path) -> None:
    youtube = killed_before_the_file_changed(tmp_path, keeps=SIZE)
    channel = session_of(youtube, tmp_path)
    (begun,) = channel.ledger.entries
    assert abandon_upload(channel, begun).state == "uploaded"
    youtube.gone.update(youtube.videos)
    youtube.videos.clear()
    with pytest.raises(TargetError, match="The whole video was sent"):
        abandon_upload(channel, begun)
    youtube.now += SETTLED_AFTER
    abandoned = abandon_upload(channel, begun)
    assert (abandoned.state, dict(abandoned.facts).get("session")) == ("replaced", None)


def session_of(youtube: Service, folder: Path) -> ChannelSession:
    ledger = Ledger(folder / "ledger.json")
    return ChannelSession(youtube, Channel("UC1", "Kanal", "", "UU1"), ledger, Youtube(), lambda _event: None)  # type: ignore[arg-type]


def run(youtube: Service, folder: Path) -> str:
    """One process, until it ends or dies."""
    channel = session_of(youtube, folder)
    entry = channel.entry("content") or LedgerEntry(YOUTUBE, "UC1", "content", "intended", "")
    if entry.state == "uploaded":
        return "uploaded"
    try:
        return send_video(channel, entry, folder / "video.mp4", METADATA, None).state
    except Killed:
        return "killed"
    except TargetError as error:
        return f"stopped: {error.message[:30]}"
