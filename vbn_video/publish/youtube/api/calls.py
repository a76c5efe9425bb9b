"""How one request of the API is put: again until it is answered, or only if it can't make a second thing.

A request that only reads, or that may be done twice, is sent again until it is answered (`call_idempotent`). One that would make
a second thing is not (`call_once`): if its answer is lost, `UncertainError` says so, and `ensure` looks what is there before it
makes the thing again.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from vbn_video.publish.youtube.transport.connection import Connection
from vbn_video.publish.youtube.transport.refusals import FOR_EVERYTHING, refusal_error
from vbn_video.publish.youtube.transport.responses import GONE, LostError, Refused, Response
from vbn_video.publish.youtube.transport.retry import Clock, Retry

Json = dict[str, Any]
Thing = TypeVar("Thing")

LATE_ATTEMPTS = 6
"""Limit of attempts while a thing is not taken yet, or its answer lost: each costs the day's quota, and the next run goes on."""


NOT_TODAY = ("uploadRateLimitExceeded",)
"""Too many of something for hours to come."""


class UncertainError(Exception):
    """The answer to a request that makes something was lost: it may be there or not."""


class RefusedError(Exception):
    """The service refused for good; `refused` says how."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.reason or str(refused.status))
        self.refused = refused


class GoneError(Exception):
    """What was asked for is not there."""


class ApiCalls:
    """Puts requests of google-api-python-client over our own connection."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self.connection, self.clock = connection, clock

    def call_idempotent(self, request: Any, doing: str, *, passing: Sequence[int] = (), gone: bool = False) -> Json:
        """Send what may be sent twice, until it is answered; `doing`: what is asked for, for a sentence.

        `passing`: refusals that the caller can do something about; `gone`: whether what is not there is one.

        Raises:
            RefusedError: one of `passing`.
            GoneError: it is not there.
            MissingError: the login can't be used.
            TargetError: the service can't be reached, or refuses for good.
        """
        retry = Retry(self.clock)
        while True:
            try:
                return self._call(request, doing, passing, gone)
            except LostError as error:
                retry.wait_or_give_up(str(error))
            except _PassingError as error:
                retry.wait_or_give_up(str(error.refused.status), error.refused.retry_after_s)

    def call_once(self, request: Any, doing: str, *, passing: Sequence[int] = ()) -> Json:
        """Send what would make a second thing; again only after an answer that says that nothing was made.

        Raises:
            UncertainError: the answer was lost.
            RefusedError, MissingError, TargetError: as `call_idempotent`.
        """
        retry = Retry(self.clock)
        while True:
            try:
                return self._call(request, doing, passing, gone=False)
            except LostError as error:
                raise UncertainError(str(error)) from None
            except _PassingError as error:
                if error.refused.status not in (403, 429):
                    raise UncertainError(str(error.refused.status)) from None
                retry.wait_or_give_up(str(error.refused.status), error.refused.retry_after_s)

    def ensure(
        self,
        look: Callable[[], Thing | None],
        make: Callable[[], Thing],
        *,
        look_first: bool = True,
        late: Sequence[int] = (404,),
    ) -> Thing:
        """Make a thing once: look first, and again after an answer that was lost, or that said "not yet" (`late`).

        Raises:
            RefusedError: it was refused otherwise.
            TargetError: the service can't be reached, or refuses for good.
        """
        retry, looks = Retry(self.clock, LATE_ATTEMPTS), look_first
        while not looks or (found := look()) is None:
            try:
                return make()
            except (UncertainError, RefusedError) as error:
                if isinstance(error, RefusedError) and error.refused.status not in late:
                    raise
                looks = True
                retry.wait_or_give_up(str(error))
        return found

    def error(self, refused: Refused, doing: str) -> Exception:
        """The sentence for a refusal."""
        return refusal_error(refused, doing, self.clock.now())

    def _call(self, request: Any, doing: str, passing: Sequence[int], gone: bool) -> Json:
        from googleapiclient.errors import HttpError

        try:
            return request.execute(http=self.connection) or {}
        except HttpError as error:
            refused = Response(error.resp.status, dict(error.resp), error.content).refused(self.clock.now())
        if refused.passes and refused.reason not in NOT_TODAY:
            raise _PassingError(refused)
        if gone and refused.status in GONE:
            raise GoneError
        if refused.status in passing and refused.reason not in FOR_EVERYTHING:
            raise RefusedError(refused)
        raise self.error(refused, doing)


class _PassingError(Exception):
    def __init__(self, refused: Refused) -> None:
        super().__init__()
        self.refused = refused
