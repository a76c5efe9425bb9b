"""Carries out the acts of the upload's state machine (`state_machine.py`) and brings back the answers.

    note(state) before an act that must not be forgotten ──► the act ──► its answer ──► transition(state, answer)

The file is read as it is sent, a block at a time, at the speed that is allowed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vbn_video.errors import MissingError, TargetError
from vbn_video.events import Emit, Progress
from vbn_video.messages import _
from vbn_video.publish.youtube.api.methods import Api
from vbn_video.publish.youtube.transport.connection import BLOCK_BYTES
from vbn_video.publish.youtube.transport.http_session import may_have_token
from vbn_video.publish.youtube.transport.refusals import gave_up_error
from vbn_video.publish.youtube.transport.responses import LostError, Refused, Response
from vbn_video.publish.youtube.transport.retry import Clock
from vbn_video.publish.youtube.upload.state_machine import (
    Act,
    Answer,
    Done,
    Fail,
    FindVideo,
    Finished,
    GiveUp,
    Lost,
    OpenSession,
    QuerySession,
    Renewed,
    RenewLogin,
    Seen,
    SendChunk,
    SessionOpened,
    Stored,
    Unclear,
    UploadState,
    start,
    transition,
)
from vbn_video.reasons import system_reason

Json = Mapping[str, Any]
UNFINISHED = 308
STORED_RANGE = re.compile(r"bytes=0-(\d+)")
ARREARS_S = 0.5
"""The most lost time that a limited upload makes up for, as when a sleep was too long."""


@dataclass(frozen=True)
class UploadJob:
    """What is to be uploaded, and whom to ask and to tell."""

    video: Path
    body: dict[str, Any]
    """Of `videos.insert`: texts and settings."""
    notify: bool
    """Whether the channel's subscribers are told."""
    find_video: Callable[[bool], Json | None]
    """Gives the video, if it is on the channel already; True: wait for one that appears late."""
    note: Callable[[UploadState], None]
    """Writes down what must outlive the process: the session, and that its last byte may arrive now."""
    emit: Emit
    limit_rate: int | None = None
    """Bytes a second, at most."""


def upload(api: Api, job: UploadJob, session: str = "", *, finishing: bool = False, old: bool = False) -> Json:
    """Bring the video onto the channel, once; with a `session` of an earlier process, and what is known of it, it goes on.

    Returns the video's resource (its `id` at least).

    Raises:
        MissingError: the file or the login can't be used, or the disk refused the note; nothing was sent that is not noted.
        TargetError: YouTube refused, or could not be reached; the next call goes on.
    """
    with VideoFile(job.video) as source:
        state, act = start(source.size, session, finishing=finishing, old=old)
        noted = (state.session, state.finishing)
        while not isinstance(act, Done):
            _raise_if_over(act, api)
            ends = isinstance(act, SendChunk) and act.end == state.total
            if ends or noted != (state.session, state.finishing):
                job.note(state)
                noted = (state.session, state.finishing)
            answer = _carry_out(act, state, source, api, job)
            if ends and isinstance(answer, Lost):
                job.note(state)  # the last byte may have arrived as late as now
            state, act = transition(state, answer)
    job.emit(Progress(state.total, state.total, "bytes"))
    return act.video


def _raise_if_over(act: Act, api: Api) -> None:
    match act:
        case GiveUp(why):
            raise gave_up_error(why)
        case Fail(refused):
            raise api.error(refused, _("the upload"))
        case Unclear():
            raise unclear_error()


def unclear_error() -> TargetError:
    """It can't be told whether an upload became a video."""
    return TargetError(
        _(
            "The whole video was sent, but YouTube shows neither the upload nor the video. So that it is not there twice, it is"
            " not sent again now: run the same command again in an hour."
        )
    )


def _carry_out(act: Act, state: UploadState, source: VideoFile, api: Api, job: UploadJob) -> Answer:
    """Carry out one act."""
    if isinstance(act, FindVideo):
        return Seen(job.find_video(act.long))
    if isinstance(act, RenewLogin):
        api.connection.renew()
        return Renewed()
    assert isinstance(act, OpenSession | QuerySession | SendChunk)
    api.clock.wait(act.pause)
    began_s = api.clock.elapsed_s()
    try:
        if isinstance(act, OpenSession):
            return _read_opened(api.open_upload(job.body, state.total, notify=job.notify), api)
        if isinstance(act, QuerySession):
            return read_session(api.query_upload(state.session, state.total), api.clock)
        return _send(act, state, source, api, job)
    except LostError as error:
        return Lost(str(error), api.clock.elapsed_s() - began_s)


def _send(act: SendChunk, state: UploadState, source: VideoFile, api: Api, job: UploadJob) -> Answer:
    headers = {"Content-Type": "video/mp4", "Content-Range": f"bytes {act.first}-{act.end - 1}/{state.total}"}
    began_s = api.clock.elapsed_s()
    pace = Pace(job.limit_rate, api.clock)
    body = FileSlice(source, act.first, act.end, lambda sent: job.emit(Progress(sent, state.total, "bytes")), pace)
    answer = api.connection.send("PUT", state.session, headers, body)
    return read_session(answer, api.clock, api.clock.elapsed_s() - began_s)


def _read_opened(answer: Response, api: Api) -> Answer:
    if answer.status == 200 and (session := answer.headers.get("location")):
        return (
            SessionOpened(session)
            if may_have_token(session, api.root)
            else Refused(answer.status, message=_("a session elsewhere"))
        )
    return answer.refused(api.clock.now())


def read_session(answer: Response, clock: Clock, seconds: float = 0.0) -> Stored | Finished | Lost | Refused:
    """What an upload session says of itself, after bytes or when asked."""
    if answer.status in (200, 201):
        video = answer.json()
        return Finished(video) if video.get("id") else Lost(_("an answer without a video"))
    if answer.status != UNFINISHED:
        return answer.refused(clock.now())
    stored_range = answer.headers.get("range")
    if stored_range is None:
        return Stored(0, seconds)
    stored = STORED_RANGE.fullmatch(stored_range.replace(" ", ""))
    return Stored(int(stored[1]) + 1, seconds) if stored else Lost(_("an answer that can't be read"))


class Pace:
    """Holds back what is faster than allowed; what a line that stood still did not take is not made up for by a burst."""

    def __init__(self, limit_rate: int | None, clock: Clock) -> None:
        self._rate, self._clock = limit_rate, clock
        self._due_s = clock.elapsed_s()
        self.block = min(BLOCK_BYTES, max(1, limit_rate // 4)) if limit_rate else BLOCK_BYTES

    def wait_for(self, count: int) -> None:
        """Wait until `count` more bytes may be sent."""
        if not self._rate:
            return
        now_s = self._clock.elapsed_s()
        self._due_s = max(self._due_s, now_s - ARREARS_S) + count / self._rate
        if self._due_s > now_s:
            self._clock.sleep(self._due_s - now_s)


class FileSlice:
    """The bytes [first, end) of a file as the body of a request; `sent` is told the position as they are read."""

    def __init__(self, source: VideoFile, first: int, end: int, sent: Callable[[int], None], pace: Pace) -> None:
        self._source, self._first, self._end, self._sent, self._pace = source, first, end, sent, pace
        self._at = first

    def __len__(self) -> int:
        return self._end - self._first

    def __iter__(self) -> Iterator[bytes]:
        while block := self.read(BLOCK_BYTES):
            yield block

    def read(self, size: int = -1, /) -> bytes:
        """The next block; none at the end."""
        self._sent(self._at)
        if self._at == self._end:
            return b""
        wanted = min(self._end - self._at, self._pace.block, size if size > 0 else self._pace.block)
        block = self._source.read(self._at, wanted)
        self._pace.wait_for(len(block))
        self._at += len(block)
        return block


class VideoFile:
    """The video's file, held open: if it is deleted or another takes its place, this one is read to its end.

    Raises:
        MissingError: it can't be opened.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = path.open("rb")
        except OSError as error:
            raise self._unreadable(error) from error
        self._first_seen = self._seen()
        self.size = self._first_seen[0]

    def __enter__(self) -> VideoFile:
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()

    def read(self, at: int, count: int) -> bytes:
        """`count` bytes from the offset `at` on.

        Raises:
            MissingError: somebody is writing the file; no byte of what it became goes out, least of all the last one.
        """
        try:
            self._file.seek(at)
            block = self._file.read(count)
            seen = self._seen()
        except OSError as error:  # would else be taken for a lost connection
            raise self._unreadable(error) from error
        if seen != self._first_seen or len(block) < count:
            raise MissingError(
                _("{path} changed while it was uploaded. Let nothing else write it, then run the same command again."),
                path=self._path,
            )
        return block

    def _seen(self) -> tuple[int, int]:
        """(size in bytes, when it was last written in ns)."""
        stat = os.fstat(self._file.fileno())
        return stat.st_size, stat.st_mtime_ns

    def _unreadable(self, error: OSError) -> MissingError:
        return MissingError(_("{path} can't be read: {why}."), path=self._path, why=system_reason(error))
