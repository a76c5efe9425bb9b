"""Who may see the video on YouTube: decided once, from the preset and `--public`, when a run is asked for; and its words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from vbn_video.clock import local_time
from vbn_video.errors import InputError
from vbn_video.messages import _, language_name
from vbn_video.publish.youtube.texts.metadata import utc_text
from vbn_video.settings.preset import Youtube

SEEN_BY_OTHERS = ("unlisted", "public")
"""Whoever has the link, or all."""


def field_in_words(name: str) -> str:
    """A field of `Metadata` in the person's language; of those that only the preset knows, its key."""
    return {
        "title": _("title"),
        "description": _("the description"),
        "tags": _("the tags"),
        "category": _("the category"),
        "language": _("the language"),
        "privacy": _("who may see the video"),
        "publish_at": _("when the video is shown"),
        "license": _("the licence"),
        "embeddable": _("whether other pages may show it"),
        "made_for_kids": _("whether it is made for children"),
    }.get(name, name)


def privacy_in_words(privacy: str) -> str:
    """YouTube's word for who may see a video, in the person's language; a time at which it is shown, or a new word, stays."""
    return {"private": _("private"), "unlisted": _("unlisted"), "public": _("public")}.get(privacy, privacy)


def time_in_words(publish_at: str) -> str:
    """A time of `Metadata` on this machine's clock, `2026-12-01 09:00`; what is no time with a zone stays as it is."""
    try:
        time = dt.datetime.fromisoformat(publish_at)
    except ValueError:
        return publish_at
    return local_time(time) if time.tzinfo else publish_at


def value_in_words(name: str, value: str | bool | tuple[str, ...]) -> str:
    """A value of `Metadata` in the person's language: yes or no, a time as clocks show it, a language by its name."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if not value:
        return _("nothing")
    if isinstance(value, tuple):
        return ", ".join(value)
    words = {"privacy": privacy_in_words, "publish_at": time_in_words, "language": language_name}
    return words.get(name, str)(value)


@dataclass(frozen=True)
class Visibility:
    """Who may see the video, and from when."""

    privacy: Literal["private", "unlisted", "public"] = "private"
    publish_at: str = ""
    """When a private video becomes public by itself, as the preset says it; empty: it does not."""
    overrules: bool = False
    """By `--public`: it holds whatever an earlier run was told, and whatever a person changed on YouTube."""

    @classmethod
    def of(cls, settings: Youtube, *, public: bool = False) -> Visibility:
        """As the preset says, or everybody with `--public`.

        Raises:
            InputError: `--public` together with a publishing time.
        """
        if public and settings.publish_at:
            sentence = _("--public and [youtube] publish_at = {value} do not go together. Leave one of them out.")
            raise InputError(sentence, value=settings.publish_at)
        return cls("public" if public else settings.privacy, settings.publish_at, public)

    def publish_at_utc(self, timezone: str, now: dt.datetime) -> str:
        """`publish_at` as RFC 3339 in UTC; a time without a zone is one of `timezone`, `now` has a zone.

        Raises:
            InputError: the time is past.
        """
        if not self.publish_at:
            return ""
        time = dt.datetime.fromisoformat(self.publish_at)
        time = time if time.tzinfo else time.replace(tzinfo=ZoneInfo(timezone))
        if time <= now:
            sentence = _("[youtube] publish_at = {value} is past. Give a time that is to come, or leave it out.")
            raise InputError(sentence, value=self.publish_at)
        return utc_text(time)
