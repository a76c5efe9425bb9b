"""What YouTube refuses, as sentences: which error it is by its reason, and what the person can do.

Source of the reasons: "Errors" of the YouTube Data API's documentation.
"""

from datetime import UTC, datetime, timedelta

from vbn_video.clock import local_time
from vbn_video.errors import MissingError, TargetError, VbnError
from vbn_video.messages import _
from vbn_video.publish.youtube.transport.responses import Refused

QUOTA_ZONE = "America/Los_Angeles"
QUOTA = ("quotaExceeded", "dailyLimitExceeded")
RIGHTS = ("insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT")
NO_API = ("accessNotConfigured", "SERVICE_DISABLED")
FOR_EVERYTHING = (*QUOTA, *RIGHTS, *NO_API)
"""Refusals that have nothing to do with what was asked for."""


def refusal_error(refused: Refused, doing: str, now: datetime) -> VbnError:
    """The error for a refusal that will not pass by itself; `doing`: what was asked for, as a part of the sentence."""
    if refused.reason in QUOTA:
        return quota_error(now)
    if refused.reason == "uploadLimitExceeded":
        return TargetError(_("YouTube takes no more videos on this channel today. Run the same command again in 24 hours."))
    if (person_error := _by_the_person(refused)) is not None:
        return person_error
    why = ", ".join(part for part in (str(refused.status), refused.reason, refused.message) if part)
    return TargetError(_("YouTube refuses {doing} ({why}). Nothing that was published is changed by that."), doing=doing, why=why)


def _by_the_person(refused: Refused) -> MissingError | None:
    if refused.reason == "youtubeSignupRequired":
        return no_channel_error()
    if refused.reason in RIGHTS:
        return MissingError(
            _("The login lacks the right to manage the channel. Log in again and tick it: vbn-video auth youtube")
        )
    if refused.reason in NO_API:
        return MissingError(
            _("The Google project of the login has no access to YouTube Data API v3. Enable it at console.cloud.google.com.")
        )
    if refused.status == 401:
        return MissingError(_("YouTube does not accept the login any more. Log in again: vbn-video auth youtube"))
    return None


def no_channel_error() -> MissingError:
    """The account can't publish at all."""
    return MissingError(
        _("This Google account has no YouTube channel. Make one at youtube.com, then log in again: vbn-video auth youtube")
    )


def quota_error(now: datetime) -> TargetError:
    """The day's quota is used up."""
    sentence = _(
        "Today's quota at YouTube is used up. It is renewed at {time}: run the same command again then, nothing is lost."
    )
    return TargetError(sentence, time=local_time(quota_resets_at(now)))


def quota_resets_at(now: datetime) -> datetime:
    """When the next day of the quota begins, in UTC: midnight in California.

    Raises:
        MissingError: this machine has no data of time zones.
    """
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        zone = ZoneInfo(QUOTA_ZONE)
    except ZoneInfoNotFoundError:
        sentence = _("The time zone {zone} is not known here. Install its data: pip install tzdata")
        raise MissingError(sentence, zone=QUOTA_ZONE) from None
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight + timedelta(days=1)).astimezone(UTC)


def gave_up_error(why: str) -> TargetError:
    """The service has not answered, or has not taken it, for too long."""
    return TargetError(
        _("YouTube does not answer as it should ({why}), again and again. Run the same command again later: it goes on."), why=why
    )
