"""How a login stands: whether it works, whose channel it is for, and how long it lives."""

import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from vbn_video.errors import TargetError
from vbn_video.events import Emit
from vbn_video.messages import _
from vbn_video.publish.youtube.api.methods import Channel, open_api
from vbn_video.publish.youtube.auth.login import read_login
from vbn_video.publish.youtube.channel.session import named_channel
from vbn_video.publish.youtube.transport.retry import Clock
from vbn_video.settings.preset import Youtube

TESTING_DAYS = 7
"""Length of time that a login lives that was given while the consent screen was in Testing."""
MAX_ATTEMPTS = 3


@dataclass(frozen=True)
class LoginStatus:
    """A login that works."""

    path: Path
    channel: Channel
    scopes: tuple[str, ...]
    since: datetime | None
    """When the person logged in; None: the file does not say."""
    dies_at: datetime | None
    """When it dies, where Google has said so."""


def check_login(settings: Youtube, emit: Emit, *, renew: bool = True) -> LoginStatus:
    """Use the login as a publication would; somebody waits for the answer, so a dead connection is not waited for.

    `renew`: get a new token, which shows that the login still lives though the old token would have done.

    Raises:
        MissingError: it is not there, does not work, or is for another channel than the preset's.
        TargetError: YouTube can't be reached, or refuses.
    """
    clock = _hasty_clock()
    login = read_login(settings, emit, clock)
    if renew:
        login.renew()
    api = open_api(settings, emit, clock)
    try:
        return LoginStatus(
            path=login.path,
            channel=named_channel(api, settings),
            scopes=login.scopes,
            since=login.kept.since,
            dies_at=login.kept.dies_at,
        )
    finally:
        api.connection.close()


def _hasty_clock() -> Clock:
    """A clock whose sleep ends the tries after a few seconds."""
    waits = 0

    def sleep(wait_s: float) -> None:
        nonlocal waits
        waits += 1
        if waits >= MAX_ATTEMPTS:
            raise TargetError(_("YouTube can't be reached. Look at this machine's connection, then try again."))
        time.sleep(min(wait_s, 1.0))

    return Clock(sleep=sleep)
