"""The upload's machine against a service that does what it likes: every byte once, one video, never a second session too many."""

from dataclasses import dataclass, field

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from vbn_video.publish.youtube.transport.responses import Refused
from vbn_video.publish.youtube.transport.retry import GIVE_UP_S
from vbn_video.publish.youtube.upload.state_machine import (
    FIRST_CHUNK_BYTES,
    GRAIN_BYTES,
    LARGEST_CHUNK_BYTES,
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

TOTAL = 40 * GRAIN_BYTES + 12345
PASSING = (Refused(503), Refused(500), Refused(429, retry_after_s=7.0), Refused(403, "userRateLimitExceeded"))


@dataclass
class Service:
    """YouTube's side, with what it really holds; `draw` decides what goes wrong."""

    draw: st.DataObject
    stored: dict[str, int] = field(default_factory=dict)
    alive: set[str] = field(default_factory=set)
    videos: list[str] = field(default_factory=list)
    """The sessions that became one."""
    shown: bool = True
    """Whether a finished video can be seen among the uploads."""

    def answer(self, act: Act, state: UploadState) -> Answer:
        match act:
            case FindVideo():
                return Seen({"id": self.videos[0]} if self.videos and self.shown else None)
            case RenewLogin():
                return Renewed()
            case OpenSession():
                return self._opened()
            case QuerySession():
                return self._asked(state)
            case SendChunk(first, end):
                return self._sent(state, first, end)
        raise AssertionError(act)

    def _trouble(self, *more: Answer) -> Answer | None:
        return self.draw.draw(st.sampled_from([*([None] * 12), Lost(), Lost(), *PASSING, Refused(401, "authError"), *more]))

    def _opened(self) -> Answer:
        may_become = [session for session in self.alive if self.stored[session] > 0] + self.videos
        assert not may_become, "a second session is opened while an earlier one holds bytes or is a video"
        if trouble := self._trouble():
            return trouble
        session = f"session {len(self.stored)}"
        self.stored[session] = 0
        self.alive.add(session)
        return SessionOpened(session)

    def _asked(self, state: UploadState) -> Answer:
        if trouble := self._trouble(Refused(404)):
            return self._gone(state.session) if trouble == Refused(404) else trouble
        return self._standing(state.session)

    def _sent(self, state: UploadState, first: int, end: int) -> Answer:
        session = state.session
        assert session in self.stored
        assert 0 <= first < end <= TOTAL
        assert end == TOTAL or (end - first) % GRAIN_BYTES == 0
        if session not in self.alive and session not in self.videos:
            return Refused(410)
        if session in self.alive:
            assert first <= self.stored[session], "a hole"
            kept = self.draw.draw(st.integers(0, end - first), label="bytes that arrive")
            at = first + kept
            at = at if at == TOTAL else at // GRAIN_BYTES * GRAIN_BYTES
            self.stored[session] = max(self.stored[session], at)
            if self.stored[session] == TOTAL:
                self.alive.discard(session)
                self.videos.append(session)
        if trouble := self._trouble(Refused(404)):
            return self._gone(session) if trouble == Refused(404) else trouble
        return self._standing(session)

    def _gone(self, session: str) -> Answer:
        """The session dies; a video that it became stays."""
        self.alive.discard(session)
        return Refused(404)

    def _standing(self, session: str) -> Answer:
        if session in self.videos:
            return Finished({"id": session})
        if session not in self.alive:
            return Refused(410)
        return Stored(self.stored[session], self.draw.draw(st.sampled_from([0.0, 0.1, 5.0, 100.0])))


@given(st.data())
def test_whatever_is_answered_there_is_never_a_second_video(draw: st.DataObject) -> None:
    service = Service(draw, shown=draw.draw(st.booleans(), label="a finished video is seen at once"))
    state, act = start(TOTAL)
    for _step in range(60):
        if isinstance(act, Done | GiveUp | Unclear | Fail):
            break
        killed = draw.draw(st.sampled_from(["", "", "", "", "", "", "", "", "before the act", "before its answer is noted"]))
        if killed != "before the act":
            answer = service.answer(act, state)
        if killed:  # what was noted before the act is all that is left
            state, act = start(TOTAL, state.session, finishing=state.finishing)
        else:
            state, act = transition(state, answer)
    assert len(service.videos) <= 1
    if isinstance(act, Done):
        assert len(service.videos) == 1
    if isinstance(act, Unclear):
        assert state.finishing
    event(type(act).__name__)


STATUSES = (400, 401, 403, 404, 408, 409, 410, 412, 416, 429, 500, 502, 503, 504)
REASONS = ("", "authError", "badRequest", "forbidden", "quotaExceeded", "rateLimitExceeded", "uploadLimitExceeded")
REFUSED = st.builds(Refused, st.sampled_from(STATUSES), st.sampled_from(REASONS))
COUNTS = (0, GRAIN_BYTES, 9 * GRAIN_BYTES, 40 * GRAIN_BYTES, TOTAL)
STORED = st.builds(Stored, st.sampled_from(COUNTS), st.sampled_from([0.0, 1.0]))
PERHAPS_A_VIDEO = st.sampled_from([Lost(), Lost(), Finished({"id": "video"})])
OF_A_SESSION = st.one_of(STORED, STORED, REFUSED, REFUSED, PERHAPS_A_VIDEO)
ANSWERS = {
    FindVideo: st.sampled_from([Seen(None), Seen(None), Seen(None), Seen({"id": "video"})]),
    RenewLogin: st.just(Renewed()),
    OpenSession: st.one_of(st.just(SessionOpened("session")), st.just(SessionOpened("session")), REFUSED, st.just(Lost())),
    QuerySession: OF_A_SESSION,
    SendChunk: OF_A_SESSION,
}
"""All that the hands can bring back from an act, whether or not a service in its right mind would say it now."""


@given(st.data())
def test_whatever_the_order_of_answers_no_session_is_opened_while_another_may_live(draw: st.DataObject) -> None:
    lives, is_old, last_byte_sent = draw.draw(st.tuples(st.booleans(), st.booleans(), st.booleans()), label="an earlier process")
    state, act = start(TOTAL, "session" if lives else "", finishing=last_byte_sent, old=lives and is_old)
    for _step in range(40):
        if isinstance(act, Done | GiveUp | Unclear | Fail):
            break
        assert not (isinstance(act, OpenSession) and (lives or last_byte_sent))
        last_byte_sent |= isinstance(act, SendChunk) and act.end == TOTAL
        answer = draw.draw(ANSWERS[type(act)], label=str(act))
        if draw.draw(st.integers(0, 7), label="killed before the answer is known if 0") == 0:
            lives = bool(state.session)  # of one that was just opened nobody has the address
            is_old = lives and draw.draw(st.booleans(), label="more than a week later")
            state, act = start(TOTAL, state.session, finishing=state.finishing, old=is_old)
            continue
        match answer:
            case SessionOpened():
                lives, is_old = True, False
            case Stored(count):
                is_old, last_byte_sent = False, last_byte_sent and count == TOTAL
            case Refused(status) if status in (404, 410) or (is_old and status in (400, 409, 412, 416)):
                lives = False
        state, act = transition(state, answer)
    event(type(act).__name__)


@given(st.lists(st.sampled_from([Lost(), *PASSING]), max_size=30))
def test_a_service_that_recovers_gets_the_whole_video(troubles: list[Answer]) -> None:
    stored, state, act = 0, *start(TOTAL)
    left = list(troubles)
    while not isinstance(act, Done | GiveUp):
        match act:
            case FindVideo():
                answer: Answer = Seen(None)
            case OpenSession():
                answer = left.pop() if left else SessionOpened("session")
            case QuerySession():
                answer = left.pop() if left else Stored(stored) if stored < TOTAL else Finished({"id": "video"})
            case SendChunk(first, end):
                assert first == stored
                stored = end
                answer = left.pop() if left else Finished({"id": "video"}) if stored == TOTAL else Stored(stored, 1.0)
            case _:
                raise AssertionError(act)
        state, act = transition(state, answer)
    assert isinstance(act, Done) == (state.waited_s <= GIVE_UP_S)


def drive(*answers: Answer, state: UploadState | None = None) -> tuple[UploadState, Act]:
    """The machine after these answers; it begins with the look that found nothing."""
    current = state or transition(start(TOTAL)[0], Seen(None))[0]
    act: Act = OpenSession()
    for answer in answers:
        current, act = transition(current, answer)
    return current, act


def test_a_video_that_is_there_already_is_not_sent_again() -> None:
    state, act = start(TOTAL)
    assert act == FindVideo()
    assert transition(state, Seen({"id": "there"}))[1] == Done({"id": "there"})


def test_a_new_process_asks_the_session_before_it_sends_a_byte() -> None:
    state, act = start(TOTAL, "session")
    assert act == QuerySession()
    _state, act = transition(state, Stored(3 * GRAIN_BYTES))
    assert isinstance(act, SendChunk) and act.first == 3 * GRAIN_BYTES


def test_a_chunk_that_was_kept_in_part_is_gone_on_with_from_there() -> None:
    _state, act = drive(SessionOpened("session"), Stored(GRAIN_BYTES, 1.0))
    assert isinstance(act, SendChunk) and act.first == GRAIN_BYTES


def test_bytes_that_the_service_has_lost_again_are_sent_again() -> None:
    state, _act = drive(SessionOpened("session"), Stored(8 * GRAIN_BYTES, 1.0), Lost())
    _state, act = transition(state, Stored(2 * GRAIN_BYTES))
    assert isinstance(act, SendChunk) and act.first == 2 * GRAIN_BYTES


def test_it_is_noted_that_the_last_byte_may_arrive_before_it_is_sent() -> None:
    state, act = drive(SessionOpened("session"))
    while isinstance(act, SendChunk) and act.end < TOTAL:
        assert not state.finishing
        state, act = transition(state, Stored(act.end, 1.0))
    assert isinstance(act, SendChunk) and act.end == TOTAL
    assert state.finishing


def test_a_session_that_says_it_is_not_complete_can_not_be_a_video() -> None:
    state = UploadState(TOTAL, "session", finishing=True)
    state, act = transition(state, Stored(GRAIN_BYTES))
    assert act == SendChunk(GRAIN_BYTES, 33 * GRAIN_BYTES)
    assert not state.finishing


@pytest.mark.parametrize("status", [404, 410])
def test_a_session_that_is_gone_is_followed_by_a_look_and_only_then_a_new_one(status: int) -> None:
    state, act = drive(SessionOpened("session"), Stored(GRAIN_BYTES, 1.0), Refused(status))
    assert act == FindVideo(long=False)
    assert transition(state, Seen(None))[1] == OpenSession()


@pytest.mark.parametrize("status", [400, 404, 409, 410, 412, 416])
def test_a_session_older_than_the_service_keeps_one_is_gone_whatever_it_is_refused_with(status: int) -> None:
    state, act = start(TOTAL, "session", old=True)
    assert act == QuerySession()
    assert transition(state, Refused(status, "badRequest"))[1] == FindVideo(long=False)


def test_an_old_session_that_says_that_it_lives_is_gone_on_with() -> None:
    state, act = transition(start(TOTAL, "session", old=True)[0], Stored(GRAIN_BYTES))
    assert isinstance(act, SendChunk) and act.first == GRAIN_BYTES
    assert isinstance(transition(state, Refused(416))[1], QuerySession)


def test_when_the_last_byte_was_sent_and_the_session_is_gone_nothing_is_sent_again() -> None:
    state, act = transition(UploadState(TOTAL, "session", finishing=True), Refused(404))
    assert act == FindVideo(long=True)
    assert transition(state, Seen(None))[1] == Unclear()
    assert transition(state, Seen({"id": "late"}))[1] == Done({"id": "late"})


def test_sessions_that_die_again_and_again_end_the_upload() -> None:
    state, act = drive(SessionOpened("session"))
    while not isinstance(act, Fail):
        state, act = transition(state, Refused(404))
        if act == FindVideo(long=False):
            state, act = transition(state, Seen(None))
            assert isinstance(act, OpenSession)
            state, act = transition(state, SessionOpened("another"))
    assert act.refusal == Refused(404)


def test_a_token_that_is_turned_away_is_renewed_once() -> None:
    state, act = drive(SessionOpened("session"), Refused(401, "authError"))
    assert act == RenewLogin()
    state, act = transition(state, Renewed())
    assert act == QuerySession()
    assert transition(state, Refused(401, "authError"))[1] == Fail(Refused(401, "authError"))
    state, _act = transition(state, Stored(0))
    assert transition(state, Refused(401, "authError"))[1] == RenewLogin()


@pytest.mark.parametrize(
    "refused",
    [Refused(403, "quotaExceeded"), Refused(400, "uploadLimitExceeded"), Refused(400, "invalidTitle"), Refused(403, "forbidden")],
)
def test_what_will_not_pass_by_itself_ends_the_upload_and_keeps_the_session(refused: Refused) -> None:
    state, act = drive(SessionOpened("session"), refused)
    assert act == Fail(refused)
    assert state.session == "session"


def test_the_service_is_left_alone_for_as_long_as_it_asks() -> None:
    _state, act = drive(SessionOpened("session"), Refused(503, retry_after_s=120.0))
    assert isinstance(act, QuerySession) and act.pause.least_s >= 120.0


def test_waits_grow_and_end() -> None:
    state, act = drive(SessionOpened("session"))
    waits = []
    while not isinstance(act, GiveUp):
        state, act = transition(state, Lost("no route"))
        if isinstance(act, QuerySession):
            waits.append(act.pause.most_s)
    assert waits == sorted(waits) and waits[:4] == [1.0, 2.0, 4.0, 8.0]
    assert sum(waits) / 2 <= GIVE_UP_S < sum(waits) / 2 + 2 * waits[-1]
    assert act.why == "no route"


def test_after_each_failure_half_as_much_is_sent_at_a_time_and_a_grain_at_least() -> None:
    state, act = drive(SessionOpened("session"), Lost(), Lost(), Stored(0))
    assert act == SendChunk(0, FIRST_CHUNK_BYTES // 4)
    assert drive(SessionOpened("session"), Lost())[0].waited_s == 0.5
    state, _act = drive(*[Lost()] * 6, state=state)
    assert state.chunk == GRAIN_BYTES


def test_a_chunk_of_which_nothing_is_kept_is_a_failure() -> None:
    state, _act = drive(SessionOpened("session"), Stored(GRAIN_BYTES, 1.0))
    state, act = transition(state, Stored(GRAIN_BYTES, 1.0))
    assert isinstance(act, QuerySession) and act.pause.most_s == 1.0
    assert (state.failures, state.waited_s) == (1, 0.5)


def test_a_token_that_is_turned_away_before_there_is_a_session_is_renewed_and_one_is_opened() -> None:
    _state, act = drive(Refused(401, "authError"), Renewed())
    assert act == OpenSession()


def test_every_byte_that_is_taken_is_a_new_beginning_for_patience() -> None:
    state, _act = drive(SessionOpened("session"), Lost(), Lost(), Stored(GRAIN_BYTES))
    assert (state.failures, state.waited_s) == (0, 0.0)


def test_chunks_follow_the_speed_of_the_line() -> None:
    _fast, act = drive(SessionOpened("session"), Stored(32 * GRAIN_BYTES, 0.01), state=UploadState(1 << 40))
    assert isinstance(act, SendChunk) and act.end - act.first == 8 * 32 * GRAIN_BYTES
    _slow, act = drive(SessionOpened("session"), Stored(32 * GRAIN_BYTES, 320.0), state=UploadState(1 << 40))
    assert isinstance(act, SendChunk) and act.end - act.first == GRAIN_BYTES
    state, act = drive(SessionOpened("session"), state=UploadState(1 << 40))
    for _chunk in range(9):
        assert isinstance(act, SendChunk)
        state, act = transition(state, Stored(act.end, 0.001))
    assert isinstance(act, SendChunk) and act.end - act.first == LARGEST_CHUNK_BYTES
