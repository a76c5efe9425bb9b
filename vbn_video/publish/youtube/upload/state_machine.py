"""The resumable upload as a state machine without I/O: `transition(state, answer)` gives the next state and the next act.

    FindVideo ──► OpenSession ──► SendChunk ──► SendChunk ──► … ──► Done
        ▲                             │ lost, 5xx, a new process
        │ session gone                ▼
        └─────────────────────── QuerySession ──► SendChunk from where the service says

One rule carries it: a session is opened only when no other one can still become a video. What the service says it has stored is
the truth; what was sent is not. When the last bytes may have arrived and the session is gone, the video is looked for, and if
it can't be seen the machine stops instead of uploading it again.

Source: "Resumable Uploads" of the YouTube Data API's documentation.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from vbn_video.publish.youtube.transport.responses import GONE, Refused
from vbn_video.publish.youtube.transport.retry import GIVE_UP_S, LONGEST_ATTEMPT_S, NO_PAUSE, Pause, back_off

GRAIN_BYTES = 256 << 10
"""A chunk that is not the last is a multiple of this."""
FIRST_CHUNK_BYTES = 32 * GRAIN_BYTES
LARGEST_CHUNK_BYTES = 4096 * GRAIN_BYTES
CHUNK_S = 10.0
"""Length of time that a chunk should take: short enough to lose little, long enough that the answers in between cost nothing."""
GROWTH = 8
ODD_ANSWERS = 3
"""The most impossible answers in a row before the service is taken at its word."""

NOT_THERE_YET = frozenset((400, 409, 412, 416))
"""Answers to bytes that do not fit what is stored: asking tells where to go on. An old session is gone by them."""


@dataclass(frozen=True)
class UploadState:
    """One upload, as far as it is known. What must outlive the process is `session` and `finishing`."""

    total: int
    session: str = ""
    """The session's address; empty while there is none."""
    stored: int | None = None
    """Number of bytes that the service says it has; None until it was asked."""
    finishing: bool = False
    """The last byte may have been sent: this session, or one that is gone, may have become a video."""
    old: bool = False
    """The session was opened longer ago than the service keeps one, and has not said since that it lives."""
    chunk: int = FIRST_CHUNK_BYTES
    sent: bool = False
    """Bytes were sent since the service last said what it has."""
    failures: int = 0
    """Failures since the service last took a byte."""
    waited_s: float = 0.0
    """For how long, at least, it has been tried since then."""
    sessions_lost: int = 0
    """Sessions of this process that were gone; each costs an upload of the day's quota."""
    renewed: bool = False
    """The login was renewed since the service last accepted it."""


@dataclass(frozen=True)
class FindVideo:
    """Look for the video on the channel; `long`: again and again, since it may appear late."""

    long: bool = False


@dataclass(frozen=True)
class OpenSession:
    """Open a session (`videos.insert`)."""

    pause: Pause = NO_PAUSE


@dataclass(frozen=True)
class QuerySession:
    """Ask the session how much is stored."""

    pause: Pause = NO_PAUSE


@dataclass(frozen=True)
class SendChunk:
    """Send the bytes [first, end)."""

    first: int
    end: int
    pause: Pause = NO_PAUSE


@dataclass(frozen=True)
class RenewLogin:
    """Get a new token for the login."""


@dataclass(frozen=True)
class Done:
    """The video is there."""

    video: Mapping[str, Any]


@dataclass(frozen=True)
class GiveUp:
    """The service has taken nothing for too long; the next run goes on."""

    why: str


@dataclass(frozen=True)
class Unclear:
    """Whether the upload became a video can't be told; only time, or a person, can."""


@dataclass(frozen=True)
class Fail:
    """The service refused for good."""

    refusal: Refused


Act = FindVideo | OpenSession | QuerySession | SendChunk | RenewLogin | Done | GiveUp | Unclear | Fail


@dataclass(frozen=True)
class Seen:
    """What `FindVideo` saw."""

    video: Mapping[str, Any] | None


@dataclass(frozen=True)
class SessionOpened:
    """A session is open."""

    session: str


@dataclass(frozen=True)
class Stored:
    """308: `count` bytes are stored. `seconds`: how long the sending took."""

    count: int
    seconds: float = 0.0


@dataclass(frozen=True)
class Finished:
    """200 or 201: the upload is a video."""

    video: Mapping[str, Any]


@dataclass(frozen=True)
class Lost:
    """No answer: it is not known what arrived. `seconds`: how long it was waited for."""

    why: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class Renewed:
    """The login has a new token."""


Answer = Seen | SessionOpened | Stored | Finished | Refused | Lost | Renewed


def start(total: int, session: str = "", *, finishing: bool = False, old: bool = False) -> tuple[UploadState, Act]:
    """The first state and act of an upload of `total` bytes; with a `session`, of one that an earlier process began."""
    state = UploadState(total, session, finishing=finishing, old=old)
    return state, QuerySession() if session else FindVideo(long=finishing)


def transition(state: UploadState, answer: Answer) -> tuple[UploadState, Act]:  # noqa: PLR0911  one line for each kind of answer
    """The state and the act that follow an answer."""
    if not isinstance(answer, Refused | Lost | Renewed):
        state = replace(state, renewed=False)
    match answer:
        case Seen(video):
            return state, Done(video) if video else Unclear() if state.finishing else OpenSession()
        case Finished(video):
            return state, Done(video)
        case SessionOpened(session):
            return _send(UploadState(state.total, session, stored=0, chunk=state.chunk, sessions_lost=state.sessions_lost))
        case Stored(count, seconds):
            return _on_stored(state, min(count, state.total), seconds)
        case Renewed():
            return replace(state, renewed=True), QuerySession() if state.session else OpenSession()
        case Lost(why, seconds):
            return _again(state, why, took_s=seconds)
    return _on_refused(state, answer)


def _on_stored(state: UploadState, count: int, seconds: float) -> tuple[UploadState, Act]:
    """Go on from where the service says, whatever was sent: it may have kept a part, or lost some again."""
    took = count - state.stored if state.stored is not None else 0
    unfinished = count < state.total
    sent, state = state.sent, replace(state, stored=count, sent=False, old=False, finishing=not unfinished)
    if took > 0:
        chunk = _next_chunk(state.chunk, took, seconds) if sent and seconds > 0 else state.chunk
        state = replace(state, chunk=chunk, failures=0, waited_s=0.0)
    elif sent and unfinished:
        return _again(state, "it stores nothing")
    return _send(state) if unfinished else _again(state, "it does not finish")


def _send(state: UploadState) -> tuple[UploadState, Act]:
    first = state.stored or 0
    end = min(first + state.chunk, state.total)
    return replace(state, sent=True, finishing=state.finishing or end == state.total), SendChunk(first, end)


def _on_refused(state: UploadState, answer: Refused) -> tuple[UploadState, Act]:
    if answer.status == 401 and answer.reason in ("", "authError", "required") and not state.renewed:
        return state, RenewLogin()
    if answer.passes:
        return _again(state, f"{answer.status} {answer.reason}".strip(), answer.retry_after_s)
    if state.session and answer.status in (GONE | NOT_THERE_YET if state.old else GONE):
        lost = state.sessions_lost + 1
        gone = UploadState(state.total, finishing=state.finishing, chunk=state.chunk, sessions_lost=lost)
        return gone, FindVideo(long=state.finishing) if lost <= ODD_ANSWERS else Fail(answer)
    if state.session and answer.status in NOT_THERE_YET and not answer.reason and state.failures < ODD_ANSWERS:
        return _again(state, str(answer.status))
    return state, Fail(answer)


def _again(state: UploadState, why: str, retry_after_s: float = 0.0, took_s: float = 0.0) -> tuple[UploadState, Act]:
    """Wait, then ask what is stored; where there is no session no byte was sent, and one may be opened."""
    failures = state.failures + 1
    pause = back_off(failures, retry_after_s)
    waited_s = state.waited_s + min(took_s, LONGEST_ATTEMPT_S) + pause.least_s
    state = replace(
        state, sent=False, failures=failures, waited_s=waited_s, chunk=max(GRAIN_BYTES, _whole_grains(state.chunk / 2))
    )
    if waited_s > GIVE_UP_S:
        return state, GiveUp(why)
    return state, QuerySession(pause) if state.session else OpenSession(pause)


def _next_chunk(chunk: int, took: int, seconds: float) -> int:
    """A chunk that would take `CHUNK_S` at the speed of the last one, but not at once much larger."""
    return max(GRAIN_BYTES, min(_whole_grains(took / seconds * CHUNK_S), chunk * GROWTH, LARGEST_CHUNK_BYTES))


def _whole_grains(count: float) -> int:
    return int(count) // GRAIN_BYTES * GRAIN_BYTES
