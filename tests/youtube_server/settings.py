"""How the server behaves; every value may be changed while it runs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Settings:
    """Every knob, with what it does."""

    prefix: str = ""
    """The path that the API lies below, as `/rehearsal`; the OAuth addresses never do."""
    duration_s: float = 60.0
    """How long the videos that come in are said to be."""
    digest: bool = True
    """Whether a SHA-256 is made of what comes in; off for measurements."""
    keep_bytes: int = 16 << 20
    """Videos up to this size are kept whole in memory, larger ones not at all."""
    processing_polls: int = 1
    """How many lists of a new video come before it is processed."""
    processing_end: str = "processed"
    """`processed`, `failed` or `rejected`."""
    processing_reason: str = ""
    """YouTube's reason for the latter two: `codec`, `duplicate`, …"""
    uploads_lag: int = 0
    """How many lists of the uploads playlist come before a new video stands in it."""
    uploads_lag_s: float = 0.0
    """How many seconds, by the server's clock, before a new video stands in it."""
    late_not_found: int = 0
    """How many times playlistItems.insert does not find a new video."""
    tracks_by_machine: bool = False
    """Whether YouTube makes an automatic caption track of a processed video."""
    etag: str = "stable"
    """A video's: `stable` (changes with what its owner may set), `by_parts` (with the parts too), `restless` (each time)."""
    session_life_s: float = 7 * 86400.0
    """How long an upload session lives by the server's clock."""
    no_channel: bool = False
    """Whether the login's Google account has no channel."""
    session_gone: int = 404
    """What a session answers that is past it: 404 or 410, or whatever else a front end may make of it."""
    upload_limit: int | None = None
    """How many more videos the channel may upload; None: no limit."""
    quota_inserts: int = 100
    """videos.insert a day."""
    quota_units: int = 10_000
    """Units a day for the rest."""
    access_life_s: float = 3599.0
    """How long an access token lives."""
    refresh_life_s: float | None = None
    """How long a refresh token lives; 7 days where the consent screen is in *Testing*; None: for ever."""
    rotates: bool = False
    """Whether each refresh gives a new refresh token, and ends the old one."""
    consent: str = "grant"
    """What the person says at /auth: `grant` or `deny`."""
    consent_scopes: tuple[str, ...] | None = None
    """The scopes that the person ticks; None: all that were asked for."""
    consent_channel: str = ""
    """The id of the channel that the person picks; "": the first."""
