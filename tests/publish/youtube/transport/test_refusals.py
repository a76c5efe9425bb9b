"""What YouTube refuses is a sentence with what to do, in whichever form its reason comes, and with the right exit code."""

import datetime as dt
import json

import pytest

from vbn_video.errors import MissingError, TargetError, VbnError
from vbn_video.publish.youtube.transport.refusals import quota_resets_at, refusal_error
from vbn_video.publish.youtube.transport.responses import Refused, Response

EVENING = dt.datetime(2026, 11, 2, 6, 30, tzinfo=dt.UTC)
"""22:30 of 1 November in California: the clocks were put back that day."""
RESET = dt.datetime(2026, 11, 2, 8, 0, tzinfo=dt.UTC)
AUTH = "vbn-video auth youtube"


@pytest.mark.parametrize(
    ("refused", "kind", "says"),
    [
        (Refused(403, "quotaExceeded"), TargetError, f"renewed at {RESET.astimezone():%Y-%m-%d %H:%M}"),
        (Refused(403, "dailyLimitExceeded"), TargetError, f"renewed at {RESET.astimezone():%Y-%m-%d %H:%M}"),
        (Refused(400, "uploadLimitExceeded"), TargetError, "in 24 hours"),
        (Refused(401, "youtubeSignupRequired"), MissingError, "has no YouTube channel"),
        (Refused(403, "insufficientPermissions"), MissingError, AUTH),
        (Refused(403, "ACCESS_TOKEN_SCOPE_INSUFFICIENT"), MissingError, AUTH),
        (Refused(403, "accessNotConfigured"), MissingError, "console.cloud.google.com"),
        (Refused(403, "SERVICE_DISABLED"), MissingError, "console.cloud.google.com"),
        (Refused(401, "authError"), MissingError, AUTH),
        (Refused(400, "invalidTitle", "Too long."), TargetError, "the upload (400, invalidTitle, Too long.)"),
    ],
)
def test_a_refusal_is_a_sentence_for_the_person_who_can_mend_it(refused: Refused, kind: type[VbnError], says: str) -> None:
    error = refusal_error(refused, "the upload", EVENING)
    assert type(error) is kind and says in error.message


@pytest.mark.parametrize(
    "error",
    [
        {"errors": [{"reason": "SERVICE_DISABLED", "message": "Off."}], "message": "All of it."},
        {"details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "SERVICE_DISABLED"}], "message": "Off."},
    ],
)
def test_the_reason_is_read_from_both_forms_of_googles_errors(error: dict[str, object]) -> None:
    refused = Response(403, {}, json.dumps({"error": error}).encode()).refused(RESET)
    assert (refused.reason, refused.message) == ("SERVICE_DISABLED", "Off.")


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"error": "invalid_grant"}', b'{"error": {"errors": []}}'])
def test_a_body_that_names_no_reason_has_none(body: bytes) -> None:
    assert Response(403, {}, body).refused(RESET).reason == ""


def test_the_quotas_day_ends_at_midnight_in_california() -> None:
    assert quota_resets_at(EVENING) == quota_resets_at(RESET - dt.timedelta(seconds=1)) == RESET
    assert quota_resets_at(RESET) == RESET + dt.timedelta(days=1)


def test_the_day_on_which_the_clocks_are_put_back_is_an_hour_longer() -> None:
    midnight_in_summer_time = dt.datetime(2026, 11, 1, 7, 0, tzinfo=dt.UTC)
    assert quota_resets_at(midnight_in_summer_time) - midnight_in_summer_time == dt.timedelta(hours=25)
